"""Secrets in code: which literals are some, and the code without them."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from ...records import LeftOut
from ..cell import CellContext, Found
from ..walk import nodes_of
from .secrets import MASK, is_secret_name, mask, mask_all, said_in

_NAMED = re.compile(
    r"""(?P<name>[A-Za-z_][\w.-]*)(?P<between>["']?\s*\]?\s*(?:=|:)\s*[bruBRU]{0,2})(?P<quote>["'])(?P<secret>.*?)(?P=quote)"""
)
_COMMENT = re.compile(r"#.*$", re.MULTILINE)
_ENVIRONMENT = re.compile(r"^(?P<name>[A-Za-z_]\w*)\s+(?P<secret>\S.*)$", re.DOTALL)
_ESCAPED = re.compile(r"[\\'\"\s]|[^\x20-\x7e]")
"""What a literal may write in another way than it is."""
_SHORTEST_PART = 6
_SHORTEST_NUMBER = 4


def named_secrets(context: CellContext) -> Iterator[Found]:
    """Rule: what has a secret's name is left out, whatever its value."""
    named = dict.fromkeys([*context.names.bindings, *context.earlier, *context.secret_names])
    for name in named:
        if name and is_secret_name(name, context.after.get(name, "")):
            yield LeftOut(name, "secret.name", "its name says that it is a secret")


def mask_code(code: str, known: Iterable[str] = (), is_python: bool = True) -> str:
    """Mask secrets in code.

    Parameters
    ----------
    code
        The code, or a text that quotes it.
    known
        Secrets that were found in its tree.
    is_python
        Whether it could be read; else all that looks like a secret is masked, its own expressions included.
    """
    if not is_python:
        return _NAMED.sub(_masked_text, mask_all(code, known))
    code = mask(code, known)
    code = _NAMED.sub(_masked_text, code)
    return _COMMENT.sub(lambda comment: mask_all(comment[0]), code)


def _masked_text(found: re.Match[str]) -> str:
    if not is_secret_name(found["name"]) or not found["secret"]:
        return found[0]
    return f"{found['name']}{found['between']}{found['quote']}{MASK}{found['quote']}"


def secrets_in(tree: ast.AST) -> dict[str, set[str]]:
    """Find the texts that code gives to secret names.

    Returns
    -------
    dict
        Name to the texts: of assignments, keyword arguments, dict entries, defaults and environment variables.

    Examples
    --------
    >>> secrets_in(ast.parse("connect(user='ann', password='hunter2')"))
    {'password': {'hunter2'}}
    """
    found: dict[str, set[str]] = {}
    nodes = nodes_of(tree)
    functions = {node.name: node for node in nodes if isinstance(node, _FUNCTIONS)}
    for node in nodes:
        if isinstance(node, ast.Constant):
            if type(node.value) is str and len(node.value) > _SHORTEST_NUMBER:
                said = said_in(node.value)
                if said:
                    found.setdefault(_IN_TEXTS, set()).update(said)
            continue
        for name, value in _named(node, functions):
            texts = set(_texts(value)) if is_secret_name(name) else set()
            if texts:
                found.setdefault(name, set()).update(texts)
    for texts in found.values():
        # Code and tracebacks write a text with escapes, and line by line.
        parts = {part for text in texts for part in _ESCAPED.split(text) if len(part) >= _SHORTEST_PART}
        texts |= parts
    return found


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_IN_TEXTS = ""


def _named(
    node: ast.AST, functions: Mapping[str, ast.FunctionDef | ast.AsyncFunctionDef]
) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _targets(target, node.value)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        yield from _targets(node.target, node.value)
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
        yield from _password_of(node.arg, node.value)
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        yield from _targets(node.target, node.iter)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield from _keyed(key, value)
    elif isinstance(node, ast.arguments):
        positional = [*node.posonlyargs, *node.args]
        for argument, default in zip(reversed(positional), reversed(node.defaults), strict=False):
            yield argument.arg, default
        for argument, given in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            if given is not None:
                yield argument.arg, given
    elif isinstance(node, ast.Call):
        # setattr(config, "password", "…"), os.environ.setdefault("API_KEY", "…"), login("ann", "…")
        for key, value in itertools.pairwise(node.args):
            yield from _keyed(key, value)
        called = functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if called is not None:
            names = [argument.arg for argument in (*called.args.posonlyargs, *called.args.args)]
            yield from zip(names, node.args, strict=False)
        yield from _set_by_magic(node)
        yield from _option_of(node)


def _password_of(name: str, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """``auth=("ann", "…")``, as requests and its likes take it."""
    if name == "auth" and isinstance(value, ast.Tuple) and len(value.elts) == 2:
        yield "password", value.elts[1]


def _option_of(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """``add_argument("--password", default="…")``, ``login(key="…")``."""
    given = {part.arg: part.value for part in node.keywords}
    names = [part.value for part in node.args if isinstance(part, ast.Constant) and type(part.value) is str]
    if "default" in given:
        for name in names:
            yield name, given["default"]
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if "key" in given and called in _LOGINS:
        yield "api_key", given["key"]


_LOGINS = frozenset({"login", "authenticate", "auth", "Api", "configure", "connect", "Client", "init"})


def _set_by_magic(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """``%env NAME value``: of ``%env NAME=value``, as of other magics and shell lines, the text itself says it."""
    words = [part.value for part in node.args if isinstance(part, ast.Constant) and type(part.value) is str]
    if len(words) == 2 and words[0] in ("env", "set_env"):
        found = _ENVIRONMENT.match(words[1])
        if found:
            yield found["name"], ast.Constant(found["secret"])


def _targets(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for item, part in zip(target.elts, value.elts, strict=False):
            yield from _targets(item, part)
    elif isinstance(target, ast.Name):
        yield target.id, value
        yield from _password_of(target.id, value)
    elif isinstance(target, ast.Attribute):
        yield target.attr, value
    elif isinstance(target, ast.Subscript):
        yield from _keyed(target.slice, value)


def _keyed(key: ast.expr | None, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        yield key.value, value


def _texts(node: ast.expr) -> Iterator[str]:
    """Give the texts that make up a value; what is only asked for (``os.environ["KEY"]``) is no secret itself."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
        elif isinstance(node.value, bytes):
            yield node.value.decode("latin-1")
        elif type(node.value) is int and abs(node.value) >= 10**_SHORTEST_NUMBER:
            yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _texts(part)
    elif isinstance(node, ast.BinOp):
        yield from _texts(node.left)
        yield from _texts(node.right)
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from _texts(part)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, (ast.Tuple, ast.List)):
        for part in node.elts:
            yield from _texts(part)
    elif isinstance(node, ast.Call):
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if function in ("get", "getenv", "pop", "setdefault"):
            for part in node.args[1:]:
                yield from _texts(part)
        elif function in ("encode", "strip", "decode") and isinstance(node.func, ast.Attribute):
            yield from _texts(node.func.value)
        elif function in ("SecretStr", "SecretBytes", "str", "bytes", "b64decode", "quote", "quote_plus"):
            for part in node.args[:1]:
                yield from _texts(part)
