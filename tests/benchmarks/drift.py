"""What looking for drift costs: ``python tests/benchmarks/drift.py``. Prints figures; nothing here passes or fails.

A million rows of 20 columns against a stored profile, beside peers that are installed (Evidently, NannyML: their
defaults, on the same frames in the same run) and beside what SciPy alone takes; a batch of 10,000 rows; the size of
profiles. ``--peers PYTHON`` runs the peers on another interpreter.
"""

import argparse
import importlib.metadata
import importlib.util
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROWS = 1_000_000
BATCH = 10_000


def frame(rows, seed):
    """Give a table like those of ``drift_rates.py``."""
    from drift_rates import table

    return table(np.random.default_rng(seed), rows)


def seconds(call, rounds=3):
    """Give the shortest of some rounds, and what the last one gave."""
    best, answer = float("inf"), None
    for _ in range(rounds):
        before = time.perf_counter()
        answer = call()
        best = min(best, time.perf_counter() - before)
    return best, answer


def ours(reference, current):
    import jupyter_mltrack as mltrack
    from jupyter_mltrack.drift import TableProfile

    made, profile = seconds(lambda: mltrack.drift.profile(reference, seed=0), 1)
    stored = profile.to_bytes()
    print(f"profile of {ROWS:,} x 20: {made:.2f} s, {len(stored) / 1e3:.0f} kB", flush=True)

    def check(data):
        return mltrack.drift(TableProfile.from_bytes(stored), data)

    full, found = seconds(lambda: check(current))
    print(f"check of {ROWS:,} x 20 against it: {full:.2f} s ({found.status})", flush=True)
    small = current.head(BATCH)
    took, found = seconds(lambda: check(small), 5)
    print(f"check of {BATCH:,} x 20 against it: {took * 1e3:.0f} ms ({found.status})")
    added, _ = seconds(lambda: profile + profile)
    print(f"adding two profiles: {added * 1e3:.1f} ms")
    exact, _ = seconds(lambda: mltrack.drift(reference, current), 1)
    print(f"check of {ROWS:,} x 20 against the values: {exact:.2f} s", flush=True)
    return full


def floor(reference, current):
    """Time what the statistics alone take: SciPy's test for numbers, pandas' counts for categories."""
    from scipy.stats import chi2_contingency, ks_2samp

    def run():
        for name in reference:
            before, after = reference[name].dropna(), current[name].dropna()
            if before.dtype.kind in "fi":
                ks_2samp(before, after, method="asymp")
            else:
                import pandas as pd

                counts = pd.concat([before.value_counts(), after.value_counts()], axis=1).fillna(0)
                chi2_contingency(counts.to_numpy().T)

    print(f"SciPy's Kolmogorov-Smirnov and chi-square alone: {seconds(run, 1)[0]:.2f} s", flush=True)


def evidently(reference, current):
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    numbers = [name for name in reference if reference[name].dtype.kind in "fi"]
    kinds = DataDefinition(
        numerical_columns=numbers, categorical_columns=[n for n in reference if n not in numbers]
    )
    sides = [Dataset.from_pandas(side, data_definition=kinds) for side in (current, reference)]
    Report([DataDriftPreset()]).run(*sides).dict()


def nannyml(reference, current):
    from nannyml import UnivariateDriftCalculator

    calculator = UnivariateDriftCalculator(column_names=list(reference)).fit(reference)
    before = time.perf_counter()
    calculator.calculate(current).to_df()
    # Its reference is kept, as our profile is: making it is not counted.
    return time.perf_counter() - before


def peers(folder):
    import pandas as pd

    frames = []
    for side in ("reference", "current"):
        with Path(folder, f"{side}.pickle").open("rb") as file:
            frames.append(pd.DataFrame(pickle.load(file)))
    reference, current = frames
    for name, call in (("evidently", evidently), ("nannyml", nannyml)):
        if importlib.util.find_spec(name) is None:
            print(f"{name}: not installed")
            continue
        version = importlib.metadata.version(name)
        try:
            took, alone = seconds(lambda call=call: call(reference.copy(), current.copy()), 1)
            took = took if alone is None else alone
        except Exception as error:  # noqa: BLE001 — a peer's fault is a finding, not an end
            print(f"{name} {version}: {type(error).__name__}: {str(error)[:200]}", flush=True)
            continue
        print(f"{name} {version} at its defaults: {took:.2f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--frames", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.frames:
        return peers(asked.frames)
    reference, current = frame(ROWS, 1), frame(ROWS, 2)
    ours(reference, current)
    floor(reference, current)
    with tempfile.TemporaryDirectory() as folder:
        for side, data in (("reference", reference), ("current", current)):
            plain = {n: data[n].to_numpy(object if data[n].dtype.kind not in "fi" else None) for n in data}
            with Path(folder, f"{side}.pickle").open("wb") as file:
                pickle.dump(plain, file, protocol=4)
        return subprocess.run([asked.peers, __file__, "--frames", folder], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
