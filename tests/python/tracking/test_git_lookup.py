"""Git is asked beside the run's own work, and only where it may know something."""

import subprocess

import pytest

from jupyter_mltrack.tracking.git import GitLookup


def _refuse(*arguments, **named):
    raise AssertionError("git was started")


def test_no_process_outside_of_a_repository(tmp_path, monkeypatch):
    for name in ("GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(subprocess, "run", _refuse)
    assert GitLookup(tmp_path).result() is None


@pytest.mark.parametrize("inner", [".", "notebooks/deep"])
def test_a_repository_is_found_from_below(tmp_path, monkeypatch, inner):
    def git(*words):
        subprocess.run(
            ["git", "-C", tmp_path, "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True
        )

    git("init", "-q", "-b", "main")
    git("commit", "-q", "--allow-empty", "-m", "first")
    folder = tmp_path / inner
    folder.mkdir(parents=True, exist_ok=True)
    found = GitLookup(folder).result()
    assert found is not None
    assert (found.branch, found.dirty, len(found.commit)) == ("main", False, 40)
