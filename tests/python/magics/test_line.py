"""The line under a cell as text and as HTML: earlier runs that did the same."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_mltrack.magics.line import MIME, bundle, html_line, text_line
from jupyter_mltrack.records import CellLine, RepeatedRun

EARLIER = RepeatedRun(17, "accuracy", 0.873, 725.0)


def _line(**more: Any) -> CellLine:
    fields = {
        "run": "ab",
        "number": 21,
        "name": "run 21",
        "experiment": "churn",
        "status": "finished",
        "started": 0.0,
        "ended": 2.0,
        "metrics": [],
        "changes": [],
    }
    return CellLine(**{**fields, **more})


def test_running_says_what_came_of_the_earlier_run() -> None:
    assert text_line(_line(status="running", ended=None, repeats=EARLIER)) == (
        "◐ run 21 running …  same code, parameters and data as run 17 (accuracy 0.873, 12 min)"
    )


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (RepeatedRun(17), "as run 17"),
        (RepeatedRun(17, duration=4.0), "as run 17 (4 s)"),
        (RepeatedRun(17, duration=7300.0), "as run 17 (2 h)"),
        (RepeatedRun(17, duration=200_000.0), "as run 17 (2 d)"),
        (RepeatedRun(17, "loss", float("nan")), "as run 17 (loss NaN)"),
        (RepeatedRun(17, "loss"), "as run 17"),
    ],
)
def test_running_says_what_is_known_of_the_earlier_run(earlier: RepeatedRun, words: str) -> None:
    assert text_line(_line(status="running", ended=None, repeats=earlier)).endswith(words)


def test_finished_names_the_earlier_run_alone() -> None:
    text = text_line(_line(repeats=EARLIER, previous=20))
    assert text == "● run 21  repeats run 17"


def test_changes_since_another_run_stay() -> None:
    text = text_line(_line(repeats=EARLIER, previous=20, changes=["lr 0.1 → 0.01"]))
    assert text == "● run 21  since run 20: lr 0.1 → 0.01  repeats run 17"


def test_nothing_is_said_where_nothing_is_repeated() -> None:
    assert "nothing changed since run 20" in text_line(_line(previous=20))
    assert "repeats" not in text_line(_line(previous=20))


def test_html_is_one_line_of_escaped_words() -> None:
    shown = html_line(_line(status="running", ended=None, repeats=RepeatedRun(17, "<b>x</b>", 1.0)))
    assert "(&lt;b&gt;x&lt;/b&gt; 1" in shown
    assert "<b>" not in shown
    assert "<br" not in shown
    assert "\n" not in shown


def test_the_data_of_the_line_hold_it_too() -> None:
    data: Any = bundle(_line(repeats=EARLIER))[MIME]
    earlier = {"number": 17, "metric": "accuracy", "value": 0.873, "duration": 725.0, "sampled": False}
    assert data["repeats"] == earlier


def test_samples_of_data_are_called_so() -> None:
    earlier = RepeatedRun(17, sampled=True)
    text = text_line(_line(status="running", ended=None, repeats=earlier))
    assert text.endswith("same code, parameters and sampled data as run 17")
