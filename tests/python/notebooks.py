"""A shell of IPython in this process, with the magics loaded: what needs no kernel is quick here."""

from unittest import mock

import pytest


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """Runs cells as a notebook does, with a store of its own; see ``Notebook``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLTRACK_STORE", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "lab.ipynb"))
    opened = Notebook()
    yield opened
    opened.close()


class Notebook:
    """Cells in, runs out."""

    def __init__(self):
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        config = Config()
        config.HistoryManager.enabled = False
        self.shell = InteractiveShell(config=config)
        self.shell.run_line_magic("load_ext", "jupyter_mltrack")
        # A value that is computed, for cells that only need one: not a constant expression, which is a setting.
        self.shell.user_ns["measured"] = lambda value: value

    def run(self, *cells):
        """Execute cells; give IPython's result of the last."""
        for cell in cells:
            result = self.shell.run_cell(cell, store_history=True)
        return result

    def track(self, code, options="", cell_id=None):
        """Execute a tracked cell and give its run; the id is the cell's in its notebook, where there is one."""
        self.shell.run_cell(f"%%track {options}\n{code}", store_history=True, cell_id=cell_id)
        return self.newest

    @property
    def runs(self):
        import jupyter_mltrack as mltrack

        return list(mltrack.runs())

    @property
    def newest(self):
        return self.runs[0]

    def left_out(self):
        """Name to rule of what the newest run left out."""
        return {item.name: item.rule for item in self.newest.left_out}

    def points(self, key):
        """Steps and values of a series of the newest run."""
        import jupyter_mltrack as mltrack

        points = mltrack.current_store().points.read(self.newest.id, key)
        return list(zip(points.steps.tolist(), points.values.tolist(), strict=True))

    def close(self):
        import atexit

        self.shell.run_line_magic("unload_ext", "jupyter_mltrack")
        # The shell would collect the garbage of the whole test process, which takes 0.1 s and more after each test.
        with mock.patch("gc.collect"):
            self.shell.atexit_operations()
        atexit.unregister(self.shell.atexit_operations)
