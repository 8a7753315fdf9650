"""``mltrack env``: what a run was computed with, compared, written as a file, made again."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from .shared import answer, command, opened


def add_command(commands: Any) -> None:
    """Add ``env`` to the command line."""
    env = command(
        commands,
        "env",
        run_env,
        "show what a run was computed with, compare it, or make it again",
        epilog="Package indexes are those that pip (or uv) is set up with.",
    )
    env.add_argument("run_reference", metavar="RUN", help="number or id of a run")
    what = env.add_mutually_exclusive_group()
    what.add_argument("--requirements", action="store_true", help="print it as requirements.txt")
    what.add_argument("--conda", action="store_true", help="print it as environment.yml of conda")
    what.add_argument(
        "--check",
        action="store_true",
        help="compare with what is installed here; exit code 1 where it differs",
    )
    what.add_argument("--create", metavar="DIR", help="make it again in this folder")
    env.add_argument(
        "--with",
        dest="tool",
        choices=("uv", "pip"),
        help="what makes it (default: uv where it is present, else pip)",
    )


def run_env(chosen: argparse.Namespace) -> int:
    """Print, compare or rebuild the environment of a run."""
    from ..records.wire import spoken
    from ..tracking.environments import environment_of_run

    environment = environment_of_run(opened(chosen), chosen.run_reference)
    if chosen.create is not None:
        made = environment.create(chosen.create, _progress, tool=chosen.tool)
        done = {"folder": str(made.folder), "python": str(made.python), "warnings": made.warnings}
        return answer(chosen, done, [f"{environment.title}'s environment is in {made.folder}: {made.python}"])
    if chosen.check:
        check = environment.check()
        answer(chosen, {"matches": check.matches, **spoken(check)}, [str(check)])
        return 0 if check else 1
    if chosen.requirements or chosen.conda:
        print(environment.requirements() if chosen.requirements else environment.conda(), end="")
        return 0
    return answer(chosen, environment.record, [str(environment)])


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
