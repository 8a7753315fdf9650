"""The process in which the server lets a model be verified: the server loads nothing, and can end this at any time.

    python -m jupyter_mltrack.registry.verification_worker

It reads one job as JSON from its standard input (``store``, ``reference``, ``user``, ``groups``, ``here``, ``trusted``)
and writes a line of JSON whenever there is news: ``{"said": line}``, and last ``{"found": [Verification]}`` or
``{"problem": Problem}``.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, TextIO

import msgspec

from ..errors import MLTrackError
from ..models.verify import VerifyOptions
from ..records import Problem
from ..tracking.api import open_for_tracking
from .people import Person
from .verifying import verify_reference


def work(job: dict[str, Any], news: TextIO) -> None:
    """Verify what a job asks for, and tell what happens."""
    # The folders in which it is made say nothing to anybody in a browser, and are gone in a minute.
    scratch = re.compile(re.escape(tempfile.gettempdir()) + r"[^\s:;,)'\"]*")

    def shown(line: str) -> str:
        return scratch.sub("a temporary folder", line)

    def tell(kind: str, content: Any) -> None:
        # Python's JSON, since differences may be infinite.
        news.write(json.dumps({kind: content}) + "\n")
        news.flush()

    try:
        store = open_for_tracking(Path(job["store"]), create=False)
        try:
            found = verify_reference(
                store,
                job["reference"],
                VerifyOptions(here=job["here"], trusted=job["trusted"]),
                lambda line: tell("said", shown(line)),
                Person(job["user"], tuple(job["groups"])),
            )
        finally:
            store.close()
    except MLTrackError as error:
        tell("problem", msgspec.to_builtins(Problem(error.code, shown(error.message))))
    else:
        tell("found", msgspec.to_builtins(found))


if __name__ == "__main__":
    # Whatever prints in this process must not look like news.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    work(json.load(sys.stdin), out)
