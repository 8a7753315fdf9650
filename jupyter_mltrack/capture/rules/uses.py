"""What the names of a cell are used for, where that decides what they are."""

from __future__ import annotations

import ast
from collections.abc import Collection

from ..expressions import called_name
from ..names import root_name
from ..walk import children_of, nodes_of, nodes_of_kind
from .words import is_quality_name

_DRAWERS = frozenset(
    {"plt", "sns", "px", "go", "alt", "ax", "axes", "axs", "fig", "pyplot", "axis", "cm", "cax", "sub"}
)
_LIBRARIES = frozenset({"px", "go", "alt", "cm", "sub"})
"""Short names of libraries that are short names of other things, too."""
_DRAWING = frozenset(
    {
        "plot",
        "hist",
        "scatter",
        "bar",
        "barh",
        "imshow",
        "contourf",
        "contour",
        "set_xlabel",
        "set_ylabel",
        "set_title",
    }
    | {
        "subplots",
        "figure",
        "savefig",
        "annotate",
        "text",
        "legend",
        "heatmap",
        "boxplot",
        "pairplot",
        "histplot",
    }
    | {
        "fill_between",
        "axhline",
        "axvline",
        "errorbar",
        "pcolormesh",
        "set_xticks",
        "set_yticks",
        "colorbar",
        "stem",
    }
    | {
        "set_xticklabels",
        "set_yticklabels",
        "set_xlim",
        "set_ylim",
        "get_cmap",
        "ListedColormap",
        "add_trace",
    }
    | {
        "plot_tree",
        "step",
        "violinplot",
        "countplot",
        "barplot",
        "lineplot",
        "scatterplot",
        "suptitle",
        "add_subplot",
    }
) - {"step"}
_DATA = frozenset(
    {
        "array",
        "asarray",
        "DataFrame",
        "Series",
        "tensor",
        "as_tensor",
        "FloatTensor",
        "LongTensor",
        "constant",
        "Tensor",
    }
    | {"rename", "replace", "astype", "agg", "aggregate", "map", "set_index", "Categorical"}
)
_GRIDS_DRAWN = frozenset({"meshgrid", "contourf", "contour", "pcolormesh"})
_GRIDS = frozenset({"arange", "linspace", "meshgrid"})
"""A cell that draws surfaces makes the grids for it with these."""
_SHOWN = frozenset({"print", "display"})
_TEXTS = frozenset({"str", "repr", "format"})


def names_only_drawn(tree: ast.Module) -> set[str]:
    r"""Give the names that are used in drawing, or to fill arrays and tables, and for nothing else.

    Examples
    --------
    >>> sorted(names_only_drawn(ast.parse("bins = 9\nlr = 1\nxs = [1, 2]\nplt.hist(x, bins)\nf(lr)\nX = np.array(xs)")))
    ['bins', 'x', 'xs']
    """
    calls = nodes_of_kind(tree, ast.Call)
    grids: frozenset[str] = frozenset()
    if any(called_name(part) in _GRIDS_DRAWN for part in calls):
        grids = _GRIDS
    drawn: set[str] = set()
    other: set[str] = set()
    own = {part.id for part in nodes_of_kind(tree, ast.Name) if isinstance(part.ctx, ast.Store)}
    waiting: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while waiting:
        node, inside, shown = waiting.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                (drawn if inside else other).add(node.id)
            continue
        if isinstance(node, ast.Call):
            below = draws(node, own) or (called_name(node) or "") in grids
            shown = shown or (not below and _shows(node))
            waiting.append((node.func, inside or _shows(node), shown))
            parts = (*node.args, *node.keywords)
            if shown and (_shows(node) or called_name(node) in _TEXTS):
                # What is printed is told, not used.
                parts = tuple(part for part in parts if not _is_plain(part))
            waiting += [(part, inside or below, shown) for part in parts]
            continue
        if shown and isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name):
            continue
        if shown and isinstance(node, ast.Subscript):
            # Which of many is looked at says nothing about how they were made.
            places = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            drawn |= {place.id for place in places if isinstance(place, ast.Name)}
            waiting += [(place, inside, shown) for place in places if not isinstance(place, ast.Name)]
            waiting.append((node.value, inside, shown))
            continue
        waiting += [(part, inside, shown) for part in children_of(node)]
    return drawn - other


def draws(node: ast.Call, own: Collection[str] = ()) -> bool:
    """Say whether a call draws, or fills arrays and tables; ``own``: names that the cell binds (``px``: prices)."""
    if isinstance(node.func, ast.Attribute):
        if node.func.attr in _DRAWING or node.func.attr in _DATA:
            return True
        root = root_name(node.func)
        return root in _DRAWERS and not (root in _LIBRARIES and root in own)
    return isinstance(node.func, ast.Name) and node.func.id in (_DRAWING | _DATA) - {"map", "text"}


def _shows(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in _SHOWN


def _is_plain(node: ast.AST) -> bool:
    return all(
        isinstance(part, (ast.Name, ast.Constant, ast.JoinedStr, ast.FormattedValue, ast.Load))
        for part in nodes_of(node)
    )


_DATA_NAMES = frozenset(
    {
        "x",
        "y",
        "xs",
        "ys",
        "data",
        "dataset",
        "texts",
        "sentences",
        "corpus",
        "docs",
        "documents",
        "labels",
        "targets",
    }
    | {"words", "points", "samples", "inputs", "outputs", "reviews", "tokens", "vocab", "queries", "examples"}
)
_TAKING_DATA = frozenset(
    {
        "fit",
        "fit_transform",
        "partial_fit",
        "fit_predict",
        "predict",
        "predict_proba",
        "score",
        "transform",
        "zip",
    }
    | {"train_test_split", "cross_val_score", "classification_report", "confusion_matrix"}
)


_NAMING = frozenset(
    {"feature_names", "feature_name", "class_names", "target_names", "display_labels", "columns", "index"}
)
"""Keywords under which columns and classes are told their names."""


def data_lists(tree: ast.Module, names: Collection[str]) -> set[str]:
    r"""Give those names of lists that are data: by what they are called, or because models are fitted to them.

    >>> sorted(data_lists(ast.parse("m.fit(a, b)\nfor u, v in zip(c, d): pass\nf(layers)"), {"a", "b", "c", "layers"}))
    ['a', 'b', 'c']
    """
    found = {name for name in names if not _DATA_NAMES.isdisjoint((name.lower(), *name.lower().split("_")))}
    for node in nodes_of_kind(tree, ast.Call):
        called = called_name(node)
        if called and (called in _TAKING_DATA or is_quality_name(called)):
            found |= {part.id for part in node.args if isinstance(part, ast.Name)}
    for given in nodes_of_kind(tree, ast.keyword):
        if given.arg in _NAMING and isinstance(given.value, ast.Name):
            found.add(given.value.id)
    return found & set(names)
