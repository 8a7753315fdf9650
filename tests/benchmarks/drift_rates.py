"""How often drift is seen where there is none, and how often where there is: our own simulations.

    python tests/benchmarks/drift_rates.py [--tables 400] [--rows 200,2000,50000]
        [--part alarms|power|tradeoff|shares|weeks]

Tables have 20 independent columns: 14 of numbers (normal, skewed, heavy-tailed, two-peaked, counts, with missing ones),
6 of categories (2 to 50). ``profiles`` compares the same tables by their profiles.
"""

import argparse
import sys
import time

import numpy as np
import pandas as pd

import jupyter_mltrack as mltrack

LEVELS = {
    "mean, sd": (0.05, 0.1, 0.15, 0.2),
    "sd, ratio": (1.05, 1.1, 1.2, 1.35),
    "category, share moved": (0.02, 0.04, 0.06, 0.1),
    "missing, share added": (0.01, 0.02, 0.05, 0.1),
    "new category, share": (0.002, 0.005, 0.01, 0.03),
    "rows x10, share": (0.003, 0.005, 0.01, 0.03),
    "correlation": (0.1, 0.15, 0.2, 0.3),
}


def table(random, rows):
    """Give a table of 20 columns; every one is of the same law whenever it is drawn."""
    normal = {f"normal {at}": random.normal(at, 1 + at, rows) for at in range(4)}
    skewed = {f"skewed {at}": random.lognormal(0, 0.5 + 0.25 * at, rows) for at in range(3)}
    heavy = {f"heavy {at}": random.standard_t(3, rows) for at in range(2)}
    peaks = {
        f"peaks {at}": np.where(
            random.random(rows) < 0.5, random.normal(-2, 1, rows), random.normal(2, 0.5, rows)
        )
        for at in range(2)
    }
    partly = random.exponential(3, rows)
    partly[random.random(rows) < 0.05] = np.nan
    found = {
        **normal,
        **skewed,
        **heavy,
        **peaks,
        "count": random.poisson(4, rows),
        "share": random.random(rows),
    }
    found["partly"] = partly
    for at, size in enumerate((2, 3, 4, 5, 10, 50)):
        weights = 1 / np.arange(1, size + 1)
        names = np.array([f"k{one}" for one in range(size)], dtype=object)
        found[f"category {at}"] = names[random.choice(size, rows, p=weights / weights.sum())]
    return pd.DataFrame(found)


def drifted(kind, level, random, rows):
    """Give a pair of tables with one change of a known size, and the column that it is in."""
    before, after = table(random, rows), table(random, rows)
    if kind == "mean, sd":
        after["normal 0"] += level
    elif kind == "sd, ratio":
        after["normal 0"] *= level
    elif kind == "category, share moved":
        after.loc[(after["category 1"] == "k0") & (random.random(rows) < level * 11 / 6), "category 1"] = "k2"
        return before, after, "category 1"
    elif kind == "missing, share added":
        after.loc[random.random(rows) < level, "partly"] = np.nan
        return before, after, "partly"
    elif kind == "new category, share":
        after.loc[random.random(rows) < level, "category 1"] = "new"
        return before, after, "category 1"
    elif kind == "rows x10, share":
        after.loc[random.random(rows) < level, "skewed 0"] *= 10
        return before, after, "skewed 0"
    else:
        after["normal 0"] = level * (after["normal 1"] - 1) / 2 + np.sqrt(1 - level**2) * after["normal 0"]
        return before, after, None
    return before, after, "normal 0"


def alarms(tables, rows, seed=0, profiles=False, rate=0.05):
    """Give the shares of tables and of columns that are called drifted though nothing changed."""
    random = np.random.default_rng([seed, rows])
    found = columns = 0
    for _ in range(tables):
        pair = [table(random, rows) for _ in range(2)]
        if profiles:
            pair = [mltrack.drift.profile(one, seed=0) for one in pair]
        report = mltrack.drift(*pair, rate=rate).report
        found += report.status != "no drift"
        columns += sum(verdict.drifted is not False for verdict in report.columns)
    return found / tables, columns / tables / 20


def power(kind, level, tables, rows, seed=0, profiles=False, rate=0.05):
    """Give the share of tables in which a planted change is found, in its column."""
    random = np.random.default_rng([seed, rows, list(LEVELS).index(kind), int(1000 * level)])
    found = 0
    for _ in range(tables):
        before, after, column = drifted(kind, level, random, rows)
        if profiles:
            before, after = (mltrack.drift.profile(one, seed=0) for one in (before, after))
        result = mltrack.drift(before, after, rate=rate)
        found += result.report.together.drifted if column is None else bool(result[column].drifted)
    return found / tables


def weeks(count, rows, shift=0.0, seed=0, stored=2000):
    """Check week after week against a profile of the same law, or of one whose mean moves in the first week.

    Gives the report of each week.
    """
    random = np.random.default_rng([seed, rows, int(1000 * shift)])
    reference = mltrack.drift.profile(table(random, stored), seed=0)
    reports = []
    for _ in range(count):
        current = table(random, rows)
        current["normal 0"] += shift
        reports.append(mltrack.drift(reference, current).report)
    return reports


