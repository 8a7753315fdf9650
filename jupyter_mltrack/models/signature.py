"""What a model takes and gives: found from data, checked against data, and as MLflow writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from ..errors import InvalidInput
from ..records import Signature, SignatureField

_BY_ELEMENT: Final = {
    "bool": "boolean", "boolean": "boolean",
    "int8": "integer", "int16": "integer", "int32": "integer", "uint8": "integer", "uint16": "integer",
    "int64": "long", "uint32": "long",
    "float16": "float", "float32": "float", "float64": "double",
    "str": "string", "string": "string", "string[python]": "string", "string[pyarrow]": "string",
    "categorical": "string",
    "date": "datetime", "binary": "binary",
}  # fmt: skip
_BY_VALUE: Final = {"bool": "boolean", "int": "long", "float": "double", "str": "string", "bytes": "binary",
                    "datetime": "datetime", "date": "datetime", "Timestamp": "datetime"}  # fmt: skip
_WIDER: Final = {
    "boolean": ("boolean",), "integer": ("integer", "boolean"), "long": ("long", "integer"),
    "float": ("float", "integer"), "double": ("double", "float", "integer", "long"),
}  # fmt: skip
"""What may be given where a type is asked for, beside itself: nothing is lost on the way."""
_MOST_SEEN: Final = 1000
_MOST_SAID: Final = 8


def infer_signature(inputs: Any, outputs: Any = None) -> Signature:
    """Find a signature from data.

    Parameters
    ----------
    inputs, outputs
        A table (pandas, Polars), a series, an array, a tensor, a dict of arrays or of lists, a list, a scalar.

    Raises
    ------
    InvalidInput
        For what is none of these.

    Examples
    --------
    >>> import numpy
    >>> infer_signature(numpy.zeros((5, 3)), numpy.zeros(5)).inputs
    [SignatureField(type='float64', name=None, shape=[-1, 3], required=True)]
    """
    return Signature(fields_of(inputs), [] if outputs is None else fields_of(outputs))


def fields_of(data: Any) -> list[SignatureField]:
    """Describe data, one field a column or tensor; see ``infer_signature``."""
    root, name = type(data).__module__.partition(".")[0], type(data).__name__
    if name == "DataFrame" and root in ("pandas", "polars"):
        return [_column(data[column], str(column)) for column in data.columns]
    if name == "Series" and root in ("pandas", "polars"):
        return [_column(data, None if data.name in (None, "") else str(data.name))]
    if isinstance(data, Mapping):
        return [_named(str(key), part) for key, part in data.items()]
    if hasattr(data, "shape") and hasattr(data, "dtype"):
        return [_tensor(data)]
    if isinstance(data, list | tuple):
        return [_list(data)]
    kind = _BY_VALUE.get(type(data).__name__)
    if kind is None:
        raise InvalidInput(
            f"No signature can be told from {type(data).__name__}: give a table, an array or a list."
        )
    return [SignatureField(kind)]


def validate(signature: Signature, data: Any) -> None:
    """Check that data fit what a model takes.

    Raises
    ------
    InvalidInput
        With everything that does not fit: missing columns, other types, other shapes.
    """
    expected, found = signature.inputs, fields_of(data)
    if not expected:
        return
    given = {field.name: field for field in found}
    problems = []
    if all(field.name is None for field in expected):
        if len(found) != len(expected):
            raise InvalidInput(f"The model takes {_said(expected[0])}, not {len(found)} columns.")
        problems = [p for want, have in zip(expected, found, strict=True) if (p := _misfit(want, have))]
    elif all(field.name is None for field in found) and len(found) == 1 and (found[0].shape or [0])[-1] != -1:
        # An array in place of a table: its columns are taken in order, as libraries do.
        width = (found[0].shape or [0])[-1]
        if width != len(expected):
            problems = [f"it has {width} columns, the model takes {len(expected)}"]
    else:
        missing = [str(f.name) for f in expected if f.required and f.name not in given]
        if missing:
            more = f" and {len(missing) - _MOST_SAID} more" if len(missing) > _MOST_SAID else ""
            problems.append(f"missing: {', '.join(missing[:_MOST_SAID])}{more}")
        problems += [p for f in expected if f.name in given and (p := _misfit(f, given[f.name]))]
    if problems:
        raise InvalidInput("The data do not fit the model: " + "; ".join(problems[:_MOST_SAID]) + ".")


def to_mlflow(signature: Signature) -> dict[str, str | None]:
    """Give a signature as it stands in MLflow's ``MLmodel``: lists as JSON text."""
    return {
        "inputs": json.dumps([_said_in_mlflow(field) for field in signature.inputs]),
        "outputs": json.dumps([_said_in_mlflow(field) for field in signature.outputs])
        if signature.outputs
        else None,
        "params": None,
    }


