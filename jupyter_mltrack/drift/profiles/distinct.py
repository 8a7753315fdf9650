"""How many different values there are: HLL sketches of Apache DataSketches, filled an array at a time."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

LG_K = 10
"""1,024 registers in 552 bytes: the standard error is 3.3 %."""
_REGISTERS = 1 << LG_K
_OUT_OF_ORDER = 16


def of_strings(values: Iterable[str]) -> Any:
    """Give the sketch of strings."""
    from datasketches import hll_sketch, tgt_hll_type

    sketch = hll_sketch(LG_K, tgt_hll_type.HLL_4)
    for value in values:
        sketch.update(value)
    return sketch


def of_numbers(values: NDArray[np.float64]) -> Any:
    """Give the sketch of an array of numbers.

    DataSketches takes one value a call, a second for five million; here the registers are computed at once and
    handed over in the library's own format. The hash is SplitMix64's (Steele, Lea & Flood 2014), so these
    sketches add up among themselves, not with those of strings.
    """
    from datasketches import hll_sketch

    registers = np.zeros(_REGISTERS, np.uint8)
    for start in range(0, len(values), 1 << 16):
        hashed = _hashed(values[start : start + (1 << 16)])
        which = (hashed & np.uint64(_REGISTERS - 1)).astype(np.intp)
        rest = (hashed >> np.uint64(LG_K)).astype(np.float64)
        # The place of the first 1 among 54 bits, counted from 1.
        rank = (64 - LG_K + 1 - np.frexp(rest)[1]).astype(np.uint8)
        np.maximum.at(registers, which, rank)
    powers = np.exp2(-registers.astype(float))
    small = float(powers[registers < 32].sum())
    large = float(powers[registers >= 32].sum())
    zeros = int(np.sum(registers == 0))
    # preamble: ints, version, family, lg k, lg of the list, flags, smallest register, mode (HLL of 8 bits)
    head = struct.pack("<8B", 10, 1, 7, LG_K, 0, _OUT_OF_ORDER, 0, 0b1010)
    body = struct.pack("<dddii", 0.0, small, large, zeros, 0)
    return hll_sketch.deserialize(head + body + registers.tobytes())


def added(first: bytes, second: bytes) -> Any:
    """Give the sketch of the values of both."""
    from datasketches import hll_sketch, hll_union, tgt_hll_type

    union = hll_union(LG_K)
    for data in (first, second):
        if data:
            union.update(hll_sketch.deserialize(data))
    return union.get_result(tgt_hll_type.HLL_4)


def packed(sketch: Any) -> bytes:
    """Give a sketch as bytes, four bits a register."""
    from datasketches import hll_union, tgt_hll_type

    union = hll_union(LG_K)
    union.update(sketch)
    return bytes(union.get_result(tgt_hll_type.HLL_4).serialize_compact())


def _hashed(values: NDArray[np.float64]) -> NDArray[np.uint64]:
    # 0.0 and -0.0 are one value.
    bits = (values + 0.0).view(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    hashed: NDArray[np.uint64] = bits ^ (bits >> np.uint64(31))
    return hashed
