"""Nothing that is a secret reaches the store."""

from pathlib import Path

import pytest

KEY = "sk-proj-a1b2c3d4e5f6g7h8"


@pytest.mark.parametrize(
    "code",
    [
        f"api_key = '{KEY}'\nacc = measured(0.6)",
        f"plain = '{KEY}'\nacc = measured(0.6)",
        f"config = {{'password': '{KEY}x', 'lr': 0.1}}\nacc = measured(0.6)",
        f"url = 'postgres://ann:{KEY}@db/x'\nacc = measured(0.6)",
        f"def connect(token='{KEY}'):\n    return token\nconnect()",
        f"password = '{KEY}'\nraise ValueError('cannot log in with ' + password)",
        f"%env API_TOKEN={KEY}\nacc = measured(0.6)",
    ],
)
def test_a_secret_is_nowhere_in_the_store(notebook, code, tmp_path):
    notebook.track(code)
    from jupyter_mltrack import current_store

    current_store().close()
    for path in Path(tmp_path / ".mltrack").rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


WORD = "zq27Xw7kLm4pQ9"
"""A secret without a shape: only what stands around it says that it is one."""


@pytest.mark.parametrize(
    "code",
    [
        "def login(user, password):\n    return 1.5\nlogin('ann', '@')",
        "def login(user, password):\n    raise ValueError(password)\nlogin('ann', '@')",
        "%env DB_PASSWORD=@",
        "%set_env DB_PASSWORD @",
        "!export DB_PASSWORD=@ && echo hi",
        "!echo mysql -u root --password=@",
        "!echo mysql -u root --password @ -h db",
        "!echo curl -H 'Authorization: Bearer @' x",
        "%%bash\nexport DB_PASSWORD=@\necho hi",
        "headers = {'Authorization': 'Basic @'}",
        "auth = ('ann', '@')",
        "def get(**named):\n    return 1.5\nget(auth=('ann', '@'))",
        "url = 'https://x.blob.core.windows.net/a?sv=2&sig=@'",
        "url = 'https://@\x40github.com/x/y.git'",
        "# the api key: @\nx = 1",
        "'''password: @'''\nx = 1",
        "cfg = '''\nuser: ann\npassword: @\n'''",
        'cfg = \'{"user": "ann", "password": "@"}\'',
        "dsn = 'Server=x;Database=d;User Id=u;Password=@;'",
        "open('.env', 'w').write('API_KEY=@\\n')",
        "for password in ['@', 'x']:\n    acc = measured(0.5)",
        "class Config:\n    pass\nsetattr(Config, 'password', '@')",
        "password = 'it\\'s@'\nraise ValueError(password)",
        "password = @!\nx = 2",
        "k = '''-----BEGIN EC PRIVATE KEY-----\n@\n-----END EC PRIVATE KEY-----'''",
    ],
)
def test_what_is_a_secret_by_what_stands_around_it(notebook, code, tmp_path):
    notebook.run("%%track\n" + code.replace("@", WORD, 1))
    assert_nowhere(tmp_path, WORD)


def test_a_number_can_be_a_secret(notebook, tmp_path):
    notebook.track("password = 87654321987\nraise ValueError(password)")
    assert_nowhere(tmp_path, "87654321987")


def test_the_track_line(notebook, tmp_path):
    notebook.track("x = 1", f"svc --tag api_key={WORD} --note 'password: {WORD}'")
    assert notebook.newest.tags == {"api_key": "•••"} and notebook.newest.note == "password: •••"
    assert_nowhere(tmp_path, WORD)


@pytest.mark.parametrize(
    "code",
    [
        "'''password: the word that a user types'''\nthe = 1",
        "# token: str, the access token of a user\nuser = 'ann'",
        "def login(password: str = None, token: str = ''):\n    return password",
        "password = read_password()",
        "prompt = 'Enter the password, then the token count'",
        "max_tokens = 123456\nkey = 'target'\nn_secrets = 3",
    ],
)
def test_what_only_speaks_of_secrets_stays_readable(notebook, code):
    from jupyter_mltrack import current_store
    from jupyter_mltrack.tracking import run_details

    notebook.run("read_password = lambda: measured('from a vault')")
    run = notebook.track(code)
    assert run_details(current_store(), run.id).code == code


