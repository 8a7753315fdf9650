"""A fingerprint of all that a cell starts from: its code, its parameters, its data. Equal means: it was run before.

Where one thing cannot be told for sure (an open connection, a page of the web, a model whose inside is not known),
there is no fingerprint: changed data must never be called the same.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from typing import Final

from .contents import Contents
from .data import CellData
from .names import CellNames
from .objects import module_dict
from .outside import Unknown, look_at
from .randomness import random_states
from .walk import nodes_of_kind

_LONGEST_PARSED = 20_000

MOST_SECONDS: Final = 0.045
"""A cell must not wait longer for its data and this together."""


def inputs_of(
    cell: tuple[str, str, ast.Module],
    names: CellNames,
    read: Iterable[str],
    namespace: Mapping[str, object],
    data: CellData,
    earlier: Iterable[str],
) -> str | None:
    """Give the fingerprint of what a cell is about to start from.

    Parameters
    ----------
    cell
        Its text, its text after IPython's transforms, and its syntax tree.
    names
        What it binds and reads.
    read
        Names that it takes from earlier cells, also through the notebook's functions.
    namespace
        The notebook's names.
    data
        The data among them.
    earlier
        The texts of the cells that were executed before, after the transforms.

    Returns
    -------
    str or None
        32 hexadecimal digits, ``~`` before them where data were only sampled; ``None`` where something is unknown.
    """
    code, transformed, tree = cell
    # That this cell was run before changes nothing of what it does.
    seeding = [text for text in earlier if "seed" in text and text.strip() != transformed.strip()]
    contents = Contents(namespace, data.fingerprints, data.allowance, data.began + MOST_SECONDS)
    try:
        contents.add("Python", sys.version_info[:3])
        contents.add("code", ast.dump(tree) if len(code) < _LONGEST_PARSED else code)
        contents.add("precision", _precision())
        look_at(tree, names, namespace, contents.add)
        contents.imported(tree)
        for library, state in random_states(code, seeding).items():
            contents.add(library, state)
        for name in sorted({*read, *_perhaps_read(tree, names, namespace)}):
            contents.name(name)
    except Unknown:
        return None
    return str(contents)


def _precision() -> str:
    """Give the type that torch computes in, where somebody chose another one than it begins with."""
    asked = module_dict(sys.modules.get("torch")).get("get_default_dtype")
    chosen = str(asked()) if callable(asked) else ""
    return chosen if chosen != "torch.float32" else ""


def _perhaps_read(tree: ast.Module, names: CellNames, namespace: Mapping[str, object]) -> set[str]:
    """Give names that a cell reads and binds in some case alone: ``if fast: steps = 5``, and then ``steps``."""
    doubtful = {
        name
        for name, found in names.bindings.items()
        if name in namespace and not any(binding.sure or binding.in_loop for binding in found)
    }
    return {
        node.id
        for node in nodes_of_kind(tree, ast.Name)
        if node.id in doubtful and isinstance(node.ctx, ast.Load)
    }
