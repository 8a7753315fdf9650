"""A fingerprint of all that a cell starts from: its code, its parameters, its data. Equal means: it was run before.

Where one thing cannot be told for sure (an open connection, a page of the web, a model whose inside is not known),
there is no fingerprint: changed data must never be called the same.
"""

from __future__ import annotations

import ast
import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Final

from .cell import Earlier
from .data import Allowance, describe, is_data
from .data.sources import text_of
from .estimators import chosen_settings, is_estimator
from .expressions import called_name
from .networks import is_torch_network, tensors_of
from .objects import class_dict, class_name, instance_dict, is_class, is_own, module_of, plain_function
from .trained import is_fitted
from .values import UNREAD, scalar
from .walk import nodes_of

MOST_SECONDS: Final = 0.03
"""A cell must not wait longer for this."""

_LONGEST_PARSED = 20_000
_MOST_ENTRIES = 2_000
_OUTSIDE = frozenset({
    "urlopen", "urlretrieve", "read_sql", "read_sql_query", "read_sql_table", "read_gbq", "input", "connect",
    "execute", "read_clipboard", "getpass", "system", "run_line_magic", "run_cell_magic",
})  # fmt: skip
_ADDRESSES = ("http://", "https://", "s3://", "gs://", "gcs://", "ftp://", "abfs://", "hf://", "az://")


class _Unknown(Exception):
    """Something cannot be told for sure."""


def inputs_of(
    code: str,
    tree: ast.Module,
    read: Iterable[str],
    namespace: Mapping[str, object],
    earlier: Mapping[str, Earlier],
    data: Mapping[str, tuple[str | None, bool]],
) -> str | None:
    """Give the fingerprint of what a cell is about to start from.

    Parameters
    ----------
    code, tree
        The cell, and its syntax tree.
    read
        Names that it takes from earlier cells, also through the notebook's functions.
    namespace
        The notebook's names.
    earlier
        The values among them that are settings.
    data
        Fingerprints of the data among them, and whether they are of samples.

    Returns
    -------
    str or None
        32 hexadecimal digits, ``~`` before them where data were only sampled; ``None`` where something is unknown.
    """
    reading = _Reading(namespace, earlier, data)
    try:
        reading.add("code", ast.dump(tree) if len(code) < _LONGEST_PARSED else code)
        reading.look_outside(tree)
        for name in sorted(read):
            reading.name(name)
    except _Unknown:
        return None
    return str(reading)


