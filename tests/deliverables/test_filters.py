"""Each facet of the list of deliverables: what it keeps and what it leaves out, and what it offers to whom."""

from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict

from deliverables.filters import FLAGS, DeliverableFilter, ratings_offered
from deliverables.models import Deliverable
from deliverables.models.selections import MOVEMENTS
from tests.factories.deliverables import MeasurementFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory, PriorityFactory, ScaleFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db
ARCHIVED_AT = datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc)


class Asked:
    """A request of somebody."""

    def __init__(self, user):
        self.user = user


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def rows(plan, authority):
    """Two deliverables that differ in everything a facet asks about."""
    lead, committee = PostFactory(authority=authority), CommitteeFactory(authority=authority)
    red = rated(
        plan, "red", before="amber", title="Patrol the park", lead=lead, committee=committee, due="March 2010",
        update={"forecast": "amber"},
    )  # fmt: skip
    red.supporting.add(PostFactory(authority=authority))
    red.priorities.add(PriorityFactory(plan=plan))
    MeasurementFactory(deliverable=red)
    green = rated(plan, "green", before="green", title="Light the lanes", stage="complete", due="July 2010")
    return {"red": red, "green": green}


@pytest.fixture
def found(editor, rows):
    """Return a function that narrows the list, and gives which of the two are left and what is wrong."""

    def narrow(**query):
        data = QueryDict(mutable=True)
        data.update(query)
        filters = DeliverableFilter(data, queryset=Deliverable.objects.for_list(), request=Asked(editor))
        names = {one.pk: name for name, one in rows.items()}
        return {names[one.pk] for one in filters.qs} if filters.is_valid() else set(filters.errors)

    return narrow


def test_without_facets_everything_is_shown(found):
    assert found() == {"red", "green"}


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"words": "park"}, {"red"}),
        ({"words": "the"}, {"red", "green"}),
        ({"words": "the lanes"}, {"green"}),
        ({"words": "the moon"}, set()),
        ({"rating": "red"}, {"red"}),
        ({"rating": "none"}, set()),
        ({"stage": "complete"}, {"green"}),
        ({"stage": "in_progress"}, {"red"}),
        ({"stage": "not_started"}, set()),
        ({"forecast": "amber"}, {"red"}),
        ({"forecast": "green"}, {"green"}),
        ({"movement": "worsened"}, {"red"}),
        ({"movement": "unchanged"}, {"green"}),
        ({"movement": "improved"}, set()),
        ({"flag": "overdue"}, {"red"}),
        ({"flag": "due_soon"}, set()),
        ({"flag": "without_owner"}, {"green"}),
        ({"flag": "without_committee"}, {"green"}),
        ({"flag": "without_measurement"}, {"green"}),
        ({"flag": "without_deadline"}, set()),
        ({"rating": "red", "stage": "complete"}, set()),
    ],
)
def test_a_facet_keeps_what_it_names(found, query, left):
    assert found(**query) == left


@pytest.mark.parametrize("field", ["plan", "committee", "lead", "ambition", "supporting", "priority"])
def test_a_facet_keeps_what_belongs_to_a_record(found, rows, plan, field):
    red = rows["red"]
    records = {"supporting": red.supporting.get, "priority": red.priorities.get}
    record = records[field]() if field in records else getattr(red, field)
    assert found(**{field: record.pk}) == ({"red", "green"} if field == "plan" else {"red"})


@pytest.mark.parametrize(
    "field",
    [
        "plan",
        "committee",
        "lead",
        "ambition",
        "supporting",
        "priority",
        "rating",
        "stage",
        "forecast",
        "movement",
        "flag",
    ],
)
@pytest.mark.parametrize("value", ["nonsense", "999999"])
def test_what_no_facet_offers_is_an_error_and_never_the_whole_list(found, field, value):
    assert found(**{field: value}) == {field}


def test_records_of_another_authority_are_not_offered(found):
    assert found(plan=PlanFactory().pk) == {"plan"}
    assert found(lead=PostFactory().pk) == {"lead"}
    assert found(committee=CommitteeFactory().pk) == {"committee"}


def test_an_archived_post_still_finds_what_it_leads(found, rows, editor):
    lead = rows["red"].lead
    type(lead).objects.filter(pk=lead.pk).update(archived_at=ARCHIVED_AT, archived_by=editor)
    assert found(lead=lead.pk) == {"red"}


def test_every_flag_and_every_movement_can_be_chosen(found):
    assert all(found(flag=key) <= {"red", "green"} for key, _ in FLAGS)
    assert [found(movement=key) for key in MOVEMENTS].count(set()) == len(MOVEMENTS) - 2


@pytest.mark.parametrize(
    ("points", "offered"),
    [
        (("red", "amber", "green"), ["red", "amber", "green", "none"]),
        (("green", "amber_red"), ["amber_red", "green", "none"]),
    ],
)
def test_the_ratings_offered_are_those_that_plans_in_sight_use_worst_first(editor, authority, points, offered):
    PlanFactory(scale=ScaleFactory(points=("amber_green",)))
    PlanFactory(authority=authority, scale=ScaleFactory(authority=authority, points=points))
    assert [code for code, _ in ratings_offered(editor)] == offered


def test_before_there_is_a_plan_the_usual_ratings_are_offered(editor):
    assert [code for code, _ in ratings_offered(editor)] == ["red", "amber", "green", "none"]
