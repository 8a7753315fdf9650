"""The Python API for handing runs and models over and taking them in; whoever runs the process is who imports."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from ..records.exchange import Exported, ImportedRun, ImportedVersion
from ..tracking.api import current_store
from ..tracking.exchange import export_run
from ..tracking.exchange.importing import take_runs
from ..tracking.exchange.sources import Chosen, open_source
from .exchange import export_version, take_version
from .people import system_person

StorePath = str | Path | None
_RUN: Final = re.compile(r"#?\d+|(run |runs/)\d+|[0-9a-f]{32}", re.ASCII)


def export(
    what: Any, path: str | Path | None = None, *, with_run: bool = False, store: StorePath = None
) -> Exported:
    """Write a run or a model version as one file that ``import_runs`` and ``import_model`` read.

    Parameters
    ----------
    what
        A run, its number or id; or a version: ``"churn/3"``, ``"churn@production"``, ``"churn"``.
    path
        The file, or a folder for it; ``run-12.mltrack`` or ``churn-3.mltrack`` when left out. One of that name is
        replaced.
    with_run
        Whether the run goes along that a version comes from.
    store
        Another store than the one that is found.

    Raises
    ------
    NotFound, Conflict
        When there is no such run or version; the run still goes on, or lies in the trash.
    StoreCorrupt, InvalidInput
        When a file of it is damaged; when the file cannot be written.

    Examples
    --------
    >>> import jupyter_mltrack as mltrack
    >>> mltrack.export(12, "run-12.mltrack")   # doctest: +SKIP
    """
    opened = current_store(store, create=False)
    reference = getattr(what, "id", getattr(what, "reference", what))
    if isinstance(reference, int) or _RUN.fullmatch(str(reference).strip()):
        return export_run(opened, str(reference).strip().removeprefix("runs/"), path)
    return export_version(opened, str(reference), path, with_run=with_run)


def import_runs(source: str | Path, runs: Chosen = "", *, store: StorePath = None) -> list[ImportedRun]:
    """Take runs in from a file or a colleague's store, which stays as it is.

    Parameters
    ----------
    source
        A file that was exported, a ``.mltrack`` folder, or a folder that holds one.
    runs
        Of a folder: a filter, numbers such as ``"3, 5"``, or a list of numbers; all that have ended when empty.
    store
        Another store than the one that is found.

    Returns
    -------
    list of ImportedRun
        ``number`` is the one here; ``already`` says of a run that it was here before.

    Raises
    ------
    NotFound, InvalidInput, Conflict
        When there is no such file, folder or run; the file is damaged; another run has that id. Nothing is changed
        then.

    Examples
    --------
    >>> import jupyter_mltrack as mltrack
    >>> mltrack.import_runs("colleague/.mltrack", "accuracy > 0.9")   # doctest: +SKIP
    """
    with open_source(source) as opened:
        # Only now: looking for what is not there makes no store.
        return take_runs(current_store(store), opened, runs)


def import_model(
    source: str | Path,
    model: str | None = None,
    *,
    name: str | None = None,
    with_run: bool = True,
    store: StorePath = None,
) -> ImportedVersion:
    """Take a model version in from a file or a colleague's store: the next version of a model here, in no stage.

    Parameters
    ----------
    source
        A file that was exported, a ``.mltrack`` folder, or a folder that holds one.
    model
        Of a folder: which version there: ``"churn/3"``, ``"churn@production"``, ``"churn"``.
    name
        The model's name here; the one that it had there when left out.
    with_run
        Whether the run comes along that it was made by, where there is one.
    store
        Another store than the one that is found.

    Raises
    ------
    NotFound, InvalidInput, Conflict
        When there is no such file, folder or version; the file is damaged. Nothing is changed then.

    Examples
    --------
    >>> import jupyter_mltrack as mltrack
    >>> mltrack.import_model("churn-3.mltrack").version   # doctest: +SKIP
    1
    """
    with open_source(source) as opened:
        return take_version(current_store(store), opened, model, name, by=system_person(), with_run=with_run)
