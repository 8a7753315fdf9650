"""Secrets to plant into cells: made up, of no account, and written together only when they are used.

A plant is a piece of code, and the texts of it that must not be found in a store. Each text is its own, so that one
that is found says where it came from. In the code of a style, ``§`` stands for the secret, ``¤`` for the name of an
environment variable that holds it, and ``¶`` for that of a JSON file.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_MARK, _VARIABLE, _FILE = "§", "¤", "¶"


@dataclass(frozen=True)
class Plant:
    """Code that holds a secret, or reads it from where it lies.

    Attributes
    ----------
    texts
        What must not be stored.
    variable, file
        The environment variable, or the JSON file, that holds it, where it stands in no code.
    """

    style: str
    code: str
    texts: tuple[str, ...]
    variable: str | None = None
    file: str | None = None


class Maker:
    """Makes secrets; the same seed makes the same ones."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self._places = 0

    def text(self, length: int = 20, letters: str = string.ascii_letters + string.digits) -> str:
        """Give a text with a digit in it."""
        return "".join(self._random.choices(letters, k=length - 2)) + "7" + self._random.choice(letters)

    def plants(self, styles: Mapping[str, str]) -> list[Plant]:
        """Make a plant of each style."""
        made = []
        for style, code in styles.items():
            text = self.text()
            self._places += 1
            variable = f"PLANTED_{self._places}_API_KEY" if _VARIABLE in code else None
            file = f"planted_{self._places}.json" if _FILE in code else None
            code = code.replace(_MARK, text).replace(_VARIABLE, variable or "").replace(_FILE, file or "")
            made.append(Plant(style, code, (text,), variable, file))
        return made

    def shaped(self, count: int) -> list[Plant]:
        """Make plants of some formats, under names that do not tell."""
        made = []
        for at, shape in enumerate(self._random.sample(sorted(SHAPES), count)):
            secret = self.text()
            code = f"plain_{at} = '{SHAPES[shape](self, secret)}'"
            made.append(Plant(f"shape: {shape}", code, (secret[:_HELD],)))
        return made

    def private_key(self) -> Plant:
        """Make a block of a private key."""
        lines = [self.text(64) for _ in range(3)]
        kind = "PRIVATE KEY"
        block = "\n".join([f"-----BEGIN RSA {kind}-----", *lines, f"-----END RSA {kind}-----"])
        return Plant("private key", f"pem = '''{block}\n'''", tuple(lines))


_CAPITALS = string.ascii_uppercase + "234567"
_HELD = 16
"""How much of the text every format holds."""
SHAPES: dict[str, Callable[[Maker, str], str]] = {
    "OpenAI": lambda make, text: f"sk-{make.text(28)}{text}",
    "OpenAI project": lambda make, text: f"sk-proj-{make.text(40)}{text}",
    "Anthropic": lambda make, text: f"sk-ant-api03-{make.text(70)}{text}AA",
    "GitHub": lambda make, text: f"ghp_{make.text(16)}{text}",
    "GitHub fine-grained": lambda make, text: f"github_pat_{make.text(22)}_{make.text(39)}{text}",
    "GitLab": lambda make, text: f"glpat-{text}",
    "Slack": lambda make, text: f"xoxb-{make.text(12, string.digits)}-{make.text(4)}{text}",
    "AWS": lambda make, text: f"AKIA{text[:_HELD].upper()}",
    "Google": lambda make, text: f"AIza{make.text(15)}{text}",
    "Google OAuth": lambda make, text: f"ya29.{make.text(40)}{text}",
    "Google client": lambda make, text: f"GOCSPX-{make.text(8)}{text}",
    "Hugging Face": lambda make, text: f"hf_{make.text(14)}{text}",
    "Stripe": lambda make, text: f"sk_live_{make.text(4)}{text}",
    "npm": lambda make, text: f"npm_{make.text(16)}{text}",
    "PyPI": lambda make, text: f"pypi-{make.text(60)}{text}",
    "SendGrid": lambda make, text: f"SG.{make.text(22)}.{make.text(23)}{text}",
    "JWT": lambda make, text: f"eyJ{make.text(30)}.eyJ{make.text(60)}.{make.text(23)}{text}",
    "Azure storage": lambda make, text: (
        f"AccountName=data;AccountKey={make.text(66)}{text}==;EndpointSuffix=core.example"
    ),
    "Groq": lambda make, text: f"gsk_{make.text(32)}{text}",
    "Replicate": lambda make, text: f"r8_{make.text(17)}{text}",
    "Telegram": lambda make, text: f"{make.text(10, string.digits)}:AA{make.text(13)}{text}",
    "Slack webhook": lambda make, text: (
        f"https://hooks.slack.com/services/T{make.text(8, _CAPITALS)}/B{make.text(8, _CAPITALS)}/{make.text(4)}{text}"
    ),
}
"""Formats of keys that are known by their look, around a text. (Upper and lower case are the same to the search.)"""

