"""Secrets are never stored: known by the name they are given, or by their shape.

Passwords, keys and tokens are taken out of parameters, and masked as ``•••`` in code, tracebacks and whatever else a
person typed into the cell.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Final

MASK: Final = "•••"

_SECRET_WORDS = frozenset(
    {"password", "passwords", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets", "credential"}
    | {"credentials", "apikey", "apikeys", "authkey", "privatekey", "secretkey", "accesskey", "apitoken"}
    | {"authorization"}
)
_KEY_OWNERS = frozenset(
    {"api", "access", "secret", "private", "auth", "encryption", "decryption", "signing", "account", "client"}
    | {
        "master",
        "ssh",
        "service",
        "subscription",
        "storage",
        "license",
        "openai",
        "anthropic",
        "wandb",
        "aws",
    }
)
_NO_SECRET_ENDS = frozenset(
    {"length", "len", "size", "count", "path", "file", "filename", "dim", "type", "rate", "field", "column"}
)
_LANGUAGE_TOKENS = frozenset(
    {"pad", "eos", "bos", "unk", "mask", "sep", "cls", "special", "start", "end", "stop", "next", "first"}
    | {"last", "max", "min", "num", "n", "new", "image", "prefix", "suffix", "oov", "begin", "separator"}
    | {"class", "blank", "decoder", "encoder", "forced", "per", "total", "prompt", "word", "sub", "padding"}
    | {"unknown", "eot", "sot"}
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_SHAPES = re.compile(
    r"""
      -----BEGIN[ A-Z]*PRIVATE\ KEY-----.*?(?:-----END[ A-Z]*PRIVATE\ KEY-----|\Z)
    | \bsk-(?=[\w-]*\d)[\w-]{12,}
    | \b[rsp]k_(?:live|test)_\w{10,}
    | \bgh[pousr]_\w{16,} | \bgithub_pat_\w{20,} | \bglpat-[\w-]{16,}
    | \bxox[abeprs]-[\w-]{10,}
    | \b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b
    | \bAIza[\w-]{30,} | \bya29\.[\w-]{20,}
    | \bhf_[A-Za-z0-9]{16,} | \bnpm_[A-Za-z0-9]{30,} | \bpypi-[\w-]{20,} | \bdapi[0-9a-f]{32}
    | \b(?:gsk|r8|nvapi|dckr_pat|glsa|figd|lin_api|shp(?:at|ss|ca|pa)|whsec)[_-][\w-]{20,}
    | \b(?:tvly|pplx|xai|hvs|dop_v1|doo_v1)[_.-][\w-]{20,}
    | \bGOCSPX-[\w-]{20,} | \bATATT3x[\w=-]{20,} | \bPMAK-[\w-]{20,}
    | \b\d{8,10}:AA[\w-]{30,}
    | (?<=hooks\.slack\.com/services/)T\w+/B\w+/\w+
    | (?<=/api/webhooks/)\d{10,}/[\w-]{20,}
    | \bSG\.[\w-]{16,}\.[\w-]{16,}
    | \beyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*
    | (?<=AccountKey=)[A-Za-z0-9+/=]{20,}
    | (?<=Bearer\ )[\w.~+/-]{16,}=*
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_SHAPES = re.compile(
    r"PRIVATE KEY|sk-|[rsp]k_|gh[pousr]_|github_pat_|glpat-|xox|A[KSBC][IC]A|AIza|ya29|hf_|npm_|pypi-|dapi|gsk"
    r"|r8[_-]|nvapi|dckr_pat|glsa|figd|lin_api|shp|whsec|tvly|pplx|xai|hvs|do[po]_v1|GOCSPX|ATATT|PMAK|:AA|slack"
    r"|webhooks|SG\.|eyJ|AccountKey|Bearer"
)
"""One of these is in whatever ``_SHAPES`` matches: most texts hold none, and are looked through much faster for it."""
_IN_URL = re.compile(r"(?<=://)(?P<user>[^\s/:@'\"]*):(?P<secret>[^\s/@'\"]+)@")
_ALONE_IN_URL = re.compile(r"(?<=://)(?=[^\s/:@'\"]*\d)(?=[^\s/:@'\"]*[A-Za-z])[\w.~%-]{12,}@")
"""A token before the host; shorter ones and such without a digit are names of users."""
_IN_QUERY = re.compile(r"(?<=[?&])(?P<name>[\w-]+)=(?P<secret>[^&\s'\"]+)")
_QUERY_KEYS = frozenset({"key", "sig", "signature", "x-amz-signature", "x-goog-signature"})
_IN_TEXT = re.compile(
    r"""(?<![\w.])(?P<name>[A-Za-z_](?:[\w.-]|\ (?=[Kk]ey\b)){0,79})
    (?P<between>["']?\s*[=:]\s*["']?)(?:(?:Bearer|Basic|Token)\s+)?(?P<secret>[^\s"',;&{}()\[\]]{3,})""",
    re.VERBOSE,
)
_AS_OPTION = re.compile(r"(?<=\s)--?(?P<name>[A-Za-z][\w-]*)\s+(?P<secret>[^\s\"'-][^\s\"']*)")


