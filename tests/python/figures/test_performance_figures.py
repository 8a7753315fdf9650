"""Figures of performance: over time, realised and estimated; reliability; segments."""

import json

import numpy as np
import pytest
from rows import check

from jupyter_mltrack.figures import performance as figures
from jupyter_mltrack.records import (
    Calibration,
    CalibrationBin,
    MetricValue,
    PerformanceChunk,
    PerformanceReport,
    Segment,
    SegmentCondition,
    SegmentReport,
)

EVIL = "<img src=x onerror=alert(1)>"


def report(values, estimated=False, timed=True, reference=0.9):
    chunks = []
    for at, value in enumerate(values):
        metric = MetricValue("recall", "max", "measured" if value is not None else "no labels", value)
        if value is not None:
            metric.low, metric.high, metric.worse = value - 0.05, value + 0.05, value < 0.7
        metric.sentence = f"recall {value} {EVIL}"
        times = (at * 86400.0, (at + 1) * 86400.0) if timed else (None, None)
        chunks.append(PerformanceChunk(f"day {at} {EVIL}", *times, metrics=[metric], rows=10))
    before = PerformanceChunk("reference", metrics=[MetricValue("recall", "max", "measured", reference)])
    return PerformanceReport(
        "worse", "It is worse.", "binary", estimated, before, chunks, basis="Rests on scores."
    )


def test_realised_and_estimated_stand_over_each_other_with_bands():
    spec = check(
        figures.performance("recall", report([0.9, 0.6, None]), report([0.9, 0.7, 0.7], estimated=True))
    )
    names = [trace.get("name") for trace in spec["data"]]
    assert names == [
        "realised, band",
        "realised, band",
        "realised",
        "estimated, band",
        "estimated, band",
        "estimated",
    ]
    assert spec["data"][2]["y"] == [0.9, 0.6, None] and spec["data"][2]["x"][0] == "1970-01-01 12:00"
    assert spec["data"][1]["fill"] == "tonexty" and spec["data"][2]["marker"]["symbol"][1] == "diamond"
    assert spec["layout"]["shapes"][0]["y0"] == 0.9
    meta = spec["layout"]["meta"]
    assert "worse in day 1" in meta["summary"] and "Rests on scores." in meta["notes"]
    assert any("day 2" in note for note in meta["notes"])


@pytest.mark.parametrize("timed", [True, False])
def test_strangers_names_are_no_markup(timed):
    spec = check(figures.performance("recall", report([0.9, 0.8], timed=timed)))
    drawn = json.dumps([spec["data"], spec["layout"].get("annotations")])
    assert "<img" not in drawn and ("category" in json.dumps(spec["layout"]["xaxis"])) is not timed


def test_the_reliability_curve_has_error_bars():
    curve = Calibration([CalibrationBin(0.1, 0.2, 50, 0.15, 0.4, 0.3, 0.5)], 0.25, 50, "Scores are off.")
    spec = check(figures.calibration(curve, curve))
    assert [trace["name"] for trace in spec["data"]] == ["promised", "reference", "current"]
    assert spec["data"][2]["error_y"]["arrayminus"] == pytest.approx([0.1])
    assert check(figures.calibration(Calibration(sentence="There are no labels.")))["data"] == []


def test_segments_the_worst_on_top():
    found = [
        Segment([SegmentCondition("x", value=EVIL)], f"x = {EVIL}", 10, 10, "recall", "measured", v, v - 0.1, v + 0.1,
                0.9, 0.01, v < 0.7, f"Recall {v}.")
        for v in np.linspace(0.5, 0.9, 30).tolist()
    ]  # fmt: skip
    spec = check(figures.segments(SegmentReport("Some are worse.", "recall", "max", 0.85, found)))
    trace = spec["data"][0]
    assert len(trace["x"]) == 25 and trace["x"][-1] == 0.5 and "<img" not in json.dumps(trace)
    assert trace["marker"]["color"][-1] != trace["marker"]["color"][0]
    assert "5 segments" in spec["layout"]["meta"]["notes"][0]
    assert check(figures.segments(SegmentReport("None.", "recall", "max")))["data"] == []
