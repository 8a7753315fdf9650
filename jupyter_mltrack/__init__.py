"""Experiment tracking, model registry and monitoring inside JupyterLab.

In a notebook, put ``%%track`` on top of a cell. In a script::

    import jupyter_mltrack as mltrack

    with mltrack.run("churn", params={"lr": 0.1}) as run:
        run.log(loss=0.3, step=0)

    mltrack.runs("loss < 0.5").to_frame()
    mltrack.best("loss")

    mltrack.register(mltrack.best("loss"), "churn")
    mltrack.version("churn@production")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .drift.api import drift
    from .monitoring.api import monitor
    from .registry.api import (
        add_people,
        approve,
        history,
        model,
        people,
        register,
        reject,
        request,
        requests,
        rollback,
        transition,
        version,
    )
    from .registry.exchange_api import export, import_model, import_runs
    from .registry.loading import load_model, reference_profile
    from .registry.verifying import verify
    from .tracking.active import ActiveRun, MLTrackWarning
    from .tracking.api import best, current_store, diff, run, runs
    from .tracking.current import log_model
    from .tracking.environments import environment
    from .tracking.table import RunTable

__all__ = [
    "ActiveRun",
    "MLTrackWarning",
    "RunTable",
    "__version__",
    "add_people",
    "approve",
    "best",
    "current_store",
    "diff",
    "drift",
    "environment",
    "export",
    "history",
    "import_model",
    "import_runs",
    "load_model",
    "log_model",
    "model",
    "monitor",
    "people",
    "reference_profile",
    "register",
    "reject",
    "request",
    "requests",
    "rollback",
    "run",
    "runs",
    "transition",
    "verify",
    "version",
]

_HOMES = {
    **dict.fromkeys(("run", "runs", "best", "diff", "current_store"), "tracking.api"),
    **dict.fromkeys(("register", "model", "version", "transition", "rollback", "history"), "registry.api"),
    **dict.fromkeys(("request", "requests", "approve", "reject", "people", "add_people"), "registry.api"),
    **dict.fromkeys(("export", "import_runs", "import_model"), "registry.exchange_api"),
    "monitor": "monitoring.api",
    "environment": "tracking.environments",
    "load_model": "registry.loading",
    "reference_profile": "registry.loading", "verify": "registry.verifying", "log_model": "tracking.current",
    "ActiveRun": "tracking.active", "MLTrackWarning": "tracking.active", "RunTable": "tracking.table",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    # Loaded when used: importing the package must cost nothing.
    import importlib

    if name == "__version__":
        return importlib.import_module("._version", __name__).__version__
    if name == "drift":
        # The package itself, which can be called: as it is found again once it was imported.
        return importlib.import_module(".drift", __name__)
    if name in _HOMES:
        if _HOMES[name].startswith("registry."):
            # What monitors found is evidence; the registry itself does not know them.
            importlib.import_module(".monitoring.latest", __name__)
        value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-mltrack"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from .server.app import MLTrack

    return [{"module": "jupyter_mltrack", "app": MLTrack}]


def load_ipython_extension(shell: Any) -> None:
    """Make ``%%track`` and ``%mltrack`` available: ``%load_ext jupyter_mltrack``."""
    from .magics import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take every hook and magic away again."""
    from .magics import unload

    unload(shell)
