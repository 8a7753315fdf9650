"""The filter language means what people would expect of it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.tracking.filter import parse_filter

RUNS = [
    {
        "number": 1, "id": "a", "name": "svc-rbf", "experiment": "churn", "status": "finished",
        "started": 1_790_000_000.0, "params": {"model": "svc", "lr": 0.1, "my depth": 3},
        "metrics": {"accuracy": 0.95, "val.loss": 0.2},
        "summaries": {"val.loss": {"min": 0.1, "max": 0.9, "mean": 0.3}}, "tags": {"keep": "yes"}, "user": "ada",
    },
    {
        "number": 2, "id": "b", "name": "forest", "experiment": "churn", "status": "failed", "started": 1_790_086_400.0,
        "params": {"model": "forest", "lr": "auto"}, "metrics": {"accuracy": 0.9}, "note": "Too slow", "user": "bob",
        "failure": {"type": "ValueError"},
    },
    {
        "number": 3, "id": "c", "name": "SVC linear", "experiment": "wine", "status": "finished",
        "started": time.time() - 3600, "params": {"model": "svc", "lr": 1, "fast": True}, "metrics": {"val.loss": 0.05},
    },
]  # fmt: skip


def matching(text: str) -> list[int]:
    # The store takes values of another kind as no match, where plain TinyDB raises: compare one run at a time.
    condition = parse_filter(text)
    found = []
    for run in RUNS:
        db = TinyDB(storage=MemoryStorage)
        db.insert(run)
        try:
            if condition is None or db.search(condition):
                found.append(run["number"])
        except TypeError:
            continue
    return found


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("", [1, 2, 3]),
        ("   ", [1, 2, 3]),
        ("svc", [1, 3]),
        ("SVC", [1, 3]),
        ('"svc linear"', [3]),
        ("slow", [2]),
        ("ada", [1]),
        ("failed", [2]),
        ("yes", [1]),
        ("#2", [2]),
        ("accuracy > 0.92", [1]),
        ("metrics.accuracy>=0.9", [1, 2]),
        ("metrics.val.loss < 0.1", [3]),
        ('metrics."val.loss" < 0.1', [3]),
        ("min.val.loss <= 0.1", [1, 3]),
        ("params.model = svc", [1, 3]),
        ("params.model = 'svc' and params.lr = 0.1", [1]),
        ("params.model = svc params.lr = 0.1", [1]),
        ("param.lr = '1'", [3]),
        ("params.lr = auto", [2]),
        ("lr = 1 or lr = auto", [2, 3]),
        ("not params.model = svc", [2]),
        ("params.model != svc", [2]),
        ("(svc or forest) and experiment = churn", [1, 2]),
        ("params.model in (svc, 'forest')", [1, 2, 3]),
        ("params.model not in (svc)", [2]),
        ("params.`my depth` = 3", [1]),
        ("has tags.keep", [1]),
        ("not has params.fast", [1, 2]),
        ("params.fast = true", [3]),
        ('name ~ "^svc-"', [1]),
        ("name !~ svc", [2, 3]),
        ("params.model like '%ores%'", [2]),
        ("run.name ilike 'svc%'", [1, 3]),
        ("attributes.status = 'failed'", [2]),
        ("status = finished", [1, 3]),
        ("failure = ValueError", [2]),
        ("started > 1d", [3]),
        ("started < 2026-09-22", [1]),
        ("number > 1 and number < 3", [2]),
        ("user = bob", [2]),
        ("tags.keep = yes", [1]),
    ],
)
def test_means(text, numbers):
    assert matching(text) == numbers


@pytest.mark.parametrize(
    "text, says",
    [
        ("accuracy >", "expected a value"),
        ("accuracy > )", "expected a value"),
        ("(svc", "')'"),
        ("svc )", "expected"),
        ('name = "svc', "not closed"),
        ("name ~ '('", "no regular expression"),
        ("run.colour = red", "Runs have no 'colour'"),
        ("started > soon", "no time"),
        ("params.a in svc", "'(' after 'in'"),
        ("and", "expected"),
        ("(" * 80 + "a" + ")" * 80, "nested"),
        ("a" * 20_000, "characters"),
    ],
)
def test_says_what_is_wrong(text, says):
    if text == "and":
        assert matching(text) == []  # a word like any other
        return
    with pytest.raises(InvalidInput, match=says.replace("(", r"\(").replace(")", r"\)")):
        parse_filter(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        matching(text)
    except InvalidInput as error:
        assert error.message
