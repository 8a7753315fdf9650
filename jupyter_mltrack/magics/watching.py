"""``%mltrack drift`` and ``%mltrack monitors``: whether data changed, and what watches them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from ..drift.result import Drift


def drift_of(words: list[str]) -> Drift:
    """Compare two tables: names of variables, or paths of files.

    Raises
    ------
    InvalidInput
        When there are not two.
    NotFound
        When a word is neither a variable nor a file.
    """
    from ..drift.api import drift

    if len(words) != 2:
        raise InvalidInput("Name two tables, the reference first: %mltrack drift train today")
    reference, current = (_table(word) for word in words)
    return drift(reference, current)


def monitors_listed(words: list[str]) -> Monitors:
    """Give the monitors of the store that have a text in their name or model."""
    from ..monitoring.pages import list_monitors
    from ..tracking.api import current_store

    return Monitors(list_monitors(current_store(create=False), " ".join(words), limit=1000))


class Monitors:
    """The monitors of a store, as a table."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def _rows(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = [("monitor", "status", "newest", "alerts")]
        for row in self.page.rows:
            told = " ".join(f"{alert.kind}: {alert.sentence}" for alert in row.alerts)
            rows.append(
                (row.monitor.name, row.monitor.status, row.monitor.problem or row.monitor.sentence, told)
            )
        return rows

    def __repr__(self) -> str:
        from ..registry.shown import text_of

        return text_of(self._rows()) if self.page.rows else "No monitor: make one with mltrack.monitor(…)."

    def _repr_html_(self) -> str:
        from ..registry.shown import html_of

        return html_of(self._rows(), head=True) if self.page.rows else f"<p>{self!r}</p>"


def _table(word: str) -> Any:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    names: dict[str, Any] = shell.user_ns if shell is not None else {}
    if word in names:
        return names[word]
    path = Path(word).expanduser()
    if path.is_file():
        return path
    raise NotFound(f"There is neither a variable nor a file {word[:80]!r} here.")
