"""What saving and loading models costs, as ratios to the format's own, measured turn by turn in the same run.

    python tests/benchmarks/models.py [--quick]

Libraries that are not installed are passed over, and said. ``log_model`` is what the caller waits for: the model is
safe on the disk then, also from ``kill -9``; how long it takes until it is in the store, hashes and all, is said beside
it. ``load_model`` is measured warm (the checked copy is there) and cold (all is read from the store and hashed). The
fastest of all rounds counts, because other work of the machine only ever adds.
"""

import argparse
import importlib.util
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from kernels import Kernel


def timed(call, *given, **options):
    before = time.perf_counter()
    call(*given, **options)
    return time.perf_counter() - before


def say(what, values, floors, bar):
    value, floor = min(values), min(floors)
    print(
        f"{what}: {value * 1e3:.1f} ms  floor {floor * 1e3:.1f} ms, {value / floor:.2f}x, "
        f"{(value - floor) * 1e3:+.1f} ms  (bar: {bar}x; medians {statistics.median(values) * 1e3:.1f} and "
        f"{statistics.median(floors) * 1e3:.1f} ms)"
    )


def hashing(folder):
    """Say what reading and hashing 50 MB costs here: no save that knows what it wrote can be faster."""
    from jupyter_mltrack.store.blobs import hash_of

    file = folder / "hashed"
    file.write_bytes(bytes(50_000_000))
    print(f"SHA-256 of a file of 50 MB: {min(timed(hash_of, file) for _ in range(9)) * 1e3:.1f} ms")
    file.unlink()


def forest():
    from sklearn.ensemble import RandomForestClassifier
    from skops import io

    random = np.random.default_rng(0)
    x = random.random((10_000, 20))
    model = RandomForestClassifier(100, n_jobs=2).fit(x, x[:, 0] + x[:, 1] > 1)
    return (
        model,
        lambda path: io.dump(model, path),
        lambda path: io.load(path, trusted=["sklearn.tree._tree.Tree"]),
    )


def xgboost():
    import xgboost

    random = np.random.default_rng(0)
    x = random.random((10_000, 20))
    model = xgboost.XGBClassifier(n_estimators=200).fit(x, x[:, 0] + x[:, 1] > 1)
    return (
        model,
        lambda path: model.save_model(f"{path}.ubj"),
        lambda path: xgboost.XGBClassifier().load_model(f"{path}.ubj"),
    )


def torch_50_mb():
    import safetensors.torch
    import torch

    def net():
        return torch.nn.Sequential(*(torch.nn.Linear(1120, 1120) for _ in range(10))).eval()

    model = net()

    def load(path):
        with torch.device("meta"):
            made = net()
        made.load_state_dict(safetensors.torch.load_file(path), assign=True)

    return model, lambda path: safetensors.torch.save_file(dict(model.state_dict()), path), load


MODELS = {
    "forest of 100 trees, 10,000 x 20 (skops)": (("sklearn", "skops"), forest),
    "xgboost, 200 rounds (ubj)": (("xgboost",), xgboost),
    "torch, 50 MB (safetensors)": (("torch", "safetensors"), torch_50_mb),
}


def ratios(name, make, rounds):
    import jupyter_mltrack as mltrack
    from jupyter_mltrack.tracking.model_keeper import wait_for_store

    folder = Path(tempfile.mkdtemp(prefix="mltrack-models-"))
    try:
        model, save, load = make()
        times = {key: [] for key in ("save", "load", "log_model", "stored", "load_model", "cold")}
        with mltrack.run("benchmark", store=folder) as run:
            for turn in range(rounds + 1):
                own, found = folder / "own", {}
                steps = {"save": (save, own), "log_model": (run.log_model, model, f"m{turn}")}
                # Now the one first, now the other: memory that was used just before is written to faster.
                for key in sorted(steps, reverse=turn % 2 == 0):
                    found[key] = timed(*steps[key])
                    if key == "log_model":
                        found["stored"] = found[key] + timed(wait_for_store, run.store, 60.0)
                reference = f"runs/{run.number}/m{turn}"
                found["load"] = timed(load, own)
                found["cold"] = timed(mltrack.load_model, reference, store=folder)
                found["load_model"] = timed(mltrack.load_model, reference, store=folder)
                # The first turn imports packages.
                for key, value in found.items() if turn else ():
                    times[key].append(value)
                # The next turn has to write its files again: the same bytes are kept once.
                kept = [folder / ".mltrack" / "blobs", folder / ".mltrack" / "cache"]
                for path in (*folder.glob("own*"), *(file for part in kept for file in part.rglob("*"))):
                    path.unlink() if path.is_file() else None
        if name.startswith("torch"):
            hashing(folder)
        say(f"{name}: log_model", times["log_model"], times["save"], 1.5)
        say(f"{name}: log_model, until it is in the store", times["stored"], times["save"], "-")
        say(f"{name}: load_model", times["load_model"], times["load"], 1.2)
        say(f"{name}: load_model, cold", times["cold"], times["load"], "-")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def cell(rounds):
    """A short tracked cell with LogisticRegression, its model saved and not."""
    folder = Path(tempfile.mkdtemp(prefix="mltrack-models-"))
    kernel = Kernel(folder)
    try:
        kernel.run("%load_ext jupyter_mltrack")
        kernel.run(
            "import numpy as np, time\nfrom sklearn.linear_model import LogisticRegression\n"
            "X = np.random.rand(200, 3); y = X[:, 0] > .5"
        )
        times = {"": [], " --no-models": []}
        for turn in range(rounds + 3):
            for option, found in times.items():
                took = timed(kernel.run, f"%%track{option}\nclf = LogisticRegression().fit(X, y)")
                if turn >= 3:
                    found.append(took)
                time.sleep(0.6)
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")
        on, off = (statistics.median(found) * 1e3 for found in times.values())
        fast = [min(found) * 1e3 for found in times.values()]
        print(f"short cell with LogisticRegression: {on:.1f} ms, {off:.1f} ms with --no-models: {on - off:+.1f} ms "
              f"(at best {fast[0]:.1f} and {fast[1]:.1f}: {fast[0] - fast[1]:+.1f} ms)  (bar: 10 ms)")  # fmt: skip
    finally:
        kernel.close()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    rounds = 3 if parser.parse_args().quick else 9
    for name, (needed, make) in MODELS.items():
        missing = [module for module in needed if importlib.util.find_spec(module) is None]
        if missing:
            print(f"{name}: passed over, {missing[0]} is not installed")
        else:
            ratios(name, make, rounds)
    if importlib.util.find_spec("ipykernel") is not None:
        cell(4 * rounds)


if __name__ == "__main__":
    main()
