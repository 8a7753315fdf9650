"""Alerts: what is news is told once, what lasts is not told again, and what people decide holds."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from feed import ANN, Feed, rows

from jupyter_mltrack.errors import Conflict, InvalidInput, NotFound
from jupyter_mltrack.monitoring.acts import act
from jupyter_mltrack.monitoring.delivery import MOST_ATTEMPTS, address_of, check_channels, deliver
from jupyter_mltrack.monitoring.documents import find_monitor, open_alerts
from jupyter_mltrack.monitoring.monitors import edit_monitor
from jupyter_mltrack.monitoring.pages import alert_details, list_alerts
from jupyter_mltrack.monitoring.references import take_table
from jupyter_mltrack.records import Alert, DriftPolicy, MonitorEdit


@pytest.fixture
def alarmed(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """A monitor with an open alert about ``age``, and a channel."""
    monkeypatch.setenv("MLTRACK_CHANNEL_TEAM", "test://nowhere")
    feed.monitor(channels=["team"])
    for day in range(3):
        feed.day(day, shift=8 if day else 0)
    feed.run()
    return feed


def the_alert(feed: Feed) -> Alert:
    (alert,) = open_alerts(feed.store)
    return alert


def kinds(alert: Alert) -> list[str]:
    return [event.kind for event in alert.events]


def test_what_lasts_is_one_alert_and_no_news(alarmed: Feed) -> None:
    for day in range(3, 7):
        alarmed.day(day, shift=8)
        alarmed.run()
    alert = the_alert(alarmed)
    assert (alert.status, alert.checks, alert.subjects) == ("persisting", 5, ["age"])
    assert kinds(alert) == ["raised", "persisting"]
    assert len(alert_details(alarmed.store, alert.id).deliveries) == 1


def test_it_is_resolved_when_nothing_of_it_drifts_any_more(alarmed: Feed) -> None:
    deliver(alarmed.store, send=Service())
    alarmed.day(3)
    alarmed.run()
    # One calm day is no end, as one odd day is no beginning.
    assert the_alert(alarmed).subjects == ["age"]
    alarmed.day(4)
    alarmed.run()
    assert open_alerts(alarmed.store) == []
    (alert,) = list_alerts(alarmed.store, "resolved").alerts
    assert kinds(alert) == ["raised", "resolved"]
    texts = [one.title for one in alert_details(alarmed.store, alert.id).deliveries]
    assert texts == ["Alert: churn – age", "Resolved: churn – drift"]


def test_what_came_and_went_while_nobody_looked_is_one_message(feed: Feed) -> None:
    feed.monitor(channels=["team"])
    for day in range(6):
        feed.day(day, shift=8 if 1 <= day <= 3 else 0)
    feed.run()
    assert open_alerts(feed.store) == []
    (sent,) = deliver(feed.store, send=Service())
    assert sent.title == "Came and went: churn – age"
    assert sent.text.endswith("Nothing that it was about drifts any more.")


def test_too_few_rows_end_no_drift(alarmed: Feed) -> None:
    alarmed.day(3, count=3, shift=8)
    (check,) = alarmed.run().checks
    assert check.status == "cannot tell"
    assert the_alert(alarmed).subjects == ["age"]
    # Nor do they keep drift from lasting.
    alarmed.day(4, shift=8)
    assert alarmed.run().checks[0].persisting == ["age"]


def test_a_monitor_with_another_name_has_its_alerts_under_it(alarmed: Feed) -> None:
    edit_monitor(alarmed.store, "churn", MonitorEdit(name="customers"), by=ANN)
    assert the_alert(alarmed).monitor_name == "customers"


def test_names_command_nothing_in_messages(feed: Feed) -> None:
    name = "<b>age\x1b[2J\u202e"
    feed.monitor(channels=["team"])
    take_table(feed.store, "churn", rows(-1, 2000).assign(**{name: 0.5}), by=ANN)
    feed.day(0)
    feed.run()
    (sent,) = deliver(feed.store, send=Service())
    assert "<b>age" in sent.title
    assert not {"\x1b", "\u202e"} & {*sent.title, *sent.text}


def test_somebody_hears_of_checks_that_never_tell(feed: Feed) -> None:
    feed.monitor()
    for day in range(7):
        feed.day(day, count=3)
    run = feed.run()
    assert {check.status for check in run.checks} == {"cannot tell"}
    (alert,) = open_alerts(feed.store)
    assert (alert.kind, alert.subjects) == ("source", ["cannot tell"])
    assert alert.sentence.startswith("7 checks running could not tell.")
    feed.day(7)
    feed.run()
    assert open_alerts(feed.store) == []


def test_a_column_that_joins_is_news(alarmed: Feed) -> None:
    import pandas as pd

    for day in (3, 4):
        path = alarmed.day(day, shift=8)
        frame = pd.read_csv(path)
        frame["city"] = "Ulm"
        frame.to_csv(path, index=False)
        alarmed.run()
    alert = the_alert(alarmed)
    # What a column has to do with others goes when it becomes constant.
    assert [name for name in alert.subjects if name] == ["age", "city"]
    assert kinds(alert) == ["raised", "persisting", "grew"]


def test_a_late_file_of_an_old_day_changes_no_alert(alarmed: Feed) -> None:
    before = the_alert(alarmed)
    alarmed.day(0, count=900, shift=0)
    alarmed.run()
    assert the_alert(alarmed) == before


def test_acknowledged_snoozed_and_reopened(alarmed: Feed) -> None:
    alert = act(alarmed.store, the_alert(alarmed).id, "acknowledge", by=ANN, text="I look after it")
    assert (alert.acknowledged, kinds(alert)[-1]) == ("ann", "acknowledged")
    until = time.time() + 3600
    assert act(alarmed.store, alert.id, "snooze", by=ANN, until=until).snoozed_until == until
    alarmed.day(3, shift=8)
    alarmed.run()
    assert the_alert(alarmed).snoozed_until == until
    again = act(alarmed.store, alert.id, "reopen", by=ANN)
    assert (again.acknowledged, again.snoozed_until) == ("", None)
    for wrong in (None, time.time() - 1, time.time() + 1e9):
        with pytest.raises(InvalidInput, match="time that is to come"):
            act(alarmed.store, alert.id, "snooze", by=ANN, until=wrong)


def test_a_snooze_that_is_over_is_told(alarmed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(alarmed.store, send=Service())
    alert = act(alarmed.store, the_alert(alarmed).id, "snooze", by=ANN, until=time.time() + 60)
    real = time.time
    monkeypatch.setattr("jupyter_mltrack.monitoring.alerts.time.time", lambda: real() + 120)
    alarmed.day(3, shift=8)
    alarmed.run()
    assert kinds(the_alert(alarmed))[-1] == "reopened"
    assert len(alert_details(alarmed.store, alert.id).deliveries) == 2


def test_expected_drift_is_no_alert_until_the_reference_changes(alarmed: Feed) -> None:
    done = act(alarmed.store, the_alert(alarmed).id, "expected", by=ANN, text="campaign", subjects=["age"])
    assert (done.status, kinds(done)) == ("resolved", ["raised", "expected"])
    for day in (3, 4):
        alarmed.day(day, shift=8)
        alarmed.run()
    assert open_alerts(alarmed.store) == []
    assert find_monitor(alarmed.store, "churn").expected == {"age": 1}
    # Taken back with a word about the old alert: a closed one can only be commented.
    with pytest.raises(Conflict, match="resolved"):
        act(alarmed.store, done.id, "reopen", by=ANN)
    assert (
        act(alarmed.store, done.id, "comment", by=ANN, text="it was the campaign").events[-1].kind
        == "commented"
    )


def test_what_cannot_be_done_is_refused_and_nothing_changes(alarmed: Feed) -> None:
    before = the_alert(alarmed)
    with pytest.raises(InvalidInput, match="not about 'height'"):
        act(alarmed.store, before.id, "expected", by=ANN, subjects=["height"])
    with pytest.raises(NotFound, match="no alert"):
        act(alarmed.store, "ffffffffffff", "acknowledge", by=ANN)
    with pytest.raises(InvalidInput, match="comment is needed"):
        act(alarmed.store, before.id, "comment", by=ANN)
    assert the_alert(alarmed) == before


def test_persistence_is_asked_for_by_the_policy(feed: Feed) -> None:
    feed.monitor(policy=DriftPolicy(persistence=1))
    feed.day(0, shift=8)
    assert [alert.subjects for alert in feed.run().alerts] == [["age"]]


class Service:
    """A service that fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.got = failures, []  # type: ignore[var-annotated]

    def __call__(self, address: str, title: str, text: str) -> bool:
        if self.failures:
            self.failures -= 1
            raise OSError(f"cannot reach {address}")
        self.got.append((address, title))
        return True


