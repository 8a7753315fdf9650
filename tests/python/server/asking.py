"""Asking a server as somebody: what tests with several people share."""

import json

from people import People
from tornado.httpclient import HTTPClientError

CONFIG = {
    "ServerApp": {
        "jpserver_extensions": {"jupyter_mltrack": True},
        "allow_unauthenticated_access": False,
        "identity_provider_class": People,
    },
}


def asking(jp_fetch):
    """Give what asks as somebody; it gives status and JSON, also of errors."""

    async def fetch(who, method, *parts, body=None, **params):
        try:
            response = await jp_fetch(
                "mltrack", "api", *parts, method=method, headers={"X-Test-User": who}, params=params,
                body=json.dumps(body) if body is not None else None, allow_nonstandard_methods=True,
            )  # fmt: skip
        except HTTPClientError as error:
            return error.code, json.loads(error.response.body)
        return response.code, json.loads(response.body)

    return fetch
