"""The tracker's totals always reconcile, whatever it is narrowed to; what is taken away is what was shown."""

from __future__ import annotations

import csv
import datetime
import io
from itertools import product

import pytest

from kpa_tracker.base.people.roles import Role
from targets.filters.inspections import RecommendationFilter
from targets.models import Recommendation
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with

pytestmark = pytest.mark.django_db
State = Recommendation.State
SHOWS = ["", *(name for name, _ in RecommendationFilter.base_filters["show"].extra["choices"])]
KINDS = ["", *Recommendation.Kind.values]
DAYS = [datetime.date(2010, 3, 31), datetime.date(2010, 4, 30), datetime.date(2010, 9, 30), None]
TRACKER = "/inspections/recommendations/"


@pytest.fixture
def world(authority):
    """More recommendations than a page holds, in every state, with and without owner, day, comment and evidence."""
    inspections = [InspectionFactory(authority=authority, needs_comments=needs) for needs in (True, False)]
    owners = [PostFactory(authority=authority), PostFactory(authority=authority), None]
    committee, signer = CommitteeFactory(authority=authority), person_with(Role.EDITOR)
    for number, (state, day) in enumerate(list(product(State, DAYS)) * 3):
        signed = {"signed_off_by": signer, "signed_off_at": "2010-04-01T00:00Z"} if state == State.CLOSED else {}
        RecommendationFactory(
            inspection=inspections[number % 2],
            kind=Recommendation.Kind.values[number % 5 == 0],
            owner=None if state == State.AWAITING else owners[number % 3],
            committee=committee if number % 2 else None,
            state=state,
            due_due=day,
            due_text=str(day or ""),
            comment="Done." if number % 3 else "",
            evidence="Minute." if signed or number % 7 == 0 else "",
            rejected_reason="No." if state == State.REJECTED else "",
            remains="Half of it." if number % 4 else "",
            **signed,
        )
    return Recommendation.objects.all()


def shown(client, **query):
    """Return (rows, counts by state) of the tracker as narrowed; all its pages count."""
    context = client.get(TRACKER, {name: value for name, value in query.items() if value}).context
    assert not context["filter"].form.errors, query
    return context["table"].paginator.count, {label: number for label, number, _ in context["by_state"]}


def rows_away(client, **query):
    response = client.get(TRACKER, {"export": "csv", **query})
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


@pytest.mark.parametrize("show", SHOWS)
def test_the_states_add_up_to_the_rows_and_the_kinds_to_the_whole(world, member, as_person, show):
    client = as_person(member)
    whole, states = shown(client, show=show)
    assert whole == sum(states.values()) > 0
    for state in State:
        assert shown(client, show=show, status=state.value)[0] == states[state.label]
    assert whole == sum(shown(client, show=show, kind=kind)[0] for kind in KINDS if kind)


@pytest.mark.parametrize(("state", "kind"), list(product(["", *State.values], KINDS)))
def test_what_is_selected_is_what_the_records_themselves_say(world, member, as_person, state, kind):
    """Each question asked of the database is asked of the loaded records as well."""
    found = [one for one in world if state in ("", one.state) and kind in ("", one.kind)]
    told = {
        "": len(found),
        "overdue": sum(one.is_overdue for one in found),
        "due_soon": sum(one.is_due_soon for one in found),
        "sent_back": sum(one.came_back for one in found),
        "unfinished": sum(not one.is_finished for one in found),
        "without_owner": sum(not one.is_finished and one.owner_id is None for one in found),
        "without_due": sum(not one.is_finished and one.due_due is None for one in found),
        "without_comment": sum(one.lacks_comment for one in found),
    }
    client = as_person(member)
    assert {show: shown(client, show=show, status=state, kind=kind)[0] for show in SHOWS} == told


@pytest.mark.parametrize("show", SHOWS)
def test_what_is_taken_away_is_exactly_what_is_shown_on_all_pages(world, member, as_person, show):
    client = as_person(member)
    query = {"show": show} if show else {}
    context = client.get(TRACKER, query).context
    pages = range(1, context["table"].paginator.num_pages + 1)
    on_pages = [
        row.record.reference
        for page in pages
        for row in client.get(TRACKER, {**query, "page": page}).context["table"].page.object_list
    ]
    away = rows_away(client, **query)
    assert [row["Ref"] for row in away] == on_pages
    assert list(away[0]) == [
        "Ref", "What is asked for", "Kind", "Inspection", "Owner", "Committee", "Due", "Status", "What remains",
    ]  # fmt: skip


def test_what_is_taken_away_adds_up_to_the_states_that_are_shown(world, member, as_person):
    client = as_person(member)
    _, states = shown(client)
    found = [row["Status"].removesuffix(", overdue") for row in rows_away(client)]
    assert {label: found.count(label) for label in states} == states


def test_nothing_remains_of_what_is_finished(world, member, as_person):
    finished = [row for row in rows_away(as_person(member)) if row["Status"] in ("Closed", "Rejected")]
    assert {row["What remains"] for row in finished} == {"Nothing"}


def test_one_that_is_narrowed_away_leaves_the_counts_too(world, member, as_person):
    client = as_person(member)
    before, _ = shown(client)
    one = world.first()
    one.archived_at, one.archived_by, one.archived_reason = "2010-04-01T00:00Z", person_with(Role.EDITOR), "Twice."
    one.save()
    assert shown(client)[0] == before - 1
