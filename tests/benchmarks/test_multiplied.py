"""A small installation that is multiplied has as much as is said, holds together, and can be worked in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from benchmarks.bench.places import signed_in
from benchmarks.seeding.entering import ALL_SEEING
from benchmarks.seeding.multiplied import counted_on, multiply, rounds
from benchmarks.seeding.people import POSTS, address
from benchmarks.seeding.plans import last_plan
from benchmarks.seeding.sizes import numbers
from benchmarks.seeding.unindexed import unindexed
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Appointment, Authority, Person
from plans.models import Plan
from risks.models import Risk
from targets.models import Measure, Result
from tests.benchmarks.conftest import TINY

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="Sizes are multiplied on PostgreSQL alone.")
OTHERS = 3
COUNTED = {
    "authorities": Authority,
    "deliverables": Deliverable,
    "updates": ProgressUpdate,
    "measures": Measure,
    "results": Result,
    "risks": Risk,
}


@pytest.fixture(scope="module")
def multiplied(seeded, lasting):
    """What had been told meanwhile."""
    told = []
    lasting(lambda: multiply(OTHERS, told.append))
    return told


@pytest.fixture
def copied(multiplied, installation):
    return Authority.objects.get(slug=f"authority-{OTHERS:03}")


def definitions(tables):
    with unindexed(tables) as found:
        return found


def test_there_is_as_much_as_is_said(copied):
    held = {name: model.objects.count() for name, model in COUNTED.items()}
    assert held == numbers(replace(TINY, others=OTHERS))


def test_each_copy_is_told_of(multiplied):
    assert multiplied == [
        *("copy 1, of 1 authorities", "copy 2, of 1 authorities"),
        "indexed again, and every reference holds",
    ]


@pytest.mark.parametrize("path", ["/deliverables/", "/measures/", "/risks/", "/history/", "/my-work/"])
def test_a_copied_authority_answers_its_own_editor(copied, path):
    assert signed_in(address(OTHERS, 0)).get(path).status_code == 200


def test_a_copied_authority_shows_its_own_records(copied):
    plan = Plan.objects.get(authority=copied, title=last_plan())
    one = Deliverable.objects.select_related("latest__written_by", "lead").get(plan=plan)
    page = signed_in(address(OTHERS, 0)).get(f"/deliverables/{one.pk}/")
    assert page.status_code == 200
    assert one.lead.authority == copied
    assert one.latest is None or one.latest.written_by.email.startswith(f"p{OTHERS}.")


def test_a_copied_history_speaks_of_its_own_records(copied):
    last = Event.objects.filter(authority_id=copied.pk, subject_type="deliverables.progressupdate").latest("number")
    assert ProgressUpdate.objects.get(pk=last.subject_id).deliverable.plan.authority == copied
    assert [last.stream, last.actor_name] == [f"authority {copied.pk}", Person.objects.get(pk=last.actor_id).name]


def test_whoever_reads_all_authorities_reads_the_copies(copied):
    reader = Appointment.objects.filter(person__email=ALL_SEEING)
    assert reader.values("post__authority").distinct().count() == 1 + OTHERS
    assert Person.objects.count() == (1 + OTHERS) * POSTS + 1


def test_rows_can_be_added_after_the_copies(copied):
    assert Authority.objects.create(name="One more", short_name="One", slug="one-more").pk > copied.pk


def test_indexes_and_constraints_come_back_as_they_were(copied):
    tables = [model._meta.db_table for model in COUNTED.values()]
    before = definitions(tables)
    assert definitions(tables) == before
    assert {one.removed.split()[0] for one in before} == {"ALTER", "DROP"}


def test_the_last_copy_has_what_is_left():
    assert list(rounds(429, 42)) == [*((copy, 42) for copy in range(1, 10)), (10, 9)]


@pytest.mark.parametrize(
    ("text", "higher"),
    [("Authority 007", "Authority 107"), ("p99.3@authority.example", "p199.3@authority.example"), ("all", "all")],
)
def test_a_text_counts_on(db, text, higher):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted_on('%(text)s::text', 100)}", {"text": text})
        assert cursor.fetchone() == (higher,)
