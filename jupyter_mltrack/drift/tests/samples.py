"""Two samples of numbers compared exactly: statistics on the samples themselves."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...records import TestResult

Numbers = NDArray[np.float64]

SMALLEST_SPREAD = 0.001
"""What the normalised Wasserstein distance divides by at least (Evidently's rule; it hides drift in small numbers)."""


def ks(reference: Numbers, current: Numbers, method: str = "auto") -> TestResult:
    """Compare two samples by Kolmogorov and Smirnov's largest distance of their distribution functions.

    Parameters
    ----------
    reference, current
        Finite numbers, shapes ``(n,)`` and ``(m,)``; neither may be empty.
    method
        ``auto`` (exact p up to 10,000 values, asymptotic beyond), ``exact`` or ``asymp``.

    Returns
    -------
    TestResult
        The statistic is within [0, 1], the p-value is two-sided. Source: ``scipy.stats.ks_2samp``.

    Examples
    --------
    >>> import numpy as np
    >>> ks(np.arange(5.0), np.arange(5.0) + 2).statistic
    0.4
    """
    from scipy.stats import ks_2samp

    with warnings.catch_warnings():
        # SciPy warns where it changes from the exact to the asymptotic way.
        warnings.simplefilter("ignore", RuntimeWarning)
        found = ks_2samp(reference, current, method=method)
    return _result("ks" if method == "auto" else f"ks_{method}", found.statistic, found.pvalue)


def ks_distance(reference: Numbers, current: Numbers) -> float:
    """Give the Kolmogorov-Smirnov distance alone, of two samples in ascending order."""
    both = np.concatenate([reference, current])
    below = np.searchsorted(reference, both, side="right") / len(reference)
    return float(np.max(np.abs(below - np.searchsorted(current, both, side="right") / len(current))))


def wasserstein(reference: Numbers, current: Numbers) -> TestResult:
    """Give the first Wasserstein distance, in the unit of the values.

    Source: ``scipy.stats.wasserstein_distance``. There is no p-value.
    """
    from scipy.stats import wasserstein_distance

    return _result("wasserstein", wasserstein_distance(reference, current))


def wasserstein_norm(reference: Numbers, current: Numbers) -> TestResult:
    """Give the Wasserstein distance over the reference's standard deviation, at least 0.001.

    Source: Evidently's ``wasserstein``, from ``scipy.stats.wasserstein_distance`` and ``numpy.std(ddof=0)``.
    """
    distance = wasserstein(reference, current).statistic or 0.0
    return _result("wasserstein_norm", distance / max(float(np.std(reference)), SMALLEST_SPREAD))


def cramer_von_mises(reference: Numbers, current: Numbers) -> TestResult:
    """Compare two samples by Cramér and von Mises' integrated squared distance.

    Source: ``scipy.stats.cramervonmises_2samp(method="asymptotic")``. Its p-value means nothing where all
    values are equal: it is given as 1 then.
    """
    from scipy.stats import cramervonmises_2samp

    found = cramervonmises_2samp(reference, current, method="asymptotic")
    return _result(
        "cramer_von_mises", found.statistic, 1.0 if _all_equal(reference, current) else found.pvalue
    )


def anderson_darling(reference: Numbers, current: Numbers) -> TestResult:
    """Compare two samples by Anderson and Darling's distance, which looks at the tails as well.

    Source: ``scipy.stats.anderson_ksamp(variant="midrank")``, whose p-value is held within [0.001, 0.25].
    Where all values are equal there is nothing to compare: no statistic, p-value 1.
    """
    from scipy.stats import anderson_ksamp

    if _all_equal(reference, current):
        return TestResult("anderson_darling", None, 1.0)
    samples: Any = [reference, current]
    with warnings.catch_warnings():
        # That the p-value is at the end of its range, and that an argument will be renamed.
        warnings.simplefilter("ignore")
        try:
            found = anderson_ksamp(samples, variant="midrank")
        except TypeError:  # SciPy before 1.17 knows no variant
            found = anderson_ksamp(samples, midrank=True)
    return _result("anderson_darling", found.statistic, min(max(float(found.pvalue), 0.001), 0.25))


def outside_range(reference: Numbers, current: Numbers) -> TestResult:
    """Give the share of current values beyond the reference's smallest or largest."""
    beyond = (current < np.min(reference)) | (current > np.max(reference))
    return _result("share_outside_ref_range", float(np.mean(beyond)))


def after_maximum(reference: Numbers, current: Numbers) -> TestResult:
    """Give the share of current values (times, say) above the reference's largest."""
    return _result("share_after_ref_max", float(np.mean(current > np.max(reference))))


def _all_equal(reference: Numbers, current: Numbers) -> bool:
    low, high = min(reference.min(), current.min()), max(reference.max(), current.max())
    return bool(low == high)


def _result(test: str, statistic: float, p_value: float | None = None) -> TestResult:
    return TestResult(test, float(statistic), None if p_value is None else float(p_value))
