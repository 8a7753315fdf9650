"""Markdown: strangers' texts put into it so that they stay texts, and pages of HTML made of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

_SIGNS = re.compile(r"([\\`*\[\]<>|~&]|(?<![^\W_])_|_(?![^\W_]))")
"""What means something within a line; underscores within words do not."""
_LINE_START = re.compile(r"^([#+=-]|\d+(?=[.)](?:\s|$)))")
_BLANK = re.compile(r"\s+")

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font-family: system-ui, sans-serif; line-height: 1.5; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #8886; padding: 0.25rem 0.5rem; text-align: left; overflow-wrap: anywhere; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def plain(text: str) -> str:
    r"""Give text that Markdown shows as it is, on one line.

    >>> plain("a|b <script>")
    'a\\|b \\<script\\>'
    """
    line = _SIGNS.sub(r"\\\1", _BLANK.sub(" ", text).strip())
    start = _LINE_START.match(line)
    if start is None:
        return line
    # "1. May" would be a list: the sign behind the number is what makes it one.
    return f"{start[0]}\\{line[start.end() :]}" if start[0].isdigit() else f"\\{line}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table of texts; they are escaped."""
    lines = [heads, ["---"] * len(heads)]
    shown = ["| " + " | ".join(lines[0]) + " |", "| " + " | ".join(lines[1]) + " |"]
    return "\n".join([*shown, *("| " + " | ".join(map(plain, row)) + " |" for row in rows)])


def page_of(markdown: str, title: str) -> str:
    """Give a page of HTML that stands alone: HTML within the Markdown is shown as text, and nothing is loaded.

    Parameters
    ----------
    markdown
        The text, by whomever.
    title
        Of the page.
    """
    import mistune

    writer = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
    # It would give a tree for another renderer.
    body = cast("str", cast("Any", writer)(markdown))
    return _PAGE.format(title=html.escape(title), body=body)
