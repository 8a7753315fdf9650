"""Runs beside each other: what differs, how it stands to the baseline, and a sentence that says so."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ..errors import InvalidInput
from ..records import (
    ComparedGroup,
    ComparedRow,
    ComparedRun,
    ComparedValue,
    Comparison,
    Direction,
    Environment,
    Run,
    Scalar,
)
from ..store import Store
from .data_changes import shape_text
from .direction import guess_direction
from .experiments import main_metric
from .query import environment_of, get_run
from .sentence import sentence_for
from .source_diff import code_diffs

MOST_RUNS = 200

_MISSING = object()
Value = Callable[[Run], object]


def compare(store: Store, references: Sequence[str | int], only_differences: bool = True) -> Comparison:
    """Compare runs.

    Parameters
    ----------
    store
        The store that holds them.
    references
        Numbers or ids, at least two; the first is the baseline.
    only_differences
        Leave out rows in which all runs are alike.

    Raises
    ------
    InvalidInput
        For fewer than two or more than ``MOST_RUNS`` runs.
    NotFound
        When one is not there.
    """
    runs = list({run.id: run for run in (get_run(store, reference) for reference in references)}.values())
    if len(runs) < 2:
        raise InvalidInput("A comparison needs at least two different runs.")
    if len(runs) > MOST_RUNS:
        raise InvalidInput(f"At most {MOST_RUNS} runs can be compared at once, not {len(runs)}.")
    metric, chosen = main_metric(store, runs[0].experiment)
    directions = {metric: chosen} if metric else {}

    def direction_of(name: str) -> Direction | None:
        return directions.get(name) or guess_direction(name)

    groups = [
        _group(
            "parameters", runs, _names(runs, lambda run: run.params),
            lambda name: lambda run: run.params.get(name, _MISSING),
        ),
        _group(
            "metrics", runs, _names(runs, lambda run: run.metrics),
            lambda name: lambda run: run.metrics.get(name, _MISSING), direction_of,
        ),
        _data(runs),
        _models(runs),
        _environment(store, runs),
        _about(runs),
    ]  # fmt: skip
    code = code_diffs(store, runs)
    sentence = sentence_for(runs, groups, code, metric, direction_of)
    if only_differences:
        for group in groups:
            group.rows = [row for row in group.rows if row.differs]
    curves = list(dict.fromkeys(key for run in runs for key in run.summaries))
    columns = [_column(run) for run in runs]
    return Comparison(runs=columns, sentence=sentence, groups=groups, code=code, curves=curves)


def _column(run: Run) -> ComparedRun:
    return ComparedRun(
        run.id,
        run.number,
        run.name,
        run.experiment,
        run.status,
        run.started,
        run.ended,
        run.deleted is not None,
    )


def _names(runs: list[Run], of: Callable[[Run], Mapping[str, object]]) -> list[str]:
    """Give all names, in the order in which the runs have them."""
    return list(dict.fromkeys(name for run in runs for name in of(run)))


def _group(
    name: str,
    runs: list[Run],
    keys: list[str],
    value: Callable[[str], Value],
    direction_of: Callable[[str], Direction | None] = lambda _: None,
) -> ComparedGroup:
    rows = [_row(key, [value(key)(run) for run in runs], direction_of(key)) for key in keys]
    return ComparedGroup(name=name, rows=rows, differing=sum(row.differs for row in rows), total=len(rows))  # type: ignore[arg-type]


def _row(key: str, values: list[object], direction: Direction | None) -> ComparedRow:
    best = _best(values, direction)
    baseline = values[0]
    return ComparedRow(
        key=key,
        values=[
            _value(value, baseline, direction, value is not _MISSING and value == best) for value in values
        ],
        differs=any(not _alike(value, baseline) for value in values[1:]),
        direction=direction,
    )


def _best(values: list[object], direction: Direction | None) -> object:
    numbers = [value for value in values if isinstance(value, (int, float)) and math.isfinite(value)]
    if direction is None or len(numbers) < 2 or min(numbers) == max(numbers):
        return _MISSING
    return max(numbers) if direction == "max" else min(numbers)


def _value(value: object, baseline: object, direction: Direction | None, best: bool) -> ComparedValue:
    if value is _MISSING:
        return ComparedValue(None, "missing")
    scalar: Scalar = value  # type: ignore[assignment]
    if _alike(value, baseline):
        return ComparedValue(scalar, "same", best=best)
    delta = None
    if _is_number(value) and _is_number(baseline):
        delta = value - baseline  # type: ignore[operator]
        if direction is not None and not math.isnan(delta):
            return ComparedValue(
                scalar, "better" if (delta > 0) == (direction == "max") else "worse", delta, best
            )
    return ComparedValue(scalar, "changed", delta, best)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _alike(value: object, other: object) -> bool:
    """Say whether two values are the same for a reader: NaN equals NaN, 1 equals 1.0, True is not 1."""
    if isinstance(value, float) and isinstance(other, float) and math.isnan(value) and math.isnan(other):
        return True
    return isinstance(value, bool) == isinstance(other, bool) and value == other


def _data(runs: list[Run]) -> ComparedGroup:
    found: dict[str, dict[str, str]] = {}
    for run in runs:
        values = found.setdefault(run.id, {})
        for one in run.data:
            values[one.name] = shape_text(one.shape)
            if one.fingerprint is not None:
                values[f"{one.name}: content"] = one.fingerprint[:8] + (" (sampled)" if one.sampled else "")
            if one.source is not None:
                values[f"{one.name}: source"] = one.source
            if one.columns:
                more = f" and {one.more_columns} more" if one.more_columns else ""
                values[f"{one.name}: columns"] = ", ".join(column.name for column in one.columns) + more
    return _described("data", runs, found)


def _models(runs: list[Run]) -> ComparedGroup:
    found: dict[str, dict[str, Scalar]] = {}
    for run in runs:
        values = found.setdefault(run.id, {})
        for model in run.models:
            values[model.name] = model.type.rpartition(".")[2]
            if model.parts:
                values[f"{model.name}: made of"] = ", ".join(part.rpartition(".")[2] for part in model.parts)
            if model.size is not None:
                values[f"{model.name}: trainable values"] = model.size
            for name, value in model.defaults.items():
                values[f"{model.name}: {name} (library default)"] = value
    return _described("models", runs, found)


def _described(name: str, runs: list[Run], found: Mapping[str, Mapping[str, Scalar]]) -> ComparedGroup:
    keys = list(dict.fromkeys(key for values in found.values() for key in values))
    return _group(name, runs, keys, lambda key: lambda run: found[run.id].get(key, _MISSING))


def _environment(store: Store, runs: list[Run]) -> ComparedGroup:
    found: dict[str, dict[str, str]] = {}
    for run in runs:
        environment = environment_of(store, run)
        if environment is not None:
            found[run.id] = {
                "Python": environment.python,
                "platform": environment.platform,
                **environment.packages,
                **_beside_packages(environment),
            }
    keys = list(dict.fromkeys(key for packages in found.values() for key in packages))
    group = _group(
        "environment", runs, keys, lambda name: lambda run: found.get(run.id, {}).get(name, _MISSING)
    )
    for row in group.rows:
        # Packages are listed once they are imported: that one run did not come to it is no change of the environment.
        versions = {value.value for value in row.values if value.verdict != "missing"}
        row.differs = len(versions) > 1
    group.differing = sum(row.differs for row in group.rows)
    return group


def _beside_packages(environment: Environment) -> dict[str, str]:
    """Name what else results depend on: commits of packages, libraries, accelerators, modules beside the notebook."""
    commits = {
        f"{name} (commit)": origin.commit for name, origin in environment.origins.items() if origin.commit
    }
    local = {f"{module.path} (local module)": module.hash[:12] for module in environment.local}
    return {**commits, **environment.libraries, **environment.accelerators, **local}


def _about(runs: list[Run]) -> ComparedGroup:
    values: dict[str, Value] = {
        "status": lambda run: run.status,
        "duration (s)": lambda run: run.duration if run.duration is not None else _MISSING,
        "experiment": lambda run: run.experiment,
        "user": lambda run: run.user or _MISSING,
        "notebook": lambda run: run.source.path or _MISSING,
        "commit": lambda run: run.git.commit if run.git else _MISSING,
        "uncommitted changes": lambda run: run.git.dirty if run.git else _MISSING,
        "error": lambda run: run.failure.type if run.failure else _MISSING,
        "note": lambda run: run.note or _MISSING,
    }
    for tag in _names(runs, lambda run: dict(run.tags)):
        values[f"tag {tag}"] = lambda run, tag=tag: run.tags.get(tag, _MISSING)  # type: ignore[misc]
    present = [key for key, value in values.items() if any(value(run) is not _MISSING for run in runs)]
    return _group("run", runs, present, lambda name: values[name])
