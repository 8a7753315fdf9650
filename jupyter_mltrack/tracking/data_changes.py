"""What changed between two runs in the data that they computed with."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from ..records import Dataset, Run

_MOST_NAMED = 3
_MOST_SAID = 2
_LONGEST_FILE = 60
_NO_CLAIM = frozenset({"datasets.Dataset"})
"""Whose fingerprints are the library's: the same content can have several."""


class _Change(NamedTuple):
    """What is said before the names of what changed and after it, of one thing and of several."""

    before: str
    one: str
    several: str


def data_changes(before: Run, run: Run) -> list[str]:
    """Say how the data of a run differ from those of an earlier one.

    Of data that were read from somewhere and what was made of them, only the former is said: that ``X_train`` differs
    follows from ``df``. Nothing is claimed of fingerprints that cannot be compared.

    Parameters
    ----------
    before, run
        The earlier run and the later one.

    Returns
    -------
    list of str
        Such as ``df (train.csv) has 212 more rows``, ``content of X changed``.

    Examples
    --------
    >>> from jupyter_mltrack.records import Process
    >>> process = Process("host", 1, 0.0)
    >>> old = Run("a", "e", "run 1", "finished", 0.0, process, data=[Dataset("X", "numpy.ndarray", shape=[100, 3])])
    >>> new = Run("b", "e", "run 2", "finished", 1.0, process, data=[Dataset("X", "numpy.ndarray", shape=[150, 3])])
    >>> data_changes(old, new)
    ['X has 50 more rows']
    """
    old = {one.name: one for one in before.data}
    pairs = [(old[one.name], one) for one in run.data if one.name in old]
    found = [(one, said) for earlier, one in pairs if (said := _change(earlier, one)) is not None]
    told = {one.source for one, _ in found if one.source is not None and not one.derived}
    grouped: dict[_Change, list[str]] = {}
    for one, said in found:
        if not (one.derived and one.source is not None and told.intersection(one.source.split(", "))):
            grouped.setdefault(said, []).append(_label(one))
    texts = [
        f"{said.before}{_listed(names)}{said.one if len(names) == 1 else said.several}"
        for said, names in grouped.items()
    ]
    more = len(texts) - _MOST_SAID
    return texts if more <= 1 else [*texts[:_MOST_SAID], f"{more} more data sets changed"]


def _listed(names: list[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    return f"{', '.join(names[: _MOST_NAMED - 1])} and {len(names) - _MOST_NAMED + 1} more"


def _change(old: Dataset, new: Dataset) -> _Change | None:
    if old.source and new.source and _place(old.source) != _place(new.source):
        origin = f"from {new.source} instead of {old.source}"
        return _Change("", f" comes {origin}", f" come {origin}")
    if old.type != new.type:
        now, was = new.type.rpartition(".")[2], old.type.rpartition(".")[2]
        if now == was:
            now, was = new.type, old.type
        return _Change("", f" is a {now} instead of a {was}", f" are {now} instead of {was}")
    said = _columns(old, new) or _shape(old.shape, new.shape)
    if said is not None:
        return said
    if old.element != new.element:
        return _Change("", *(f" {is_} of {new.element} instead of {old.element}" for is_ in ("is", "are")))
    return _Change("content of ", " changed", " changed") if _differs(old, new) else None


def _differs(old: Dataset, new: Dataset) -> bool:
    """Say whether fingerprints tell that content differs: only those that were taken in the same way can."""
    if old.fingerprint is None or new.fingerprint is None or new.type in _NO_CLAIM:
        return False
    ways = old.fingerprint.partition("~")[2], new.fingerprint.partition("~")[2]
    return old.sampled == new.sampled and ways[0] == ways[1] and old.fingerprint != new.fingerprint


def _place(source: str) -> str:
    """Write a file's path in one way, however the code wrote it."""
    return source if "://" in source or ", " in source else posixpath.normpath(source.replace("\\", "/"))


def _shape(old: list[int], new: list[int]) -> _Change | None:
    if old == new or not old or not new:
        return None
    if old[1:] == new[1:] and len(old) == len(new):
        count = new[0] - old[0]
        rows = f"{abs(count):,} {'more' if count > 0 else 'fewer'} row{'' if abs(count) == 1 else 's'}"
        return _Change("", f" has {rows}", f" have {rows}")
    if len(old) == len(new) == 2 and old[0] == new[0]:
        columns = f"{new[1]:,} columns instead of {old[1]:,}"
        return _Change("", f" has {columns}", f" have {columns}")
    shapes = f"{shape_text(new)} instead of {shape_text(old)}"
    return _Change("", f" is {shapes}", f" are {shapes}")


def _columns(old: Dataset, new: Dataset) -> _Change | None:
    if not old.columns or not new.columns or old.more_columns or new.more_columns:
        return None
    before, now = {one.name: one.type for one in old.columns}, {one.name: one.type for one in new.columns}
    if len(before) < len(old.columns) or len(now) < len(new.columns):
        # Names that stand twice say too little.
        return None
    added, gone = [part for part in now if part not in before], [part for part in before if part not in now]
    retyped = [part for part in now if part in before and now[part] != before[part]]
    count = len(added) + len(gone) + len(retyped)
    if count > 1:
        return _Change(f"{count} columns of ", " changed", " changed")
    if added:
        return _Change("", f" has a new column {added[0]}", f" have a new column {added[0]}")
    if gone:
        return _Change("", *(f" {has} no column {gone[0]} any more" for has in ("has", "have")))
    if retyped:
        types = f"{now[retyped[0]]} instead of {before[retyped[0]]}"
        return _Change(f"column {retyped[0]} of ", f" is {types}", f" is {types}")
    if list(before) != list(now):
        return _Change("columns of ", " are in another order", " are in another order")
    return None


def _label(one: Dataset) -> str:
    """Name data by their variable, and the file that they were read from: it need not hold all that they hold now."""
    if one.source and not one.derived:
        file = one.source.rstrip("/").rpartition("/")[2]
        return f"{one.name} ({file})" if file and len(file) <= _LONGEST_FILE else one.name
    return one.name


def shape_text(shape: list[int]) -> str:
    """Write a shape.

    >>> shape_text([1500, 3]), shape_text([])
    ('1,500 × 3', 'unknown')
    """
    return " × ".join(f"{size:,}" for size in shape) or "unknown"
