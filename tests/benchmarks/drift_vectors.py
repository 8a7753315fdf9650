"""How often columns of vectors (embeddings) are called drifted: where nothing changed, and where something did.

    python tests/benchmarks/drift_vectors.py [--pairs 200] [--rows 200,2000,10000] [--widths 8,64,768]

Vectors are like embeddings: of correlated dimensions, a few of which hold most of the variance, around a centre that is
not 0. ``moved``: a tenth of the dimensions by 0.1 standard deviations. ``cluster``: 5 % of the rows around another
point. ``turned``: the axes of the spread change places. Where something changed the column is judged as one of 20.
"""

import argparse
import sys
import time

import numpy as np

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift.compare import MARGIN

LIMIT = 0.05 * MARGIN / 20
"""Of one column among 20."""


def law(width):
    """Give the axes, their spread, and the centre of vectors of a length."""
    random = np.random.default_rng(width)
    axes = np.linalg.qr(random.normal(size=(width, width)))[0].astype(np.float32)
    return (
        axes,
        (1 / np.sqrt(np.arange(1, width + 1))).astype(np.float32),
        random.normal(size=width).astype(np.float32),
    )


def draw(random, rows, width, change=""):
    axes, spread, centre = LAWS.setdefault(width, law(width))
    if change == "turned":
        spread = spread[::-1]
    found = (random.standard_normal((rows, width), dtype=np.float32) * spread) @ axes + centre
    if change == "moved":
        part = max(1, width // 10)
        found[:, :part] += 0.1 * found[:, :part].std(axis=0)
    if change == "cluster":
        other = (1.5 * random.standard_normal(width, dtype=np.float32) * spread) @ axes
        there = random.random(rows) < 0.05
        found[there] = centre + other + 0.3 * (found[there] - centre)
    return found


LAWS = {}


def shares(pairs, rows, width, change, kept, seed=0):
    """Give the share of columns called drifted and the seconds that a comparison took."""
    random = np.random.default_rng([seed, rows, width])
    found, spent = 0, 0.0
    for _ in range(pairs):
        sides = [{"e": draw(random, rows, width)}, {"e": draw(random, rows, width, change)}]
        before = time.process_time()
        if kept:
            sides = [mltrack.drift.profile(side) for side in sides]
        found += mltrack.drift(*sides)["e"].chance <= LIMIT if change else mltrack.drift(*sides)["e"].drifted
        spent += time.process_time() - before
    return found / pairs, spent / pairs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--rows", default="200,2000,10000")
    parser.add_argument("--widths", default="8,64,768")
    asked = parser.parse_args()
    for width in map(int, asked.widths.split(",")):
        for rows in map(int, asked.rows.split(",")):
            for kept in (False, True):
                pairs = max(10, min(asked.pairs, 400_000_000 // (rows * width)))
                false, spent = shares(pairs, rows, width, "", kept)
                few = max(10, pairs // 5)
                seen = {
                    change: shares(few, rows, width, change, kept)[0]
                    for change in ("moved", "cluster", "turned")
                }
                told = ", ".join(f"{change} {share:.0%}" for change, share in seen.items())
                where = "profiles" if kept else "values"
                print(
                    f"{width:>5} x {rows:>6,} {where:<8} no drift: {false:5.1%} of {pairs}; of {few} each: {told}; "
                    f"{spent * 1e3:.0f} ms of CPU",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
