"""``mltrack monitors``, ``mltrack monitor …``: what is watched, made, run and changed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .shared import answer, command, count, me, opened, table

if TYPE_CHECKING:
    from ..records import Monitor, MonitorCheck

_MARKS = {"drift": "drift", "no drift": "no drift", "cannot tell": "cannot tell"}


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    listed = command(commands, "monitors", run_list, "list the monitors, with what is open")
    listed.add_argument("text", nargs="?", default="", metavar="TEXT", help="part of a name or a model")

    group = commands.add_parser(
        "monitor", help="make, run and change monitors", description="Make, run and change monitors."
    ).add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_create(group)
    show = _named(group, "show", run_show, "show a monitor and its newest checks")
    show.add_argument(
        "--limit", type=count, default=10, metavar="N", help="at most N checks (default: %(default)s)"
    )
    run = command(group, "run", run_run, "run a monitor, or all that are due (for cron)")
    run.add_argument("name", nargs="?", metavar="NAME", help="the monitor")
    run.add_argument("--due", action="store_true", help="all whose time has come, and the messages that wait")
    check = _named(group, "check", run_check, "hand a file to a monitor that has no source")
    check.add_argument("file", metavar="FILE", help="CSV, Parquet or JSON lines")
    check.add_argument(
        "--label", default="", metavar="TEXT", help="what it is called (default: the file's name)"
    )
    taken = _named(group, "reference", run_reference, "compare with something else from now on")
    what = taken.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--check", action="append", metavar="LABEL", help="the data of a check; may be repeated"
    )
    what.add_argument("--file", metavar="FILE", help="a table")
    what.add_argument("--model", action="store_true", help="the data that its model was trained on")
    taken.add_argument("--reason", default="", metavar="TEXT", help="why; kept in its history")
    _named(group, "pause", run_pause, "let a monitor run no more by its schedule")
    _named(group, "resume", run_resume, "let it run by its schedule again")
    _named(group, "cancel", run_cancel, "ask a running monitor to stop")
    _named(group, "delete", run_delete, "delete a monitor with its checks and alerts")


def _named(group: Any, name: str, run: Any, help: str) -> Any:
    added = command(group, name, run, help)
    added.add_argument("name", metavar="NAME", help="the monitor")
    return added


def _add_create(group: Any) -> None:
    made = _named(group, "create", run_create, "make a monitor, or change the one of that name")
    where = made.add_argument_group("where the data come from")
    where.add_argument("--files", metavar="PATTERN", help="files: 'data/*.parquet'")
    where.add_argument(
        "--database", metavar="ADDRESS", help="sqlite:///log.db, postgresql://me:$PASSWORD@host/name"
    )
    where.add_argument("--query", metavar="SQL", help="a SELECT")
    where.add_argument("--cursor", metavar="COLUMN", help="a column that only grows: each row is read once")
    where.add_argument("--time", metavar="COLUMN", help="when a row was")
    where.add_argument(
        "--chunk", metavar="PERIOD|ROWS", help="'1 day', '6 hours', 10000 (default: file by file)"
    )
    where.add_argument(
        "--zone", metavar="ZONE", help="where days begin, and of times that name no zone (default: UTC)"
    )
    where.add_argument(
        "--patience", metavar="TIME", help="how long rows of a period may come after its end: '2 hours'"
    )
    against = made.add_argument_group("what they are compared with")
    against.add_argument("--model", metavar="MODEL", help="churn@production: the data that it was trained on")
    against.add_argument("--reference", metavar="FILE", help="a table")
    roles = made.add_argument_group("what the model said and what came true")
    roles.add_argument("--task", choices=("binary", "multiclass", "regression", "ranking"))
    roles.add_argument("--prediction", metavar="COLUMN")
    roles.add_argument(
        "--score", action="append", metavar="[CLASS=]COLUMN", help="the probability of a class"
    )
    roles.add_argument("--label", metavar="COLUMN")
    roles.add_argument("--labels", metavar="PATTERN", help="files of labels that come later")
    roles.add_argument("--key", metavar="COLUMN", help="what a row and its label have in common")
    roles.add_argument("--positive", metavar="CLASS")
    roles.add_argument("--left-out", action="append", metavar="COLUMN", help="a column that is not watched")
    rules = made.add_argument_group("when somebody should know")
    rules.add_argument("--every", metavar="TIME", help="'1 hour', 'day' (default: when it is asked to)")
    rules.add_argument(
        "--silence",
        metavar="TIME",
        help="how long no new rows may come: '2 days'; '0 s': for ever (default: as usual)",
    )
    rules.add_argument(
        "--rate", type=float, metavar="SHARE", help="of undrifted tables that may be called drifted"
    )
    rules.add_argument(
        "--persistence", type=count, metavar="N", help="checks running in which a column has to drift"
    )
    rules.add_argument("--channel", action="append", metavar="NAME", help="where alerts are sent to")
    made.add_argument("--description", metavar="TEXT")


def run_list(chosen: argparse.Namespace) -> int:
    """List."""
    from ..monitoring.pages import list_monitors

    page = list_monitors(opened(chosen), chosen.text, limit=1000)
    rows = []
    for row in page.rows:
        one = row.monitor
        strip = "".join(
            {"drift": "◆", "no drift": "·", "cannot tell": "?"}[mark.status] for mark in row.strip[-14:]
        )
        rows.append(
            [one.name, one.model, one.status, strip, str(len(row.alerts) or ""), one.problem or one.sentence]
        )
    heads = ("monitor", "model", "status", "newest", "alerts", "")
    return answer(
        chosen, page, table(heads, rows, (5,)) if rows else ["No monitor. mltrack monitor create NAME …"]
    )


def run_create(chosen: argparse.Namespace) -> int:
    """Make one, or change it."""
    from ..errors import InvalidInput
    from ..monitoring.api import monitor

    source: Any = chosen.files
    if chosen.database or chosen.query:
        if chosen.files or not (chosen.database and chosen.query):
            raise InvalidInput("Give either --files, or --database with --query.")
        source = {"database": chosen.database, "query": chosen.query, "cursor": chosen.cursor or ""}
    chunk: Any = chosen.chunk
    if isinstance(chunk, str) and chunk.isdecimal():
        chunk = int(chunk)
    scores: dict[str, str] | None = None
    if chosen.score:
        pairs = [one.rpartition("=") for one in chosen.score]
        scores = {name or chosen.positive or "1": column for name, _, column in pairs}
    made = monitor(
        chosen.name, source, reference=chosen.reference, model=chosen.model, time=chosen.time, chunk=chunk,
        zone=chosen.zone, patience=chosen.patience, every=chosen.every, silence=chosen.silence,
        prediction=chosen.prediction, scores=scores, label=chosen.label,
        labels=chosen.labels, key=chosen.key, task=chosen.task, positive=chosen.positive, left_out=chosen.left_out,
        rate=chosen.rate, persistence=chosen.persistence, channels=chosen.channel, description=chosen.description,
        store=chosen.store,
    )  # fmt: skip
    return answer(chosen, made.record, repr(made).splitlines())


def run_show(chosen: argparse.Namespace) -> int:
    """Show one."""
    from ..monitoring.pages import monitor_details

    details = monitor_details(opened(chosen), chosen.name)
    return answer(chosen, details, [*_about(details.row.monitor), *_checks(details.checks[-chosen.limit :])])


def run_run(chosen: argparse.Namespace) -> int:
    """Run one, or what is due; ends with 1 where a run had a problem."""
    from ..errors import InvalidInput
    from ..monitoring.delivery import deliver
    from ..monitoring.running import run_due, run_monitor
    from ..monitoring.shown import Run

    if bool(chosen.name) == chosen.due:
        raise InvalidInput("Name a monitor, or say --due.")
    store = opened(chosen)
    said: list[str] = []
    if chosen.due:
        runs = run_due(store, told=said.append)
        lines = said or ["Nothing is due."]
    else:
        runs = [run_monitor(store, chosen.name)]
        deliver(store)
        lines = repr(Run(runs[0])).splitlines()
    answer(
        chosen,
        [{"monitor": run.monitor.name, "checks": run.checks, "problem": run.problem} for run in runs],
        lines,
    )
    return int(any(run.problem for run in runs))


def run_check(chosen: argparse.Namespace) -> int:
    """Hand a file over."""
    from pathlib import Path

    from ..monitoring.running import check_file
    from ..monitoring.shown import Run

    run = check_file(opened(chosen), chosen.name, Path(chosen.file), chosen.label)
    return answer(chosen, run.checks, repr(Run(run)).splitlines())


def run_reference(chosen: argparse.Namespace) -> int:
    """Take a new reference."""
    from pathlib import Path

    from ..monitoring import references

    store, by = opened(chosen), me()
    if chosen.model:
        done = references.take_model(store, chosen.name, by=by, reason=chosen.reason)
    elif chosen.file:
        path = Path(chosen.file).absolute()
        done = references.take_table(store, chosen.name, path, path.name, by=by, reason=chosen.reason)
    else:
        done = references.take_checks(store, chosen.name, chosen.check, by=by, reason=chosen.reason)
    return answer(chosen, done, [f"{done.name} compares with {done.references[-1].label} from now on."])


def run_pause(chosen: argparse.Namespace) -> int:
    """Pause."""
    return _edited(chosen, True, "is paused")


def run_resume(chosen: argparse.Namespace) -> int:
    """Resume."""
    return _edited(chosen, False, "runs by its schedule again")


def _edited(chosen: argparse.Namespace, paused: bool, said: str) -> int:
    from ..monitoring.monitors import edit_monitor
    from ..records import MonitorEdit

    done = edit_monitor(opened(chosen), chosen.name, MonitorEdit(paused=paused), by=me())
    return answer(chosen, done, [f"{done.name} {said}."])


def run_cancel(chosen: argparse.Namespace) -> int:
    """Cancel."""
    from ..monitoring.leases import cancel

    done = cancel(opened(chosen), chosen.name)
    return answer(chosen, done, [f"{done.name} was asked to stop."])


def run_delete(chosen: argparse.Namespace) -> int:
    """Delete."""
    from ..monitoring.monitors import delete_monitor

    delete_monitor(opened(chosen), chosen.name, by=me())
    return answer(chosen, {"deleted": chosen.name}, [f"{chosen.name} is deleted."])


def _about(monitor: Monitor) -> list[str]:
    from ..registry.times import time_text

    lines = [f"{monitor.name}: {monitor.status}", *([monitor.sentence] if monitor.sentence else [])]
    if monitor.problem:
        lines.append(monitor.problem)
    for reference in monitor.references[-1:]:
        lines.append(f"compared with {reference.label} since {time_text(reference.since)}")
    if monitor.next_run is not None:
        lines.append(f"next run {time_text(monitor.next_run)}")
    return [*lines, *monitor.notes, ""]


def _checks(checks: list[MonitorCheck]) -> list[str]:
    rows = [[check.label, f"{check.rows:,}", _MARKS[check.status], check.sentence] for check in checks]
    return table(("check", "rows", "", ""), rows, (3,)) if rows else ["It has checked nothing yet."]
