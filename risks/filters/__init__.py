"""How the lists of the register are narrowed."""

from risks.filters.register import ArchivedRiskFilter, CategoryFilter, RiskFilter
from risks.filters.top import TopRiskFilter

__all__ = ["ArchivedRiskFilter", "CategoryFilter", "RiskFilter", "TopRiskFilter"]
