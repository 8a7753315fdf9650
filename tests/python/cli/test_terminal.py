"""``mltrack runs``, ``best`` and ``diff`` in a terminal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from disks import read_only

from jupyter_mltrack.store.schema import FILE


def test_runs_are_a_table_that_fits_the_terminal(mltrack, runs):
    code, said, complaint = mltrack("runs", "--experiment", "churn")
    assert (code, complaint) == (0, "")
    assert said.splitlines() == [
        "churn: 3 runs",
        "run  name    status    what differs         accuracy  loss",
        "  3  forest  failed    trees=10 ValueError         -     -",
        "  2  svc     finished  lr=0.01 epochs=5       * 0.95  0.05",
        "  1  svc     finished  lr=0.1 epochs=5           0.9   0.1",
        "* best accuracy: run 2 (higher is better)",
    ]
    assert (
        max(len(line) for line in mltrack("runs", "--experiment", "churn", COLUMNS="50")[1].splitlines())
        <= 50
    )
    assert "\x1b" not in said, "no colours where nobody looks"


def test_runs_are_filtered_sorted_and_limited(mltrack, runs):
    code, said, _ = mltrack("runs", "accuracy > 0.9", "--sort=-metrics.accuracy", "--limit", "1", "--json")
    assert code == 0 and [run["name"] for run in json.loads(said)] == ["k"]
    assert mltrack("runs", "nothing_of_this_name") == (0, "No run matches.\n", "")


def test_the_best_run(mltrack, runs):
    code, said, _ = mltrack("best", "accuracy", "--experiment", "churn")
    assert code == 0 and said.splitlines()[0] == "accuracy 0.95: run 2, svc (churn)"
    assert "parameters: lr=0.01, epochs=5" in said
    assert json.loads(mltrack("best", "loss", "--json")[1])["number"] == 2


def test_what_differs_between_two_runs(mltrack, runs):
    code, said, _ = mltrack("diff", "1", "2")
    assert code == 0
    lines = said.splitlines()
    assert lines[0] == "lr 0.1 → 0.01; accuracy +0.05, better."
    assert any(line.split() == ["parameters", "lr", "0.1", "0.01"] for line in lines)
    assert any(line.split()[-1:] == ["better"] and "loss" in line for line in lines)
    assert json.loads(mltrack("diff", "1", "2", "--json")[1])["runs"][1]["number"] == 2


def test_numbers_that_json_does_not_have_are_words(mltrack, tmp_path):
    import jupyter_mltrack as api

    with api.run("e", store=tmp_path) as run:
        run.log(loss=float("nan"))
    assert json.loads(mltrack("runs", "--json")[1])[0]["metrics"] == {"loss": "NaN"}


@pytest.mark.parametrize("words, says", [
    (("runs", "accuracy >"), "expected a value"),
    (("runs", "--sort", "colour"), "'colour' is no column"),
    (("best", "nothing"), "No run has a metric 'nothing'"),
    (("diff", "1", "99"), "The newest run is number 4"),
    (("diff", "1", "1"), "two different runs"),
    (("runs", "--store", "elsewhere"), "elsewhere/.mltrack"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_one_line(mltrack, runs, words, says):
    code, said, complaint = mltrack(*words)
    assert (code, said) == (2, "") and says in complaint
    assert complaint.startswith("mltrack: ") and complaint.count("\n") == 1


@pytest.mark.parametrize("words", [("--limit", "0"), ("--limit", "many"), ("--colour",)])
def test_words_that_do_not_exist(mltrack, words):
    code, _, complaint = mltrack("runs", *words)
    assert code == 2 and "usage: mltrack" in complaint


def test_reading_makes_no_store(mltrack, tmp_path):
    code, _, complaint = mltrack("runs")
    assert code == 2 and "There is no store" in complaint and list(tmp_path.iterdir()) == []


def test_a_corrupt_store_is_said_and_left_alone(mltrack, tmp_path):
    (tmp_path / ".mltrack").mkdir()
    (tmp_path / ".mltrack" / FILE).write_bytes(b"this is no database" * 1000)
    code, _, complaint = mltrack("runs")
    assert code == 2 and FILE in complaint and "Traceback" not in complaint
    assert (tmp_path / ".mltrack" / FILE).read_bytes().startswith(b"this is no database")


def test_a_store_that_may_only_be_read_is_read(mltrack, runs):
    with read_only(runs / ".mltrack"):
        code, said, complaint = mltrack("runs")
    assert (code, complaint) == (0, "") and "4 runs" in said


def test_a_reader_that_has_seen_enough(runs):
    """``mltrack runs | head -1`` ends without a complaint."""
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m jupyter_mltrack runs --json | head -1; exit ${{PIPESTATUS[0]}}"],
        cwd=runs, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_installed_command_is_the_same(runs):
    program = Path(sys.executable).with_name("mltrack")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("mltrack 0.")
