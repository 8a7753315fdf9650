"""What the extension has registered with a running server: patterns, handlers and the verbs that they answer to."""

import re
from typing import NamedTuple

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class Address(NamedTuple):
    """One registered pattern, an address that it fits, and the verbs that its handler has written."""

    pattern: str
    path: str
    verbs: tuple


def registered(serverapp):
    """Give every address of ours that the server's own router knows."""
    prefix = re.escape(serverapp.base_url) + "mltrack"
    found = []
    for rule in _rules(serverapp.web_app.default_router):
        pattern = getattr(getattr(rule.matcher, "regex", None), "pattern", "")
        if not (pattern.startswith(prefix) or "mltrack" in pattern):
            continue
        path = re.sub(r"\(\?P<\w+>[^)]*\)|\.\*", "x", pattern.split("mltrack/api/")[-1]).replace("\\", "")
        handler = rule.target
        verbs = tuple(verb for verb in VERBS if verb.lower() in _written(handler))
        found.append(Address(pattern, path.rstrip("$"), verbs))
    return found


def _rules(router):
    for rule in router.rules:
        if hasattr(rule.target, "rules"):
            yield from _rules(rule.target)
        else:
            yield rule


def _written(handler):
    """Give what the handler's class and its bases of this package define."""
    ours = [one for one in handler.__mro__ if one.__module__.startswith("jupyter_mltrack")]
    return {name for one in ours for name in vars(one)}
