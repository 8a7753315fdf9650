"""The values that parameters, metrics and tags can have."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

Scalar: TypeAlias = None | bool | int | float | str
"""What a parameter or a table cell holds. Not-finite numbers stay floats in Python and in the store."""

NotFinite: TypeAlias = Literal["NaN", "Infinity", "-Infinity"]
"""How a number that JSON cannot hold travels to the front end."""

Time: TypeAlias = Annotated[float, msgspec.Meta(extra_json_schema={"format": "unix-time"})]
"""Unix seconds, UTC: always a finite number."""
