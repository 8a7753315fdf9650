"""The input example of a model and what the model made of it, as files in MLflow's form."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ..errors import InvalidInput, StoreCorrupt
from ..records import Signature

INPUT: Final = "input_example.json"
SERVING: Final = "serving_input_example.json"
OUTPUT: Final = "expected_output.json"
ROWS: Final = 5


def first_rows(data: Any, rows: int = ROWS) -> Any:
    """Give the first rows of data, as the same kind of thing.

    Raises
    ------
    InvalidInput
        For what has no rows.
    """
    if hasattr(data, "tocsr"):
        return data.tocsr()[:rows].toarray()
    if hasattr(data, "head") and hasattr(data, "dtypes") | hasattr(data, "dtype"):
        return data.head(rows)
    if isinstance(data, Mapping):
        return {name: first_rows(part, rows) for name, part in data.items()}
    if (hasattr(data, "shape") and len(data.shape) > 0) or isinstance(data, list | tuple):
        return data[:rows]
    raise InvalidInput(
        f"{type(data).__name__} is no example of an input: give a table, an array or a list of rows."
    )


def write_example(folder: Path, example: Any) -> dict[str, Any]:
    """Write an input example.

    Returns
    -------
    dict
        What ``MLmodel`` says of it.
    """
    root, name = type(example).__module__.partition(".")[0], type(example).__name__
    if name in ("DataFrame", "Series") and root in ("pandas", "polars"):
        table = _table(example)
        _write(folder / INPUT, table)
        _write(folder / SERVING, {"dataframe_split": table})
        return {
            "artifact_path": INPUT, "pandas_orient": "split", "serving_input_path": SERVING, "type": "dataframe"
        }  # fmt: skip
    content = _plain(example)
    _write(folder / INPUT, content)
    _write(folder / SERVING, {"inputs": content})
    return {"artifact_path": INPUT, "format": "tf-serving", "serving_input_path": SERVING, "type": "ndarray"}


def write_output(folder: Path, output: Any) -> None:
    """Write what a model made of its example."""
    if type(output).__name__ in ("DataFrame", "Series"):
        content: dict[str, Any] = {"type": "dataframe", "value": _table(output)}
    else:
        element = str(getattr(output, "dtype", "")).removeprefix("torch.")
        content = {"type": "array" if element else "plain", "element": element, "value": _plain(output)}
    _write(folder / OUTPUT, content)


def read_example(folder: Path, signature: Signature | None = None) -> Any:
    """Read the input example of a model's folder; ``None`` where there is none.

    Parameters
    ----------
    folder
        The folder.
    signature
        Gives arrays and columns the types that they had.

    Raises
    ------
    StoreCorrupt
        When it cannot be read.
    """
    content = _read(folder / INPUT)
    if content is None:
        return None
    fields = signature.inputs if signature is not None else []
    try:
        if isinstance(content, dict) and set(content) == {"columns", "data"}:
            return _frame(content, fields)
        if isinstance(content, dict):
            types = {field.name: field.type for field in fields if field.shape is not None}
            return {name: _array(part, types.get(name)) for name, part in content.items()}
        return _array(content, fields[0].type if fields and fields[0].shape is not None else None)
    except (KeyError, TypeError, ValueError) as error:
        raise StoreCorrupt(f"The input example of the model cannot be read ({error}).") from error


def read_output(folder: Path) -> Any:
    """Read what the model made of its example when it was saved: an array or a table; ``None`` where there is none."""
    content = _read(folder / OUTPUT)
    if content is None:
        return None
    try:
        if content["type"] == "dataframe":
            return _frame(content["value"], [])
        return (
            _array(content["value"], content.get("element"))
            if content["type"] == "array"
            else content["value"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise StoreCorrupt(f"The expected output of the model cannot be read ({error}).") from error


def _frame(content: dict[str, Any], fields: list[Any]) -> Any:
    from .refusals import package

    frame = package("pandas", "Reading this input example").DataFrame(
        content["data"], columns=content["columns"]
    )
    types = {"long": "int64", "integer": "int32", "float": "float32", "double": "float64", "boolean": "bool",
             "datetime": "datetime64[ns]"}  # fmt: skip
    wanted = {field.name: types[field.type] for field in fields if field.type in types and field.required}
    return frame.astype({name: kind for name, kind in wanted.items() if name in frame})


def _array(value: Any, element: str | None) -> Any:
    import numpy

    if element in (None, "", "any", "object", "bfloat16"):
        return numpy.asarray(value) if element != "object" else numpy.asarray(value, dtype=object)
    return numpy.asarray(value, dtype=None if element in ("str", "string") else element)


def _table(data: Any) -> dict[str, Any]:
    if type(data).__name__ == "Series":
        name = data.name if data.name not in (None, "") else 0
        return {
            "columns": [name if isinstance(name, int) else str(name)],
            "data": [[_plain(one)] for one in data.to_list()],
        }
    columns = [_plain(name) if isinstance(name, int) else str(name) for name in data.columns]
    parts = [data[name].to_list() for name in data.columns]
    return {"columns": columns, "data": [[_plain(one) for one in row] for row in zip(*parts, strict=True)]}


def _plain(value: Any) -> Any:
    """Give a value of JSON; missing numbers are ``None``, as MLflow writes them."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if hasattr(value, "isoformat"):
        return None if str(value) == "NaT" else value.isoformat()
    if type(value).__name__ == "NAType":
        return None
    raise InvalidInput(f"A value of type {type(value).__name__} cannot stand in an example.")


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content), encoding="utf-8")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreCorrupt(f"{file.name} of the model cannot be read ({error}).") from error
