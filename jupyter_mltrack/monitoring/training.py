"""What is known of the data that a model version was trained on."""

from __future__ import annotations

from ..drift.profiles import TableProfile
from ..store import Store


def reference_profile(store: Store, reference: str) -> TableProfile | None:
    """Give the profile of a version's training data; ``None`` where nothing is known of them."""
    return None
