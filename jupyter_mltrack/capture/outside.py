"""What code takes from outside of the notebook: files that it names, and what nobody can tell to be the same again."""

from __future__ import annotations

import ast
import glob
import itertools
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import FunctionType
from typing import Final

from .data.sources import text_of
from .expressions import called_name
from .names import CellNames
from .objects import is_class, is_own
from .rules.words import words
from .walk import children_of, nodes_of


class Unknown(Exception):
    """Something cannot be told for sure."""


Add = Callable[[str, object], None]

_MOST_ENTRIES: Final = 2_000
_ELSEWHERE = words("""
    urlopen urlretrieve download read_sql read_sql_query read_sql_table read_gbq read_clipboard connect execute
    getpass system popen getoutput check_output run_line_magic run_cell_magic getenv load_dataset from_pretrained
    fetch_openml send recv reload import_module
""")
_ELSEWHERE_PLAIN = words("input eval exec globals locals vars __import__ get_ipython open_url")
_MODULES = words("""
    requests httpx aiohttp urllib urllib3 socket subprocess boto3 botocore sqlite3 sqlalchemy psycopg2 pymongo redis
    yfinance openai anthropic kaggle kagglehub wandb ftplib paramiko duckdb
""")
"""Modules whose answers come from elsewhere."""
_CONNECTIONS = words("session client conn cursor connection")
_NOW = words("""
    now utcnow today strftime ctime localtime gmtime getpid uuid1 uuid4 urandom token_hex getcwd cwd gethostname getuser
    getlogin
""")
_CLOCKS = words("time time_ns perf_counter perf_counter_ns monotonic process_time")
_READING = words("""
    open load loadtxt genfromtxt fromfile memmap imread glob iglob rglob listdir scandir walk iterdir read_text
    read_bytes File ImageFolder DatasetFolder load_from_disk from_csv from_parquet from_file safe_open open_dataset
    open_zarr image_dataset_from_directory flow_from_directory VideoCapture exists isfile isdir getsize getmtime stat
""")
_ON_PATHS = words("glob rglob iterdir read_text read_bytes open stat exists is_file is_dir")
_NO_READING = words("load_state_dict load_ext")
_PLACES = words("""
    filepath_or_buffer path file fname io url path_or_buf source root filename fp data_dir data_files directory f
    dataset_path pathname
""")
_ADDRESSES = ("http://", "https://", "s3://", "gs://", "gcs://", "ftp://", "abfs://", "hf://", "az://")
_HARMLESS_MAGICS = frozenset({"matplotlib", "time", "timeit", "config", "precision"})
_OUTPUTS = frozenset({"_", "__", "___", "Out", "_oh", "In", "_ih", "_i", "_ii", "_iii"})


def is_elsewhere(module: str) -> bool:
    """Say whether a module's answers come from outside of this machine or process."""
    return module.partition(".")[0] in _MODULES


def look_at_names(names: Iterable[str]) -> None:
    """Refuse what a function's code names, where that could read something from outside.

    Raises
    ------
    Unknown
        Where it could: what it is given cannot be seen.
    """
    for name in names:
        if name in _ELSEWHERE or name in _ELSEWHERE_PLAIN or name in _NOW or name == "environ":
            raise Unknown(name)
        if _reads(name) and not name.startswith("fetch_") and name not in _LIBRARY_LOADERS:
            raise Unknown(name)


_LIBRARY_LOADERS = words("load_iris load_wine load_digits load_breast_cancer load_diabetes load_linnerud")


def look_at(tree: ast.Module, names: CellNames, namespace: Mapping[str, object], add: Add) -> None:
    """Add the files and folders that a cell names, as they are now.

    Raises
    ------
    Unknown
        Where it reads something else, or from a place that cannot be told before it runs.
    """
    nodes = nodes_of(tree)
    known = _Known(tree, names, namespace)
    parents = {id(child): node for node in nodes for child in children_of(node)}
    for node in nodes:
        if isinstance(node, ast.Call):
            _look_at_call(node, parents.get(id(node)), known, add)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [part.name for part in node.names]
            )
            if any(map(is_elsewhere, modules)):
                raise Unknown("a module")
        elif isinstance(node, ast.Name):
            if node.id in _OUTPUTS and node.id not in names.bindings and isinstance(node.ctx, ast.Load):
                raise Unknown("an output")
        elif isinstance(node, ast.Attribute) and node.attr == "environ":
            parent = parents.get(id(node))
            if not (isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store)):
                raise Unknown("the environment")
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp, ast.Call)):
            look_at_path(known.text(node), add)


class _Known:
    """The texts of expressions, as far as they are told for sure before a cell runs."""

    def __init__(self, tree: ast.Module, names: CellNames, namespace: Mapping[str, object]) -> None:
        self._names = names
        self._namespace = namespace
        self._deep = 0
        self.handles = {
            item.optional_vars.id
            for node in nodes_of(tree)
            if isinstance(node, (ast.With, ast.AsyncWith))
            for item in node.items
            if isinstance(item.optional_vars, ast.Name) and _opens(item.context_expr)
        }
        """Names of open files: that they are opened says it already."""
        self.handles |= {
            name for name, found in names.bindings.items() if all(_opens(binding.value) for binding in found)
        }

    def is_function(self, name: str) -> bool:
        """Say whether a name is a function or class of the notebook, whose own code is looked at."""
        if name in self._names.bindings:
            return all(binding.kind in ("function", "class") for binding in self._names.bindings[name])
        value = self._namespace.get(name)
        if type(value) is FunctionType:
            return value.__globals__ is self._namespace
        return is_class(value) and is_own(value)  # type: ignore[arg-type]

    def text(self, node: ast.expr) -> str | None:
        return text_of(node, self)  # type: ignore[arg-type]

    def get(self, name: str) -> object:
        """Give the value of a name, for ``text_of``: before the cell, or where the cell gives it one alone."""
        found = self._names.bindings.get(name)
        if found is None:
            return self._namespace.get(name)
        sure = len(found) == 1 and found[0].kind == "assign" and found[0].sure and found[0].at is None
        value = found[0].value
        if not sure or value is None or name in self._names.reads or self._deep > 5:
            return None
        self._deep += 1
        try:
            return self.text(value)
        finally:
            self._deep -= 1


