"""Signatures: found from data, checked against data, and in MLflow's words and back."""

import datetime

import numpy as np
import pandas as pd
import pytest

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.models.signature import from_mlflow, infer_signature, to_mlflow, validate
from jupyter_mltrack.records import Signature, SignatureField

FRAME = pd.DataFrame(
    {
        "i8": np.array([1, 2], "int8"),
        "i64": [1, 2],
        "f32": np.array([1, 2], "float32"),
        "f64": [1.0, None],
        "s": ["a", "b"],
        "o": pd.Series(["a", None], dtype=object),
        "b": [True, False],
        "t": pd.to_datetime(["2026-01-01", "2026-01-02"]),
        "c": pd.Categorical(["x", "y"]),
        "n": pd.Categorical([1, 2]),
        "x": pd.Series([1, "a"], dtype=object),
        "by": pd.Series([b"a", b"b"], dtype=object),
    }
)


def test_tables():
    found = {field.name: (field.type, field.required) for field in infer_signature(FRAME).inputs}
    assert found == {
        "i8": ("integer", True), "i64": ("long", True), "f32": ("float", True), "f64": ("double", False),
        "s": ("string", True), "o": ("string", False), "b": ("boolean", True), "t": ("datetime", True),
        "c": ("string", True), "n": ("long", True), "x": ("any", True), "by": ("binary", True),
    }  # fmt: skip


def test_polars():
    polars = pytest.importorskip("polars")
    found = infer_signature(polars.DataFrame({"a": [1, None], "b": ["x", "y"], "c": [1.0, 2.0]})).inputs
    assert [(f.name, f.type, f.required) for f in found] == [
        ("a", "long", False), ("b", "string", True), ("c", "double", True)
    ]  # fmt: skip


def test_arrays_dicts_lists_and_single_values():
    def one(data):
        (field,) = infer_signature(data).inputs
        return field.type, field.shape

    assert one(np.zeros((5, 3), "float32")) == ("float32", [-1, 3])
    assert one(np.array(["a", "bc"])) == ("str", [-1])
    assert one(pd.Series([1, 2])) == ("long", None)
    assert one([1, 2]) == ("long", None)
    assert one([1, 2.5]) == ("double", None)
    assert one([[1, 2], [3, 4]]) == ("int64", [-1, 2])
    assert one("text") == ("string", None)
    assert one(datetime.datetime(2026, 1, 1)) == ("datetime", None)
    named = infer_signature({"x": np.zeros((2, 4)), "y": [1, 2]}).inputs
    assert named == [SignatureField("float64", "x", [-1, 4]), SignatureField("long", "y")]
    for wrong in (object(), None, {"x": FRAME}, [[1], [1, 2]]):
        with pytest.raises(InvalidInput):
            infer_signature(wrong)


def test_what_fits_and_what_does_not():
    signature = infer_signature(pd.DataFrame({"a": [1.0], "b": [1], "c": ["x"]}))
    validate(signature, pd.DataFrame({"a": [1], "b": [2], "c": ["y"], "more": [1]}))
    with pytest.raises(InvalidInput, match=r"missing: b, c"):
        validate(signature, pd.DataFrame({"a": [1.0]}))
    with pytest.raises(InvalidInput, match="'b' is double, not long; 'c' is long, not string"):
        validate(signature, pd.DataFrame({"a": [1.0], "b": [1.5], "c": [3]}))
    tensors = infer_signature(np.zeros((5, 3)))
    validate(tensors, np.zeros((1, 3), "float32"))
    with pytest.raises(InvalidInput, match="shape any × 4, not any × 3"):
        validate(tensors, np.zeros((5, 4)))
    with pytest.raises(InvalidInput, match="elements of str"):
        validate(tensors, np.array([["a", "b", "c"]]))
    numbers = infer_signature(pd.DataFrame({"a": [1.0], "b": [1.0]}))
    validate(numbers, np.zeros((3, 2)))
    with pytest.raises(InvalidInput, match="3 columns"):
        validate(numbers, np.zeros((3, 3)))
    validate(Signature(), "anything")


def test_mlflows_words_and_back():
    for data in (FRAME, np.zeros((2, 3), "float32"), {"x": np.zeros((2, 4))}, [1, 2]):
        signature = infer_signature(data, np.zeros(2))
        assert from_mlflow(to_mlflow(signature)) == signature
    assert from_mlflow(None) is None
    mlflows = {"inputs": '[{"type": "array", "items": {"type": "long"}, "name": "v"}]', "outputs": None}
    assert from_mlflow(mlflows) == Signature([SignatureField("any", "v")])
    for wrong in ({"inputs": "[{"}, {"inputs": '[{"name": "x"}]'}, {"inputs": "[3]"}):
        with pytest.raises(InvalidInput, match="signature"):
            from_mlflow(wrong)
