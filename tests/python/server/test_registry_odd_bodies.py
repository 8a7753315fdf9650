"""Odd values at every address of the registry: a clear answer, never a fault of ours."""

import json
import random
import re
from urllib.parse import quote

from jupyter_mltrack.registry import Person, check, open_request, register
from jupyter_mltrack.server.openapi import OPERATIONS, description
from jupyter_mltrack.tracking import start

ODD = (
    None, True, 0, -1, 10**30, 1.5, "", " ", "x" * 20_000, "..", "a/b", "\x00", "\u202e", "churn", "churn/1", "1",
    "production", "approve", [], {}, [None], {"a": None}, [{"stage": "production"}],
    [{"stage": "staging", "most": -1}], "\U0001f600",
)  # fmt: skip
PARTS = (
    "churn",
    "1",
    "production",
    "nobody",
    "..",
    "a@b",
    "\x00",
    "9" * 40,
    "\u0663",
    "x" * 300,
    "-1",
    "\U0001f600",
)


async def test_odd_values_are_refused_in_words(jp_serverapp, http_server_client, jp_base_url, server_store):
    with start(server_store, "e") as run:
        run.log(loss=float("nan"))
    register(server_store, 1, "churn", by=Person("alice"))
    request = open_request(server_store, "churn/1", "staging", "try it", by=Person("alice")).id
    chance, schemas = random.Random(11), description()["components"]["schemas"]
    token = {"Authorization": f"token {jp_serverapp.identity_provider.token}"}
    faults, seen, parts = {}, set(), (*PARTS, request, request[:6])
    for operation in [one for one in OPERATIONS if one.path.startswith("registry/")] * 6:
        path = re.sub(r"\{\w+\}", lambda _: quote(chance.choice(parts), safe=""), operation.path)
        query = "&".join(f"{name}={quote(str(chance.choice(ODD))[:500])}" for name in operation.query)
        body = None
        if operation.body:
            fields = schemas[operation.body]["properties"]
            body = json.dumps({name: chance.choice(ODD) for name in fields if chance.random() < 0.8})
        answer = await http_server_client.fetch(
            f"{jp_base_url}mltrack/api/{path}?{query}", method=operation.method.upper(), headers=token, body=body,
            raise_error=False, allow_nonstandard_methods=True,
        )  # fmt: skip
        seen.add(answer.code)
        if answer.code >= 500 or not json.loads(answer.body):
            faults[operation.method, path, query, body] = answer.code
        elif answer.code >= 400:
            assert json.loads(answer.body)["message"]
    assert faults == {} and {200, 400, 404} <= seen
    assert check(server_store) == []
