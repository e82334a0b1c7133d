"""What deliverables rest on and answer, from both sides: `{% load deliverable_links %}{% resting_on measure %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.present import present
from targets.models import Measure
from targets.models.to_date import InAList, in_a_list

register = template.Library()


@register.inclusion_tag("deliverables/parts/resting_on.html", takes_context=True)
def resting_on(context: Mapping[str, Any], measure: Any, level: int = 2) -> dict[str, Any]:
    """The deliverables that rest on a measure, under a heading of this level. One query where there are none, two
    where there are."""
    user = context["request"].user
    may_read = user.has_perm("deliverables.view_deliverable", measure)
    resting = Deliverable.objects.visible_to(user).current().filter(measures=measure).with_words()
    found = present(measure, deliverables=resting.select_related("plan", "latest")) if may_read else {}
    return {**found, "may_read": may_read, "level": level}


@register.inclusion_tag("deliverables/parts/rests_on.html", takes_context=True)
def rests_on(context: Mapping[str, Any], deliverable: Deliverable) -> dict[str, Any]:
    """The measures that a deliverable rests on with how they stand, and the recommendations it answers. One
    query where there is neither, two more where there are, and two more for the scales where a measure is a grade."""
    may = context["request"].user.has_perm
    asked = {
        "measures": deliverable.measures.for_list() if may("targets.view_measure", deliverable) else None,
        "recommendations": deliverable.recommendations.for_list()
        if may("targets.view_inspection", deliverable)
        else None,
    }
    found = present(deliverable, **{name: rows for name, rows in asked.items() if rows is not None})
    return {**found, "measures": [(one, standing_of(one)) for one in found.get("measures", ())]}


def standing_of(measure: Measure) -> list[tuple[str, InAList]]:
    """Return (name, how it stands) of each series of a loaded measure."""
    found = []
    for series in measure.series.all():
        series.measure = measure
        found.append((series.name, in_a_list(series)))
    return found
