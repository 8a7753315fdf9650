"""Tracked cells in a real kernel: what is shown, and how runs end."""

import os
import signal
import time

import jupyter_mltrack as mltrack


def test_the_line_comes_at_once_and_is_updated(kernel):
    output = kernel.run("%%track svc\nlr = 0.1\nfor i in range(3):\n    loss = 1 / (i + 1)\nprint('hello')")
    first, last = output.shown
    assert not first[2] and last[2] and first[1] == last[1]
    running, finished = output.lines
    assert (running["status"], finished["status"]) == ("running", "finished")
    assert finished["name"] == "svc" and finished["number"] == 1
    assert [metric["name"] for metric in finished["metrics"]] == ["loss"]
    assert len(finished["spark"]) == 3 and finished["step"] == 2
    assert output.texts[1].startswith("● run 1 svc  loss 0.3333")
    assert output.stdout == "hello\n" and output.stderr == ""


def test_changes_since_the_previous_run_of_the_same_cell(kernel):
    code = "%%track\nlr = {}\nimport math; acc = math.sqrt(lr)"
    kernel.run(code.format(0.25), cell_id="a")
    kernel.run("%%track\nother = 5", cell_id="b")
    line = kernel.run(code.format(0.04), cell_id="a").lines[-1]
    assert line["previous"] == 1
    assert line["changes"] == ["lr 0.25 → 0.04"]


def test_the_run_knows_its_cell(kernel):
    kernel.run("x = 1.0")
    kernel.run("%%track --experiment churn --tag stage=test --note 'a note'\ny = x / 3", cell_id="abc")
    run = kernel.runs[0]
    assert run.source.kind == "notebook"
    assert (run.source.path, run.source.cell_id) == ("lab.ipynb", "abc")
    assert run.source.execution_count == 3
    assert (run.experiment, run.tags, run.note) == ("churn", {"stage": "test"}, "a note")


def test_the_experiment_is_the_notebook(kernel):
    kernel.run("%%track\nx = 1")
    assert kernel.runs[0].experiment == "lab"


def test_a_cleared_output_does_not_take_the_line_away(kernel):
    output = kernel.run("%%track\nfrom IPython.display import clear_output\nclear_output()\nx = 1")
    assert output.shown[-1][2] is False
    assert output.lines[-1]["status"] == "finished"


def test_an_interrupted_cell(kernel):
    request = kernel.send(
        "%%track\nimport time\nfor i in range(600):\n    loss = i / 7\n    time.sleep(0.05)"
    )
    kernel.gather(request, until=lambda output: bool(output.lines))
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    output = kernel.gather(request)
    assert output.error["ename"] == "KeyboardInterrupt"
    assert output.lines[-1]["status"] == "interrupted"
    run = kernel.runs[0]
    assert run.status == "interrupted" and run.summaries["loss"].count > 2
    assert kernel.run("%%track\nx = 1").lines[-1]["status"] == "finished"


def test_an_interrupted_cell_that_awaits(kernel):
    request = kernel.send("%%track\nimport asyncio\nlr = 0.1\nawait asyncio.sleep(4)")
    kernel.gather(request, until=lambda output: bool(output.lines))
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    kernel.gather(request)
    assert kernel.runs[0].status == "interrupted"
    assert kernel.value("len(get_ipython().ast_transformers)") == 0


def test_a_failed_cell(kernel):
    output = kernel.run("%%track\nk = 3\nraise ValueError('<b>no</b>')")
    assert output.error["ename"] == "ValueError"
    line = output.lines[-1]
    assert line["status"] == "failed" and line["failure"] == "ValueError: <b>no</b>"
    assert "<b>" not in output.shown[-1][0]["text/html"]
    failure = kernel.runs[0].failure
    assert failure.type == "ValueError" and "line 3" in failure.traceback


def test_a_killed_kernel_leaves_its_points_and_a_lost_run(kernel):
    code = "%%track\nimport os\nfor i in range(1000):\n    loss = i / 7\n    if i == 400: os.kill(os.getpid(), 9)"
    kernel.send(code)
    deadline = time.monotonic() + 30
    while kernel.manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not kernel.manager.is_alive()
    store = mltrack.current_store(kernel.folder)
    from jupyter_mltrack.tracking import settle

    settle(store)
    run = kernel.runs[0]
    assert run.status == "lost"
    points = store.points.read(run.id, "loss")
    assert points.values.tolist() == [i / 7 for i in range(401)]


