"""Every flavour whose library is here: saved and loaded, a model predicts the very same."""

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC

from jupyter_mltrack.models.flavors import flavor_of
from jupyter_mltrack.models.refusals import UnsafeModel, UnsavableModel

ESTIMATORS = [
    LogisticRegression(),
    SVC(probability=True),
    RandomForestClassifier(5),
    GradientBoostingRegressor(n_estimators=5),
    HistGradientBoostingClassifier(max_iter=5),
    KNeighborsClassifier(),
    MLPClassifier(max_iter=5),
    GaussianProcessRegressor(),
    CalibratedClassifierCV(LogisticRegression(), cv=2),
    GridSearchCV(LogisticRegression(), {"C": [1, 2]}, cv=2),
    make_pipeline(
        make_column_transformer((StandardScaler(), ["a"]), remainder="passthrough"),
        SelectKBest(k=2),
        LogisticRegression(),
    ),
]


@pytest.mark.parametrize("model", ESTIMATORS, ids=lambda model: type(model).__name__)
@pytest.mark.filterwarnings("ignore")
def test_scikit_learn(model, table, target, round_trip):
    model.fit(table, target)
    loaded, saved = round_trip(model, example=table)
    assert (saved.flavor, saved.format, saved.safe) == ("sklearn", "skops", True)
    assert np.array_equal(loaded.predict(table), model.predict(table))
    assert [field.name for field in saved.signature.inputs] == ["a", "b", "c"]


def test_a_pickle_when_asked_for(table, target, round_trip):
    model = LogisticRegression().fit(table, target)
    loaded, saved = round_trip(model, format="cloudpickle", trusted=True)
    assert (saved.flavor, saved.format, saved.safe) == ("sklearn", "cloudpickle", False)
    assert np.array_equal(loaded.predict(table), model.predict(table))


def test_functions_and_classes_with_predict(table, round_trip):
    factor = 3

    def scaled(data):
        return data["a"] * factor

    class Mean:
        def predict(self, data):
            return np.full(len(data), 2.0)

    for model in (scaled, Mean()):
        flavor = flavor_of(model)
        with pytest.raises(UnsafeModel, match="trusted=True"):
            round_trip(model, example=table)
        loaded, saved = round_trip(model, example=table, trusted=True)
        assert (saved.flavor, saved.safe) == ("python_function", False)
        assert np.array_equal(flavor.predict(loaded, table), flavor.predict(model, table))


def test_an_own_estimator_of_the_notebook_names_the_way_out(table, target, round_trip, monkeypatch):
    class Own(LogisticRegression):
        pass

    monkeypatch.setattr(Own, "__module__", "__main__")
    with pytest.raises(UnsavableModel, match="cloudpickle"):
        round_trip(Own().fit(table, target))


def test_functions_within_a_pipeline_need_trust(table, target, round_trip):
    model = make_pipeline(FunctionTransformer(np.loadtxt), LogisticRegression())
    model.steps[1][1].fit(table, target)
    with pytest.raises(UnsafeModel, match="loadtxt"):
        round_trip(model)


def test_xgboost(table, target, round_trip):
    xgboost = pytest.importorskip("xgboost")
    booster = xgboost.train({"objective": "binary:logistic"}, xgboost.DMatrix(table, target), 5)
    for model in (xgboost.XGBClassifier(n_estimators=5).fit(table, target), booster):
        loaded, saved = round_trip(model, example=table)
        predict = flavor_of(model).predict
        assert (saved.flavor, saved.format, saved.safe) == ("xgboost", "ubj", True)
        assert type(loaded) is type(model)
        assert np.array_equal(predict(loaded, table), predict(model, table))


def test_lightgbm(table, target, round_trip):
    lightgbm = pytest.importorskip("lightgbm")
    words = np.where(target, "yes", "no")
    classifier = lightgbm.LGBMClassifier(n_estimators=5, verbose=-1).fit(table, words)
    booster = lightgbm.train({"verbose": -1}, lightgbm.Dataset(table, target), 5)
    for model in (classifier, booster):
        loaded, saved = round_trip(model, example=table)
        assert (saved.flavor, saved.format, saved.safe) == ("lightgbm", "text", True)
        assert type(loaded) is type(model)
        assert np.array_equal(loaded.predict(table), model.predict(table))
    loaded, _ = round_trip(classifier)
    assert np.array_equal(loaded.predict_proba(table), classifier.predict_proba(table))
    assert list(loaded.classes_) == ["no", "yes"] and loaded.n_features_in_ == 3


def test_catboost(table, target, round_trip):
    catboost = pytest.importorskip("catboost")
    model = catboost.CatBoostClassifier(iterations=5, verbose=0, allow_writing_files=False).fit(table, target)
    loaded, saved = round_trip(model, example=table)
    assert (saved.flavor, saved.format, saved.safe) == ("catboost", "cbm", True)
    assert np.array_equal(loaded.predict(table), model.predict(table))


def test_statsmodels(table, target, round_trip):
    api = pytest.importorskip("statsmodels.api")
    model = api.OLS(target, table).fit()
    with pytest.raises(UnsafeModel, match="pickle"):
        round_trip(model)
    loaded, saved = round_trip(model, example=table, trusted=True)
    assert (saved.flavor, saved.format, saved.safe) == ("statsmodels", "pickle", False)
    assert np.array_equal(loaded.predict(table), model.predict(table))


def test_keras(table, target, round_trip):
    keras = pytest.importorskip("keras")
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2)])
    array = table.to_numpy("float32")
    loaded, saved = round_trip(model, example=array)
    assert (saved.flavor, saved.format, saved.safe) == ("keras", "keras", True)
    assert np.array_equal(loaded.predict(array, verbose=0), model.predict(array, verbose=0))


def test_onnx(table, target, round_trip):
    onnx = pytest.importorskip("onnx")
    value, tensor = onnx.helper.make_tensor_value_info, onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Abs", ["x"], ["y"])], "g",
        [value("x", tensor, [None, 3])], [value("y", tensor, [None, 3])],
    )  # fmt: skip
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    loaded, saved = round_trip(model)
    assert (saved.flavor, saved.format, saved.safe) == ("onnx", "onnx", True)
    assert loaded.SerializeToString() == model.SerializeToString()
