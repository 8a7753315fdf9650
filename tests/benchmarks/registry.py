"""What the registry costs, with as many models and versions as a team has in years.

    python tests/benchmarks/registry.py [--models 1000] [--versions 50]

Prints one figure a line: what, how much, its floor measured in the same run, the ratio, and the bar that it is held to.
The floor of a page is reading and decoding the same documents by their ids.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tinydb import Query

sys.path.insert(0, str(Path(__file__).parents[1] / "python" / "registry"))  # scene.py
from scene import ALICE, finished_run
from server import Server, get

from jupyter_mltrack.records.wire import encode
from jupyter_mltrack.registry import (
    check,
    history,
    list_models,
    list_versions,
    model_details,
    moment,
    open_request,
    register,
    transition,
)
from jupyter_mltrack.tracking.api import open_for_tracking


def times_of(call, rounds=7):
    times = []
    for _ in range(rounds):
        before = time.perf_counter()
        call()
        times.append(time.perf_counter() - before)
    return times[0] * 1e3, statistics.median(times) * 1e3


def say(what, call, floor=None, bar=""):
    first, then = times_of(call)
    ratio = ""
    if floor is not None:
        least = times_of(floor)[1]
        ratio = f"  floor {least:.3g} ms, {then / least:.1f}x"
    print(
        f"{what}: {then:.3g} ms (first {first:.3g} ms){ratio}{f'  (bar: {bar})' if bar else ''}", flush=True
    )


def fill(store, models, versions):
    """Register through the package itself, in few transactions."""
    run = finished_run(store, accuracy=0.9, lr=0.1)
    began = time.perf_counter()
    for place in range(models):
        with store.transaction():
            for number in range(1, versions + 1):
                register(store, run, f"model {place:04}", by=ALICE)
                if number % 10 == 0:
                    transition(store, f"model {place:04}/{number}", "production", by=ALICE)
    spent = time.perf_counter() - began
    print(f"registering {models * versions:,} versions: {spent / models / versions * 1e3:.3g} ms each")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=1000)
    parser.add_argument("--versions", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_for_tracking(Path(folder) / ".mltrack")
        fill(store, options.models, options.versions)
        for place in range(20):
            open_request(store, f"model {place:04}/{options.versions - 1}", "production", "better", by=ALICE)
        name = f"model {options.models // 2:04}"
        ids = store.table("models").ids(limit=100)
        versions = store.table("versions").ids(limit=100)

        def floor():
            encode([dict(one) for one in store.table("models").get(doc_ids=ids)])
            encode([dict(one) for one in store.table("versions").get(doc_ids=versions)])

        say("page of 100 models", lambda: encode(list_models(store, by=ALICE)), floor, "300 ms")
        say("page of 1,000 models", lambda: encode(list_models(store, limit=1000, by=ALICE)), None, "300 ms")
        say(
            "models whose text matches",
            lambda: encode(list_models(store, "model 05", by=ALICE)),
            None,
            "300 ms",
        )
        say("models with a version in staging", lambda: encode(list_models(store, stage="staging", by=ALICE)))
        say(
            "one model with its rules and rollback",
            lambda: encode(model_details(store, name)),
            None,
            "300 ms",
        )
        say("its versions", lambda: encode(list_versions(store, name)), None, "300 ms")
        say("its history", lambda: encode(history(store, name)), None, "300 ms")
        middle = history(store, name, limit=30).events[-1].time
        say("it as of a moment", lambda: encode(moment(store, name, middle)), None, "100 ms")
        say("one more version", lambda: register(store, 1, name, by=ALICE), lambda: one_insert(store))
        with Server(folder, True) as server:
            pages = "mltrack/api/registry/models"
            floor_of = lambda: get(server.port, "api/status")  # noqa: E731 - the server without us
            say("page of 100 models over HTTP", lambda: get(server.port, pages), floor_of, "300 ms")
            say(
                "page of 1,000 models over HTTP",
                lambda: get(server.port, f"{pages}?limit=1000"),
                floor_of,
                "300 ms",
            )
            say(
                "requests over HTTP",
                lambda: get(server.port, "mltrack/api/registry/requests"),
                floor_of,
                "300 ms",
            )
        began = time.perf_counter()
        problems = check(store)
        events = len(store.table("events"))
        spent = time.perf_counter() - began
        print(f"checking {events:,} events and their documents: {spent:.3g} s, {len(problems)} problems")
        store.close()


def one_insert(store):
    store.table("floor").insert({"a": 1})
    store.table("floor").get(Query().a == 1)


if __name__ == "__main__":
    main()
