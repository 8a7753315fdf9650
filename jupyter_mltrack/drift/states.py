"""What can be done with a pair of columns: compared, or why not. Nothing is left out without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from ..errors import InvalidInput
from ..records import ColumnKind, ColumnProfile, ColumnState, ColumnVerdict
from .columns import Cleaned
from .words import percent, quoted

Side: TypeAlias = Cleaned | ColumnProfile

NO_DOUBT: frozenset[ColumnState] = frozenset({"skipped", "extra column", "identifier"})
"""Columns that are not judged and still leave no doubt about the others: the report names them."""

OWN_VALUES = 0.5
"""With more different values than this share of the rows, a category's values identify rows."""
FEWEST_OF_IDENTIFIER = 20
OWN_NUMBERS = 0.9
"""With more different whole numbers than this share of the rows, they may number the rows."""
GAPS = 1.5
"""They do where so many times as many numbers would hold all of them: no measure fills its range so."""
_OF_IDENTIFIER = re.compile(
    r"(?i:(?:^|[_ .-])(?:id|uuid|guid|key|idx|index|row|serial|seq)$)|[a-z](?:Id|ID|Key|Index)$"
)
MOST_RENAMED_APART = 0.1
"""A new column is taken for a missing one renamed where their distributions are no further apart."""


def of_column(name: str, ours: Side | None, theirs: Side | None, fewest: int, skip: bool) -> ColumnVerdict:
    """Give a column's verdict as far as it can be given without a test.

    Parameters
    ----------
    name
        The column.
    ours, theirs
        The column in reference and current; ``None``: it is not there.
    fewest
        How many values a side has to have.
    skip
        Whether it was asked to be left out.
    """
    known = ours if ours is not None else theirs
    kind: ColumnKind = known.kind if known is not None else "unknown"

    def verdict(state: ColumnState, drifted: bool | None, sentence: str) -> ColumnVerdict:
        return ColumnVerdict(name, kind, state, drifted, f"{quoted(name)} {sentence}")

    if skip:
        return verdict("skipped", None, "was left out, as asked.")
    if theirs is None:
        return verdict("missing column", True, "is missing from the current table.")
    if ours is None:
        return verdict(
            "extra column", None, "is new: the reference has no such column, so nothing can be compared."
        )
    if not ours.rows or not theirs.rows:
        side = "reference" if not ours.rows else "current table"
        return verdict("too few rows", None, f"cannot be compared: the {side} has no rows.")
    if min(ours.rows, theirs.rows) < fewest:
        return verdict("too few rows", None, _few(ours, theirs, fewest))
    present = [side.rows - side.missing - side.infinite for side in (ours, theirs)]
    if not any(present):
        return verdict("all missing", None, "has no value on either side.")
    if not all(present):
        where, other = ("current table", "reference") if present[0] else ("reference", "current table")
        full = max(present) / (theirs if present[1] else ours).rows
        return verdict(
            "all missing", True, f"has no value in the {where}, and values in {percent(full)} of the {other}."
        )
    # Of texts and categories the values can be compared, but their profiles hold different things.
    alike = isinstance(ours, Cleaned) and {ours.kind, theirs.kind} == {"category", "text"}
    if ours.kind != theirs.kind and not alike:
        words = f"was {_type(ours)} and is {_type(theirs)}: values of different kinds are not compared."
        return verdict("retyped", True, words)
    widths = [_width(side) for side in (ours, theirs)]
    if kind == "vector" and all(widths) and widths[0] != widths[1]:
        words = (
            f"had vectors of {widths[0]:,} numbers and has vectors of {widths[1]:,}: they are not compared."
        )
        return verdict("retyped", True, words)
    if kind == "unknown":
        return verdict("unknown type", None, f"holds {_type(ours)}, which is not compared.")
    if min(present) < fewest:
        return verdict("too few rows", None, _few(ours, theirs, fewest))
    if (
        _constant(ours) is not None
        and _constant(ours) == _constant(theirs)
        and not (ours.missing or theirs.missing)
    ):
        return verdict(
            "constant", False, f"is the same value in every row of both: {quoted(str(_constant(ours)))}."
        )
    if kind == "category" and _identifies(ours) and _identifies(theirs):
        return verdict(
            "identifier", None, "has a value of its own in most rows: such values are not compared."
        )
    if kind == "number" and _counts_rows(name, ours) and _counts_rows(name, theirs):
        return verdict(
            "identifier", None, "has a number of its own in nearly every row: such values are not compared."
        )
    return verdict("compared", False, "")


def as_kind(side: Side | None, kind: ColumnKind) -> Side | None:
    """Read a column as another kind: numbers as categories, where they are codes.

    Raises
    ------
    InvalidInput
        When it is a profile, which is of one kind.
    """
    if isinstance(side, ColumnProfile) and side.kind != kind:
        raise InvalidInput(
            f"{side.name!r} was profiled as {side.kind}: profile it as {kind} to compare it so."
        )
    if isinstance(side, Cleaned) and kind == "category" and side.kind in ("number", "time"):
        values, rows = np.unique(side.values, return_counts=True)
        names = [str(int(value)) if value == int(value) else repr(float(value)) for value in values]
        return replace(side, kind=kind, counts=dict(zip(names, map(int, rows), strict=True)))
    if isinstance(side, Cleaned) and {kind, side.kind} == {"category", "text"}:
        return replace(side, kind=kind)
    return side


