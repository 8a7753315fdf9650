"""One installation of a fresh clone in an empty environment without Node, for all tests that need one."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tree import ROOT

NODE = {"node", "nodejs", "npm", "npx", "corepack", "yarn", "pnpm", "jlpm"}


@dataclass
class Installation:
    """A clone of the last commit, installed as Binder would, and an empty folder to work in."""

    tree: Path
    work: Path
    environment: dict
    said: str

    def run(self, command, folder=None, timeout=300):
        """Run a line of shell as a user would; give its code and all that it printed."""
        done = subprocess.run(
            ["bash", "-euc", command], cwd=folder or self.work, env=self.environment, timeout=timeout,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """A fresh clone, installed by ``binder/postBuild``, whose first step is README's first command."""
    top = tmp_path_factory.mktemp("installation")
    tree = top / "tree"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", ROOT.as_uri(), tree], check=True)
    subprocess.run([_base_python(), "-m", "venv", top / "venv"], check=True)
    environment = _bare_environment(top)
    made = Installation(tree, top / "work", environment, "")
    made.work.mkdir()
    assert made.run("command -v node || command -v npm")[0] != 0, "Node must not be in reach"
    code, made.said = made.run("binder/postBuild", folder=tree, timeout=900)
    assert code == 0, made.said[-4000:]
    return made


def _base_python():
    return getattr(sys, "_base_executable", None) or sys.executable


def _bare_environment(top):
    """A user's environment: a home of its own, the empty environment active, the system's programs without Node."""
    programs = top / "bin"
    programs.mkdir()
    for folder in ("/usr/local/bin", "/usr/bin", "/bin"):
        for program in Path(folder).iterdir() if Path(folder).is_dir() else ():
            link = programs / program.name
            if program.name not in NODE and not link.is_symlink():
                link.symlink_to(program)
    # Certificates of the user's network: without its own, npm waits minutes for tries that fail.
    certificates = ("SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS")
    kept = ("LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_CACHE_HOME", *certificates)
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in kept
        or name.lower().endswith("_proxy")
        or name.startswith(("PIP_", "npm_config_", "NPM_CONFIG_"))
    }
    # The caches and settings of pip and npm stay those of the user: they say where packages come from.
    environment["HOME"] = os.environ.get("HOME", str(top))
    home = top / "home"
    return {
        **environment,
        "PATH": f"{top / 'venv' / 'bin'}:{programs}",
        "VIRTUAL_ENV": str(top / "venv"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
