"""The project's tree, as a clone of the working tree would have it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def tracked_files():
    """Give the files that git tracks, as they lie in the working tree."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
