"""What is selected from the register."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.people.roles import Role
from risks.models import Cell, Risk
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import AuthorityFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory
from tests.factories.risks import AssessmentFactory, RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(authority):
    """Return risks by what hangs on them."""
    risks = {
        name: RiskFactory(authority=authority, title=name) for name in ("none", "ambition", "green", "red", "both")
    }
    for name in ("ambition", "both"):
        risks[name].ambitions.add(AmbitionFactory())
    for name, rating in (("green", "green"), ("red", "red"), ("both", "red")):
        deliverable = DeliverableFactory()
        ProgressUpdateFactory(deliverable=deliverable, rating=rating, latest=True)
        risks[name].deliverables.add(deliverable)
    risks["red"].owner = PostFactory(authority=authority, title="Treasurer")
    risks["red"].save()
    return risks


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("linked", {"ambition", "green", "red", "both"}),
        ("unlinked", {"none"}),
        ("resting_on_red", {"red", "both"}),
        ("without_owner", {"none", "ambition", "green", "both"}),
    ],
)
def test_risks_are_selected_by_what_hangs_on_them(register, select, found):
    assert {risk.title for risk in getattr(Risk.objects.all(), select)()} == found


def test_a_risk_on_two_red_deliverables_is_selected_once(register):
    deliverable = DeliverableFactory()
    ProgressUpdateFactory(deliverable=deliverable, rating="red", latest=True)
    register["red"].deliverables.add(deliverable)
    assert Risk.objects.all().resting_on_red().count() == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [("red treasurer", {"red"}), ("treasurer flood", set()), ("KPA", {"none", "ambition", "green", "red", "both"})],
)
def test_words_are_looked_for_in_reference_title_and_owner(register, words, found):
    assert {risk.title for risk in Risk.objects.all().matching(words)} == found


def scored(authority, *, on=datetime.date(2010, 1, 15), **values):
    return AssessmentFactory(risk=RiskFactory(authority=authority, **values), assessed_on=on).risk


def report(deliverable, rating, on, *, number, period, state="submitted"):
    said_at = datetime.datetime.combine(on, datetime.time(9), datetime.timezone.utc)
    submitted = {"submitted_at": said_at, "submitted_by": person_with(Role.OFFICER)}
    return ProgressUpdateFactory(
        deliverable=deliverable,
        period=period,
        rating=rating,
        number=number,
        state=state,
        latest=state == "submitted",
        **submitted,
    )


BEFORE, AFTER = datetime.date(2010, 1, 10), datetime.date(2010, 2, 10)


@pytest.mark.parametrize(
    ("reports", "asks"),
    [
        ([("red", AFTER)], True),
        ([("green", BEFORE), ("red", AFTER)], True),
        ([("red", BEFORE)], False),
        ([("red", BEFORE), ("red", AFTER)], False),
        ([("red", BEFORE), ("green", AFTER)], False),
        ([("amber", AFTER)], False),
        ([], False),
    ],
)
def test_a_deliverable_that_turns_red_after_the_last_score_asks_for_another(authority, reports, asks):
    risk, deliverable = scored(authority), DeliverableFactory(plan__authority=authority)
    period = ReportingPeriodFactory(plan=deliverable.plan)
    for number, (rating, on) in enumerate(reports, start=1):
        last = number == len(reports)
        report(deliverable, rating, on, number=number, period=period, state="submitted" if last else "corrected")
    risk.deliverables.add(deliverable)
    assert Risk.objects.all().to_reassess().filter(pk=risk.pk).exists() is asks


def test_what_was_never_scored_or_has_ended_is_not_scored_again(authority):
    deliverable = DeliverableFactory(plan__authority=authority)
    report(deliverable, "red", AFTER, number=1, period=ReportingPeriodFactory(plan=deliverable.plan))
    for risk in (RiskFactory(authority=authority), scored(authority, status="closed", status_reason="Over.")):
        risk.deliverables.add(deliverable)
    assert not Risk.objects.all().to_reassess().exists()


def test_reviews_are_overdue_from_the_day_after_and_soon_for_a_fortnight(authority):
    days = {
        name: TODAY + datetime.timedelta(days=days)
        for name, days in (("late", -1), ("today", 0), ("soon", 14), ("later", 15))
    }
    for name, day in days.items():
        RiskFactory(authority=authority, title=name, next_review=day)
    RiskFactory(authority=authority, title="ended", next_review=days["late"], status="closed", status_reason="Over.")
    assert {one.title for one in Risk.objects.all().review_overdue()} == {"late"}
    assert {one.title for one in Risk.objects.all().review_soon()} == {"today", "soon"}


def test_levels_are_those_of_each_risks_own_authority(authority):
    here, there = scored(authority), scored(AuthorityFactory())
    Cell.objects.filter(scheme__authority=there.authority).update(level=4)
    levels = dict(Risk.objects.all().with_levels().values_list("pk", "current_level"))
    assert levels == {here.pk: 3, there.pk: 4}
