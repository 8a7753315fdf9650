"""What changed between two runs in the data that they computed with."""

from __future__ import annotations

from ..records import Dataset, Run

_MOST_NAMED = 3
_MOST_SAID = 2


def data_changes(before: Run, run: Run) -> list[str]:
    """Say how the data of a run differ from those of an earlier one.

    Of data that were read from somewhere and what was made of them, only the former is said: that ``X_train`` differs
    follows from ``train.csv``. Nothing is claimed of fingerprints that cannot be compared.

    Parameters
    ----------
    before, run
        The earlier run and the later one.

    Returns
    -------
    list of str
        Such as ``train.csv has 212 new rows``, ``values of X changed``.

    Examples
    --------
    >>> from jupyter_mltrack.records import Process
    >>> process = Process("host", 1, 0.0)
    >>> old = Run("a", "e", "run 1", "finished", 0.0, process, data=[Dataset("X", "numpy.ndarray", shape=[100, 3])])
    >>> new = Run("b", "e", "run 2", "finished", 1.0, process, data=[Dataset("X", "numpy.ndarray", shape=[150, 3])])
    >>> data_changes(old, new)
    ['X has 50 new rows']
    """
    old = {one.name: one for one in before.data}
    pairs = [(old[one.name], one) for one in run.data if one.name in old]
    found = [(one, said) for earlier, one in pairs if (said := _change(earlier, one)) is not None]
    upstream = [(one, said) for one, said in found if one.source is not None and not one.derived]
    grouped: dict[tuple[str, str], list[str]] = {}
    for one, said in upstream or found:
        names = grouped.setdefault(said, [])
        names += [] if (label := _label(one)) in names else [label]
    texts = [
        (one if len(names) == 1 else several).format(_listed(names))
        for (one, several), names in grouped.items()
    ]
    more = len(texts) - _MOST_SAID
    return texts if more <= 1 else [*texts[:_MOST_SAID], f"{more} more data sets changed"]


def _listed(names: list[str]) -> str:
    # They are put into a format.
    names = [name.replace("{", "(").replace("}", ")") for name in names]
    if len(names) <= _MOST_NAMED:
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    return f"{', '.join(names[: _MOST_NAMED - 1])} and {len(names) - _MOST_NAMED + 1} more"


def _change(old: Dataset, new: Dataset) -> tuple[str, str] | None:
    """Say what changed, with ``{}`` for the name of one data set, and for the names of several."""
    if old.source != new.source and old.source and new.source:
        origin = f"from {_plain(new.source)} instead of {_plain(old.source)}"
        return f"{{}} comes {origin}", f"{{}} come {origin}"
    if old.type != new.type:
        now, was = _plain(new.type.rpartition(".")[2]), _plain(old.type.rpartition(".")[2])
        return f"{{}} is a {now} instead of a {was}", f"{{}} are {now} instead of {was}"
    said = _columns(old, new) or _shape(old.shape, new.shape)
    if said is not None:
        return said
    comparable = old.sampled == new.sampled and None not in (old.fingerprint, new.fingerprint)
    return ("values of {} changed",) * 2 if comparable and old.fingerprint != new.fingerprint else None


def _shape(old: list[int], new: list[int]) -> tuple[str, str] | None:
    if old == new:
        return None
    if old[1:] == new[1:] and len(old) == len(new) and old:
        count = new[0] - old[0]
        rows = f"{abs(count):,} {'new' if count > 0 else 'fewer'} row{'' if abs(count) == 1 else 's'}"
        return f"{{}} has {rows}", f"{{}} have {rows}"
    if len(old) == len(new) == 2 and old[0] == new[0]:
        columns = f"{new[1]} columns instead of {old[1]}"
        return f"{{}} has {columns}", f"{{}} have {columns}"
    shapes = f"{shape_text(new)} instead of {shape_text(old)}"
    return f"{{}} is {shapes}", f"{{}} are {shapes}"


def _columns(old: Dataset, new: Dataset) -> tuple[str, str] | None:
    if not old.columns or not new.columns or old.more_columns or new.more_columns:
        return None
    before, now = {one.name: one.type for one in old.columns}, {one.name: one.type for one in new.columns}
    added, gone = [part for part in now if part not in before], [part for part in before if part not in now]
    retyped = [part for part in now if part in before and now[part] != before[part]]
    count = len(added) + len(gone) + len(retyped)
    if not count:
        return None
    if count > 1:
        return (f"{count} columns of {{}} changed",) * 2
    if added:
        return f"{{}} has a new column {_plain(added[0])}", f"{{}} have a new column {_plain(added[0])}"
    if gone:
        return (
            f"{{}} has no column {_plain(gone[0])} any more",
            f"{{}} have no column {_plain(gone[0])} any more",
        )
    name = retyped[0]
    return (f"column {_plain(name)} of {{}} is {_plain(now[name])} instead of {_plain(before[name])}",) * 2


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")


def _label(one: Dataset) -> str:
    """Name data by their file where they were read from one, else by their variable."""
    if one.source and not one.derived:
        return one.source.rstrip("/").rpartition("/")[2]
    return one.name


def shape_text(shape: list[int]) -> str:
    """Write a shape.

    >>> shape_text([1500, 3]), shape_text([])
    ('1,500 × 3', 'unknown')
    """
    return " × ".join(f"{size:,}" for size in shape) or "unknown"
