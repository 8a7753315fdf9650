"""Aliases: names such as ``champion`` that lead to a version."""

from __future__ import annotations

from ..errors import NotFound
from ..records import RegisteredModel
from ..store import Store
from .documents import find_model, find_version
from .journal import writing
from .names import Reference, check_alias
from .people import Person


def set_alias(store: Store, name: str, alias: str, version: int, *, by: Person) -> RegisteredModel:
    """Let an alias name a version; it leaves the one that it named before.

    Parameters
    ----------
    store
        The store that holds the model.
    name, version
        The model's name and the version's number.
    alias
        Letters, digits, ``_ . -``; not the name of a stage.
    by
        Who does it.

    Raises
    ------
    NotFound
        When there is no such model or version.
    InvalidInput
        When the alias can be none.

    Examples
    --------
    >>> set_alias(store, "churn", "champion", 3, by=person)  # doctest: +SKIP
    """
    checked = check_alias(alias)
    with writing(store, by) as journal:
        model, _ = find_version(store, Reference(find_model(store, name).name, version))
        before = model.aliases.get(checked)
        if before != version:
            journal.add(
                "alias set", model.name, model.id, version=version,
                changes={"aliases": {**model.aliases, checked: version}}, alias=checked, before=before,
            )  # fmt: skip
        return find_model(store, model.name)


def remove_alias(store: Store, name: str, alias: str, *, by: Person) -> RegisteredModel:
    """Take an alias away.

    Raises
    ------
    NotFound
        When there is no such model or alias.
    """
    with writing(store, by) as journal:
        model = find_model(store, name)
        if alias not in model.aliases:
            raise NotFound(f"The model {model.name!r} has no alias {str(alias)[:60]!r}.")
        rest = {key: number for key, number in model.aliases.items() if key != alias}
        journal.add(
            "alias removed", model.name, model.id, version=model.aliases[alias],
            changes={"aliases": rest}, alias=alias,
        )  # fmt: skip
        return find_model(store, model.name)
