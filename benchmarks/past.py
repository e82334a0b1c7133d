"""What it costs to read a long plan as of a day, against its list of today, in one run: `python -m benchmarks.past`.

Fails where the page as of a day takes more than ten times that of today, or asks more queries of the longer plan.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import tracemalloc
from itertools import cycle
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpa_tracker.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from benchmarks.register import TODAY, UNHASHED, Cost, measured, whole  # noqa: E402
from deliverables.actions.deliverables import change_deliverable  # noqa: E402
from deliverables.models import Deliverable, ProgressUpdate  # noqa: E402
from kpa_tracker.base.people.roles import Role  # noqa: E402
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory  # noqa: E402
from tests.factories.people import PostFactory, person_with  # noqa: E402
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory  # noqa: E402

MADE = datetime.datetime(2009, 4, 1, 12, tzinfo=datetime.timezone.utc)
SAID = datetime.datetime(2009, 7, 10, 12, tzinfo=datetime.timezone.utc)
DAY = "2010-01-31"
CHANGED = 200
"""How many deliverables were changed since the day, each with its event."""
MOST = 10
"""How many times today's page the page as of a day may take."""
PAGES = {
    "the list of today": {},
    "the list as of a day": {"as_of": DAY},
    "the same, red alone": {"as_of": DAY, "rating": "red"},
    "the same, late ones first": {"as_of": DAY, "sort": "deadline_text"},
}


def filled_plan(number: int) -> Any:
    """Enter a plan of so many deliverables, each with an update, some changed since; return who edits it."""
    post = PostFactory(created_at=MADE)
    authority, editor = post.authority, person_with(Role.EDITOR, post=post)
    plan = PlanFactory(authority=authority, state="adopted", created_at=MADE)
    ambitions = [AmbitionFactory(plan=plan, created_at=MADE) for _ in range(20)]
    parts = cycle([DescriptorFactory(ambition=one, created_at=MADE) for one in ambitions for _ in range(5)])
    period = ReportingPeriodFactory(plan=plan, created_at=MADE)
    first = DeliverableFactory(plan=plan, ambition=ambitions[0], reference="first", created_at=MADE)
    said = ProgressUpdateFactory(deliverable=first, period=period, submitted_at=SAID, latest=True)
    made = Deliverable.objects.bulk_create(
        [_deliverable(plan, next(parts), place, editor) for place in range(number - 1)], batch_size=500
    )
    _report(made, period, said)
    for one in made[:CHANGED]:
        change_deliverable(one, seen=one.version, changes={"title": f"{one.title}, reworded"}, by=editor)
    return editor


def _deliverable(plan: Any, part: Any, place: int, editor: Any) -> Deliverable:
    post = editor.appointments.first().post
    place_in_plan = {"ambition": part.ambition, "descriptor": part, "position": place}
    title = f"What is promised, number {place}"
    return Deliverable(plan=plan, reference=f"R {place}", title=title, lead=post, created_at=MADE, **place_in_plan)


def _report(made: list[Deliverable], period: Any, like: ProgressUpdate) -> None:
    """Give each deliverable an update of record."""
    kept = (
        "stage",
        "forecast",
        "done",
        "next_steps",
        "state",
        "submitted_at",
        "first_submitted_at",
        "submitted_by_id",
        "written_by_id",
    )
    ratings = cycle(("red", "amber", "green"))
    rows = [
        ProgressUpdate(
            deliverable=one, period=period, rating=next(ratings), **{name: getattr(like, name) for name in kept}
        )
        for one in made
    ]
    for one, update in zip(made, ProgressUpdate.objects.bulk_create(rows, batch_size=500), strict=True):
        one.latest = update
    Deliverable.objects.bulk_update(made, ["latest"], batch_size=500)


def costs_of(number: int) -> tuple[dict[str, Cost], dict[str, float]]:
    """Return what each page takes, and how much memory it needs at its peak, in MB."""
    client = Client()
    client.force_login(filled_plan(number), backend="allauth.account.auth_backends.AuthenticationBackend")
    costs, peaks = {}, {}
    for name, query in PAGES.items():

        def ask(query: dict[str, str] = query) -> None:
            whole(client.get("/deliverables/", query))

        costs[name] = measured(ask)
        tracemalloc.start()
        ask()
        peaks[name] = tracemalloc.get_traced_memory()[1] / 1_000_000
        tracemalloc.stop()
    return costs, peaks


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("numbers", nargs="*", type=int, default=[500, 5000], metavar="DELIVERABLES")
    numbers = asked.parse_args().numbers
    settings.DEMONSTRATION_DATE, settings.ALLOWED_HOSTS = TODAY, ["testserver"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": UNHASHED}}  # nothing was collected
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        (few, _), (many, peaks) = costs_of(numbers[0]), costs_of(numbers[-1])
    finally:
        teardown_databases(databases, verbosity=0)
    said, sound = report(few, many, peaks)
    sys.stdout.write(f"{connection.vendor}, {numbers[0]} and {numbers[-1]} deliverables\n\n{said}\n")
    return 0 if sound else 1


def report(few: dict[str, Cost], many: dict[str, Cost], peaks: dict[str, float]) -> tuple[str, bool]:
    """Return the table, in multiples of the longer list of today, and whether no page is too slow or too curious."""
    unit = many["the list of today"].ms
    rows = [
        f"| {name} | {few[name].queries} / {many[name].queries}"
        f" | {few[name].ms / unit:.1f} / {many[name].ms / unit:.1f}"
        f" | {peaks[name]:.0f} |"
        for name in PAGES
    ]
    head = [f"The list of today: {unit:.0f} ms.", "", "| page | queries | time | memory, MB |", "|---|---|---|---|"]
    sound = all(many[name].ms <= MOST * unit and many[name].queries <= few[name].queries for name in PAGES)
    return "\n".join([*head, *rows]), sound


if __name__ == "__main__":
    sys.exit(main())