def find_renamed(verdicts: list[ColumnVerdict], ours: Mapping[str, Side], theirs: Mapping[str, Side]) -> None:
    """Say of missing columns which new one may be them under another name."""
    missing = [verdict for verdict in verdicts if verdict.state == "missing column"]
    extra = [verdict for verdict in verdicts if verdict.state == "extra column"]
    for verdict in missing:
        apart = {
            other.name: _apart(ours[verdict.name], theirs[other.name])
            for other in extra
            if other.kind == verdict.kind
        }
        nearest = min(apart, key=lambda name: apart[name], default=None)
        if nearest is not None and apart[nearest] <= MOST_RENAMED_APART:
            verdict.state = "renamed"
            verdict.sentence = (
                f"{quoted(verdict.name)} is missing from the current table; {quoted(nearest)} is new and "
                "looks like it: was it renamed?"
            )


def notes(ours: Mapping[str, Side], theirs: Mapping[str, Side]) -> list[str]:
    """Say what readers should know of how columns were read."""
    found = []
    for name, side in ours.items():
        other = theirs.get(name)
        if other is None:
            continue
        if side.kind == other.kind == "time" and (side.zone != other.zone or side.zone == "mixed"):
            zones = " and ".join(dict.fromkeys((side.zone or "no zone", other.zone or "no zone")))
            found.append(
                f"{quoted(name)} has times of {zones}: all were compared in UTC, those without a zone as UTC."
            )
        infinite = side.infinite + other.infinite
        if infinite:
            found.append(
                f"{quoted(name)}: {infinite:,} infinite values were left out of all tests but their own."
            )
    return found


def _few(ours: Side, theirs: Side, fewest: int) -> str:
    counts = [side.rows - side.missing - side.infinite for side in (ours, theirs)]
    return f"cannot be compared: {counts[0]} and {counts[1]} values, and {fewest} are needed on each side."


def _type(side: Side) -> str:
    words = {
        "number": "numbers",
        "category": "categories",
        "time": "times",
        "text": "texts",
        "vector": "vectors",
        "unknown": "other things",
    }
    return f"{words[side.kind]} ({side.type})" if side.type else words[side.kind]


def _width(side: Side) -> int:
    """Give how many numbers a column's vectors have; 0 where it has none."""
    if isinstance(side, ColumnProfile):
        return side.vectors.dimensions if side.vectors is not None else 0
    return int(side.vectors.shape[1])


def _constant(side: Side) -> float | str | None:
    """Give the only value of a column, if it has one."""
    if side.kind == "vector":
        return None
    if isinstance(side, ColumnProfile):
        if side.minimum is not None:
            return side.minimum if side.minimum == side.maximum else None
        return next(iter(side.frequent)) if len(side.frequent) == 1 and not side.frequent_error else None
    if side.kind in ("number", "time"):
        low, high = float(side.values.min()), float(side.values.max())
        return low if low == high else None
    return next(iter(side.counts)) if len(side.counts) == 1 else None


def _identifies(side: Side) -> bool:
    present = side.rows - side.missing
    distinct = (side.distinct or 0) if isinstance(side, ColumnProfile) else len(side.counts)
    return present >= FEWEST_OF_IDENTIFIER and distinct > OWN_VALUES * present


def _counts_rows(name: str, side: Side) -> bool:
    """Tell whether whole numbers, each its own, number the rows: without gaps, or by what the column is called."""
    present = side.rows - side.missing - side.infinite
    if not side.type.lower().lstrip("u").startswith("int") or present < FEWEST_OF_IDENTIFIER:
        return False
    if isinstance(side, ColumnProfile):
        distinct, low, high = side.distinct or 0.0, side.minimum or 0.0, side.maximum or 0.0
    else:
        distinct, low, high = len(np.unique(side.values)), float(side.values.min()), float(side.values.max())
    if distinct < OWN_NUMBERS * present:
        return False
    return high - low < GAPS * present or _OF_IDENTIFIER.search(name) is not None


def _apart(ours: Side, theirs: Side) -> float:
    """Give how far two distributions are apart, 0 to 1."""
    from .tests import distances, samples

    if isinstance(ours, ColumnProfile) or isinstance(theirs, ColumnProfile):
        from .profiled import distance

        assert isinstance(ours, ColumnProfile) and isinstance(theirs, ColumnProfile)
        return distance(ours, theirs)
    if ours.kind in ("number", "time"):
        if not len(ours.values) or not len(theirs.values):
            return 1.0
        return samples.ks_distance(np.sort(ours.values), np.sort(theirs.values))
    if ours.kind == "vector" or not ours.counts or not theirs.counts:
        return 1.0
    shares = distances.category_shares(Counter(ours.counts), Counter(theirs.counts))
    return distances.total_variation(*shares).statistic or 0.0
