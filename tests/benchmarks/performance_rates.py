"""How often performance is called worse where it is not, how soon where it is, and what estimates are worth.

    python tests/benchmarks/performance_rates.py [--worlds 10] [--part alarms|power|bands|segments]

Models are fitted anew for every world. ``bands``: how often what labels show later lies within the band that was stated
without them, where only features moved (covariate shift), and where the labels' law moved (concept drift), which no
estimate can see.
"""

import argparse
import sys
import time

import numpy as np

from jupyter_mltrack.drift.performance import Chunking, Roles, estimate, performance, worst_segments


def classes(random, rows, shift=0.0, concept=0.0):
    x = random.normal(size=(rows, 4))
    x[:, 0] += shift
    odds = (1.5 - concept) * x[:, 0] - 0.8 * x[:, 1] + x[:, 0] * x[:, 2] - 0.5
    return x, (random.random(rows) < 1 / (1 + np.exp(-odds))).astype(int)


def several(random, rows, shift=0.0, concept=0.0):
    x = random.normal(size=(rows, 4))
    x[:, 0] += shift
    odds = np.exp(np.column_stack([(1 - concept) * x[:, 0], x[:, 1], 0.5 * x[:, 2] * x[:, 0]]))
    chances = (odds / odds.sum(axis=1, keepdims=True)).cumsum(axis=1)
    return x, (random.random((rows, 1)) > chances).sum(axis=1)


def numbers(random, rows, shift=0.0, concept=0.0):
    x = random.normal(size=(rows, 4))
    x[:, 0] += shift
    noise = random.normal(size=rows) * (0.5 + 0.5 * np.abs(x[:, 0]))
    return x, (2 - concept) * x[:, 0] + 2 * np.sin(x[:, 1]) + noise


def world(kind, random, sizes, shift=0.0, concept=0.0):
    """Give the predictions of a fresh model on a reference and on current rows, and their roles."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LinearRegression, LogisticRegression

    draw = {"logistic": classes, "forest": classes, "multiclass": several, "regression": numbers}[kind]
    model = {
        "logistic": LogisticRegression(), "multiclass": LogisticRegression(), "regression": LinearRegression(),
        "forest": RandomForestClassifier(100, min_samples_leaf=5, random_state=0),
    }[kind].fit(*draw(random, 2000))  # fmt: skip

    def table(rows, *moved):
        x, y = draw(random, rows, *moved)
        found = {"label": y, **{f"x{at}": x[:, at] for at in range(4)}}
        if kind == "regression":
            return found | {"said": model.predict(x)}
        scores = model.predict_proba(x)
        return found | {f"p{at}": scores[:, at] for at in range(scores.shape[1])}

    roles = {
        "multiclass": Roles(score={str(at): f"p{at}" for at in range(3)}, task="multiclass"),
        "regression": Roles(prediction="said", task="regression"),
    }.get(kind, Roles(score="p1", task="binary"))
    return table(sizes[0]), table(sizes[1], shift, concept), roles


def bands(worlds):
    for kind in ("logistic", "forest", "multiclass", "regression"):
        for shift, concept in ((0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (0.0, 0.75)):
            random = np.random.default_rng(0)
            held, spent = {}, 0.0
            for _ in range(worlds):
                reference, now, roles = world(kind, random, (3000, 4000), shift, concept)
                unlabelled = {name: values for name, values in now.items() if name != "label"}
                before = time.process_time()
                guessed = estimate(
                    unlabelled, reference=reference, roles=roles, chunking=Chunking("rows", 500)
                )
                spent += time.process_time() - before
                real = performance(now, roles=roles, chunking=Chunking("rows", 500))
                for one, other in zip(guessed.chunks, real.chunks, strict=True):
                    truth = {value.metric: value.value for value in other.metrics}
                    for value in one.metrics:
                        held.setdefault(value.metric, []).append(
                            value.low <= truth[value.metric] <= value.high
                        )
            shown = ", ".join(f"{name} {np.mean(inside):.0%}" for name, inside in held.items())
            moved = f"features moved {shift:g} sd" if not concept else "labels' law moved"
            print(f"{kind}, {moved}: {shown}; {spent / worlds:.1f} s of CPU each", flush=True)


def alarms(worlds):
    for kind in ("logistic", "multiclass", "regression"):
        for rows in (100, 500, 2000):
            random = np.random.default_rng(1)
            count = 10 * worlds
            found = 0
            for _ in range(count):
                reference, now, roles = world(kind, random, (2000, rows))
                found += performance(now, roles=roles, reference=reference).status == "worse"
            print(
                f"no change, {kind}, {rows:,} labels: {found / count:.1%} of {count} called worse", flush=True
            )


def power(worlds):
    for rows in (200, 500, 2000):
        shown = []
        for concept in (0.25, 0.5, 0.75, 1.0):
            random = np.random.default_rng(2)
            found, fall = 0, []
            for _ in range(4 * worlds):
                reference, now, roles = world("logistic", random, (2000, rows), 0.0, concept)
                report = performance(now, roles=roles, reference=reference)
                found += report.status == "worse"
                fall += [value.change for value in report.chunks[0].metrics if value.metric == "roc_auc"]
            shown.append(f"ROC AUC {np.mean(fall):+.3f}: {found / (4 * worlds):.0%}")
        print(f"found worse, {rows:,} labels: {', '.join(shown)}", flush=True)


def segments(worlds):
    for planted in (0.0, 0.5, 0.75, 1.0):
        random = np.random.default_rng(3)
        found = right = 0
        for _ in range(4 * worlds):
            rows = 5000
            plan, age = (
                random.choice(["free", "paid", "pro"], rows, p=[0.3, 0.5, 0.2]),
                random.integers(18, 80, rows),
            )
            chance = random.random(rows)
            blind = (plan == "free") & (age < 35) & (random.random(rows) < planted)
            table = {
                "label": (random.random(rows) < chance).astype(int), "plan": plan, "age": age,
                "p": np.where(blind, random.random(rows), chance),
                **{f"noise {at}": random.normal(size=rows) for at in range(6)},
            }  # fmt: skip
            worse = [one for one in worst_segments(table, roles=Roles(score="p")).segments if one.worse]
            found += bool(worse)
            right += bool(worse) and {c.column for c in worse[0].conditions} <= {"plan", "age"}
        told = f"{found / (4 * worlds):.0%} with a finding, {right / (4 * worlds):.0%} in the planted columns"
        print(
            f"worst segments, {planted:.0%} of the scores of 8 % of 5,000 rows are noise: {told}", flush=True
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=10)
    parts = {"alarms": alarms, "power": power, "bands": bands, "segments": segments}
    parser.add_argument("--part", choices=[*parts])
    asked = parser.parse_args()
    for name, part in parts.items():
        if asked.part in (None, name):
            part(asked.worlds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
