"""``mltrack alerts`` and ``mltrack alert``: what is open, and what people do about it."""

from __future__ import annotations

import argparse
from typing import Any

from .shared import answer, command, me, opened, table


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    listed = command(commands, "alerts", run_list, "list the open alerts")
    listed.add_argument("--all", action="store_true", help="the resolved ones, too")
    listed.add_argument("--monitor", default="", metavar="NAME", help="of one monitor only")

    acted = command(commands, "alert", run_act, "look at an alert, or do something about it")
    acted.add_argument("alert", metavar="ALERT", help="the beginning of its id")
    what = acted.add_mutually_exclusive_group()
    what.add_argument("--acknowledge", action="store_true", help="somebody looks after it")
    what.add_argument("--snooze", metavar="UNTIL", help="quiet until 2026-03-01T12:00, or for '1 day'")
    what.add_argument(
        "--expected", action="store_true", help="its drift is no alert while the reference stays"
    )
    what.add_argument("--reopen", action="store_true", help="take any of that back")
    acted.add_argument("--column", action="append", metavar="NAME", help="with --expected: only this column")
    acted.add_argument("--text", default="", metavar="TEXT", help="why, or a comment")


def run_list(chosen: argparse.Namespace) -> int:
    """List."""
    from ..monitoring.pages import list_alerts
    from ..registry.times import time_text

    page = list_alerts(opened(chosen), "all" if chosen.all else "open", chosen.monitor, limit=1000)
    rows = [
        [
            one.id[:8],
            one.monitor_name,
            one.kind,
            one.status,
            time_text(one.raised),
            str(one.checks),
            one.sentence,
        ]
        for one in page.alerts
    ]
    heads = ("alert", "monitor", "about", "", "since", "checks", "")
    return answer(chosen, page, table(heads, rows, (6,)) if rows else ["No alert is open."])


def run_act(chosen: argparse.Namespace) -> int:
    """Show an alert, or act on it."""
    from ..monitoring.acts import act
    from ..monitoring.pages import alert_details
    from ..registry.times import time_text

    store = opened(chosen)
    found: str | None = None
    if chosen.acknowledge:
        found = act(store, chosen.alert, "acknowledge", by=me(), text=chosen.text).id
    elif chosen.snooze is not None:
        found = act(store, chosen.alert, "snooze", by=me(), text=chosen.text, until=_until(chosen.snooze)).id
    elif chosen.expected:
        found = act(store, chosen.alert, "expected", by=me(), text=chosen.text, subjects=chosen.column).id
    elif chosen.reopen:
        found = act(store, chosen.alert, "reopen", by=me(), text=chosen.text).id
    elif chosen.text:
        found = act(store, chosen.alert, "comment", by=me(), text=chosen.text).id
    details = alert_details(store, found or chosen.alert)
    one = details.alert
    lines = [f"{one.id[:8]}  {one.monitor_name}  {one.kind}  {one.status}", one.sentence, ""]
    rows = [[time_text(event.time), event.kind, event.user, event.text] for event in one.events]
    lines += table(("time", "what", "who", ""), rows, (3,))
    sent = [[d.channel, d.status, str(d.attempts), d.problem] for d in details.deliveries]
    return answer(
        chosen, details, [*lines, "", *table(("channel", "", "tries", ""), sent, (3,))] if sent else lines
    )


def _until(text: str) -> float:
    import time

    from ..errors import InvalidInput
    from ..monitoring.api import seconds_of
    from ..registry.times import read_time

    try:
        return time.time() + seconds_of(text)
    except InvalidInput:
        return read_time(text)
