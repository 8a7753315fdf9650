"""Secrets in code: which literals are some, and the code without them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from ...records import LeftOut
from ..cell import CellContext, Found
from .secrets import MASK, is_secret_name, mask

_NAMED = re.compile(
    r"""(?P<name>[A-Za-z_][\w.-]*)(?P<between>["']?\s*\]?\s*(?:=|:)\s*[bruBRU]{0,2})(?P<quote>["'])(?P<secret>.*?)(?P=quote)"""
)
_ENVIRONMENT = re.compile(r"(?P<name>\b[A-Za-z_]\w*)(?P<between>=|\ +)(?P<secret>[^\s'\";]+)")
_SHELL_LINE = re.compile(r"^\s*(?:%env|%set_env|!).*$", re.MULTILINE)


def named_secrets(context: CellContext) -> Iterator[Found]:
    """Rule: what has a secret's name is left out, whatever its value."""
    named = dict.fromkeys([*context.names.bindings, *context.earlier, *secrets_in(context.tree)])
    for name in named:
        if is_secret_name(name, context.after.get(name, "")):
            yield LeftOut(name, "secret.name", "its name says that it is a secret")


def mask_code(code: str, known: Iterable[str] = ()) -> str:
    """Mask secrets in code: by shape, known ones, and what a secret name gets (also where it does not parse)."""
    code = mask(code, known)
    code = _NAMED.sub(_masked_text, code)
    return _SHELL_LINE.sub(lambda line: _ENVIRONMENT.sub(_masked_value, line[0]), code)


def _masked_text(found: re.Match[str]) -> str:
    if not is_secret_name(found["name"]) or not found["secret"]:
        return found[0]
    return f"{found['name']}{found['between']}{found['quote']}{MASK}{found['quote']}"


def _masked_value(found: re.Match[str]) -> str:
    return f"{found['name']}{found['between']}{MASK}" if is_secret_name(found["name"]) else found[0]


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
    for node in ast.walk(tree):
        for name, value in _named(node):
            texts = set(_texts(value)) if is_secret_name(name) else set()
            if texts:
                found.setdefault(name, set()).update(texts)
    return found


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _targets(target, node.value)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        yield from _targets(node.target, node.value)
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
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
    elif isinstance(node, ast.Call) and len(node.args) == 2:
        yield from _keyed(node.args[0], node.args[1])


def _targets(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for item, part in zip(target.elts, value.elts, strict=False):
            yield from _targets(item, part)
    elif isinstance(target, ast.Name):
        yield target.id, value
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
