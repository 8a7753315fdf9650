"""The data of one cell: those that it reads, described before it runs; those that it makes and fits on, after."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Literal

from ...records import DataRole, Dataset
from ..names import Binding
from ..objects import class_name
from ..values import UNREAD
from ..walk import nodes_of
from .content import Allowance, whole
from .describe import describe, is_data
from .roles import Use
from .sources import Definition, reads_data, source_of

_MOST = 24
"""Data sets of one cell; further ones are left out."""


class CellData:
    """What data a cell computes with.

    Made before the cell runs: it may change what it reads, and what it read is what counts.

    Parameters
    ----------
    read
        Names that it takes from earlier cells.
    changes
        Names whose values it may change in place, or assigns anew: arrays among them are rather weights than data.
    namespace
        The notebook's names.
    """

    def __init__(
        self, read: Iterable[str], changes: Collection[str], namespace: Mapping[str, object]
    ) -> None:
        self.began = time.perf_counter()
        self.allowance = Allowance()
        """How much may still be read of this cell's data."""
        self._before: dict[str, Dataset] = {}
        self.faults: list[tuple[str, Exception]] = []
        """What went wrong, by the name of the data: the others are described all the same."""
        for name in sorted(read):
            value = namespace.get(name)
            if len(self._before) >= _MOST or not is_data(value) or (name in changes and not _is_table(value)):
                continue
            found = self._described(value, name)
            if found is not None:
                self._before[name] = found

    @property
    def fingerprints(self) -> dict[str, tuple[str | None, bool]]:
        """The fingerprints of what it reads by name, and whether they are of samples.

        ``None`` where something could not be read, or was read by its type alone.
        """
        return {name: (whole(found.fingerprint), found.sampled) for name, found in self._before.items()}

    def after(
        self,
        bindings: Mapping[str, list[Binding]],
        value_of: Callable[[str], object],
        uses: Iterable[Use],
        definition: Definition,
        namespace: Mapping[str, object],
        number: int,
    ) -> list[Dataset]:
        """Describe the data of a cell that has run.

        Parameters
        ----------
        bindings
            What it binds.
        value_of
            Gives a name's value after the cell; ``UNREAD`` where it did not come to it.
        uses
            What its calls do with names.
        definition
            Gives the newest place where a name got its value.
        namespace
            The notebook's names after the cell.
        number
            The cell's execution number.

        Returns
        -------
        list of Dataset
            What models were fitted on first, then what they were evaluated on, then what was only read.
        """
        uses = list(uses)
        roles = _roles(uses)
        found = dict(self._before)
        for name, places in bindings.items():
            if len(found) >= _MOST:
                break
            used = [use.line for use in uses if name in use.names or name in use.aside]
            when = _when(places, used) if used else "after"
            if when == "after" and used:
                # ``df = df.dropna(); fit(df)`` fits on what was made, not on what was read.
                found.pop(name, None)
            elif when == "between" or (when == "before" and name not in found):
                roles.pop(name, None)
            value = value_of(name)
            wanted = name in roles or any(_is_read(place) for place in places)
            if not wanted or value is UNREAD or name in found or not is_data(value) or places[-1].in_loop:
                continue
            described = self._described(value, name)
            if described is not None:
                found[name] = described
        for name, one in found.items():
            one.role = roles.get(name, "read")
            if one.source is None:
                one.source, one.derived = source_of(name, number, definition, namespace)
        return sorted(found.values(), key=lambda one: _ORDER.index(one.role))

    def _described(self, value: object, name: str) -> Dataset | None:
        try:
            return describe(value, name, self.allowance)
        except Exception as error:  # noqa: BLE001 said below the cell
            self.faults.append((name, error))
            return None


_ORDER: tuple[DataRole, ...] = ("fitted", "evaluated", "read")


def _roles(uses: Iterable[Use]) -> dict[str, DataRole]:
    found: dict[str, DataRole] = {}
    for use in uses:
        for name in use.aside if use.fits else use.names:
            found.setdefault(name, "evaluated")
        for name in use.names if use.fits else ():
            found[name] = "fitted"
    return found


def _when(places: list[Binding], used: list[int | None]) -> Literal["before", "after", "between"]:
    """Say whether all calls that use a name stand before its bindings, or after all of them."""
    lines = [place.value.lineno for place in places if place.value is not None]
    if len(places) == 1 and not lines:
        return "after"
    if len(lines) < len(places) or None in used:
        return "between" if len(places) > 1 else "after"
    if all(line > max(lines) for line in used if line is not None):
        return "after"
    if all(line <= min(lines) for line in used if line is not None):
        return "before"
    return "between"


def _is_read(place: Binding) -> bool:
    return place.value is not None and any(
        isinstance(node, ast.Call) and reads_data(node) for node in nodes_of(place.value)
    )


def _is_table(value: object) -> bool:
    return class_name(type(value)) in ("DataFrame", "DataLoader", "Table")
