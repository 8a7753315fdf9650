"""What was asked to be logged, to what a run can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..capture import values
from ..records import Scalar
from .names import whole_text

_DEEPEST = 6


class Unfit(ValueError):
    """The value is nothing that a parameter or a metric can hold; the message says why."""


def as_number(value: object) -> float:
    """Give a metric's value: a Python number or truth value, or a NumPy, torch, TensorFlow or JAX scalar.

    Raises
    ------
    Unfit
        For anything else.
    """
    if isinstance(value, int):
        try:
            return float(value)
        except OverflowError:
            raise Unfit("it is too large for a 64-bit number") from None
    plain = values.scalar(value)
    if plain is values.UNREAD and _is_one_tensor(value):
        # Asked for by name, so waiting for the accelerator is what the caller wants.
        plain = value.item()  # type: ignore[attr-defined]
    if isinstance(plain, (bool, int, float)):
        return float(plain)
    raise Unfit(f"a metric is one number, not {_called(value)}")


def as_step(step: object) -> int | None:
    """Give a step as a whole number; ``None`` for the next one.

    Raises
    ------
    Unfit
        For anything else.
    """
    if step is None:
        return None
    if isinstance(step, int) and not -(2**63) <= step < 2**63:
        raise Unfit("a step is a whole number of at most 63 bits")
    try:
        number = as_number(step)
    except Unfit:
        number = float("nan")
    if not number.is_integer():
        told = str(step)[:40] if type(step) in (float, str) else _called(step)
        raise Unfit(f"a step is a whole number, not {told}")
    return step if type(step) is int else int(number)


def _is_one_tensor(value: object) -> bool:
    return (
        type(value).__module__.partition(".")[0] in ("torch", "cupy", "jaxlib")
        and getattr(value, "ndim", 1) == 0
    )


def as_parameter(value: object) -> Scalar:
    """Give a parameter's value: a scalar as it is, a short list of scalars as its text.

    Raises
    ------
    Unfit
        For arrays, frames, functions and other objects.
    """
    plain, remark = values.parameter(value)
    if isinstance(plain, str):
        return whole_text(plain)
    if isinstance(plain, (bool, int, float)) or plain is None:
        return plain
    raise Unfit(f"a parameter is a number, text, truth value or a short list of them, not {remark}")


def flat(entries: Mapping[Any, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    """Give the entries of nested mappings with dotted names.

    >>> list(flat({"lr": 0.1, "model": {"depth": 3}}))
    [('lr', 0.1), ('model.depth', 3)]
    """
    for key, value in entries.items():
        name = f"{prefix}{key}"
        if type(value) is dict and value and depth < _DEEPEST:
            yield from flat(value, f"{name}.", depth + 1)
        else:
            yield name, value


def _called(value: object) -> str:
    shape = getattr(value, "shape", None)
    return type(value).__name__ + (f" of shape {tuple(shape)}" if isinstance(shape, tuple) and shape else "")
