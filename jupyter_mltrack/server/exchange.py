"""The address from which a run is downloaded as one file."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..tracking.exchange import export_pieces
from .base import MLTrackHandler

_TYPE = "application/octet-stream"
_PIECE_BYTES = 1 << 20


class ExportHandler(MLTrackHandler):
    """A run as one file."""

    @property
    def content_security_policy(self) -> str:
        """Whatever is in the file, no browser may run it with the rights of this server's pages."""
        return f"{super().content_security_policy}; sandbox"

    @web.authenticated
    @authorized
    async def get(self, reference: str) -> None:
        """Send the file piece by piece: it is never whole in memory or on the disk."""
        name, pieces = await self.work(export_pieces, reference)
        self.set_header("Content-Type", _TYPE)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("X-Content-Type-Options", "nosniff")
        while piece := await self.in_thread(lambda: _gathered(pieces)):
            self.write(piece)
            await self.flush()
        # Tornado's own type for an answer without a body would be JSON.
        await self.finish(set_content_type=_TYPE)


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