def from_mlflow(written: Any) -> Signature | None:
    """Read what ``to_mlflow`` or MLflow wrote; ``None`` where there is none.

    Raises
    ------
    InvalidInput
        When it cannot be read.
    """
    if not isinstance(written, Mapping):
        return None
    try:
        return Signature(
            *([_read(part) for part in json.loads(written.get(side) or "[]")] for side in _SIDES)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"The signature of the model cannot be read ({error}).") from error


_SIDES: Final = ("inputs", "outputs")


def _said_in_mlflow(field: SignatureField) -> dict[str, Any]:
    if field.shape is not None:
        said: dict[str, Any] = {"type": "tensor", "tensor-spec": {"dtype": field.type, "shape": field.shape}}
        return {"name": field.name, **said} if field.name is not None else said
    said = {"type": field.type, "required": field.required}
    return {"name": field.name, **said} if field.name is not None else said


def _read(part: dict[str, Any]) -> SignatureField:
    if part["type"] == "tensor":
        spec = part["tensor-spec"]
        return SignatureField(str(spec["dtype"]), part.get("name"), [int(size) for size in spec["shape"]])
    # MLflow's arrays, objects and maps have types of their own inside; to us they are one thing.
    kind = part["type"] if part["type"] in {*_BY_ELEMENT.values(), "any"} else "any"
    return SignatureField(kind, part.get("name"), None, bool(part.get("required", True)))


def _column(series: Any, name: str | None) -> SignatureField:
    if type(series).__module__.partition(".")[0] == "polars":
        return SignatureField(
            _type_of(str(series.dtype).lower(), series), name, None, not series.null_count()
        )
    element = str(series.dtype)
    if element == "category":
        series = series.astype(series.cat.categories.dtype)
        element = str(series.dtype)
    return SignatureField(_type_of(element.lower(), series), name, None, not bool(series.isna().any()))


def _type_of(element: str, series: Any) -> str:
    if element.startswith("datetime"):
        return "datetime"
    known = _BY_ELEMENT.get(element)
    if known is not None:
        return known
    kinds = {
        _BY_VALUE.get(type(value).__name__, "any") for value in series.head(_MOST_SEEN) if value is not None
    }
    return kinds.pop() if element in ("object",) and len(kinds) == 1 else "any"


def _named(name: str, part: Any) -> SignatureField:
    fields = fields_of(part)
    if len(fields) != 1:
        raise InvalidInput(f"{name[:60]!r} is a table within a dict: give one table, or a dict of arrays.")
    found = fields[0]
    return SignatureField(found.type, name, found.shape, found.required)


def _tensor(data: Any) -> SignatureField:
    element = str(data.dtype).removeprefix("torch.").removeprefix("<class 'jax.numpy.").rstrip("'>")
    if element.startswith(("<U", "StringDType", "str")):
        element = "str"
    return SignatureField(element, None, [-1, *(int(size) for size in data.shape[1:])])


def _list(data: Any) -> SignatureField:
    kinds = {_BY_VALUE.get(type(value).__name__) for value in data[:_MOST_SEEN]}
    if len(kinds) == 1 and None not in kinds:
        return SignatureField(str(kinds.pop()))
    if kinds <= {"long", "double"} and kinds:
        return SignatureField("double")
    import numpy

    try:
        array = numpy.asarray(data)
    except ValueError as error:
        raise InvalidInput("No signature can be told from a list whose parts differ in length.") from error
    return SignatureField("any") if array.dtype == object else _tensor(array)


def _misfit(want: SignatureField, have: SignatureField) -> str | None:
    called = f"{want.name!r}" if want.name is not None else "it"
    if want.shape is None or have.shape is None:
        if want.shape is None and have.shape is None and "any" not in (want.type, have.type):
            allowed = _WIDER.get(want.type, (want.type,))
            return None if have.type in allowed else f"{called} is {have.type}, not {want.type}"
        return None
    if not _fits_element(want.type, have.type):
        return f"{called} has elements of {have.type}, not {want.type}"
    fits = len(want.shape) == len(have.shape) and all(
        a in (-1, b) for a, b in zip(want.shape, have.shape, strict=True)
    )
    return None if fits else f"{called} has the shape {_shape(have.shape)}, not {_shape(want.shape)}"


def _fits_element(want: str, have: str) -> bool:
    """Say whether numbers can stand for others: whole ones for fractions, of any width; never text for numbers."""
    ranks = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 3}
    rank = {"bool": 0, "bfloat16": 2}
    ranked = [rank.get(name, ranks.get(name[:1])) for name in (want, have)]
    if ranked[0] is None or ranked[1] is None:
        return want == have or "object" in (want, have)
    return ranked[1] <= ranked[0]


def _shape(sizes: list[int]) -> str:
    return " × ".join("any" if size == -1 else str(size) for size in sizes)


def _said(field: SignatureField) -> str:
    return f"a tensor of {field.type} ({_shape(field.shape)})" if field.shape is not None else field.type
