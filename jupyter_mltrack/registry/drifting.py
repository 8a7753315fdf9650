"""Drift beside a version: of its training data, and of the latest data where it is monitored."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import MLTrackError
from ..records import DriftEvidence, DriftReport, ModelVersion
from ..store import Store
from .reference import reference_profile

LatestDrift = Callable[[Store, ModelVersion], "DriftReport | None"]
"""Gives the newest drift report of a version, compared with the data it was trained on; ``None``: not monitored."""

_providers: list[LatestDrift] = []


def provide_latest_drift(provider: LatestDrift) -> None:
    """Let something that watches data say how the latest data of versions are.

    The registry is imported by what watches, and not the other way round; so that tells the registry of itself.

    Parameters
    ----------
    provider
        Asked for each version; once told, told for good.

    Examples
    --------
    >>> provide_latest_drift(lambda store, version: None)
    """
    if provider not in _providers:
        _providers.append(provider)


def drift_evidence(
    store: Store, challenger: ModelVersion, current: ModelVersion | None
) -> list[DriftEvidence]:
    """Give what is known of drift, for somebody who chooses between two versions.

    Parameters
    ----------
    store
        The store that holds them.
    challenger
        The version that is looked at.
    current
        The one that it is measured by; ``None``: there is none.

    Returns
    -------
    list of DriftEvidence
        The challenger's training data beside those of the current version; then, of versions that are monitored, the
        latest data beside the training data.
    """
    found = [] if current is None else [_of_training(store, challenger, current)]
    for version in (current, challenger):
        report = _latest(store, version) if version is not None else None
        if version is not None and report is not None:
            found.append(DriftEvidence("latest data", version.version, report))
    return found


def _of_training(store: Store, challenger: ModelVersion, current: ModelVersion) -> DriftEvidence:
    evidence = DriftEvidence("training data", challenger.version, None, current.version)
    try:
        ours, theirs = (
            reference_profile(store, f"{one.model}/{one.version}") for one in (current, challenger)
        )
    except MLTrackError as error:
        evidence.problem = error.message
        return evidence
    lacking = [
        f"version {one.version}" for one, its in ((current, ours), (challenger, theirs)) if its is None
    ]
    if ours is None or theirs is None:
        evidence.problem = f"No profile of its training data is stored with {' and '.join(lacking)}."
        return evidence
    # Statistics take long to import, and most pages need none.
    from ..drift.compare import Table, compare
    from ..drift.policy import Policy

    try:
        evidence.report = compare(
            Table(ours.rows, profile=ours.record), Table(theirs.rows, profile=theirs.record), Policy()
        )
    except (ValueError, TypeError, LookupError, ArithmeticError, RuntimeError) as error:
        # A stranger may have written the profile: a request must be possible all the same.
        evidence.problem = f"The profiles of the training data cannot be compared: {error}."
    return evidence


def _latest(store: Store, version: ModelVersion) -> DriftReport | None:
    return next((report for one in _providers if (report := one(store, version)) is not None), None)
