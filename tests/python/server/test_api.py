"""The server's addresses, on a real server."""

import gzip
import json
import math
import re
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPClientError

from jupyter_mltrack.records import CellCapture, ChildRun, RunRow
from jupyter_mltrack.server.openapi import OPERATIONS, description
from jupyter_mltrack.tracking import start


def make(store, count=3):
    runs = []
    for index in range(count):
        with start(store, "churn", f"run-{index}", params={"lr": 0.1 * (index + 1), "a,b": "x"}) as run:
            for step in range(5):
                run.log(loss=1 / (step + index + 1), step=step)
            run.log(accuracy=0.9 + index / 100, odd=math.nan)
        runs.append(run)
    return runs


async def problem(awaitable):
    with pytest.raises(HTTPClientError) as error:
        await awaitable
    return error.value.code, json.loads(error.value.response.body)


async def test_without_a_store_everything_is_empty(call, jp_root_dir):
    status = await call("status")
    assert status["store"] == ".mltrack" and status["problem"] is None
    assert await call("runs") == {"rows": [], "total": 0, "running": 0, "seq": 0}
    assert await call("experiments") == {"experiments": []}
    assert await call("columns") == {"columns": []}
    assert not (jp_root_dir / ".mltrack").exists()


async def test_the_table(call, server_store):
    make(server_store)
    columns = ",".join(
        quote(name, safe="") for name in ("params.lr", "params.a,b", "min.loss", "metrics.odd")
    )
    page = await call("runs", sort="-metrics.accuracy", columns=columns, limit=2)
    assert page["total"] == 3 and [row["number"] for row in page["rows"]] == [3, 2]
    assert (
        page["rows"][0]["values"]["params.a,b"] == "x" and page["rows"][0]["values"]["metrics.odd"] == "NaN"
    )
    assert (await call("runs", filter="accuracy > 0.915"))["total"] == 1
    assert {c["id"] for c in (await call("columns"))["columns"]} >= {"params.lr", "metrics.loss", "min.loss"}
    [row] = (await call("experiments"))["experiments"]
    assert (row["name"], row["runs"], row["main_metric"]) == ("churn", 3, "accuracy")
    row = await call("experiments", "churn", method="PATCH", body={"main_metric": "loss"})
    assert (row["main_metric"], row["direction"]) == ("loss", "min")


async def test_large_answers_are_compressed_for_who_understands_it(jp_fetch, server_store):
    make(server_store, 30)
    for accepts, packed in (("gzip, deflate", True), ("identity", False)):
        answer = await jp_fetch(
            "mltrack", "api", "runs", headers={"Accept-Encoding": accepts}, decompress_response=False
        )
        assert (answer.headers.get("Content-Encoding") == "gzip") == packed
        body = gzip.decompress(answer.body) if packed else answer.body
        assert json.loads(body)["total"] == 30 and (len(answer.body) < len(body) / 3) == packed
        assert answer.headers["Content-Type"].startswith("application/json")


async def test_one_run_is_read_edited_deleted_restored(call, server_store):
    [run] = make(server_store, 1)
    details = await call("runs", run.id)
    assert details["run"]["metrics"]["loss"] == 0.2 and details["environment"]["python"]
    details = await call("runs", "1", method="PATCH", body={"name": "<b>x</b>", "tags": {"k": "v"}})
    assert details["run"]["name"] == "<b>x</b>" and details["run"]["tags"] == {"k": "v"}
    assert await call("runs", "delete", method="POST", body={"runs": [run.id]}) == {"runs": [run.id]}
    assert (await call("runs"))["total"] == 0 and (await call("runs", deleted=1))["total"] == 1
    assert await call("runs", "restore", method="POST", body={"runs": [run.id]}) == {"runs": [run.id]}
    assert (await call("lines", run.id))["number"] == 1


async def test_comparison_series_and_figures(call, server_store):
    import plotly.graph_objects as go

    runs = ",".join(run.id for run in make(server_store))
    found = await call("comparison", runs=runs)
    assert [row["key"] for row in found["groups"][0]["rows"]] == ["lr"]
    series = (await call("series", runs=runs, keys="loss"))["series"]
    assert [len(one["values"]) for one in series] == [5, 5, 5]
    for address, more in (
        ("curves", {"keys": "loss", "smoothing": "0.5", "log": "1"}), ("curves", {"x": "relative"}), ("parallel", {}),
        ("scatter", {"x": "params.lr", "y": "metrics.accuracy"}), ("importance", {}),
    ):  # fmt: skip
        figure = await call("figures", address, runs=runs, **more)
        go.Figure(figure)
        assert figure["layout"]["meta"]["summary"], address
        assert figure["data"] or address == "importance", address


