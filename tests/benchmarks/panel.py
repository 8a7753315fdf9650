"""How fast the panel and the table are with many runs, in a real browser.

    python tests/benchmarks/panel.py [--runs 10000]

Needs what ``bash tests/run browser`` prepares. Prints the time from the command to the first rows, the cost of
scrolling at the speed of a wheel and five times faster (processor time of the page for each of 60 frames, against 60
frames at rest in the same run), how many rows are in the page, and the size of the bundle.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from server import TOKEN, Server, fill

HERE = Path(__file__).parent
BROWSER = HERE.parent / "browser"
BUNDLE = HERE.parents[1] / "jupyter_mltrack" / "labextension" / "static"


class Lab(Server):
    module = ("jupyterlab", "--LabApp.expose_app_in_browser=True")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10_000)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as root:
        fill(root, runs)
        with Lab(root, True) as server:
            address = f"http://127.0.0.1:{server.port}/lab?token={TOKEN}&reset"
            found = subprocess.run(
                ["node", str(HERE / "panel.cjs"), address],
                check=True, stdout=subprocess.PIPE, text=True, cwd=BROWSER,
                env={**os.environ, "NODE_PATH": str(BROWSER / "node_modules")},
            )  # fmt: skip
    for what, figures in json.loads(found.stdout).items():
        print(
            f"{what}, {runs:,} runs x 40 columns: "
            + ", ".join(f"{name} {value}" for name, value in figures.items())
        )
    files = list(BUNDLE.glob("*.js"))
    plotly = [file.name for file in files if b"plotly.js v" in file.read_bytes()]
    print(
        f"bundle: {sum(file.stat().st_size for file in files) / 1000:.0f} kB, plotly.js in it: {plotly or 'none'}"
    )


if __name__ == "__main__":
    sys.exit(main())
