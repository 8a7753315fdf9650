"""What ``%%track`` makes of cells of many kinds: what it captures, changes, keeps secret and costs.

    python tests/benchmarks/capture_exam.py [--exam FOLDER] [--mirror FOLDER] [--only ID,ID] [--part PART]

FOLDER (or the environment variable MLTRACK_CAPTURE_EXAM) is a capture exam with its ``score.py``; ``--mirror`` (or
MIRROR) holds the repositories that it points at, without which only its own cells run. Without an exam, the cells of
``tests/exams/capture`` are used. Kernels run on the Python that runs this command. It fails only when a planted secret
is found in a store, or nothing could be planted.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from exam import corpus, driving, labels, overhead, same, secrets
from exam.scorer import Scorer

PARTS = ("score", "same", "secrets", "overhead")


def main() -> int:
    """Run the parts that are asked for."""
    asked = _arguments()
    driving.set_environment()
    exam, mirror = _folder(asked.exam), _folder(asked.mirror)
    only = frozenset(filter(None, (asked.only or "").split(",")))
    parts = PARTS if not asked.part or "all" in asked.part else asked.part
    with tempfile.TemporaryDirectory(prefix="exam_cells_") as out:
        if exam is None:
            cells, scorer = corpus.own_cells(only), None
        else:
            ids = corpus.exam_ids(exam, mirror is not None, only)
            cells = corpus.exam_cells(exam, mirror, Path(out), ids)
            scorer = Scorer(exam, mirror, [cell.id for cell in cells], asked.jobs)
        if not cells:
            print("There is no such cell.", file=sys.stderr)
            return 2
        code = 0
        for part in parts:
            print(f"\n== {part}: {len(cells)} cells", flush=True)
            code = max(code, _run(part, cells, scorer, asked.repeats))
    return code


def _run(part: str, cells: list[corpus.Cell], scorer: Scorer | None, repeats: int) -> int:
    if part == "score":
        print(scorer.score()) if scorer else labels.report(cells)
    elif part == "same":
        same.of_exam(scorer) if scorer else same.of_cells(cells)
    elif part == "secrets":
        return int(secrets.report(cells).fails)
    else:
        overhead.report(cells, repeats)
    return 0


def _folder(name: str | None) -> Path | None:
    if not name:
        return None
    folder = Path(name).expanduser().resolve()
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder}.")
    return folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exam", default=os.environ.get("MLTRACK_CAPTURE_EXAM"), metavar="FOLDER")
    parser.add_argument("--mirror", default=os.environ.get("MIRROR"), metavar="FOLDER")
    parser.add_argument("--only", metavar="ID,ID", help="some cells")
    parser.add_argument("--part", action="append", choices=[*PARTS, "all"], help="may be given several times")
    parser.add_argument("--repeats", type=int, default=5, help="of the overhead's measurement (5)")
    parser.add_argument(
        "--jobs", type=int, default=1, help="cells that the exam's scorer runs at the same time (1)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
