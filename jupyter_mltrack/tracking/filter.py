"""The filter language of the search box, the command line and the Python API, read into a TinyDB query.

::

    svc                               name, experiment, note, user or a tag holds this text
    #12                               run number 12
    accuracy > 0.9                    a metric, parameter or tag of that name
    params.model = "svc" or lr < 0.1  with and, or, not, brackets
    params.model in (svc, forest)     one of several
    name ~ "^svc-.*"                  regular expression; !~ for its opposite
    params.model like "%forest%"      as in SQL; ilike ignores case
    has tags.keep                     the run has that
    started > 2026-11-01              dates; started > 7d: the last seven days
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from tinydb import Query
from tinydb.queries import QueryInstance

from ..errors import InvalidInput
from ..records import ColumnGroup
from .fields import ATTRIBUTES, Path, column_of, paths_of

LONGEST_FILTER = 10_000
_DEEPEST = 50

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<op><=|>=|!=|<>|==|=|<|>|!~|~)
    | (?P<bracket>[(),])
    | (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)
    | (?P<word>(?:[^\s"'`()<>=!~,]|!(?![=~])|(?<=\.)(?:"[^"]*"|`[^`]*`))+)
    )""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|min|h|d|w)$")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_TIMES = ("started", "ended")


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def parse_filter(text: str) -> QueryInstance | None:
    """Read a filter.

    Returns
    -------
    QueryInstance or None
        ``None`` for an empty filter.

    Raises
    ------
    InvalidInput
        Saying where in the text, and what was expected there.
    """
    if len(text) > LONGEST_FILTER:
        raise InvalidInput(f"The filter has {len(text):,} characters; at most {LONGEST_FILTER:,} fit.")
    tokens = _tokens(text)
    if not tokens:
        return None
    reader = _Reader(tokens, text)
    condition = reader.either(0)
    if reader.next() is not None:
        raise reader.wrong("'and', 'or' or the end")
    return condition


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            mark = text[at:].lstrip()[:1]
            what = (
                "a quotation mark that is not closed"
                if mark in "\"'`"
                else f"{mark!r}, which means nothing here"
            )
            raise InvalidInput(f"In the filter at character {at + 1}: {what}.")
        tokens.append(_Token(match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup)))
        at = match.end()
    return tokens


class _Reader:
    """Reads tokens by recursive descent: or, and, not, brackets, comparisons."""

    def __init__(self, tokens: list[_Token], text: str) -> None:
        self._tokens, self._text, self._at = tokens, text, 0

    def next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def wrong(self, expected: str) -> InvalidInput:
        token = self.next()
        found = f"{token.text[:40]!r} at character {token.at + 1}" if token else "the end"
        return InvalidInput(f"In the filter: expected {expected}, found {found}.")

    def _take(self, *words: str) -> bool:
        token = self.next()
        if token and token.kind in ("word", "bracket") and token.text.lower() in words:
            self._at += 1
            return True
        return False

    def either(self, depth: int) -> QueryInstance:
        condition = self._both(depth)
        while self._take("or"):
            condition = condition | self._both(depth)
        return condition

    def _both(self, depth: int) -> QueryInstance:
        condition = self._one(depth)
        while True:
            token = self.next()
            if token is None or token.text == ")" or (token.kind == "word" and token.text.lower() == "or"):
                return condition
            self._take("and")
            condition = condition & self._one(depth)

    def _one(self, depth: int) -> QueryInstance:
        if depth > _DEEPEST:
            raise InvalidInput(f"The filter is nested more than {_DEEPEST} deep.")
        if self._take("not"):
            return ~self._one(depth + 1)
        if self._take("("):
            condition = self.either(depth + 1)
            if not self._take(")"):
                raise self.wrong("')'")
            return condition
        token = self.next()
        if token is None or token.kind not in ("word", "quoted"):
            raise self.wrong("a word or a comparison")
        self._at += 1
        if token.text.lower() == "has" and (field := self.next()) and field.kind in ("word", "quoted"):
            self._at += 1
            return _any_of(_fields(field.text), lambda path: _at(path).exists())
        operator = self._operator()
        return _word(token.text) if operator is None else self._compared(token, operator)

    def _operator(self) -> str | None:
        token = self.next()
        if token is None or token.kind not in ("op", "word"):
            return None
        text = token.text.lower()
        if token.kind == "word" and text == "not":
            after = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else None
            if after and after.text.lower() in ("in", "like", "ilike"):
                self._at += 2
                return f"not {after.text.lower()}"
            return None
        if token.kind == "word" and text not in ("in", "like", "ilike"):
            return None
        self._at += 1
        return {"==": "=", "<>": "!="}.get(text, text)

    def _compared(self, field: _Token, operator: str) -> QueryInstance:
        targets = _fields(field.text)
        if operator.endswith("in"):
            values = self._list()
            found = _any_of(targets, lambda path: _any_value(path, values))
            return ~found if operator == "not in" else found
        token = self.next()
        if token is None or token.kind not in ("word", "quoted"):
            raise self.wrong(f"a value after {operator!r}")
        self._at += 1
        time_like = len(targets) == 1 and targets[0][0] == "run" and targets[0][1] in _TIMES
        value = _moment(token.text) if time_like else _value(token)
        if operator in ("~", "!~", "like", "ilike", "not like", "not ilike"):
            pattern = _pattern(operator.removeprefix("not "), _text(token))
            found = _any_of(targets, lambda path: _at(path).test(_matches, pattern))
            return ~found if operator in ("!~", "not like", "not ilike") else found
        if operator == "=":
            return _any_of(targets, lambda path: _any_value(path, _alike(value)))
        if operator == "!=":
            return _any_of(targets, lambda path: _at(path).exists() & ~_any_value(path, _alike(value)))
        numeric = float(value) if isinstance(value, str) and _NUMBER.match(value) else value
        compare: dict[str, Callable[[Path], QueryInstance]] = {
            "<": lambda path: _at(path) < numeric,
            "<=": lambda path: _at(path) <= numeric,
            ">": lambda path: _at(path) > numeric,
            ">=": lambda path: _at(path) >= numeric,
        }
        return _any_of(targets, compare[operator])

    def _list(self) -> list[Any]:
        if not self._take("("):
            raise self.wrong("'(' after 'in'")
        values: list[Any] = []
        while True:
            token = self.next()
            if token is None or token.kind not in ("word", "quoted"):
                raise self.wrong("a value in the list")
            self._at += 1
            values += _alike(_value(token))
            if self._take(")"):
                return values
            if not self._take(","):
                raise self.wrong("',' or ')'")


def _fields(text: str) -> list[tuple[ColumnGroup, str]]:
    """Give what a name can mean: one column, or, without a group, a metric, parameter or tag."""
    head, dot, name = text.partition(".")
    if dot and head[:1] not in "\"'`":
        try:
            group, found = column_of(f"{head}.{_bare(name)}")
        except InvalidInput:
            if head.lower() in ("run", "runs", "attribute", "attributes", "attr"):
                raise
        else:
            return [(group, found)]
    bare = _bare(text)
    if bare.lower() in ATTRIBUTES and text[:1] not in "\"'`":
        return [("run", bare.lower())]
    return [("metrics", bare), ("params", bare), ("tags", bare)]


def _any_of(
    targets: list[tuple[ColumnGroup, str]], condition: Callable[[Path], QueryInstance]
) -> QueryInstance:
    found: QueryInstance | None = None
    for group, name in targets:
        paths = paths_of(group, name)
        one = condition(paths[0])
        for path in paths[1:]:
            one = one | (~_at(paths[0]).exists() & condition(path))
        found = one if found is None else found | one
    assert found is not None
    return found


def _at(path: Path) -> Any:
    query = Query()
    for key in path:
        query = query[key]
    return query


def _any_value(path: Path, values: list[Any]) -> QueryInstance:
    condition: QueryInstance = _at(path) == values[0]
    for value in values[1:]:
        condition = condition | (_at(path) == value)
    return condition


def _bare(text: str) -> str:
    if len(text) > 1 and text[0] in "\"'`" and text[-1] == text[0]:
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _text(token: _Token) -> str:
    return _bare(token.text) if token.kind == "quoted" else token.text


def _value(token: _Token) -> Any:
    text = _text(token)
    if token.kind == "word":
        words = {"true": True, "false": False, "none": None, "null": None, "nan": float("nan")}
        if text.lower() in words:
            return words[text.lower()]
        if _NUMBER.match(text):
            return float(text)
    return text


def _alike(value: Any) -> list[Any]:
    """Give the values that count as equal: people write ``"0.1"`` and mean the number, and the other way round."""
    if isinstance(value, str) and _NUMBER.match(value):
        return [value, float(value)]
    if isinstance(value, float):
        return [value, repr(value), *([str(int(value))] if value.is_integer() and abs(value) < 1e15 else [])]
    if value is None or isinstance(value, bool):
        return [value, str(value)]
    return [value]


def _moment(text: str) -> float:
    text = _bare(text)
    if match := _SPAN.match(text.lower()):
        return time.time() - float(match[1]) * _SECONDS[match[2]]
    if _NUMBER.match(text):
        number = float(text)
        return number / 1000 if number > 1e11 else number
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise InvalidInput(
            f"In the filter: {text[:40]!r} is no time. Write 2026-11-01, 2026-11-01T12:30 or a span such as 7d."
        ) from None


def _pattern(operator: str, text: str) -> re.Pattern[str]:
    if operator in ("like", "ilike"):
        parts = [{"%": ".*", "_": "."}.get(part, re.escape(part)) for part in re.split(r"([%_])", text)]
        return re.compile(
            "^" + "".join(parts) + "$", re.DOTALL | (re.IGNORECASE if operator == "ilike" else 0)
        )
    try:
        return re.compile(text)
    except re.error as error:
        raise InvalidInput(f"In the filter: {text[:60]!r} is no regular expression: {error}.") from None


def _matches(value: Any, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, (str, int, float)) and pattern.search(str(value)) is not None


def _holds(value: object, word: str) -> bool:
    return isinstance(value, str) and word in value.lower()


def _any_holds(values: object, word: str) -> bool:
    return isinstance(values, dict) and any(
        _holds(value, word) or _holds(key, word) for key, value in values.items()
    )


def _word(text: str) -> QueryInstance:
    word = _bare(text).lower()
    run: Any = Query()
    found: QueryInstance
    if re.fullmatch(r"#\d{1,15}", word):
        found = run.number == int(word[1:])
        return found
    found = run.name.test(_holds, word) | run.experiment.test(_holds, word) | run.note.test(_holds, word)
    found = found | run.user.test(_holds, word) | run.tags.test(_any_holds, word) | (run.status == word)
    found = found | run.params.test(_params_hold, word)
    return found


def _params_hold(values: object, word: str) -> bool:
    return isinstance(values, dict) and any(_holds(value, word) for value in values.values())
