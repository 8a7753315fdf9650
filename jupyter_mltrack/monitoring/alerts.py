"""Alerts: raised when something is worth a person's time, kept while it lasts, resolved when it is over.

A monitor has at most one open alert of a kind; what joins it later is told as news, what stays is not told again.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence

from ..records import (
    Alert,
    AlertEvent,
    AlertEventKind,
    AlertKind,
    MetricValue,
    Monitor,
    MonitorCheck,
    StreamChange,
)
from ..store import Store
from .checking import TOGETHER, broken, drifted
from .delivery import announce
from .documents import checks_of, open_alerts, put

SOURCE = "source"
"""The subject of an alert about a source that cannot be read."""
SILENCE = "no new data"
"""The subject of an alert about a source that brings nothing new any more."""
UNDECIDED = "cannot tell"
"""The subject of an alert about checks that could not tell, for long."""
UNDECIDED_CHECKS = 7
_OF_RUNS = frozenset({SOURCE, SILENCE})
"""What runs find, and not checks."""
_MOST_NAMED = 5


def update_alerts(store: Store, monitor: Monitor, check: MonitorCheck) -> list[Alert]:
    """Bring a monitor's alerts to what its newest check found; inside the caller's transaction.

    Gives the alerts that changed.
    """
    expected = {
        name for name, reference in monitor.expected.items() if reference == monitor.references[-1].number
    }
    # A column that is gone did not drift; that is told by itself.
    found = drifted(check) - expected - {*broken(check)}
    wrong = [name for name in broken(check) if name not in expected]
    sentences = {column.name: column.sentence for column in check.columns}
    if _is_undecided(store, monitor, check) and UNDECIDED not in expected:
        wrong.append(UNDECIDED)
        sentences[UNDECIDED] = f"{UNDECIDED_CHECKS} checks running could not tell. {check.sentence}"
    open_ = {alert.kind: alert for alert in open_alerts(store, monitor.id)}
    subjects = _drift_subjects(check, found, expected, open_.get("drift"))
    # Where nothing could be told of any of them, nothing is over, and nothing lasts.
    unknown = bool(subjects) and not found.intersection(subjects)
    if (
        not subjects
        and "drift" in open_
        and _drifted_just_now(store, monitor, check, {*open_["drift"].ever} - expected)
    ):
        unknown = True
    changed = [
        None if unknown else
        _one(store, monitor, check, "drift", open_.get("drift"), subjects, _drift_sentences(check, found, sentences)),
        _one(store, monitor, check, "source", open_.get("source"), wrong,
             [sentences[name] for name in wrong]),
    ]  # fmt: skip
    return [alert for alert in changed if alert is not None]


def update_performance(
    store: Store, monitor: Monitor, check: MonitorCheck, values: Sequence[MetricValue], lasting: set[str],
    recently: set[str],
) -> Alert | None:  # fmt: skip
    """Bring the alert about performance to what the newest check with labels found; in the caller's transaction.

    Parameters
    ----------
    store, monitor
        The monitor, and its store.
    check
        The newest check that could be judged.
    values
        Its metrics, realised or estimated.
    lasting
        The metrics that were worse for as long as the policy asks for.
    recently
        Those that were worse in any of these checks.
    """
    found = next((one for one in open_alerts(store, monitor.id) if one.kind == "performance"), None)
    known = set(found.ever) if found is not None else set()
    poor = [value for value in values if value.worse and value.metric in lasting | known]
    if (
        found is not None
        and check.id == found.last_check
        and {one.metric for one in poor} == {*found.subjects}
    ):
        return None
    if found is not None and not poor and known & recently:
        # One good check is no end, as one bad one is no beginning.
        return None
    told = [value.sentence for value in poor]
    return _one(store, monitor, check, "performance", found, [value.metric for value in poor], told)


def update_changes(store: Store, monitor: Monitor, changes: Sequence[StreamChange]) -> Alert | None:
    """Bring the alert about streams to what detectors found in new rows; in the caller's transaction."""
    found = next((one for one in open_alerts(store, monitor.id) if one.kind == "change"), None)
    subjects = list(dict.fromkeys(_stream(change) for change in changes))
    newest = {_stream(change): change for change in changes}
    told = [_change(name, change) for name, change in newest.items()]
    return _one(store, monitor, None, "change", found, subjects, told)


def _stream(change: StreamChange) -> str:
    return change.subject or "wrong predictions"


def _change(name: str, change: StreamChange) -> str:
    moved = "" if change.before is None else f", mean {change.before:.4g} → {change.after:.4g}"
    return f"`{name}` changed about row {change.row + 1:,} of its stream{moved} ({change.method})."


def source_failed(store: Store, monitor: Monitor, problem: str, subject: str = SOURCE) -> Alert | None:
    """Raise an alert about a source that cannot be read, or (``SILENCE``) brings nothing new any more.

    Columns that an open one is about stay in it: nothing new is known of them.
    """
    found = next((alert for alert in open_alerts(store, monitor.id) if alert.kind == "source"), None)
    others = [name for name in found.subjects if name not in _OF_RUNS] if found is not None else []
    return _one(store, monitor, None, "source", found, [*others, subject], [problem])


def source_works(store: Store, monitor: Monitor) -> None:
    """Resolve an alert that was about nothing but the source."""
    for alert in open_alerts(store, monitor.id):
        if alert.kind != "source" or not _OF_RUNS.intersection(alert.subjects):
            continue
        others = [name for name in alert.subjects if name not in _OF_RUNS]
        if others:
            alert.subjects = others
            put(store, "alerts", "id", alert)
        else:
            resolve(store, alert, "The source works again.")


