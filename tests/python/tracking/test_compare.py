"""Comparisons name all differences and only those."""

import pytest

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.records import CellSource, Source
from jupyter_mltrack.tracking import compare, start
from jupyter_mltrack.tracking.direction import guess_direction, interest
from jupyter_mltrack.tracking.source_diff import diff_lines


def made(store, params, metrics, code="model.fit(X, y)\n", context=()):
    run = start(store, "churn", params=params, source=Source(kind="notebook", path="a.ipynb", cell_id="c"))
    for name, value in metrics.items():
        run.log({name: value})
    run.finish(code="%%track\n" + code, context=[CellSource(n + 1, text) for n, text in enumerate(context)])
    return run


def test_only_what_differs(store):
    same = {f"p{index}": index for index in range(114)}
    a = made(store, {**same, "lr": 0.1, "model": "svc", "flag": True}, {"accuracy": 0.94, "loss": 0.3})
    b = made(store, {**same, "lr": 0.01, "model": "forest"}, {"accuracy": 0.953, "loss": 0.3})
    found = compare(store, [a.id, b.number])
    groups = {group.name: group for group in found.groups}
    assert [row.key for row in groups["parameters"].rows] == ["lr", "model", "flag"]
    assert (groups["parameters"].differing, groups["parameters"].total) == (3, 117)
    [accuracy] = groups["metrics"].rows
    assert [value.verdict for value in accuracy.values] == ["same", "better"]
    assert accuracy.values[1].best and accuracy.values[1].delta == pytest.approx(0.013)
    assert groups["parameters"].rows[2].values[1].verdict == "missing"
    assert found.sentence == "lr 0.1 → 0.01, model svc → forest and flag is gone; accuracy +0.013, better."
    everything = compare(store, [a.id, b.id], only_differences=False)
    assert len(everything.groups[0].rows) == 117


def test_code_of_the_cell_and_of_earlier_cells(store):
    a = made(store, {}, {"loss": 0.5}, "x = 1\nfit(x)\n", ["def fit(x):\n    return x\n"])
    b = made(store, {}, {"loss": 0.6}, "x = 1\nfit(x)\n", ["def fit(x):\n    return x + 1\n"])
    found = compare(store, [a.id, b.id])
    [diff] = found.code
    assert diff.part == "fit" and [(line.op, line.text) for line in diff.lines] == [
        ("=", "def fit(x):"), ("-", "    return x"), ("+", "    return x + 1"),
    ]  # fmt: skip
    assert found.sentence == "one line of `fit` changed; loss +0.1, worse."


def test_a_line_that_sets_a_changed_parameter_is_not_said_twice(store):
    lines = "lr = {}\nsteps: int = {}\nfit(lr)\n"
    a = made(store, {"lr": 0.1, "steps": 5}, {"loss": 0.5}, lines.format(0.1, 5))
    b = made(store, {"lr": 0.2, "steps": 6}, {"loss": 0.4}, lines.format(0.2, 6))
    c = made(store, {"lr": 0.2, "steps": 6}, {"loss": 0.3}, lines.format(0.2, 6).replace("fit(", "train("))
    assert compare(store, [a.id, b.id]).sentence == "lr 0.1 → 0.2 and steps 5 → 6; loss -0.1, better."
    assert len(compare(store, [a.id, b.id]).code[0].lines) == 5, "the lines themselves are shown"
    assert compare(store, [b.id, c.id]).sentence == "one line of the cell changed; loss -0.1, better."
    assert "one line of the cell changed" in compare(store, [a.id, c.id]).sentence
    assert compare(store, [a.id, b.id, c.id]).sentence.startswith(
        "3 runs; lr and steps differ, and so does the code"
    )


def test_the_same_runs_say_so(store):
    a, b = (made(store, {"a": 1}, {"loss": 0.5}) for _ in range(2))
    found = compare(store, [a.id, b.id])
    assert found.sentence == "Parameters and code are the same; loss did not change."
    assert found.code == []


def test_many_runs(store):
    runs = [made(store, {"lr": 0.1 * index, "n": 1}, {"loss": 1.0 / (index + 1)}) for index in range(5)]
    found = compare(store, [run.id for run in runs])
    assert found.sentence == "5 runs; lr differs; best loss 0.2 in run 5."


def test_one_run_is_no_comparison(store):
    a = made(store, {}, {})
    with pytest.raises(InvalidInput, match="two"):
        compare(store, [a.id, a.number])


def test_diff_leaves_out_what_is_far(store):
    old = "\n".join(f"line {index}" for index in range(40))
    lines = diff_lines(old, old.replace("line 20", "line twenty"))
    assert [line.op for line in lines] == ["~", "=", "=", "=", "-", "+", "=", "=", "=", "~"]
    assert lines[0].text == "17 unchanged lines" and lines[-1].text == "16 unchanged lines"
    assert (lines[4].old, lines[5].new) == (21, 21)


@pytest.mark.parametrize(
    "name, direction",
    [
        ("loss", "min"), ("val_loss", "min"), ("valLoss", "min"), ("accuracy", "max"), ("test_acc", "max"),
        ("roc_auc", "max"), ("AUC", "max"), ("f1_score", "max"), ("macro avg.f1-score", "max"), ("RMSE", "min"),
        ("mean_squared_error", "min"), ("neg_mean_squared_error", "max"), ("r2", "max"), ("R2", "max"),
        ("log_loss", "min"), ("logloss", "min"), ("brier_score_loss", "min"), ("score", "max"), ("best_score_", "max"),
        ("theta", None), ("n_support", None), ("perplexity", "min"), ("train/loss", "min"), ("error_rate", "min"),
    ],
)  # fmt: skip
def test_direction_from_the_name(name, direction):
    assert guess_direction(name) == direction


def test_unseen_data_tells_more_than_training_data():
    names = ["train_accuracy", "fit_time", "theta", "val_accuracy", "val_loss", "accuracy"]
    assert sorted(names, key=interest, reverse=True)[:2] == ["val_accuracy", "accuracy"]
