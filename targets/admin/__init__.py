"""The records of measures and targets in the Django admin: one module per subject."""

from targets.admin import goals, inspections, lists, measures

__all__ = ["goals", "inspections", "lists", "measures"]
