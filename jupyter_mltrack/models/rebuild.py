"""Making a run's environment again, in a folder: all of it, or nothing."""

from __future__ import annotations

import platform
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from ..errors import MLTrackError
from ..records import Environment
from .environment_folder import RECORD, all_or_nothing
from .installed import plain
from .installer import Installer, Say, Tool, find_installer, interpreter_in, lines_of
from .installer_errors import read_complaint
from .interpreters import Interpreter, find_interpreter
from .pins import InstallPlan, Pin, install_plan, python_version, shown

_KEPT_LINES: Final = 200


class EnvironmentNotMade(MLTrackError):
    """An environment could not be rebuilt; nothing of it is left."""

    code = "environment_not_made"
    status = 409


@dataclass
class RebuiltEnvironment:
    """An environment that was made again.

    Parameters
    ----------
    folder
        Where it is.
    python
        Its Python.
    version
        That one's version.
    warnings
        What is not as it was in the run, a sentence each.
    """

    folder: Path
    python: Path
    version: str
    warnings: list[str] = field(default_factory=list)


def create_environment(
    environment: Environment,
    folder: str | Path,
    say: Say = print,
    *,
    tool: Tool | None = None,
    without: frozenset[str] = frozenset(),
    extra: tuple[Pin, ...] = (),
) -> RebuiltEnvironment:
    """Make a run's environment again.

    Parameters
    ----------
    environment
        What the run had.
    folder
        Where to make it: must not exist, or be empty.
    say
        Gets a line whenever something was done.
    tool
        ``"pip"`` to use venv and pip also where uv is present.
    without
        Packages to leave out.
    extra
        Further packages.

    Raises
    ------
    Conflict
        When the folder holds something.
    InvalidInput
        When it cannot be written.
    EnvironmentNotMade
        When a package cannot be installed; the message names it. Nothing is left then, nor after an interrupt.

    Examples
    --------
    >>> create_environment(mltrack.environment(12).record, "old")   # doctest: +SKIP
    """
    target = Path(folder).expanduser().absolute()
    plan = install_plan(environment, without)
    known = {plain(name) for name in environment.packages}
    pins = [*plan.pins, *(pin for pin in extra if plain(pin.name) not in known)]
    installer = find_installer(tool)
    warnings = _left_out(environment, plan)
    python = _interpreter(environment, installer, warnings)
    for warning in warnings:
        say(f"warning: {warning}")
    with all_or_nothing(target):
        say(f"Python {python.version}, with {installer.tool}, in {target}")
        _run(installer, installer.make(python.path, target), [], say)
        made = interpreter_in(target)
        if pins:
            _install(installer, made, pins, say, warnings)
        (target / RECORD).write_bytes(msgspec.json.format(msgspec.json.encode(environment)))
    return RebuiltEnvironment(target, made, python.version, warnings)


def _left_out(environment: Environment, plan: InstallPlan) -> list[str]:
    found = [f"{left.name} is not installed: {left.reason}; {left.remedy}" for left in plan.left_out]
    for module in environment.local:
        found.append(f"local module {shown(module.path)} is no package: copy it from where the run was")
    return found


def _interpreter(environment: Environment, installer: Installer, warnings: list[str]) -> Interpreter:
    wanted = python_version(environment)
    kind = environment.implementation if environment.implementation == "PyPy" else "CPython"
    found = find_interpreter(wanted, kind, installer.uv) if wanted else None
    if found is None:
        here = Interpreter(Path(sys.executable), platform.python_version(), platform.python_implementation())
        minor = ".".join(wanted.split(".")[:2]) if wanted else shown(environment.python)
        warnings.append(
            f"Python {minor} ({kind}) is not on this computer, so Python {here.version} is used, and results may "
            f"differ: install Python {minor} and try again."
        )
        return here
    if found.version != wanted:
        warnings.append(
            f"Python {wanted} is not on this computer: {found.version} is used, which differs in corrections only."
        )
    return found


def _install(installer: Installer, python: Path, pins: list[Pin], say: Say, warnings: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="mltrack-") as scratch:
        file = Path(scratch) / "requirements.txt"
        file.write_text("".join(f"{pin.requirement}\n" for pin in pins), encoding="utf-8")
        lines, ended = _collected(installer, installer.install(python, file), pins, say)
        if ended and read_complaint(lines, pins).kind == "conflict":
            # The run had them together all the same, with every package that it imported in the list.
            warning = (
                "The recorded versions contradict each other's requirements: they are installed as they were."
            )
            say(f"warning: {warning}")
            warnings.append(warning)
            lines, ended = _collected(
                installer, installer.install(python, file, with_needed=False), pins, say
            )
    if ended:
        raise EnvironmentNotMade(f"{read_complaint(lines, pins).sentence} Nothing was left behind.")


def _run(installer: Installer, command: list[str], pins: list[Pin], say: Say) -> None:
    lines, ended = _collected(installer, command, pins, say)
    if ended:
        told = " ".join(lines[-3:])[-300:]
        raise EnvironmentNotMade(
            f"{Path(command[0]).name} could not make an environment ({told}). Is its module venv installed?"
        )


def _collected(installer: Installer, command: list[str], pins: list[Pin], say: Say) -> tuple[list[str], int]:
    """Run a command, say how far it is, and give its last lines and exit code."""
    kept: list[str] = []
    end: list[int] = []
    done = 0
    try:
        for line in lines_of(command, installer.environment(), end):
            kept = [*kept[-_KEPT_LINES:], line]
            words = line.split()
            if line.startswith(("Collecting ", "Processing ")) and pins:
                done += 1
                what = words[1].rpartition("/")[2]
                # Packages that others need come too, once they are known.
                say(f"{done}/{len(pins)}  {what}" if done <= len(pins) else f"also  {what}")
            elif line.startswith(("Installing collected", "Resolved ", "Prepared ", "Installed ")):
                say(line if len(line) <= 100 else line[:99] + "…")
            elif (
                line.strip().startswith(("Building ", "Built ", "Cloning "))
                or "MB)" in line
                or "MiB)" in line
            ):
                # What takes long; what is fetched in a moment says nothing.
                say("  " + line.strip()[:98])
    except OSError as error:
        return [f"{command[0]}: {error.strerror or error}"], 1
    return kept, end[0] if end else 1
