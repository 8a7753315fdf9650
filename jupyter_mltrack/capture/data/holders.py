"""Objects that hold data for a library: loaders and data sets of torch, Hugging Face, xgboost, lightgbm; bunches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...records import MOST_COLUMNS, DataColumn, Dataset
from ..objects import bases_of, class_name, instance_dict, module_of
from .content import Allowance, Fingerprint
from .objects import TEXT_BYTES

Describe = Callable[[object, str, Allowance], Dataset | None]
_MOST_PARTS = 8


def of_parts(
    value: object, name: str, allowance: Allowance, describe: Describe, parts: Mapping[str, object]
) -> Dataset:
    """Describe what holds other data: as many rows as its first part, the fingerprints of all together."""
    kind = type(value)
    found = Dataset(name, f"{module_of(kind).partition('.')[0]}.{class_name(kind)}".removeprefix("__main__."))
    content = Fingerprint(found.type)
    whole = False
    count = 0
    for label, part in parts.items():
        if type(part) is list and part:
            _add_list(content, label, part, allowance)
            continue
        inner = describe(part, label, allowance)
        if inner is None:
            continue
        count += 1
        if count > _MOST_PARTS:
            content.readable = False
            break
        if not whole:
            found.shape, found.element = inner.shape, inner.element
            found.columns, found.more_columns = inner.columns, inner.more_columns
        whole = True
        found.source = found.source or inner.source
        content.part(label, inner)
    return content.finish(found) if whole else found


def parts_of(value: object) -> dict[str, object]:
    """Give what a holder holds, without asking it: the data among its attributes, loaders' data sets opened up."""
    own = instance_dict(value)
    # What else holds lists (names of features, settings) is no content.
    lists = any(
        class_name(base) == "Dataset" and module_of(base).startswith("torch.")
        for base in bases_of(type(value))
    )
    found: dict[str, object] = {}
    for name, part in own.items():
        if type(part) is tuple and name == "tensors":
            found.update({f"{name}{at}": tensor for at, tensor in enumerate(part)})
        elif type(part) is not list or lists:
            found[name] = part
    return found


def _add_list(content: Fingerprint, label: str, values: list[object], allowance: Allowance) -> None:
    """Add a list of what a data set consists of: paths of files, labels, which rows of another one."""
    kind = type(values[0])
    cost = TEXT_BYTES if kind is int or kind is str else 16 * TEXT_BYTES
    rows = allowance.rows(len(values), cost)
    content.chosen(rows)
    content.text(f"{label}{len(values)}")
    content.objects(values if rows is None else [values[at] for at in rows.tolist()])


def of_hugging_face(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``datasets.Dataset``: the library keeps a fingerprint of its own."""
    features = list(value.features.items())
    return Dataset(
        name,
        "datasets.Dataset",
        shape=[int(size) for size in value.shape],
        columns=[
            DataColumn(str(column)[:200], str(getattr(kind, "dtype", type(kind).__name__)))
            for column, kind in features[:MOST_COLUMNS]
        ],
        more_columns=max(0, len(features) - MOST_COLUMNS),
        fingerprint=str(value._fingerprint)[:16],
        source=f"{value.builder_name} ({value.split})" if value.builder_name else None,
    )


def of_matrix(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe an ``xgboost.DMatrix``: its content lies in the library and is not read again."""
    return Dataset(
        name, "xgboost.DMatrix", shape=[int(value.num_row()), int(value.num_col())], columns=_named(value)
    )


def _named(value: Any) -> list[DataColumn]:
    names, types = value.feature_names or [], value.feature_types or []
    if len(types) != len(names):
        types = [""] * len(names)
    return [
        DataColumn(str(column), str(kind))
        for column, kind in list(zip(names, types, strict=True))[:MOST_COLUMNS]
    ]
