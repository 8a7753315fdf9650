"""Fingerprints of content: equal for equal content, and read fast enough to be taken before a cell runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from ...records import Dataset
from ..values import UNREAD, scalar, type_name

MOST_BYTES: Final = 8_000_000
"""Of one data set's content that is read whole, in bytes; of larger ones, evenly spaced rows of that much in all."""

SAMPLE_BYTES: Final = 2_000_000
"""What is read of a larger one."""

ALLOWANCE: Final = 24_000_000
"""Bytes read in all of one cell's data; when they are used up, everything is sampled."""

TEXT_BYTES: Final = 64
"""What reading one Python object costs, in bytes of an array."""


class Allowance:
    """How many bytes may still be read whole, of all the data of one cell.

    The same data in the same order always get the same shares: a fingerprint must not depend on the clock.
    """

    def __init__(self, total: int = ALLOWANCE) -> None:
        self._left = total

    def rows(self, count: int, row_bytes: int) -> Any:
        """Choose the rows to read.

        Parameters
        ----------
        count
            How many rows there are.
        row_bytes
            What reading one costs.

        Returns
        -------
        numpy.ndarray or None
            Evenly spaced positions, the first and last among them; ``None`` for all rows.
        """
        whole = count * row_bytes
        if whole <= min(MOST_BYTES, self._left) or count < 2:
            self._left -= whole
            return None
        import numpy

        wanted = max(2, min(count - 1, SAMPLE_BYTES // max(row_bytes, 1)))
        return numpy.linspace(0, count - 1, wanted).astype(numpy.int64)


class Fingerprint:
    """A digest that content is added to, part by part."""

    def __init__(self, *about: object) -> None:
        self._digest = hashlib.sha256(repr(about).encode("utf-8", "replace"))
        self.readable = True
        """Nothing was added that could not be read."""
        self.partial = False
        """Something was added by its type alone."""

    def text(self, text: str) -> None:
        """Add a text."""
        raw = text.encode("utf-8", "surrogatepass")
        self._digest.update(len(raw).to_bytes(8, "little"))
        self._digest.update(raw)

    def array(self, values: Any) -> None:
        """Add a NumPy array, of numbers or of objects."""
        import numpy

        self.text(f"{values.dtype.str}{values.shape}")
        if values.dtype.hasobject:
            if values.dtype.kind == "O":
                self.objects(values.ravel().tolist())
            else:
                self.readable = False
            return
        plain = numpy.ascontiguousarray(values)
        self._digest.update(plain.reshape(-1).view(numpy.uint8).data)

    def objects(self, values: Sequence[object]) -> None:
        """Add Python objects: texts and scalars by value, everything else by its type alone."""
        try:
            joined = "\0".join(values)  # type: ignore[arg-type]
        except TypeError:
            joined = "\0".join(map(self._word, values))
        self.text(joined)

    def _word(self, value: object) -> str:
        if type(value) is str:
            return value
        plain = scalar(value)
        if plain is UNREAD and _module(value) in ("datetime", "decimal", "fractions", "uuid"):
            plain = str(value)
        self.partial = self.partial or plain is UNREAD
        return f"{type_name(value)}:{plain!r}" if plain is not UNREAD else type_name(value)

    def finish(self, found: Dataset) -> Dataset:
        """Put the fingerprint into the description of what was read."""
        found.fingerprint = self._digest.hexdigest()[:16] if self.readable else None
        found.sampled = found.sampled or self.partial
        return found


def _module(value: object) -> object:
    return type.__getattribute__(type(value), "__module__")
