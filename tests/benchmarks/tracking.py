"""What tracking costs, as ratios to floors measured in the same run.

    python tests/benchmarks/tracking.py [--quick]

Prints one figure a line: what, how much, its floor, the ratio, and the bar that it is held to.
"""

import argparse
import mmap
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))  # commits.py
from commits import commits


def median_of(call, rounds):
    times = []
    for _ in range(rounds):
        before = time.perf_counter()
        call()
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def say(what, value, unit, floor=None, bar=""):
    ratio = f"  floor {floor:.3g} {unit}, {value / floor:.1f}x" if floor else ""
    print(f"{what}: {value:.3g} {unit}{ratio}{'  (bar: ' + bar + ')' if bar else ''}")


def point_cost(run, count):
    """One point through ``run.log``, and the same record packed into a memory map, turn by turn."""
    record = struct.Struct("<Iqdd")
    with tempfile.TemporaryFile() as file:
        file.truncate(record.size * count)
        memory = mmap.mmap(file.fileno(), record.size * count)

        def pack():
            for step in range(count):
                record.pack_into(memory, step * record.size, 1, step, 0.5, 0.25)

        def log():
            for step in range(count):
                run.log(loss=0.25, step=step)

        put = run.observer("observed")

        def observe():
            for step in range(count):
                put(0.25, step)

        def bare():
            for _ in range(count):
                pass

        rounds = {name: [] for name in ("bare", "pack", "log", "observe")}
        for _ in range(5):
            for name, call in (("bare", bare), ("pack", pack), ("log", log), ("observe", observe)):
                rounds[name].append(median_of(call, 1))
        best = {name: min(times) / count * 1e6 for name, times in rounds.items()}
        memory.close()
    floor = best["pack"] - best["bare"]
    say(
        "one point, run.log(loss=…, step=…)",
        best["log"] - best["bare"],
        "µs",
        floor,
        "5x or 3 µs, whichever is more",
    )
    say("one observed point, put(value, step)", best["observe"] - best["bare"], "µs", floor)


def run_cost(store, count):
    from jupyter_mltrack.tracking import start

    params = {f"p{index}": index / 7 for index in range(20)}
    metrics = {f"m{index}": index / 3 for index in range(10)}

    def one():
        run = start(store, "bench", params=params, tags={"a": "1", "b": "2", "c": "3"})
        run.log(metrics)
        run.finish()

    one()
    say("one run of 20 parameters, 10 metrics, 3 tags", median_of(one, count) * 1e3, "ms", None, "10 ms")
    before = commits(store)
    one()
    say("… in transactions", commits(store) - before, "", None, "at most 3")


def visibility(folder, run):
    """How long until another process sees a point: the reader looks without pause."""
    code = (
        "import sys, time\n"
        "from jupyter_mltrack.store import open_store\n"
        "from pathlib import Path\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "print('ready', flush=True)\n"
        "for line in sys.stdin:\n"
        "    want = int(line)\n"
        "    while store.points.keys(sys.argv[2]).get('seen', 0) < want:\n"
        "        time.sleep(0.001)\n"
        "    print(time.time(), flush=True)\n"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(folder), run.id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    reader.stdout.readline()
    delays = []
    for index in range(20):
        time.sleep(0.05)
        logged = time.time()
        run.log(seen=1.0, step=index)
        reader.stdin.write(f"{index + 1}\n")
        reader.stdin.flush()
        delays.append(float(reader.stdout.readline()) - logged)
    reader.stdin.close()
    reader.wait()
    say("a point seen by another process, slowest of 20", max(delays), "s", None, "0.25 s")


def import_cost():
    def python(code):
        return median_of(lambda: subprocess.run([sys.executable, "-c", code], check=True), 7)

    bare = python("pass")
    say("import jupyter_mltrack", (python("import jupyter_mltrack") - bare) * 1e3, "ms", None, "40 ms")
    cold = (
        "import jupyter_mltrack as m; r = m.run('e', params={'a': 1}, store=%r); r.log(loss=0.1); r.finish()"
    )
    with tempfile.TemporaryDirectory() as folder:
        counter = iter(range(100))

        def fresh():
            store = f"{folder}/{next(counter)}"
            subprocess.run([sys.executable, "-c", cold % store], check=True)

        say("from no process and no store to a stored run", median_of(fresh, 5), "s", bare, "0.3 s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    quick = parser.parse_args().quick
    from jupyter_mltrack.tracking import start
    from jupyter_mltrack.tracking.api import open_for_tracking

    with tempfile.TemporaryDirectory() as folder:
        store = open_for_tracking(Path(folder) / ".mltrack")
        run = start(store, "bench")
        point_cost(run, 5_000 if quick else 50_000)
        visibility(store.path, run)
        run.finish()
        run_cost(store, 20 if quick else 100)
        store.close()
    import_cost()


if __name__ == "__main__":
    main()
