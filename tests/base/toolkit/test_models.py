"""What every record has: a version that decides races, partial dates in three columns, a place among siblings."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.errors import CHANGED_SINCE, Conflict, Refused, refuse_where
from kpa_tracker.base.toolkit.models import (
    assign,
    compare_and_set,
    loaded_relations,
    next_position,
    partial_date_of,
    set_partial_date,
)
from plans.models import Ambition
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, PersonFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory

DATES = ["30 June 2010", "June 2010", "Q2 2010", "2010", "quarterly", "ongoing", "one day", ""]


def test_the_first_of_two_writers_wins_and_the_second_gets_the_winners_record(db):
    CommitteeFactory(name="Audit")
    first, second = Committee.objects.get(), Committee.objects.get()
    first.name, second.name = "First", "Second"
    compare_and_set(first, seen=1, fields=["name"])
    with pytest.raises(Conflict) as caught:
        compare_and_set(second, seen=1, fields=["name"])
    assert (caught.value.current.name, caught.value.message) == ("First", CHANGED_SINCE)
    assert (first.version, Committee.objects.get().version) == (2, 2)


def test_only_the_fields_named_are_written(db):
    one = CommitteeFactory(name="Audit", remit="Money")
    one.name, one.remit = "Finance", "Something"
    compare_and_set(one, seen=1, fields=["name"])
    saved = Committee.objects.get()
    assert (saved.name, saved.remit) == ("Finance", "Money")
    assert timezone.localdate(saved.changed_at) == datetime.date(2010, 4, 12)


@pytest.mark.parametrize("text", DATES)
def test_a_partial_date_survives_its_three_columns(db, text):
    one = DeliverableFactory()
    one.deadline = parse_partial_date(text)
    one.save()
    saved = Deliverable.objects.get()
    assert saved.deadline == partial_date_of(saved, "deadline")
    assert (saved.deadline.text, saved.deadline.precision, saved.deadline.due) == (
        one.deadline.text,
        parse_partial_date(text).precision,
        parse_partial_date(text).due,
    )


def test_clearing_a_partial_date_clears_its_columns(db):
    one = DeliverableFactory(due="June 2010")
    set_partial_date(one, "deadline", parse_partial_date(""))
    assert (one.deadline_text, one.deadline_precision, one.deadline_due) == ("", "none", None)


def test_the_next_place_is_after_the_last_whatever_gaps_there_are(db):
    plan = PlanFactory()
    siblings = Ambition.objects.filter(plan=plan)
    assert next_position(siblings) == 1
    AmbitionFactory(plan=plan, position=7)
    assert next_position(siblings) == 8


def test_values_are_put_into_columns_and_links_are_returned(db):
    one, post = DeliverableFactory(), PostFactory()
    columns, links = assign(one, {"title": "New", "deadline": parse_partial_date("June 2010"), "supporting": (post,)})
    assert columns == ["title", "deadline_text", "deadline_precision", "deadline_due"]
    assert links == {"supporting": [post]}
    assert (one.title, one.deadline_due) == ("New", datetime.date(2010, 6, 30))


@pytest.mark.parametrize(("at", "by"), [(True, False), (False, True)])
def test_when_and_who_are_recorded_together_or_not_at_all(db, at, by):
    one = CommitteeFactory()
    values = {
        "archived_at": datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc) if at else None,
        "archived_by": PersonFactory() if by else None,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Committee.objects.filter(pk=one.pk).update(**values)


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([(False, "No."), (True, "Yes.", "name"), (True, "Later.")], ("Yes.", "name")),
        ([(True, "Yes.")], ("Yes.", None)),
        ([(0, "No."), ("", "No."), (None, "No.")], None),
        ([], None),
    ],
)
def test_the_first_reason_that_holds_is_the_one_that_is_given(cases, said):
    if said is None:
        refuse_where(*cases)
        return
    with pytest.raises(Refused) as caught:
        refuse_where(*cases)
    assert (caught.value.message, caught.value.field) == said


def test_what_was_loaded_is_not_asked_for_again_and_what_was_not_is(db, django_assert_num_queries):
    committee = CommitteeFactory()
    with django_assert_num_queries(0):
        committee.clean_fields()
    fresh = Committee.objects.get()
    with django_assert_num_queries(1):
        fresh.clean_fields()


def test_what_is_not_there_is_found_out(db):
    committee = CommitteeFactory()
    committee.authority_id = 0
    with pytest.raises(ValidationError, match="not a valid choice"):
        committee.clean_fields()


def test_what_was_never_saved_is_not_taken_for_there(db):
    assert loaded_relations(Committee(authority=Authority(name="Nowhere"))) == set()
