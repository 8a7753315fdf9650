"""The data that a cell computed with: what they are, where they are from, what was done with them."""

from .content import Allowance, whole
from .describe import describe, is_data, is_holder
from .found import CellData
from .roles import Use, uses_of

__all__ = ["Allowance", "CellData", "Use", "describe", "is_data", "is_holder", "uses_of", "whole"]
