"""Neural networks, looked at without running their code: their layers, their size, whether they trained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .objects import bases_of, class_name, instance_dict, is_own, module_of
from .values import UNREAD

_MOST_LAYERS = 50
_MOST_DEEP = 12


def is_torch_network(value: object) -> bool:
    """Say whether a value is a ``torch.nn.Module`` with something to train: a loss function has nothing."""
    return any(
        class_name(base) == "Module" and module_of(base) == "torch.nn.modules.module"
        for base in bases_of(type(value))
    ) and any(True for _ in _parameters(value))


def is_keras_network(value: object) -> bool:
    """Say whether a value is a Keras model."""
    return any(
        class_name(base) == "Model"
        and module_of(base).partition(".")[0] in ("keras", "tf_keras", "tensorflow")
        for base in bases_of(type(value))
    )


def layers_of(value: object) -> list[str]:
    """Give the classes of a network's layers, in order; repeated ones counted (``Linear × 3``)."""
    found: list[list[object]] = []
    for name in _layers(value):
        if found and found[-1][0] == name:
            found[-1][1] = int(str(found[-1][1])) + 1
        else:
            found.append([name, 1])
        if len(found) >= _MOST_LAYERS:
            break
    return [str(name) if count == 1 else f"{name} × {count}" for name, count in found]


def trainable_size(value: object) -> int | None:
    """Give the number of a network's trainable values; ``None`` where that cannot be told."""
    if is_torch_network(value):
        return sum(int(part.numel()) for part in _parameters(value) if part.requires_grad)
    if not is_own(type(value)):
        try:
            return int(value.count_params())  # type: ignore[attr-defined]
        except (AttributeError, ValueError, TypeError):
            # Keras: a model that was never given any input has no weights yet.
            return None
    return None


def training_mark(value: object) -> int:
    """Give a number that grows when an optimiser changes a torch network's parameters in place."""
    return sum(int(part._version) for part in _parameters(value))


def has_gradients(value: object) -> bool:
    """Say whether gradients were computed for a torch network, for something that was ever changed in place.

    A loss with weights of its own gets gradients, too; nobody steps along them.
    """
    return any(part.grad is not None and part._version > 0 for part in _parameters(value) if part.is_leaf)


def _layers(value: object, depth: int = 0) -> Iterator[str]:
    own = instance_dict(value)
    inner, layers = own.get("_modules"), own.get("_layers")
    # Keras keeps its layers in a list, and on torch the weights beside them as modules.
    parts = list(inner.values()) if type(inner) is dict and not isinstance(layers, (list, tuple)) else layers
    if depth > _MOST_DEEP or not isinstance(parts, (list, tuple)):
        return
    for part in parts:
        below = list(_layers(part, depth + 1)) if not _is_whole(part) else []
        yield from below or [class_name(type(part))]


def _is_whole(layer: object) -> bool:
    """Say whether a layer is one to its user although it is made of parts (a library's LSTM cell, attention)."""
    return class_name(type(layer)) in (
        "MultiheadAttention",
        "LSTM",
        "GRU",
        "Bidirectional",
        "MultiHeadAttention",
    )


def _parameters(value: object, depth: int = 0) -> Iterator[Any]:
    """Give the parameters of a torch network, through its own dictionaries."""
    own = instance_dict(value)
    held, inner = own.get("_parameters", UNREAD), own.get("_modules", UNREAD)
    if type(held) is dict:
        yield from (part for part in held.values() if part is not None)
    if type(inner) is dict and depth < _MOST_DEEP:
        for part in inner.values():
            if part is not None:
                yield from _parameters(part, depth + 1)


def tensors_of(value: object, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Give the parameters and buffers of a torch network by dotted name."""
    own = instance_dict(value)
    for held in ("_parameters", "_buffers"):
        part = own.get(held)
        if type(part) is dict:
            yield from ((f"{prefix}{name}", tensor) for name, tensor in part.items() if tensor is not None)
    inner = own.get("_modules")
    if type(inner) is dict and depth < _MOST_DEEP:
        for name, part in inner.items():
            if part is not None:
                yield from tensors_of(part, f"{prefix}{name}.", depth + 1)
