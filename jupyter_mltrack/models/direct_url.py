"""Where an installed package came from, as the installer noted it (PEP 610), without what is secret in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from ..records import PackageOrigin
from .checked_out import checked_out_commit

MASK: Final = "****"
_LONGEST: Final = 2_000
_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}(:\$\{[A-Z0-9_]+\})?\Z")
"""What PEP 610 leaves in a URL: the names of environment variables, which are no secret."""


def read_origin(folder: Path) -> PackageOrigin | None:
    """Read ``direct_url.json`` of a distribution.

    Parameters
    ----------
    folder
        Its ``.dist-info`` folder.

    Returns
    -------
    PackageOrigin or None
        ``None`` for a package from an index, and where the file says nothing that can be used.
    """
    try:
        text = (folder / "direct_url.json").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("url"), str):
        return None
    if said["url"].startswith("file:") and _installer(folder) == "conda":
        # Conda builds its packages in a folder that is gone: where pip found it then says nothing.
        return None
    return _origin(said)


def _origin(said: dict[str, Any]) -> PackageOrigin | None:
    url, subdirectory = masked_url(said["url"]), _text(said.get("subdirectory"))
    directory, vcs, archive = (said.get(f"{kind}_info") for kind in ("dir", "vcs", "archive"))
    if isinstance(vcs, dict):
        return PackageOrigin(
            "vcs", url, vcs=_text(vcs.get("vcs")), commit=_text(vcs.get("commit_id")),
            revision=_text(vcs.get("requested_revision")), subdirectory=subdirectory,
        )  # fmt: skip
    if isinstance(directory, dict):
        if directory.get("editable") is not True:
            # A copy: what is checked out in the folder by now says nothing of it.
            return PackageOrigin("folder", url, subdirectory=subdirectory)
        commit = checked_out_commit(Path(folder_of(said["url"])))
        return PackageOrigin("editable", url, vcs="git" if commit else None, commit=commit)
    if isinstance(archive, dict):
        return PackageOrigin("archive", url, hash=_hash(archive), subdirectory=subdirectory)
    return None


def folder_of(url: str) -> str:
    """Give the path of a ``file:`` URL.

    Examples
    --------
    >>> folder_of("file:///srv/ada/my%20lib")
    '/srv/ada/my lib'
    """
    path = unquote(urlsplit(url).path)
    # Of Windows: file:///C:/Users
    return str(Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path))


def _hash(archive: dict[str, Any]) -> str | None:
    hashes = archive.get("hashes")
    if isinstance(hashes, dict):
        for name in ("sha256", *hashes):
            if isinstance(hashes.get(name), str):
                return f"{name}:{hashes[name]}"
    older = _text(archive.get("hash"))
    return older.replace("=", ":", 1) if older else None


def masked_url(url: str) -> str:
    """Take passwords and tokens out of a URL.

    Parameters
    ----------
    url
        Any text: what is no URL comes back as it is.

    Examples
    --------
    >>> masked_url("https://ada:s3cret@code.example/lib.git")
    'https://****@code.example/lib.git'
    >>> masked_url("ssh://git@code.example/lib.git")
    'ssh://git@code.example/lib.git'
    """
    try:
        parts = urlsplit(url[:_LONGEST])
    except ValueError:
        return MASK
    return _without_secrets(parts).geturl()


def _without_secrets(parts: SplitResult) -> SplitResult:
    user, at, host = parts.netloc.rpartition("@")
    if at and user != "git" and not _VARIABLE.match(user):
        # A name alone may be a token, too.
        parts = parts._replace(netloc=f"{MASK}@{host}")
    if parts.query:
        # Signed addresses carry their signature there.
        parts = parts._replace(query=MASK)
    return parts


def _installer(folder: Path) -> str:
    try:
        return (folder / "INSTALLER").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _text(value: object) -> str | None:
    return value[:_LONGEST] if isinstance(value, str) and value else None
