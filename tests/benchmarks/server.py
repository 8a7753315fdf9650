"""What the server extension costs, against a bare Jupyter server in the same run, turn by turn.

    python tests/benchmarks/server.py [--runs 10000] [--rounds 3]

Prints how much later a server answers with the extension, and how long the first page of a store of many runs takes.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

TOKEN = "benchmark"
IDLE_SECONDS = 10


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def get(port, path):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/{path}", headers={"Authorization": f"token {TOKEN}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


class Server:
    module = ("jupyter_server",)

    def __init__(self, root, extension):
        self.port = free_port()
        config = {"ServerApp": {"jpserver_extensions": {"jupyter_mltrack": extension}}}
        (Path(root) / "jupyter_server_config.json").write_text(json.dumps(config))
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", *self.module, "--allow-root", "--no-browser", "--ip=127.0.0.1",
                f"--port={self.port}", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}",
                f"--config={root}/jupyter_server_config.json",
            ],
            cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name != "MLTRACK_STORE"},
        )  # fmt: skip
        while True:
            try:
                get(self.port, "api/status")
                break
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended before it answered") from None
                time.sleep(0.01)
        self.started = time.perf_counter() - self.began
        self.worked = self.cpu()

    def cpu(self):
        """Give the seconds of CPU that the server has used: they hold on a busy machine, too."""
        spent = psutil.Process(self.process.pid).cpu_times()
        return spent.user + spent.system

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def fill(root, runs):
    """Make runs of 20 parameters, 20 metrics and 3 tags, through the store's own API."""
    import random

    import msgspec

    from jupyter_mltrack.records import Experiment, Run
    from jupyter_mltrack.tracking.api import open_for_tracking
    from jupyter_mltrack.tracking.documents import run_document
    from jupyter_mltrack.tracking.process import current_process

    random.seed(1)
    store = open_for_tracking(Path(root) / ".mltrack")
    now, process = time.time(), current_process()
    with store.transaction():
        store.table("experiments").insert(msgspec.to_builtins(Experiment("bench", now)))
        store.table("runs").insert_multiple(
            run_document(
                Run(
                    id=f"{index:032x}", experiment="bench", name=f"run {index}", status="finished", started=now,
                    ended=now + 1, duration=1.0, process=process, number=index + 1,
                    params={f"p{k:02}": random.choice([random.random(), f"opt{k % 5}"]) for k in range(20)},
                    metrics={f"m{k:02}": random.random() for k in range(20)},
                    tags={"stage": "bench", "owner": "lab", "kind": "synthetic"},
                )
            )
            for index in range(runs)
        )  # fmt: skip
    store.close()


def addresses():
    """What is asked for, and where; the last one is the floor: nothing of ours."""
    runs = "mltrack/api/runs"
    few = "metrics.m00,metrics.m01,params.p00,params.p01"
    every = ",".join(f"{group}{k:02}" for group in ("params.p", "metrics.m") for k in range(20))
    chosen = "m01%20%3E%200.5%20and%20params.p00%20%3D%20opt0"
    return (
        ("first page, 50 runs, 4 columns", f"{runs}?sort=-metrics.m00&limit=50&columns={few}"),
        ("first page, 100 runs, 40 columns", f"{runs}?sort=-metrics.m00&limit=100&columns={every}"),
        ("filtered and sorted", f"{runs}?filter={chosen}&sort=-metrics.m00&limit=50"),
        ("columns", "mltrack/api/columns"),
        ("experiments", "mltrack/api/experiments"),
        ("nothing of ours (floor)", "api/status"),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        started = {True: [], False: []}
        worked = {True: [], False: []}
        for turn in range(options.rounds + 1):
            for extension in (False, True):
                with Server(root, extension) as server:
                    if turn:
                        started[extension].append(server.started)
                        worked[extension].append(server.worked)
        bare, ours = (statistics.median(started[extension]) for extension in (False, True))
        print(
            f"server start: {ours:.2f} s with the extension, {bare:.2f} s bare: {ours - bare:+.2f} s  (bar: +0.3 s)"
        )
        bare, ours = (min(worked[extension]) for extension in (False, True))
        print(
            f"… in seconds of CPU: {ours:.2f} s with the extension, {bare:.2f} s bare: {ours - bare:+.2f} s"
        )
        fill(root, options.runs)
        with Server(root, True) as server:
            for what, path in addresses():
                times = []
                for _ in range(8):
                    before = time.perf_counter()
                    body = get(server.port, path)
                    times.append(time.perf_counter() - before)
                first, then = times[0] * 1e3, statistics.median(times[1:]) * 1e3
                kilobytes = len(body) / 1000
                print(
                    f"{what}, {options.runs:,} runs: first {first:.0f} ms, then {then:.1f} ms, {kilobytes:.1f} kB"
                )
            before = server.cpu()
            time.sleep(IDLE_SECONDS)
            idle = (server.cpu() - before) / IDLE_SECONDS
            print(f"an idle server that watches {options.runs:,} runs: {idle:.1%} of one core")


if __name__ == "__main__":
    main()
