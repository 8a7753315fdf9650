"""``%mltrack``: help, runs, the best run, what differs."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import InvalidInput, MLTrackError
from . import home
from .options import USAGE

if TYPE_CHECKING:
    from .tracker import Tracker

HELP = f"""\
Put %%track on top of a cell and run it: the execution becomes a run.

{USAGE}

%track on, %track off      every cell that trains or evaluates becomes a run, without %%track
%mltrack                   this help
%mltrack runs [FILTER]     a table of runs; --sort=-metrics.accuracy, --limit 10, --experiment E
%mltrack best METRIC       the run with the best value of a metric; --experiment E
%mltrack diff A B          what differs between two runs, by number
%mltrack explain [RUN]     what was captured of a run (the newest), what was left out, and why
%mltrack drift REF CUR      whether a table drifted from a reference: names of variables, or paths of files
%mltrack monitors          the monitors and their alerts
%mltrack always NAME       from now on, NAME is captured: as a parameter, or "as metric"
%mltrack never NAME        from now on, NAME is left out; %mltrack forget NAME leaves it to the rules again

A filter is a word, or comparisons: accuracy > 0.9 and params.model = svc and user = ann"""

_OPTIONS = ("--sort", "--limit", "--experiment")
_COMPARING = ("=", "==", "!=", "<>", "~", "!~", "like", "ilike")


def register(shell: Any, tracker: Tracker) -> None:
    """Add ``%mltrack``, ``%track`` and the cell magic ``%%track`` (for help and completion) to a shell."""

    def mltrack(line: str) -> Any:
        return run_command(line)

    def track(line: str, cell: str) -> None:
        # IPython strips the line before it runs a cell; here come only calls by name, and a body within another magic.
        shell.run_cell(f"%%track {line}\n{cell}")

    mltrack.__doc__ = HELP
    track.__doc__ = f"Track this cell: its execution becomes a run.\n\n{USAGE}"
    shell.register_magic_function(mltrack, "line", "mltrack")
    shell.register_magic_function(track, "cell", "track")
    shell.register_magic_function(lambda line: switch(tracker, line), "line", "track")


def unregister(shell: Any) -> None:
    """Take both away."""
    shell.magics_manager.magics["line"].pop("mltrack", None)
    shell.magics_manager.magics["line"].pop("track", None)
    shell.magics_manager.magics["cell"].pop("track", None)


def switch(tracker: Tracker, line: str) -> None:
    """Run ``%track on`` or ``%track off``: whether cells that train or evaluate become runs without ``%%track``."""
    word = line.strip().lower()
    if word in ("on", "off"):
        tracker.every_cell = word == "on"
    elif word:
        print(f"%track has no {word[:40]!r}: it is %track on or %track off.")  # noqa: T201
        return
    said = "become runs without %%track" if tracker.every_cell else "need %%track on top to become runs"
    print(f"Cells that train or evaluate {said}.")  # noqa: T201 the answer to a line that was typed


def run_command(line: str) -> Any:
    """Run one ``%mltrack`` line.

    Parameters
    ----------
    line
        What stands behind the magic's name.

    Returns
    -------
    object
        Something that notebooks show; ``None`` after a message was printed.
    """
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    command, rest = (words[0], words[1:]) if words else ("help", [])
    home.use()
    try:
        handler = _COMMANDS.get(command)
        if handler is None:
            raise InvalidInput(f"%mltrack has no {command[:40]!r}; it has {', '.join(_COMMANDS)}.")
        return handler(rest)
    except MLTrackError as error:
        print(f"%mltrack: {error.message}")  # noqa: T201 the answer to a line that was typed
        return None


def _help(words: list[str]) -> None:
    print(HELP)  # noqa: T201


def _runs(words: list[str]) -> Any:
    from ..tracking.api import runs

    filters, options = _split(words)
    limit = options.get("--limit", "50")
    if not limit.isdecimal():
        raise InvalidInput(f"--limit takes a whole number, not {limit[:40]!r}.")
    named: dict[str, Any] = {"experiment": options.get("--experiment"), "limit": int(limit)}
    if "--sort" in options:
        named["sort"] = options["--sort"]
    return runs(_filter(filters), **named)


def _filter(words: list[str]) -> str:
    """Join a filter's words; a value such as ``user = "Jane Doe"`` gets the quotation marks back that it came in."""
    values = {at + 1 for at, word in enumerate(words) if word.lower() in _COMPARING}
    return " ".join(
        f'"{word}"' if at in values and " " in word and '"' not in word else word
        for at, word in enumerate(words)
    )


def _best(words: list[str]) -> Any:
    from ..tracking.api import best
    from .views import BestRun

    plain, options = _split(words)
    if len(plain) > 1:
        raise InvalidInput("Name one metric: %mltrack best accuracy")
    run = best(plain[0] if plain else None, experiment=options.get("--experiment"))
    return BestRun(run, plain[0] if plain else None)


def _diff(words: list[str]) -> Any:
    from ..tracking.api import diff
    from .views import ComparisonView

    plain, _ = _split(words)
    if len(plain) < 2:
        raise InvalidInput("Name two runs: %mltrack diff 1 2")
    return ComparisonView(diff(*plain))


def _explain(words: list[str]) -> Any:
    from ..tracking.api import current_store, runs
    from ..tracking.query import get_run
    from .views import Explanation

    plain, _ = _split(words)
    if plain:
        return Explanation(get_run(current_store(create=False), plain[0]))
    newest = runs(limit=1)
    if not newest:
        raise InvalidInput("There is no run yet: put %%track on a cell.")
    return Explanation(newest[0])


def _always(words: list[str]) -> None:
    kind = words[-1] if len(words) > 1 and words[-1] in ("param", "metric") else None
    names = [word for word in (words[:-1] if kind else words) if word != "as"]
    _decide(names, kind or "param", "is captured as a " + {"metric": "metric"}.get(kind or "", "parameter"))


def _never(words: list[str]) -> None:
    _decide(words, "never", "is left out")


def _forget(words: list[str]) -> None:
    _decide(words, None, "is left to the rules again")


def _decide(names: list[str], choice: Any, what: str) -> None:
    from ..records import NameChoice
    from ..settings import FILE
    from ..tracking.api import current_store
    from ..tracking.choices import choose

    if not names:
        raise InvalidInput("Name a variable: %mltrack never tmp")
    store = current_store()
    for name in names:
        choose(store, NameChoice(name, choice))
        print(f"From the next run on, {name} {what} ({FILE}).")  # noqa: T201 the answer to a line that was typed


def _split(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Tell plain words from options with their value (``--limit 5``, ``--limit=5``)."""
    plain: list[str] = []
    options: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--"):
            plain.append(word)
            continue
        option, equals, value = word.partition("=")
        if option not in _OPTIONS:
            raise InvalidInput(f"{option[:40]} is no option; there are {', '.join(_OPTIONS)}.")
        if not equals:
            if not waiting:
                raise InvalidInput(f"{option} needs a value.")
            value = waiting.pop(0)
        options[option] = value
    return plain, options


def _drift(words: list[str]) -> Any:
    from .watching import drift_of

    return drift_of(words)


def _monitors(words: list[str]) -> Any:
    from .watching import monitors_listed

    return monitors_listed(words)


_COMMANDS: dict[str, Callable[[list[str]], Any]] = {
    "help": _help,
    "runs": _runs,
    "best": _best,
    "diff": _diff,
    "explain": _explain,
    "drift": _drift,
    "monitors": _monitors,
    "always": _always,
    "never": _never,
    "forget": _forget,
}
