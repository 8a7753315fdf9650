"""A stop at the worst moments: the run ends, and nothing of ours stays in the shell."""

import builtins
import contextlib
import os
import queue
import signal
import time

import pytest

from jupyter_mltrack.capture import hooks
from jupyter_mltrack.capture.hooks import CellSession
from jupyter_mltrack.magics.interrupts import Shield
from jupyter_mltrack.tracking import finish


def press_stop():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)


def is_clean(shell):
    return shell.ast_transformers == [] and not any("mltrack" in name for name in vars(builtins))


def test_a_stop_while_the_end_is_written(notebook, monkeypatch):
    own = finish.write

    def interrupted(*given):
        press_stop()
        own(*given)

    monkeypatch.setattr(finish, "write", interrupted)
    run = notebook.track("for i in range(3):\n    loss = i / 2")
    assert (run.status, run.metrics) == ("finished", {"loss": 1.0})
    assert is_clean(notebook.shell)


def test_a_stop_before_a_cell_that_is_no_python_does_not_stop_the_next(notebook, monkeypatch):
    class Slow(CellSession):
        def __init__(self, *given):
            press_stop()
            super().__init__(*given)

    with monkeypatch.context() as slow:
        slow.setattr(hooks, "CellSession", Slow)
        assert notebook.run("%%track\nx = = 2").error_before_exec is not None
    assert notebook.run("y = 1").success
    assert notebook.newest.status == "failed"
    assert is_clean(notebook.shell)


def test_a_stop_before_the_first_line_stops_the_cell(notebook, monkeypatch):
    class Slow(CellSession):
        def __init__(self, *given):
            press_stop()
            super().__init__(*given)

    monkeypatch.setattr(hooks, "CellSession", Slow)
    result = notebook.run("%%track\nreached = True")
    assert isinstance(result.error_in_exec or result.error_before_exec, KeyboardInterrupt)
    assert "reached" not in notebook.shell.user_ns
    assert notebook.newest.status == "interrupted"


def test_the_shield_gives_way_to_who_insists():
    with pytest.raises(KeyboardInterrupt), Shield() as shield:
        press_stop()
        press_stop()
        assert shield.interrupted
        press_stop()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_stop_that_costs_ipython_its_own_end_of_the_cell(kernel):
    """Played by an event of the cell's end that the stop breaks off before ours is called."""
    kernel.run(
        "def broken(*given, own=get_ipython().events.trigger):\n"
        "    if given[0] == 'post_run_cell' and stop:\n        stop.clear()\n        raise KeyboardInterrupt\n"
        "    return own(*given)\n"
        "get_ipython().events.trigger = broken\nstop = []"
    )
    kernel.send("%%track\nstop.append(1)\nfor i in range(2):\n    loss = i / 2")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and [run.status for run in kernel.runs] in ([], ["running"]):
        time.sleep(0.1)
    assert [run.status for run in kernel.runs] == ["interrupted"]


def test_stops_at_any_moment(kernel):
    code = (
        "%%track\nimport time\ndef f(n):\n    for j in range(n):\n        v = j / 3\n    return v\n"
        "for i in range(3):\n    loss = f(20) / (i + 1)\n    time.sleep(0.007)"
    )
    kernel.run(code)
    for at in range(24):
        request = kernel.send(code)
        # Not while the kernel idles: that can cost ipykernel a request or its answer, with tracking and without.
        kernel.gather(request, until=lambda output: bool(output.lines))
        time.sleep(0.001 * at)
        os.kill(kernel.manager.provisioner.pid, signal.SIGINT)
        with contextlib.suppress(queue.Empty):
            kernel.gather(request, seconds=2)
    kernel.run("pass")
    assert "running" not in {run.status for run in kernel.runs}
    assert kernel.value("len(get_ipython().ast_transformers)") == 0
    assert kernel.value("[n for n in dir(__import__('builtins')) if 'mltrack' in n]") == []
    assert kernel.run("%%track\nx = 1").lines[-1]["status"] == "finished"
