"""The tensors of a module of torch whose class is somebody's own, read without running that class's code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

_DEEPEST: Final = 50

FORMAT: Final = "state_dict"
"""A model in this format is its tensors by name: the class that takes them is code, and is not among the files."""


def tensors_of(module: Any) -> dict[str, Any]:
    """Give what ``module.state_dict()`` gives, where the class does not change that.

    Parameters
    ----------
    module
        A ``torch.nn.Module``, of any class.

    Returns
    -------
    dict
        Parameters and persistent buffers by their dotted names.
    """
    return dict(_below(module, "", 0))


def _below(module: Any, prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    own = object.__getattribute__(module, "__dict__")
    passing = own.get("_non_persistent_buffers_set") or set()
    for kind in ("_parameters", "_buffers"):
        for name, tensor in (own.get(kind) or {}).items():
            if tensor is not None and name not in passing:
                yield f"{prefix}{name}", tensor
    for name, part in (own.get("_modules") or {}).items():
        if part is not None and depth < _DEEPEST:
            yield from _below(part, f"{prefix}{name}.", depth + 1)
