"""Binder's files: what repo2docker makes of them, and what they install (in ``test_install``)."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tree import ROOT

BINDER = ROOT / "binder"
NOTEBOOK = BINDER / "quickstart.ipynb"


def _notebook():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))


def test_repo2docker_takes_the_files_and_the_python_that_they_name():
    program = Path(sys.executable).with_name("repo2docker")
    said = subprocess.run(
        [program, "--no-build", "--debug", "--user-id", "1000", "--user-name", "someone", str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    dockerfile = said.stdout + said.stderr
    assert said.returncode == 0, dockerfile[-2000:]
    assert "Building conda environment for python=3.12" in dockerfile
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "binder/environment.yml"' in dockerfile
    assert "RUN ./binder/postBuild" in dockerfile


def test_post_build_can_be_executed_and_installs_the_package():
    script = BINDER / "postBuild"
    assert os.access(script, os.X_OK)
    mode = subprocess.run(
        ["git", "ls-files", "-s", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert mode.stdout.startswith("100755")
    assert "python -m pip install .\n" in script.read_text(encoding="utf-8")


def test_readme_links_to_the_notebook_in_binder():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"https://mybinder\.org/v2/[^)\s`]+", readme)
    assert links, "README has no Binder link"
    for link in links:
        assert link.endswith("?urlpath=lab/tree/binder/quickstart.ipynb")


def test_the_first_page_shows_the_notebook_and_the_panel():
    layout = json.loads((BINDER / "workspace.json").read_text(encoding="utf-8"))
    restored = layout["data"]["layout-restorer:data"]
    assert layout["metadata"]["id"] == "default"
    assert restored["main"]["dock"]["widgets"] == ["notebook:binder/quickstart.ipynb"]
    assert not restored["left"]["collapsed"]
    panel = (ROOT / "src" / "runs" / "panel" / "panel.ts").read_text(encoding="utf-8")
    shown = restored["left"]["current"]
    assert f"this.id = '{shown}'" in panel


def test_the_notebook_carries_no_outputs_and_runs_on_any_python():
    notebook = _notebook()
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    for cell in notebook["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None


def test_the_notebook_tracks_without_one_logging_call():
    cells = [cell for cell in _notebook()["cells"] if cell["cell_type"] == "code"]
    tracked = [cell for cell in cells if cell["source"][0].startswith("%%track")]
    failing = [cell for cell in tracked if "raises-exception" in cell["metadata"].get("tags", [])]
    assert len(tracked) >= 8 and len(failing) == 1
    code = "".join("".join(cell["source"]) for cell in cells)
    assert not re.search(r"\blog_(param|metric|artifact)|\.log\(|import (mlflow|jupyter_mltrack)", code)


@pytest.mark.parametrize("name", ["quickstart.ipynb", "workspace.json"])
def test_the_wheel_carries_what_the_demo_copies(name):
    included = f'"binder/{name}" = "jupyter_mltrack/cli/{name}"'
    assert included in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
