"""Where a notebook's store is, and what happens when it, or the working folder, goes away."""

import shutil
import subprocess
import sys


def stores_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob(".mltrack"))


def test_a_cell_that_changes_the_folder_does_not_move_the_store(notebook, tmp_path):
    elsewhere = tmp_path.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    notebook.track(f"import os\nos.chdir({str(elsewhere)!r})\nx = 1")
    run = notebook.track("x = 2")
    assert run.number == 2 and run.source.path == "lab.ipynb"
    assert stores_in(tmp_path) == [".mltrack"] and stores_in(elsewhere) == []


def test_a_relative_choice_of_the_store_stays_where_it_is(notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("MLTRACK_STORE", "data/.mltrack")
    (tmp_path / "sub").mkdir()
    notebook.track("import os\nos.chdir('sub')\nx = 1")
    assert notebook.track("x = 2").number == 2
    assert stores_in(tmp_path) == ["data/.mltrack"]


def test_unloading_lets_go_of_the_folder(notebook, tmp_path, monkeypatch):
    notebook.track("x = 1")
    (tmp_path / "other" / ".mltrack").mkdir(parents=True)
    notebook.shell.run_line_magic("unload_ext", "jupyter_mltrack")
    monkeypatch.chdir(tmp_path / "other")
    from jupyter_mltrack.tracking.source import own_store

    assert own_store() == tmp_path / "other" / ".mltrack"
    notebook.shell.run_line_magic("load_ext", "jupyter_mltrack")


def test_a_deleted_folder_of_work_changes_nothing(notebook, tmp_path):
    (tmp_path / "gone").mkdir()
    notebook.run("import os\nos.chdir('gone')\nos.rmdir('../gone')")
    assert notebook.run("%%track\n6 * 7").result == 42
    assert notebook.newest.status == "finished"
    notebook.run(f"os.chdir({str(tmp_path)!r})")


def test_a_store_that_is_deleted_while_a_cell_runs(notebook, tmp_path, capsys):
    notebook.track("acc = measured(0.5)")
    notebook.run(
        f"%%track\nimport shutil\nshutil.rmtree({str(tmp_path / '.mltrack')!r})\nacc = measured(0.6)"
    )
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("⚠ not stored: ") and "was deleted" in said
    run = notebook.track("acc = measured(0.7)")
    assert (run.number, run.status) == (1, "finished")
    assert "since run" not in capsys.readouterr().out
    shutil.rmtree(tmp_path / ".mltrack")
    assert notebook.track("acc = measured(0.8)").number == 1


def test_a_first_cell_right_after_loading(kernel):
    """Nothing may be imported in another thread meanwhile: Python would hand out modules that are half there."""
    request = kernel.send("%reload_ext jupyter_mltrack")
    output = kernel.run("%%track\nimport jupyter_mltrack as mltrack\nn = len(mltrack.runs())\nx = 1")
    kernel.client.get_shell_msg(timeout=10)
    assert request and output.error is None and output.stderr == ""
    assert output.lines[-1]["status"] == "finished" and output.lines[-1]["warning"] is None


def test_loading_starts_no_thread_that_imports(tmp_path):
    program = (
        "import sys, threading\nsys.setswitchinterval(1e-6)\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell()\nshell.run_line_magic('load_ext', 'jupyter_mltrack')\n"
        "from jupyter_mltrack.tracking import api\nfrom jupyter_mltrack.models import environment\n"
        "assert [t.name for t in threading.enumerate() if 'warm' in t.name] == []"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stderr == "" and done.returncode == 0