def test_messages_are_tried_again_and_sent_once(alarmed: Feed) -> None:
    service, now = Service(failures=2), time.time()
    (first,) = deliver(alarmed.store, now, service)
    assert (first.status, first.attempts) == ("waiting", 1)
    assert "test://nowhere" not in first.problem
    assert deliver(alarmed.store, now + 1, service) == []
    assert [one.status for one in deliver(alarmed.store, now + 31, service)] == ["waiting"]
    assert [one.status for one in deliver(alarmed.store, now + 200, service)] == ["sent"]
    assert deliver(alarmed.store, now + 1e6, service) == []
    assert service.got == [("test://nowhere", "Alert: churn – age")]


def test_messages_that_never_arrive_are_given_up(alarmed: Feed) -> None:
    now = time.time()
    for _ in range(MOST_ATTEMPTS):
        now += 7 * 3600
        deliver(alarmed.store, now, Service(failures=1))
    (delivery,) = alert_details(alarmed.store, the_alert(alarmed).id).deliveries
    assert (delivery.status, delivery.attempts) == ("failed", MOST_ATTEMPTS)


def test_a_sender_that_died_leaves_a_message_that_is_not_sent_again(alarmed: Feed) -> None:
    class Dies(BaseException):
        pass

    def dies(*_: Any) -> bool:
        raise Dies

    now = time.time()
    with pytest.raises(Dies):
        deliver(alarmed.store, now, dies)
    service = Service()
    deliver(alarmed.store, now + 1000, service)
    (delivery,) = alert_details(alarmed.store, the_alert(alarmed).id).deliveries
    assert (delivery.status, service.got) == ("unsure", [])


def test_a_channel_without_an_address_says_which_variable_to_set(
    alarmed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLTRACK_CHANNEL_TEAM")
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    (delivery,) = deliver(alarmed.store, time.time(), Service())
    assert "MLTRACK_CHANNEL_TEAM" in delivery.problem
    assert address_of("team") is None


def test_addresses_are_no_names_of_channels() -> None:
    with pytest.raises(InvalidInput) as error:
        check_channels(["slack://T0/B0/very-secret"])
    assert "very-secret" not in str(error.value)


def test_a_real_service_gets_the_message(alarmed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[dict[str, Any]] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Be quiet."""

    with HTTPServer(("127.0.0.1", 0), Webhook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("MLTRACK_CHANNEL_TEAM", f"json://127.0.0.1:{server.server_port}/hook")
        try:
            (sent,) = deliver(alarmed.store)
        finally:
            server.shutdown()
            thread.join()
    assert sent.status == "sent"
    (message,) = got
    assert message["title"] == "Alert: churn – age"
    assert "`age` moved" in message["message"]
