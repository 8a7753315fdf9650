"""How much one file or one import may hold: said to whoever has more, at export and at import alike."""

from __future__ import annotations

from typing import Final

MOST_ENTRIES: Final = 20_000
"""Files in an archive."""
MOST_BYTES: Final = 16 << 30
"""Of all that an archive holds, unpacked."""
MOST_POINTS: Final = 20_000_000
"""They are in memory until the transaction that stores them: 480 MB."""
MOST_RUNS: Final = 10_000
"""Taken in at once."""
LARGEST_TEXT: Final = 64 << 20
"""Bytes of what is read whole to be shown: code, earlier cells, environment, printed text."""
LARGEST_MANIFEST: Final = 16 << 20
"""Bytes of a manifest, and of one document of a store: a run with 10,000 candidates has 5 MB."""
LATEST: Final = 1e11
"""Times are Unix seconds from 0 to here (the year 5138): later ones could not be shown as dates."""
