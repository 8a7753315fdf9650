"""What scikit-learn reads without looking: indices within trees, checked here before anybody predicts with them.

A skops file can hold a tree whose nodes point outside its arrays. Loading it runs nothing, but the first prediction
would read memory that is not the tree's. The indices of a loaded model are therefore compared with its sizes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Final

import numpy

from ...errors import StoreCorrupt
from .classes import path_of

TREE: Final = "sklearn.tree._tree.Tree"
PREDICTOR: Final = "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"
NEIGHBORS: Final = ("sklearn.neighbors._kd_tree.KDTree", "sklearn.neighbors._ball_tree.BallTree")
CHECKED: Final = frozenset({TREE, PREDICTOR, *NEIGHBORS})
"""Types that are harmless when their contents are."""

_NO_PARTS = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType, str, bytes, int, float, bool)
_BITS_PER_SET = 8


def check_contents(model: Any) -> None:
    """Check the trees within a model.

    Raises
    ------
    StoreCorrupt
        When a node points to a node or a feature that is not there.
    """
    for part in _parts_of(model):
        path = path_of(type(part))
        if path in NEIGHBORS:
            _check_neighbors(part)
            continue
        own = getattr(part, "__dict__", {})
        features = own.get("n_features_in_")
        if path_of(type(own.get("tree_"))) == TREE:
            _check_tree(own["tree_"], features)
        if "_predictors" in own:
            _check_predictors(own["_predictors"], features)
        if path.startswith(
            ("sklearn.ensemble._forest.", "sklearn.ensemble._gb.", "sklearn.ensemble._iforest.")
        ):
            _check_ensemble(own, features)


def _parts_of(model: Any) -> Iterator[Any]:
    """Give the objects within a model, however deep."""
    waiting, seen = [model], set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen or isinstance(part, _NO_PARTS):
            continue
        seen.add(id(part))
        yield part
        if isinstance(part, numpy.ndarray):
            waiting += part.ravel().tolist() if part.dtype == object else []
        else:
            waiting += gc.get_referents(part)


def _check_tree(tree: Any, features: Any) -> None:
    count = int(tree.node_count)
    left, right, feature = tree.children_left, tree.children_right, tree.feature
    inner = left != -1
    at = numpy.arange(count)
    # Children come after their parents, so that no walk through a tree goes on for ever.
    _require(bool(((left[inner] > at[inner]) & (left[inner] < count)).all()))
    _require(bool(((right[inner] > at[inner]) & (right[inner] < count)).all()))
    _require(bool(((feature[inner] >= 0) & (feature[inner] < _whole(features))).all()))


def _check_predictors(predictors: Any, features: Any) -> None:
    for row in predictors:
        for one in row:
            _require(path_of(type(one)) == PREDICTOR)
            nodes = one.nodes
            inner, at = nodes["is_leaf"] == 0, numpy.arange(len(nodes))
            for side in ("left", "right"):
                _require(bool(((nodes[side][inner] > at[inner]) & (nodes[side][inner] < len(nodes))).all()))
            index = nodes["feature_idx"][inner]
            _require(bool(((index >= 0) & (index < _whole(features))).all()))
            by_set = inner & (nodes["is_categorical"] != 0)
            sets = one.raw_left_cat_bitsets
            _require(not by_set.any() or (sets.ndim == 2 and sets.shape[1] == _BITS_PER_SET))
            _require(bool((nodes["bitset_idx"][by_set] < len(sets)).all()))


def _check_ensemble(own: dict[str, Any], features: Any) -> None:
    """Trees of an ensemble are given its input as it is: they must expect as many features."""
    parts = own.get("estimators_")
    within_subsets = own.get("estimators_features_") is not None
    for one in (
        numpy.asarray(parts, dtype=object).ravel().tolist()
        if parts is not None and not within_subsets
        else ()
    ):
        _require(getattr(one, "n_features_in_", None) == features)


def _check_neighbors(tree: Any) -> None:
    data, index, nodes, bounds, _, levels, count, *_ = tree.__getstate__()
    rows = len(data)
    _require(len(index) == rows and bool(((index >= 0) & (index < rows)).all()))
    _require(0 < levels < 60 and count == 2**levels - 1 == len(nodes) and bounds.shape[1] == count)
    _require(bool(((nodes["idx_start"] >= 0) & (nodes["idx_start"] <= nodes["idx_end"])).all()))
    _require(bool((nodes["idx_end"] <= rows).all()))
    inner = nodes["is_leaf"] == 0
    _require(bool((2 * numpy.flatnonzero(inner) + 2 < count).all()))


def _whole(features: Any) -> int:
    _require(isinstance(features, int | numpy.integer))
    return int(features)


def _require(holds: bool) -> None:
    if not holds:
        raise StoreCorrupt(
            "The model holds a tree whose nodes point outside it: its file was damaged or made to do harm. "
            "Nothing was loaded."
        )
