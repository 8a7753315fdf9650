"""What README and the documentation show is run here, block after block, in a real kernel."""

import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from pages import blocks_of, cell_of
from tree import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

# Lines that open a browser, install, or are this test command itself: what stands for them here.
INSTEAD = {
    "python -m pip install . && mltrack demo": "",  # test_install runs it
    "bash tests/run": "",  # is running
    # Both make an environment, which takes minutes: test_environment_rebuild does.
    "mltrack env 1 --create old-environment": "",
    "mltrack verify 1": "",
    "mltrack verify runs/1/clf --in old-environment": "",
    "mltrack demo": "",  # test_demo and test_install run it
    "jupyter server extension enable jupyter_mltrack": "",  # test_install runs both: they change the environment
    "jupyter server extension disable jupyter_mltrack": "",
}

# Pages whose blocks are signatures, not programs.
NOT_RUN = {"architecture.md"}


def _name(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in NOT_RUN], ids=_name)
def test_every_block_of_the_page_runs(page, tmp_path):
    blocks = [block for block in blocks_of(page) if block.language in ("python", "bash")]
    cells = [(block, code) for block in blocks if (code := cell_of(block, INSTEAD)) is not None]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for _, code in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    programs = str(Path(sys.executable).parent)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "MLTRACK_STORE"},
        "PATH": programs + os.pathsep + os.environ["PATH"],
        "JPY_SESSION_NAME": str(tmp_path / "page.ipynb"),
    }
    client = NotebookClient(
        notebook, kernel_name="python3", timeout=120, allow_errors=True,
        resources={"metadata": {"path": str(tmp_path)}}, extra_arguments=["--ext=jupyter_mltrack"],
    )  # fmt: skip
    client.execute(env=environment)
    failed = {
        f"{page.name}:{block.line}": f"{output.ename}: {output.evalue}"
        for (block, _), cell in zip(cells, notebook.cells, strict=True)
        for output in cell.outputs
        if output.output_type == "error"
    }
    assert failed == {}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=_name)
def test_links_within_the_project_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", text)
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_pictures_are_described(page):
    pictures = re.findall(r"!\[([^\]]*)\]\(", page.read_text(encoding="utf-8"))
    assert all(len(words.split()) >= 4 for words in pictures)


def test_only_known_languages_are_fenced():
    known = {"python", "bash", "json", "text", ""}
    found = {f"{page.name}:{block.line}": block.language for page in PAGES for block in blocks_of(page)}
    assert {where: language for where, language in found.items() if language not in known} == {}
