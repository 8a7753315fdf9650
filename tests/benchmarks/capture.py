"""What tracking costs a cell: ``python tests/benchmarks/capture.py``. Prints figures; nothing here passes or fails.

Every figure is measured in turns with its floor in the same run: a loop with and without observation, IPython with
and without the extension, a short cell with and without ``%%track``.
"""

import contextlib
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time

STEPS = 1_000_000
TURNS = 5


def main():
    loading()
    os.chdir(tempfile.mkdtemp())
    shell = make_shell()
    shell.run_line_magic("load_ext", "jupyter_mltrack")
    loops(shell)
    short_cells(shell)


def make_shell():
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    return InteractiveShell(config=config)


def loops(shell):
    """The cost of one observed assignment, at the cell's top level and in a function of it."""
    top = f"""
clock = __import__('time').perf_counter
a = clock()
for i in range({STEPS}):
    value = i / 3
spent_seconds = clock() - a
"""
    inside = f"""
def work():
    clock = __import__('time').perf_counter
    a = clock()
    for i in range({STEPS}):
        value = i / 3
    return clock() - a
spent_seconds = work()
"""
    for name, code in (("top level", top), ("function", inside)):
        plain, tracked = [], []
        for _ in range(TURNS):
            plain.append(seconds(shell, code))
            tracked.append(seconds(shell, "%%track\n" + code))
        floor, cost = statistics.median(plain), statistics.median(tracked)
        more = (cost - floor) / STEPS * 1e6
        print(
            f"observed assignment, {name}: {more:.2f} us more than the {floor / STEPS * 1e6:.3f} us without (goal: 1)"
        )


def seconds(shell, code):
    quiet(shell, code)
    return shell.user_ns["spent_seconds"]


def quiet(shell, code):
    with contextlib.redirect_stdout(io.StringIO()):
        assert shell.run_cell(code, store_history=True).success


def short_cells(shell):
    """What a short cell takes more, after the first one."""
    plain, tracked = [], []
    for at in range(60):
        code = f"lr = 0.{at + 1}\nfor i in range(20):\n    loss = lr / (i + 1)\n"
        for tracks, into in ((False, plain), (True, tracked)):
            began = time.perf_counter()
            quiet(shell, "%%track\n" + code if tracks else code)
            into.append(time.perf_counter() - began)
    floor, cost = statistics.median(plain), statistics.median(tracked)
    print(
        f"short cell: {(cost - floor) * 1000:.1f} ms more than the {floor * 1000:.2f} ms without (goal: 50)"
    )


def loading():
    """``%load_ext`` against IPython alone, each in new processes, in turns."""
    program = """
import time
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
config = Config()
config.HistoryManager.enabled = False
shell = InteractiveShell(config=config)
began = time.perf_counter()
{line}
print(time.perf_counter() - began)
"""
    bare, loaded = [], []
    for _ in range(TURNS):
        for line, into in (("pass", bare), ("shell.run_line_magic('load_ext', 'jupyter_mltrack')", loaded)):
            done = subprocess.run(
                [sys.executable, "-c", program.format(line=line)], capture_output=True, text=True, check=True
            )
            into.append(float(done.stdout))
    more = (statistics.median(loaded) - statistics.median(bare)) * 1000
    print(f"%load_ext: {more:.0f} ms more than bare IPython (goal: 150)")


if __name__ == "__main__":
    main()
