"""The errors that people see: what was wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class MLTrackError(Exception):
    """Base of every error of this package.

    Parameters
    ----------
    message
        One sentence: what was wrong, and what to do. It names files by their names within the store, or by their names
        alone: it is kept with runs and sent to browsers, which need not know where on the disk they lie.
    place
        Where on this disk it is (the store's folder, the file), when that helps. Only ``str(error)`` says it: in
        tracebacks and on the command line, which are read by whoever may look there.

    Attributes
    ----------
    code
        A stable word for programs, sent with the message by the server.
    status
        The HTTP status that says the same.
    """

    code = "error"
    status = 500

    def __init__(self, message: str, place: Path | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return self.message if self.place is None else f"{self.message} (At {self.place}.)"


class InvalidInput(MLTrackError):
    """What was asked cannot be meant: a bad name, option, filter or body."""

    code = "invalid"
    status = 400


class UnknownPerson(InvalidInput):
    """Names of people or groups whom the store does not know.

    Parameters
    ----------
    message
        As in ``MLTrackError``.
    people, groups
        The names.
    near
        Names that may have been meant.
    """

    code = "unknown_person"

    def __init__(
        self, message: str, people: Sequence[str] = (), groups: Sequence[str] = (), near: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.people, self.groups, self.near = list(people), list(groups), list(near)


class NotFound(MLTrackError):
    """There is no such run, experiment, file or store."""

    code = "not_found"
    status = 404


class Conflict(MLTrackError):
    """The thing is in a state that forbids the request."""

    code = "conflict"
    status = 409


class NotAllowed(MLTrackError):
    """Whoever asks may not do that: somebody else has to."""

    code = "not_allowed"
    status = 403


class StoreError(MLTrackError):
    """The store cannot do what was asked; what it had acknowledged is safe."""

    code = "store"
    status = 503


class StoreReadOnly(StoreError):
    """The store's folder or file system refuses writing."""

    code = "store_read_only"


class StoreFull(StoreError):
    """The disk has no room left."""

    code = "store_full"
    status = 507


class StoreBusy(StoreError):
    """Another process held the store's write lock for longer than we waited."""

    code = "store_busy"


class StoreCorrupt(StoreError):
    """The store's file is not a (whole) database."""

    code = "store_corrupt"


class StoreTooNew(StoreError):
    """The store was written by a newer version of this package."""

    code = "store_too_new"
