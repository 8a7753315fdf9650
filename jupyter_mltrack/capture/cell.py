"""A cell that has run, as rules see it, and what rules may find in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..records import LeftOut, Scalar
from .calls import ReachedCode
from .names import Binding, CellNames
from .notes import ShownStatement
from .observers import Watch
from .options import CaptureOptions
from .values import UNREAD


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting that the cell ran with."""

    name: str
    value: Scalar
    rule: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that the cell computed."""

    name: str
    value: float
    rule: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A name whose observed points are kept as a series; or one whose values are known only now."""

    name: str
    rule: str
    values: Sequence[object] | None = None
    """Numbers, not copied; ``None`` where the points were handed to the sink while the cell ran."""
    steps: Sequence[int] | None = None
    """One a value; counted from 0 when left out."""


Found = Parameter | Metric | Curve | LeftOut


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value that the cell took from an earlier one: as it was when the cell started, and how it came about."""

    value: object
    remark: str
    type_name: str
    origin: Binding | None
    settings: Mapping[str, Scalar] | None = None
    """What it holds, by dotted name, where it is an object of settings."""


@dataclass
class CellContext:
    """What rules look at."""

    code: str
    """The cell's text without the ``%%track`` line."""
    tree: ast.Module
    """Its syntax tree, with magics that run Python opened up; empty where it is not valid Python."""
    names: CellNames
    earlier: Mapping[str, Earlier]
    """What it took from earlier cells, by name."""
    after: Mapping[str, object]
    """The notebook's namespace after the cell. Values are only to be read through ``values``."""
    watched: Mapping[str, Watch]
    """What was observed in loops, by series name."""
    unwatched: Mapping[str, tuple[str, str]]
    """What of loops was not: name to (rule, reason)."""
    options: CaptureOptions
    secret_names: Collection[str] = ()
    """Names of secrets anywhere in it: of keywords, dict entries, defaults."""
    untouched: frozenset[str] = frozenset()
    """Names that the cell binds but did not come to (it failed before)."""
    result: object = UNREAD
    """The value of the last expression."""
    completed: bool = True
    failed_at: int | None = None
    """The line of its top level at which it failed, counted from 1; ``None`` where it did not or that is unknown."""
    taken: Mapping[str, Scalar] = field(default_factory=dict)
    """The parameters that the rules before this one have taken."""
    reached: ReachedCode | None = None
    """The calls that it made: ask ``rules.written.reached`` for them."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What rules have worked out from all of the above, for those after them."""

    figures: Mapping[str, float] = field(default_factory=dict)
    """The metrics that the rules before this one have taken."""
    curves: Mapping[str, Sequence[object]] = field(default_factory=dict)
    """The curves taken so far whose values are known only now."""
    shown: Sequence[ShownStatement] = ()
    """What it showed to its reader: printed, in texts, as expressions of their own."""
    assigned: Mapping[str, Sequence[ast.stmt]] = field(default_factory=dict)
    """The observed assignments of loops, by the name of the series."""
    in_functions: Collection[str] = ()
    """Which series were observed in functions."""
    explores: bool = False
    """It looks at data, and neither trains nor evaluates anything."""
    boosted: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """What boosting libraries reported at each round, by data set and metric."""

    def value(self, name: str) -> object:
        """Give a name's value after the cell; ``UNREAD`` where the cell did not give it one."""
        return UNREAD if name in self.untouched else self.after.get(name, UNREAD)


Rule = Callable[[CellContext], Iterator[Found]]
"""One function, listed in ``capture/rules/__init__.py``. The first rule that takes a name for a group keeps it."""
