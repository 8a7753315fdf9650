"""The cell's own text, and the earlier cells that it depended on."""

from jupyter_mltrack import current_store
from jupyter_mltrack.tracking import run_details


def details(run):
    return run_details(current_store(), run.id)


def test_the_code_is_without_the_track_line(notebook):
    assert details(notebook.track("C = 1", "svc --tag a=b")).code == "C = 1"


def test_only_cells_that_matter_oldest_first(notebook):
    notebook.run(
        "import math\nscale = 2.0",
        "unrelated = 5",
        "data = [scale, 1.0]",
        "data.append(3.0)",
        "print('nothing')",
        "def total(values):\n    return math.fsum(values)",
    )
    found = details(notebook.track("acc = total(data)")).context
    assert [cell.execution_count for cell in found] == [1, 3, 4, 6]


def test_a_cell_run_twice_counts_once(notebook):
    notebook.run("scale = 2.0", "scale = 2.0")
    assert [cell.execution_count for cell in details(notebook.track("acc = scale / 3")).context] == [2]


def test_a_changed_earlier_cell_is_said_as_a_change(notebook, capsys):
    # In a notebook the cell is known by its place; here both runs come from the console of one notebook.
    notebook.run("def score():\n    return measured(0.6)")
    notebook.track("acc = score()")
    notebook.run("def score():\n    return measured(0.7)")
    notebook.track("acc = score()")
    assert "since run 1" in capsys.readouterr().out.splitlines()[-1]


def test_environment_lists_packages_and_does_not_change_by_tracking(notebook):
    first = details(notebook.track("acc = measured(0.2)"))
    second = details(notebook.track("for i in range(3):\n    acc = 0.1 + i"))
    assert first.environment.packages == second.environment.packages
    assert "ipython" in {name.lower() for name in first.environment.packages}


def test_names_are_found_again_after_a_reset(notebook):
    notebook.run("scale = measured(2.0)")
    notebook.track("acc = scale / 3")
    notebook.shell.history_manager.reset()
    notebook.run("other = measured(5.0)")
    (cell,) = details(notebook.track("acc = other / 3")).context
    assert cell.code == "other = measured(5.0)"


def test_a_deep_notebook_is_read_once(notebook, monkeypatch):
    from jupyter_mltrack.capture import dependencies

    notebook.run(*(f"v{i} = measured({i}.5)" for i in range(60)))
    code = "acc = " + " + ".join(f"v{i}" for i in range(60))
    assert len(details(notebook.track(code)).context) == 60
    read = []
    own = dependencies.read_code
    monkeypatch.setattr(dependencies, "read_code", lambda *given: read.append(given) or own(*given))
    assert len(details(notebook.track(code)).context) == 60
    assert len(read) <= 1


def test_without_ids_a_cell_is_told_by_the_form_of_its_code(notebook, capsys):
    notebook.track("lr = 0.1\nacc = measured(lr)")
    notebook.track("other = 5\nloss = measured(other)")
    assert "since" not in capsys.readouterr().out
    notebook.track("lr = 0.3\nacc = measured(lr)")
    assert "since run 1: lr 0.1 → 0.3" in capsys.readouterr().out
