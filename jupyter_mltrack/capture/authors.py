"""Whose code something is: a library's, or that of somebody who works on it and may have changed it since."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .objects import bases_of, lives_in, module_dict, module_of

_NOTEBOOK: Final = "__main__"
_HEAP_TYPE: Final = 1 << 9
"""A class written in Python keeps all that it holds in its dictionary and slots; others may hold more."""
_PLAIN_LIBRARIES: Final = (
    "sklearn.",
    "imblearn.",
    "torch.nn.",
    "torch.optim.",
    "torch.utils.data.",
    "xgboost.sklearn",
    "lightgbm.sklearn",
)
"""Modules of classes that keep all that they are in their instances' dictionaries."""
_BASES: Final = (
    "abc",
    "typing",
    "enum",
    "builtins",
    "torch.nn.modules.module",
    "torch.utils.data.dataset",
    "sklearn.base",
)
"""Modules of what classes of a notebook may inherit from."""
_INSTALLED = tuple(
    {str(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)


def home_of(kind: type) -> str:
    """Give the name of the module that a class is from."""
    return module_of(kind) or str(type.__getattribute__(kind, "__module__"))


def is_installed(names: Mapping[str, object]) -> bool:
    """Say whether a module's names are of a library, rather than of a file that somebody works on."""
    file = names.get("__file__")
    if type(file) is not str:
        # Written in C, or made on the way by somebody's code.
        return names.get("__spec__") is not None and "__path__" not in names
    places = file.replace("\\", "/").split("/")
    return (
        "site-packages" in places
        or "dist-packages" in places
        or file.startswith(_INSTALLED)
        or _is_ours(names)
    )


def lies_beside(root: str) -> bool:
    """Say whether a module that is not loaded yet would come from a folder that somebody works in."""
    own = (
        place for place in sys.path if not place.endswith("-packages") and not place.startswith(_INSTALLED)
    )
    return any(
        Path(place, f"{root}.py").exists() or Path(place, root, "__init__.py").exists() for place in own
    )


def _is_ours(names: Mapping[str, object]) -> bool:
    return str(names.get("__name__")).partition(".")[0] == __name__.partition(".")[0]


def is_of_user(kind: type) -> bool:
    """Say whether a class is of the notebook, or of a module that somebody works on."""
    module = home_of(kind)
    return module == _NOTEBOOK or not is_installed(module_dict(sys.modules.get(module)))


def is_all_in_dict(kind: type) -> bool:
    """Say whether all that an instance of a class holds lies in its dictionary and slots."""
    if not is_of_user(kind) and not (
        home_of(kind).startswith(_PLAIN_LIBRARIES) and lives_in(kind, home_of(kind))
    ):
        return False
    return all(
        base is object
        or (
            int(type.__getattribute__(base, "__flags__")) & _HEAP_TYPE
            and (is_of_user(base) or home_of(base).startswith((*_BASES, *_PLAIN_LIBRARIES)))
        )
        for base in bases_of(kind)
    )
