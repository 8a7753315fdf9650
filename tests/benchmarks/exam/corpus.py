"""The cells that are run: those of an exam's folder, or our own ones."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

OWN = Path(__file__).resolve().parents[2] / "exams" / "capture"

SEEDS = (
    "import random as _r; _r.seed(0)\n"
    "import numpy as _n; _n.random.seed(0)\n"
    "import sys as _s\n"
    "if 'torch' in _s.modules: _s.modules['torch'].manual_seed(0)\n"
    "del _r, _n, _s\n"
)
"""What runs before a cell that is to run twice in the same way."""


@dataclass(frozen=True)
class Cell:
    """A cell, what has to run before it, and the folder with the files that it reads."""

    id: str
    setup: str
    code: str
    folder: Path | None = None


def own_cells(only: frozenset[str] = frozenset()) -> list[Cell]:
    """Give our own cells: each the last code cell of a notebook, whose other code cells run before it."""
    cells = []
    for path in sorted(OWN.glob("*.ipynb")):
        if only and path.stem not in only:
            continue
        notebook = json.loads(path.read_text(encoding="utf-8"))
        *before, last = [_text(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        cells.append(Cell(path.stem, "\n\n".join([*before, SEEDS]), last))
    return cells


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def exam_ids(exam: Path, has_mirror: bool, only: frozenset[str] = frozenset()) -> list[str]:
    """Name the exam's cells that can run: without a mirror, those whose text is in the exam's folder."""
    manifest = json.loads((exam / "manifest_public.json").read_text(encoding="utf-8"))
    able = [entry["id"] for entry in manifest if has_mirror or entry.get("own")]
    return [name for name in able if not only or name in only]


def exam_cells(exam: Path, mirror: Path | None, out: Path, ids: list[str]) -> list[Cell]:
    """Extract the exam's cells with the exam's own program, below the folder ``out``.

    A cell whose text is not in the mirror is named in a line, and left out.
    """
    program = _module(exam / "corpus.py")
    cells = []
    for entry in program.load("public"):
        if entry["id"] not in ids:
            continue
        try:
            found = program.extract(entry, str(mirror or ""), str(out))
        except (Exception, SystemExit) as error:  # noqa: BLE001 said, and the next one
            print(f"{entry['id']}: cannot be extracted: {type(error).__name__}: {error}")
            continue
        folder = Path(found["dir"]) / "cwd"
        cells.append(Cell(entry["id"], found["setup_code"], found["cell_code"], folder))
    return cells


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(re.sub(r"\W", "_", f"exam_{path.stem}"), path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
