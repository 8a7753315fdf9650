"""``mltrack models``, ``register``, ``stage``, ``alias``, ``rollback``, ``card``: registered models."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .shared import answer, command, count, me, opened, table

if TYPE_CHECKING:
    from ..records import ModelDetails, ModelVersion, VersionPage


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    models = command(commands, "models", run_models, "list registered models, or show one with its versions")
    models.add_argument("name", nargs="?", metavar="NAME", help="show this model")
    models.add_argument(
        "--text", default="", metavar="T", help="only models whose name, description or tags hold T"
    )
    models.add_argument("--tag", default="", metavar="KEY[=VALUE]", help="only models with this tag")
    models.add_argument("--stage", default="", metavar="S", help="only models (or versions) in this stage")
    models.add_argument(
        "--limit", type=count, default=20, metavar="N", help="at most N rows (default: %(default)s)"
    )

    register = command(
        commands, "register", run_register, "make a run's model the next version of a registered model"
    )
    register.add_argument(
        "run_reference", metavar="RUN", help="number or id of a run, or an address (runs:/…)"
    )
    register.add_argument("name", metavar="NAME", help="the model; it is made where there is none")
    register.add_argument("--saved", metavar="PATH", help="the saved model, where the run has several")
    register.add_argument("--description", default="", metavar="TEXT")

    stage = command(commands, "stage", run_stage, "move a version to a stage")
    stage.add_argument("version", metavar="VERSION", help="churn/3, churn@champion, or churn for the newest")
    stage.add_argument("stage", metavar="STAGE", help="none, staging, production or archived")
    stage.add_argument("--reason", default="", metavar="TEXT")

    alias = command(commands, "alias", run_alias, "let an alias name a version, or take it away")
    alias.add_argument("name", metavar="NAME")
    alias.add_argument("alias", metavar="ALIAS", help="such as champion")
    what = alias.add_mutually_exclusive_group(required=True)
    what.add_argument("version", nargs="?", type=count, metavar="VERSION", help="number of the version")
    what.add_argument("--remove", action="store_true", help="take it away")

    back = command(commands, "rollback", run_rollback, "bring the version back that was in a stage before")
    back.add_argument("name", metavar="NAME")
    back.add_argument("--stage", default="production", metavar="STAGE", help="(default: %(default)s)")
    back.add_argument("--reason", default="", metavar="TEXT")

    card = command(commands, "card", run_card, "print the card of a model")
    card.add_argument("name", metavar="NAME")
    card.add_argument("--html", action="store_true", help="as a page of HTML instead of Markdown")


def run_models(chosen: argparse.Namespace) -> int:
    """Print a table of models, or one model."""
    from ..registry import list_models, list_versions, model_details

    store = opened(chosen)
    if chosen.name is not None:
        details = model_details(store, chosen.name)
        versions = list_versions(store, chosen.name, chosen.stage, chosen.limit)
        return answer(chosen, {"details": details, "versions": versions}, _model(details, versions))
    page = list_models(store, chosen.text, chosen.tag, chosen.stage, chosen.limit, by=me())
    rows = [
        (
            row.name,
            str(row.versions),
            _numbers(row.production),
            str(row.stages.get("staging", "-")),
            ", ".join(f"{alias}={number}" for alias, number in sorted(row.aliases.items())) or "-",
            str(row.waiting or "-"),
            row.description,
        )
        for row in page.rows
    ]
    heads = ("model", "versions", "production", "staging", "aliases", "requests", "description")
    lines = table(heads, rows, (0, 4, 6)) if rows else ["No model: mltrack register RUN NAME makes one."]
    if page.waiting:
        lines.append(
            f"{page.waiting} request{'s wait' if page.waiting > 1 else ' waits'} for you: mltrack requests"
        )
    return answer(chosen, page, lines)


def _model(details: ModelDetails, page: VersionPage) -> list[str]:
    from ..registry.shown import Model

    lines = repr(Model(details.model)).splitlines()
    lines += [
        f"request {one.id[:8]}: {one.version} to {one.stage}, by {one.author}" for one in details.requests
    ]
    lines += [
        f"rollback of {one.stage}: to version {one.target}{'' if one.free else ', by a request'}"
        for one in details.rollbacks
    ]
    if page.versions:
        heads = ("version", "stage", "run", "registered", "by", "description")
        lines += ["", *table(heads, [_version(one) for one in page.versions], (5,))]
    return lines


def _version(version: ModelVersion) -> tuple[str, ...]:
    from ..registry.times import time_text

    run = str(version.run_number or "-")
    created = time_text(version.created)
    return str(version.version), version.stage, run, created, version.created_by, version.description


def _numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "-"


def run_register(chosen: argparse.Namespace) -> int:
    """Register a run, or what lies at an address."""
    from ..registry.sources import register_named

    version = register_named(
        opened(chosen),
        chosen.run_reference,
        chosen.name,
        chosen.saved,
        by=me(),
        description=chosen.description,
    )
    what = version.source if version.run_number is None else f"run {version.run_number}"
    return answer(chosen, version, [f"{what} is {version.model}/{version.version}"])


def run_stage(chosen: argparse.Namespace) -> int:
    """Move a version."""
    from ..registry import transition

    version = transition(opened(chosen), chosen.version, chosen.stage, by=me(), reason=chosen.reason)
    return answer(chosen, version, [f"{version.model}/{version.version} is in {version.stage}"])


def run_alias(chosen: argparse.Namespace) -> int:
    """Set or remove an alias."""
    from ..registry import remove_alias, set_alias

    if chosen.remove:
        model = remove_alias(opened(chosen), chosen.name, chosen.alias, by=me())
        return answer(chosen, model, [f"{chosen.alias} names no version of {model.name} any more"])
    model = set_alias(opened(chosen), chosen.name, chosen.alias, chosen.version, by=me())
    return answer(chosen, model, [f"{chosen.alias} is {model.name}/{chosen.version}"])


def run_rollback(chosen: argparse.Namespace) -> int:
    """Roll a stage back."""
    from ..registry import rollback

    version = rollback(opened(chosen), chosen.name, chosen.stage, by=me(), reason=chosen.reason)
    return answer(chosen, version, [f"{version.model}/{version.version} is in {version.stage} again"])


def run_card(chosen: argparse.Namespace) -> int:
    """Print a model card."""
    from ..registry import model_card

    card = model_card(opened(chosen), chosen.name)
    return answer(chosen, card, [(card.html if chosen.html else card.markdown).rstrip("\n")])
