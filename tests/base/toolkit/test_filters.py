"""Facets offer what the person may see; those not always in sight open by themselves where they are used."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from deliverables.filters import DeliverableFilter
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.filters import narrowed_by, visible_choices
from kpa_tracker.interfaces.scrutiny.filters.history import EventFilter
from tests.factories.people import CommitteeFactory

pytestmark = pytest.mark.django_db


class Asked:
    """A request of somebody."""

    def __init__(self, user):
        self.user = user


def form(query, user):
    return DeliverableFilter(QueryDict(query), request=Asked(user)).form


def test_choices_are_those_of_the_persons_authorities(editor, authority):
    own, _ = CommitteeFactory(authority=authority), CommitteeFactory()
    assert list(visible_choices(Committee)(Asked(editor))) == [own]


def test_without_a_person_there_is_nothing_to_choose(authority):
    CommitteeFactory(authority=authority)
    assert list(visible_choices(Committee)(None)) == []


def test_what_is_archived_is_offered_only_where_lists_still_name_it(editor, authority):
    from django.utils import timezone

    CommitteeFactory(authority=authority, archived_at=timezone.now(), archived_by=editor)
    assert list(visible_choices(Committee)(Asked(editor))) == []
    assert len(visible_choices(Committee, archived=True)(Asked(editor))) == 1


@pytest.mark.parametrize(
    ("query", "is_open"), [("", False), ("rating=red", False), ("stage=complete", True), ("stage=x", True)]
)
def test_more_filters_are_open_where_one_of_them_is_used(editor, query, is_open):
    asked = form(query, editor)
    asked.is_valid()
    assert asked.uses_more is is_open


def test_what_narrows_a_list_is_said_in_words(editor, authority):
    hr = CommitteeFactory(authority=authority, short_name="HR")
    asked = form(f"words=park&committee={hr.pk}&rating=red&stage=", editor)
    assert narrowed_by(asked) == [("Words in it", "park"), ("Committee", "HR"), ("Rating", "Red")]
    history = EventFilter(QueryDict("since=1/4/2010"), request=Asked(editor), queryset=Event.objects.none()).form
    assert narrowed_by(history) == [("From", "1 April 2010")]


@pytest.mark.parametrize("query", [None, "", "rating=purple&words=park"])
def test_nothing_or_a_wrong_facet_narrows_nothing(editor, query):
    asked = DeliverableFilter(None if query is None else QueryDict(query), request=Asked(editor)).form
    assert narrowed_by(asked) == []


def test_every_facet_is_shown_once(editor):
    asked = form("", editor)
    shown = [field.name for field in [*asked.main_fields, *asked.more_fields]]
    assert sorted(shown) == sorted(asked.fields)
    assert [field.name for field in asked.main_fields] == list(DeliverableFilter.main)


def test_an_error_says_which_facet_and_what_to_do(editor):
    asked = form("rating=purple&lead=x", editor)
    assert asked.errors == {
        "rating": ["Rating: choose one from the list."],
        "lead": ["Lead post: choose one from the list."],
    }
