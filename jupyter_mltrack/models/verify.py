"""Does a saved model predict what it predicted when it was saved, in its environment made again, or in this one?"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from ..errors import NotFound, StoreCorrupt
from ..records import Environment, SavedModel, Verification, VerifiedWhere, VersionDifference
from .example import INPUT, OUTPUT
from .flavors import flavor_named
from .installed import plain
from .installer import Say, Tool, interpreter_in
from .mlmodel import own_config, read_mlmodel
from .output_differences import compare_outputs
from .pins import Pin, python_version
from .rebuild import create_environment
from .refusals import UnsafeModel
from .requirements import read_requirements
from .verify_process import NotVerified, ask_worker, content_of_json, module_folders
from .verify_words import failed_reason, reason_of

TOLERANCE: Final = 1e-5
"""Relative: what other processors and libraries make of the same sums in single precision."""
_OURS: Final = frozenset({"jupyter-mltrack", "jupyter_mltrack"})
_TOOLS: Final = (Pin("msgspec", "", "msgspec"), Pin("PyYAML", "", "pyyaml"))
"""What reading a model's folder needs; mostly there, because the run was tracked with it."""


@dataclass
class VerifyOptions:
    """How a model is to be verified.

    Parameters
    ----------
    here
        In this process's own environment instead of a rebuilt one.
    folder
        In the environment in this folder, which ``mltrack env --create`` made.
    trusted
        Whether loading may run code that is in the files.
    tolerance
        The largest relative difference that is still close.
    tool
        What makes the environment.
    timeout
        Seconds that loading and predicting may take.
    """

    here: bool = False
    folder: Path | None = None
    trusted: bool = False
    tolerance: float = TOLERANCE
    tool: Tool | None = None
    timeout: float = 600.0


def verify_model(
    folder: Path,
    saved: SavedModel,
    environment: Environment,
    options: VerifyOptions,
    say: Say = print,
    beside: tuple[Path, ...] = (),
) -> Verification:
    """Load a model in a process of its own, predict on its example, and compare with what is stored.

    Parameters
    ----------
    folder
        The model's files, already compared with their hashes.
    saved
        Its record.
    environment
        What it was made with.
    options
        Where, and how.
    say
        Gets a line whenever something was done.
    beside
        Where local modules of the run may lie; those that are still the same are used.

    Raises
    ------
    UnsafeModel
        When loading would run code and the model is not trusted.
    NotFound
        When no example, or no output for it, is stored.
    StoreCorrupt
        When these cannot be read.
    EnvironmentNotMade, NotVerified
        When its environment cannot be made, or is not in the folder that was named.

    Examples
    --------
    >>> verify_model(folder, run.saved[0], environment, VerifyOptions(here=True)).verdict   # doctest: +SKIP
    'same'
    """
    config = own_config(read_mlmodel(folder))
    flavor = flavor_named(config.get("flavor"))
    # What the files say counts as well as the record: both come from whoever saved the model.
    if not options.trusted and not (saved.safe and config.get("format") == saved.format):
        raise UnsafeModel(
            f"This model is verified only when you say that you trust it, because {flavor.danger(config)}. "
            "If you trust whoever saved it: mltrack verify --trusted, or verify(..., trusted=True)."
        )
    stored = content_of_json(folder / OUTPUT)
    if stored is None or not (folder / INPUT).is_file():
        raise NotFound(
            f"The model {saved.path} has no stored example to predict on: save it with log_model(..., example=X)."
        )
    began, now = time.monotonic(), time.time()
    environment = _with(environment, read_requirements(folder))
    wanted = environment.packages
    with tempfile.TemporaryDirectory(prefix="mltrack-verify-") as scratch:
        python, where = _python(environment, options, Path(scratch), say)
        say("loading the model and predicting on its example")
        asked = {
            "folder": str(folder), "names": sorted(wanted), "path": module_folders(environment, beside),
            "trusted": options.trusted,
        }  # fmt: skip
        answer, output = ask_worker(python, where, asked, Path(scratch), options.timeout)
    versions = _versions(environment, read_requirements(folder), answer)
    verification = Verification(
        model=saved.path, digest=saved.digest, verdict="failed", reason="", where=where, time=now,
        duration=time.monotonic() - began, tolerance=options.tolerance, python=str(answer.get("python") or ""),
        versions=versions,
    )  # fmt: skip
    if output is None:
        verification.reason = failed_reason(answer, versions)
        return verification
    try:
        compared = compare_outputs(stored, output, options.tolerance)
    except (TypeError, ValueError, LookupError, RecursionError, OverflowError) as error:
        raise StoreCorrupt(
            f"The expected output of the model {saved.path} cannot be read ({error})."
        ) from error
    verification.verdict, verification.outputs = compared.verdict, compared.outputs
    verification.reason = reason_of(compared, versions)
    return verification


def _python(
    environment: Environment, options: VerifyOptions, scratch: Path, say: Say
) -> tuple[Path, VerifiedWhere]:
    if options.here:
        return Path(sys.executable), "here"
    if options.folder is not None:
        python = interpreter_in(options.folder.expanduser())
        if not python.is_file():
            raise NotVerified(
                f"{options.folder} holds no environment: make one with mltrack env RUN --create DIR."
            )
        return python.absolute(), "rebuilt"
    made = create_environment(
        environment, scratch / "environment", say, tool=options.tool, without=_OURS, extra=_TOOLS
    )
    return made.python, "rebuilt"


def _with(environment: Environment, needed: dict[str, str]) -> Environment:
    """Add what the model needs to what the run had: a format's own package may have come in when it was saved."""
    known = {plain(name) for name in environment.packages}
    more = {name: version for name, version in needed.items() if plain(name) not in known}
    return msgspec.structs.replace(environment, packages={**environment.packages, **more})


def _versions(
    environment: Environment, needed: dict[str, str], answer: dict[str, Any]
) -> list[VersionDifference]:
    """Compare the versions that predicted with the recorded ones: those that the model needs come first."""
    found = answer.get("versions") or {}
    differing = [
        VersionDifference(name, version, found.get(name))
        for name, version in {**needed, **environment.packages}.items()
        if name in found and found[name] != version and name not in _OURS
    ]
    then, now = python_version(environment), answer.get("python")
    if now and then != now:
        differing.insert(
            len([one for one in differing if one.name in needed]), VersionDifference("Python", then, now)
        )
    return differing
