"""``mltrack edit`` and ``mltrack delete``: what people change of models and versions."""

from __future__ import annotations

import argparse
from typing import Any

from .shared import answer, command, me, opened


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    edit = command(commands, "edit", run_edit, "change the description or tags of a model or a version")
    edit.add_argument("what", metavar="NAME|VERSION", help="churn for the model, churn/3 for a version")
    edit.add_argument("--description", metavar="TEXT")
    edit.add_argument("--tag", action="append", default=[], metavar="KEY=VALUE", help="may be repeated")
    edit.add_argument("--untag", action="append", default=[], metavar="KEY", help="take a tag away")
    edit.add_argument("--rename", metavar="NAME", help="of a model: its new name")
    edit.add_argument(
        "--card", type=argparse.FileType(encoding="utf-8"), metavar="FILE", help="of a model: its card"
    )

    delete = command(commands, "delete", run_delete, "delete a model or a version that is not in use")
    delete.add_argument("what", metavar="NAME|VERSION", help="churn for the model, churn/3 for a version")
    delete.add_argument("--reason", default="", metavar="TEXT")


def _is_version(what: str) -> bool:
    return "/" in what or "@" in what


def run_edit(chosen: argparse.Namespace) -> int:
    """Edit."""
    from ..errors import InvalidInput
    from ..records import ModelEdit, VersionEdit
    from ..registry import edit_model, edit_version

    slips = [text for text in chosen.tag if "=" not in text]
    if slips:
        raise InvalidInput(f"{slips[0][:60]!r} is no tag: write --tag team=risk.")
    tags: dict[str, str | None] = dict(text.split("=", 1) for text in chosen.tag)
    tags.update(dict.fromkeys(chosen.untag))
    if not _is_version(chosen.what):
        card = chosen.card.read() if chosen.card else None
        edit = ModelEdit(chosen.rename, chosen.description, tags or None, card)
        model = edit_model(opened(chosen), chosen.what, edit, by=me())
        return answer(chosen, model, [f"{model.name} is changed"])
    if chosen.rename or chosen.card:
        raise InvalidInput(
            "A version has no name and no card of its own: --rename and --card are for models."
        )
    version = edit_version(
        opened(chosen), chosen.what, VersionEdit(chosen.description, tags or None), by=me()
    )
    return answer(chosen, version, [f"{version.model}/{version.version} is changed"])


def run_delete(chosen: argparse.Namespace) -> int:
    """Delete."""
    from ..registry import delete_model, delete_version

    remove = delete_version if _is_version(chosen.what) else delete_model
    remove(opened(chosen), chosen.what, by=me(), reason=chosen.reason)
    return answer(chosen, {"deleted": chosen.what}, [f"{chosen.what} is deleted; its history stays"])