def test_a_long_text_takes_no_time(notebook):
    run = notebook.track("text = 'x' * 3_000_000 + '-a' * 300_000")
    assert run.duration < 5


def assert_nowhere(folder, secret):
    from jupyter_mltrack import current_store

    current_store().close()
    for path in Path(folder / ".mltrack").rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


def test_a_secret_of_an_earlier_cell(notebook, tmp_path):
    notebook.run("db_password = 'hunter2hunter2'\nhost = 'db'")
    run = notebook.track("where = host + ':' + db_password\nacc = measured(0.75)")
    assert run.params == {"host": "db"}
    from jupyter_mltrack import current_store
    from jupyter_mltrack.tracking import run_details

    context = run_details(current_store(), run.id).context
    assert context and all("hunter2" not in cell.code for cell in context)
    assert "•••" in context[0].code


def test_what_is_left_out_says_so(notebook):
    notebook.track(f"api_key = '{KEY}'\nother = '{KEY}'\nmax_tokens = 5")
    assert notebook.left_out() == {"api_key": "secret.name", "other": "secret.shape"}
    assert notebook.newest.params == {"max_tokens": 5}


@pytest.mark.parametrize(
    "secret",
    [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow", "sk-a1b2c3d4e5f6g7h8", "pk_live_0123456789ab",
        "ghs_0123456789abcdefghij",
        "github_pat_0123456789abcdefghij0", "glpat-0123456789abcdefgh", "xoxb-0123456789-ab", "AKIA0123456789ABCDEF",
        "ASIA0123456789ABCDEF", "ABIA0123456789ABCDEF", "ACCA0123456789ABCDEF",
        "AIza0123456789abcdefghijklmnopqrstu", "ya29.0123456789abcdefghij", "hf_0123456789abcdefgh",
        "npm_0123456789abcdefghijklmnopqrst", "pypi-0123456789abcdefghij", "dapi0123456789abcdef0123456789abcdef",
        "gsk_0123456789abcdefghij", "r8_0123456789abcdefghij", "nvapi-0123456789abcdefghij",
        "dckr_pat_0123456789abcdefghij", "glsa_0123456789abcdefghij", "figd_0123456789abcdefghij",
        "lin_api_0123456789abcdefghij", "shpat_0123456789abcdefghij", "whsec_0123456789abcdefghij",
        "tvly-0123456789abcdefghij", "pplx-0123456789abcdefghij", "xai-0123456789abcdefghij",
        "hvs.0123456789abcdefghij", "dop_v1_0123456789abcdefghij", "doo_v1_0123456789abcdefghij",
        "GOCSPX-0123456789abcdefghij", "ATATT3x0123456789abcdefghij", "PMAK-0123456789abcdefghij",
        "12345678:AA0123456789abcdefghijklmnopqrst", "SG.0123456789abcdefgh.0123456789abcdefgh",
        "eyJ0123456789.eyJ0123456789.abc",
    ],
)  # fmt: skip
def test_each_shape_of_a_secret_is_masked(secret):
    from jupyter_mltrack.capture.rules.secrets import mask

    assert mask(f"a {secret}").startswith("a •••")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://hooks.slack.com/services/T012/B012/abc", "https://hooks.slack.com/services/•••"),
        ("https://x.com/api/webhooks/0123456789/abcdefghijklmnopqrstu", "https://x.com/api/webhooks/•••"),
        ("AccountKey=0123456789abcdefghij==", "AccountKey=•••"),
        ("Authorization: Bearer 0123456789abcdefgh", "Authorization: Bearer •••"),
        ("postgres://ann:hunter2@db/x", "postgres://ann:•••@db/x"),
        ("https://0123456789abcdef@github.com/x", "https://•••@github.com/x"),
        ("f?sig=abc&api_key=def", "f?sig=•••&api_key=•••"),
    ],
)
def test_what_stands_around_a_secret_stays(text, masked):
    from jupyter_mltrack.capture.rules.secrets import mask

    assert mask(text) == masked
