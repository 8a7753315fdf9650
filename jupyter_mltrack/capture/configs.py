"""Objects that hold settings: what is in them, flattened with dots, read without running anybody's code."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from types import SimpleNamespace

from ..records import Scalar
from .objects import bases_of, class_dict, class_name, in_class, instance_dict, is_own, module_of
from .rules.libraries import is_housekeeping
from .values import UNREAD, parameter

_MOST_ENTRIES = 200
"""Entries of a dict that is still a configuration rather than data."""
_DEEPEST = 5
_NAMES = re.compile(
    r"(?:^|_)(?:cfgs?|conf|configs?|configuration|args|arguments|opts?|options|params?|parameters|hparams?|hps?"
    r"|hyper_?params?|hyper_?parameters|settings?)(?:$|_|\d)"
)
_DICTS_WITH_DOTS = frozenset(
    {"EasyDict", "Munch", "DefaultMunch", "Box", "ConfigBox", "AttrDict", "AttributeDict"}
)
_FROM_BASES = frozenset({"_fields", "_field_defaults"})


def is_config_name(name: str) -> bool:
    """Say whether a name says that it holds settings.

    >>> [is_config_name(name) for name in ("CFG", "train_args", "LGB_PARAMS", "TrainingConfig", "model", "parameter")]
    [True, True, True, True, False, False]
    """
    return _NAMES.search(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()) is not None


def settings_of(name: str, value: object) -> dict[str, Scalar] | None:
    """Give the settings in an object by dotted name, without the object's own name.

    Parameters
    ----------
    name
        What the object is called, which decides for classes of the notebook that could be anything.
    value
        The object.

    Returns
    -------
    dict or None
        ``None`` for what is no object of settings.

    Examples
    --------
    >>> settings_of("cfg", SimpleNamespace(lr=0.1, net=SimpleNamespace(depth=2), data=object()))
    {'lr': 0.1, 'net.depth': 2}
    """
    fields = fields_of(name, value)
    return None if fields is None else dict(_flat(fields, "", 0))


def fields_of(name: str, value: object) -> Mapping[str, object] | None:
    """Give an object's settings by field, one level deep; ``None`` for what is no object of settings."""
    kind = type(value)
    if kind is dict or kind is OrderedDict:
        return _texts(dict.items(value))  # type: ignore[arg-type]
    if issubclass(kind, dict):
        return _texts(dict.items(value)) if class_name(kind) in _DICTS_WITH_DOTS else None  # type: ignore[arg-type]
    if kind is type:
        return class_constants(value)  # type: ignore[arg-type]
    if kind is SimpleNamespace or kind is Namespace:
        return instance_dict(value)
    if issubclass(kind, tuple):
        return _of_named_tuple(value, kind)
    declared = _declared(kind)
    if declared is not None:
        own = instance_dict(value)
        if not is_own(kind) and not _is_script(kind):
            return _changed(kind, own)
        return {field: own[field] for field in declared if field in own}
    if module_of(kind).startswith("omegaconf.") and class_name(kind) == "DictConfig":
        return _of_omega(instance_dict(value))
    if class_name(kind) in ("ConfigDict", "FrozenConfigDict") and module_of(kind).startswith(
        "ml_collections"
    ):
        inner = instance_dict(value).get("_fields")
        return _texts(inner.items()) if type(inner) is dict else None
    if is_own(kind) and is_plain(kind) and (is_config_name(name) or is_config_name(class_name(kind))):
        return {**(class_constants(kind) or {}), **instance_dict(value)}
    return None


def class_constants(kind: type) -> dict[str, object] | None:
    """Give the constants of a class that is there to hold some (``class CFG: lr = 0.1``); ``None`` for others."""
    found: dict[str, object] = {}
    for base in reversed(bases_of(kind)):
        if base is object:
            continue
        if not is_own(base) or not is_plain(base) or _FROM_BASES & class_dict(base).keys():
            return None
        found |= {name: part for name, part in class_dict(base).items() if not name.startswith("_")}
    return found


