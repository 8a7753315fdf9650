"""Sources: files and databases, each row once, and nothing that could write or give a secret away."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from feed import Feed, rows

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.monitoring.problems import SourceError
from jupyter_mltrack.monitoring.rows import Rows
from jupyter_mltrack.monitoring.sources import check_source, open_source
from jupyter_mltrack.monitoring.sources.databases import filled
from jupyter_mltrack.monitoring.sources.sql import Query
from jupyter_mltrack.records import Chunking, MonitorSource


def database(folder: Path, frame: pd.DataFrame) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "log.db")
    frame.assign(at=frame["at"].astype(str)).to_sql("log", connection, if_exists="append", index=False)
    connection.commit()
    return connection


def read(source: Any, position: str = "") -> tuple[list[dict[str, Any]], str]:
    found: list[dict[str, Any]] = []
    for batch in source.batches(position):
        for part in batch.read(70):
            found += pd.DataFrame({name: list(values) for name, values in part.items()}).to_dict("records")
        position = batch.position
    return found, position


def test_with_a_cursor_rows_are_read_once(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": range(200), "at": pd.Timestamp("2026-03-01"), "v": np.arange(200) * 0.5})
    connection = database(tmp_path, frame)
    source = Query("sqlite:///log.db", "SELECT id, v FROM log;", "id", tmp_path)
    found, position = read(source)
    assert [row["id"] for row in found] == [*range(200)]
    assert source.batches(position) == []
    database(tmp_path, frame.assign(id=frame["id"] + 200)).close()
    more, _ = read(source, position)
    assert [row["id"] for row in more] == [*range(200, 400)]
    connection.close()


def test_a_monitor_of_a_database_goes_on_where_it_was(feed: Feed) -> None:
    database(feed.folder, rows(0)).close()
    query = "SELECT * FROM log"
    feed.monitor(source=MonitorSource("sql", database="sqlite:///log.db", query=query, cursor="at"))
    assert [check.label for check in feed.run().checks] == ["2026-03-01"]
    database(feed.folder, rows(1)).close()
    run = feed.run()
    assert [(check.label, check.rows) for check in run.checks] == [("2026-03-02", 400)]
    assert (run.rows, feed.run().rows) == (400, 0)


def test_without_a_cursor_the_answer_is_read_anew(feed: Feed) -> None:
    database(feed.folder, rows(0)).close()
    source = MonitorSource("sql", database="sqlite:///log.db", query="SELECT * FROM log")
    feed.monitor(source=source)
    feed.run()
    database(feed.folder, rows(1)).close()
    run = feed.run()
    assert run.monitor.rows == 800
    assert [(check.label, check.rows) for check in run.checks][-1] == ("2026-03-02", 400)


def test_duckdb_is_read_as_well(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(tmp_path / "log.duckdb")) as connection:
        connection.execute("CREATE TABLE log AS SELECT range AS id, 'a?b:c' AS t FROM range(100)")
    source = Query("duckdb:///log.duckdb", "SELECT id, t FROM log WHERE t = 'a?b:c'", "id", tmp_path)
    found, _ = read(source)
    assert [row["id"] for row in found] == [*range(100)]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("DELETE FROM log", "reads, and nothing else"),
        ("SELECT 1; DROP TABLE log", "reads, and nothing else"),
        ("", "reads, and nothing else"),
    ],
)
def test_queries_only_read(query: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        check_source(MonitorSource("sql", database="sqlite:///x.db", query=query))


def test_even_a_query_that_looks_like_reading_cannot_write(tmp_path: Path) -> None:
    connection = database(tmp_path, pd.DataFrame({"id": [1], "at": ["x"]}))
    source = Query("sqlite:///log.db", "WITH a AS (SELECT 1) SELECT * FROM log", "", tmp_path)
    with source._connected() as opened, pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened.execute("DELETE FROM log", ())
    connection.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:hunter2@host/db",
        "mysql://h/db?user=me&password=hunter2",
        "x://a:b@c",
        "postgresql://me:hunter2[@host/db",
        "postgresql://me:hun/ter2@host",
        "mssql+pyodbc:///?odbc_connect=UID%3Dme%3BPWD%3Dhunter2",
        "databricks://host?access_token=hunter2",
        "snowflake://me@host/db?private_key=hunter2",
    ],
)
def test_passwords_are_not_taken(address: str) -> None:
    with pytest.raises(InvalidInput, match="password") as error:
        check_source(MonitorSource("sql", database=address, query="SELECT 1"))
    assert "hunter2" not in str(error.value)


def test_a_password_comes_from_the_environment_and_is_not_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    check_source(MonitorSource("sql", database="postgresql://me:$DB_PASSWORD@host/db", query="SELECT 1"))
    source = Query("$WHERE", "SELECT 1", "", tmp_path)
    with pytest.raises(SourceError, match="needs the variable WHERE"):
        source.batches("")
    monkeypatch.setenv("WHERE", "nodriver://me:hunter2@host/db")
    with pytest.raises(SourceError) as error:
        source.batches("")
    assert "hunter2" not in str(error.value)


def test_databases_and_columns_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no database 'gone\.db'"):
        Query("sqlite:///gone.db", "SELECT 1", "", tmp_path).batches("")
    database(tmp_path, pd.DataFrame({"id": [1], "at": ["x"]})).close()
    with pytest.raises(SourceError, match="refuses the query: no such column: size"):
        Query("sqlite:///log.db", "SELECT * FROM log", "size", tmp_path).batches("")
    (tmp_path / "text.db").write_text("this is no database" * 99)
    with pytest.raises(SourceError):
        Query("sqlite:///text.db", "SELECT 1 FROM t", "", tmp_path).batches("")


def test_files_are_found_by_pattern_and_others_are_not_files(tmp_path: Path) -> None:
    for name in ("a.csv", "b.parquet", "c.txt", ".hidden.csv", "deep/d.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x\n1\n")
    source = open_source(MonitorSource("files", "**/*"), tmp_path)
    assert source is not None
    assert sorted(batch.name for batch in source.batches("")) == ["a.csv", "b.parquet", "deep/d.csv"]


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["2026-03-01T00:00:00Z", None], 1772323200.0),
        (["2026-03-01 01:00:00+01:00", ""], 1772323200.0),
        ([1772323200, None], 1772323200.0),
        ([1772323200000.0, np.nan], 1772323200.0),
        (pd.to_datetime(["2026-03-01", None]), 1772323200.0),
        (pd.to_datetime(["2026-03-01", None]).tz_localize("Asia/Kolkata"), 1772323200.0 - 19800),
        (["2026-03-01T00:00:00.123456789", "no time"], 1772323200.123456),
    ],
)
def test_times_are_read_however_they_are_written(values: Any, first: float) -> None:
    found = Rows(pd.DataFrame({"at": values})).times("at")
    assert found[0] == pytest.approx(first, abs=1e-5)
    assert np.isnan(found[1])


def test_tables_of_every_kind_are_rows() -> None:
    import polars
    import pyarrow

    plain = {"a": np.arange(4), "b": np.array(["x", "y", "x", "z"], object)}
    for table in (
        plain, pd.DataFrame(plain), polars.DataFrame({"a": [0, 1, 2, 3], "b": list("xyxz")}),
        pyarrow.table({"a": [0, 1, 2, 3], "b": list("xyxz")}), pd.DataFrame(plain).to_records(index=False),
    ):  # fmt: skip
        whole = Rows(table)
        assert (len(whole), whole.names) == (4, ["a", "b"])
        part = whole.at(np.array([1, 3])).without(["a"])
        assert (part.names, [str(cell) for cell in part.cells("b")]) == (["b"], ["y", "z"])
    with pytest.raises(InvalidInput, match="same length"):
        Rows({"a": [1], "b": [1, 2]})
    with pytest.raises(InvalidInput, match="its columns are a, b"):
        Rows(plain).cells("c")


def test_chunks_that_cannot_be_meant_are_refused(feed: Feed) -> None:
    for chunking, told in (
        (Chunking("time"), "need the column"),
        (Chunking("rows", rows=0), "1 to 1,000,000,000 rows"),
        (Chunking("time", column="at", period="soon"), "no period"),
        (Chunking("time", column="at", zone="Nowhere"), "no time zone"),
    ):
        with pytest.raises(InvalidInput, match=told):
            feed.monitor("bad", chunking=chunking)


def test_rows_with_the_value_at_which_reading_ended_are_read_when_they_come(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": [1, 2, 2], "at": "x", "v": [0, 1, 2]})
    connection = database(tmp_path, frame)
    source = Query("sqlite:///log.db", "SELECT id, v FROM log", "id", tmp_path)
    found, position = read(source)
    assert sorted(row["v"] for row in found) == [0, 1, 2]
    assert source.batches(position) == []
    database(tmp_path, pd.DataFrame({"id": [2, 2], "at": "x", "v": [3, 4]})).close()
    more, position = read(source, position)
    assert [row["v"] for row in more] == [3, 4]
    database(tmp_path, pd.DataFrame({"id": [2, 3, 4, 4], "at": "x", "v": [5, 6, 7, 8]})).close()
    more, position = read(source, position)
    assert sorted(row["v"] for row in more) == [5, 6, 7, 8]
    assert source.batches(position) == []
    # A position of before rows were counted goes on beyond its value.
    old, _ = read(source, "3")
    assert {row["v"] for row in old} == {6, 7, 8}
    connection.close()


def test_two_answers_that_end_at_one_value_are_two_batches(feed: Feed) -> None:
    frame = rows(0).assign(step=1)
    database(feed.folder, frame[:100]).close()
    source = MonitorSource("sql", database="sqlite:///log.db", query="SELECT * FROM log", cursor="step")
    feed.monitor(source=source)
    feed.run()
    database(feed.folder, frame[100:]).close()
    run = feed.run()
    assert (run.rows, run.monitor.rows) == (300, 400)
    assert [check.rows for check in run.checks] == [400]


def test_values_that_are_no_cursor_are_refused(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(tmp_path / "log.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE log AS SELECT 'nan'::DOUBLE AS d, '2026-03-01 12:00:00.123456789'::TIMESTAMP_NS AS n, "
            "'2026-03-01 12:00:00.123456'::TIMESTAMP AS t, 1.25::DECIMAL(9, 2) AS m"
        )
    for name, told in (("d", "the value nan"), ("n", "does not find the value")):
        with pytest.raises(SourceError, match=told):
            Query("duckdb:///log.duckdb", "SELECT * FROM log", name, tmp_path).batches("")
    for name in ("t", "m"):
        source = Query("duckdb:///log.duckdb", "SELECT * FROM log", name, tmp_path)
        found, position = read(source)
        assert (len(found), source.batches(position)) == (1, [])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{folder}/secret.csv')", "SELECT * FROM read_text('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'", "SELECT * FROM glob('{folder}/*')",
    ],
)  # fmt: skip
def test_a_query_of_duckdb_reads_no_other_file(tmp_path: Path, query: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    duckdb.connect(str(tmp_path / "log.duckdb")).close()
    (tmp_path / "secret.csv").write_text("a\nhidden\n")
    source = Query("duckdb:///log.duckdb", query.format(folder=tmp_path), "", tmp_path)
    with pytest.raises(SourceError, match="refuses the query") as error:
        source.batches("")
    assert "hidden" not in str(error.value)
    with source._connected() as opened:
        for wrong in ("SET enable_external_access = true", "ATTACH ':memory:' AS other", "INSTALL httpfs"):
            with pytest.raises(duckdb.Error):
                opened.execute(wrong, ())


def test_what_a_database_says_holds_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACE", "hunter2.db")
    connection = sqlite3.connect(tmp_path / "hunter2.db")
    connection.close()
    source = Query("sqlite:///$PLACE", 'SELECT * FROM "hunter2.db"', "", tmp_path)
    with pytest.raises(SourceError, match="no such table: …"):
        source.batches("")


def test_passwords_may_hold_what_ends_them_in_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD", "a@b/c:d#1")
    monkeypatch.setenv("WHOLE", "postgresql://me:a%40b@host/db")
    assert filled("postgresql://me:$PASSWORD@host/db")[0] == "postgresql://me:a%40b%2Fc%3Ad%231@host/db"
    assert filled("$WHOLE")[0] == "postgresql://me:a%40b@host/db"
