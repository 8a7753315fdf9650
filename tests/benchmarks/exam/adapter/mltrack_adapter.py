"""``%%track`` as the capture exam's driver calls it.

``run`` is asked when captures are scored; ``before`` and ``wrap`` when a tracked cell's behaviour is compared. This
folder holds nothing else, because it stands in the ``PYTHONPATH`` of the exam's kernels.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

before = "%load_ext jupyter_mltrack"


def wrap(cell: str) -> str:
    """Give the tracked form of a cell."""
    return "%%track\n" + cell


def run(setup_code: str, cell_code: str, cwd: str | None = None) -> dict[str, Any]:
    """Run a cell tracked; say in the exam's words what was captured of it."""
    from adapters._base import go  # the exam's own

    read = "from mltrack_adapter import captured\n__r = captured()"
    answer: dict[str, Any] = go(setup_code, cell_code, cwd, start=before, wrap=wrap, read=read)
    return answer


def captured(folder: Path | None = None) -> dict[str, Any]:
    """Read the newest run of a folder's store.

    Parameters
    ----------
    folder
        What holds the store; without it, the store of this process.
    """
    import jupyter_mltrack as mltrack

    store = mltrack.current_store(folder, create=False)
    found = list(mltrack.runs(store=folder, limit=1))
    if not found:
        return {}
    newest = found[0]
    series = {}
    for key in newest.summaries:
        points = store.points.read(newest.id, key)
        series[key] = [
            [int(step), float(value)] for step, value in zip(points.steps, points.values, strict=True)
        ]
    models = [name for model in newest.models for name in (model.type, *model.parts)]
    return {"params": newest.params, "metrics": newest.metrics, "series": series, "models": models}
