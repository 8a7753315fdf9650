"""What came of a verification, in one sentence: what differs in the versions comes first."""

from __future__ import annotations

from typing import Any, Final

from ..records import VersionDifference
from .output_differences import OutputComparison, difference_text
from .pins import shown

_MOST: Final = 4
_STAGES: Final = {
    "start": "the tools that read it do not work there",
    "load": "it could not be loaded",
    "example": "its example could not be read",
    "predict": "it could not predict",
    "time": "it did not come to an end",
    "died": "it could not be loaded",
}


def reason_of(compared: OutputComparison, versions: list[VersionDifference]) -> str:
    """Say how predictions compare.

    Parameters
    ----------
    compared
        The predictions.
    versions
        The versions that differ from the recorded ones.

    Examples
    --------
    >>> from jupyter_mltrack.records import OutputDifference
    >>> reason_of(OutputComparison("same", [OutputDifference("", 5, 0)]), [])
    'all 5 predictions are the same'
    """
    count = sum(output.values for output in compared.outputs)
    if compared.verdict == "same":
        same = f"all {count} predictions are the same"
        return f"{same}, with other versions: {versions_text(versions)}" if versions else same
    close = compared.verdict == "close"
    parts = [difference_text(output, close) for output in compared.outputs if output.differing]
    if compared.misfit:
        parts = [compared.misfit]
    told = "; ".join(parts[:_MOST]) + (
        f"; and {len(parts) - _MOST} more outputs" if len(parts) > _MOST else ""
    )
    if versions:
        return f"{versions_text(versions)}: {told}"
    if close:
        return told
    return f"{told}, with the versions of the run: look at seeds, threads, the processor, and files beside the model"


def failed_reason(answer: dict[str, Any], versions: list[VersionDifference]) -> str:
    """Say why a model gave no predictions.

    Examples
    --------
    >>> failed_reason({"stage": "load", "error": "ValueError: no"}, [VersionDifference("skops", "0.9", None)])
    'skops 0.9 then, not installed now: it could not be loaded (ValueError: no)'
    """
    what = _STAGES.get(str(answer.get("stage")), "it could not predict")
    told = f"{what} ({' '.join(str(answer.get('error')).split())})"
    return f"{versions_text(versions)}: {told}" if versions else told


def versions_text(versions: list[VersionDifference]) -> str:
    """Say which versions differ: ``numpy 2.1.0 then, 2.4.6 now``."""
    parts = []
    for one in versions[:_MOST]:
        now = shown(one.found) if one.found else "not installed"
        parts.append(f"{shown(one.name)} {shown(one.recorded or 'none')} then, {now} now")
    more = f" and {len(versions) - _MOST} more" if len(versions) > _MOST else ""
    return "; ".join(parts) + more
