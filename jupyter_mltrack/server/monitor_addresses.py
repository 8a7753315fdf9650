"""The addresses of monitors and alerts: patterns, who answers there, and what OpenAPI says of them."""

from __future__ import annotations

from . import monitors
from .operation import Operation

_MONITOR = r"monitors/(?P<name>[^/]+)"

MONITOR_ADDRESSES: tuple[tuple[str, type], ...] = (
    (r"monitors", monitors.MonitorsHandler),
    (_MONITOR, monitors.MonitorHandler),
    (rf"{_MONITOR}/run", monitors.RunHandler),
    (rf"{_MONITOR}/cancel", monitors.CancelHandler),
    (rf"{_MONITOR}/reference", monitors.ReferenceHandler),
    (rf"{_MONITOR}/checks/(?P<check>[^/]+)", monitors.CheckHandler),
    (rf"{_MONITOR}/columns/(?P<column>[^/]+)", monitors.ColumnHandler),
    (rf"{_MONITOR}/comparison", monitors.PeriodsHandler),
    (rf"{_MONITOR}/performance", monitors.PerformanceHandler),
    (r"alerts", monitors.AlertsHandler),
    (r"alerts/(?P<alert>[^/]+)", monitors.AlertHandler),
)

_PAGED = ("limit", "offset")
_RANGE = ("since", "until")
_IN = "monitors/{name}"

MONITOR_OPERATIONS = (
    Operation("get", "monitors", "Monitors with their newest checks and open alerts", "MonitorPage", ("text", *_PAGED)),
    Operation("post", "monitors", "Make a monitor", "Monitor", body="MonitorBody"),
    Operation("get", _IN, "A monitor with its checks", "MonitorDetails", _RANGE),
    Operation("patch", _IN, "Change a monitor", "Monitor", body="MonitorEdit"),
    Operation("delete", _IN, "Delete a monitor", "id", sole="deleted"),
    Operation("post", f"{_IN}/run", "Run it now, in a process of its own", "Monitor"),
    Operation("post", f"{_IN}/cancel", "Ask it to stop", "Monitor"),
    Operation("post", f"{_IN}/reference", "Take a new reference", "Monitor", body="NewReferenceBody"),
    Operation("get", f"{_IN}/checks/{{check}}", "A check, and all that it found", "CheckDetails"),
    Operation("get", f"{_IN}/columns/{{column}}", "A column over time", "ColumnDetails", ("check", *_RANGE)),
    Operation("get", f"{_IN}/comparison", "Two periods compared", "PeriodComparison", ("first", "second")),
    Operation("get", f"{_IN}/performance", "How well the model does over time", "PerformancePage", _RANGE),
    Operation("get", "alerts", "Alerts, the newest first", "AlertPage", ("status", "monitor", *_PAGED)),
    Operation("get", "alerts/{alert}", "An alert, and the messages about it", "AlertDetails"),
    Operation("post", "alerts/{alert}", "Acknowledge, snooze, expect, comment", "AlertDetails", body="AlertBody"),
)  # fmt: skip
