"""A promise is followed across the years, back to where it came from and on to what it became."""

from __future__ import annotations

import itertools

import pytest

from deliverables.models.years import years_of
from tests.factories.deliverables import DeliverableFactory, FateFactory, ProgressUpdateFactory
from tests.factories.plans import PlanFactory


@pytest.fixture
def three(authority):
    """One promise in three plans, into the last of which another one was merged."""
    plans = [
        PlanFactory(authority=authority, title=f"{at}", starts_on=f"{at}-04-01", ends_on="2015-03-31")
        for at in (2008, 2009, 2010)
    ]
    made = [DeliverableFactory(plan=plan, reference="1.1") for plan in plans]
    other = DeliverableFactory(plan=plans[1], reference="1.2")
    for old, new in itertools.pairwise(made):
        FateFactory(deliverable=old, outcome="carried", became=[new])
    FateFactory(deliverable=other, outcome="merged", became=[made[2]])
    return [*made, other]


def titles(years):
    return [str(year.deliverable.plan) for year in years]


def test_every_year_is_found_from_any_of_them(three):
    first, second, third, other = three
    assert [titles(years_of(one)) for one in (first, second)] == [["2008", "2009", "2010"]] * 2
    assert titles(years_of(other)) == ["2009", "2010"]
    assert titles(years_of(third)) == ["2008", "2009", "2009", "2010"]
    assert [year.is_this for year in years_of(second)] == [False, True, False]


def test_mergers_are_named_on_what_they_became(three):
    last = years_of(three[0])[-1]
    assert [fate.deliverable for fate in last.origins] == [three[1], three[3]]
    assert (last.fate, years_of(three[0])[0].fate.outcome) == (None, "carried")


def test_each_year_has_what_was_reported_in_it_and_no_drafts(three):
    said = ProgressUpdateFactory(deliverable=three[1], rating="amber", state="accepted")
    ProgressUpdateFactory(deliverable=three[2], state="draft", submitted_at=None, submitted_by=None)
    years = years_of(three[0])
    assert [[update.pk for update in year.updates] for year in years] == [[], [said.pk], []]
    assert years[1].updates[0].rating_word == "Amber"


def test_one_year_alone_is_a_line_of_one(db):
    alone = DeliverableFactory()
    assert [year.deliverable for year in years_of(alone)] == [alone]


def test_a_circle_ends(three):
    FateFactory(deliverable=three[2], outcome="carried", became=[three[0]])
    assert titles(years_of(three[1])) == ["2008", "2009", "2009", "2010"]
