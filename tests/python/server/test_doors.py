"""Nobody comes in who may not: every address and verb, without a token, from another site, without a right."""

import json
import re

import pytest
from addresses import VERBS, registered
from tornado.httputil import HTTPHeaders

from jupyter_mltrack.server.app import ADDRESSES
from jupyter_mltrack.server.openapi import OPERATIONS
from jupyter_mltrack.tracking import start

BODY = {"POST": '{"runs": []}', "PATCH": "{}", "PUT": "{}", "DELETE": None}


@pytest.fixture
def ask(jp_serverapp, http_server_client, jp_base_url):
    """Ask for an address with the given headers and nothing else; errors are answers."""

    async def fetch(path, method="GET", headers=None, body=None):
        return await http_server_client.fetch(
            jp_base_url + path, method=method, headers=HTTPHeaders(headers or {}), raise_error=False,
            body=BODY.get(method) if body is None else body, allow_nonstandard_methods=True, follow_redirects=False,
        )  # fmt: skip

    return fetch


def test_the_walk_below_visits_all_that_is_registered(jp_serverapp):
    found = registered(jp_serverapp)
    patterns = {one.pattern.split("mltrack/api/")[1].rstrip("$") for one in found}
    assert patterns == {pattern for pattern, _ in ADDRESSES} | {".*"}
    described = {(one.method.upper(), re.sub(r"\{[^}]*\}", "x", one.path)) for one in OPERATIONS}
    served = {(verb, one.path) for one in found for verb in one.verbs if not one.pattern.endswith(".*$")}
    assert served == described


async def test_without_a_token_every_address_and_verb_is_closed(jp_serverapp, ask):
    open_doors = {}
    for address in registered(jp_serverapp):
        for verb in VERBS:
            answer = await ask(f"mltrack/api/{address.path}", verb)
            if answer.code != 403:
                open_doors[verb, address.path] = answer.code
            elif verb != "HEAD":
                problem = json.loads(answer.body)
                assert problem["code"] == "forbidden" and problem["message"]
        preflight = await ask(f"mltrack/api/{address.path}", "OPTIONS")
        assert preflight.body == b""
        assert "Access-Control-Allow-Origin" not in preflight.headers
    assert open_doors == {}


async def test_a_wrong_token_is_no_token(jp_serverapp, ask):
    for address in registered(jp_serverapp):
        answer = await ask(f"mltrack/api/{address.path}", headers={"Authorization": "token guessed"})
        assert answer.code == 403, address


async def _logged_in(jp_serverapp, ask):
    """Give a browser's cookies after a login, as two headers: without and with the XSRF cookie."""
    token = jp_serverapp.identity_provider.token
    page = await ask("login?next=%2F", headers={"Authorization": f"token {token}"})
    cookies = dict(value.split(";")[0].split("=", 1) for value in page.headers.get_list("Set-Cookie"))
    xsrf = cookies.pop("_xsrf", None)
    if xsrf is None:
        page = await ask("login", headers={})
        xsrf = dict(v.split(";")[0].split("=", 1) for v in page.headers.get_list("Set-Cookie"))["_xsrf"]
    login = "; ".join(f"{name}={value}" for name, value in cookies.items())
    assert login, "the server set no login cookie"
    return login, xsrf


async def test_a_cookie_alone_is_not_enough_to_write(jp_serverapp, ask, server_store):
    """A page of another site sends the browser's cookies, but cannot read or send the XSRF token."""
    with start(server_store, "e", "mine") as run:
        pass
    login, xsrf = await _logged_in(jp_serverapp, ask)
    assert (await ask("mltrack/api/runs", headers={"Cookie": login})).code == 200, "the cookie is no login"
    tried = 0
    for address in registered(jp_serverapp):
        for verb in set(address.verbs) - {"GET", "HEAD"}:
            path = f"mltrack/api/{address.path}"
            for cookies in (login, f"{login}; _xsrf={xsrf}"):
                answer = await ask(path, verb, {"Cookie": cookies})
                assert answer.code == 403, (verb, path)
                assert "_xsrf" in json.loads(answer.body)["message"].lower()
            own = {"Cookie": f"{login}; _xsrf={xsrf}", "X-XSRFToken": xsrf}
            assert (await ask(path, verb, own)).code != 403, "the token of the page itself is let in"
            tried += 1
    assert tried >= 4
    body = json.dumps({"runs": [run.id]})
    assert (await ask("mltrack/api/runs/delete", "POST", {"Cookie": login}, body)).code == 403
    assert json.loads((await ask("mltrack/api/runs", headers={"Cookie": login})).body)["total"] == 1


async def test_a_page_of_another_site_cannot_read(jp_serverapp, ask, server_store):
    login, _ = await _logged_in(jp_serverapp, ask)
    answer = await ask("mltrack/api/runs", headers={"Cookie": login, "Origin": "https://elsewhere.example"})
    assert answer.code in (403, 404)
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_every_address_asks_for_the_right(jp_serverapp, ask, server_store):
    """With a token, but without the right: a person of a shared server who may not use this extension."""
    token = {"Authorization": f"token {jp_serverapp.identity_provider.token}"}
    asked = []

    class Nobody(type(jp_serverapp.authorizer)):
        def is_authorized(self, handler, user, action, resource):
            asked.append((action, resource))
            return False

    jp_serverapp.web_app.settings["authorizer"] = Nobody(parent=jp_serverapp)
    for address in registered(jp_serverapp):
        for verb in address.verbs:
            answer = await ask(f"mltrack/api/{address.path}", verb, token)
            assert answer.code == 403, (verb, address.path)
    assert {resource for _, resource in asked} == {"jupyter_mltrack"}
    assert {action for action, _ in asked} == {"read", "write"}


async def test_verbs_that_an_address_does_not_have(jp_serverapp, ask):
    token = {"Authorization": f"token {jp_serverapp.identity_provider.token}"}
    answer = await ask("mltrack/api/status", "PUT", token)
    assert answer.code == 405 and json.loads(answer.body)["code"] == "method_not_allowed"