class _Reading:
    def __init__(
        self,
        namespace: Mapping[str, object],
        earlier: Mapping[str, Earlier],
        data: Mapping[str, tuple[str | None, bool]],
    ) -> None:
        self._namespace = namespace
        self._earlier = earlier
        self._data = data
        self._digest = hashlib.sha256()
        self._sampled = False
        self._until = time.perf_counter() + MOST_SECONDS
        self._allowance = Allowance()

    def __str__(self) -> str:
        return ("~" if self._sampled else "") + self._digest.hexdigest()[:32]

    def add(self, label: str, text: object) -> None:
        self._digest.update(f"{label}={text!r};".encode("utf-8", "surrogatepass"))
        if time.perf_counter() > self._until:
            raise _Unknown

    def look_outside(self, tree: ast.AST) -> None:
        """Add the files that code names, as they are now; what lies elsewhere is unknown."""
        for node in nodes_of(tree):
            if isinstance(node, ast.Call):
                root = node.func.value if isinstance(node.func, ast.Attribute) else None
                web = isinstance(root, ast.Name) and root.id in ("requests", "httpx", "session", "client")
                if called_name(node) in _OUTSIDE or web:
                    raise _Unknown
            if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp, ast.Call)):
                self._path(text_of(node, self._namespace))

    def _path(self, text: str | None) -> None:
        if text is None or len(text) > 1_000 or "\n" in text or "\0" in text or not text.strip():
            return
        if text.startswith(_ADDRESSES):
            raise _Unknown
        try:
            path = Path(text).expanduser()
            state = path.stat()
        except (OSError, RuntimeError, ValueError):
            return
        if path.is_dir():
            self._folder(path)
        else:
            self.add(text, (state.st_size, state.st_mtime_ns))

    def _folder(self, path: Path) -> None:
        if path in (Path(), Path("/"), Path.home(), Path.cwd()):
            return
        entries = []
        waiting = [str(path)]
        while waiting:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        state = entry.stat(follow_symlinks=False)
                        entries.append((entry.path, state.st_size, state.st_mtime_ns))
            if len(entries) > _MOST_ENTRIES or len(waiting) > _MOST_ENTRIES:
                raise _Unknown
        self.add(str(path), sorted(entries))

    def name(self, name: str) -> None:
        """Add what lies under a name."""
        known = self._earlier.get(name)
        if known is not None and (known.settings is not None or known.value is not UNREAD):
            self.add(name, dict(known.settings) if known.settings is not None else known.value)
            if type(known.value) is str:
                self._path(known.value)
        elif name in self._data:
            fingerprint, sampled = self._data[name]
            if fingerprint is None:
                raise _Unknown
            self._sampled = self._sampled or sampled
            self.add(name, fingerprint)
        else:
            self.value(name, self._namespace[name])

    def value(self, label: str, value: object, depth: int = 0) -> None:
        """Add a value of any kind that can be told for sure."""
        kind = type(value)
        plain = scalar(value)
        if depth > 6:
            raise _Unknown
        if plain is not UNREAD:
            self.add(label, plain)
        elif kind is list or kind is tuple or kind is dict or kind is set:
            self._container(label, value, depth)
        elif kind is ModuleType or kind is BuiltinFunctionType:
            self.add(label, str(getattr(value, "__name__", "")))
        elif kind is FunctionType:
            self._function(label, value, depth)  # type: ignore[arg-type]
        elif is_class(value):
            self._class(label, value, depth)  # type: ignore[arg-type]
        elif is_data(value):
            self._content(label, value)
        else:
            self._object(label, value, depth)

    def _content(self, label: str, value: object) -> None:
        found = describe(value, label, self._allowance)
        if found is None or found.fingerprint is None:
            raise _Unknown
        self._sampled = self._sampled or found.sampled
        self.add(label, found.fingerprint)

    def _container(self, label: str, value: object, depth: int) -> None:
        entries = value.items() if type(value) is dict else enumerate(value)  # type: ignore[arg-type]
        if type(value) is set or len(value) > _MOST_ENTRIES:  # type: ignore[arg-type]
            raise _Unknown
        self.add(label, type(value).__name__)
        for key, part in entries:
            plain = scalar(key)
            if plain is UNREAD:
                raise _Unknown
            self.value(f"{label}.{plain}", part, depth + 1)

    def _function(self, label: str, function: FunctionType, depth: int) -> None:
        if function.__globals__ is not self._namespace:
            self.add(label, f"{function.__module__}.{function.__qualname__}")
            return
        self._code(label, function.__code__)
        for part in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            self.value(f"{label}()", part, depth + 1)
        for cell in function.__closure__ or ():
            self.value(f"{label}[]", cell.cell_contents, depth + 1)

    def _code(self, label: str, code: CodeType) -> None:
        self.add(label, (code.co_code, code.co_names, code.co_varnames))
        for part in code.co_consts:
            if type(part) is CodeType:
                self._code(label, part)
            else:
                self.add(label, part)
                if type(part) is str:
                    self._path(part)

    def _class(self, label: str, kind: type, depth: int) -> None:
        self.add(label, f"{module_of(kind)}.{class_name(kind)}")
        if is_own(kind):
            for name, part in class_dict(kind).items():
                function = plain_function(part)
                if function is not None:
                    self._code(f"{label}.{name}", function.__code__)
                elif scalar(part) is not UNREAD and not name.startswith("__"):
                    self.add(f"{label}.{name}", scalar(part))

    def _object(self, label: str, value: object, depth: int) -> None:
        kind = type(value)
        module = module_of(kind)
        self.add(label, f"{module}.{class_name(kind)}")
        if is_torch_network(value) or (
            module.startswith("torch.nn") and not instance_dict(value).get("_modules")
        ):
            self._class(label, kind, depth)
            for name, tensor in tensors_of(value):
                self._content(f"{label}.{name}", tensor) if tensor.dim() else self.add(name, tensor.item())
            for name, part in instance_dict(value).items():
                if scalar(part) is not UNREAD:
                    self.add(f"{label}.{name}", scalar(part))
        elif is_estimator(value) and not is_fitted(value):
            for name, setting in chosen_settings(value):
                self.add(f"{label}.{name}", setting)
        elif is_estimator(value) or module.startswith("torch.optim"):
            for name, part in instance_dict(value).items():
                self._inside(f"{label}.{name}", part, depth)
        elif module == "torch" and class_name(kind) in ("device", "dtype"):
            self.add(label, str(value))
        elif class_name(kind) == "Generator" and module.startswith("numpy.random"):
            self.add(label, repr(value.bit_generator.state))  # type: ignore[attr-defined]
        else:
            raise _Unknown

    def _inside(self, label: str, part: object, depth: int) -> None:
        """Add what an object of a library holds: of an optimiser, its settings and what it gathered so far."""
        if class_name(type(part)) in ("defaultdict", "OrderedDict"):
            if part:
                # What an optimiser gathered belongs to parameters by identity.
                raise _Unknown
            return
        if label.endswith(".param_groups") and type(part) is list:
            for group in part:
                if type(group) is dict:
                    for name, setting in group.items():
                        if name != "params":
                            self.value(f"{label}.{name}", setting, depth + 1)
            return
        if type(part) is FunctionType or is_class(part):
            return
        self.value(label, part, depth + 1)
