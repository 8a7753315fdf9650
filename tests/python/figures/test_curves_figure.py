import math

import pytest
from rows import check, row, series

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.figures import curves, points_per_line
from jupyter_mltrack.figures.palette import PALETTE
from jupyter_mltrack.figures.smoothing import point_gaps, smooth

LOSS = [0.9, 0.5, 0.3, 0.25, 0.26]


def lines(spec):
    return [trace for trace in spec["data"] if trace.get("showlegend", True) or "meta" in trace]


def test_one_line_a_run_in_the_runs_colour():
    spec = check(curves([series(12, "loss", LOSS), series(3, "loss", LOSS)], [row(12), row(3)]))
    assert [trace["name"] for trace in spec["data"]] == ["run 3", "run 12"]
    assert [trace["line"]["color"] for trace in spec["data"]] == [PALETTE[3], PALETTE[2]]
    assert spec["data"][1]["y"] == LOSS


def test_one_panel_a_metric_with_one_legend_entry_a_run():
    spec = check(
        curves([series(1, "loss", LOSS), series(1, "acc", LOSS), series(1, "f1", LOSS)], [row(1)], columns=2)
    )
    assert [trace["yaxis"] for trace in spec["data"]] == ["y", "y2", "y3"]
    assert [trace["showlegend"] for trace in spec["data"]] == [True, False, False]
    boxes = [
        (spec["layout"]["xaxis" + n]["domain"], spec["layout"]["yaxis" + n]["domain"]) for n in ("", "2", "3")
    ]
    for (x0, x1), (y0, y1) in boxes:
        assert 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1
    assert boxes[0][0][1] < boxes[1][0][0]
    assert boxes[2][1][1] < boxes[0][1][0]


def test_smoothing_keeps_the_logged_line_faint():
    spec = check(curves([series(1, "loss", LOSS)], [row(1)], smoothing=0.6))
    raw, smoothed = spec["data"]
    assert raw["y"] == LOSS and raw["opacity"] < 1 and raw["hoverinfo"] == "skip"
    assert smoothed["y"] == pytest.approx(smooth(LOSS, 0.6))
    assert smoothed["customdata"] == LOSS


def test_smoothing_is_debiased():
    expected, average = [], 0.0
    for index, value in enumerate(LOSS):
        average = 0.6 * average + 0.4 * value
        expected.append(average / (1 - 0.6 ** (index + 1)))
    assert smooth(LOSS, 0.6) == pytest.approx(expected)
    assert smooth([2.0] * 50, 0.99) == pytest.approx([2.0] * 50)


def test_a_thinned_curve_is_smoothed_as_the_full_one():
    full = [math.sin(step / 300) for step in range(10_000)]
    kept = range(0, 10_000, 10)
    thin = smooth([full[step] for step in kept], 0.99, point_gaps(list(kept), len(full)))
    whole = smooth(full, 0.99)
    assert max(abs(value - whole[step]) for value, step in zip(thin, kept, strict=True)) < 0.02


def test_smoothing_goes_on_after_a_hole():
    smoothed = smooth([1.0, math.nan, 1.0, math.inf, 1.0], 0.5)
    assert math.isnan(smoothed[1]) and math.isinf(smoothed[3])
    assert smoothed[4] == pytest.approx(1.0)


def test_points_that_are_no_number_are_marked():
    spec = check(curves([series(1, "loss", [1.0, math.nan, math.nan, 0.5, math.inf])], [row(1)]))
    line, marks = spec["data"]
    assert line["y"] == [1.0, None, None, 0.5, None]
    assert (marks["x"], marks["y"], marks["text"]) == ([1, 4], [1.0, 0.5], ["not a number", "infinite"])
    assert "not a finite number from step 1" in spec["layout"]["meta"]["summary"]


def test_a_curve_of_no_numbers_at_all():
    spec = check(curves([series(1, "loss", [math.nan, math.nan])], [row(1)]))
    assert "has no value that is a number" in spec["layout"]["meta"]["summary"]


