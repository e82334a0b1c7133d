"""What the public is given of the authority that is looked at: its last plan, published as an editor publishes it."""

from __future__ import annotations

import datetime

from django.utils import timezone

from benchmarks.seeding.people import Body
from benchmarks.seeding.plans import last_plan
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions.publishing import publish
from kpa_tracker.interfaces.publication.actions.wordings import approve_wordings, submit_wordings
from kpa_tracker.interfaces.publication.wordings import units_of_plan
from plans.models import Plan

APPROVED = 20
"""Of how many deliverables the public reads how they stand. Each approval reads all texts of the plan: a second."""
WHY = "It is published to see what its readers cost."


def publish_last_plan(body: Body) -> None:
    """Approve what officers wrote of the plan that reports now, and publish it; the one slow step of the seeding. It is
    done as the day begins, so that it is public at whatever hour somebody measures."""
    with clock.at(datetime.datetime.combine(clock.today(), datetime.time.min, timezone.get_default_timezone())):
        _publish(body)


def _publish(body: Body) -> None:
    plan = Plan.objects.get(authority=body.authority, title=last_plan())
    made = submit_wordings(units_of_plan(plan), of=(plan.authority_id, plan), by=body.editor)
    made = made[:APPROVED]
    approve_wordings(made, seen={one.pk: one.version for one in made}, by=body.people[1])
    publish(plan, by=body.editor, why=WHY)
