"""The ``%%track`` line and the code below it, as text and as a syntax tree."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .walk import nodes_of

_TRACK = re.compile(r"%%track(?=\s|$)(.*)", re.DOTALL)
_CELL_MAGIC = re.compile(r"%%(\w+)")
_RUNNING = frozenset({"time", "capture", "prun"})
"""Cell magics that run their body as Python code in the notebook."""

Lines = list[str]
Transform = Callable[[Lines], Lines]


@dataclass(frozen=True, slots=True)
class TrackedCode:
    """A cell with a ``%%track`` line: what stands in that line after the word, and the cell without the line."""

    options: str
    code: str


def find_track(raw: str, cleanup: Iterable[Transform] = ()) -> TrackedCode | None:
    r"""Find the ``%%track`` line of a cell.

    It stands on top, or right below ``%%time``, ``%%capture`` or ``%%prun``.

    Parameters
    ----------
    raw
        The cell as it was sent to the kernel.
    cleanup
        IPython's transforms that take leading blank lines, indentation and prompts away.

    Returns
    -------
    TrackedCode or None
        ``None`` for a cell that is not tracked.

    Examples
    --------
    >>> find_track("%%track svc --tag a=b\nC = 1")
    TrackedCode(options='svc --tag a=b', code='C = 1')
    """
    if "%%track" not in raw:
        return None
    lines = raw.splitlines(keepends=True)
    for transform in cleanup:
        lines = transform(lines)
    for at, line in enumerate(lines):
        found = _TRACK.match(line)
        if found:
            code = "".join([*lines[:at], *_without_track(lines[at + 1 :])])
            return TrackedCode(found.group(1).strip(), code)
        magic = _CELL_MAGIC.match(line)
        if magic is None or magic.group(1) not in _RUNNING:
            return None
    return None


def strip_track(lines: Lines) -> Lines:
    """Input transform: make the ``%%track`` line a comment, so that IPython runs the cell as any other.

    The line stays a line, for the line numbers of tracebacks. Where another cell magic follows, or a single line that
    only IPython understands (``ls``), it is taken away: both must come first.
    """
    if not lines or not _TRACK.match(lines[0]):
        return lines
    rest = _without_track(lines[1:])
    filled = [line for line in rest if line.strip()]
    if filled and (filled[0].startswith("%%") or (len(filled) == 1 and not _is_plain(filled[0]))):
        return rest[rest.index(filled[0]) :]
    ours = lines[: len(lines) - len(rest)]
    return [*("# " + line.rstrip("\r\n") + "\n" for line in ours), *rest]


def _without_track(lines: Lines) -> Lines:
    while lines and _TRACK.match(lines[0]):
        lines = lines[1:]
    return lines


def _is_plain(line: str) -> bool:
    """Say whether a line means the same in every IPython: no automatic magic, no automatic call."""
    if line.strip().isidentifier():
        return False
    try:
        ast.parse(line.strip())
    except (SyntaxError, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class CodePiece:
    """Code that IPython compiles as a whole: the cell, or the body of a magic in it that runs Python."""

    source: str
    layout: tuple[tuple[str, int, int, int | None], ...]

    def is_of(self, tree: ast.AST) -> bool:
        """Say whether a syntax tree is this code's."""
        return isinstance(tree, ast.Module) and layout_of(tree) == self.layout


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A cell's code for reading: magics that run Python (``%time``, ``%%time``) are opened up."""

    tree: ast.Module
    pieces: tuple[CodePiece, ...]
    failed: bool = False
    """It is not valid Python."""


def read_code(transformed: str, transform: Callable[[str], str] = lambda text: text) -> ReadCode:
    """Parse a cell.

    Parameters
    ----------
    transformed
        The cell after IPython's input transforms.
    transform
        Those transforms, for the bodies of magics.
    """
    try:
        tree = ast.parse(transformed)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ReadCode(ast.Module([], []), (), failed=True)
    pieces = [CodePiece(transformed, layout_of(tree))]
    opened = _Opener(transform, pieces)
    body = [statement for node in tree.body for statement in opened.statements(node)]
    return ReadCode(ast.Module(body, []), tuple(pieces))


def form_of(code: ReadCode, text: str) -> str:
    """Tell a cell again without an id: two texts that differ in written values alone are the same cell.

    Parameters
    ----------
    code
        The cell, parsed.
    text
        Its text, for what is no Python.

    Examples
    --------
    >>> first, again, other = "lr = 0.1", "lr = 0.02", "mu = 0.1"
    >>> [form_of(read_code(text), text) == form_of(read_code(first), first) for text in (again, other)]
    [True, False]
    """
    digest = hashlib.sha256()
    if code.failed:
        digest.update(text.encode("utf-8", "replace"))
    for node in nodes_of(code.tree):
        digest.update(type(node).__name__.encode())
        if not isinstance(node, ast.Constant):
            for field in node._fields:
                part = getattr(node, field, None)
                if type(part) is str:
                    digest.update(part.encode("utf-8", "replace"))
    return f"form-{digest.hexdigest()[:16]}"


def layout_of(tree: ast.Module) -> tuple[tuple[str, int, int, int | None], ...]:
    """Give kind and place of a module's statements, by which two trees of the same code are known as such."""
    return tuple(
        (type(node).__name__, getattr(node, "lineno", 0), getattr(node, "col_offset", 0), node.end_lineno)
        for node in tree.body
    )


class _Opener:
    """Replaces calls of magics that run Python by the code that they run."""

    def __init__(self, transform: Callable[[str], str], pieces: list[CodePiece]) -> None:
        self._transform = transform
        self._pieces = pieces

    def statements(self, node: ast.stmt) -> list[ast.stmt]:
        value = node.value if isinstance(node, (ast.Expr, ast.Assign)) else None
        text = _run_by_magic(value)
        if text is None:
            return [node]
        try:
            source = self._transform(text)
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return [node]
        self._pieces.append(CodePiece(source, layout_of(tree)))
        last = tree.body[-1] if tree.body else None
        if isinstance(node, ast.Assign) and isinstance(last, ast.Expr):
            return [*tree.body[:-1], ast.copy_location(ast.Assign(node.targets, last.value), node)]
        return [inner for part in tree.body for inner in self.statements(part)]


def _run_by_magic(node: ast.expr | None) -> str | None:
    """Give the code in ``get_ipython().run_cell_magic('time', '', code)`` and its sister for lines."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return None
    words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
    if len(words) != len(node.args) or not all(isinstance(word, str) for word in words):
        return None
    if node.func.attr == "run_cell_magic" and len(words) == 3 and words[0] in _RUNNING:
        return str(words[2])
    if node.func.attr == "run_line_magic" and len(words) == 2 and words[0] in ("time", "prun"):
        return str(words[1])
    return None
