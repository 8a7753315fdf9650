"""The line behind ``%%track``."""

import pytest

from jupyter_mltrack.magics.options import read_track_line


def test_a_full_line():
    found = read_track_line(
        "my run --experiment churn --tag stage=test --tag=owner=ann --param C,gamma --metric acc --ignore tmp "
        "--note 'two words'"
    )
    assert (found.name, found.experiment, found.note) == ("my run", "churn", "two words")
    assert found.tags == {"stage": "test", "owner": "ann"}
    assert (found.params, found.metrics, found.ignore) == ({"C", "gamma"}, {"acc"}, {"tmp"})
    assert found.problems == []


def test_an_empty_line():
    found = read_track_line("")
    assert (found.name, found.problems) == (None, [])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("--foo", "--foo is no option"),
        ("--experimnt x", "did you mean --experiment?"),
        ("--experiment", "--experiment needs a value"),
        ("--tag =x", "is no tag"),
        ("--param 1x", "no name of a variable"),
        ("'open", "quotation mark"),
    ],
)
def test_slips_are_said(line, word):
    (problem,) = read_track_line(line).problems
    assert word in problem


def test_the_rest_of_a_line_with_a_slip_counts():
    found = read_track_line("svc --lr 0.1 --tag a=b")
    assert (found.name, found.tags) == ("svc", {"a": "b"})


def test_a_value_with_an_equals_sign_and_a_backslash():
    found = read_track_line(r"--tag query=a=b --tag path=C:\data")
    assert found.tags == {"query": "a=b", "path": r"C:\data"}
