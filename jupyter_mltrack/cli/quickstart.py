"""The quickstart notebook: copied into a folder, executed cell by cell with a progress bar."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from ..errors import MLTrackError

NAME = "quickstart.ipynb"
LAYOUT = "workspace.json"
_BAR = 24
_PATIENCE = 600
"""Seconds that one cell may take."""


def packaged(name: str) -> Path:
    """Give the path of a file that comes with the package (in a checkout it lies in ``binder/``)."""
    here = Path(__file__).parent
    installed = here / name
    return installed if installed.is_file() else here.parents[1] / "binder" / name


def copy_notebook(folder: Path) -> tuple[Path, bool]:
    """Put the notebook into a folder, unless a changed copy lies there.

    Parameters
    ----------
    folder
        Is made where it does not exist.

    Returns
    -------
    path, changed
        Where the notebook is; ``changed`` says that somebody worked on it, so that it was left as it is.

    Raises
    ------
    MLTrackError
        When the folder cannot be written, or a notebook there cannot be read.
    """
    target = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            return target, _cells(target) != _cells(packaged(NAME))
        shutil.copyfile(packaged(NAME), target)
    except (FileExistsError, NotADirectoryError):
        raise MLTrackError(f"{folder} is a file, not a folder: choose another one with --folder.") from None
    except OSError as error:
        raise MLTrackError(
            f"{folder} cannot be written ({error.strerror or error}): choose another one with --folder."
        ) from error
    return target, False


def _cells(path: Path) -> list[tuple[str, str]]:
    """Give kind and text of each cell: what a person can change, without outputs and numbers."""
    notebook = _read(path)
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def _read(path: Path) -> Any:
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, AttributeError, KeyError, nbformat.ValidationError) as error:
        raise MLTrackError(
            f"{path} is not a notebook that can be read ({error}): move it away, then try again."
        ) from error


def execute(path: Path, store: Path, keep: bool) -> None:
    """Execute the cells of a notebook in a kernel of its own, and put their outputs into it.

    Parameters
    ----------
    path
        The notebook; its folder is the kernel's working folder.
    store
        The folder that the runs go to.
    keep
        Leave the file as it is.

    Raises
    ------
    MLTrackError
        When there is no kernel, when it dies, or when a cell fails that is not meant to.
    """
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = _read(path)
    kernel = notebook.metadata.get("kernelspec", {}).get("name", "python3")
    progress = _Progress(
        sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells)
    )

    def begun(cell: Any, **_: Any) -> None:
        # The front end sends a cell's id with its code, and so does this: runs can then be traced to their cell.
        if client.kc is not None:
            client.kc.session.metadata = {"cellId": cell.get("id")}
        progress.begun(cell)

    client = NotebookClient(
        notebook,
        kernel_name=kernel,
        timeout=_PATIENCE,
        resources={"metadata": {"path": str(path.parent)}},
        # Only errors: what a kernel warns of at its start is nothing that one can act on here.
        extra_arguments=["--log-level=ERROR"],
        on_cell_execute=begun,
        on_cell_executed=progress.done,
    )
    environment = {**os.environ, "JPY_SESSION_NAME": str(path), "MLTRACK_STORE": str(store)}
    try:
        client.execute(env=environment)
    except NoSuchKernel as error:
        raise MLTrackError(
            f"There is no Jupyter kernel named {error.name!r}: install one with `python -m pip install ipykernel`."
        ) from error
    except DeadKernelError as error:
        raise MLTrackError(f"The kernel died while it executed {path}.") from error
    except CellTimeoutError as error:
        raise MLTrackError(f"A cell of {path} took more than {_PATIENCE} seconds.") from error
    except CellExecutionError as error:
        raise MLTrackError(
            f"A cell of {path} failed with {error.ename}: {error.evalue}. "
            "Mend it, or move the notebook away to get the original."
        ) from error
    finally:
        progress.end()
    if not keep:
        written = path.with_suffix(".written")
        nbformat.write(notebook, written)
        written.replace(path)


class _Progress:
    """A line that says how far the notebook is: a bar in a terminal, one line a tracked cell elsewhere."""

    def __init__(self, cells: int) -> None:
        self._cells, self._done, self._began = cells, 0, time.monotonic()
        self._live = sys.stderr.isatty()
        self._shown = ""

    def begun(self, cell: Any) -> None:
        first = cell.source.strip().splitlines()[0]
        self._show(first if first.startswith("%") else "")

    def done(self, cell: Any, **_: Any) -> None:
        self._done += 1
        if self._done == self._cells:
            self._show("")

    def end(self) -> None:
        if self._live and self._shown:
            print(file=sys.stderr)

    def _show(self, what: str) -> None:
        seconds = time.monotonic() - self._began
        counted = f"{self._done}/{self._cells} cells  {seconds:3.0f} s"
        if not self._live:
            if what:
                print(f"{counted}  {what}", file=sys.stderr)
            return
        filled = round(_BAR * self._done / max(self._cells, 1))
        line = f"[{'#' * filled}{'.' * (_BAR - filled)}] {counted}  {what}"[:79]
        print("\r" + line.ljust(len(self._shown)), end="", file=sys.stderr, flush=True)
        self._shown = line
