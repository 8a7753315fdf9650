"""Real kernels, driven through their sockets as a front end drives them."""

import json
import os

MIME = "application/vnd.mltrack.run+json"


class Output:
    """What a cell put out."""

    def __init__(self):
        self.stdout = ""
        self.stderr = ""
        self.result = None
        self.error = None
        self.shown = []
        """MIME bundles in the order in which they came: (bundle, display id, whether it updates)."""

    @property
    def lines(self):
        """The lines of runs, as data."""
        return [bundle[MIME] for bundle, _, _ in self.shown if MIME in bundle]

    @property
    def texts(self):
        return [bundle.get("text/plain", "") for bundle, _, _ in self.shown]


class Kernel:
    """Starts a kernel; runs code in it and gathers what comes out."""

    def __init__(self, folder):
        from jupyter_client.manager import KernelManager

        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if name != "MLTRACK_STORE"}
        environment["JPY_SESSION_NAME"] = str(folder / "lab.ipynb")
        environment["IPYTHONDIR"] = str(folder / ".ipython")
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(cwd=str(folder), env=environment)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def send(self, code, cell_id=None):
        """Send a cell and do not wait."""
        if cell_id is None:
            return self.client.execute(code)
        message = self.client.session.msg(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
            },
            metadata={"cellId": cell_id},
        )
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def gather(self, request, seconds=60, until=None):
        """Collect the outputs of a request until it is done, or until ``until(output)`` holds."""
        output = Output()
        while True:
            message = self.client.get_iopub_msg(timeout=seconds)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                setattr(output, content["name"], getattr(output, content["name"]) + content["text"])
            elif kind in ("display_data", "update_display_data"):
                identity = content.get("transient", {}).get("display_id")
                output.shown.append((content["data"], identity, kind == "update_display_data"))
            elif kind == "execute_result":
                output.result = content["data"]["text/plain"]
            elif kind == "error":
                output.error = content
            elif kind == "status" and content["execution_state"] == "idle":
                return output
            if until is not None and until(output):
                return output

    def run(self, code, cell_id=None):
        return self.gather(self.send(code, cell_id))

    def value(self, expression):
        """Give the value of an expression in the kernel, through JSON."""
        output = self.run(f"import json as _json; print(_json.dumps({expression}))")
        assert output.error is None, output.error
        return json.loads(output.stdout)

    @property
    def runs(self):
        """The runs of the store beside the notebook, the newest first, read from this process."""
        import jupyter_mltrack as mltrack

        return list(mltrack.runs(store=self.folder))

    def close(self):
        self.client.stop_channels()
        if self.manager.is_alive():
            self.manager.shutdown_kernel(now=True)
