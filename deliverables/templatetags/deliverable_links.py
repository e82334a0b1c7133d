"""What deliverables rest on and answer, from both sides: `{% load deliverable_links %}{% resting_on measure %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.models import Deliverable
from targets.models import Measure
from targets.models.to_date import InAList, in_a_list

register = template.Library()


@register.inclusion_tag("deliverables/parts/resting_on.html", takes_context=True)
def resting_on(context: Mapping[str, Any], measure: Any, level: int = 2) -> dict[str, Any]:
    """The deliverables that rest on a measure, under a heading of this level. One query."""
    user = context["request"].user
    may_read = user.has_perm("deliverables.view_deliverable", measure)
    resting = Deliverable.objects.visible_to(user).current().filter(measures=measure).with_words()
    rated = resting.select_related("plan", "latest")
    return {"deliverables": list(rated) if may_read else [], "may_read": may_read, "level": level}


@register.inclusion_tag("deliverables/parts/rests_on.html", takes_context=True)
def rests_on(context: Mapping[str, Any], deliverable: Deliverable) -> dict[str, Any]:
    """The measures that a deliverable rests on with how they stand, and the recommendations it answers. Three
    queries, and two more for the scales where a measure is a grade."""
    may = context["request"].user.has_perm
    measures = deliverable.measures.for_list() if may("targets.view_measure", deliverable) else []
    answers = deliverable.recommendations.for_list() if may("targets.view_inspection", deliverable) else []
    return {"measures": [(one, standing_of(one)) for one in measures], "recommendations": list(answers)}


def standing_of(measure: Measure) -> list[tuple[str, InAList]]:
    """Return (name, how it stands) of each series of a loaded measure."""
    found = []
    for series in measure.series.all():
        series.measure = measure
        found.append((series.name, in_a_list(series)))
    return found