def is_plain(kind: type) -> bool:
    """Say whether a class is no model, data set or the like: those have work to do."""
    return not any(
        name in _WORKING for base in bases_of(kind) if base is not object for name in class_dict(base)
    )


_WORKING = frozenset(
    {
        "fit",
        "forward",
        "predict",
        "transform",
        "train",
        "training_step",
        "call",
        "__call__",
        "__getitem__",
        "__len__",
    }
    | {"step", "learn", "run", "__iter__", "__next__", "partial_fit", "evaluate"}
)


def _texts(items: Iterable[tuple[object, object]]) -> dict[str, object]:
    return {name: part for name, part in items if type(name) is str}


def _declared(kind: type) -> list[str] | None:
    """Give the names of the fields of a dataclass, an attrs class or a pydantic model."""
    fields = in_class(kind, "__dataclass_fields__")
    if type(fields) is dict:
        return list(_texts(fields.items()))
    attributes = in_class(kind, "__attrs_attrs__")
    if issubclass(type(attributes), tuple):
        found = (instance_dict(part).get("name") for part in tuple.__iter__(attributes))  # type: ignore[arg-type,var-annotated]
        return [name for name in found if type(name) is str]
    for slot in ("__pydantic_fields__", "model_fields", "__fields__"):
        fields = in_class(kind, slot)
        if type(fields) is dict and any(module_of(base).startswith("pydantic.") for base in bases_of(kind)):
            return list(_texts(fields.items()))
    return None


def _is_script(kind: type) -> bool:
    """Say whether a class is from a module that the person wrote: a file beside the notebook, not a package."""
    home = getattr(sys.modules.get(module_of(kind).partition(".")[0]), "__file__", None)
    return type(home) is str and "site-packages" not in home and "dist-packages" not in home


def _changed(kind: type, own: Mapping[str, object]) -> dict[str, object]:
    """Give the fields of a library's dataclass that are not as the library sets them (it has a hundred and more)."""
    declared = in_class(kind, "__dataclass_fields__")
    if type(declared) is not dict:
        return {}
    found: dict[str, object] = {}
    for name, made in declared.items():
        plain, usual = _one(own.get(name, UNREAD)), _one(instance_dict(made).get("default", UNREAD))
        if (
            UNREAD not in (plain, usual)
            and usual is not None
            and plain != usual
            and not is_housekeeping(name)
        ):
            found[name] = plain
    return found


def _one(value: object) -> object:
    """Read a field; of a member of an enumeration, its value."""
    if issubclass(type(value), Enum):
        value = instance_dict(value).get("_value_", UNREAD)
    return parameter(value)[0]


def _of_named_tuple(value: object, kind: type) -> dict[str, object] | None:
    fields = in_class(kind, "_fields")
    # Those of libraries are results (``ModeResult``), not settings.
    if type(fields) is not tuple or not is_own(kind):
        return None
    return _texts(zip(fields, tuple.__iter__(value), strict=False))  # type: ignore[arg-type]


def _of_omega(own: Mapping[str, object]) -> dict[str, object] | None:
    content = own.get("_content")
    if type(content) is not dict:
        return None
    found: dict[str, object] = {}
    for name, node in _texts(content.items()).items():
        inner = instance_dict(node)
        if "_val" in inner:
            found[name] = inner["_val"]
        elif type(inner.get("_content")) is list:
            found[name] = [instance_dict(part).get("_val", UNREAD) for part in inner["_content"]]  # type: ignore[attr-defined]
        else:
            found[name] = node
    return found


def _flat(fields: Mapping[str, object], prefix: str, depth: int) -> Iterator[tuple[str, Scalar]]:
    if len(fields) > _MOST_ENTRIES:
        return
    for name, value in list(fields.items()):
        if name.startswith("_"):
            continue
        plain, _ = parameter(value)
        if type(value) is list and not value:
            continue  # It starts empty, to be filled.
        if plain is not UNREAD:
            yield f"{prefix}{name}", plain  # type: ignore[misc]
            continue
        inner = fields_of(name, value) if depth < _DEEPEST and type(value) is not type else None
        if inner is not None:
            yield from _flat(inner, f"{prefix}{name}.", depth + 1)
