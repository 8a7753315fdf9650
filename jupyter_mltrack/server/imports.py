"""Addresses at which runs and versions of a file or a store are looked at, and taken in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import ensure_async
from tornado import web

from ..errors import InvalidInput, NotAllowed
from ..records.importing import ImportBody, ImportLookBody, ImportOffer, ImportReport, UploadBody
from ..registry import Person
from ..registry.taking_in import look_into, take_in
from ..tracking.exchange import open_source
from .holder import StoreMissing
from .places import source_below
from .registry import RegistryHandler
from .uploads import Uploads

T = TypeVar("T")


class ImportHandler(RegistryHandler):
    """Base of what imports. It has threads of its own: a large file holds up nobody who only looks at runs."""

    @property
    def uploads(self) -> Uploads:
        """The files that browsers send to this server."""
        uploads: Uploads = self.settings["jupyter_mltrack_uploads"]
        return uploads

    async def in_thread(self, call: Callable[[], T]) -> T:
        """Call something that may read for long, away from the event loop."""
        threads: ThreadPoolExecutor = self.settings["jupyter_mltrack_import_threads"]
        return await asyncio.get_running_loop().run_in_executor(threads, call)

    async def source(self, body: ImportLookBody | ImportBody) -> Callable[[], tuple[Path, str]]:
        """Give what finds the file or folder that a body names, and what it is called; call it in a thread.

        Raises
        ------
        InvalidInput
            When it names none, or two.
        NotAllowed
            When whoever asks may not read the server's files.
        """
        by = self.person
        if (body.path is None) == (body.upload is None):
            raise InvalidInput("Say where it lies: give path or upload.")
        if body.upload is not None:
            id, uploads = body.upload, self.uploads
            return lambda: uploads.whole(id, by)
        if not await ensure_async(self.authorizer.is_authorized(self, self.current_user, "read", "contents")):
            raise NotAllowed(f"{by.name} may not read files of this server: upload the file instead.")
        path, root = body.path or "", self.holder.root
        hidden = bool(getattr(self.contents_manager, "allow_hidden", False))
        return lambda: (source_below(root, path, hidden), path.strip("/") or "the root folder")


class ImportLookHandler(ImportHandler):
    """What a file or a store holds."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """List its runs and versions; nothing is written."""
        source, holder = await self.source(self.body(ImportLookBody)), self.holder

        def look() -> ImportOffer:
            try:
                store = holder.get()
            except StoreMissing:
                store = None
            path, name = source()
            with open_source(path, name) as opened:
                return look_into(opened, store)

        await self.tell(look)


class ImportsHandler(ImportHandler):
    """Runs and versions that come from elsewhere."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Take the chosen ones in, and say of each what came of it."""
        body, by, holder = self.body(ImportBody), self.person, self.holder
        if not body.runs and not body.versions:
            raise InvalidInput("Nothing was chosen: name runs or versions.")
        source = await self.source(body)

        def take() -> ImportReport:
            path, name = source()
            with open_source(path, name) as opened:
                # Only now: what cannot be read makes no store.
                return take_in(holder.get(create=True), opened, body.runs, body.versions, by=by)

        await self.tell(take)


class UploadsHandler(ImportHandler):
    """Files that browsers send."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Announce one."""
        body, by = self.body(UploadBody), self.person
        await self.tell(lambda: self.uploads.begin(body.name, body.size, by))


class UploadHandler(ImportHandler):
    """One file that a browser sends."""

    @web.authenticated
    @authorized
    async def put(self, upload: str) -> None:
        """Take its next piece."""
        offset, piece, by = self.whole("offset", 0, 0, 2**53), self.request.body, self.person
        await self.tell(lambda: self.uploads.add(upload, offset, piece, by))

    @web.authenticated
    @authorized
    async def delete(self, upload: str) -> None:
        """Forget it."""
        by: Person = self.person

        def forget() -> dict[str, str]:
            self.uploads.remove(upload, by)
            return {"deleted": upload}

        await self.tell(forget)
