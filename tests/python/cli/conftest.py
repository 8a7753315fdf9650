"""The command as people run it: a process of its own, in a folder of its own."""

import subprocess
import sys

import pytest
from terminal import environment_without_a_store


@pytest.fixture
def mltrack(tmp_path):
    """Run ``mltrack`` with words in this test's folder; gives code, output and complaints."""

    def run(*words, folder=tmp_path, **variables):
        done = subprocess.run(
            [sys.executable, "-m", "jupyter_mltrack", *words], cwd=folder, capture_output=True, text=True,
            env={**environment_without_a_store(), **variables}, stdin=subprocess.DEVNULL, timeout=120, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture
def runs(tmp_path):
    """Three runs of ``churn`` and one of ``wine``, one of them failed."""
    import jupyter_mltrack as api

    for name, lr, accuracy in (("svc", 0.1, 0.90), ("svc", 0.01, 0.95)):
        with api.run("churn", name=name, params={"lr": lr, "epochs": 5}, store=tmp_path) as run:
            run.log(accuracy=accuracy, loss=1 - accuracy)
    with pytest.raises(ValueError), api.run("churn", name="forest", params={"trees": 10}, store=tmp_path):
        raise ValueError("no")
    with api.run("wine", name="k", params={"k": 3}, store=tmp_path) as run:
        run.log(accuracy=0.99)
    return tmp_path
