"""How the lists of the register are narrowed."""

from risks.filters.register import ArchivedRiskFilter, CategoryFilter, RiskFilter

__all__ = ["ArchivedRiskFilter", "CategoryFilter", "RiskFilter"]
