"""``mltrack request``, ``requests``, ``approve``, ``reject``, ``withdraw``, ``comment``: who decides."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .shared import answer, command, me, opened, table

if TYPE_CHECKING:
    from ..records import RequestDetails, TransitionRequest


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    ask = command(commands, "request", run_request, "ask that a version goes to a stage")
    ask.add_argument("version", metavar="VERSION", help="churn/3, churn@challenger, or churn for the newest")
    ask.add_argument("stage", metavar="STAGE")
    ask.add_argument("--reason", required=True, metavar="TEXT")

    listed = command(commands, "requests", run_requests, "list open requests, or show one with its evidence")
    listed.add_argument("request", nargs="?", metavar="REQUEST")
    listed.add_argument("--mine", action="store_true", help="only those that wait for me")
    listed.add_argument("--all", action="store_true", help="closed ones, too")

    approve = command(commands, "approve", run_approve, "approve a request")
    approve.add_argument(
        "request", metavar="REQUEST", help="its id, or the version that it is about: churn/3"
    )
    approve.add_argument("--comment", default="", metavar="TEXT")

    reject = command(commands, "reject", run_reject, "reject a request")
    reject.add_argument("request", metavar="REQUEST")
    reject.add_argument("--reason", required=True, metavar="TEXT")

    withdraw = command(commands, "withdraw", run_withdraw, "take your own request back")
    withdraw.add_argument("request", metavar="REQUEST")
    withdraw.add_argument("--reason", default="", metavar="TEXT")

    comment = command(commands, "comment", run_comment, "comment a run or a version, or show the comments")
    comment.add_argument("what", metavar="RUN|VERSION", help="12 for a run, churn/3 for a version")
    comment.add_argument("text", nargs="?", metavar="TEXT")


def _said(request: TransitionRequest) -> str:
    return f"request {request.id[:8]}: {request.model}/{request.version} to {request.stage}: {request.status}"


def run_request(chosen: argparse.Namespace) -> int:
    """Open a request."""
    from ..registry import open_request

    request = open_request(opened(chosen), chosen.version, chosen.stage, chosen.reason, by=me())
    return answer(chosen, request, [_said(request)])


def run_requests(chosen: argparse.Namespace) -> int:
    """Print a table of requests, or one request."""
    from ..registry import list_requests, request_details
    from ..registry.times import time_text

    store = opened(chosen)
    if chosen.request is not None:
        details = request_details(store, chosen.request, by=me())
        return answer(chosen, details, _details(details))
    page = list_requests(store, "" if chosen.all else "open", waiting=chosen.mine, by=me())
    rows = [
        (
            row.request.id[:8],
            f"{row.request.model}/{row.request.version}",
            row.request.stage,
            row.request.status,
            row.request.author,
            time_text(row.request.created),
            row.request.reason,
        )
        for row in page.requests
    ]
    heads = ("request", "version", "to", "status", "by", "when", "reason")
    return answer(chosen, page, table(heads, rows, (1, 6)) if rows else ["No request."])


def _details(details: RequestDetails) -> list[str]:
    from ..registry.shown import Request
    from ..tracking.sentence import delta_text, number_text

    row = details.row
    lines = repr(Request(row.request)).splitlines()
    if row.stale:
        lines.append(f"Another version has come to {row.request.stage} since this was asked.")
    if details.evidence is not None:
        versions = details.evidence.versions
        against = f"version {versions.current.version}" if versions.current else "nothing"
        lines += ["", f"against {against}: {versions.sentence}", *versions.data]
        lines += [f"{one.side} {one.name}: {one.before} → {one.after}" for one in versions.signature]
        metrics = [
            (
                one.name,
                "-" if one.challenger is None else number_text(one.challenger),
                "-" if one.current is None else number_text(one.current),
                "-" if one.delta is None else delta_text(one.delta),
                one.verdict + (", within the spread of repeats" if one.within_spread else ""),
            )
            for one in versions.metrics
        ]
        if metrics:
            lines += ["", *table(("metric", "challenger", "current", "difference", ""), metrics, (0,))]
    if row.request.status == "open":
        lines += ["", row.why_not or f"You may approve it: mltrack approve {row.request.id[:8]}"]
    return lines


def run_approve(chosen: argparse.Namespace) -> int:
    """Approve."""
    return _decide(chosen, "approve", chosen.comment)


def run_reject(chosen: argparse.Namespace) -> int:
    """Reject."""
    return _decide(chosen, "reject", chosen.reason)


def _decide(chosen: argparse.Namespace, kind: str, text: str) -> int:
    from ..registry import decide, request_details

    store = opened(chosen)
    request = decide(store, chosen.request, kind, text, by=me())
    missing = request_details(store, request.id, by=me()).row.missing
    more = f", {missing} more approval{'s' if missing > 1 else ''} needed" if missing else ""
    return answer(chosen, request, [_said(request) + more])


def run_withdraw(chosen: argparse.Namespace) -> int:
    """Withdraw."""
    from ..registry import withdraw

    request = withdraw(opened(chosen), chosen.request, by=me(), reason=chosen.reason)
    return answer(chosen, request, [_said(request)])


def run_comment(chosen: argparse.Namespace) -> int:
    """Comment, or show comments."""
    from ..registry import comment_run, comment_version, run_comments, version_comments
    from ..registry.times import time_text

    store, what = opened(chosen), chosen.what
    of_run = what.removeprefix("#").isdecimal()
    if chosen.text is None:
        comments = run_comments(store, what) if of_run else version_comments(store, what)
    else:
        comments = (comment_run if of_run else comment_version)(store, what, chosen.text, by=me())
    lines = [f"{time_text(one.time)}  {one.user}: {one.text}" for one in comments]
    return answer(chosen, comments, lines or ["No comment."])
