"""Names for settings that several calls give: the same value once, different values apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...records import Scalar
from ..cell import Parameter


@dataclass(frozen=True, slots=True)
class Candidate:
    """A setting that a call gives: ``owner`` is the variable or class that it goes to, ``fallback`` the class."""

    name: str
    value: Scalar
    owner: str
    fallback: str
    rule: str


def kept_apart(candidates: Iterable[Candidate], taken: Mapping[str, Scalar]) -> Iterator[Parameter]:
    """Name settings: by their own name, and where that stands for several values, with what they go to before it.

    Parameters
    ----------
    candidates
        The settings, in the order in which they are written.
    taken
        What was captured before: a setting with the same last name and value is not captured again.

    Examples
    --------
    >>> found = [Candidate("C", 1, "svc", "SVC", ""), Candidate("C", 2, "ridge", "Ridge", ""),
    ...  Candidate("cv", 5, "f", "f", ""), Candidate("cv", 5, "g", "g", "")]
    >>> [(item.name, item.value) for item in kept_apart(found, {})]
    [('svc.C', 1), ('ridge.C', 2), ('cv', 5)]
    """
    known = {(_leaf(name), _key(value)) for name, value in taken.items()}
    single: dict[tuple[str, object], Candidate] = {}
    for item in candidates:
        key = (_leaf(item.name), _key(item.value))
        if key not in known:
            single.setdefault((item.name, _key(item.value)), item)
    several = Counter(name for name, _ in single)
    used = {name.lower() for name in taken}
    for item in single.values():
        alone = several[item.name] == 1 and item.name not in taken
        names = [item.name] if alone else [f"{item.owner}.{item.name}", f"{item.fallback}.{item.name}"]
        name = next((name for name in names if name.lower() not in used), None)
        number = 2
        while name is None:
            trial = f"{item.fallback}_{number}.{item.name}"
            name, number = (trial if trial.lower() not in used else None), number + 1
        used.add(name.lower())
        yield Parameter(name, item.value, item.rule)


def _leaf(name: str) -> str:
    return name.rpartition(".")[2]


def _key(value: Scalar) -> tuple[str, str]:
    """Tell values apart as a reader does: ``1`` and ``True`` are not the same, ``1`` and ``1.0`` are."""
    number = float(value) if type(value) in (int, float) and abs(value) < 1e15 else value  # type: ignore[arg-type]
    return type(number).__name__, repr(number)