def resolve(
    store: Store,
    alert: Alert,
    text: str,
    kind: AlertEventKind = "resolved",
    user: str = "",
    tell: bool = True,
) -> Alert:
    """Close an alert, and say so where it had been told.

    Parameters
    ----------
    store
        The store.
    alert
        An open alert.
    text
        Why, in a sentence.
    kind, user
        What was done, and by whom, if by a person.
    tell
        Whether its channels hear of it.
    """
    now = time.time()
    alert.status, alert.resolved, alert.updated, alert.subjects = "resolved", now, now, []
    alert.snoozed_until = None
    alert.events.append(AlertEvent(now, kind, text, user))
    put(store, "alerts", "id", alert)
    if tell:
        announce(store, alert, "resolved", text)
    return alert


def is_quiet(alert: Alert, now: float) -> bool:
    """Tell whether an alert is snoozed."""
    return alert.snoozed_until is not None and alert.snoozed_until > now


def _is_undecided(store: Store, monitor: Monitor, check: MonitorCheck) -> bool:
    """Tell whether checks could not tell for so long that nobody should rely on them."""
    if check.status != "cannot tell" or not check.columns:
        return False
    newest = checks_of(store, monitor.id, limit=UNDECIDED_CHECKS, recent=monitor.recent)
    return len(newest) == UNDECIDED_CHECKS and all(
        one.status == "cannot tell" and one.reference == check.reference for one in newest
    )


def _drifted_just_now(store: Store, monitor: Monitor, check: MonitorCheck, names: set[str]) -> bool:
    """Tell whether columns drifted in the checks before, as many as drift needs to last: one calm day is no end.

    Small drift is not seen every day; else it would be raised and resolved again and again.
    """
    needed = monitor.policy.persistence - 1
    if not needed:
        return False
    before = checks_of(store, monitor.id, needed, check.order, judged=True, recent=monitor.recent)
    return any(one.reference == check.reference and drifted(one) & names for one in before)


def _drift_subjects(
    check: MonitorCheck, found: set[str], expected: set[str], alert: Alert | None
) -> list[str]:
    """Name what an alert is about: what persisted, and what it was about before and still drifts.

    A column of which a check cannot tell stays: too few rows do not end a drift.
    """
    known = set(alert.ever) if alert is not None else set()
    untold = {column.name for column in check.columns if column.drifted is None} - expected
    wanted = (set(check.persisting) | known) & found
    wanted |= untold.intersection(alert.subjects) if alert is not None else set()
    return [column.name for column in check.columns if column.name in wanted]


def _drift_sentences(check: MonitorCheck, found: set[str], sentences: dict[str, str]) -> list[str]:
    named = [name for name in check.persisting if name in found] or sorted(found)
    return [sentences[name] for name in named]


def _told(sentences: Sequence[str]) -> list[str]:
    """Give the first of some sentences, and how many there are more."""
    more = len(sentences) - _MOST_NAMED
    return [*sentences[:_MOST_NAMED], *([f"And {more} more."] if more > 0 else [])]


def _one(
    store: Store, monitor: Monitor, check: MonitorCheck | None, kind: AlertKind, alert: Alert | None,
    subjects: Sequence[str], sentences: Sequence[str],
) -> Alert | None:  # fmt: skip
    details = _told(sentences)
    sentence = " ".join(details)
    if alert is None:
        return _raised(store, monitor, check, kind, subjects, details) if subjects else None
    if not subjects:
        over = {
            "drift": "Nothing that it was about drifts any more.",
            "performance": "The model does no worse than expected any more.",
            "source": "The data are as they should be again.",
            "change": "No further change was found in the rows that came since.",
        }
        return resolve(store, alert, over[kind])
    now = time.time()
    was_quiet, is_over = alert.snoozed_until is not None, not is_quiet(alert, now)
    news = [name for name in subjects if name not in alert.ever]
    alert.status, alert.updated, alert.subjects = "persisting", now, [*subjects]
    alert.sentence, alert.details = sentence, details
    alert.ever += news
    alert.version = check.version if check is not None else alert.version
    if check is not None and check.id != alert.last_check:
        alert.checks, alert.last_check = alert.checks + 1, check.id
    if news:
        alert.events.append(AlertEvent(now, "grew", f"{_names(news)} joined. {sentence}"))
    elif was_quiet and is_over:
        alert.events.append(AlertEvent(now, "reopened", f"The snooze is over, and it lasts. {sentence}"))
    elif len(alert.events) == 1:
        alert.events.append(AlertEvent(now, "persisting", sentence))
    tell = (news or was_quiet) and is_over
    if was_quiet and is_over:
        alert.snoozed_until = None
    put(store, "alerts", "id", alert)
    if tell:
        announce(store, alert, "grew" if news else "persists", sentence)
    return alert


def _raised(
    store: Store,
    monitor: Monitor,
    check: MonitorCheck | None,
    kind: AlertKind,
    subjects: Sequence[str],
    details: list[str],
) -> Alert:
    now, sentence = time.time(), " ".join(details)
    seen = check.id if check is not None else ""
    alert = Alert(
        uuid.uuid4().hex, monitor.id, monitor.name, kind, "raised", sentence, now, now,
        [*subjects], details, [*subjects], seen, seen, 1, monitor.model, check.version if check is not None else None,
        events=[AlertEvent(now, "raised", sentence)],
    )  # fmt: skip
    put(store, "alerts", "id", alert)
    announce(store, alert, "raised", sentence, monitor.channels)
    return alert


def _names(names: Sequence[str]) -> str:
    shown = [
        "the relations of the columns" if name == TOGETHER else f"`{name}`" for name in names[:_MOST_NAMED]
    ]
    return ", ".join(shown) + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
