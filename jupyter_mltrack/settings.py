"""``mltrack.ini``: the small file beside a store that holds what was decided for its folder."""

from __future__ import annotations

import configparser
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .errors import InvalidInput

FILE: Final = "mltrack.ini"
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kMG]?B)?\Z", re.IGNORECASE)
_UNITS: Final = {"b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
_SWITCH: Final = {"on": True, "off": False}


def read_section(folder: Path, section: str) -> Mapping[str, str]:
    """Read a section; an empty one where there is no such section, or no file.

    Parameters
    ----------
    folder
        The folder that holds the store.
    section
        Its name.

    Raises
    ------
    InvalidInput
        When the file cannot be read.
    """
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=False)
    try:
        parser.read_string((folder / FILE).read_text(encoding="utf-8"), source=FILE)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        raise InvalidInput(f"{FILE} cannot be read: {' '.join(str(error).split())}.") from error
    return dict(parser[section]) if parser.has_section(section) else {}


def as_switch(section: Mapping[str, str], name: str, default: bool = True) -> bool:
    """Read ``on`` or ``off``.

    Raises
    ------
    InvalidInput
        When it is neither.
    """
    said = section.get(name)
    if said is None:
        return default
    if said.strip().lower() not in _SWITCH:
        raise InvalidInput(f"{FILE}: {name} = {said[:40]!r}; it must be on or off.")
    return _SWITCH[said.strip().lower()]


def as_bytes(section: Mapping[str, str], name: str, default: int) -> int:
    """Read a size such as ``20 MB`` as bytes.

    Raises
    ------
    InvalidInput
        When it is none.
    """
    said = section.get(name)
    if said is None:
        return default
    found = _SIZE.match(said.strip())
    if found is None:
        raise InvalidInput(f"{FILE}: {name} = {said[:40]!r}; write a size such as 20 MB.")
    return int(float(found["number"]) * _UNITS[(found["unit"] or "B").lower()])
