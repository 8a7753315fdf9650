"""The models that a cell trained: with scikit-learn's interface, of torch and Keras, boosters, statsmodels."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from ..records import FittedModel, Scalar
from .data.roles import Use
from .estimators import chosen_settings, default_settings, is_estimator, is_search, parts_of
from .networks import (
    has_gradients,
    is_keras_network,
    is_torch_network,
    layers_of,
    trainable_size,
    training_mark,
)
from .objects import (
    class_name,
    in_class,
    instance_dict,
    is_class,
    is_own,
    module_of,
    parameters_of,
    plain_function,
)
from .rules.secrets import is_secret_name, mask_all
from .values import UNREAD, parameter

Kind = Literal["estimator", "network", "booster", "results", "own"]

_MOST_MODELS = 20
_LONGEST: Final = 500
_INITIAL_CHANGES: Final = 8
"""Making a network fills its parameters in place, a few times each; an optimiser's steps come on top."""

_ACTS = ("predict", "fit_predict", "score_samples", "kneighbors")
_DECOMPOSITIONS = ("sklearn.decomposition", "sklearn.manifold", "sklearn.cross_decomposition", "umap")
_BOOSTERS = frozenset({("lightgbm", "Booster"), ("xgboost", "Booster")})


def model_kind(value: object) -> Kind | None:
    """Say what kind of model a value is; ``None`` where it is none."""
    kind = type(value)
    root = module_of(kind).partition(".")[0]
    if (root, class_name(kind)) in _BOOSTERS:
        return "booster"
    if root == "statsmodels":
        # What ``fit`` gives comes wrapped; the model that made it is no result yet.
        return (
            "results" if "_results" in instance_dict(value) or class_name(kind).endswith("Results") else None
        )
    if is_torch_network(value) or is_keras_network(value):
        return "network"
    if is_estimator(value):
        acts = any(in_class(kind, name) is not None for name in _ACTS) or is_search(value)
        return "estimator" if acts or module_of(kind).startswith(_DECOMPOSITIONS) else None
    if is_own(kind) and in_class(kind, "predict") is not None and in_class(kind, "fit") is not None:
        return "own"
    return None


class ModelsBefore:
    """The models among the names that a cell reads, as they were before it ran.

    Parameters
    ----------
    read
        Names that it takes from earlier cells.
    namespace
        The notebook's names.
    """

    def __init__(self, read: Iterable[str], namespace: Mapping[str, object]) -> None:
        self._marks: dict[str, tuple[Callable[[object], bool], int]] = {}
        for name, value in _each(read, namespace.get):
            kind = model_kind(value)
            if kind is not None:
                self._marks[name] = (_reference(value), _mark(kind, value))

    def trained(
        self, bound: Iterable[str], value_of: Callable[[str], object], uses: Iterable[Use], steps: bool
    ) -> list[FittedModel]:
        """Describe the models that the cell trained.

        Parameters
        ----------
        bound
            The names that it binds.
        value_of
            Gives a name's value after the cell; ``UNREAD`` where it did not come to it.
        uses
            What its calls fit, and on what.
        steps
            Whether it trains by steps of its own (``loss.backward()``), wherever in it.
        """
        fits = [use for use in uses if use.fits]
        named = {name for use in fits for name in (*use.names, use.owner)}
        found = []
        # An alias is no second model; the name that stands in a call says most.
        seen: set[int] = set()
        every = dict.fromkeys([*bound, *(name.partition(".")[0] for name in self._marks)])
        names = sorted(every, key=lambda name: name not in named)
        for name, value in _each(names, value_of):
            kind = model_kind(value)
            if kind is None or id(value) in seen:
                continue
            root = name.partition(".")[0]
            whole = self._was_trained(name, kind, value, steps and root in {*bound, *named})
            # A torch network that stands beside what is trained (a loss with weights of its own) did not change.
            beside = kind == "network" and is_torch_network(value) and not is_keras_network(value)
            if whole or (root in named and not beside):
                seen.add(id(value))
                trained = whole or kind in ("booster", "results", "own") or is_fitted(value)
                found.append(_described(name, kind, value, trained))
        return [*found, *_unnamed(fits, value_of, found)][:_MOST_MODELS]

    def data_of(self, model: FittedModel, uses: Iterable[Use]) -> list[str]:
        """Give the names that stand beside a model in the calls that fit it."""
        root = model.name.partition(".")[0]
        found: dict[str, None] = {}
        for use in uses:
            if use.fits and (root in use.names or use.owner == root):
                found.update(dict.fromkeys(use.names))
        return [name for name in found if name != root]

    def _was_trained(self, name: str, kind: Kind, value: object, steps: bool) -> bool:
        before = self._marks.get(name)
        if before is not None and before[0](value):
            return _mark(kind, value) > before[1]
        if kind in ("booster", "results"):
            return True
        if kind == "network":
            return is_torch_network(value) and (
                has_gradients(value) or (steps and training_mark(value) > _INITIAL_CHANGES)
            )
        return is_fitted(value)


