"""What every handler shares: the store, the threads, errors as JSON."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import unquote

from jupyter_server.base.handlers import APIHandler
from jupyter_server.extension.handler import ExtensionHandlerMixin
from tornado import web

from ..errors import InvalidInput, MLTrackError, UnknownPerson
from ..records import Problem, UnknownPersonProblem
from ..records.wire import decode, encode
from .holder import StoreHolder, StoreMissing

T = TypeVar("T")

_CODES = {
    400: "invalid",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
}


_JSON = "application/json; charset=utf-8"
_WORTH_PACKING = 4096
"""Bytes from which on an answer is compressed: below, the network sends it in one piece anyway."""


def _written(record: object, small: bool) -> tuple[bytes, bool]:
    """Write a record as JSON, compressed where that is understood and worth it; say whether it is."""
    body = encode(record)
    if small and len(body) >= _WORTH_PACKING:
        return gzip.compress(body, compresslevel=4), True
    return body, False


class MLTrackHandler(ExtensionHandlerMixin, APIHandler):
    """Base of the handlers: parse, call one service function in a thread, answer."""

    auth_resource = "jupyter_mltrack"

    @property
    def holder(self) -> StoreHolder:
        """Where the store is."""
        holder: StoreHolder = self.settings["jupyter_mltrack_holder"]
        return holder

    async def work(self, service: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """Call a service function with the store, away from the event loop.

        Raises
        ------
        MLTrackError
            Whatever the service or the opening of the store raises.
        """
        return await self.in_thread(lambda: service(self.holder.get(), *arguments, **options))

    async def in_thread(self, call: Callable[[], T]) -> T:
        """Call something that may wait for a disk, away from the event loop."""
        threads: ThreadPoolExecutor = self.settings["jupyter_mltrack_threads"]
        return await asyncio.get_running_loop().run_in_executor(threads, call)

    async def answer(self, service: Callable[..., object], *arguments: Any, empty: object = None) -> None:
        """Answer with what a service function gives; with ``empty`` where there is no store yet.

        Parameters
        ----------
        service
            The service function.
        *arguments
            What it takes after the store.
        empty
            The answer as long as nobody has tracked anything; without one, that is an error.
        """
        await self.tell(lambda: self._served(service, arguments, empty))

    def _served(self, service: Callable[..., object], arguments: tuple[Any, ...], empty: object) -> object:
        try:
            return service(self.holder.get(), *arguments)
        except StoreMissing:
            if empty is None:
                raise
            return empty

    async def tell(self, call: Callable[[], object]) -> None:
        """Answer with the record that a call gives, as JSON; both are made in a thread, however many runs they are."""
        small = "gzip" in self.request.headers.get("Accept-Encoding", "")
        body, packed = await self.in_thread(lambda: _written(call(), small))
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.set_header("Vary", "Accept-Encoding")
        self.finish(body, set_content_type=_JSON)

    def body(self, kind: type[T]) -> T:
        """Read the request's body.

        Raises
        ------
        InvalidInput
            When it has another form.
        """
        return decode(self.request.body, kind)

    def argument(self, name: str, default: str = "") -> str:
        """Read one query argument."""
        value: str = self.get_query_argument(name, default)
        return value

    def names(self, name: str) -> list[str]:
        """Read a query argument that holds names: separated by commas, each percent-encoded."""
        return [unquote(part) for part in self.argument(name).split(",") if part]

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """Read a number.

        Raises
        ------
        InvalidInput
            When it is none, or out of its bounds.
        """
        text = self.argument(name)
        try:
            value = float(text) if text else float(default)
        except ValueError:
            raise InvalidInput(f"{name}={text[:40]!r} is no number.") from None
        if not low <= value <= high:
            raise InvalidInput(f"{name} must be from {low:g} to {high:g}, not {value:g}.")
        return value

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Read a whole number; errors as in ``number``."""
        return int(self.number(name, default, low, high))

    def flag(self, name: str, default: bool = False) -> bool:
        """Read a switch: 1 or 0, true or false."""
        text = self.argument(name).lower()
        return default if not text else text in ("1", "true", "yes", "on")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with a ``Problem``: a code for programs, a sentence for people, nothing of the inside."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, MLTrackError):
            self.set_status(error.status)
            problem = Problem(error.code, error.message)
            if isinstance(error, UnknownPerson):
                problem = UnknownPersonProblem(
                    error.code, error.message, error.people, error.groups, error.near
                )
        else:
            reason = error.log_message if isinstance(error, web.HTTPError) and status_code < 500 else None
            known = (
                HTTPStatus(status_code).phrase if status_code in HTTPStatus._value2member_map_ else "Error"
            )
            problem = Problem(
                _CODES.get(status_code, "error"),
                str(
                    reason
                    or (
                        f"{known}."
                        if status_code < 500
                        else "Something went wrong; the server's log says what."
                    )
                ),
            )
        self.finish(encode(problem), set_content_type=_JSON)

    def log_exception(self, kind: Any, value: Any, trace: Any) -> None:
        """Log what is our fault; what the request got wrong is the answer's business."""
        if isinstance(value, MLTrackError) and value.status < 500:
            self.log.debug("%s: %s", type(value).__name__, value.message)
            return
        super().log_exception(kind, value, trace)
