"""A real Jupyter server with the extension on, strict about who may come in."""

import json

import pytest

pytest_plugins = ["pytest_jupyter.jupyter_server"]

API = ("mltrack", "api")


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_mltrack": True},
            "allow_unauthenticated_access": False,
        },
        "MLTrack": {"settle_interval": 0.2},
    }


@pytest.fixture
def jp_environ(jp_environ, monkeypatch):
    monkeypatch.delenv("MLTRACK_STORE", raising=False)


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
