"""Which names runs, experiments and tags may have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import InvalidInput

LONGEST_NAME = 250
"""Characters of a run's or an experiment's name."""

LONGEST_KEY = 500
"""Characters of a parameter's, metric's or tag's name."""

LONGEST_NOTE = 100_000
"""Characters of a note or of a tag's value."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def whole_text(text: str) -> str:
    """Give text that UTF-8 can hold: halves of characters (from undecodable file names) become ``�``."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def check_name(name: object, what: str) -> str:
    """Give the name without outer white space.

    Parameters
    ----------
    name
        What somebody typed or sent.
    what
        What it names, for the message: ``"run"``, ``"experiment"``.

    Raises
    ------
    InvalidInput
        When it is no text, empty, too long, or has line breaks or other control characters.
    """
    if not isinstance(name, str):
        raise InvalidInput(f"The name of the {what} must be text, not {type(name).__name__}.")
    stripped = name.strip()
    if not stripped:
        raise InvalidInput(f"The name of the {what} is empty: give it at least one character.")
    if len(stripped) > LONGEST_NAME:
        raise InvalidInput(
            f"The name of the {what} has {len(stripped):,} characters; at most {LONGEST_NAME} fit."
        )
    if _CONTROL.search(stripped):
        raise InvalidInput(f"The name of the {what} has a line break or another control character in it.")
    return stripped


def healed_name(name: object, what: str) -> tuple[str | None, str | None]:
    """Give a name that can be stored, and what had to be done to it.

    A run must not be lost because of its name: what ``check_name`` refuses is shortened or dropped here, and said.

    Returns
    -------
    name, warning
        ``None`` for no usable name; the warning is ``None`` where nothing had to be done.
    """
    if name is None:
        return None, None
    try:
        return check_name(name, what), None
    except InvalidInput as error:
        text = _CONTROL.sub(" ", str(name)).strip() if isinstance(name, str) else ""
        if not text:
            return None, error.message
        return text[: LONGEST_NAME - 1].rstrip() + ("…" if len(text) >= LONGEST_NAME else ""), (
            f"{error.message} It was shortened to fit."
        )


def check_key(key: object, what: str) -> str:
    """Give the name of a parameter, metric or tag.

    Raises
    ------
    InvalidInput
        When it is no text, empty, too long, or has control characters.
    """
    if not isinstance(key, str) or not key.strip() or len(key) > LONGEST_KEY or _CONTROL.search(key):
        raise InvalidInput(
            f"{str(key)[:60]!r} is no name for a {what}: it must be 1 to {LONGEST_KEY} characters without line breaks."
        )
    return key


def check_tags(tags: Mapping[str, object]) -> dict[str, str | None]:
    """Give tags with numbers and truth values as text; ``None`` as a value takes a tag away.

    Raises
    ------
    InvalidInput
        Naming the tag and what is wrong with it.
    """
    if not isinstance(tags, Mapping):
        raise InvalidInput(
            f"Tags are names with values, such as {{'stage': 'test'}}, not {type(tags).__name__}."
        )
    checked: dict[str, str | None] = {}
    for key, value in tags.items():
        text = str(value) if isinstance(value, (bool, int, float)) else value
        if text is not None and (not isinstance(text, str) or len(text) > LONGEST_NOTE):
            raise InvalidInput(
                f"The value of tag {str(key)[:60]!r} must be text of at most {LONGEST_NOTE:,} characters."
            )
        checked[check_key(key, "tag")] = None if text is None else whole_text(text)
    return checked


def check_note(note: object) -> str:
    """Give the note.

    Raises
    ------
    InvalidInput
        When it is no text, or longer than fits.
    """
    if not isinstance(note, str):
        raise InvalidInput(f"A note must be text, not {type(note).__name__}.")
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(f"The note has {len(note):,} characters; at most {LONGEST_NOTE:,} fit.")
    return whole_text(note)
