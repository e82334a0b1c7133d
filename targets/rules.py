"""Who may read and keep measures, results, inspections and recommendations."""

from __future__ import annotations

from typing import Any

import rules

from kpa_tracker.base.people.rules import grant, granted, working_posts
from targets.models import Measure, Recommendation, Result, Series

grant("targets.view_measure", "targets.change_measure", "targets.view_inspection", "targets.change_inspection")
grant("targets.record_any_result")
rules.add_perm("targets.add_measure", granted("targets.change_measure"))
rules.add_perm("targets.add_inspection", granted("targets.change_inspection"))

WITH_MEASURES = (
    *("baseline", "comparator", "definition", "expectedvalue", "footnote", "grade", "gradescale", "measureset"),
    *("objective", "series", "source", "target", "tolerance"),
)
"""What is read and kept by whoever reads and keeps measures."""

for name in WITH_MEASURES:
    rules.add_perm(f"targets.view_{name}", granted("targets.view_measure"))
    rules.add_perm(f"targets.add_{name}", granted("targets.change_measure"))
    rules.add_perm(f"targets.change_{name}", granted("targets.change_measure"))


def measure_of(record: Measure | Series | Result) -> Measure:
    """Return the measure that a series or a result belongs to."""
    if isinstance(record, Measure):
        return record
    return (record if isinstance(record, Series) else record.series).measure


@rules.predicate
def owns_measure(user: Any, record: Any = None) -> bool:
    """Whether the person holds the post that owns the measure of this record: the measure itself, a series, a result.

    Without a record: whether they hold a post that might.
    """
    posts = working_posts(user)
    if record is None or not posts:
        return bool(posts)
    return measure_of(record).owner_id in posts


rules.add_perm("targets.record_result", granted("targets.record_any_result") | owns_measure)


@rules.predicate
def owns_recommendation(user: Any, record: Recommendation | None = None) -> bool:
    """Whether the person holds the post that answers for a recommendation; without one, a post that might."""
    posts = working_posts(user)
    return bool(posts) if record is None else record.owner_id in posts


for name in ("judgement", "recommendation"):
    rules.add_perm(f"targets.view_{name}", granted("targets.view_inspection"))
    rules.add_perm(f"targets.add_{name}", granted("targets.change_inspection"))
    rules.add_perm(f"targets.change_{name}", granted("targets.change_inspection"))
rules.add_perm("targets.sign_off_recommendation", granted("targets.change_inspection"))
rules.add_perm("targets.report_recommendation", granted("targets.change_inspection") | owns_recommendation)