async def test_files_are_downloads_and_stay_in_their_run(jp_fetch, server_store):
    with start(server_store, "e") as run:
        run.log_file(b"<script>alert(1)</script>", "plots/a b.html")
    response = await jp_fetch("mltrack", "api", "runs", run.id, "files", "plots/a b.html")
    assert response.body == b"<script>alert(1)</script>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")
    for path in ("../../mltrack.db", "..%2F..%2Fmltrack.db", "nothing"):
        code, said = await problem(jp_fetch("mltrack", "api", "runs", run.id, "files", path))
        assert (code, said["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "parts, arguments, code, words",
    [
        (("runs", "nobody"), {}, 404, "no run"),
        (("runs",), {"filter": "accuracy >"}, 400, "expected a value"),
        (("runs",), {"sort": "colour"}, 400, "no column"),
        (("runs",), {"limit": "many"}, 400, "no number"),
        (("runs",), {"limit": "1000000"}, 400, "limit"),
        (("comparison",), {"runs": "1"}, 400, "two"),
        (("comparison",), {"runs": "1,99"}, 404, "newest run is number 1"),
        (("series",), {"runs": "99"}, 404, "newest run is number 1"),
        (("figures", "curves"), {"runs": "99"}, 404, "newest run is number 1"),
        (("series",), {"runs": "1", "max_points": "nan"}, 400, "max_points"),
        (("runs",), {"sort": "-params."}, 400, "no column"),
        (("figures", "curves"), {"runs": "1", "x": "sideways"}, 400, "x"),
        (("figures", "scatter"), {"runs": "1"}, 400, "two columns"),
        (("nothing",), {}, 404, "nothing at"),
    ],
)
async def test_errors_say_what_to_do(jp_fetch, server_store, parts, arguments, code, words):
    make(server_store, 1)
    got, said = await problem(jp_fetch("mltrack", "api", *parts, params=arguments))
    assert got == code
    assert words in said["message"]


BAD_BODIES = {
    "a list": "[]",
    "half": "{",
    "no UTF-8": b"\xff",
    "a number as name": '{"name": 3}',
    "an unknown field": '{"colour": "red"}',
    "another person": '{"user": "root"}',
    "an empty name": '{"name": ""}',
    "a long name": json.dumps({"name": "x" * 10_000}),
    "a line break": json.dumps({"name": "a\nb"}),
    "half a character": '{"name": "a\\ud800"}',
    "a long note": json.dumps({"note": "x" * 100_001}),
    "a long tag": json.dumps({"tags": {"k" * 501: "v"}}),
    "a long value": json.dumps({"tags": {"k": "v" * 100_001}}),
    "a tag without a name": '{"tags": {"": "v"}}',
    "a number as tag": '{"tags": {"k": 3}}',
    "one good and one bad": json.dumps({"name": "new", "note": "x" * 100_001}),
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
async def test_bad_bodies_change_nothing(jp_fetch, call, server_store, body):
    [run] = make(server_store, 1)
    before = await call("runs", run.id)
    code, said = await problem(jp_fetch("mltrack", "api", "runs", run.id, method="PATCH", body=body))
    assert code == 400 and said["code"] == "invalid" and len(said["message"]) > 20
    assert await call("runs", run.id) == before


async def test_an_empty_edit_changes_nothing(call, server_store):
    [run] = make(server_store, 1)
    before = await call("runs", run.id)
    assert await call("runs", run.id, method="PATCH", body={}) == before


async def test_the_description_is_whole(call):
    described = await call("openapi.json")
    assert described["openapi"].startswith("3.1") and described["security"]
    text = json.dumps(described)
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in described["components"]["schemas"]
    row = described["components"]["schemas"]["RunRow"]
    assert set(row["required"]) == set(RunRow.__struct_fields__)


def test_operations_have_answers_that_exist():
    kinds = {"file", "figure", "object", "id", *description()["components"]["schemas"]}
    assert {one.answer for one in OPERATIONS} <= kinds


async def test_names_are_decided_about(call, server_store):
    with start(server_store, "e"):
        pass
    assert (await call("choices"))["choices"] == []
    said = await call("choices", method="PATCH", body={"name": "tmp", "choice": "never"})
    assert said["choices"] == [{"name": "tmp", "choice": "never"}]
    assert "tmp = never" in (server_store.path.parent / "mltrack.ini").read_text()
    with pytest.raises(HTTPClientError) as refused:
        await call("choices", method="PATCH", body={"name": "a b", "choice": "never"})
    assert (refused.value.code, json.loads(refused.value.response.body)["code"]) == (400, "invalid")
    assert (await call("choices", method="PATCH", body={"name": "tmp", "choice": None}))["choices"] == []


async def test_candidates_of_a_search(call, server_store):
    run = start(server_store, "churn", "grid")
    children = [ChildRun(f"C={at}", {"C": at}, {"score": at / 10}) for at in (3, 2, 1)]
    run.finish(capture=CellCapture(children=children))
    page = await call("runs", parent=run.id, columns="params.C")
    assert [row["values"]["params.C"] for row in page["rows"]] == [3, 2, 1] and page["total"] == 3
    assert (await call("runs", parent="1", filter="score < 0.15"))["total"] == 1
    assert (await call("runs", parent="1", sort="params.C", limit=1))["rows"][0]["name"] == "C=1"
    assert (await call("runs"))["total"] == 1
    child = page["rows"][0]["id"]
    details = await call("runs", child)
    assert (details["parent"], details["run"]["place"]) == (1, 1)
    code, said = await problem(call("runs", child, method="PATCH", body={"name": "x"}))
    assert code == 400 and "candidate within run 1" in said["message"]
    code, _ = await problem(call("runs", "delete", method="POST", body={"runs": [child]}))
    assert code == 400
    code, _ = await problem(call("runs", parent="77"))
    assert code == 404
    other = page["rows"][1]["id"]
    found = await call("comparison", runs=f"{child},{other}")
    assert "C 3 → 2" in found["sentence"]
