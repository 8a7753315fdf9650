"""The result shows itself, as text, table, page and figures, and is safe with strangers' names."""

import json
import subprocess
import sys

import msgspec
import numpy as np
import pandas as pd
import plotly.graph_objects as graphs
import pytest
from tables import mixed

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift import profile
from jupyter_mltrack.errors import NotFound
from jupyter_mltrack.records import DriftReport

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def moved():
    after = mixed(2)
    after["normal"] += 4
    return mltrack.drift(mixed(1), after)


def test_the_result_is_shown_and_kept(moved):
    assert repr(moved).startswith("1 of 6 columns drifted: `normal`")
    frame = moved.to_frame()
    assert list(frame.loc[frame.drifted == True, "name"]) == ["normal"]  # noqa: E712
    kept = msgspec.json.decode(msgspec.json.encode(moved.report), type=DriftReport)
    assert kept == moved.report
    with pytest.raises(NotFound):
        moved["nothing"]


def test_a_test_can_ask_for_no_drift(moved):
    mltrack.drift(mixed(1), mixed(2)).assert_no_drift()
    with pytest.raises(AssertionError, match="`normal` moved: median"):
        moved.assert_no_drift()
    with pytest.raises(TypeError, match="status"):
        bool(moved)


@pytest.mark.parametrize("way", [lambda table: table, profile])
def test_figures_are_plotlys(way):
    after = mixed(2)
    after["normal"] += 4
    after["city"] = "Bern"
    found = mltrack.drift(way(mixed(1)), way(after))
    figures = {**found.figures, **{name: found.figure(name) for name in after}}
    assert set(figures) >= {"summary", "normal", "city"}
    for name, figure in figures.items():
        graphs.Figure(json.loads(json.dumps(figure)))
        assert figure["layout"]["meta"]["summary"]
        if name in after:
            assert all(sum(trace["y"]) == pytest.approx(1, abs=1e-6) for trace in figure["data"])


def test_strangers_names_are_only_text():
    before = pd.DataFrame({HOSTILE: ["a", HOSTILE] * 100, "y": np.arange(200.0)})
    found = mltrack.drift(before, before.assign(**{HOSTILE: [HOSTILE, "b"] * 100}))
    for page in (found.to_html(), found._repr_html_(), profile(before)._repr_html_()):
        assert "<script" not in page and "&lt;script&gt;" in page
    for figure in found.figures.values():
        shown = {**figure, "layout": {**figure["layout"], "meta": {}}}
        assert "<script" not in json.dumps(shown)
    assert "http" not in found.to_html().replace("http-equiv", "")


def test_nothing_heavy_is_loaded_before_it_is_used():
    code = (
        "import sys, jupyter_mltrack as m; m.drift; import jupyter_mltrack.drift.policy;"
        "assert not {'scipy', 'pandas', 'narwhals', 'datasketches', 'sklearn', 'plotly'} & {*sys.modules};"
        "import jupyter_mltrack.drift as d; assert d is m.drift and callable(d)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
