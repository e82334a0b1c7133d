"""What an import remembers: files being looked at, how columns are read, where records came from, long imports."""

from kpa_tracker.interfaces.exchange.models.imports import (
    KEPT_FOR,
    LONGEST_NAME,
    PREVIEWS,
    ImportMapping,
    Origin,
    RiskOrigin,
    Sort,
    StagedImport,
    StagedReturn,
    expiry,
)
from kpa_tracker.interfaces.exchange.models.runs import ImportRun

__all__ = [
    "KEPT_FOR",
    "LONGEST_NAME",
    "PREVIEWS",
    "ImportMapping",
    "ImportRun",
    "Origin",
    "RiskOrigin",
    "Sort",
    "StagedImport",
    "StagedReturn",
    "expiry",
]
