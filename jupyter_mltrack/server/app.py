"""The Jupyter Server extension: configuration, start, stop, and the list of addresses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp

from ..config import StoreTraits
from ..models.refusals import allow_loading, forbid_loading
from ..monitoring import latest as _latest  # noqa: F401 - tells the registry what monitors found
from . import choices, comparison, exchange, experiments, imports, runs
from .holder import StoreHolder
from .monitor_addresses import MONITOR_ADDRESSES
from .monitor_runner import MonitorRunner
from .registry_addresses import REGISTRY_ADDRESSES
from .uploads import Uploads
from .verification_jobs import VerificationJobs
from .watcher import EVENTS, Watcher

_THREADS = 4
_IMPORT_THREADS = 2

_RUN = r"(?P<reference>[^/]+)"

ADDRESSES: tuple[tuple[str, type], ...] = (
    (r"status", experiments.StatusHandler),
    (r"runs", runs.RunsHandler),
    (r"runs/delete", runs.DeleteRunsHandler),
    (r"runs/restore", runs.RestoreRunsHandler),
    (rf"runs/{_RUN}", runs.RunHandler),
    (rf"runs/{_RUN}/files/(?P<path>.+)", runs.FileHandler),
    (rf"runs/{_RUN}/export", exchange.ExportHandler),
    (rf"lines/{_RUN}", runs.LineHandler),
    (r"columns", runs.ColumnsHandler),
    (r"experiments", experiments.ExperimentsHandler),
    (r"experiments/(?P<name>[^/]+)", experiments.ExperimentHandler),
    (r"choices", choices.ChoicesHandler),
    (r"series", comparison.SeriesHandler),
    (r"comparison", comparison.ComparisonHandler),
    (r"figures/curves", comparison.CurvesFigureHandler),
    (r"figures/parallel", comparison.ParallelFigureHandler),
    (r"figures/scatter", comparison.ScatterFigureHandler),
    (r"figures/importance", comparison.ImportanceFigureHandler),
    (r"imports", imports.ImportsHandler),
    (r"imports/look", imports.ImportLookHandler),
    (r"imports/uploads", imports.UploadsHandler),
    (r"imports/uploads/(?P<upload>[^/]+)", imports.UploadHandler),
    *REGISTRY_ADDRESSES,
    *MONITOR_ADDRESSES,
    (r"openapi\.json", experiments.OpenAPIHandler),
)
"""Patterns below ``mltrack/api/`` and who answers there; the first that fits."""


class MLTrack(ExtensionApp, StoreTraits):
    """Serves runs, comparisons, figures, the registry and monitors to the side panel."""

    name = "jupyter_mltrack"

    holder: StoreHolder
    watcher: Watcher

    def initialize(self) -> None:  # type: ignore[override]
        """Register the events, let the watcher start with the server's loop, and let no model be loaded here."""
        super().initialize()
        forbid_loading()
        server: Any = self.serverapp
        server.event_logger.register_event_schema(EVENTS)
        self.watcher = Watcher(self.holder, server.event_logger, self.watch_interval, self.settle_interval)
        server.io_loop.add_callback(self.watcher.start)
        server.io_loop.add_callback(self.settings["jupyter_mltrack_monitors"].start)

    def initialize_settings(self) -> None:
        """Choose the store and hand it to the kernels."""
        server: Any = self.serverapp
        self.holder = StoreHolder(Path(server.root_dir).absolute(), self.store)
        self.holder.hand_to_kernels()
        self.settings["jupyter_mltrack_holder"] = self.holder
        self.settings["jupyter_mltrack_verifications"] = VerificationJobs()
        self.settings["jupyter_mltrack_monitors"] = MonitorRunner(self.holder, self.monitor_interval)
        self.settings["jupyter_mltrack_threads"] = ThreadPoolExecutor(_THREADS, thread_name_prefix="mltrack")
        self.settings["jupyter_mltrack_uploads"] = Uploads(self.largest_upload)
        self.settings["jupyter_mltrack_import_threads"] = ThreadPoolExecutor(
            _IMPORT_THREADS, thread_name_prefix="mltrack-import"
        )

    def initialize_handlers(self) -> None:
        """List the addresses."""
        self.handlers.extend([(rf"mltrack/api/{pattern}", handler) for pattern, handler in ADDRESSES])
        self.handlers.append((r"mltrack/api/.*", experiments.NothingHandler))

    async def stop_extension(self) -> None:
        """Stop watching and close the store."""
        await self.watcher.stop()
        await self.settings["jupyter_mltrack_monitors"].stop()
        self.settings["jupyter_mltrack_verifications"].close()
        for threads in ("jupyter_mltrack_threads", "jupyter_mltrack_import_threads"):
            self.settings[threads].shutdown(wait=False, cancel_futures=True)
        self.settings["jupyter_mltrack_uploads"].close()
        self.holder.close()
        allow_loading()
