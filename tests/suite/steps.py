"""What is run, in which order, and what each step needs."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import memory
import reports
from prepare import ROOT, Workshop
from reports import Counts

PARTS = ("python", "frontend", "browser")
_REPORT = "{report}"
_AT_ONCE = ["-n", "logical", "--maxprocesses=4", "--dist", "loadfile"]
"""A process for each processor; the tests of a file stay together, since they share what is costly to make."""
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Threads of several processes would wait for each other's processors."""


@dataclass
class Step:
    """A command that counts as one test, or whose report says how many tests it ran.

    Parameters
    ----------
    name
        What the summary calls it.
    part
        One of ``PARTS``.
    words
        The command; ``{report}`` stands for the path of its report.
    needs
        What must be prepared (see ``Workshop``).
    count
        Reads the report.
    folder
        Where it runs, below the project.
    minutes
        After so many it is stopped and has failed.
    slow
        Whether ``tests/run fast`` leaves it out.
    environment
        Variables of its own; ``{report}`` is replaced here, too.
    in_memory
        Whether its temporary files lie in memory where there is room: half of the time of tests that write many small
        transactions is waiting for the disk.
    """

    name: str
    part: str
    words: list[str]
    needs: tuple[str, ...] = ("python",)
    count: Callable[[Path], Counts] | None = None
    folder: str = "."
    minutes: float = 5
    slow: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    in_memory: bool = False

    def run(self, workshop: Workshop) -> Counts:
        """Run the step; what it prints goes to the screen."""
        report = workshop.reports / (
            self.name.replace(" ", "-") + (".xml" if self.words[0] == "pytest" else ".json")
        )
        report.unlink(missing_ok=True)
        words = [word.replace(_REPORT, str(report)) for word in self.words]
        own = {name: value.replace(_REPORT, str(report)) for name, value in self.environment.items()}
        with memory.variables() if self.in_memory else contextlib.nullcontext({}) as places:
            variables = {**workshop.environment, **own, **places}
            code = _run(words, ROOT / self.folder, variables, self.minutes * 60)
        if self.count is None:
            return Counts(passed=int(code == 0), failed=int(code != 0))
        try:
            counts = self.count(report)
        except (OSError, ValueError, KeyError, SyntaxError) as error:
            print(f"{self.name}: no readable report ({error})", flush=True)
            return Counts(failed=1)
        if code != 0 and not counts.failed:
            print(f"{self.name}: no test failed, but the command ended with {code}", flush=True)
            counts.failed += 1
        return counts


def _run(words: list[str], folder: Path, environment: dict[str, str], seconds: float) -> int:
    """Run a command in a process group of its own, which is ended with it."""
    try:
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        print(f"{words[0]}: {error}", flush=True)
        return 127
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        print(f"{words[0]}: stopped after {seconds:.0f} seconds", flush=True)
        return 124
    finally:
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End what a command may have left running: it and its children share its process group."""
    for sign, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _pytest(
    name: str,
    *words: str,
    minutes: float,
    slow: bool = False,
    needs: tuple[str, ...] = (),
    at_once: bool = False,
    in_memory: bool = False,
) -> Step:
    several = _AT_ONCE if at_once else []
    return Step(
        name,
        "python",
        ["pytest", "-q", "--durations=12", f"--junitxml={_REPORT}", *several, *words],
        ("python", *needs),
        reports.of_pytest,
        minutes=minutes,
        slow=slow,
        environment=_ONE_THREAD if at_once else {},
        in_memory=in_memory,
    )


def _npm(name: str, script: str) -> Step:
    return Step(name, "frontend", ["npm", "run", "--silent", script], ("python", "node"))


STEPS = [
    Step("ruff check", "python", ["ruff", "check", "."]),
    Step("ruff format", "python", ["ruff", "format", "--check", "."]),
    Step("mypy", "python", ["mypy"]),
    Step("import-linter", "python", ["lint-imports"]),
    _npm("eslint", "lint:ts"),
    _npm("tsc", "lint:types"),
    _npm("stylelint", "lint:style"),
    _npm("prettier", "lint:format"),
    Step(
        "jest",
        "frontend",
        ["npm", "test", "--silent", "--", "--ci", "--json", f"--outputFile={_REPORT}"],
        ("python", "node"),
        reports.of_jest,
        minutes=10,
    ),
    _pytest(
        "pytest",
        "tests/python",
        "-m",
        "not slow and not mlflow",
        minutes=16,
        needs=("node",),
        at_once=True,
        in_memory=True,
    ),
    # Real disks, one after the other: they look at moments.
    _pytest("pytest faults", "tests/faults", minutes=8),
    Step(
        "tsc browser",
        "browser",
        ["npx", "tsc", "-p", "tests/browser"],
        ("python", "node", "playwright"),
        slow=True,
    ),
    Step(
        "browser",
        "browser",
        ["npx", "playwright", "test", "--reporter=list,json"],
        ("python", "node", "playwright", "chromium", "bundle"),
        reports.of_playwright,
        folder="tests/browser",
        minutes=15,
        slow=True,
        environment={"PLAYWRIGHT_JSON_OUTPUT_NAME": _REPORT},
    ),
    # Most of an installation is waiting for one process: MLflow's part runs beside it.
    _pytest(
        "pytest install and mlflow",
        "tests/python/models",
        "tests/python/packaging",
        "-m",
        "slow or mlflow",
        minutes=15,
        slow=True,
        needs=("mlflow",),
        at_once=True,
    ),
]


def chosen_steps(part: str) -> list[Step]:
    """Give the steps of ``all``, ``fast`` or one of ``PARTS``."""
    if part == "all":
        return STEPS
    if part == "fast":
        return [step for step in STEPS if not step.slow]
    return [step for step in STEPS if step.part == part]
