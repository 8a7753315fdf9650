"""The blocks of code on a page of the documentation, as a notebook that can be executed."""

import re
from dataclasses import dataclass

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


@dataclass
class Block:
    """A fenced block: its language, its text, and the line of the page on which it starts."""

    language: str
    text: str
    line: int


def blocks_of(page):
    """Give the fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(found[1], found[2], text.count("\n", 0, found.start()) + 1) for found in BLOCK.finditer(text)
    ]


def cell_of(block, instead):
    """Give the code of the cell that runs a block; lines of shell are exchanged as ``instead`` says.

    ``None`` stands for a block of which nothing is left to run.
    """
    if block.language == "python":
        return block.text.rstrip("\n")
    lines = [instead.get(line.strip(), line) for line in block.text.splitlines()]
    script = "\n".join(line for line in lines if line)
    if not script.strip():
        return None
    return (
        "import subprocess as _subprocess\n"
        f"_done = _subprocess.run(['bash', '-euc', {script!r}], capture_output=True, text=True)\n"
        "print(_done.stdout)\n"
        "assert _done.returncode == 0, _done.stderr"
    )
