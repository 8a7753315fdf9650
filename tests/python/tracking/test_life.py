"""However a run's process ends, the run says so, and nothing that it had logged is lost."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.records import Process
from jupyter_mltrack.tracking import finish, get_run, list_runs, pending, settle, start
from jupyter_mltrack.tracking.process import STALE_AFTER, current_process, is_alive

CHILD = """
import os, sys, time, signal
import jupyter_mltrack as mltrack
run = mltrack.run("child", params={"a": 1})
for step in range(1000):
    run.log(loss=float(step), step=step)
print(run.id, flush=True)
"""


def child(tmp_path, end, **variables):
    """Start a script that logs a run, says its id, and then does what ``end`` says."""
    script = tmp_path / "train.py"
    script.write_text(CHILD + textwrap.dedent(end), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, script], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "MLTRACK_STORE": str(tmp_path / ".mltrack"), **variables},
    )  # fmt: skip


def ended(process):
    """Wait for a child; give what it said on standard error."""
    _, complaint = process.communicate(timeout=60)
    return complaint


@pytest.mark.parametrize(
    "end, status",
    [
        ("", "finished"),
        ("run.finish()", "finished"),
        ("sys.exit(0)", "finished"),
        ("raise ValueError('x')", "failed"),
        ("raise KeyboardInterrupt", "interrupted"),
        ("os.kill(os.getpid(), signal.SIGINT); time.sleep(60)", "interrupted"),
        ("with run: sys.exit(0)", "finished"),
        ("with run: sys.exit('the data is missing')", "failed"),
        ("with run: 1 / 0", "failed"),
    ],
)
def test_a_script_ends_its_run_with_itself(store, tmp_path, end, status):
    process = child(tmp_path, end)
    run_id = process.stdout.readline().strip()
    complaint = ended(process)
    found = get_run(store, run_id)
    assert found.status == status, complaint
    assert found.summaries["loss"].count == 1000 and found.source.path == "train.py"
    assert (found.failure is not None) == (status == "failed")
    assert "jupyter_mltrack" not in complaint or status != "finished"


@pytest.mark.parametrize("end", [
    "os.kill(os.getpid(), signal.SIGKILL)", "os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)",
    "os._exit(3)", "os.abort()",
])  # fmt: skip
def test_a_process_that_dies_without_a_word_leaves_a_lost_run_with_all_its_points(store, tmp_path, end):
    process = child(tmp_path, end)
    run_id = process.stdout.readline().strip()
    ended(process)
    assert settle(store) == [run_id]
    found = get_run(store, run_id)
    assert found.status == "lost" and found.ended >= found.started
    assert found.metrics == {"loss": 999.0} and found.summaries["loss"].count == 1000
    assert settle(store) == []


def test_a_run_that_goes_on_is_left_alone(store, tmp_path):
    process = child(tmp_path, "time.sleep(60)")
    run_id = process.stdout.readline().strip()
    assert settle(store) == [] and get_run(store, run_id).status == "running"
    process.send_signal(signal.SIGSTOP)
    assert settle(store) == [], "stopped is not dead"
    process.kill()
    ended(process)
    assert settle(store) == [run_id]


def test_opening_a_store_settles_it(store, tmp_path):
    process = child(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    run_id = process.stdout.readline().strip()
    ended(process)
    assert mltrack.runs(store=tmp_path)[0].status == "lost"
    assert get_run(store, run_id).status == "lost"


def test_a_process_number_used_again_is_not_the_run(store):
    """This process has the number of one that died: the time of its start tells them apart."""
    run = start(store, "e")
    me = current_process()
    assert is_alive(me)
    older = {"host": me.host, "pid": me.pid, "created": me.created - 3600}
    store.table("runs").update({"process": older}, doc_ids=[run.number])
    assert settle(store) == [run.id]
    assert get_run(store, run.id).status == "lost"
    run.finish()
    assert get_run(store, run.id).status == "finished", "who turns out to live has the last word"


def test_a_run_of_another_machine_is_judged_by_its_heartbeat(store):
    there = Process(host="elsewhere." + socket.gethostname(), pid=os.getpid(), created=0.0)
    now = time.time()
    assert is_alive(there, now - 10)
    assert not is_alive(there, now - STALE_AFTER - 10)
    assert not is_alive(there, None)


def test_the_heart_beats_without_points(store):
    run = start(store, "e")
    first = store.points.heartbeat(run.id)
    deadline = time.monotonic() + 30
    while store.points.heartbeat(run.id) == first and time.monotonic() < deadline:
        time.sleep(0.1)
    assert store.points.heartbeat(run.id) > first
    run.finish()


def test_a_document_that_is_no_run_does_not_keep_the_store_shut(store, tmp_path, caplog):
    process = child(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    run_id = process.stdout.readline().strip()
    ended(process)
    store.table("runs").insert({"status": "running", "name": "of another program"})
    assert settle(store) == [run_id], "the others are settled all the same"
    assert "is no run" in caplog.text


def test_a_change_that_can_never_be_stored_does_not_hold_the_others_up(store, caplog):
    kept, gone = start(store, "e"), start(store, "e")
    store.table("runs").remove(doc_ids=[gone.number])
    pending.retry(lambda: finish.change(store, gone.id, lambda document: None))
    pending.retry(lambda: finish.change(store, kept.id, lambda document: document.update(note="stored")))
    deadline = time.monotonic() + 15
    while pending.waiting() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert get_run(store, kept.id).note == "stored" and "could not be stored" in caplog.text
    with pytest.warns(mltrack.MLTrackWarning, match="is not stored"):
        assert gone.finish() is False
    kept.finish()


def test_two_runs_at_once_keep_apart(store):
    with start(store, "a") as one, start(store, "b") as other:
        for step in range(50):
            one.log(loss=1.0, step=step)
            other.log(loss=2.0, step=step)
        one.finish()
        other.log(loss=3.0)
    found = [get_run(store, run.id) for run in (one, other)]
    assert [run.metrics["loss"] for run in found] == [1.0, 3.0]
    assert [run.summaries["loss"].count for run in found] == [50, 51]
    assert found[0].ended < found[1].ended


def test_two_processes_at_once_keep_apart(store, tmp_path):
    processes = [child(tmp_path, "") for _ in range(3)]
    ids = [process.stdout.readline().strip() for process in processes]
    assert [ended(process) for process in processes] == ["", "", ""]
    assert sorted(row.number for row in list_runs(store).rows) == [1, 2, 3]
    assert all(get_run(store, one).summaries["loss"].count == 1000 for one in ids)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_may_log_into_its_parents_run_but_does_not_end_it(store, tmp_path):
    process = child(
        tmp_path,
        """
        with run:
            child = os.fork()
            if child == 0:
                run.log(loss=-1.0)
                run.set_note("of the child")
                sys.exit(1)
            os.waitpid(child, 0)
            print(mltrack.runs()[0].status, flush=True)
            run.log(loss=5.0)
        """,
    )
    run_id = process.stdout.readline().strip()
    assert process.stdout.readline().strip() == "running"
    complaint = ended(process)
    found = get_run(store, run_id)
    assert complaint == "" and found.status == "finished" and found.note == "of the child"
    assert found.summaries["loss"].count == 1002 and found.summaries["loss"].min == -1.0
    assert found.metrics["loss"] in (5.0, -1.0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_can_have_runs_of_its_own(store, tmp_path):
    process = child(
        tmp_path,
        """
        child = os.fork()
        if child == 0:
            with mltrack.run("of the child") as own:
                own.log(loss=7.0)
            os._exit(0)
        os.waitpid(child, 0)
        """,
    )
    run_id = process.stdout.readline().strip()
    assert ended(process) == ""
    assert {run.experiment: run.metrics["loss"] for run in mltrack.runs(store=tmp_path)} == {
        "child": 999.0, "of the child": 7.0,
    }  # fmt: skip
    assert get_run(store, run_id).status == "finished"


GONE = """
import os, shutil
shutil.rmtree(os.getcwd())
import jupyter_mltrack as mltrack
with mltrack.run("e") as run:
    run.log(a=1.0)
"""


@pytest.mark.parametrize("chosen", [True, False])
def test_a_working_folder_that_is_gone(tmp_path, chosen):
    gone = tmp_path / "gone"
    gone.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "MLTRACK_STORE"}
    done = subprocess.run(
        [sys.executable, "-c", GONE], cwd=gone, capture_output=True, text=True, check=False,
        env={**environment, **({"MLTRACK_STORE": str(tmp_path / ".mltrack")} if chosen else {})},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    if chosen:
        assert done.stderr == "" and mltrack.runs(store=tmp_path)[0].metrics == {"a": 1.0}
    else:
        assert "This run is not tracked. The working folder cannot be read" in done.stderr
