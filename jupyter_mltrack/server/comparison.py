"""Addresses of curves, comparisons and figures."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidInput
from ..store import Store
from ..tracking import compare, list_columns, main_metric, read_series, rows_of
from .base import MLTrackHandler

_MOST_POINTS = 100_000


class SeriesHandler(MLTrackHandler):
    """Curves as numbers."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Give the curves of runs, thinned for display."""
        runs, keys = self.names("runs"), self.names("keys") or None
        most = self.whole("max_points", 2000, 2, _MOST_POINTS)
        await self.answer(lambda store: {"series": read_series(store, runs, keys, most)})


class ComparisonHandler(MLTrackHandler):
    """Runs beside each other."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Compare runs; the first is the baseline."""
        await self.answer(compare, self.names("runs"), self.flag("only_differences", True))


class CurvesFigureHandler(MLTrackHandler):
    """Curves as a figure."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Draw the curves of runs."""
        runs, keys, x = self.names("runs"), self.names("keys") or None, self.argument("x", "step")
        smoothing = self.number("smoothing", 0.0, 0.0, 0.999)
        log, columns = self.flag("log"), self.whole("per_row", 1, 1, 6)
        zone = self.argument("timezone") or None

        def draw(store: Store) -> dict[str, Any]:
            from ..figures import curves, points_per_line

            series = read_series(store, runs, keys, points_per_line(len(runs)))
            return curves(
                series, rows_of(store, runs), smoothing=smoothing, log=log, x=x,  # type: ignore[arg-type]
                timezone=zone, columns=columns,
            )  # fmt: skip

        await self.answer(draw)


class ParallelFigureHandler(MLTrackHandler):
    """Parameters and metrics of many runs, as parallel coordinates."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Draw parallel coordinates of the columns; of all that differ when none is named."""
        runs, columns, color = self.names("runs"), self.names("columns"), self.argument("color") or None

        def draw(store: Store) -> dict[str, Any]:
            from ..figures import parallel

            shown, by = _columns(store, runs, columns, color)
            return parallel(rows_of(store, runs, shown), shown, color_by=by)

        await self.answer(draw)


class ScatterFigureHandler(MLTrackHandler):
    """Two columns against each other."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Draw a scatter plot."""
        runs, x, y = self.names("runs"), self.argument("x"), self.argument("y")
        if not x or not y:
            raise InvalidInput("A scatter plot needs two columns: x=params.lr and y=metrics.loss.")

        def draw(store: Store) -> dict[str, Any]:
            from ..figures import scatter

            return scatter(rows_of(store, runs, [x, y]), x, y)

        await self.answer(draw)


class ImportanceFigureHandler(MLTrackHandler):
    """Which parameters go with a metric."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Draw how strongly each parameter goes with the metric."""
        runs, metric = self.names("runs"), self.argument("metric")

        def draw(store: Store) -> dict[str, Any]:
            from ..figures import importance

            shown, by = _columns(store, runs, [], metric or None)
            target = metric or by
            if target is None:
                raise InvalidInput("These runs have no metric yet.")
            params = [column for column in shown if column.startswith("params.")]
            return importance(rows_of(store, runs, [*params, target]), params, target)

        await self.answer(draw)


def _columns(
    store: Store, runs: list[str], columns: list[str], color: str | None
) -> tuple[list[str], str | None]:
    """Choose what a figure of many columns shows: parameters that differ, then the main metric."""
    rows = rows_of(store, runs)
    if not rows:
        raise InvalidInput("Name at least one run: runs=…")
    metric = main_metric(store, rows[0].experiment)[0]
    color = color or (f"metrics.{metric}" if metric else None)
    if columns:
        return columns, color
    params = [column.id for column in list_columns(store) if column.group == "params"]
    values = rows_of(store, runs, params)
    differing = [name for name in params if len({repr(row.values.get(name)) for row in values}) > 1]
    return [*differing, *([color] if color else [])], color
