"""Anything with scikit-learn's interface: skops, which loads known types only; cloudpickle when asked for."""

from __future__ import annotations

import importlib
import zipfile
from pathlib import Path
from typing import Any, Final

from ...errors import MLTrackError, StoreCorrupt
from ..refusals import UnsafeModel, UnsavableModel, package
from . import pickles
from .base import Flavor, SaveOptions, Written
from .classes import inherits, path_of
from .contents import CHECKED, check_contents
from .skops_types import untrusted_types

_FILE = "model.skops"
_LIBRARIES: Final = {
    "sklearn": "BaseEstimator",
    "xgboost": "XGBModel",
    "lightgbm": "LGBMModel",
    "imblearn": "BaseEstimator",
}
"""Whose estimators are known to be data and nothing else, and what these inherit from."""
_FUNCTIONS: Final = ("sklearn.feature_selection.", "sklearn.metrics.")
"""Where functions are that estimators hold by themselves: scores of features, measures."""
_PARTS: Final = (
    "sklearn._loss.", "sklearn.calibration._", "sklearn.gaussian_process._gpc.", "sklearn.gaussian_process.kernels.",
    "sklearn.metrics._dist_metrics.", "sklearn.metrics._scorer.", "sklearn.model_selection._split.",
    "sklearn.neural_network._stochastic_optimizers.",
)  # fmt: skip
"""Where the classes are that estimators are made of: they hold settings and numbers."""
_SINGLE_PARTS: Final = frozenset({
    "xgboost.core.Booster", "lightgbm.basic.Booster", "collections.OrderedDict", "sklearn.utils._bunch.Bunch"
})  # fmt: skip


class Sklearn(Flavor):
    """Estimators and pipelines of scikit-learn, and what inherits from them."""

    name = "sklearn"
    formats = ("skops", "cloudpickle")

    def takes(self, kind: type) -> bool:
        """Take what inherits from scikit-learn's base of estimators."""
        return inherits(kind, "sklearn", "BaseEstimator")

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write ``model.skops``, with the types that skops does not trust by itself in the configuration."""
        if options.format == "cloudpickle":
            return self._pickled(model, folder)
        io = package("skops.io", "Saving a scikit-learn model safely")
        file = folder / _FILE
        try:
            io.dump(model, file)
            types = untrusted_types(io, file)
        except Exception as error:
            raise UnsavableModel(
                f"This {type(model).__name__} cannot be saved as skops ({type(error).__name__}: {error}). "
                "A pickle takes it: log_model(..., format='cloudpickle'); loading that runs code, so it asks for trust."
            ) from error
        own = sorted(name for name in types if name.startswith("__main__."))
        if own:
            raise UnsavableModel(
                f"{own[0].removeprefix('__main__.')} is defined in the notebook, where nobody else finds it. Move it "
                "into a module, or use log_model(..., format='cloudpickle'), which asks for trust when it is loaded."
            )
        native = {
            "pickled_model": _FILE,
            "serialization_format": "skops",
            "skops_trusted_types": types or None,
            "sklearn_version": _version("sklearn"),
            "code": None,
        }
        safe = all(is_known(name) for name in types)
        return Written(
            "skops", safe, {"types": types}, {"sklearn": native}, "mlflow.sklearn", {"model_path": _FILE},
            {"skops", "sklearn", *(name.partition(".")[0] for name in types)} - {"builtins"},
        )  # fmt: skip

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load what was written; types that are not known as harmless only when trusted."""
        if config.get("format") == "cloudpickle":
            if not trusted:
                raise self.refused(config)
            return pickles.load(folder, "cloudpickle")
        io = package("skops.io", "Loading this scikit-learn model")
        listed = config.get("types") or []
        if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
            raise StoreCorrupt("The model's list of types cannot be read. Nothing was loaded.")
        if not trusted and not all(is_known(name) for name in listed):
            raise self.refused(config)
        try:
            model = io.load(folder / _FILE, trusted=listed)
        except (
            OSError,
            zipfile.BadZipFile,
            KeyError,
            ValueError,
            TypeError,
            AttributeError,
            ImportError,
        ) as error:
            raise _explained(io, folder / _FILE, listed, error) from error
        if not CHECKED.isdisjoint(listed):
            check_contents(model)
        return model

    def danger(self, config: dict[str, Any]) -> str:
        """Name the types that are not known."""
        if config.get("format") == "cloudpickle":
            return super().danger(config)
        unknown = [str(name)[:80] for name in config.get("types") or () if not is_known(str(name))]
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        return f"it holds objects that are not known to be harmless: {', '.join(unknown[:5])}{more}"

    def _pickled(self, model: Any, folder: Path) -> Written:
        written = pickles.save(model, folder, "model.pkl")
        written.native["sklearn"] = {
            "pickled_model": "model.pkl",
            "serialization_format": "cloudpickle",
            "sklearn_version": _version("sklearn"),
            "code": None,
        }
        written.loader, written.python_function = "mlflow.sklearn", {"model_path": "model.pkl"}
        return written


def is_known(name: str) -> bool:
    """Say whether a type that skops does not trust by itself is a library's, and is data and nothing else.

    Examples
    --------
    >>> is_known("sklearn.feature_selection._univariate_selection.f_classif"), is_known("posix.system")
    (True, False)
    """
    if name in _SINGLE_PARTS or name in CHECKED:
        return True
    module, _, last = name.rpartition(".")
    base = _LIBRARIES.get(module.partition(".")[0])
    if base is None or ".tests." in name:
        return False
    try:
        found = getattr(importlib.import_module(module), last, None)
    except Exception:  # noqa: BLE001 - a module that cannot be imported makes nothing known
        return False
    if isinstance(found, type):
        own = path_of(found) == name and not issubclass(found, Exception)
        return own and (name.startswith(_PARTS) or inherits(found, module.partition(".")[0], base))
    made_in = getattr(found, "__module__", None)
    own = isinstance(made_in, str) and f"{made_in}.".startswith(_FUNCTIONS)
    return callable(found) and own and name.startswith(_FUNCTIONS)


def _explained(io: Any, file: Path, listed: list[str], error: Exception) -> MLTrackError:
    """Say why skops did not load a file."""
    try:
        found = set(io.get_untrusted_types(file=file))
    except Exception:  # noqa: BLE001 - the file cannot even be read
        found = set()
    beyond = sorted(found - set(listed))
    if beyond:
        # Also when trusted: the list was made when the model was saved, so the file is another one.
        return UnsafeModel(
            f"The model's file holds types that were not in it when it was saved: {', '.join(beyond[:5])}. "
            "Nothing was loaded."
        )
    if isinstance(error, ImportError | AttributeError):
        return StoreCorrupt(
            f"The model needs something that is not here, or not in these versions: {error}. Nothing was loaded."
        )
    return StoreCorrupt(f"The file of the model cannot be read ({type(error).__name__}: {error}).")


def _version(module: str) -> str:
    return str(getattr(importlib.import_module(module), "__version__", ""))
