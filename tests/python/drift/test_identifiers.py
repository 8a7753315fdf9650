"""Columns that number rows or name things: a shift of them means that time goes on, and nothing else."""

from __future__ import annotations

import numpy as np

from jupyter_mltrack.drift import drift, profile


def test_numbers_of_rows_are_not_compared_and_numbers_of_things_are() -> None:
    random = np.random.default_rng(0)
    before = {
        "at": np.arange(500), "customer_id": random.choice(10**6, 500, replace=False),
        "paid": random.integers(0, 10**5, 500),
    }  # fmt: skip
    after = {
        "at": np.arange(500, 1500), "customer_id": 10**6 + random.choice(10**6, 1000, replace=False),
        "paid": random.integers(0, 10**5, 1000) * 100,
    }  # fmt: skip
    for found in (drift(before, after), drift(profile(before), profile(after))):
        states = {column.name: column.state for column in found.report.columns}
        assert states == {"at": "identifier", "customer_id": "identifier", "paid": "compared"}
        assert found.drifted == ["paid"]
