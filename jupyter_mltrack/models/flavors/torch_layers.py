"""Modules made of torch's own layers, described as plain values and rebuilt without a pickle."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any, Final

from ...errors import StoreCorrupt
from .classes import inherits, module_of, path_of

_LAYERS: Final = "torch.nn.modules."
_CONTAINERS: Final = ("Sequential", "ModuleList", "ModuleDict")
_NOT_KEPT: Final = frozenset({"device", "dtype"})
_RECURRENT: Final = (
    "input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional", "proj_size",
)  # fmt: skip
_DEEPEST: Final = 50


def describe(module: Any, depth: int = 0) -> dict[str, Any] | None:
    """Describe a module; ``None`` where a part of it is not one of torch's layers, or does not keep its settings."""
    kind = type(module)
    if not module_of(kind).startswith(_LAYERS) or depth > _DEEPEST or _is_altered(module):
        return None
    children = {name: part for name, part in module._modules.items() if part is not None}
    if kind.__name__ in _CONTAINERS:
        parts = {name: describe(part, depth + 1) for name, part in children.items()}
        return None if None in parts.values() else {"class": path_of(kind), "parts": parts}
    settings = arguments(module)
    return None if children or settings is None else {"class": path_of(kind), "settings": settings}


def arguments(module: Any) -> dict[str, Any] | None:
    """Give the arguments that a module was made with, where it keeps plain ones under their own names."""
    if inherits(type(module), "torch", "RNNBase"):
        found = {name: getattr(module, name) for name in _RECURRENT}
        return found if found["proj_size"] else {k: v for k, v in found.items() if k != "proj_size"}
    if type(module).__init__.__qualname__ == "Module.__init__":
        return {}
    found = {}
    for name, parameter in list(inspect.signature(type(module).__init__).parameters.items())[1:]:
        if name in _NOT_KEPT or name.startswith("_"):
            continue
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            return None
        missing = object()
        value = getattr(module, name, missing)
        if name == "bias" and not isinstance(value, bool):
            value = value is not missing and value is not None
        if value is missing or not _is_plain(value):
            return None
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def builder(layers: Any) -> Callable[[], Any]:
    """Give what builds a described module.

    Raises
    ------
    StoreCorrupt
        When the description names anything but torch's layers: nothing of it is called.
    """
    kind = _layer_class(layers)
    if "parts" in layers:
        parts = {str(name): builder(part) for name, part in dict(layers["parts"]).items()}
        return lambda: _contained(kind, {name: build() for name, build in parts.items()})
    settings = layers.get("settings")
    if not isinstance(settings, dict) or not all(_is_plain(value) for value in settings.values()):
        raise StoreCorrupt("The description of the model's layers cannot be read. Nothing was loaded.")
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}
    return lambda: kind(**plain)


def filled(torch: Any, build: Callable[[], Any], tensors: dict[str, Any]) -> Any:
    """Build a module without memory and without random numbers, and give it its tensors."""
    try:
        with torch.device("meta"), _undrawn(torch):
            module = build()
        module.load_state_dict(tensors, strict=True, assign=True)
    except Exception as error:
        raise StoreCorrupt(f"The model's tensors do not fit its layers: {str(error)[:300]}") from error
    if any(part.is_meta for part in [*module.parameters(), *module.buffers()]):
        raise StoreCorrupt(
            "The model has values that its file does not hold. Save it with format='cloudpickle'."
        )
    return module


def _undrawn(torch: Any) -> Any:
    """Let layers not draw their first values: that takes longer than reading the tensors that replace them."""

    class Undrawn(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            tensor = args[0] if args else (kwargs or {}).get("tensor")
            if getattr(func, "__module__", None) == "torch.nn.init" and isinstance(tensor, torch.Tensor):
                return tensor
            return func(*args, **(kwargs or {}))

    return Undrawn()


def _layer_class(layers: Any) -> Any:
    path = layers.get("class") if isinstance(layers, dict) else None
    if not isinstance(path, str) or not path.startswith(_LAYERS):
        raise StoreCorrupt(
            f"The model's layers name {str(path)[:80]!r}, which is no layer of torch. Nothing was loaded."
        )
    module, _, name = path.rpartition(".")
    try:
        kind = getattr(importlib.import_module(module), name, None)
    except ImportError as error:
        raise StoreCorrupt(f"This version of torch has no {path[:80]!r}.") from error
    if not isinstance(kind, type) or not inherits(kind, "torch", "Module"):
        raise StoreCorrupt(f"{path[:80]!r} is no layer of torch. Nothing was loaded.")
    return kind


def _contained(kind: Any, parts: dict[str, Any]) -> Any:
    container = kind()
    for name, part in parts.items():
        container.add_module(name, part)
    return container


def _is_altered(module: Any) -> bool:
    """Say whether something was hung on a module that its class and settings do not tell."""
    hooks = ("_forward_hooks", "_forward_pre_hooks", "_state_dict_hooks", "_load_state_dict_pre_hooks")
    own = vars(module)
    return (
        any(own.get(name) for name in hooks)
        or "forward" in own
        or "parametrizations" in own.get("_modules", {})
    )


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return all(isinstance(part, bool | int | float | str) for part in value)
    return value is None or isinstance(value, bool | int | float | str)
