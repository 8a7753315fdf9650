"""The Jupyter server of the browser tests: no token, this machine only, a fresh folder, people by cookie."""

import os
import sys
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821
configure_jupyter_server(c)
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["MLTRACK_BROWSER_TEST_PORT"])
c.ServerApp.allow_root = True
c.JupyterNotebookApp.expose_app_in_browser = True
c.Application.log_level = "ERROR"

# Beside this file: the registry's stories need two people on one server.
sys.path.insert(0, str(Path(__file__).parent if "__file__" in globals() else Path.cwd()))
c.ServerApp.identity_provider_class = "people.People"
