"""Libraries as they are, not stand-ins. All but attrs are too heavy for the test environment: skipped where missing."""

import pytest


def test_attrs(notebook):
    pytest.importorskip("attrs")
    run = notebook.track(
        "import attrs\n@attrs.define\nclass Hyper:\n    lr: float = 0.1\n    l2: float = attrs.field(default=0.0)\n"
        "hyper = Hyper(l2=0.5)\nloss = measured(hyper.lr)"
    )
    assert run.params == {"hyper.lr": 0.1, "hyper.l2": 0.5}


def test_pydantic(notebook):
    pytest.importorskip("pydantic")
    notebook.run(
        "from pydantic import BaseModel\nclass Optimiser(BaseModel):\n    name: str = 'sgd'\n    lr: float = 0.5\n"
        "class Cfg(BaseModel):\n    epochs: int = 3\n    optimiser: Optimiser = Optimiser()"
    )
    run = notebook.track("cfg = Cfg(optimiser={'lr': 0.25})\nloss = measured(cfg.optimiser.lr)")
    assert run.params == {"cfg.epochs": 3, "cfg.optimiser.name": "sgd", "cfg.optimiser.lr": 0.25}
    assert notebook.track("loss = measured(cfg.optimiser.lr)").params == {"cfg.optimiser.lr": 0.25}


def test_omegaconf(notebook):
    pytest.importorskip("omegaconf")
    run = notebook.track(
        "from omegaconf import OmegaConf\ncfg = OmegaConf.create({'net': {'depth': 4, 'layers': [8, 4]}, 'seed': 5})\n"
        "cfg = OmegaConf.merge(cfg, OmegaConf.from_dotlist(['net.depth=3']))\nloss = measured(0.5)"
    )
    assert run.params == {"cfg.net.depth": 3, "cfg.net.layers": "[8, 4]", "cfg.seed": 5}


def test_catboost(notebook):
    pytest.importorskip("catboost")
    notebook.run(
        "import numpy as np\nfrom catboost import CatBoostClassifier\nrng = np.random.default_rng(0)\n"
        "X = rng.normal(size=(60, 3))\ny = (X[:, 0] > 0).astype(int)"
    )
    run = notebook.track(
        "model = CatBoostClassifier(iterations=6, depth=2, verbose=False, allow_writing_files=False)\n"
        "model.fit(X[:40], y[:40], eval_set=(X[40:], y[40:]))\nprint(model.get_best_iteration())"
    )
    model = notebook.shell.user_ns["model"]
    assert run.params == {"iterations": 6, "depth": 2, "best_iteration": model.get_best_iteration()}
    rounds = model.get_evals_result()["validation"]["Logloss"]
    assert [value for _, value in notebook.points("validation-Logloss")] == rounds
    assert run.metrics["validation-Logloss"] == rounds[-1]


def test_training_arguments_of_transformers(notebook):
    pytest.importorskip("transformers")
    pytest.importorskip("accelerate")
    notebook.run("from transformers import TrainingArguments")
    run = notebook.track(
        "args = TrainingArguments(output_dir='out', learning_rate=0.5, eval_strategy='epoch', report_to='none',\n"
        "                         use_cpu=True)\nloss = measured(args.learning_rate)"
    )
    assert run.params == {"args.learning_rate": 0.5, "args.eval_strategy": "epoch"}