NAMED: dict[str, str] = {
    "variable": "api_key = '§'",
    "variable, annotated": "client_secret: str = '§'",
    "variables in a tuple": "account, passwd = 'ann', '§'",
    "class attribute": "class Settings:\n    host = 'db'\n    db_password = '§'",
    "dict entry": "login = {'user': 'ann', 'password': '§'}",
    "dict entry, set later": "headers = {}\nheaders['X-Api-Key'] = '§'",
    "keyword argument": "def connect_(host, token=None):\n    return len(host)\nconnect_('db', token='§')",
    "keyword argument of dict()": "options_ = dict(host='db', auth_token='§')",
    "default of a parameter": "def open_vault(name, secret='§'):\n    return name\nopen_vault('v')",
    "default of an option": (
        "import argparse as _ap\n_parser = _ap.ArgumentParser()\n"
        "_parser.add_argument('--password', default='§')\nvault_args = _parser.parse_args([])"
    ),
    "namespace": "from types import SimpleNamespace\nservice_ = SimpleNamespace(url='x', access_key='§')",
    "environment variable, set": "import os\nos.environ['SMTP_PASSWORD'] = '§'",
    "f-string, printed": "auth_token = '§'\nprint(f'logging in with {auth_token}')",
    "f-string, kept": "db_passwd = '§'\ndsn_text = f'user=ann password={db_passwd} host=db'",
    "database URL": "engine_url = 'postgresql://ann:§@db.example:5432/sales'",
    "query of a URL": "feed = 'https://api.example/v1/items?limit=5&api_key=§'",
    "header": "sent = {'Authorization': 'Bearer §'}",
    "comment": "# the old password: §\nlooked_up = True",
    "comment at the end of a line": "tries = 3  # api_key = '§'",
    "comment with a word before": "# to do: password: §\nnoted = True",
    "text with a word before": "answer_text = 'login failed: password=§'",
    "key of a login": "def login(key):\n    return len(key)\nlogin(key='§')",
    "YAML text": "yaml_text = '''\nuser: ann\npassword: §\n'''",
    "JSON text": 'json_text = \'{"user": "ann", "client_secret": "§"}\'',
    "shell line": "!echo curl -H 'Authorization: Bearer §' > /dev/null",
    "magic": "%env PLANTED_TOKEN=§",
    "dict, printed": "print({'user': 'ann', 'password': '§'})",
    "written to stderr": "import sys\nprint('token: §', file=sys.stderr)",
    "environment variable, printed": "import os\nprint('key', os.environ['¤'])",
    "environment variable, printed with its name": (
        "import os\nprint({name: text for name, text in os.environ.items() if name == '¤'})"
    ),
    "environment variable, printed by the shell": "!printenv ¤",
    "environment variable, kept": "import os\nservice_api_key = os.environ['¤']",
    "environment variable, by another name": "import os\ngateway = os.getenv('¤')",
    "environment variable, in a dict": "import os\ngate_config = {'host': 'db', 'api_key': os.environ['¤']}",
    "settings object, from the environment": (
        "import os\nfrom types import SimpleNamespace\n"
        "gate_settings = SimpleNamespace(host='db', password=os.environ['¤'])"
    ),
    "settings read from a file": (
        "import json\nwith open('¶') as _file:\n    read_config = json.load(_file)"
    ),
}
"""Code whose names, or the words around it, say that something is a secret."""

RAISED: dict[str, str] = {
    "exception, the variable": "db_password = '§'\nraise RuntimeError(f'cannot log in with {db_password}')",
    "exception, said in its text": "raise ValueError('refused: password=§')",
    "exception, a URL": "raise OSError('no route to postgresql://ann:§@db.example/sales')",
    "exception, an argument": (
        "def log_in(user, password):\n    raise PermissionError('refused ' + password)\nlog_in('ann', '§')"
    ),
    "exception, chained": (
        "access_token = '§'\ntry:\n    {}[access_token]\n"
        "except KeyError as error:\n    raise RuntimeError('not there') from error"
    ),
    "exception, from the environment": "import os\nraise ConnectionError('refused: ' + os.environ['¤'])",
}
EARLIER: dict[str, str] = {
    "earlier cell": "smtp_password = '§'",
    "earlier cell, in a URL": "smtp_url = 'smtps://ann:§@mail.example:465'",
    "earlier cell, from the environment": "import os\nearlier_gateway = os.environ['¤']",
    "earlier cell, settings read from a file": (
        "import json\nwith open('¶') as _file:\n    earlier_config = json.load(_file)"
    ),
}
READS_EARLIER = (
    "mail_lengths = [len(smtp_password), len(smtp_url), len(earlier_gateway), len(earlier_config)]"
)
"""What the tracked cell does with all that earlier cells hold."""
