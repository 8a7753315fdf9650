"""What it costs to note what a run was computed with.

    python tests/benchmarks/environment.py

Each figure is taken in a kernel of its own kind: a process with the libraries of everyday work imported.
"""

import json
import statistics
import subprocess
import sys

ROUNDS = 7
CODE = """
import json, sys, time
import IPython, ipykernel, numpy, pandas, fsspec
from jupyter_mltrack.models.environment import current_environment

def took(call):
    before = time.perf_counter()
    call()
    return (time.perf_counter() - before) * 1e3

first = took(current_environment)
after = min(took(current_environment) for _ in range(20))
import sklearn.ensemble, scipy.stats
fresh = took(current_environment)
import pathlib, tempfile
with tempfile.TemporaryDirectory() as folder:
    for index in range(20):
        pathlib.Path(folder, f"beside_{index}.py").write_text("x = 1\\n" * 1000)
    sys.path.insert(0, folder)
    for index in range(20):
        __import__(f"beside_{index}")
    local = took(current_environment)
    again = min(took(current_environment) for _ in range(20))
packages = len(current_environment().packages)
print(json.dumps([first, after, fresh, local, again, packages]))
"""


def main():
    rounds = []
    for _ in range(ROUNDS):
        done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
        rounds.append(json.loads(done.stdout))
    first, after, fresh, local, again, packages = (
        statistics.median(values) for values in zip(*rounds, strict=True)
    )
    print(f"an environment of {packages:.0f} packages, the first time: {first:.3g} ms  (bar: 50 ms)")
    print(f"… again, nothing new imported: {after:.3g} ms  (bar: 5 ms)")
    print(f"… after scikit-learn and scipy.stats were imported: {fresh:.3g} ms")
    print(f"… after 20 modules of one's own were imported: {local:.3g} ms")
    print(f"… again, with them: {again:.3g} ms  (bar: 5 ms)")


if __name__ == "__main__":
    main()