def test_a_log_axis_says_what_it_hides():
    spec = check(curves([series(1, "loss", [1.0, 0.0, -1.0])], [row(1)], log=True))
    assert spec["data"][0]["y"] == [1.0, None, None]
    assert spec["layout"]["yaxis"]["type"] == "log"
    assert spec["layout"]["meta"]["notes"] == [
        "2 points of loss are not above zero: a log axis cannot show them."
    ]


def test_x_is_the_time_since_the_start_in_a_fitting_unit():
    spec = check(
        curves([series(1, "loss", [1.0, 0.5], times=[100.0, 700.0])], [row(1, started=100.0)], x="relative")
    )
    assert spec["data"][0]["x"] == [0.0, 10.0]
    assert spec["layout"]["xaxis"]["title"]["text"] == "time since start (min)"


def test_x_is_the_clock_of_the_readers_time_zone():
    one = series(1, "loss", [1.0], times=[1_700_000_000.0])
    spec = check(curves([one], [row(1)], x="time", timezone="Europe/Berlin"))
    assert spec["data"][0]["x"] == ["2023-11-14T23:13:20.000"]
    assert spec["layout"]["xaxis"]["type"] == "date"


@pytest.mark.parametrize(
    "options",
    [{"smoothing": 1.0}, {"smoothing": -0.1}, {"smoothing": math.nan}, {"x": "epoch"}, {"columns": 0}]
    + [{"x": "time", "timezone": name} for name in ("Nowhere/City", "../etc", "/etc/passwd", "")],
)
def test_bad_options_are_refused(options):
    with pytest.raises(InvalidInput):
        curves([series(1, "loss", LOSS)], [row(1)], **options)


def test_names_are_no_markup():
    spec = check(
        curves([series(1, "<b>$x$%{y}", LOSS)], [row(1, "<a href='javascript:alert(1)'>x</a>" * 300)])
    )
    drawn = [spec["data"][0]["name"], spec["layout"]["annotations"][0]["text"]]
    assert not any(mark in text for text in drawn for mark in ("<", "$", "%{"))
    assert len(drawn[0]) < 100
    assert "<b>$x$" in spec["layout"]["meta"]["summary"], "the summary is plain text"


def test_nothing_to_draw_is_said():
    assert "no curves" in check(curves([], [row(1)]))["layout"]["meta"]["summary"]
    spec = check(curves([series(1, "loss", [])], [row(1)]))
    assert spec["layout"]["annotations"][0]["text"] == "No points of loss in these runs."


def test_many_runs_are_described_in_short():
    spec = check(curves([series(n, "loss", LOSS) for n in range(1, 61)], [row(n) for n in range(1, 61)]))
    assert "50 more curves are not described" in spec["layout"]["meta"]["summary"]
    assert spec["layout"]["hovermode"] == "closest"
    looks = {(trace["line"]["color"], trace["line"]["dash"]) for trace in spec["data"]}
    assert len(looks) == 40, "colour and dash together tell forty runs apart"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([0.9, 0.2, 0.3], "falls from 0.9 to 0.3 over 3 points, lowest 0.2 at step 1"),
        ([0.1, 0.8, 0.7], "rises from 0.1 to 0.7 over 3 points, highest 0.8 at step 1"),
        ([0.5, 0.5], "stays at 0.5 over 2 points"),
        ([0.5, 1.0, 0.5], "begins and ends at 0.5 over 3 points, between 0.5 and 1"),
        ([0.25], "is 0.25 at step 0"),
    ],
)
def test_a_curve_in_words(values, words):
    spec = check(curves([series(7, "loss", values)], [row(7, "svc")]))
    assert spec["layout"]["meta"]["summary"] == f"loss of run 7 svc {words}."


def test_more_runs_get_fewer_points_each():
    assert points_per_line(1) == 2000
    assert points_per_line(100) == 400
    assert points_per_line(10_000) == 200
