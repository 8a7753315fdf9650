"""What a run or a version must be to be taken in: a stranger may have written every field of it."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec

from ...errors import InvalidInput, StoreCorrupt
from ...models.files import digest_of
from ...records import Artifact, ModelVersion, Run, SavedModel
from ...store import Points
from ..names import LONGEST_NAME, check_key, check_name, check_note, check_tags
from .contents import RunContents
from .limits import LATEST

_ID: Final = re.compile(r"[0-9a-f]{32}\Z")
_HASH: Final = re.compile(r"[0-9a-f]{64}\Z")
_KEY: Final = re.compile(r"[0-9a-f]{32}/[0-9]{1,9}\Z")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HALF: Final = re.compile(r"[\ud800-\udfff]")
_TIMES: Final = frozenset(("started", "ended", "created", "time", "deleted", "updated", "stage_since"))
_WHOLE: Final = 2**63
_LONGEST_PATH: Final = 1000


def check_run(contents: RunContents) -> None:
    """Look whether a run could be one that this package wrote.

    Raises
    ------
    InvalidInput
        Naming the first thing that it could not have.
    """
    run = contents.run
    if run.parent is not None or run.status == "running" or run.deleted is not None:
        raise InvalidInput("It is a candidate of a search, still goes on, or lies in the trash.")
    _check_one(run)
    if run.children != len(contents.children):
        raise InvalidInput(
            f"It says that it has {run.children} candidates, and has {len(contents.children)}."
        )
    seen: set[int] = set()
    for child in contents.children:
        expected = hashlib.sha256(f"{run.id}/{child.place - 1}".encode()).hexdigest()[:32]
        if child.parent != run.id or child.id != expected or child.children or child.place in seen:
            raise InvalidInput(f"The candidate {child.name[:60]!r} is none of this run.")
        seen.add(child.place)
        _check_one(child)
    for key, points in contents.points.items():
        check_points(key, points)


def check_version(version: ModelVersion) -> None:
    """Look whether a model version could be one that this package wrote; errors as in ``check_run``."""
    _walk(version, "version")
    if not _KEY.match(version.key) or not 0 < version.version < _WHOLE:
        raise InvalidInput(f"{version.key[:60]!r} is no key of a version.")
    check_name(version.model, "model")
    _check_line(version.created_by)
    check_note(version.description)
    check_tags(version.tags)
    for key in version.metrics:
        check_key(key, "metric")
    if version.run is not None and not _ID.match(version.run):
        raise InvalidInput(f"{version.run[:60]!r} is no id of a run.")
    _check_hashes([version.environment])
    _check_files(version.artifacts, [version.saved] if version.saved else [])


def check_points(key: str, points: Points) -> None:
    """Look whether points can be kept; errors as in ``check_run``."""
    import numpy as np

    check_key(key, "metric")
    times = points.times
    if len(times) and not bool(np.isfinite(times).all() and times.min() >= 0 and times.max() <= LATEST):
        raise InvalidInput(f"The points of {key[:60]!r} have times that are none.")


def _check_one(run: Run) -> None:
    if not _ID.match(run.id):
        raise InvalidInput(f"{run.id[:60]!r} is no id of a run: it has 32 hexadecimal digits.")
    check_name(run.name, "run")
    check_name(run.experiment, "experiment")
    if len(run.user) > LONGEST_NAME:
        raise InvalidInput(f"The user's name has {len(run.user):,} characters; at most {LONGEST_NAME} fit.")
    for text in (run.user, run.process.host, run.source.path, run.source.cell_id or "", run.name):
        _check_line(text)
    if run.git is not None:
        _check_line(run.git.commit)
        _check_line(run.git.branch or "")
    check_note(run.note)
    check_tags(run.tags)
    for what, names in (("parameter", run.params), ("metric", run.metrics), ("metric", run.summaries)):
        for key in names:
            check_key(key, what)
    _walk(run, "run")
    _check_hashes([run.source.code, run.source.context, run.environment])
    _check_files(run.artifacts, run.saved)


def _check_line(text: str) -> None:
    if _CONTROL.search(text):
        raise InvalidInput(f"{text[:60]!r} has a control character in it.")


def _check_hashes(hashes: Iterable[str | None]) -> None:
    for one in hashes:
        if one is not None and not _HASH.match(one):
            raise InvalidInput(f"{one[:80]!r} is no hash of a file: it has 64 hexadecimal digits.")


def _check_files(artifacts: list[Artifact], saved: list[SavedModel]) -> None:
    paths: set[str] = set()
    for artifact in artifacts:
        _check_path(artifact.path)
        _check_line(artifact.media_type)
        if artifact.path in paths:
            raise InvalidInput(f"Two files have the name {artifact.path[:80]!r}.")
        if artifact.size < 0:
            raise InvalidInput(f"The file {artifact.path[:80]!r} has no size.")
        paths.add(artifact.path)
    _check_hashes(artifact.blob for artifact in artifacts)
    for model in saved:
        _check_path(model.path)
        try:
            digest = digest_of(artifacts, model.path)
        except StoreCorrupt as error:
            raise InvalidInput(error.message) from error
        if digest != model.digest:
            raise InvalidInput(f"The files of the model {model.path[:80]!r} are not those that were saved.")


def _check_path(path: str) -> None:
    pure = PurePosixPath(path)
    wrong = (
        pure.is_absolute()
        or ".." in pure.parts
        or not pure.parts
        or "\\" in path
        or len(path) > _LONGEST_PATH
    )
    if wrong or _CONTROL.search(path):
        raise InvalidInput(f"{path[:80]!r} is no path within a run: it must be relative, without '..'.")


def _walk(value: Any, name: str) -> None:
    """Look at every text and number, however deep."""
    if isinstance(value, str):
        if _HALF.search(value):
            raise InvalidInput(f"The text of {name} holds half a character.")
    elif isinstance(value, float):
        # A metric may be NaN, a time may not.
        if name in _TIMES and not 0 <= value <= LATEST:
            raise InvalidInput(f"{name} is no time: {value!r}.")
        if name == "duration" and not 0 <= value < math.inf:
            raise InvalidInput(f"{name} is no number of seconds: {value!r}.")
    elif isinstance(value, int):
        if not -_WHOLE <= value < _WHOLE:
            raise InvalidInput(f"A whole number in {name} has more than 63 bits.")
        if name in _TIMES:
            _walk(float(value), name)
    elif isinstance(value, dict):
        for key, item in value.items():
            _walk(key, name)
            _walk(item, name)
    elif isinstance(value, list):
        for item in value:
            _walk(item, name)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            _walk(getattr(value, field), field)
