"""What importing a long plan costs, beside what reading its file and writing its rows at once would cost:
`python -m benchmarks.imports [ROWS ...]`.

Fails where the time grows faster than the rows, and where more memory is asked for than a small server has.
"""

from __future__ import annotations

import argparse
import datetime
import io
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpa_tracker.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from deliverables.models import Deliverable  # noqa: E402
from kpa_tracker.base.people.roles import Role  # noqa: E402
from kpa_tracker.interfaces.exchange.actions import confirm_import, proposal_of, stage_import  # noqa: E402
from kpa_tracker.interfaces.exchange.reading.bounded import read_bounded  # noqa: E402
from tests.factories.people import person_with  # noqa: E402
from tests.factories.plans import AmbitionFactory, PlanFactory  # noqa: E402

TODAY = datetime.date(2010, 4, 12)
HEADINGS = ["Aim", "Objective", "Action", "Lead", "By when", "How measured"]
MOST_MEGABYTES = 300
LEEWAY = 1.5
"""How much faster than its rows the time may grow: a busy machine is no finding."""


@dataclass(frozen=True)
class Cost:
    """The seconds of processor that a plan of so many rows took, its reading in the child process included."""

    rows: int
    floor: float
    looking: float
    taking: float

    @property
    def times(self) -> float:
        return (self.looking + self.taking) / self.floor


def workbook_of(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    sheet.append(HEADINGS)
    for row in range(rows):
        above = [f"Aim {row // 500}", f"Objective {row // 20}"]
        sheet.append([*above, f"Carry out task {row} of the plan", f"Post {row % 40}", "June 2010", f"Count of {row}"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def seconds(do: Callable[[], Any]) -> float:
    """Return what something costs of the processor, in this process and in those that it waits for."""
    began = sum(os.times()[:4])
    do()
    return sum(os.times()[:4]) - began


def write_at_once(rows: int) -> None:
    ambition = AmbitionFactory()
    made = (
        Deliverable(plan=ambition.plan, ambition=ambition, reference=str(n), title=f"Task {n}") for n in range(rows)
    )
    Deliverable.objects.bulk_create(made, batch_size=500)


def cost_of(rows: int) -> Cost:
    content = workbook_of(rows)
    floor = seconds(lambda: read_bounded("plan.xlsx", content)) + seconds(lambda: write_at_once(rows))
    plan = PlanFactory(state="draft")
    by = person_with(Role.EDITOR, authority=plan.authority)
    staged: list[Any] = []
    looking = seconds(lambda: staged.append(stage_import(plan, name="plan.xlsx", content=content, by=by)))
    looking += seconds(lambda: proposal_of(staged[0]))
    return Cost(rows, floor, looking, seconds(lambda: confirm_import(staged[0], by=by)))


def megabytes() -> int:
    """The most memory that this process, or one that it waited for, has held so far."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def report(costs: list[Cost], most: int) -> tuple[str, bool]:
    """Return the table, and whether the cost of a row stays and the memory suffices."""
    head = ["| rows | reading and writing at once | looking | taking over | times |", "|---|---|---|---|---|"]
    lines = [
        f"| {one.rows:,} | 1.0 | {one.looking / one.floor:.1f} | {one.taking / one.floor:.1f} | {one.times:.1f} |"
        for one in costs
    ]
    few, many = costs[0], costs[-1]
    grown = ((many.looking + many.taking) / many.rows) / ((few.looking + few.taking) / few.rows)
    ms = (many.looking + many.taking) / many.rows * 1000
    ending = f"A row of the longest costs {grown:.2f} times one of the shortest ({ms:.1f} ms); {most} MB at most."
    return "\n".join([*head, *lines, "", ending]), grown <= LEEWAY and most <= MOST_MEGABYTES


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("rows", nargs="*", type=int, default=[500, 2_000, 10_000], metavar="ROWS")
    settings.DEMONSTRATION_DATE = TODAY
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        costs = [cost_of(rows) for rows in asked.parse_args().rows]
    finally:
        teardown_databases(databases, verbosity=0)
    said, sound = report(costs, megabytes())
    sys.stdout.write(f"{connection.vendor}\n\n{said}\n")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
