"""What a notebook's user sees of a cell, with and without tracking."""

import re

from kernels import Kernel

SETUP = """
import random, math
import numpy as np
random.seed(1); np.random.seed(1)
data = [1.0, 2.0, 3.0]
"""


def outcome(kernel, cell):
    kernel.run(SETUP)
    output = kernel.run(cell)
    names = kernel.value("sorted(n for n in get_ipython().user_ns if not n.startswith('_'))")
    state = kernel.value("[random.random(), float(np.random.rand())]")
    history = kernel.value("[sorted(get_ipython().user_ns['Out']), __import__('sys').getrecursionlimit()]")
    error = output.error and {
        "ename": output.error["ename"],
        "evalue": re.sub(r"\d{5,}", "N", output.error["evalue"]),
        "traceback": [_plain(line) for line in output.error["traceback"]],
    }
    shown = [text for text in output.texts if not text.startswith(("●", "◐", "✖", "■"))]
    stdout = re.sub(r"(CPU times|Wall time).*", "", output.stdout)
    return {
        "stdout": stdout, "stderr": output.stderr, "result": output.result, "error": error, "shown": shown,
        "names": names, "state": state, "history": history,
    }  # fmt: skip


def _plain(line):
    line = re.sub(r"\x1b\[[\d;]*m", "", line)
    line = line.replace("# %%track a", "# comment")
    return re.sub(r"ipykernel_\d+/\d+\.py", "CELL", line)


def plain_and_tracked(cells, tmp_path_factory):
    """Give every cell's outcome in a kernel of its own for all plain cells, and in another for all tracked ones."""
    found = []
    for tracked in (False, True):
        kernel = Kernel(tmp_path_factory.mktemp("same"))
        try:
            kernel.run("%load_ext jupyter_mltrack" if tracked else "pass")
            outcomes = {}
            for name, cell in cells.items():
                # Names of earlier cells would hide names that tracking leaves behind.
                kernel.run("get_ipython().run_line_magic('reset', '-f in out')\nget_ipython().user_ns_hidden")
                # A magic of the whole cell must come first, a comment before it would hide it.
                head = "%%track a" if tracked else "" if cell.startswith("\n%%") else "# comment"
                outcomes[name] = outcome(kernel, f"{head}{cell.rstrip()}" if head else cell.strip())
            found.append(outcomes)
            if tracked:
                assert len(kernel.runs) == len(cells)
        finally:
            kernel.close()
    return found
