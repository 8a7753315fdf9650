"""Where runs come from: a file that was handed over, or a store of somebody else, which stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TypeVar

from ...errors import InvalidInput, NotFound, StoreBusy, StoreCorrupt
from ...store import Query, Sort, Store, open_store
from ...store.schema import FILE
from ...store.store import FOLDER
from ..query import condition_for
from .checks import check_run
from .contents import RunContents, read_document, read_points, read_run
from .limits import LARGEST_MANIFEST, MOST_POINTS, MOST_RUNS
from .reader import Archive
from .strangers import BLOBS, check_folder, check_tables, open_file
from .texts import check_texts

T = TypeVar("T")
Chosen = str | Sequence[int | str]
"""A filter, numbers separated by commas, or a list of numbers and ids."""

_NUMBERS: Final = re.compile(r"\s*#?\d+(\s*[,\s]\s*#?\d+)*\s*,?\s*", re.ASCII)
_TRIES: Final = 20


class Source(Protocol):
    """Gives runs and the bytes of their files."""

    name: str
    """What it is called in the origin of what comes from it."""

    def runs(self, chosen: Chosen) -> list[RunContents]:
        """Give runs, checked, with their points."""

    def open(self, hash: str) -> BinaryIO:
        """Open a file of a run."""

    def check_target(self, store: Store) -> None:
        """Refuse a store that is the source itself."""


class FileSource:
    """A file that ``mltrack export`` made."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.name = "".join(c if c.isprintable() else "\ufffd" for c in archive.name)
        self.open = archive.open

    def runs(self, chosen: Chosen) -> list[RunContents]:
        """Give its run; there is nothing to choose.

        Raises
        ------
        InvalidInput
            When something was chosen.
        """
        if chosen:
            raise InvalidInput(f"{self.name} is a file with one run: there are none to choose from.")
        return [self.archive.contents] if self.archive.contents is not None else []

    def check_target(self, store: Store) -> None:
        """Do nothing: what comes out of a store may go back into it."""


class StoreSource:
    """Another store. It is opened without the right to write; whoever works with it goes on meanwhile.

    Attributes
    ----------
    store
        The store, opened.
    """

    def __init__(self, store: Store, name: str | None = None) -> None:
        self.store = store
        self.name = str(store.path) if name is None else name

    def open(self, hash: str) -> BinaryIO:
        """Open a file of a run.

        Raises
        ------
        NotFound, StoreCorrupt
            When there is none; when its bytes are not those of the hash.
        InvalidInput
            When what lies in its place is a link or no file.
        """
        return open_file(self.store.path / BLOBS, hash)

    def runs(self, chosen: Chosen) -> list[RunContents]:
        """Give runs that have ended: those that match a filter, or those of these numbers.

        Raises
        ------
        NotFound, Conflict
            When there is no run of a number, or it still goes on.
        InvalidInput
            When the filter cannot be read, there are too many runs, or one is damaged.
        StoreBusy
            When the store never comes to rest.
        """
        found = self.at_rest(lambda: self._documents(chosen))
        count = 0
        for contents in found:
            count += sum(self.store.points.keys(contents.run.id).values())
            if count > MOST_POINTS:
                raise InvalidInput(
                    f"These runs have more than {MOST_POINTS:,} points; choose fewer runs. Nothing was changed."
                )
            contents.points = self.at_rest(lambda of=contents.run.id: read_points(self.store, of))  # type: ignore[misc]
            self.check(contents)
        return found

    def check_target(self, store: Store) -> None:
        """Look whether runs are to go elsewhere.

        Raises
        ------
        InvalidInput
            When this is the store that they would go to.
        """
        if store.path.resolve() == self.store.path.resolve():
            raise InvalidInput(f"{self.name} is the store that they would go to.")

    def check(self, contents: RunContents) -> None:
        """Look whether a run could be one that this package wrote.

        Raises
        ------
        InvalidInput
            Naming the run.
        """
        try:
            check_run(contents)
            check_texts(self.open, contents)
        except InvalidInput as error:
            raise InvalidInput(
                f"Run {contents.run.number} of {self.name} cannot be imported. {error.message} Nothing was changed."
            ) from error

    def _documents(self, chosen: Chosen) -> list[RunContents]:
        with self.store.snapshot():
            if not isinstance(chosen, str) or _NUMBERS.fullmatch(chosen):
                words = re.findall(r"\d+", chosen) if isinstance(chosen, str) else list(chosen)
                return [read_run(self.store, one) for one in dict.fromkeys(words)]
            ended = condition_for(chosen) & ~(Query().status == "running")
            found = self.store.table("runs").select(ended, sort=Sort(("number",)), limit=MOST_RUNS + 1)
            if len(found) > MOST_RUNS:
                raise InvalidInput(f"More than {MOST_RUNS:,} runs match; choose fewer. Nothing was changed.")
            return [read_document(self.store, document) for document in found]

    def at_rest(self, read: Callable[[], T]) -> T:
        """Read while nobody rewrites the database's file.

        A connection without the right to write cannot always keep a moment (where there is no write-ahead log, it
        reads the file as it is): whether the file stayed the same is looked at.

        Raises
        ------
        StoreBusy
            When it changes all the time.
        """
        file = self.store.path / FILE
        for _ in range(_TRIES):
            before = _state(file)
            try:
                found = read()
            except StoreCorrupt:
                if _state(file) == before:
                    raise
                continue
            if _state(file) == before:
                return found
        raise StoreBusy(f"The store {self.name} is being written to all the time: try again.")


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError as error:
        raise NotFound(f"{file} cannot be read any more ({error.strerror}).") from error
    return found.st_mtime_ns, found.st_size


@contextmanager
def open_source(path: str | Path, name: str | None = None) -> Iterator[FileSource | StoreSource]:
    """Open what runs are to come from.

    Parameters
    ----------
    path
        A file that was exported, a ``.mltrack`` folder, or a folder that holds one.
    name
        What it is called in messages and in the origin of what comes from it; its own name when left out.

    Raises
    ------
    NotFound
        When there is none of these at the path.
    InvalidInput
        When the file is damaged, or the store is none that this package made.
    StoreError
        When the store cannot be opened.
    """
    shown = str(path) if name is None else name
    place = Path(path).expanduser().absolute()
    if place.is_dir():
        folder = place if (place / FILE).is_file() else place / FOLDER
    elif place.name == FILE and place.is_file():
        folder = place.parent
    elif place.is_file():
        with Archive(place, name) as archive:
            yield FileSource(archive)
        return
    else:
        raise NotFound(f"There is no file and no folder {shown[:200]!r}.")
    if not (folder / FILE).is_file():
        raise NotFound(f"There is no store in {shown[:200]!r}: it holds no {FOLDER}/{FILE}.")
    check_folder(folder, shown)
    store = open_store(folder, create=False, read_only=True, largest=LARGEST_MANIFEST)
    try:
        check_tables(store, shown)
        yield StoreSource(store, name)
    finally:
        store.close()
