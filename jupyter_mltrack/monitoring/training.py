"""What is known of the data that a model version was trained on."""

from __future__ import annotations

from ..registry import reference_profile

__all__ = ["reference_profile"]
