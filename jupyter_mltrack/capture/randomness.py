"""The state of random numbers that a notebook has set: another seed is another start."""

from __future__ import annotations

import functools
import random
import re
import sys
from collections.abc import Iterable
from typing import Any

from .objects import module_dict
from .outside import Unknown

_CALLED = re.compile(r"[\w.]+(?=\s*\()")


@functools.lru_cache(maxsize=1024)
def seeded_in(text: str) -> frozenset[str]:
    """Give the libraries whose random numbers a text of code sets to a start.

    >>> sorted(seeded_in("np.random.seed(0)")), sorted(seeded_in("set_seed(1)"))
    (['numpy'], ['numpy', 'random', 'tensorflow', 'torch'])
    """
    found: set[str] = set()
    if "seed" not in text:
        return frozenset()
    for match in _CALLED.finditer(text):
        where, _, name = match[0].rpartition(".")
        if "seed" not in name:
            continue
        if where.partition(".")[0] in ("tf", "tensorflow"):
            found.add("tensorflow")
        elif name == "manual_seed" or where.startswith("torch"):
            found.add("torch")
        elif name == "seed" and where in ("np.random", "numpy.random"):
            found.add("numpy")
        elif name == "seed" and where == "random":
            found.add("random")
        else:
            found |= {"numpy", "random", "tensorflow", "torch"}
    return frozenset(found)


def random_states(code: str, earlier: Iterable[str]) -> dict[str, bytes]:
    """Give the states of the random numbers that earlier cells have set and the cell does not set itself.

    What nobody has set differs from run to run anyway, and the notebook's author leaves it so.

    Parameters
    ----------
    code
        The cell.
    earlier
        The texts of other cells that were executed before it.

    Raises
    ------
    Unknown
        Where a library does not show its state.
    """
    seeded = {library for text in earlier for library in seeded_in(text)}
    own = "\n".join(line for line in code.splitlines() if line[:1].strip())
    return {library: _state_of(library) for library in sorted(seeded - seeded_in(own))}


def _state_of(library: str) -> bytes:
    if library == "random":
        return repr(random.getstate()).encode()
    loaded: Any = module_dict(sys.modules.get(library))
    if library == "numpy" and loaded:
        return repr(
            [part if type(part) is not loaded["ndarray"] else part.tobytes() for part in _numpy_state()]
        ).encode()
    if library == "tensorflow" and loaded:
        raise Unknown(library)
    if library == "torch" and "default_generator" in loaded:
        if loaded["cuda"].is_initialized():
            # The accelerator has a state of its own, and the cell would wait for it.
            raise Unknown(library)
        state: bytes = loaded["default_generator"].get_state().numpy().tobytes()
        return state
    return b""


def _numpy_state() -> tuple[Any, ...]:
    import numpy

    return tuple(numpy.random.get_state(legacy=True))
