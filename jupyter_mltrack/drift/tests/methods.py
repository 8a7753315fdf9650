"""Every statistic by its name, on cleaned columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ...errors import InvalidInput
from ...records import ColumnKind, TestResult
from . import counts, distances, samples
from .samples import Numbers


@dataclass(frozen=True)
class Side:
    """One side of a comparison, cleaned: finite numbers (times: seconds, UTC), or rows by category."""

    kind: ColumnKind
    rows: int
    missing: int
    numbers: Numbers = field(default_factory=lambda: np.empty(0))
    categories: Mapping[str, int] = field(default_factory=dict)

    def with_missing(self) -> Mapping[str, int]:
        """Give the categories with the missing values as one of them."""
        return {**self.categories, "\0missing": self.missing} if self.missing else self.categories


_Distance = Callable[[Numbers, Numbers], TestResult]
_DISTANCES: dict[str, _Distance] = {
    "psi": distances.psi,
    "jensen_shannon": distances.jensen_shannon,
    "hellinger": distances.hellinger,
    "total_variation": distances.total_variation,
    "l_infinity": distances.l_infinity,
}
_SAMPLES: dict[str, Callable[[Numbers, Numbers], TestResult]] = {
    "ks": samples.ks,
    "ks_asymp": lambda ref, cur: samples.ks(ref, cur, "asymp"),
    "wasserstein": samples.wasserstein,
    "wasserstein_norm": samples.wasserstein_norm,
    "cramer_von_mises": samples.cramer_von_mises,
    "anderson_darling": samples.anderson_darling,
    "share_outside_ref_range": samples.outside_range,
    "share_after_ref_max": samples.after_maximum,
}
_COUNTS: dict[str, Callable[[Mapping[str, int], Mapping[str, int]], TestResult]] = {
    "chi_square": counts.chi_square,
    "chi_square_yates": lambda ref, cur: counts.chi_square(ref, cur, yates=True),
    "fisher_exact": counts.fisher_exact,
    "new_categories": counts.new_categories,
}

NUMBER_METHODS = (
    *_SAMPLES, *_DISTANCES, "jensen_shannon_nat_sturges", "jensen_shannon_doane", "hellinger_doane", "missing_rate",
)  # fmt: skip
CATEGORY_METHODS = (
    *_COUNTS,
    *_DISTANCES,
    *(f"{name}_with_missing" for name in ("chi_square", *_DISTANCES)),
    "missing_rate",
)


def compute(reference: Side, current: Side, method: str) -> TestResult:
    """Compute one statistic by its name.

    Parameters
    ----------
    reference, current
        The two sides, of one kind.
    method
        One of ``NUMBER_METHODS`` (also for times) or ``CATEGORY_METHODS``. ``…_with_missing`` counts missing
        values as a category; ``…_doane`` and ``…_nat_sturges`` use NannyML's and Evidently's bins.

    Returns
    -------
    TestResult
        Statistic and p-value; both ``None`` where a side has no value.

    Raises
    ------
    InvalidInput
        When there is no such method for this kind of column.
    """
    if method in ("missing_rate", "missing_rate_test"):
        return counts.missing_rate((reference.missing, current.missing), (reference.rows, current.rows))
    if reference.kind in ("number", "time"):
        return _numbers(reference.numbers, current.numbers, method)
    if method.endswith("_with_missing"):
        whole = method.removesuffix("_with_missing")
        return _categories(reference.with_missing(), current.with_missing(), whole)
    return _categories(reference.categories, current.categories, method)


def _numbers(reference: Numbers, current: Numbers, method: str) -> TestResult:
    if method not in NUMBER_METHODS:
        raise InvalidInput(f"There is no test {method!r} for numbers; there are {', '.join(NUMBER_METHODS)}.")
    if not len(reference) or not len(current):
        return TestResult(method, None)
    if method in _SAMPLES:
        return _SAMPLES[method](reference, current)
    if method in _DISTANCES:
        return _DISTANCES[method](*distances.quantile_shares(reference, current))
    if method == "jensen_shannon_nat_sturges":
        shares = distances.histogram_shares(reference, current, "sturges", joined=True)
        return _named(method, distances.jensen_shannon(*shares, base=math.e))
    shares = distances.histogram_shares(reference, current, "doane")
    return _named(method, _DISTANCES[method.removesuffix("_doane")](*shares))


def _categories(reference: Mapping[str, int], current: Mapping[str, int], method: str) -> TestResult:
    if method in _COUNTS:
        return _COUNTS[method](reference, current)
    if method not in _DISTANCES:
        raise InvalidInput(
            f"There is no test {method!r} for categories; there are {', '.join(CATEGORY_METHODS)}."
        )
    if not sum(reference.values()) or not sum(current.values()):
        return TestResult(method, None)
    return _DISTANCES[method](*distances.category_shares(reference, current))


def _named(name: str, found: TestResult) -> TestResult:
    return TestResult(name, found.statistic, found.p_value)
