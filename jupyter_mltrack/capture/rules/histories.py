"""Histories that libraries and classes of the notebook keep in their objects.

Read from the objects' own dictionaries: no property is asked and no library runs. Of libraries, only attributes that
are known to tell how training went; of the notebook's classes, lists and dicts of numbers whose names say so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import SimpleNamespace

from ..boosting import catboost_rounds
from ..cell import CellContext, Curve, Found, Metric
from ..names import root_name
from ..objects import bases_of, instance_dict, is_own, lives_in, module_of
from ..values import UNREAD, number
from ..walk import nodes_of_kind
from .arrays import numbers_in
from .curves import curve
from .lists import lists_in
from .rows import rows_of
from .words import is_quality_name, words_of

_LIBRARIES = frozenset(
    {
        "sklearn",
        "lightgbm",
        "xgboost",
        "catboost",
        "imblearn",
        "statsmodels",
        "keras",
        "tensorflow",
        "transformers",
    }
)
_CURVES = ("loss_curve_", "validation_scores_", "train_score_")
_SCORES = ("best_score_", "oob_score_", "best_validation_score_")
_STATISTICS = (
    "rsquared",
    "rsquared_adj",
    "prsquared",
    "fvalue",
    "f_pvalue",
    "llf",
    "aic",
    "bic",
    "pseudo_rsquared",
    "deviance",
)
_MOST_OBJECTS = 50
_DEEPEST = 2


def kept(context: CellContext) -> Iterator[Found]:
    """Curves and scores that objects of the cell keep."""
    objects = list(_objects(context))[:_MOST_OBJECTS]
    kinds = [type(value) for _, value in objects]
    for name, value in objects:
        # One object of its kind needs no name before its figures.
        prefix = name if sum(kind is type(value) for kind in kinds) > 1 else ""
        yield from _of_object(prefix, value, context)


def boosted(context: CellContext) -> Iterator[Found]:
    """Evaluation results of each round of lightgbm and xgboost."""
    for name, values in context.boosted.items():
        if len(values) > 1 and not any(values == other for other in context.curves.values()):
            yield Curve(name, "series.boosting", values)
            yield Metric(name, values[-1], "metric.boosting")


def _objects(context: CellContext) -> Iterator[tuple[str, object]]:
    """Give the objects that the cell makes or lets work (``trainer.fit()``), each once."""
    names = dict.fromkeys(
        name for name, bindings in context.names.bindings.items() if _is_made(bindings[-1].kind)
    )
    for node in nodes_of_kind(context.tree, ast.Call):
        if isinstance(node.func, ast.Attribute) and _works(node.func.attr):
            root = root_name(node.func.value)
            if root is not None:
                names[root] = None
    seen = set()
    for name in names:
        value = context.value(name)
        if value is not UNREAD and id(value) not in seen and not name.startswith("_"):
            seen.add(id(value))
            yield name, value
    if context.result is not UNREAD and id(context.result) not in seen:
        yield "result", context.result


def _is_made(kind: str) -> bool:
    return kind == "assign"


def _works(method: str) -> bool:
    return bool({"fit", "train", "learn", "run", "optimize", "search"} & set(words_of(method)))


def _of_object(prefix: str, value: object, context: CellContext, depth: int = 0) -> Iterator[Found]:
    kind = type(value)
    own = is_own(kind) or kind is SimpleNamespace
    library = next((root for root in map(_library, bases_of(kind)) if root), "")
    if not own and not library:
        return
    parts = instance_dict(value)
    if library:
        yield from _of_library(prefix, library, parts, context)
    if own:
        for name, part in parts.items():
            yield from _of_own(f"{prefix}.{name}" if prefix else name, name, part, context, depth)


def _library(kind: type) -> str:
    module = module_of(kind)
    root = module.partition(".")[0]
    return root if root in _LIBRARIES and lives_in(kind, module) else ""


def _of_library(
    prefix: str, library: str, parts: Mapping[str, object], context: CellContext
) -> Iterator[Found]:
    def named(name: str) -> str:
        return f"{prefix}.{name}" if prefix else name

    history = parts.get("history")
    if type(history) is dict and library in ("keras", "tensorflow"):
        yield from _of_history(prefix, history, context)
    elif history is not None and library in ("keras", "tensorflow"):
        inner = instance_dict(history).get("history") if _library(type(history)) else None
        if type(inner) is dict:
            yield from _of_history(prefix, inner, context)
    for name in _CURVES:
        if name == "train_score_" and name not in context.code:
            # Every gradient boosting keeps it; a curve of interest only to who asks for it.
            continue
        values = parts.get(name)
        plain = values if type(values) is list else numbers_in(values)
        if plain and len(plain) > 1:
            yield from curve(named(name), plain, context, "series.history")
    for name in _SCORES:
        figure = number(parts.get(name))
        # Gradient boosting keeps an ``oob_score_`` that nobody asked for.
        if figure is not None and (name != "oob_score_" or parts.get("oob_score") or name in context.code):
            yield Metric(named(name), figure, "metric.history")
    for name in ("evals_result_", "_evals_result"):
        found = parts.get(name)
        if isinstance(found, dict):
            yield from _of_rounds(prefix, found, context)
    if library == "catboost":
        yield from _of_rounds(prefix, catboost_rounds(parts.get("_object")), context)
    best = parts.get("best_score", parts.get("_best_score"))
    if library == "catboost" and "best_score" in context.code:
        best, prefix = catboost_rounds(parts.get("_object"), best=True), named("best")
    if isinstance(best, dict) and library in ("lightgbm", "catboost"):
        for data, metrics in best.items():
            if isinstance(metrics, dict) and type(data) is str:
                for metric, value in metrics.items():
                    figure = number(value)
                    if figure is not None and type(metric) is str:
                        yield Metric(named(f"{data}-{metric}"), figure, "metric.history")
    if library == "statsmodels":
        yield from _of_statsmodels(prefix, parts, context.code)
    state = parts.get("state")
    if library == "transformers" and state is not None:
        rows = instance_dict(state).get("log_history")
        if type(rows) is list and rows:
            yield from rows_of(prefix, rows, "dict", [], context)


def _of_history(prefix: str, history: dict[object, object], context: CellContext) -> Iterator[Found]:
    """Keras' ``History.history``: a list an epoch for the loss and each metric."""
    for key, values in history.items():
        if type(key) is str and type(values) is list and key not in ("lr", "learning_rate"):
            yield from curve(f"{prefix}.{key}" if prefix else key, values, context, "series.history")


