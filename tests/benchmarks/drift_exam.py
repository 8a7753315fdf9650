"""What drift finds, misses and imagines: reference values, verdicts and quality figures of a drift exam.

    python tests/benchmarks/drift_exam.py [--exam FOLDER] [--only values|verdicts|quality] [--quick]

FOLDER (or the environment variable MLTRACK_DRIFT_EXAM) is a drift exam with its ``check.py``. Without one, the false
alarms and the power of our own simulations are measured (``drift_rates.py``). It fails when a bar of the exam does not
hold.
"""

import argparse
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADAPTER = HERE.parent / "exams" / "drift" / "adapter.py"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exam", default=os.environ.get("MLTRACK_DRIFT_EXAM"), metavar="FOLDER")
    parser.add_argument("--only", choices=["values", "verdicts", "quality"])
    parser.add_argument("--quick", action="store_true", help="fewer seeds")
    asked = parser.parse_args()
    if not asked.exam:
        return subprocess.run([sys.executable, HERE / "drift_rates.py"], check=False).returncode
    if asked.only in (None, "values"):
        tightest(Path(asked.exam))
    command = [sys.executable, "-W", "ignore", Path(asked.exam) / "check.py", "--adapter", ADAPTER]
    command += [*(["--only", asked.only] if asked.only else []), *(["--quick"] if asked.quick else [])]
    return subprocess.run(command, check=False).returncode


def tightest(exam):
    """Print how many reference values are met to 1e-9, which is tighter than the checker asks for."""
    import importlib.util

    import pandas as pd

    spec = importlib.util.spec_from_file_location("adapter", ADAPTER)
    adapter = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(adapter)
    met = count = 0
    for name, case in json.loads((exam / "expected.json").read_text()).items():
        sides = [
            read(pd, exam / "cases" / f"{name}.{side}.csv", name, case["kind"]) for side in ("ref", "cur")
        ]
        for method, want in case["values"].items():
            got = adapter.compute(sides[0].x, sides[1].x, case["kind"], method)
            for key in ("statistic", "p_value"):
                if key not in want or (key == "p_value" and not want.get("p_checked", True)):
                    continue
                count += 1
                off = abs(got[key] - want[key]) / max(abs(want[key]), 1.0)
                met += off <= 1e-9
                if off > 1e-9:
                    print(f"{name} {method} {key}: {got[key]!r}, not {want[key]!r}")
    print(f"reference values within 1e-9: {met} of {count}")


def read(pd, path, name, kind):
    """Read a case as the exam's checker does."""
    warnings.simplefilter("ignore")  # that an argument of the checker's way will go
    frame = pd.read_csv(
        path, float_precision="round_trip", dtype={"x": object} if kind == "categorical" else None,
        keep_default_na=kind != "categorical", na_values=[""] if kind == "categorical" else None,
        parse_dates=["x"] if kind == "datetime" else None,
    )  # fmt: skip
    if name == "bool_flag":
        frame["x"] = frame.x.map({"True": True, "False": False}).astype(bool)
    return frame


if __name__ == "__main__":
    sys.exit(main())
