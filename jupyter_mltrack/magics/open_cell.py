"""A tracked cell that runs: what its end needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .outputs import OutputWatch

if TYPE_CHECKING:
    from ..capture.hooks import CellSession


@dataclass(eq=False)
class OpenCell:
    """A tracked cell from the start of its run to its end."""

    info: Any
    run: Any
    session: CellSession | None
    outputs: OutputWatch | None
    display_id: str
    warnings: list[str] = field(default_factory=list)
    saves_models: bool = True
    release: Callable[[], object] = lambda: None
    """Lets go of what waits for its end."""
