"""Runs where the real MLflow is installed: saves a model of every library that is there, and reads it with MLflow.

    python in_mlflow.py FOLDER

Prints, as JSON by name: what MLflow takes the model for, and whether it predicts what the model itself does.
"""

import importlib.util
import json
import shutil
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd


def models():
    """Give name, model, data, and what MLflow is to predict."""
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.random((60, 3)), columns=["a", "b", "c"])
    table["b"] = (table["b"] * 10).astype("int64")
    yes = (table["a"] > 0.5).astype("int64")
    words = np.where(yes, "yes", "no")

    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    yield "logistic", LogisticRegression().fit(table, words), table, {}
    yield "pipeline", make_pipeline(StandardScaler(), LogisticRegression()).fit(table, yes), table, {}
    yield "forest", RandomForestClassifier(5).fit(table, yes), table, {}
    yield "boosting", HistGradientBoostingClassifier(max_iter=5).fit(table, yes), table, {}
    array = table.to_numpy()
    yield "array", LogisticRegression().fit(array, yes), array, {}
    yield "pickled", LogisticRegression().fit(table, yes), table, {"format": "cloudpickle"}
    yield "function", lambda data: data["a"] * 2 + data["b"], table, {}
    if importlib.util.find_spec("xgboost"):
        import xgboost

        yield "xgboost", xgboost.XGBClassifier(n_estimators=5).fit(table, yes), table, {}
        matrix = xgboost.DMatrix(table, yes)
        yield "booster", xgboost.train({"objective": "binary:logistic"}, matrix, 5), table, {}
    if importlib.util.find_spec("lightgbm"):
        import lightgbm

        quiet = {"verbose": -1}
        yield "lightgbm", lightgbm.LGBMClassifier(n_estimators=5, **quiet).fit(table, words), table, {}
        yield "lgb-booster", lightgbm.train(quiet, lightgbm.Dataset(table, yes), 5), table, {}
    if importlib.util.find_spec("statsmodels"):
        import statsmodels.api

        yield "statsmodels", statsmodels.api.OLS(yes, table).fit(), table, {}
    if importlib.util.find_spec("torch") and importlib.util.find_spec("safetensors"):
        import torch

        net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1)).eval()
        yield "torch", net, array.astype("float32"), {}
    else:
        print("torch is not here: not tried", file=sys.stderr)


def main(folder):
    import mlflow

    from jupyter_mltrack.models.files import materialize
    from jupyter_mltrack.models.flavors import flavor_of
    from jupyter_mltrack.models.save import save_model
    from jupyter_mltrack.store import open_store

    warnings.simplefilter("ignore")
    store, found = open_store(folder / ".mltrack", create=True), {}
    for name, model, data, options in models():
        saved, files = save_model(store, model, name, example=data, **options)
        place = folder / name
        shutil.copytree(materialize(store, saved, files), place)
        own = flavor_of(model).predict(model, data)
        loaded = mlflow.pyfunc.load_model(str(place))
        described = mlflow.models.Model.load(str(place / "MLmodel"))
        their = loaded.predict(data)
        found[name] = {
            "flavors": sorted(described.flavors),
            "same": bool(np.array_equal(np.asarray(own).ravel(), np.asarray(their).ravel())),
            "inputs": described.signature.inputs.to_dict(),
            "example": len(described.load_input_example(str(place))),
            "safe": saved.safe,
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
