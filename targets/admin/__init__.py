"""The records of measures and targets in the Django admin: one module per subject."""

from targets.admin import goals, lists, measures

__all__ = ["goals", "lists", "measures"]
