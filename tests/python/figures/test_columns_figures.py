"""Parallel coordinates, scatter and importance: figures over the columns of the table."""

import math
import random
import subprocess
import sys

import pytest
from rows import check, row

from jupyter_mltrack.figures import importance, parallel, scatter
from jupyter_mltrack.figures.palette import PALETTE
from jupyter_mltrack.figures.ranks import explained_by_groups, rank_correlation
from jupyter_mltrack.records import Column

COLUMNS = ["params.lr", "params.kind", "metrics.acc"]


def dimensions(spec):
    return {one["label"]: one for one in spec["data"][0]["dimensions"]}


def some_runs(count, seed=0):
    chance = random.Random(seed)
    return [
        row(
            n,
            params_lr=10 ** chance.uniform(-4, 0),
            params_kind=chance.choice("ab"),
            metrics_acc=chance.random(),
        )
        for n in range(1, count + 1)
    ]


def test_parallel_shows_the_columns_that_differ():
    runs = [
        row(1, params_lr=0.1, params_seed=0, metrics_acc=0.9),
        row(2, params_lr=0.2, params_seed=0, metrics_acc=0.8),
    ]
    spec = check(parallel(runs, ["params.lr", "params.seed", "metrics.acc"]))
    assert list(dimensions(spec)) == ["lr", "acc"]
    assert (
        spec["layout"]["meta"]["summary"] == "2 runs over 2 columns: lr from 0.1 to 0.2; acc from 0.8 to 0.9."
    )


def test_parallel_keeps_the_runs_own_colours_up_to_ten():
    line = check(parallel(some_runs(3), COLUMNS))["data"][0]["line"]
    assert [color for _, color in line["colorscale"]][::2] == list(PALETTE[1:4])
    assert line["color"] == [0.5, 1.5, 2.5]


def test_parallel_colours_many_runs_by_the_metric():
    line = check(parallel(some_runs(50), COLUMNS))["data"][0]["line"]
    assert line["showscale"] and line["colorbar"]["title"]["text"] == "acc"
    assert len(line["color"]) == 50


def test_parallel_uses_powers_of_ten_for_wide_parameters():
    lr = dimensions(check(parallel(some_runs(30), COLUMNS)))["lr"]
    assert max(lr["values"]) <= 0
    assert set(lr["ticktext"]) <= {"0.001", "0.01", "0.1", "1", "0.0001"}


def test_parallel_gives_missing_values_and_nan_a_place():
    runs = [
        row(1, metrics_acc=0.5),
        row(2, metrics_acc=0.9),
        row(3, metrics_acc=math.nan),
        row(4, metrics_acc=math.inf),
        row(5),
    ]
    acc = dimensions(check(parallel(runs, ["metrics.acc"])))["acc"]
    assert acc["ticktext"][:3] == ["NaN", "infinity", "–"]
    places = acc["values"][2:]
    assert len(set(places)) == 3 and max(places) < 0.5
    assert acc["range"][0] <= min(places)


def test_parallel_of_categories_and_truth_values():
    runs = [row(1, params_kind="svc", params_flag=True), row(2, params_kind="<i>", params_flag=False), row(3)]
    found = dimensions(check(parallel(runs, ["params.kind", "params.flag"])))
    assert found["kind"]["ticktext"] == ["–", "&lt;i&gt;", "svc"]
    assert found["flag"]["ticktext"] == ["–", "False", "True"]


def test_parallel_leaves_out_columns_of_names():
    runs = [row(n, params_path=f"file {n}", params_lr=n) for n in range(40)]
    spec = check(parallel(runs, ["params.path", "params.lr"]))
    assert list(dimensions(spec)) == ["lr"]
    assert spec["layout"]["meta"]["notes"] == ["path is left out: it has 40 different values."]


@pytest.mark.parametrize("runs", [[], [row(1, params_lr=1)], [row(1, params_lr=1), row(2, params_lr=1)]])
def test_parallel_of_nothing_says_so(runs):
    spec = check(parallel(runs, ["params.lr"]))
    assert spec["data"] == []


