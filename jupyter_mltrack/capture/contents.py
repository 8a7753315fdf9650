"""What lies under names, added to a digest: values, functions, classes and objects, as deep as they go."""

from __future__ import annotations

import ast
import builtins
import hashlib
import sys
import time
from argparse import Namespace
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import PurePath
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any, Final

from .authors import home_of, is_all_in_dict, is_installed, is_of_user, lies_beside
from .data import Allowance, describe, is_holder, whole
from .data.objects import word_of
from .earlier import globals_of
from .members import members_of
from .objects import bases_of, class_name, instance_dict, is_class, module_dict, module_of, names_in
from .outside import Unknown, is_elsewhere, look_at_names, look_at_path
from .values import UNREAD, scalar
from .walk import nodes_of

_MOST_ENTRIES: Final = 2_000
_DEEPEST: Final = 12


class Contents:
    """Adds what lies under names to a digest.

    Parameters
    ----------
    namespace
        The notebook's names.
    data
        Fingerprints of the data among them, and whether they are of samples.
    allowance
        How much may still be read of data.
    until
        When it must be done, as ``time.perf_counter`` counts: no cell waits longer for this.
    """

    def __init__(
        self,
        namespace: Mapping[str, object],
        data: Mapping[str, tuple[str | None, bool]],
        allowance: Allowance,
        until: float,
    ) -> None:
        self._namespace = namespace
        self._data = data
        self._digest = hashlib.sha256()
        self._sampled = False
        self._until = until
        self._allowance = allowance
        self._seen: dict[int, int] = {}
        self._kept: list[object] = []
        self._names: set[str] = set()

    def __str__(self) -> str:
        return ("~" if self._sampled else "") + self._digest.hexdigest()[:32]

    def add(self, label: str, text: object) -> None:
        """Add something of Python's own plain types.

        Raises
        ------
        Unknown
            When it takes too long.
        """
        try:
            self._digest.update(f"{label}={text!r};".encode("utf-8", "surrogatepass"))
        except ValueError:
            # A whole number of thousands of digits.
            raise Unknown(label) from None
        if time.perf_counter() > self._until:
            raise Unknown("time")

    def name(self, name: str) -> None:
        """Add what lies under a name of the notebook.

        Raises
        ------
        Unknown
            When it cannot be told for sure.
        """
        if name in self._names:
            return
        self._names.add(name)
        value = self._namespace[name]
        if name in self._data and not is_holder(value):
            fingerprint, sampled = self._data[name]
            self._fingerprint(name, fingerprint, sampled)
            self._besides(name, value, 0)
        else:
            self.value(name, value)

    def imported(self, tree: ast.Module) -> None:
        """Add the modules that a cell imports, where somebody works on them."""
        for node in nodes_of(tree):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                names = [part.name for part in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                loaded = sys.modules.get(name)
                if loaded is not None:
                    if not is_installed(module_dict(loaded)):
                        self.value(name, loaded)
                elif lies_beside(name.partition(".")[0]):
                    raise Unknown(name)

    def value(self, label: str, value: Any, depth: int = 0) -> None:
        """Add a value of any kind."""
        kind = type(value)
        plain = scalar(value)
        if depth > _DEEPEST:
            raise Unknown(label)
        if plain is not UNREAD:
            self.add(label, (class_name(kind), plain))
            if kind is str:
                look_at_path(value, self.add)
            self._besides(label, value, depth)
            return
        if id(value) in self._seen:
            self.add(label, ("again", self._seen[id(value)]))
            return
        self._seen[id(value)] = len(self._seen)
        # What is made on the way must not give its place in memory to something else.
        self._kept.append(value)
        if kind is list or kind is tuple or kind is dict or kind is OrderedDict or kind is defaultdict:
            self._container(label, value, depth)
        elif kind is set or kind is frozenset:
            self._set(label, value)
        elif kind is ModuleType:
            self._module(label, value, depth)
        elif kind is BuiltinFunctionType:
            self._builtin(label, value)
        elif kind is FunctionType:
            self._function(label, value, depth)
        elif is_class(value):
            self._class(label, value, depth)
        elif kind is MethodType or kind is partial:
            parts = (
                (value.__self__, value.__func__)
                if kind is MethodType
                else (value.func, value.args, value.keywords)
            )
            for part in parts:
                self.value(f"{label}()", part, depth + 1)
        else:
            found = None if is_holder(value) else describe(value, label, self._allowance)
            if found is not None:
                self._fingerprint(label, whole(found.fingerprint), found.sampled)
                self._besides(label, value, depth)
            else:
                self._object(label, value, depth)

    def _fingerprint(self, label: str, fingerprint: str | None, sampled: bool) -> None:
        if fingerprint is None:
            raise Unknown(label)
        self._sampled = self._sampled or sampled
        self.add(label, fingerprint)

    def _besides(self, label: str, value: Any, depth: int) -> None:
        """Add what data have besides their content: notes, how they lie in memory, what a tensor has gathered."""
        root, name = home_of(type(value)).partition(".")[0], class_name(type(value))
        if root == "numpy" and name in ("ndarray", "memmap", "matrix"):
            flags = value.flags
            self.add(f"{label}.flags", (flags.writeable, flags.c_contiguous, flags.f_contiguous))
        elif root == "pandas" and name in ("DataFrame", "Series"):
            self.value(f"{label}.attrs", instance_dict(value).get("_attrs"), depth + 1)
            self.add(f"{label}.flags", value.flags.allows_duplicate_labels)
        elif root == "torch" and name in ("Tensor", "Parameter"):
            if value.grad_fn is not None:
                raise Unknown(label)
            self.add(f"{label}.requires_grad", value.requires_grad)
            if value.is_leaf and value.grad is not None:
                self.value(f"{label}.grad", value.grad, depth + 1)

    def _container(self, label: str, value: Any, depth: int) -> None:
        entries = value.items() if issubclass(type(value), dict) else enumerate(value)
        if len(value) > _MOST_ENTRIES:
            raise Unknown(label)
        self.add(label, (class_name(type(value)), len(value)))
        if type(value) is defaultdict:
            self.value(f"{label}()", value.default_factory, depth + 1)
        for key, part in entries:
            word, told = word_of(key)
            if not told:
                raise Unknown(label)
            self.value(f"{label}.{word}", part, depth + 1)

    def _set(self, label: str, value: set[object] | frozenset[object]) -> None:
        found = [word_of(part) for part in value]
        if len(value) > _MOST_ENTRIES or not all(told for _, told in found):
            raise Unknown(label)
        self.add(label, sorted(word for word, _ in found))

    def _module(self, label: str, module: ModuleType, depth: int) -> None:
        names = module_dict(module)
        name = names.get("__name__")
        if type(name) is not str or is_elsewhere(name):
            raise Unknown(label)
        self._library(label, name)
        if not is_installed(names):
            for key, part in names.items():
                if not (key.startswith("__") and key.endswith("__")):
                    self.value(f"{label}.{key}", part, depth + 1)

    def _library(self, label: str, module: str) -> None:
        root = module.partition(".")[0]
        version = module_dict(sys.modules.get(root)).get("__version__")
        self.add(label, (module, version if type(version) is str else ""))

    def _builtin(self, label: str, function: Any) -> None:
        owner = function.__self__
        if owner is not None and type(owner) is not ModuleType:
            # A method of something: ``losses.append``.
            raise Unknown(label)
        self.add(label, (function.__module__, function.__name__))

    def _function(self, label: str, function: FunctionType, depth: int) -> None:
        if function.__globals__ is not self._namespace and is_installed(function.__globals__):
            self._library(label, str(function.__module__))
            self.add(label, function.__qualname__)
            return
        self._code(label, function.__code__)
        for part in (function.__defaults__, function.__kwdefaults__, function.__dict__ or None):
            self.value(f"{label}()", part, depth + 1)
        for cell in function.__closure__ or ():
            try:
                inside = cell.cell_contents
            except ValueError:
                # Nothing is in it yet.
                raise Unknown(label) from None
            self.value(f"{label}[]", inside, depth + 1)
        # A notebook may have a ``len`` of its own.
        hiding = {name for name in names_in(function.__code__) if hasattr(builtins, name)}
        for name in sorted(globals_of(function.__code__) | hiding):
            if function.__globals__ is self._namespace:
                if name in self._namespace:
                    self.name(name)
            elif name in function.__globals__:
                self.value(f"{label}.{name}", function.__globals__[name], depth + 1)

    def _code(self, label: str, code: CodeType) -> None:
        look_at_names(code.co_names)
        self.add(label, (code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_flags))
        for part in code.co_consts:
            if type(part) is CodeType:
                self._code(label, part)
            elif type(part) is frozenset:
                self._set(label, part)
            else:
                self.add(label, part)
                if type(part) is str:
                    look_at_path(part, self.add)

    def _class(self, label: str, kind: type, depth: int) -> None:
        self._library(label, module_of(kind))
        self.add(label, class_name(kind))
        for base in bases_of(kind):
            if is_of_user(base):
                for name, part in members_of(base):
                    self.value(f"{label}.{name}", part, depth + 1)
            elif base is not object:
                self._library(label, module_of(base))
        if is_of_user(type(kind)):
            self.value(f"{label}()", type(kind), depth + 1)

    def _object(self, label: str, value: Any, depth: int) -> None:
        kind = type(value)
        module = home_of(kind)
        self.add(label, f"{module}.{class_name(kind)}")
        word, told = word_of(value)
        if told:
            self.add(label, word)
        elif module.startswith("pathlib") and issubclass(kind, PurePath):
            look_at_path(str(value), self.add)
            self.add(label, str(value))
        elif module == "torch" and class_name(kind) in ("device", "dtype"):
            self.add(label, str(value))
        elif class_name(kind) == "Generator" and module.startswith("numpy.random"):
            self.add(label, repr(value.bit_generator.state))
        elif class_name(kind) == "Bunch" and module.startswith("sklearn."):
            for key, part in dict.items(value):
                self.value(f"{label}.{key!r}", part, depth + 1)
        elif kind is SimpleNamespace or kind is Namespace or is_all_in_dict(kind):
            self._class(label, kind, depth)
            for name, part in instance_dict(value).items():
                self.value(f"{label}.{name}", part, depth + 1)
        else:
            raise Unknown(label)
