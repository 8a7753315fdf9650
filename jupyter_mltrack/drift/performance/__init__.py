"""How well a model does: measured with labels, estimated without, and where it does worst.

Pure functions over tables: nothing here knows a store or a run.
"""

from .chunks import cut
from .estimate import estimate
from .join import join_labels
from .measuring import performance
from .outcomes import Outcomes, read
from .predictions import prediction_drift
from .roles import Chunking, PerformancePolicy, Roles
from .search import worst_segments
from .segments import segments

__all__ = [
    "Chunking", "Outcomes", "PerformancePolicy", "Roles", "cut", "estimate", "join_labels", "performance",
    "prediction_drift", "read", "segments", "worst_segments",
]  # fmt: skip
