"""Which names models and aliases may have, and how a version is referred to."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, get_args

from ..errors import InvalidInput
from ..records import Stage
from ..tracking.names import check_name, whole_text

STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
LONGEST_TEXT: Final = 10_000
"""Characters of a reason or a comment."""
LONGEST_PERSON: Final = 200
_FORBIDDEN = re.compile(r"[/\\:@]")
_ALIAS = re.compile(r"[\w.-]{1,100}", re.ASCII)
_VERSION = re.compile(r"v?\d+", re.ASCII)


class Reference(NamedTuple):
    """What a text such as ``churn@production`` refers to."""

    model: str
    version: int | None = None
    label: str | None = None
    """A stage or an alias."""


def check_model_name(name: object) -> str:
    """Give a model's name without outer white space.

    MLflow's clients and file systems must be able to take it: no slashes, colons, ``@``, no dots alone.

    Raises
    ------
    InvalidInput
        Saying what is wrong.

    Examples
    --------
    >>> check_model_name(" churn ")
    'churn'
    """
    checked = check_name(name, "model")
    found = _FORBIDDEN.search(checked)
    if found:
        raise InvalidInput(f"The name of the model has a {found[0]!r} in it; names have no / \\ : or @.")
    if not checked.isprintable():
        raise InvalidInput("The name of the model has a character that cannot be seen in it.")
    if not checked.strip("."):
        raise InvalidInput(f"{checked!r} is a folder and no name for a model.")
    return whole_text(checked)


def check_alias(alias: object) -> str:
    """Give an alias.

    Raises
    ------
    InvalidInput
        When it has other characters than letters, digits, ``_ . -``, or could be taken for a stage or a version.

    Examples
    --------
    >>> check_alias("champion")
    'champion'
    """
    if not isinstance(alias, str) or not _ALIAS.fullmatch(alias):
        raise InvalidInput(
            f"{str(alias)[:60]!r} is no alias: it has 1 to 100 letters, digits, '_', '.' or '-'."
        )
    if alias.lower() in (*STAGES, "latest"):
        raise InvalidInput(
            f"No alias can be called {alias!r}: that is the name of a stage, or of the newest version."
        )
    if _VERSION.fullmatch(alias):
        raise InvalidInput(f"No alias can be called {alias!r}: it would be taken for a version.")
    return alias


def check_person(name: object, what: str) -> str:
    """Give the name of a person or a group.

    Raises
    ------
    InvalidInput
        When it can be nobody's: empty, with white space around it, too long, or with what cannot be seen.

    Examples
    --------
    >>> check_person("bob", "reviewer")
    'bob'
    """
    if not isinstance(name, str) or not name.strip() or name != name.strip() or not name.isprintable():
        raise InvalidInput(f"{str(name)[:60]!r} is no {what}: give the name of a {what}.")
    if len(name) > LONGEST_PERSON:
        raise InvalidInput(f"The name {name[:60]!r}… is too long: at most {LONGEST_PERSON} characters.")
    return name


def check_stage(stage: object) -> Stage:
    """Give a stage.

    Raises
    ------
    InvalidInput
        When there is no such stage; the message names those that there are.

    Examples
    --------
    >>> check_stage("production")
    'production'
    """
    for known in STAGES:
        if stage == known:
            return known
    raise InvalidInput(f"There is no stage {str(stage)[:60]!r}; stages are {', '.join(STAGES)}.")


def check_text(text: object, what: str, needed: bool = False) -> str:
    """Give a reason or a comment.

    Raises
    ------
    InvalidInput
        When it is no text, too long, or empty where one is needed.
    """
    if not isinstance(text, str):
        raise InvalidInput(f"A {what} must be text, not {type(text).__name__}.")
    stripped = whole_text(text.strip())
    if needed and not stripped:
        raise InvalidInput(f"A {what} is needed here: say it in a few words.")
    if len(stripped) > LONGEST_TEXT:
        raise InvalidInput(f"The {what} has {len(stripped):,} characters; at most {LONGEST_TEXT:,} fit.")
    return stripped


def read_reference(text: object) -> Reference:
    """Read what refers to a version: ``churn/3``, ``churn@production``, ``churn``.

    Raises
    ------
    InvalidInput
        When it cannot be meant.

    Examples
    --------
    >>> read_reference("churn/3").version, read_reference("churn@champion").label
    (3, 'champion')
    """
    if not isinstance(text, str):
        raise InvalidInput(f"A version is named by text such as 'churn/3', not by {type(text).__name__}.")
    plain = text.strip().removeprefix("models:/")
    model, at, label = plain.partition("@")
    if at:
        return Reference(check_model_name(model), label=label.strip())
    model, slash, number = plain.rpartition("/")
    if not slash:
        return Reference(check_model_name(plain))
    if not number.isdecimal() or len(number) > 9:
        raise InvalidInput(
            f"{text[:80]!r} names no version: write churn/3, churn@production, or churn for the newest."
        )
    return Reference(check_model_name(model), int(number))
