"""README's commands in an empty environment without Node: what people do first must work."""

import json
import re

import pytest
from tree import ROOT

pytestmark = pytest.mark.slow

FIRST = "python -m pip install . && mltrack demo"
SECOND = "bash tests/run"


def test_readme_gives_the_two_commands_that_are_tested_here():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [
        line.strip()
        for block in re.findall(r"```bash\n(.*?)```", readme, re.S)
        for line in block.splitlines()
    ]
    assert lines.count(FIRST) == 1 and lines.count(SECOND) == 1
    install, demo = FIRST.split(" && ")
    assert install in (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    assert demo == "mltrack demo"


def test_both_halves_are_enabled_by_installing(installation):
    for command in ("jupyter server extension list", "jupyter labextension list"):
        code, said = installation.run(command)
        assert code == 0
        line = re.search(r"^.*jupyter[-_]mltrack.*$", said, re.M)
        assert line and "enabled" in line[0], said
    assert re.search(r"jupyter[-_]mltrack\S* .*OK", installation.run("jupyter labextension list")[1])
    assert re.search(r"jupyter_mltrack .*OK", installation.run("jupyter server extension list")[1])


def test_the_server_half_can_be_switched_off_and_on(installation):
    for verb in ("disable", "enable"):
        assert installation.run(f"jupyter server extension {verb} jupyter_mltrack")[0] == 0
        said = installation.run("jupyter server extension list")[1]
        assert re.search(rf"^.*jupyter_mltrack.*{verb}d", said, re.M), said


def test_the_demo_runs_and_prints_its_runs(installation):
    code, said = installation.run("mltrack demo --no-lab")
    assert code == 0, said
    assert "quickstart: 8 runs" in said and "wine: 3 runs" in said
    assert re.search(r"^\* best accuracy: run \d+ \(higher is better\)$", said, re.M)
    assert re.search(r"^ *\d+ +neighbours +failed +k=200 ValueError", said, re.M)
    assert max(len(line) for line in said.splitlines()) <= 80

    assert (installation.work / "mltrack-demo" / "quickstart.ipynb").is_file()
    assert "WARNING" not in said and "Traceback" not in said
    code, said = installation.run("mltrack runs --store mltrack-demo --json")
    runs = json.loads(said)
    assert code == 0 and len(runs) == 11
    assert [run["status"] for run in runs].count("failed") == 1
    loops = [run for run in runs if "test_loss" in run["summaries"]]
    assert {run["summaries"]["test_loss"]["count"] for run in loops} == {1000} and len(loops) == 2


def test_the_layout_of_binders_first_page_is_imported(installation):
    code, said = installation.run("jupyter lab workspaces list")
    assert code == 0 and "default" in said.split()


def test_the_version_is_that_of_the_package(installation):
    version = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["version"]
    assert installation.run("mltrack --version") == (0, f"mltrack {version}\n")
