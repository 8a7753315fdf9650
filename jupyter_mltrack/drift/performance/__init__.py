"""How well a model does: measured with labels, estimated without, and where it does worst.

Pure functions over tables: nothing here knows a store or a run.
"""

from .chunks import cut
from .join import join_labels
from .measuring import performance
from .outcomes import Outcomes, read
from .roles import Chunking, PerformancePolicy, Roles

__all__ = ["Chunking", "Outcomes", "PerformancePolicy", "Roles", "cut", "join_labels", "performance", "read"]
