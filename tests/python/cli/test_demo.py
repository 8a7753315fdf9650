"""``mltrack demo`` in this environment: the notebook's cells run, and JupyterLab opens on it with the panel."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest
from terminal import environment_without_a_store

PATIENCE = 480


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A folder in which the demo ran, and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    done = _demo(folder, "--no-lab")
    assert done.returncode == 0, done.stderr
    return folder, done


def _demo(folder, *words):
    return subprocess.run(
        [sys.executable, "-m", "jupyter_mltrack", "demo", *words], cwd=folder, capture_output=True, text=True,
        env=environment_without_a_store(), stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False,
    )  # fmt: skip


def test_the_table_of_its_runs_is_printed(demo):
    _, done = demo
    assert "quickstart: 8 runs" in done.stdout and "wine: 3 runs" in done.stdout
    assert re.search(r"^\* best accuracy: run \d+ \(higher is better\)$", done.stdout, re.M)
    assert re.search(r"^ *\d+ +neighbours +failed +k=200 ValueError", done.stdout, re.M)
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "16/16" in done.stderr or "15/16 cells" in done.stderr
    assert "WARNING" not in done.stderr and "Traceback" not in done.stderr


def test_every_run_knows_its_cell_its_code_and_its_environment(demo):
    from jupyter_mltrack.tracking import list_runs, run_details
    from jupyter_mltrack.tracking.api import open_for_tracking

    folder, _ = demo
    notebook = nbformat.read(folder / "mltrack-demo" / "quickstart.ipynb", as_version=4)
    cells = {cell.id: cell.source for cell in notebook.cells}
    store = open_for_tracking(folder / "mltrack-demo" / ".mltrack")
    found = [run_details(store, row.id) for row in list_runs(store).rows]
    assert len(found) == 11
    for details in found:
        assert details.run.source.path == "quickstart.ipynb"
        first, _, body = cells[details.run.source.cell_id].partition("\n")
        assert first.startswith("%%track") and details.code.strip() == body.strip()
        assert details.environment.packages["scikit-learn"]
        assert any("train_test_split" in cell.code for cell in details.context)
    loops = [one.run for one in found if "test_loss" in one.run.summaries]
    assert {run.summaries["test_loss"].count for run in loops} == {1000} and len(loops) == 2
    store.close()


def test_the_copy_holds_the_outputs_and_the_line_under_each_cell(demo):
    folder, _ = demo
    notebook = nbformat.read(folder / "mltrack-demo" / "quickstart.ipynb", as_version=4)
    tracked = [cell for cell in notebook.cells if cell.source.startswith("%%track")]
    for cell in tracked:
        kinds = [kind for output in cell.outputs for kind in output.get("data", {})]
        assert kinds.count("application/vnd.mltrack.run+json") == 1, cell.source
    errors = [
        output.ename
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert errors == ["ValueError"]


def test_again_in_the_same_folder_adds_runs_and_leaves_changes_alone(demo):
    folder, _ = demo
    path = folder / "mltrack-demo" / "quickstart.ipynb"
    notebook = nbformat.read(path, as_version=4)
    tracked = next(cell for cell in notebook.cells if cell.source.startswith("%%track"))
    notebook.cells = [notebook.cells[2], tracked]
    tracked.source = tracked.source.replace("C = 0.001", "C = 0.5")
    nbformat.write(notebook, path)
    before = path.read_bytes()
    done = _demo(folder, "--no-lab")
    assert done.returncode == 0, done.stderr
    assert "has your changes" in done.stdout and "quickstart: 1 run\n" in done.stdout
    assert path.read_bytes() == before


@pytest.mark.parametrize("make, says", [
    (lambda folder: (folder / "mltrack-demo").write_text("a file"), "is a file, not a folder"),
    (lambda folder: _write_notebook(folder, "no notebook"), "is not a notebook that can be read"),
])  # fmt: skip
def test_a_folder_that_cannot_be_used(tmp_path, make, says):
    make(tmp_path)
    done = _demo(tmp_path, "--no-lab")
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr


def _write_notebook(folder, text):
    (folder / "mltrack-demo").mkdir()
    (folder / "mltrack-demo" / "quickstart.ipynb").write_text(text)


def test_a_port_that_is_taken_is_said_before_anything_runs(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = _demo(tmp_path, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2 and "cannot be used" in done.stderr and list(tmp_path.iterdir()) == []


def test_jupyterlab_opens_on_the_notebook_with_the_panel(demo):
    folder, _ = demo
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "jupyter_mltrack", "demo", "--no-browser", "--port", str(port)], cwd=folder,
        env=environment_without_a_store(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        token = _token(process)
        base = f"http://127.0.0.1:{port}/"
        assert f"{base}lab/tree/quickstart.ipynb" in token.url
        # That the page loads the panel is for test_install and the browser: here the front end may not be built.
        assert b"JupyterLab" in _get(base + "lab/tree/quickstart.ipynb", token.text)
        runs = json.loads(_get(base + "mltrack/api/runs?limit=0", token.text))
        assert runs["total"] >= 11
        [layout] = json.loads(_get(base + "lab/api/workspaces", token.text))["workspaces"]["values"]
        restored = layout["data"]["layout-restorer:data"]
        assert restored["left"]["current"] == "jupyter-mltrack:panel" and not restored["left"]["collapsed"]
        assert restored["main"]["dock"]["widgets"] == ["notebook:quickstart.ipynb"]
    finally:
        # Twice, as a person would: the server asks after the first.
        for _ in range(2):
            os.killpg(process.pid, signal.SIGINT)
            time.sleep(0.5)
        assert process.wait(timeout=30) == 0
        process.stdout.close()


class _Token:
    def __init__(self, url, text):
        self.url, self.text = url, text


def _token(process):
    """Read the address that the server prints; it comes after the cells have run."""
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"(http://127\.0\.0\.1:\d+/\S*)\?token=(\w+)", line):
            return _Token(found[1], found[2])
    raise AssertionError(said)


def _get(address, token):
    request = urllib.request.Request(address, headers={"Authorization": f"token {token}"})
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.read()
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
