"""The capture exam's command runs: on two of our own cells, in real kernels."""

import gzip
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
CELLS = ("magics_and_arguments", "numpy_descent")


def test_cells_are_scored_and_their_secrets_searched_for():
    done = _command("--only", ",".join(CELLS), "--part", "score", "--part", "secrets")
    assert done.stderr == ""
    for kind in ("params", "metrics", "series", "models"):
        assert re.search(rf"^  {kind} +precision ", done.stdout, re.MULTILINE), done.stdout
    assert re.search(
        r"^numpy_descent +params 3/3 \+0  metrics 1/1 \+0  series 1/1 \+0", done.stdout, re.MULTILINE
    )

    counts = dict(re.findall(r"^(\S.{39}) +(\d+ +\d+)$", done.stdout, re.MULTILINE))
    planted = {style.strip(): [int(number) for number in both.split()] for style, both in counts.items()}
    assert planted.pop("all")[0] > 100
    assert not {style for style, (_, stored) in planted.items() if stored}
    assert "no result" not in done.stdout and "Nothing was stored" not in done.stdout
    assert done.returncode == 0


def test_a_cell_that_is_not_there_is_an_error():
    done = _command("--only", "nothing_of_this_name")
    assert done.returncode == 2 and "no such cell" in done.stderr


def test_the_search_looks_into_rows_and_packed_files(store):
    spec = importlib.util.spec_from_file_location("searching", TESTS / "benchmarks" / "exam" / "searching.py")
    searching = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = searching
    spec.loader.exec_module(searching)
    store.blobs.put(gzip.compress(b"before hunter2hunter2 after"))
    store.table("notes").insert({"text": "x" * 20_000 + "Wednesday19" + "x" * 20_000})
    found = searching.sights(store.path, ["hunter2hunter2", "Wednesday19", "not-there"])
    assert {sight.text for sight in found} == {"hunter2hunter2", "Wednesday19"}


def _command(*words):
    environment = {name: value for name, value in os.environ.items() if name != "MLTRACK_CAPTURE_EXAM"}
    return subprocess.run(
        [sys.executable, TESTS / "benchmarks" / "capture_exam.py", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
