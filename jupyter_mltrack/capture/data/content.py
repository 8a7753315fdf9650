"""Fingerprints of content: equal for equal content, and read fast enough to be taken before a cell runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from ...records import Dataset
from .objects import is_plain, is_text, word_of

MOST_BYTES: Final = 8_000_000
"""Of one data set's content that is read whole, in bytes; of larger ones, evenly spaced rows."""

SAMPLE_BYTES: Final = 500_000
"""What is read of a larger one."""

MOST_ROWS: Final = 25_000
"""Rows that are read of a larger one: each may lie in a page of memory of its own."""

ALLOWANCE: Final = 16_000_000
"""Bytes read in all of one cell's data; when they are used up, everything is sampled."""

_RUNS: Final = 256
"""Runs of rows that are read of what lies in a file: single rows would fetch a page of the disk each."""


class Allowance:
    """How many bytes may still be read whole, of all the data of one cell.

    The same data in the same order always get the same shares: a fingerprint must not depend on the clock.
    """

    def __init__(self, total: int = ALLOWANCE) -> None:
        self._left = total

    def rows(self, count: int, row_bytes: int, in_file: bool = False) -> Any:
        """Choose the rows to read.

        Parameters
        ----------
        count
            How many rows there are.
        row_bytes
            What reading one costs.
        in_file
            Whether they are read from a file when they are looked at.

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

        wanted = max(2, min(count - 1, MOST_ROWS, SAMPLE_BYTES // max(row_bytes, 1)))
        if not in_file or wanted <= _RUNS:
            return numpy.linspace(0, count - 1, wanted).astype(numpy.int64)
        length = wanted // _RUNS
        starts = numpy.linspace(0, count - length, _RUNS).astype(numpy.int64)
        return numpy.unique(starts[:, None] + numpy.arange(length))


class Fingerprint:
    """A digest that content is added to, part by part."""

    def __init__(self, *about: object) -> None:
        self._digest = hashlib.sha256(repr(about).encode("utf-8", "replace"))
        self._ways: list[str] = []
        self._by_type = False
        self.readable = True
        """Nothing was added that could not be read."""

    def text(self, text: str) -> None:
        """Add a text."""
        raw = text.encode("utf-8", "surrogatepass")
        self._digest.update(len(raw).to_bytes(8, "little"))
        self._digest.update(raw)

    def chosen(self, rows: Any) -> None:
        """Note which rows are read, as ``Allowance.rows`` chose them."""
        self._ways.append("" if rows is None else str(len(rows)))

    def left_out(self, count: int) -> None:
        """Note that so many columns are not read."""
        self._ways.append(f"{count} columns left out" if count else "")

    def array(self, values: Any) -> None:
        """Add a NumPy array, of numbers or of objects."""
        self.text(f"{values.dtype}{values.shape}")
        self._values(values)

    def _values(self, values: Any) -> None:
        import numpy

        if values.dtype.names is not None:
            # One field after the other: between them may lie bytes that nobody wrote.
            for name in values.dtype.names:
                self._values(values[name])
        elif values.dtype.kind in "OT":
            self.objects(values.ravel().tolist())
        elif values.dtype.hasobject:
            self.readable = False
        else:
            plain = numpy.ascontiguousarray(values)
            if plain.dtype.kind in "fc":
                plain = _one_nan(plain)
            raw = plain.reshape(-1).view(numpy.uint8)
            if plain.dtype.char in "gG":
                raw = _without_padding(raw)
            self._digest.update(raw.data)

    def objects(self, values: Sequence[object]) -> None:
        """Add Python objects: what is known to be harmless by value, everything else by its type alone."""
        if is_text(values):
            import numpy

            self.text("texts")
            self._digest.update(numpy.fromiter(map(len, values), numpy.int64, len(values)).data)  # type: ignore[arg-type]
            self.text("".join(values))  # type: ignore[arg-type]
        elif is_plain(values):
            self.text("plain")
            self.text(repr(values))
        else:
            words = [word_of(value) for value in values]
            self._by_type = self._by_type or not all(whole for _, whole in words)
            self.objects([word for word, _ in words])

    def part(self, label: str, described: Dataset | None) -> None:
        """Add data that lie in this data, described before."""
        fingerprint = described.fingerprint if described is not None else None
        self.text(f"{label}:{fingerprint}")
        self.readable = self.readable and fingerprint is not None
        way = way_of(fingerprint)
        self._ways.append(way)
        self._by_type = self._by_type or way.endswith("t")

    def finish(self, found: Dataset) -> Dataset:
        """Put the fingerprint into the description of what was read.

        What is no fingerprint of everything says after ``~`` how it was taken: only those that were taken alike can be
        told apart.
        """
        found.fingerprint = None
        sampled = any(self._ways)
        if self.readable:
            found.fingerprint = self._digest.hexdigest()[:16]
            if sampled or self._by_type:
                way = hashlib.sha256(repr(self._ways).encode()).hexdigest()[:4]
                found.fingerprint += f"~{way}{'t' if self._by_type else ''}"
        found.sampled = sampled or self._by_type
        return found


def way_of(fingerprint: str | None) -> str:
    """Say how a fingerprint was taken: nothing for that of everything, ``t`` at the end for objects by their type."""
    return (fingerprint or "").partition("~")[2]


def whole(fingerprint: str | None) -> str | None:
    """Give a fingerprint that covers values, if of samples; ``None`` for one that saw some objects' types alone."""
    return None if way_of(fingerprint).endswith("t") else fingerprint


def _one_nan(values: Any) -> Any:
    """Give every NaN the same bytes: which they are depends on the processor's way to it, and nothing else does."""
    import numpy

    flat = values.reshape(-1).view(values.real.dtype)
    missing = numpy.isnan(flat)
    if missing.any():
        flat = flat.copy()
        flat[missing] = numpy.nan
    return flat


def _without_padding(raw: Any) -> Any:
    """Take the bytes out that an 80-bit number does not use."""
    import numpy

    width = numpy.dtype(numpy.longdouble).itemsize
    if numpy.finfo(numpy.longdouble).nmant != 63 or width <= 10:
        return raw
    return numpy.ascontiguousarray(raw.reshape(-1, width)[:, :10]).reshape(-1)
