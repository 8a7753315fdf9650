"""Every test here may ask for a ``notebook``."""

from notebooks import notebook

__all__ = ["notebook"]
