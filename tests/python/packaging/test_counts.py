"""The test command counts what pytest, jest and Playwright report, and takes away what it put into memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tree import ROOT

sys.path.insert(0, str(ROOT / "tests" / "suite"))
reports = pytest.importorskip("reports")
memory = pytest.importorskip("memory")


def test_pytest_with_every_outcome(tmp_path):
    (tmp_path / "test_outcomes.py").write_text(
        "import pytest\n"
        "@pytest.fixture\n"
        "def dirty():\n    yield\n    raise OSError('clean-up')\n"
        "def test_good(): pass\n"
        "def test_bad(): assert 0\n"
        "@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_skipped(n): pytest.skip('why')\n"
        "def test_bad_and_dirty(dirty): assert 0\n"
        "def test_dirty(dirty): pass\n",
        encoding="utf-8",
    )
    report = tmp_path / "report.xml"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert reports.of_pytest(report) == reports.Counts(passed=1, failed=3, skipped=2)


def test_pytest_counts_a_file_that_cannot_be_imported(tmp_path):
    (tmp_path / "test_broken.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    report = tmp_path / "report.xml"
    words = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "-p", "no:cacheprovider", tmp_path]
    subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
    assert reports.of_pytest(report) == reports.Counts(failed=1)


def test_jest(tmp_path):
    report = tmp_path / "report.json"
    counted = {
        "numPassedTests": 5,
        "numFailedTests": 1,
        "numRuntimeErrorTestSuites": 1,
        "numPendingTests": 2,
        "numTodoTests": 1,
    }
    report.write_text(json.dumps(counted), encoding="utf-8")
    assert reports.of_jest(report) == reports.Counts(passed=5, failed=2, skipped=3)


def test_playwright(tmp_path):
    report = tmp_path / "report.json"
    stats = {"expected": 4, "flaky": 1, "unexpected": 2, "skipped": 1}
    report.write_text(json.dumps({"stats": stats, "errors": [{"message": "no server"}]}), encoding="utf-8")
    assert reports.of_playwright(report) == reports.Counts(passed=5, failed=3, skipped=1, flaky=1)


def test_an_unknown_part_is_refused_with_the_names_of_the_parts():
    done = subprocess.run(
        ["bash", ROOT / "tests" / "run", "everything"], cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert all(part in done.stderr for part in ("fast", "python", "frontend", "browser"))


def test_a_step_leaves_nothing_in_memory():
    with memory.variables() as found:
        assert set(found) <= {"TMPDIR"}
        for folder in found.values():
            (Path(folder) / "kept").touch()
    assert not any(Path(folder).exists() for folder in found.values())


def test_where_memory_cannot_be_used_files_lie_where_they_did(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "_MEMORY", tmp_path / "missing")
    with memory.variables() as found:
        assert found == {}
    monkeypatch.setattr(memory, "_MEMORY", tmp_path)
    monkeypatch.setattr(memory, "_ENOUGH", 1 << 60)
    with memory.variables() as found:
        assert found == {} and list(tmp_path.iterdir()) == []
