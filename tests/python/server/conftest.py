"""A real Jupyter server with the extension on, strict about who may come in."""

import json

import pytest

# Not as a plug-in of the whole suite: its fixtures make a server application for every single test.
from pytest_jupyter.jupyter_core import *  # noqa: F403
from pytest_jupyter.jupyter_server import *  # noqa: F403
from pytest_jupyter.pytest_tornasync import *  # noqa: F403

API = ("mltrack", "api")


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_mltrack": True},
            "allow_unauthenticated_access": False,
        },
    }


@pytest.fixture(autouse=True)
def no_chosen_store(monkeypatch):
    """The server chooses the store and says so in the environment: not beyond this test."""
    monkeypatch.setenv("MLTRACK_STORE", "")
    monkeypatch.delenv("MLTRACK_STORE")


@pytest.fixture
def server_store(jp_root_dir):
    """The store that the server of this test serves."""
    from jupyter_mltrack.tracking.api import open_for_tracking

    opened = open_for_tracking(jp_root_dir / ".mltrack")
    yield opened
    opened.close()


@pytest.fixture
def call(jp_fetch):
    """Call an address of the API and read its JSON."""

    async def fetch(*parts, method="GET", body=None, **params):
        response = await jp_fetch(
            *API, *parts, method=method, body=None if body is None else json.dumps(body),
            params={key: str(value) for key, value in params.items()},
        )  # fmt: skip
        return json.loads(response.body)

    return fetch
