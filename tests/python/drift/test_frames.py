"""Tables of every library are read alike."""

import numpy as np
import pytest
from tables import mixed

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift.api import table_of


def _ways():
    yield "mapping", lambda table: {name: table[name].to_numpy() for name in table}
    yield "lists", lambda table: {name: table[name].tolist() for name in table}
    yield "nullable", lambda table: table.convert_dtypes()
    yield "categorical", lambda table: table.astype({"city": "category"})
    yield (
        "polars",
        lambda table: pytest.importorskip("polars").from_dict({n: table[n].tolist() for n in table}),
    )
    yield (
        "lazy",
        lambda table: pytest.importorskip("polars").from_dict({n: table[n].tolist() for n in table}).lazy(),
    )
    yield "pyarrow", lambda table: pytest.importorskip("pyarrow").table({n: table[n].tolist() for n in table})
    yield "duckdb", lambda table: pytest.importorskip("duckdb").from_df(table)


@pytest.mark.parametrize(("name", "way"), list(_ways()), ids=[name for name, _ in _ways()])
def test_a_table_is_read_alike_whatever_holds_it(name, way):
    table = mixed(1, 300)
    plain, read = table_of(table), table_of(way(table))
    assert list(read.columns) == list(plain.columns)
    for column, one in plain.columns.items():
        other = read.columns[column]
        assert (one.kind, one.rows, one.counts) == (other.kind, other.rows, other.counts), column
        # polars tells NaN from null, but both are no value.
        assert one.missing == other.missing, column
        np.testing.assert_allclose(np.sort(one.values), np.sort(other.values))
    assert mltrack.drift(table, way(table)).status == "no drift"


def test_parquet_files_are_read(tmp_path):
    pytest.importorskip("pyarrow")
    mixed(1).to_parquet(tmp_path / "before.parquet")
    mixed(2).to_parquet(tmp_path / "after.parquet")
    assert mltrack.drift(tmp_path / "before.parquet", str(tmp_path / "after.parquet")).status == "no drift"


def test_arrays_are_tables():
    random = np.random.default_rng(0)
    before, after = random.normal(size=(500, 3)), random.normal(size=(500, 3)) + np.array([0, 0, 1])
    assert mltrack.drift(before, after).drifted == ["2"]
    assert mltrack.drift(before[:, 0], after[:, 1]).status == "no drift"
    named = np.zeros(20, dtype=[("a", float), ("b", "U3"), ("c", "M8[s]")])
    assert [column.kind for column in table_of(named).columns.values()] == ["number", "category", "time"]
