"""What the Python API answers with: records that show themselves plainly, in a terminal and in a notebook."""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from ..records import ModelMoment, ModelVersion, RegisteredModel, RegistryEvent, TransitionRequest
from ..tracking.sentence import number_text
from .times import time_text

T = TypeVar("T")
Rows = list[tuple[str, ...]]


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def text_of(rows: Rows) -> str:
    """Lay rows out in columns of text; what people wrote cannot command a terminal."""
    rows = [tuple(_CONTROL.sub("\ufffd", " ".join(cell.split())) for cell in row) for row in rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def html_of(rows: Rows, head: bool = False) -> str:
    """Lay rows out as a table of HTML; the first may be its head. What people wrote is escaped."""

    def row_of(row: tuple[str, ...], cell: str) -> str:
        return "<tr>" + "".join(f"<{cell}>{html.escape(one)}</{cell}>" for one in row) + "</tr>"

    top = f"<thead>{row_of(rows[0], 'th')}</thead>" if head and rows else ""
    return f"<table>{top}<tbody>{''.join(row_of(row, 'td') for row in rows[bool(top) :])}</tbody></table>"


class Shown(ABC, Generic[T]):
    """A record that shows itself; its fields are the record's.

    Attributes
    ----------
    record
        The record.
    """

    def __init__(self, record: T) -> None:
        self.record = record

    def __getattr__(self, name: str) -> Any:
        if name == "record" or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.record, name)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.record == self.record

    __hash__ = None  # type: ignore[assignment]

    @abstractmethod
    def _rows(self) -> Rows:
        """Give what is shown, row by row."""

    def __repr__(self) -> str:
        return text_of(self._rows())

    def _repr_html_(self) -> str:
        return html_of(self._rows())


class Model(Shown[RegisteredModel]):
    """A registered model: ``name``, ``stages``, ``aliases``, ``description``, ``tags``, …"""

    def _rows(self) -> Rows:
        model = self.record
        rows = [("model", model.name), ("versions", str(sum(map(len, model.stages.values()))))]
        for stage in ("production", "staging"):
            if model.stages.get(stage):
                rows.append((stage, ", ".join(map(str, sorted(model.stages[stage])))))
        rows += [(alias, str(number)) for alias, number in sorted(model.aliases.items())]
        return [*rows, *([("description", model.description)] if model.description else [])]


class Version(Shown[ModelVersion]):
    """A version: ``model``, ``version``, ``stage``, ``metrics``, ``run``, ``saved``, ``tags``, …"""

    @property
    def reference(self) -> str:
        """What it is referred to by: ``churn/3``."""
        return f"{self.record.model}/{self.record.version}"

    def _rows(self) -> Rows:
        version = self.record
        rows = [
            ("version", self.reference),
            ("stage", version.stage),
            ("registered", f"{time_text(version.created)} by {version.created_by}"),
        ]
        if version.run_number is not None:
            rows.append(("run", str(version.run_number)))
        if version.saved is not None:
            rows.append(("type", version.saved.type))
        rows += [(name, number_text(value)) for name, value in version.metrics.items()]
        return [*rows, *([("description", version.description)] if version.description else [])]


class Request(Shown[TransitionRequest]):
    """A request: ``id``, ``status``, ``stage``, ``reason``, ``author``, ``decisions``, …"""

    def _rows(self) -> Rows:
        request = self.record
        rows = [
            ("request", request.id[:8]),
            ("asks for", f"{request.model}/{request.version} to {request.stage}"),
            ("by", f"{request.author}: {request.reason}"),
            ("status", request.status),
        ]
        return [
            *rows,
            *((one.kind, f"{one.user}{f': {one.text}' if one.text else ''}") for one in request.decisions),
        ]


class Moment(Shown[ModelMoment]):
    """A model as it was at a time: ``stages``, ``aliases``, ``versions``."""

    def _rows(self) -> Rows:
        then = self.record
        rows = [("model", then.model), ("at", time_text(then.time))]
        rows += [(stage, ", ".join(map(str, held))) for stage, held in then.stages.items()]
        rows += [(alias, str(number)) for alias, number in sorted(then.aliases.items())]
        return [*rows, ("versions", ", ".join(map(str, then.versions)) or "none")]


class History(Sequence[RegistryEvent]):
    """Events, the newest first.

    Parameters
    ----------
    events
        The events that are shown.
    """

    def __init__(self, events: Sequence[RegistryEvent]) -> None:
        self._events = list(events)

    @overload
    def __getitem__(self, at: int) -> RegistryEvent: ...
    @overload
    def __getitem__(self, at: slice) -> History: ...
    def __getitem__(self, at: int | slice) -> RegistryEvent | History:
        return History(self._events[at]) if isinstance(at, slice) else self._events[at]

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[RegistryEvent]:
        return iter(self._events)

    def __repr__(self) -> str:
        return text_of(self._rows()) if self._events else "nothing happened"

    def _repr_html_(self) -> str:
        return html_of(self._rows(), head=True)

    def _rows(self) -> Rows:
        return [
            ("time", "who", "what", "why"),
            *((*event_words(event), event.reason) for event in self._events),
        ]


def event_words(event: RegistryEvent) -> tuple[str, str, str]:
    """Say when, who and what, in words.

    >>> event = RegistryEvent(1, 0.0, "alice", "stage set", "churn", "", "", version=3, details={"stage": "production"})
    >>> event_words(event)[1:]
    ('alice', 'churn/3 to production')
    """
    what = f"{event.model}/{event.version}" if event.version is not None else event.model
    details = event.details
    said = {
        "stage set": f"{what} to {details.get('stage')}",
        "rolled back": f"{details.get('stage')} rolled back to {what}",
        "alias set": f"{what} is {details.get('alias')}",
        "alias removed": f"{what} is {details.get('alias')} no more",
        "request opened": f"{what} to {details.get('stage')} requested",
        "request decided": f"request for {what}: {details.get('decision')}",
        "version created": f"{what} registered",
        "version edited": f"{what} edited",
        "version deleted": f"{what} deleted",
        "model renamed": f"{what} renamed to {(details.get('model') or {}).get('name')}",
        "commented": f"{what or f'run {str(event.run)[:8]}'} commented",
        "people added": f"{', '.join([*details.get('people', []), *details.get('groups', [])])} added",
        "rules set": f"rules of {what or 'the store'} set",
    }.get(event.kind, f"{what} {event.kind}")
    return time_text(event.time), event.user, said
