"""The house rules that a program can check: who imports whom, one definition of each record, no large file."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 500


def test_imports_go_one_way():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_two_files_of_tests_have_the_same_name():
    # pytest imports them by it.
    names = [
        file.name for folder in ("python", "faults") for file in (ROOT / "tests" / folder).rglob("test_*.py")
    ]
    assert sorted(names) == sorted(set(names))


def test_importing_the_package_loads_nothing_heavy():
    heavy = [
        "numpy",
        "pandas",
        "scipy",
        "sklearn",
        "plotly",
        "tinydb",
        "msgspec",
        "IPython",
        "tornado",
        "jupyter_server",
        "ipywidgets",
        "psutil",
    ]
    said = _python(f"import sys, jupyter_mltrack; print(*[name for name in {heavy} if name in sys.modules])")
    assert said.split() == []


def test_the_command_line_loads_nothing_heavy_to_read_its_words():
    heavy = [
        "numpy",
        "pandas",
        "scipy",
        "sklearn",
        "plotly",
        "tinydb",
        "IPython",
        "nbclient",
        "nbformat",
        "tornado",
    ]
    said = _python(
        "import sys; from jupyter_mltrack.cli import parser; parser().parse_args(['runs']);"
        f"print(*[name for name in {heavy} if name in sys.modules])"
    )
    assert said.split() == []


def test_types_of_the_front_end_are_those_of_the_records(tmp_path):
    generator = ROOT / "node_modules" / ".bin" / "json2ts"
    if shutil.which("node") is None or not generator.exists():
        pytest.skip("needs Node and the front end's packages: `npm ci`")
    schema = _python("import runpy; runpy.run_module('jupyter_mltrack.records', run_name='__main__')")
    made = subprocess.run(
        [generator, "--no-additionalProperties", "--unreachableDefinitions"],
        input=schema, cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert made == (ROOT / "src" / "api" / "types.ts").read_text(encoding="utf-8"), "run `npm run types`"


@pytest.mark.parametrize("folder", ["jupyter_mltrack", "src", "style", "tests"])
def test_no_file_is_too_long_to_say_one_thing(folder):
    written = [
        path
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".ts", ".tsx", ".css")
        and not {"node_modules", "labextension"} & set(path.parts)
        and path != ROOT / "src" / "api" / "types.ts"
    ]
    lines = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in written}
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def _python(code):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_style_is_loaded():
    """JupyterLab loads ``index.js``, which takes the one list of styles, ``index.css``."""
    style = ROOT / "style"
    files = {path.name for path in style.glob("*.css")} - {"index.css"}
    listed = re.findall(r"@import url\('([\w-]+\.css)'\);", (style / "index.css").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(files)
    assert (style / "index.js").read_text(encoding="utf-8") == "import './index.css';\n"
