"""How the lists of the register are narrowed."""

from risks.filters.register import ArchivedRiskFilter, PastRiskFilter, RiskFilter
from risks.filters.top import TopRiskFilter

__all__ = ["ArchivedRiskFilter", "PastRiskFilter", "RiskFilter", "TopRiskFilter"]