def _reference(value: object) -> Callable[[object], bool]:
    """Know a value again without keeping it alive: a cell that deletes a model gets its memory back."""
    try:
        reference = weakref.ref(value)
    except TypeError:
        place = id(value)
        return lambda other: id(other) == place
    return lambda other: reference() is other


def _unnamed(
    fits: Iterable[Use], value_of: Callable[[str], object], found: Iterable[FittedModel]
) -> Iterator[FittedModel]:
    """Models that have no name: ``learning_curve(LinearRegression(), X, y)``. Only their class is known."""
    known = {part.rpartition(".")[2] for model in found for part in (model.type, *model.parts)}
    for use in fits:
        for name in use.names:
            value = value_of(name)
            if not is_class(value) or name in known or in_class(value, "get_params") is None:  # type: ignore[arg-type]
                continue
            if any(in_class(value, act) is not None for act in _ACTS):  # type: ignore[arg-type]
                known.add(name)
                yield FittedModel(name, _name_of(value), fitted=False)  # type: ignore[arg-type]


def is_fitted(value: object) -> bool:
    """Say whether an estimator has what fitting leaves: attributes that end with ``_``."""
    own = instance_dict(value)
    if any(name.endswith("_") and not name.startswith("_") for name in own):
        return True
    # What LightGBM and XGBoost have instead; a pipeline has its steps alone.
    return own.get("_Booster") is not None or ("steps" in own and any(map(is_fitted, parts_of(value))))


def _mark(kind: Kind, value: object) -> int:
    if kind == "network":
        return training_mark(value) if is_torch_network(value) else 0
    return int(is_fitted(value))


def _each(names: Iterable[str], value_of: Callable[[str], object]) -> Iterator[tuple[str, object]]:
    """Give values by name; of dicts and lists of models, each entry."""
    for name in names:
        value = value_of(name)
        if type(value) is dict and len(value) <= _MOST_MODELS:
            for key, part in value.items():
                if type(key) is str:
                    yield f"{name}.{key}", part
        elif type(value) is list and len(value) <= _MOST_MODELS:
            for at, part in enumerate(value):
                yield f"{name}.{at}", part[1] if type(part) is tuple and len(part) == 2 else part
        else:
            yield name, value


def _described(name: str, kind: Kind, value: object, fitted: bool) -> FittedModel:
    of = type(value)
    found = FittedModel(name, _class_of(value), fitted=fitted)
    if kind == "estimator":
        found.params, found.defaults = _plain(chosen_settings(value)), _plain(default_settings(value))
        found.parts = list(dict.fromkeys(_class_of(part) for part in parts_of(value)))
    elif kind == "network":
        found.parts, found.size = layers_of(value), trainable_size(value)
    elif kind == "own":
        start, own = plain_function(in_class(of, "__init__")), instance_dict(value)
        names = parameters_of(start)[1:] if start is not None else ()
        found.params = _plain((part, own[part]) for part in names if part in own)
    elif kind == "booster":
        held = instance_dict(value).get("params")
        found.params = _plain(held.items()) if type(held) is dict else {}
    else:
        results = instance_dict(value).get("_results", value)
        model = instance_dict(results).get("model")
        if model is not None:
            found.parts = [_class_of(model)]
            found.params = _plain([("formula", instance_dict(model).get("formula", UNREAD))])
    return found


def _class_of(value: object) -> str:
    """Give the name under which a class is imported: modules that begin with ``_`` are a library's own affair."""
    return _name_of(type(value))


def _name_of(of: type) -> str:
    places = [place for place in module_of(of).split(".") if not place.startswith("_")]
    return ".".join([*places, class_name(of)])


def _plain(settings: Iterable[tuple[object, object]]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    for name, part in settings:
        plain = parameter(part)[0]
        if plain is UNREAD or type(name) is not str or is_secret_name(name, plain):
            continue
        found[name] = mask_all(plain[:_LONGEST]) if type(plain) is str else plain  # type: ignore[assignment]
    return found
