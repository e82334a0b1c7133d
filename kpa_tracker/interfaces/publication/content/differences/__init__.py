"""How two public documents of a plan differ, item by item. No Django."""

from kpa_tracker.interfaces.publication.content.differences.comparing import (
    Count,
    Detail,
    Difference,
    Kind,
    counts,
    differences,
)
from kpa_tracker.interfaces.publication.content.differences.items import SORTS, items_of

__all__ = ["SORTS", "Count", "Detail", "Difference", "Kind", "counts", "differences", "items_of"]
