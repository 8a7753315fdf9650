"""The kinds of models that can be saved, one file each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...errors import StoreCorrupt
from .base import Copy, Flavor, SaveOptions, Written

__all__ = ["Copy", "Flavor", "SaveOptions", "Written", "all_flavors", "flavor_named", "flavor_of"]


@lru_cache(maxsize=1)
def all_flavors() -> tuple[Flavor, ...]:
    """Give every flavour, in the order in which they are asked whether an object is theirs.

    What a library gives scikit-learn's interface comes before scikit-learn, Keras before the torch that may be below
    it; ``python_function`` takes what is left.
    """
    from .catboost import CatBoost
    from .keras import Keras
    from .lightgbm import LightGBM
    from .onnx import Onnx
    from .python_function import PythonFunction
    from .sklearn import Sklearn
    from .statsmodels import StatsModels
    from .torch import Torch
    from .xgboost import XGBoost

    return (
        XGBoost(),
        LightGBM(),
        CatBoost(),
        Keras(),
        Torch(),
        Onnx(),
        StatsModels(),
        Sklearn(),
        PythonFunction(),
    )


def flavor_of(model: Any) -> Flavor | None:
    """Find who saves an object; ``None`` where nobody does."""
    return next((flavor for flavor in all_flavors() if flavor.takes(type(model))), None)


def flavor_named(name: object) -> Flavor:
    """Find a flavour by its name.

    Raises
    ------
    StoreCorrupt
        When there is none: the file was made by a newer version, or by somebody else.
    """
    for flavor in all_flavors():
        if flavor.name == name:
            return flavor
    raise StoreCorrupt(f"The model is of the kind {str(name)[:60]!r}, which this version does not know.")
