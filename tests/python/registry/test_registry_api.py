"""The registry in a notebook or script, and who acts there."""

import os
import pwd

import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import Conflict, InvalidInput, NotAllowed, NotFound
from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import Person, set_rules, system_person
from jupyter_mltrack.registry.times import read_time


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLTRACK_STORE", raising=False)
    for accuracy in (0.9, 0.95):
        with mltrack.run("churn") as run:
            run.log(accuracy=accuracy)
    yield run
    mltrack.current_store().close()


def test_from_a_run_to_production_and_back(here):
    first = mltrack.register(1, "churn")
    second = mltrack.register(mltrack.best("accuracy"), "churn", description="bigger", tags={"a": 1})
    assert (first.reference, second.reference) == ("churn/1", "churn/2")
    assert second.run == here.id and second.metrics == {"accuracy": 0.95} and second.tags == {"a": "1"}
    mltrack.transition("churn/1", "production")
    mltrack.transition("churn", "production", "better")
    assert mltrack.version("churn@production") == mltrack.version("churn/2")
    assert mltrack.rollback("churn", reason="errors").version == 1
    assert mltrack.model("churn").stages == {"production": [1], "archived": [2]}
    events = mltrack.history("churn")
    assert len(events) == 6 and events[0].kind == "rolled back" and len(events[:2]) == 2
    assert mltrack.history("churn", at="2020-01-01").stages == {}
    assert mltrack.history("churn", at=events[0].time).stages["production"] == [1]
    assert {event.user for event in events} == {pwd.getpwuid(os.getuid()).pw_name}


def test_requests(here):
    mltrack.register(1, "churn")
    rule = StageRule("production", protected=True, second_pair=False)
    set_rules(mltrack.current_store(), [rule], "churn", by=Person("anybody"))
    with pytest.raises(Conflict, match="mltrack request"):
        mltrack.transition("churn/1", "production")
    assert (
        mltrack.reject(mltrack.request("churn/1", "production", "first").id, "too soon").status == "rejected"
    )
    request = mltrack.request("churn/1", "production", "now")
    assert mltrack.requests() == mltrack.requests(waiting=False) == [request]
    assert mltrack.requests(waiting=True) == [], "one's own does not wait for oneself"
    assert mltrack.approve(request.id[:6], "fine").status == "approved"
    set_rules(
        mltrack.current_store(), [StageRule("production", protected=True)], "churn", by=Person("anybody")
    )
    with pytest.raises(NotAllowed):
        mltrack.approve(mltrack.request("churn/1", "archived", "old").id)


def test_people(here):
    me = pwd.getpwuid(os.getuid()).pw_name
    assert mltrack.people().people == [me]
    known = mltrack.add_people("bob", groups=["no-such-group"], reason="begins in May")
    assert known.people == sorted([me, "bob"]) and "no-such-group" in known.groups
    assert mltrack.people() == known and mltrack.history(limit=1)[0].reason == "begins in May"
    with pytest.raises(InvalidInput):
        mltrack.add_people()


def test_what_it_answers_with_shows_itself_without_running_anything(here):
    hostile = "<script>alert(1)</script>"
    mltrack.register(1, "churn", description=hostile)
    mltrack.transition("churn/1", "staging", hostile)
    request = mltrack.request("churn/1", "production", hostile)
    shown = (mltrack.version("churn"), request, mltrack.history("churn"), mltrack.model("churn"),
             mltrack.history("churn", at=2e9))  # fmt: skip
    for one in shown:
        assert "churn" in repr(one) and "<table>" in one._repr_html_()
        assert "<script>" not in one._repr_html_()
    assert hostile in repr(request)
    with pytest.raises(AttributeError):
        _ = request.nothing


def test_looking_makes_no_store_and_slips_are_said(tmp_path, monkeypatch, here):
    with pytest.raises(NotFound):
        mltrack.model("other")
    with pytest.raises(InvalidInput, match="no time"):
        mltrack.history("churn", at="yesterday")
    with pytest.raises(InvalidInput):
        mltrack.history(at="2020-01-01")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFound):
        mltrack.model("churn", store=tmp_path / "empty")
    assert not (tmp_path / "empty" / ".mltrack").exists()


def test_who_acts_is_not_what_the_environment_says(monkeypatch):
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert system_person().name == pwd.getpwuid(os.getuid()).pw_name
    with pytest.raises(InvalidInput):
        Person(" ")


def test_times_are_read():
    assert read_time("2026-03-01T12:00+00:00") == read_time("2026-03-01T12:00Z") == 1772366400.0
    assert read_time(12) == 12.0
    for slip in ("", "noon", None, True, "2026-13-01", 1e300, float("nan"), float("inf")):
        with pytest.raises(InvalidInput):
            read_time(slip)
