"""Features as numbers for trees: categories as codes that the reference gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import InvalidInput
from . import reading
from .outcomes import Numbers
from .roles import Roles

MOST_CATEGORIES = 100
"""More different texts than this say nothing to trees: the column is left out."""


class Features:
    """The columns that errors are learned from.

    Parameters
    ----------
    reference
        A table; its categories get the codes, by how often they occur.
    names
        The columns; all that are neither label, key, time nor prediction unless given.
    roles
        Which columns are no features.

    Raises
    ------
    InvalidInput
        When a column is not there.
    """

    def __init__(self, reference: Any, names: Sequence[str] | None, roles: Roles) -> None:
        taken = {roles.label, roles.label_time, *roles.keys(), *roles.of_predictions()}
        asked = names is not None
        wanted = (
            list(names) if names is not None else [n for n in reading.names_of(reference) if n not in taken]
        )
        self._codes: dict[str, dict[str, float] | None] = {}
        for name, column in reading.columns(reference, wanted, "reference").items():
            if column.kind in ("number", "time") and len(column.cells) == column.rows:
                self._codes[name] = None
            elif column.kind == "category" and len(column.counts) <= MOST_CATEGORIES:
                order = sorted(column.counts, key=lambda text: (-column.counts[text], text))
                self._codes[name] = {text: float(at) for at, text in enumerate(order)}
            elif asked:
                raise InvalidInput(f"The feature {name!r} holds neither numbers nor at most 100 categories.")

    @property
    def names(self) -> list[str]:
        """The columns that are used."""
        return list(self._codes)

    def codes(self, data: Any) -> Numbers:
        """Give a table's features as numbers, NaN where missing or new; shape ``(n, k)``."""
        found = []
        for name, column in reading.columns(data, self.names, "predictions").items():
            codes = self._codes[name]
            if codes is None:
                if column.cells.dtype.kind not in "fiu":
                    raise InvalidInput(f"The feature {name!r} holds numbers in the reference, and none here.")
                found.append(np.asarray(column.cells, float))
            else:
                texts = [None if text is None else str(text) for text in column.cells.tolist()]
                found.append(np.array([codes.get(text, np.nan) if text else np.nan for text in texts], float))
        if not found:
            rows = next(iter(reading.columns(data, reading.names_of(data)[:1], "predictions").values())).rows
            return np.empty((rows, 0))
        return np.column_stack(found)