def _look_at_call(node: ast.Call, parent: ast.AST | None, known: _Known, add: Add) -> None:
    name = called_name(node) or ""
    plain = isinstance(node.func, ast.Name)
    if plain and known.is_function(name):
        return
    if name == "run_line_magic" and node.args and _is_one_of(node.args[0], _HARMLESS_MAGICS):
        return
    if name == "get_ipython" and isinstance(parent, ast.Attribute) and parent.attr == "run_line_magic":
        return
    if name in _ELSEWHERE or name in _NOW or (plain and name in _ELSEWHERE_PLAIN):
        raise Unknown(name)
    root = node.func.value if isinstance(node.func, ast.Attribute) else None
    if isinstance(root, ast.Name) and (root.id in _CONNECTIONS or is_elsewhere(root.id)):
        raise Unknown(root.id)
    if name in _CLOCKS and not isinstance(parent, (ast.Assign, ast.BinOp, ast.AnnAssign)):
        # Measured by: harmless. Given to something: it may be a seed.
        raise Unknown(name)
    if _reads(name) and not _writes(node):
        _look_at_reading(node, name, known, add)


def _reads(name: str) -> bool:
    return name not in _NO_READING and (
        name in _READING or name.startswith(("read_", "scan_", "load_", "fetch_"))
    )


def _look_at_reading(node: ast.Call, name: str, known: _Known, add: Add) -> None:
    if name in _ON_PATHS and isinstance(node.func, ast.Attribute):
        text = known.text(node.func.value)
        if text is not None:
            _must_be_there(text, add)
            return
    places = [*node.args[:1], *(part.value for part in node.keywords if part.arg in _PLACES)]
    if not places:
        if name.startswith(("load_", "fetch_")) and all(part.arg is not None for part in node.keywords):
            # A data set that comes with its library.
            return
        raise Unknown(name)
    for place in places:
        if isinstance(place, ast.Name) and place.id in known.handles:
            continue
        text = known.text(place)
        if text is None:
            raise Unknown(name)
        _must_be_there(text, add)


def _must_be_there(text: str, add: Add) -> None:
    if not look_at_path(text, add) and not _look_at_pattern(text, add):
        raise Unknown(text)


def _look_at_pattern(text: str, add: Add) -> bool:
    if not glob.has_magic(text):
        return False
    found = list(itertools.islice(glob.iglob(text, recursive=True), _MOST_ENTRIES + 1))  # noqa: PTH207 a text
    if len(found) > _MOST_ENTRIES:
        raise Unknown(text)
    add(text, [_state(Path(path).stat()) for path in sorted(found)] + sorted(found))
    return True


def look_at_path(text: str | None, add: Add) -> bool:
    """Add the state of the file or folder that a text names, if it names one; say whether it does.

    Raises
    ------
    Unknown
        For an address elsewhere, and for a folder of very many files.
    """
    if text is None or len(text) > 1_000 or "\n" in text or "\0" in text or not text.strip():
        return False
    if text.startswith(_ADDRESSES):
        raise Unknown(text)
    try:
        path = Path(text).expanduser()
        state = path.stat()
    except (OSError, RuntimeError, ValueError):
        return False
    if path.is_dir():
        return _look_at_folder(path, add)
    add(text, _state(state))
    return True


def _look_at_folder(path: Path, add: Add) -> bool:
    if path.resolve() in (Path("/"), Path.home(), Path.cwd()):
        # It holds the store, too, which every run changes.
        return False
    entries: list[tuple[object, ...]] = []
    waiting = [str(path)]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                try:
                    state = entry.stat()
                except OSError:
                    # A link to nowhere.
                    entries.append((entry.path,))
                    continue
                if entry.is_dir():
                    raise Unknown("a link to a folder")
                entries.append((entry.path, *_state(state)))
        if len(entries) > _MOST_ENTRIES or len(waiting) > _MOST_ENTRIES:
            raise Unknown(str(path))
    add(str(path), sorted(entries, key=repr))
    return True


def _state(state: os.stat_result) -> tuple[int, ...]:
    # The time of the last change of its entry, too: the other time can be set back.
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def _opens(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and called_name(node) in ("open", "File", "ZipFile")


def _writes(node: ast.Call) -> bool:
    """Say whether ``open`` is called to write."""
    if called_name(node) != "open":
        return False
    modes = [*node.args[1:2], *(part.value for part in node.keywords if part.arg == "mode")]
    if isinstance(node.func, ast.Attribute):
        modes += node.args[:1]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and type(mode.value) is str]
    return any(text and set(text) <= set("wxabt") and not text.startswith(("b", "t")) for text in texts)


def _is_one_of(node: ast.AST, texts: frozenset[str]) -> bool:
    return isinstance(node, ast.Constant) and node.value in texts