def named(reports, persistence):
    """Give the columns that each week's check names: those that drifted in so many checks running."""
    policy = mltrack.drift.Policy(persistence=persistence)
    return [set(mltrack.drift.persisting(reports[: at + 1], policy)) for at in range(len(reports))]


def print_shares(tables):
    """Print what the test of outermost values costs the test of location, in columns without values far out."""
    from jupyter_mltrack.drift import evidence

    kept = evidence.TAIL_ABOVE_OF_LIGHT
    for share in (evidence.TAIL_ADDED_ABOVE, 0.12, kept, 0.01):
        evidence.TAIL_ABOVE_OF_LIGHT = share
        false = alarms(tables, 2000)[0]
        kinds = (("mean, sd", 0.15), ("rows x10, share", 0.01))
        seen = [power(kind, level, tables, 2000) for kind, level in kinds]
        print(
            f"tail's share {share:g} where no value is far out: {false:.1%} false alarms; mean 0.15 sd {seen[0]:.1%}; "
            f"1 % of rows x10 {seen[1]:.1%}",
            flush=True,
        )
    evidence.TAIL_ABOVE_OF_LIGHT = kept


def print_weeks(asked):
    """Print the rate of false alarms of 1,000 weeks without drift, and the delay of planted shifts."""
    rows, references = 1000, 20
    # New references every so often: weeks that share one share its luck.
    runs = [weeks(max(asked.weeks // references, 5), rows, seed=at) for at in range(references)]
    total = sum(map(len, runs))
    for persistence in (1, 2, 3):
        alarms = [named(reports, persistence) for reports in runs]
        begun = sum(
            bool(now - before) for one in alarms for before, now in zip([set(), *one], one, strict=False)
        )
        share = sum(bool(names) for one in alarms for names in one) / total
        print(
            f"{total:,} weeks of {rows:,} rows without drift, persistence {persistence}: an alarm in {share:.2%} of "
            f"weeks, {begun} alarms began",
            flush=True,
        )
    for shift in (0.15, 0.2, 0.3, 0.5):
        runs = [weeks(10, rows, shift, seed=100 + at) for at in range(20)]
        for persistence in (1, 2, 3):
            found = [["normal 0" in names for names in named(reports, persistence)] for reports in runs]
            delays = [one.index(True) + 1 for one in found if any(one)]
            told = f"median {np.median(delays):g}, longest {max(delays)} weeks" if delays else "never"
            print(
                f"mean + {shift:g} sd, persistence {persistence}: found in {len(delays)} of 20 within 10 weeks; {told}",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=400)
    parser.add_argument("--rows", default="200,2000,50000,1000000")
    parser.add_argument("--part", choices=["alarms", "power", "tradeoff", "shares", "weeks"])
    parser.add_argument("--weeks", type=int, default=1000)
    asked = parser.parse_args()
    sizes = [int(text) for text in asked.rows.split(",")]
    if asked.part in (None, "alarms"):
        for rows in sizes:
            tables = max(5, min(asked.tables, 20_000_000 // rows))
            for profiles in (False, True):
                before = time.perf_counter()
                shares = alarms(tables, rows, profiles=profiles)
                spent = (time.perf_counter() - before) / tables
                print(
                    f"no drift, {rows:>9,} rows, {'profiles' if profiles else 'values':<8} {tables:>5} tables: "
                    f"{shares[0]:6.2%} of tables, {shares[1]:6.3%} of columns; {spent:.2f} s each",
                    flush=True,
                )
    if asked.part in (None, "power"):
        few = max(20, asked.tables // 5)
        for kind, levels in LEVELS.items():
            rates = [power(kind, level, few, 2000) for level in levels]
            shown = ", ".join(f"{level:g}: {rate:.0%}" for level, rate in zip(levels, rates, strict=True))
            stored = power(kind, levels[2], few, 2000, profiles=True)
            print(f"2,000 rows, {kind:<22} {shown}; on profiles {levels[2]:g}: {stored:.0%}", flush=True)
    if asked.part in (None, "tradeoff"):
        for rate in (0.01, 0.025, 0.05, 0.1):
            false = alarms(asked.tables, 500, rate=rate)[0]
            seen = [
                power("mean, sd", 0.15, asked.tables // 2, 2000, rate=rate),
                power("rows x10, share", 0.01, asked.tables // 2, 2000, rate=rate),
            ]
            print(
                f"rate {rate:g}: {false:.1%} false alarms; mean 0.15 sd {seen[0]:.0%}; 1 % of rows x10 {seen[1]:.0%}"
            )
    if asked.part in (None, "shares"):
        print_shares(asked.tables)
    if asked.part in (None, "weeks"):
        print_weeks(asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
