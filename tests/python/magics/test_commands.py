"""``%mltrack`` in a kernel."""

import pytest


@pytest.fixture
def lab(kernel):
    """A kernel in which two runs were made."""
    kernel.run("%%track svc\nlr = 0.25\nimport math; acc = math.sqrt(lr)")
    kernel.run("%%track <b>forest</b>\nlr = 0.04\nimport math; acc = math.sqrt(lr)")
    return kernel


def test_help(kernel):
    assert "%%track [name]" in kernel.run("%mltrack").stdout


def test_runs_as_a_table(lab):
    output = lab.run("%mltrack runs acc > 0.3")
    assert "svc" in output.result and "forest" not in output.result
    table = lab.value("get_ipython().run_line_magic('mltrack', 'runs')._repr_html_()")
    assert "&lt;b&gt;forest" in table and "<b>forest" not in table


def test_sorted_and_limited(lab):
    assert lab.value("[r.name for r in get_ipython().run_line_magic('mltrack', 'runs --sort metrics.acc')]") == [
        "<b>forest</b>", "svc",
    ]  # fmt: skip
    assert lab.value("len(get_ipython().run_line_magic('mltrack', 'runs --limit 1'))") == 1


def test_best(lab):
    assert "acc 0.5" in lab.run("%mltrack best acc").result


def test_diff(lab):
    output = lab.run("%mltrack diff 1 2")
    assert "lr" in output.result and "0.25" in output.result and "0.04" in output.result
    html = lab.value("get_ipython().run_line_magic('mltrack', 'diff 1 2')._repr_html_()")
    assert "<b>forest" not in html and "worse" in html


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("nonsense", "has no 'nonsense'"),
        ("diff 1", "Name two runs"),
        ("diff 1 99", "There is no run '99'"),
        ("best nothing", "No run has a metric"),
        ("runs --frobnicate 3", "no option"),
        ("runs acc >", "filter"),
        ("runs --limit x", "whole number"),
    ],
)
def test_slips_are_sentences(lab, line, word):
    output = lab.run(f"%mltrack {line}")
    assert word in output.stdout and output.error is None


def test_explain(lab):
    output = lab.run("%mltrack explain 1")
    assert "lr" in output.result and "written in it" in output.result
    assert "math" not in output.result


def test_names_are_decided_about_for_good(lab):
    assert "is left out" in lab.run("%mltrack never lr").stdout
    lab.run("%%track\nlr = 0.5\nacc = math.sqrt(lr)")
    assert lab.runs[0].params == {}
    assert "left out" in lab.run("%mltrack explain").result
    assert "as a metric" in lab.run("%mltrack always lr as metric").stdout
    lab.run("%%track\nlr = 0.5")
    assert lab.runs[0].metrics == {"lr": 0.5}
    lab.run("%mltrack forget lr")
    lab.run("%%track\nlr = 0.5")
    assert lab.runs[0].params == {"lr": 0.5}
    assert (lab.folder / "mltrack.ini").exists()
