"""The addresses from which runs and model versions are downloaded: as one file, or file by file."""

from __future__ import annotations

from typing import BinaryIO

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import Artifact
from ..registry import get_version
from ..registry.exchange import version_pieces
from ..store import Store
from ..tracking.exchange import export_pieces
from .downloads import DownloadHandler, opened
from .registry import RegistryHandler


class ExportHandler(DownloadHandler):
    """A run as one file."""

    @web.authenticated
    @authorized
    async def get(self, reference: str) -> None:
        """Send the file while it is made."""
        await self.send_pieces(*await self.work(export_pieces, reference))


class VersionExportHandler(DownloadHandler, RegistryHandler):
    """A model version as one file."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str) -> None:
        """Send the file while it is made; with its run when ``with_run=1``."""
        reference, with_run = self.reference(name, version), self.flag("with_run")
        await self.send_pieces(*await self.work(version_pieces, reference, with_run=with_run))


class VersionFileHandler(DownloadHandler, RegistryHandler):
    """Files of a model version, which stay when its run goes."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str, path: str) -> None:
        """Send one."""
        await self.send_file(*await self.work(_open_file, self.reference(name, version), path))


def _open_file(store: Store, reference: str, path: str) -> tuple[Artifact, BinaryIO]:
    version = get_version(store, reference)
    return opened(store, version.artifacts, path, f"Version {version.version} of {version.model!r}")
