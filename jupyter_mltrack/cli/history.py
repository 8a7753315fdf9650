"""``mltrack history`` and ``mltrack doctor``: what happened, and whether that is the truth."""

from __future__ import annotations

import argparse
from typing import Any

from .shared import answer, command, count, opened, table


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    history = command(
        commands, "history", run_history, "tell what happened to a model, or how it stood at a time"
    )
    history.add_argument("name", nargs="?", metavar="NAME", help="the model; without one, all of them")
    history.add_argument("--at", metavar="TIME", help="how it stood then: 2026-03-01T12:00 (local time)")
    history.add_argument("--since", metavar="TIME", help="only from then on")
    history.add_argument("--until", metavar="TIME", help="only until then")
    history.add_argument(
        "--limit", type=count, default=50, metavar="N", help="at most N events (default: %(default)s)"
    )

    doctor = command(
        commands, "doctor", run_doctor, "check the store, and look for tampering with the history"
    )
    doctor.add_argument(
        "--head", metavar="HASH", help="a hash that an earlier check printed: it must still be there"
    )
    doctor.add_argument(
        "--no-files", action="store_true", help="do not read the files of versions, which takes its time"
    )


def run_history(chosen: argparse.Namespace) -> int:
    """Print events, the newest first, or a moment."""
    from ..errors import InvalidInput
    from ..registry import history, moment
    from ..registry.shown import Moment, event_words
    from ..registry.times import read_time

    store = opened(chosen)
    if chosen.at is not None:
        if chosen.name is None:
            raise InvalidInput("Say of which model: mltrack history NAME --at TIME.")
        then = moment(store, chosen.name, read_time(chosen.at))
        return answer(chosen, then, repr(Moment(then)).splitlines())
    since, until = (None if text is None else read_time(text) for text in (chosen.since, chosen.until))
    page = history(store, chosen.name, since, until, chosen.limit)
    rows = [(*event_words(event), event.reason) for event in page.events]
    lines = table(("time", "who", "what", "why"), rows, (2, 3)) if rows else ["Nothing happened."]
    more = page.total - len(rows)
    return answer(chosen, page, [*lines, f"… and {more:,} earlier ones"] if more else lines)


def run_doctor(chosen: argparse.Namespace) -> int:
    """Check; the command ends with 1 where something is wrong."""
    from ..registry import check_registry
    from ..registry.files import damaged_files
    from ..tracking.model_journal import stuck_models

    store = opened(chosen)
    damage = [f"The database file is damaged: {words}" for words in store.check()]
    found = check_registry(store, chosen.head)
    files, bad = (0, []) if chosen.no_files else damaged_files(store)
    stuck = (
        []
        if store.read_only
        else [f"A saved model is not in its run. {words}" for words in stuck_models(store)]
    )
    found.problems = [*damage, *found.problems, *bad, *stuck]
    read = "" if chosen.no_files else f", so are {files:,} file{'' if files == 1 else 's'} of models"
    events = f"the history of {found.events:,} event{'' if found.events == 1 else 's'}"
    fine = f"The store is whole{read}, and so is {events}."
    head = f"head: {found.head}"
    answer(chosen, found, [*(found.problems or [fine]), *found.unchecked, head])
    return 1 if found.problems else 0
