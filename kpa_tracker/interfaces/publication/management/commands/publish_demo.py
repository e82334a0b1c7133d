from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions.publishing import publish
from kpa_tracker.interfaces.publication.actions.wordings import approve_wording, submit_wordings
from kpa_tracker.interfaces.publication.wordings import units_of_plan
from plans.models import Plan


class Command(BaseCommand):
    help = "Publish a plan of the demonstration as it reads now: one person submits every text, another approves it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=int, help="The number of the plan.")
        parser.add_argument("--by", type=int, required=True, help="The number of whoever submits and publishes.")
        parser.add_argument("--approver", type=int, required=True, help="The number of whoever approves.")
        parser.add_argument("--note", default="", help="What is new.")
        parser.add_argument("--why", default="", help="Why it is published, where the checklist misses something.")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("authority").get(pk=options["plan"])
        if not plan.authority.is_demonstration:
            raise CommandError("This is for plans of the demonstration alone. Others are published on their page.")
        by, approver = (Person.objects.get(pk=options[name]) for name in ("by", "approver"))
        approve_everything(plan, by=by, approver=approver)
        try:
            publish(plan, by=by, note=options["note"], why=options["why"])
        except PdfUnavailable as unavailable:
            self.stderr.write(f"Nothing is published: {unavailable}")


def approve_everything(plan: Plan, *, by: Person, approver: Person) -> None:
    """Let one person submit every text of a plan, and another approve it."""
    units = {unit.key: unit for unit in units_of_plan(plan)}
    for wording in submit_wordings(units.values(), of=(plan.authority_id, plan), by=by):
        now = units[wording.key]
        approve_wording(wording, now=now, seen=wording.version, by=approver)
