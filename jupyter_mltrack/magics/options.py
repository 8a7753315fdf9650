"""The ``%%track`` line: a name and options, read so that a slip costs a warning and never the run."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..capture.options import CaptureOptions
from ..records import Choice

_KNOWN = ("--experiment", "--tag", "--param", "--metric", "--ignore", "--note", "--no-models")

USAGE = """\
%%track [name] [--experiment E] [--tag k=v] [--param NAMES] [--metric NAMES] [--ignore NAMES] [--note TEXT]
        [--no-models]

  name             what the run is called (without one: its number)
  --experiment E   what the run belongs to (without one: the notebook)
  --tag k=v        a tag; may stand several times
  --param NAMES    names that are parameters whatever they look like, separated by commas
  --metric NAMES   names that are metrics whatever they look like
  --ignore NAMES   names that are left out
  --note TEXT      a note; quote it where it has spaces
  --no-models      the models that the cell trains are not saved"""


@dataclass
class TrackOptions:
    """What stands in a ``%%track`` line."""

    name: str | None = None
    experiment: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    note: str = ""
    params: set[str] = field(default_factory=set)
    metrics: set[str] = field(default_factory=set)
    ignore: set[str] = field(default_factory=set)
    models: bool = True
    """Whether the models that the cell trains are saved."""
    problems: list[str] = field(default_factory=list)
    """What could not be understood, in sentences; the rest counts."""

    def capture(self, choices: Mapping[str, Choice] | None = None) -> CaptureOptions:
        """Give what capture needs of it; what the line says of a name goes before ``choices``, said for good."""
        said = self.params | self.metrics | self.ignore
        chosen: dict[str, set[str]] = {"param": set(), "metric": set(), "never": set()}
        for name, choice in (choices or {}).items():
            if name not in said:
                chosen[choice].add(name)
        return CaptureOptions(
            frozenset(self.params | chosen["param"]),
            frozenset(self.metrics | chosen["metric"]),
            frozenset(self.ignore | chosen["never"]),
        )


def read_track_line(line: str) -> TrackOptions:
    """Read what stands behind ``%%track``.

    Parameters
    ----------
    line
        The line without the magic's name.

    Examples
    --------
    >>> found = read_track_line("svc rbf --tag stage=test --param C,gamma")
    >>> found.name, found.tags, sorted(found.params)
    ('svc rbf', {'stage': 'test'}, ['C', 'gamma'])
    >>> read_track_line("--experimnt churn").problems
    ['--experimnt is no option of %%track; did you mean --experiment?']
    """
    options = TrackOptions()
    words = _words(line, options)
    name: list[str] = []
    while words:
        word = words.pop(0)
        if not word.startswith("--") or len(word) == 2:
            name.append(word)
            continue
        if word == "--no-models":
            options.models = False
            continue
        option, equals, value = word.partition("=")
        if not equals and words and not words[0].startswith("--"):
            value, equals = words.pop(0), "="
        read = _readers.get(option)
        if read is None:
            close = difflib.get_close_matches(option, _KNOWN, 1)
            options.problems.append(
                f"{option[:40]} is no option of %%track; "
                + (f"did you mean {close[0]}?" if close else f"it has {', '.join(_KNOWN)}.")
            )
        elif not equals or not value.strip():
            options.problems.append(f"{option} needs a value.")
        else:
            read(options, value)
    options.name = " ".join(name) or None
    return options


def _words(line: str, options: TrackOptions) -> list[str]:
    splitter = shlex.shlex(line, posix=True, punctuation_chars=False)
    splitter.whitespace_split = True
    splitter.commenters = ""
    # A backslash is part of a Windows path more often than an escape.
    splitter.escape = ""
    try:
        return list(splitter)
    except ValueError:
        options.problems.append("A quotation mark is not closed.")
        return line.replace('"', "").replace("'", "").split()


def _tag(options: TrackOptions, text: str) -> None:
    key, equals, value = text.partition("=")
    if not key.strip():
        options.problems.append(f"{text[:40]!r} is no tag: write --tag key=value.")
    else:
        # As in MLflow and in file managers, a tag may be a mere word.
        options.tags[key.strip()] = value if equals else "true"


def _names(text: str, into: set[str], option: str, options: TrackOptions) -> None:
    for name in filter(None, (part.strip() for part in text.split(","))):
        if all(part.isidentifier() for part in name.split(".")):
            into.add(name)
        else:
            options.problems.append(f"{name[:40]!r} after {option} is no name of a variable.")


def _experiment(options: TrackOptions, text: str) -> None:
    options.experiment = text


def _note(options: TrackOptions, text: str) -> None:
    options.note = text


_readers: dict[str, Callable[[TrackOptions, str], None]] = {
    "--experiment": _experiment,
    "--note": _note,
    "--tag": _tag,
    "--param": lambda options, text: _names(text, options.params, "--param", options),
    "--metric": lambda options, text: _names(text, options.metrics, "--metric", options),
    "--ignore": lambda options, text: _names(text, options.ignore, "--ignore", options),
}
