"""Whether captured models are saved, and how large they may be: said in ``mltrack.ini`` beside the store.

::

    # mltrack.ini
    [capture]
    models = off
    model_size = 50 MB
"""

from __future__ import annotations

import configparser
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import InvalidInput
from .choices import FILE

_SECTION = "capture"
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kMG]?B)?\Z", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
DEFAULT_SIZE = 20_000_000


@dataclass(frozen=True)
class ModelSaving:
    """Whether ``%%track`` saves the models that a cell trained, and the bytes that one may have at most."""

    on: bool = True
    most: int = DEFAULT_SIZE


def read_saving(folder: Path) -> ModelSaving:
    """Read what was decided.

    Parameters
    ----------
    folder
        The folder that holds the store.

    Raises
    ------
    InvalidInput
        When the file, or one of the two lines, cannot be understood.
    """
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=False)
    try:
        parser.read_string((folder / FILE).read_text(encoding="utf-8"), source=FILE)
    except FileNotFoundError:
        return ModelSaving()
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        raise InvalidInput(f"{FILE} cannot be read: {' '.join(str(error).split())}.") from error
    if not parser.has_section(_SECTION):
        return ModelSaving()
    said = parser[_SECTION].get("models", "on").strip().lower()
    if said not in ("on", "off"):
        raise InvalidInput(f"{FILE}: models = {said[:40]!r}; it must be on or off.")
    return ModelSaving(said == "on", _bytes(parser[_SECTION].get("model_size", "20 MB")))


def _bytes(text: str) -> int:
    found = _SIZE.match(text.strip())
    if found is None:
        raise InvalidInput(f"{FILE}: model_size = {text[:40]!r}; write a size such as 20 MB.")
    return int(float(found["number"]) * _UNITS[(found["unit"] or "B").lower()])
