"""Whether there is anything, asked before much is asked for.

A row with all that a page names of it is asked for with dozens of columns of a dozen tables, which costs the same where
there are none. Parts of a page that are empty most of the time ask this first.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, QuerySet


def present(record: Model, **asked: QuerySet[Any]) -> dict[str, list[Any]]:
    """Return the rows of each selection by its name: one query where all are empty, and one more for each that is not.
    The record is any one that exists."""
    there = type(record)._base_manager.filter(pk=record.pk).values_list(*map(Exists, asked.values()))
    found = dict(zip(asked, there.get(), strict=True)) if asked else {}
    return {name: list(rows) if found[name] else [] for name, rows in asked.items()}