def test_a_kernel_that_is_shut_down_ends_its_run(kernel):
    request = kernel.send("%%track\nimport time\nx = 1\ntime.sleep(60)")
    kernel.gather(request, until=lambda output: bool(output.lines))
    os.kill(kernel.manager.provisioner.pid, signal.SIGTERM)
    deadline = time.monotonic() + 20
    while kernel.manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    from jupyter_mltrack.tracking import settle

    settle(mltrack.current_store(kernel.folder))
    assert kernel.runs[0].status in ("interrupted", "lost")


def test_names_with_html_are_text(kernel):
    output = kernel.run("%%track <img src=x onerror=alert(1)> --tag a=<script>\nx = 1")
    html = output.shown[-1][0]["text/html"]
    assert "<img" not in html and "&lt;img" in html


def test_a_very_long_name_is_shortened_and_said(kernel):
    output = kernel.run(f"%%track {'n' * 10_000}\nx = 1")
    assert len(kernel.runs[0].name) <= 250
    assert "10,000 characters" in output.lines[-1]["warning"]
    assert output.stderr == ""


def test_an_unknown_option_is_said_and_the_rest_counts(kernel):
    output = kernel.run("%%track svc --experimnt x --tag a=b\nx = 1")
    assert "did you mean --experiment?" in output.lines[-1]["warning"]
    run = kernel.runs[0]
    assert (run.name, run.tags, run.status) == ("svc", {"a": "b"}, "finished")


def test_where_nothing_can_be_stored_the_cell_runs(kernel):
    (kernel.folder / "blocked").write_text("a file, not a folder")
    kernel.run("import os; os.environ['MLTRACK_STORE'] = 'blocked/.mltrack'")
    output = kernel.run("%%track\nx = 41 + 1\nx")
    assert output.result == "42" and output.error is None and output.stderr == ""
    assert output.texts[0].startswith("⚠ not stored: ")


def test_a_store_of_a_newer_version_is_left_alone(kernel):
    import sqlite3

    kernel.run("%%track\nx = 1")
    mltrack.current_store(kernel.folder).close()
    path = kernel.folder / ".mltrack" / "mltrack.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    kernel.run("%load_ext jupyter_mltrack")
    output = kernel.run("%%track\nx = 2\nx")
    assert output.result == "2"
    assert "has version 9999" in output.texts[0]


def test_loading_again_changes_nothing_and_unloading_takes_all_away(kernel):
    kernel.run("%load_ext jupyter_mltrack")
    kernel.run("get_ipython().extension_manager.load_extension('jupyter_mltrack')")
    kernel.run("%%track\nx = 1")
    assert len(kernel.runs) == 1
    kernel.run("%unload_ext jupyter_mltrack")
    assert kernel.run("%%track\nx = 1").error is not None or kernel.run("%mltrack").stderr
    assert len(kernel.runs) == 1


def test_silent_execution_makes_no_run(kernel):
    kernel.client.execute("%%track\nx = 1", silent=True)
    kernel.run("y = 1")
    assert kernel.runs == []


def test_a_stop_while_the_run_is_being_started_stops_the_cell(kernel):
    """The stop comes while our own hook runs, which is played by a slow reading of the options."""
    kernel.run(
        "import jupyter_mltrack.capture.hooks as hooks, time\n"
        "own = hooks.CellSession\n"
        "def slow(*given):\n    time.sleep(2)\n    return own(*given)\n"
        "hooks.CellSession = slow"
    )
    request = kernel.send("%%track\nreached = True")
    kernel.gather(request, until=lambda output: bool(output.lines))
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    output = kernel.gather(request)
    assert output.error["ename"] == "KeyboardInterrupt"
    assert kernel.value("'reached' in globals()") is False
    assert kernel.runs[0].status == "interrupted"
    kernel.run("hooks.CellSession = own")
    assert kernel.run("%%track\nx = 1").lines[-1]["status"] == "finished"