def is_secret_name(name: str, value: object = "") -> bool:
    """Say whether a name says that its value is a secret.

    Parameters
    ----------
    name
        A name, also a dotted or dashed one.
    value
        Its value: a *token* is a secret only where it is text, because language models count theirs.

    Examples
    --------
    >>> [is_secret_name(name) for name in ("api_key", "dbPassword", "max_tokens", "pad_token", "key", "hf_token")]
    [True, True, False, False, False, True]
    """
    words = [word.lower() for word in _WORDS.findall(name)]
    if not words or words[-1] in _NO_SECRET_ENDS:
        return False
    if not _SECRET_WORDS.isdisjoint(words):
        return not isinstance(value, (bool, float))
    if any(word in ("key", "keys") and before in _KEY_OWNERS for before, word in itertools.pairwise(words)):
        return not isinstance(value, (bool, float))
    if words[-1] in ("token", "bearer", "jwt"):
        return isinstance(value, (str, bytes)) and _LANGUAGE_TOKENS.isdisjoint(words)
    return False


def has_secret(text: str) -> bool:
    """Say whether a text holds something with the shape of a key, a token, a private key or a password in a URL."""
    return mask(text) != text or bool(said_in(text))


def said_in(text: str) -> set[str]:
    r"""Find the secrets that a text names: ``password: …`` in YAML, ``API_KEY=…`` for a shell, ``--token …``.

    >>> sorted(said_in("user: ann\npassword: hunter2\n")), said_in("no password: none is needed, max_tokens=500")
    (['hunter2'], set())
    """
    found = set()
    for pattern in (_IN_TEXT, _AS_OPTION):
        match = pattern.search(text)
        while match is not None:
            named = is_secret_name(match["name"])
            if named and not _is_prose(text, match):
                found.add(match["secret"])
            # "refused: password=…": what follows a word may be the name of a secret itself.
            match = pattern.search(text, match.end() if named else match.start("secret"))
    return found


def _is_prose(text: str, found: re.Match[str]) -> bool:
    """Say whether a sentence goes on there (``the password: a word``) or a type stands there (``password: str``)."""
    secret = found["secret"]
    if secret.lower() in _NO_SECRETS:
        return True
    behind = text[found.end("secret") : found.end("secret") + 1]
    is_word = secret.isalpha() and (secret.islower() or secret.istitle())
    return is_word and "=" not in found[0] and behind not in ("", "\n", '"', "'", ",", ";", "}")


def mask_all(text: str, known: Iterable[str] = ()) -> str:
    """Mask in a text that is no Python whatever ``said_in`` finds there, too."""
    return mask(text, {*known, *said_in(text)})


_NO_SECRETS = frozenset({"none", "null", "true", "false", "str", "string", "bytes", "optional", MASK})


def mask(text: str, known: Iterable[str] = ()) -> str:
    """Mask secrets in a text.

    Parameters
    ----------
    text
        Any text.
    known
        Secrets that were found elsewhere: masked wherever they stand.

    Examples
    --------
    >>> mask("psql postgres://ann:hunter2@db/x")
    'psql postgres://ann:•••@db/x'
    """
    for secret in sorted(known, key=len, reverse=True):
        if len(secret) >= _SHORTEST_ANYWHERE:
            text = text.replace(secret, MASK)
        elif secret:
            text = re.sub(rf"(['\"]){re.escape(secret)}\1", rf"\g<1>{MASK}\g<1>", text)
    if _IN_SHAPES.search(text):
        text = _SHAPES.sub(MASK, text)
    if "://" in text:
        text = _IN_URL.sub(lambda found: f"{found['user']}:{MASK}@", text)
        text = _ALONE_IN_URL.sub(f"{MASK}@", text)
    return _IN_QUERY.sub(_masked_query, text) if "?" in text or "&" in text else text


def _masked_query(found: re.Match[str]) -> str:
    name = found["name"]
    return f"{name}={MASK}" if name.lower() in _QUERY_KEYS or is_secret_name(name) else found[0]


_SHORTEST_ANYWHERE = 4
"""A known secret shorter than this is masked only where it stands in quotes: it could be part of a word."""
