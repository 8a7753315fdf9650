"""Whether captured models are saved, how large they may be, and what of their data is kept: in ``mltrack.ini``.

::

    # mltrack.ini
    [capture]
    models = off
    model_size = 50 MB
    reference_profile = off
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..settings import as_bytes, as_switch, read_section

_SECTION = "capture"
DEFAULT_SIZE = 20_000_000


@dataclass(frozen=True)
class ModelSaving:
    """What ``%%track`` does with the models that a cell trained.

    Parameters
    ----------
    on
        Whether they are saved.
    most
        The bytes that one may have at most.
    profile
        Whether a profile of the data that one was trained on is kept beside it.
    """

    on: bool = True
    most: int = DEFAULT_SIZE
    profile: bool = True


def read_saving(folder: Path) -> ModelSaving:
    """Read what was decided.

    Parameters
    ----------
    folder
        The folder that holds the store.

    Raises
    ------
    InvalidInput
        When the file, or one of the lines, cannot be understood.
    """
    section = read_section(folder, _SECTION)
    return ModelSaving(
        as_switch(section, "models"),
        as_bytes(section, "model_size", DEFAULT_SIZE),
        as_switch(section, "reference_profile"),
    )
