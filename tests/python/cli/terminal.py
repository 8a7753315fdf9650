"""The environment of a terminal."""

import os


def environment_without_a_store():
    """What a terminal has: no store chosen, no colours, 80 characters."""
    mine = {name: value for name, value in os.environ.items() if name != "MLTRACK_STORE"}
    return {**mine, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
