"""Settings of estimators, read from their own data: ``get_params`` would be a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records import Scalar
from .objects import (
    bases_of,
    class_dict,
    class_name,
    defaults_of,
    in_class,
    instance_dict,
    lives_in,
    module_of,
    plain_function,
)
from .values import UNREAD, parameter

_VAR_KEYWORDS = 0x08
_DEEPEST = 4
_LISTS = frozenset({"steps", "transformers", "estimators", "transformer_list"})
"""Parameters that hold (name, estimator, …) each."""
_EXTRAS = ("_other_params", "kwargs", "_init_params")
"""Where LightGBM, XGBoost and CatBoost keep what their signatures do not name."""


def is_estimator(value: object) -> bool:
    """Say whether a value is an estimator of a library, with scikit-learn's interface."""
    kind = type(value)
    return lives_in(kind, module_of(kind)) and in_class(kind, "get_params") is not None


def is_search(value: object) -> bool:
    """Say whether an estimator is a search over settings (``GridSearchCV`` and its like)."""
    return is_estimator(value) and any(class_name(base) == "BaseSearchCV" for base in bases_of(type(value)))


def chosen_settings(value: object) -> Iterator[tuple[str, Scalar]]:
    """Give an estimator's settings that are not the library's defaults, named as scikit-learn names them.

    Parameters
    ----------
    value
        An estimator for which ``is_estimator`` is true.
    """
    for name, plain, default in _settings(value):
        if not default:
            yield name, plain


def default_settings(value: object) -> Iterator[tuple[str, Scalar]]:
    """Give an estimator's settings that are the library's defaults; the others are ``chosen_settings``."""
    for name, plain, default in _settings(value):
        if default:
            yield name, plain


def parts_of(value: object, depth: int = 0) -> Iterator[object]:
    """Give the estimators in an estimator: a pipeline's steps, what a search searches over."""
    for name, part in instance_dict(value).items():
        if name in _LISTS and type(part) is list:
            inner = [item[1] for item in part if type(item) is tuple and len(item) > 1]
        else:
            inner = [] if name.startswith("_") or name.endswith("_") else [part]
        for one in inner:
            if is_estimator(one) and depth < _DEEPEST:
                yield one
                yield from parts_of(one, depth + 1)


def _settings(value: object, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Scalar, bool]]:
    own, known = instance_dict(value), _signature(type(value))
    for name in [*known, *(name for extra in _EXTRAS for name in _inner(own, extra) if name not in known)]:
        part = own.get(name, UNREAD)
        for extra in _EXTRAS:
            if part is UNREAD:
                part = _inner(own, extra).get(name, UNREAD)
        if part is UNREAD or name in _EXTRAS:
            continue
        if name in _LISTS and type(part) is list and depth < _DEEPEST:
            for item in part:
                if type(item) is tuple and len(item) > 1 and type(item[0]) is str and is_estimator(item[1]):
                    yield from _settings(item[1], f"{prefix}{item[0]}__", depth + 1)
            continue
        plain = parameter(part)[0]
        if plain is UNREAD:
            if depth < _DEEPEST and is_estimator(part):
                yield from _settings(part, f"{prefix}{name}__", depth + 1)
        else:
            default = name in known and _is_same(plain, parameter(known[name])[0])
            yield f"{prefix}{name}", plain, default  # type: ignore[misc]


def winners_of(value: object) -> Iterator[tuple[str, Scalar]]:
    """Give the winning settings of a search that was fitted, as ``best_<name>``."""
    best = instance_dict(value).get("best_params_")
    if type(best) is dict:
        for name, part in best.items():
            plain = parameter(part)[0]
            if type(name) is str and plain is not UNREAD:
                yield f"best_{name}", plain  # type: ignore[misc]


def _inner(own: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = own.get(name)
    return part if type(part) is dict else {}


def _signature(kind: type) -> dict[str, object]:
    """Give the parameters of a class with their defaults (``UNREAD`` where there is none)."""
    found: dict[str, object] = {}
    for base in bases_of(kind):
        start = plain_function(class_dict(base).get("__init__"))
        if start is None:
            continue
        code = start.__code__
        defaults = defaults_of(start)
        for name in code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]:
            found.setdefault(name, defaults.get(name, UNREAD))
        if not code.co_flags & _VAR_KEYWORDS:
            break
    return found


def _is_same(one: object, other: object) -> bool:
    return one is other or (type(one) is type(other) and (one == other or one != one))