def test_parallel_of_extreme_numbers():
    runs = [row(n, params_x=value) for n, value in enumerate([1e-308, 1e308, 0.0, -1e308, 10**400])]
    check(parallel(runs, ["params.x"]))
    for low, high in [(1.0, 1.0 + 1e-15), (0.0, 5e-324), (1e300, 1.1e300), (10**400, 1)]:
        check(parallel([row(1, params_x=low), row(2, params_x=high)], ["params.x"]))
        check(scatter([row(1, params_x=low), row(2, params_x=high)], "params.x", "params.x"))


def test_scatter_shows_every_run_with_both_values():
    runs = [
        row(1, "a", params_lr=0.1, metrics_acc=0.9),
        row(2, params_lr=0.2),
        row(3, params_lr=1, metrics_acc=math.nan),
    ]
    spec = check(scatter(runs, "params.lr", Column("metrics.acc", "metrics", "acc", True, 2)))
    assert (spec["data"][0]["x"], spec["data"][0]["y"]) == ([0.1], [0.9])
    assert spec["data"][0]["customdata"] == ["id1"]
    assert spec["layout"]["meta"]["notes"] == [
        "Without lr or acc, or with one that is not finite: run 2, run 3."
    ]


def test_scatter_takes_a_log_axis_for_wide_parameters():
    spec = check(scatter(some_runs(40), "params.lr", "metrics.acc"))
    assert (spec["layout"]["xaxis"]["type"], spec["layout"]["yaxis"]["type"]) == ("log", "linear")


def test_scatter_says_the_trend():
    runs = [row(n, params_depth=n, metrics_acc=n / 10) for n in range(1, 7)]
    summary = check(scatter(runs, "params.depth", "metrics.acc"))["layout"]["meta"]["summary"]
    assert (
        summary
        == "6 runs: acc from 0.1 (run 1) to 0.6 (run 6); acc rises with depth (rank correlation 1.00)."
    )


def test_scatter_of_categories():
    spec = check(scatter(some_runs(4), "params.kind", "metrics.acc"))
    assert spec["layout"]["xaxis"]["type"] == "category"
    assert (
        "No run has both"
        in check(scatter(some_runs(4), "params.nothing", "metrics.acc"))["layout"]["meta"]["summary"]
    )


def test_names_with_templates_stay_names():
    runs = [row(1, "%{customdata}", params_lr=1.0, metrics_acc=1.0)]
    spec = check(scatter(runs, "params.lr", "metrics.acc"))
    assert "%{customdata}" not in spec["data"][0]["text"][0]


def test_importance_ranks_what_goes_with_the_metric():
    chance = random.Random(3)
    runs = []
    for n in range(60):
        lr, kind = chance.random(), chance.choice(["svc", "forest"])
        acc = lr * 2 + (kind == "svc") * 0.5 + chance.random() * 0.1
        runs.append(row(n, params_lr=lr, params_kind=kind, params_seed=chance.random(), metrics_acc=acc))
    spec = check(importance(runs, ["params.seed", "params.kind", "params.lr"], "metrics.acc"))
    assert spec["data"][0]["y"] == ["seed", "kind", "lr"]
    assert "not what causes what" in spec["layout"]["meta"]["notes"][0]


def test_importance_needs_enough_runs():
    assert (
        "8 runs with acc are needed"
        in check(importance(some_runs(3), COLUMNS, "metrics.acc"))["layout"]["meta"]["summary"]
    )


def test_rank_correlation_is_scipy_s():
    stats = pytest.importorskip("scipy.stats")
    chance = random.Random(5)
    one = [chance.randrange(10) for _ in range(50)]
    other = [value + chance.randrange(10) for value in one]
    assert rank_correlation(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)
    assert rank_correlation([1, 1, 1], [1, 2, 3]) is None
    assert explained_by_groups(["a", "a"], [1, 2]) is None


def test_figures_do_not_load_plotly():
    code = "import sys, jupyter_mltrack.figures; print(*({'plotly', 'pandas'} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
