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
