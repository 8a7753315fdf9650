"""Starting JupyterLab on a notebook, with the panel open beside it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from ..errors import MLTrackError
from .quickstart import LAYOUT, packaged

WORKSPACES = ".workspaces"


def check_port(port: int) -> None:
    """Make sure that a port of this machine is free.

    Raises
    ------
    MLTrackError
        When another program listens there, or the port may not be used.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise MLTrackError(f"{port} is no port: choose one from 1024 to 65535.") from None
        except OSError as error:
            raise MLTrackError(
                f"Port {port} cannot be used ({error.strerror}): choose another one with --port, or leave it out."
            ) from error


def start_lab(notebook: Path, store: Path, port: int | None = None, browser: bool = True) -> int:
    """Start JupyterLab on a notebook and wait until it is stopped.

    Parameters
    ----------
    notebook
        What is opened; its folder is the server's root.
    store
        The folder whose runs the panel shows.
    port
        Where the server listens; a free one from 8888 on when left out.
    browser
        Whether to open the page in a browser; the address is printed in any case.

    Returns
    -------
    int
        What JupyterLab exited with; 0 when it was stopped by hand.
    """
    folder = notebook.parent
    _write_layout(folder / WORKSPACES, notebook.name)
    words = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.workspaces_dir={folder / WORKSPACES}",
        f"--LabApp.default_url=/lab/tree/{notebook.name}",
        "--LabApp.news_url=None",
    ]
    if port is not None:
        words += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        words.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")
    server = subprocess.Popen(words, env={**os.environ, "MLTRACK_STORE": str(store)})
    # The terminal sends Ctrl+C to the server, too; it asks, and answers in its own time.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    code = server.wait()
    # One Ctrl+C more, while this process ends, must not make an error of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Stopped by hand, also where a second Ctrl+C met the server while it was stopping.
    return 0 if code in (-signal.SIGINT, -signal.SIGTERM) else code


def _write_layout(folder: Path, notebook: str) -> None:
    """Write the layout of the first visit, once: later the user's own stays."""
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    workspaces = WorkspacesManager(str(folder))
    if workspaces.load("default")["data"]:
        return
    layout = json.loads(
        packaged(LAYOUT).read_text(encoding="utf-8").replace("binder/quickstart.ipynb", notebook)
    )
    workspaces.save("default", json.dumps(layout))