def _of_rounds(prefix: str, rounds: dict[object, object], context: CellContext) -> Iterator[Found]:
    """``{"valid_0": {"l2": […]}}``: a list of rounds for each data set and metric."""
    for data, metrics in rounds.items():
        if type(data) is str and isinstance(metrics, dict):
            for metric, values in metrics.items():
                name = f"{data}-{metric}"
                if type(metric) is str and type(values) is list:
                    yield from curve(
                        f"{prefix}.{name}" if prefix else name, values, context, "series.history"
                    )


def _of_statsmodels(prefix: str, parts: Mapping[str, object], code: str) -> Iterator[Found]:
    """What a fitted model of statsmodels was asked for (``summary()`` asks for all of it)."""
    asked = [name for name in _STATISTICS if name in code or "summary" in code]
    inner = parts.get("_results")
    cache = (instance_dict(inner) if inner is not None else parts).get("_cache")
    if isinstance(cache, dict):
        for name in asked:
            figure = number(cache.get(name))
            if figure is not None:
                yield Metric(f"{prefix}.{name}" if prefix else name, figure, "metric.history")


def _is_set(key: str, context: CellContext) -> bool:
    return any(name.rpartition(".")[2] == key for name in context.taken)


def _of_own(name: str, key: str, value: object, context: CellContext, depth: int) -> Iterator[Found]:
    """An attribute of an object of the notebook's own classes."""
    if key.startswith("_"):
        return
    tells = is_quality_name(key) or bool({"history", "log", "logs", "hist"} & set(words_of(key)))
    if type(value) is list and value and tells:
        if type(value[0]) is dict:
            yield from rows_of(name, value, "dict", [], context)
        elif is_quality_name(key):
            yield from curve(name, value, context, "series.attribute")
    elif type(value) is dict and len(value) <= 100:
        yield from lists_in(name, value, context, {})
    elif is_quality_name(key) and type(value) is float and not _is_set(key, context):
        yield Metric(name, value, "metric.attribute")
    elif is_quality_name(key) and numbers_in(value):
        yield from curve(name, numbers_in(value), context, "series.attribute")
    elif depth < _DEEPEST and (is_own(type(value)) or type(value) is SimpleNamespace):
        yield from _of_object(name, value, context, depth + 1)
