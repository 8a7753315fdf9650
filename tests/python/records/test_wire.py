"""Records on the wire."""

import json
import math

import pytest

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.records import RunEdit, Series
from jupyter_mltrack.records.schema import front_end_schema
from jupyter_mltrack.records.wire import decode, encode


def test_numbers_that_json_cannot_hold_travel_as_words():
    series = Series("r", "loss", [0, 1, 2], [math.nan, math.inf, -math.inf], [0.0, 1.0, 2.0], 3)
    assert json.loads(encode(series))["values"] == ["NaN", "Infinity", "-Infinity"]


@pytest.mark.parametrize("body", [b"[1]", b"{", b'{"name": 3}', b'{"colour": 1}', b"\xff"])
def test_bodies_of_another_form_are_refused_with_the_place(body):
    with pytest.raises(InvalidInput, match="cannot be read"):
        decode(body, RunEdit)


def test_every_answer_says_that_its_fields_are_there():
    schemas = front_end_schema()["$defs"]
    assert set(schemas["RunRow"]["required"]) == set(schemas["RunRow"]["properties"])
    assert not schemas["RunEdit"].get("required")
