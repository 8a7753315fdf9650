"""Texts with places for values: what stands before each place."""

from __future__ import annotations

import ast
import re


def template_of(node: ast.expr) -> str | None:
    """Give a text that is written as such."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def before_percents(text: str) -> list[str]:
    """Give what stands before each place of a ``%`` format.

    >>> before_percents("loss %.3f at 50%% of %d")
    ['loss ', ' at 50 of ']
    """
    return _split(text, "%", "diouxXeEfFgGcrsa")


def before_braces(text: str) -> list[str]:
    """Give what stands before each place of a ``str.format`` template.

    >>> before_braces("loss {:.3f} in epoch {}")[:2]
    ['loss ', ' in epoch ']
    """
    return [part.rpartition("}")[2] for part in text.replace("{{", "").replace("}}", "").split("{")]


def _split(text: str, mark: str, ends: str) -> list[str]:
    found, rest = [], text.replace(mark * 2, "")
    while mark in rest:
        before, _, rest = rest.partition(mark)
        found.append(before)
        end = next((position for position, letter in enumerate(rest) if letter in ends), -1)
        rest = rest[end + 1 :]
    return found


def is_message(node: ast.stmt) -> bool:
    """``msg = f"accuracy {x:.3f}"``: a text that is made to be shown, unless it is the name of a file."""
    if not (
        isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
    ):
        return False
    texts = [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
    return not any("/" in text or _FILE.search(text) for text in texts if isinstance(text, str))


_FILE = re.compile(r"\.[a-z][a-z0-9]{1,4}$")
