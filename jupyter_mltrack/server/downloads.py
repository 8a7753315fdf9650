"""Files sent as downloads: whatever they are, no browser may show them as pages of this server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ..errors import NotFound
from ..records import Artifact
from ..store import Store
from .base import MLTrackHandler

_TYPE = "application/octet-stream"
_PIECE_BYTES = 1 << 20


class DownloadHandler(MLTrackHandler):
    """Sends files."""

    @property
    def content_security_policy(self) -> str:
        """Whatever is in the file, no browser may run it with the rights of this server's pages."""
        return f"{super().content_security_policy}; sandbox"

    async def send_file(self, artifact: Artifact, file: BinaryIO) -> None:
        """Send a file that is open, and close it."""
        self._begin(artifact.path.rsplit("/", 1)[-1])
        self.set_header("Content-Length", str(artifact.size))
        try:
            while piece := await self.in_thread(lambda: file.read(_PIECE_BYTES)):
                self.write(piece)
                await self.flush()
        finally:
            file.close()
        # Tornado's own type for an answer without a body would be JSON.
        await self.finish(set_content_type=_TYPE)

    async def send_pieces(self, name: str, pieces: Iterator[bytes]) -> None:
        """Send what is made while it is sent: it is never whole in memory or on the disk."""
        self._begin(name)
        while piece := await self.in_thread(lambda: _gathered(pieces)):
            self.write(piece)
            await self.flush()
        await self.finish(set_content_type=_TYPE)

    def _begin(self, name: str) -> None:
        plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
        self.set_header("Content-Type", _TYPE)
        self.set_header("Content-Disposition", f'attachment; filename="{plain}"')
        self.set_header("X-Content-Type-Options", "nosniff")


def opened(store: Store, artifacts: Iterable[Artifact], path: str, whose: str) -> tuple[Artifact, BinaryIO]:
    """Open one of the files that belong to something, by its path as it is listed there.

    Raises
    ------
    NotFound
        When it is none of them; ``whose`` begins the sentence.
    StoreCorrupt
        When its bytes are not those that were kept.
    """
    for artifact in artifacts:
        if artifact.path == path:
            return artifact, store.blobs.open(artifact.blob)
    raise NotFound(f"{whose} has no file {path[:80]!r}.")


def _gathered(pieces: Iterator[bytes]) -> bytes:
    """Give the next pieces together: an archive is written in many small ones."""
    found: list[bytes] = []
    size = 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size >= _PIECE_BYTES:
            break
    return b"".join(found)
