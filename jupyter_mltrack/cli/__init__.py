"""The command ``mltrack``: one module a command group. Each parses, calls a service function and prints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from ..errors import MLTrackError
from . import (
    alerts,
    demo,
    drift,
    editing,
    environments,
    exchange,
    history,
    models,
    monitors,
    requests,
    rules,
    runs,
    verifications,
)


class _Version(argparse.Action):
    """Look the version up only when somebody asks for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from .. import __version__

        print(f"mltrack {__version__}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """Build the parser of the whole command line; imports nothing heavy."""
    top = argparse.ArgumentParser(
        prog="mltrack", description="Experiment tracking, a model registry and monitoring inside JupyterLab."
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    demo.add_command(commands)
    runs.add_commands(commands)
    environments.add_command(commands)
    verifications.add_command(commands)
    models.add_commands(commands)
    editing.add_commands(commands)
    requests.add_commands(commands)
    rules.add_commands(commands)
    history.add_commands(commands)
    exchange.add_commands(commands)
    drift.add_command(commands)
    monitors.add_commands(commands)
    alerts.add_commands(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        The words after ``mltrack``; those of this process when left out.

    Returns
    -------
    int
        What the process should exit with: 0, 2 for an error that a person can mend (one line on standard error),
        130 when interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except MLTrackError as error:
        print(f"mltrack: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (`| head`) has seen enough. Python would complain when it flushes at exit.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("\nmltrack: interrupted", file=sys.stderr)
        return 130
