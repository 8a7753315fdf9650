"""Where data were read from: the file or URL in the call that read them, followed back through the names between."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Final

from ..expressions import called_name
from ..names import Binding
from ..rules.secrets import mask_all
from ..walk import nodes_of

Definition = Callable[[str, int], tuple[Binding, int] | None]
"""Gives where a name got its value before an execution number, and the number of that cell."""

_READING = ("read_", "load", "fetch_", "scan_", "from_csv", "from_parquet", "genfromtxt", "open_")
_GENERATING = ("make_",)
_LIBRARY_SETS: Final = frozenset(
    {"MNIST", "FashionMNIST", "KMNIST", "EMNIST", "CIFAR10", "CIFAR100", "SVHN", "ImageFolder", "STL10"}
)
_MOST_STEPS = 30
_MOST = 3
_LONGEST = 300


def reads_data(node: ast.Call) -> bool:
    """Say whether a call reads data from somewhere, as far as its name says so.

    >>> [reads_data(ast.parse(text, mode="eval").body) for text in ("pd.read_csv('a.csv')", "load_iris()", "f(x)")]
    [True, True, False]
    """
    name = called_name(node) or ""
    return name.startswith(_READING + _GENERATING) or name in _LIBRARY_SETS


def source_of(
    name: str, number: int, definition: Definition, namespace: Mapping[str, object]
) -> tuple[str | None, bool]:
    """Say where the data under a name were read from.

    Parameters
    ----------
    name
        The variable.
    number
        The execution number of the cell that reads it.
    definition
        Gives the newest binding of a name before such a number.
    namespace
        Values of names, for paths that are put together.

    Returns
    -------
    source, derived
        Up to three sources, each a path, URL or the call of a library (``load_iris()``), ``None`` where none is known;
        and whether the data were made of what was read there.
    """
    found = list(dict.fromkeys(_sources(name, number + 1, definition, namespace, set())))
    if not found or len(found) > _MOST:
        return None, False
    made = definition(name, number + 1)
    value = made[0].value if made is not None else None
    direct = len(found) == 1 and isinstance(value, ast.Call) and reads_data(value)
    return ", ".join(mask_all(text[:_LONGEST]) for text in found), not direct


def _sources(
    name: str,
    before: int,
    definition: Definition,
    namespace: Mapping[str, object],
    seen: set[tuple[str, int]],
) -> Iterator[str]:
    made = definition(name, before)
    if made is None or (name, made[1]) in seen or len(seen) > _MOST_STEPS:
        return
    seen.add((name, made[1]))
    binding, number = made
    if binding.value is None:
        return
    nodes = nodes_of(binding.value)
    readers = [node for node in nodes if isinstance(node, ast.Call) and reads_data(node)]
    if readers:
        for reader in readers:
            said = _place(reader, namespace)
            if said:
                yield said
        return
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Name) and id(node) not in called:
            # ``df = df.dropna()`` reads what an earlier cell made.
            yield from _sources(node.id, number + (node.id != name), definition, namespace, seen)


def _place(call: ast.Call, namespace: Mapping[str, object]) -> str | None:
    name = called_name(call) or ""
    if name.startswith(_GENERATING):
        return None
    places = [*call.args[:1], *(part.value for part in call.keywords if part.arg in _PLACES)]
    for node in places:
        text = text_of(node, namespace)
        if text:
            return text if name.startswith("read_") or "/" in text or "." in text else f"{name}({text!r})"
    if name in _LIBRARY_SETS or name.startswith(("load_", "fetch_")):
        return f"{name}()"
    return None


_PLACES = frozenset(
    {"filepath_or_buffer", "path", "file", "fname", "io", "url", "path_or_buf", "source", "root"}
)


def text_of(node: ast.expr, namespace: Mapping[str, object]) -> str | None:
    """Work out a text that is put together from literals, names, paths: what a reading call is given.

    >>> [text_of(ast.parse(text, mode="eval").body, {"d": "data"}) for text in ("d + '/a.csv'", "f'{d}/b'", "g()")]
    ['data/a.csv', 'data/b', None]
    """
    if isinstance(node, ast.Constant):
        return node.value if type(node.value) is str else None
    if isinstance(node, ast.Name):
        value = namespace.get(node.id)
        return value if type(value) is str else str(value) if _is_path(value) else None
    if isinstance(node, ast.JoinedStr):
        return _joined(
            [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values],
            "",
            namespace,
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _joined([node.left, node.right], "", namespace)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _joined([node.left, node.right], "/", namespace)
    if isinstance(node, ast.Call) and called_name(node) in ("join", "Path", "PurePath", "joinpath"):
        return _joined(list(node.args), "/", namespace)
    return None


def _joined(parts: list[ast.expr], between: str, namespace: Mapping[str, object]) -> str | None:
    texts: list[str] = []
    # The last one first: in a long sum, it is the one that is not a sum itself.
    for part in reversed(parts):
        text = text_of(part, namespace)
        if text is None:
            return None
        texts.insert(0, text)
    if not texts:
        return None
    if between:
        return between.join(text.rstrip(between) if text != between else "" for text in texts)
    return "".join(texts)


def _is_path(value: object) -> bool:
    return isinstance(value, PurePath) and type(value).__module__.startswith("pathlib")
