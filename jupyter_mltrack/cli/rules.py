"""``mltrack rules`` and ``mltrack people``: who has to approve, and whom rules can name."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from .shared import answer, command, count, me, opened

if TYPE_CHECKING:
    from ..records import StageRule


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    rules = command(commands, "rules", run_rules, "show or set the rules of a stage")
    rules.add_argument(
        "name", nargs="?", metavar="NAME", help="the model; without one, rules of the whole store"
    )
    rules.add_argument("--stage", default="production", metavar="STAGE", help="(default: %(default)s)")
    protect = rules.add_mutually_exclusive_group()
    protect.add_argument("--protect", action="store_true", help="versions come in by approved requests alone")
    protect.add_argument("--open", action="store_true", help="everybody may move versions in and out")
    rules.add_argument("--most", type=count, metavar="N", help="how many versions the stage takes")
    rules.add_argument(
        "--reviewer", action="append", default=[], metavar="USER", help="may approve; may be repeated"
    )
    rules.add_argument(
        "--group", action="append", default=[], metavar="GROUP", help="whose members may approve"
    )
    rules.add_argument(
        "--approvals", type=count, default=1, metavar="N", help="how many are needed (default: 1)"
    )
    rules.add_argument("--author-may-approve", action="store_true", help="no second pair of eyes is needed")
    rules.add_argument(
        "--add-people", action="store_true", help="the named reviewers and groups may have never been here"
    )
    rules.add_argument("--reason", default="", metavar="TEXT")

    people = command(
        commands, "people", run_people, "list whom the store knows, or add people who have not been here yet"
    )
    people.add_argument("act", nargs="?", choices=("add",), metavar="add", help="add the named ones")
    people.add_argument("names", nargs="*", metavar="USER", help="their accounts")
    people.add_argument("--group", action="append", default=[], metavar="GROUP", help="a group of them")
    people.add_argument("--reason", default="", metavar="TEXT")


def run_rules(chosen: argparse.Namespace) -> int:
    """Show the rules, or set that of one stage."""
    from ..registry import get_model, rule_warnings, rules_of, set_rules, store_rules
    from ..registry.rules import check_ruled

    store, by = opened(chosen), me()
    check_ruled(chosen.stage)
    changing = chosen.protect or chosen.open or chosen.most is not None or chosen.reviewer or chosen.group
    # Read and set in one transaction: what others set meanwhile for another stage must not be undone.
    with store.transaction() if changing else store.snapshot():
        model = get_model(store, chosen.name) if chosen.name is not None else None
        rules = rules_of(store, model) if model else store_rules(store)
        if changing:
            own = model.rules if model else rules
            before = next(one for one in rules if one.stage == chosen.stage)
            kept = [one for one in own if one.stage != chosen.stage]
            added = (chosen.reviewer, chosen.group) if chosen.add_people else ((), ())
            rules = set_rules(
                store, [*kept, _rule(chosen, before)], chosen.name, by=by, reason=chosen.reason,
                add_people=added[0], add_groups=added[1],
            )  # fmt: skip
    for warning in rule_warnings(store, rules, by=by):
        print(f"mltrack: {warning}", file=sys.stderr)
    return answer(chosen, rules, [_rule_text(rule) for rule in rules])


def run_people(chosen: argparse.Namespace) -> int:
    """List whom the store knows, or add some."""
    from ..errors import InvalidInput
    from ..registry import add_people, known_people

    if chosen.act is None and chosen.group:
        raise InvalidInput("To add a group: mltrack people add --group NAME.")
    store, by = opened(chosen), me()
    if chosen.act == "add":
        known = add_people(store, chosen.names, chosen.group, by=by, reason=chosen.reason)
    else:
        known = known_people(store, by=by)
    lines = [f"people  {', '.join(known.people)}", f"groups  {', '.join(known.groups) or '-'}"]
    return answer(chosen, known, lines)


def _rule(chosen: argparse.Namespace, before: StageRule) -> StageRule:
    from ..records import StageRule

    most = chosen.most if chosen.most is not None else before.most
    if chosen.open or not (chosen.protect or before.protected):
        return StageRule(before.stage, most, reviewers=chosen.reviewer, groups=chosen.group)
    if not chosen.protect and not chosen.reviewer and not chosen.group:
        return StageRule(
            before.stage, most, True, before.reviewers, before.groups, before.approvals, before.second_pair
        )
    return StageRule(
        before.stage,
        most,
        True,
        chosen.reviewer,
        chosen.group,
        chosen.approvals,
        not chosen.author_may_approve,
    )


def _rule_text(rule: StageRule) -> str:
    from ..registry.rules import named

    most = f"at most {rule.most}" if rule.most is not None else "any number"
    if not rule.protected:
        return f"{rule.stage}: {most}, open"
    eyes = ", not by the author" if rule.second_pair else ""
    needed = f"{rule.approvals} approval{'s' if rule.approvals > 1 else ''} of {named(rule)}"
    return f"{rule.stage}: {most}, protected: {needed}{eyes}"
