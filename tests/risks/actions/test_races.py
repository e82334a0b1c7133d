"""Several people at one risk at once: one is first, the others are told, and no risk comes to stand where none can."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from risks.actions import (
    accept_risk,
    add_risk,
    assess_risk,
    change_risk,
    change_status,
    confirm_scores,
    end_acceptance,
    standing_acceptance,
)
from risks.models import Acceptance, Assessment, Cell, Risk, Scheme
from risks.scoring import HIGHEST_SCORE
from tests.conftest import TODAY
from tests.deliverables.actions.test_races import at_once, on_disk
from tests.factories.people import AppointmentFactory, PostFactory, held_post
from tests.factories.risks import AssessmentFactory, CategoryFactory, RiskFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12
race_on_disk = on_disk
"""The fixture of the other race, which applies to every test here as well."""


@pytest.fixture
def people(authority):
    """Editors of the register; none holds a post that owns a risk of it."""
    found = [Person(email=f"editor{n}@authority.example", name=f"Editor {n}", password="!") for n in range(PEOPLE)]
    Person.objects.bulk_create(found)
    post = PostFactory(authority=authority)
    for person in found:
        AppointmentFactory(person=person, post=post, role=Role.EDITOR)
    return found


@pytest.fixture
def approver(authority):
    return held_post(authority)


@pytest.fixture
def risk(authority):
    """A risk beyond appetite, as everybody has it on their screen."""
    risk = RiskFactory(authority=authority, category=CategoryFactory(authority=authority))
    AssessmentFactory(risk=risk)
    return risk


def seen(risk):
    return Risk.objects.get(pk=risk.pk)


def assess(risk, by, **values):
    scores = {"likelihood": 5, "impact": 5, "impact_kind": "harm", "rationale": f"{by} saw it.", **values}
    return assess_risk(Assessment(risk=risk, basis="current", **scores), seen=risk.version, by=by)


def accept(risk, approver, by):
    until = TODAY + datetime.timedelta(days=90)
    return accept_risk(Acceptance(risk=risk, approver=approver, until=until, reason=f"{by}"), seen=risk.version, by=by)


def close(risk, by):
    return change_status(risk, status="closed", reason=f"{by}", seen=risk.version, by=by)


def who_was_first(work, people):
    """Let everybody do their part with the risk as they saw it; return what came of it for those who were not told."""

    def one(person):
        try:
            return work(person)
        except (Conflict, Refused):
            return None

    return [done for done in at_once(one, people) if done]


def whole(risk):
    """The history holds together and says as much as was done."""
    return (list(verify_history()), history_of(risk).count())


def test_of_all_who_score_at_once_one_is_first(risk, people):
    screens = {person.pk: seen(risk) for person in people}
    made = who_was_first(lambda person: assess(screens[person.pk], person), people)
    assert [seen(risk).current] == made == list(Assessment.objects.filter(likelihood=5))
    assert (seen(risk).version, whole(risk)) == (2, ([], 1))


def test_of_all_who_score_again_and_again_nobodys_score_is_lost(risk, people):
    def until_it_counts(person):
        while True:
            try:
                return assess(seen(risk), person)
            except Conflict:
                continue

    made = at_once(until_it_counts, people)
    assert set(Assessment.objects.filter(likelihood=5)) == set(made)
    assert seen(risk).current == Assessment.objects.order_by("pk").last()
    assert (seen(risk).version, whole(risk)) == (PEOPLE + 1, ([], PEOPLE))


def test_what_is_scored_while_it_is_accepted_is_one_or_the_other(risk, approver, people):
    """An acceptance binds the score that its approver saw, never one that came in between."""
    screens = {person.pk: seen(risk) for person in people}

    def work(person):
        if people.index(person) % 2:
            return accept(screens[person.pk], approver, person)
        return assess(screens[person.pk], person)

    made = who_was_first(work, people)
    standing, score = standing_acceptance(risk), seen(risk).current.score
    assert len(made) == 1
    assert (bool(standing), score) in {(True, 12), (False, HIGHEST_SCORE)}
    assert whole(risk) == ([], 1)


def test_what_is_closed_while_it_is_accepted_is_one_or_the_other(risk, approver, people):
    screens = {person.pk: seen(risk) for person in people}

    def work(person):
        screen = screens[person.pk]
        return accept(screen, approver, person) if people.index(person) % 2 else close(screen, person)

    assert len(who_was_first(work, people)) == 1
    assert (seen(risk).status, bool(standing_acceptance(risk))) in {("closed", False), ("tolerated", True)}
    assert whole(risk) == ([], 1)


def test_an_acceptance_is_taken_back_once_however_many_do(risk, approver, people, editor):
    accept(risk, approver, editor)
    screens = {person.pk: seen(risk) for person in people}

    def work(person):
        screen = screens[person.pk]
        return end_acceptance(screen, reason=f"{person}", seen=screen.version, by=person)

    assert len(who_was_first(work, people)) == 1
    assert (Acceptance.objects.filter(ended_at=None).exists(), seen(risk).status) == (False, "open")
    assert Acceptance.objects.get().ended_reason == seen(risk).status_reason


def test_nobody_comes_to_own_what_they_accept_meanwhile(risk, approver, people):
    screens = {person.pk: seen(risk) for person in people}

    def work(person):
        screen = screens[person.pk]
        if people.index(person) % 2:
            return accept(screen, approver, person)
        screen.owner = approver
        return change_risk(screen, seen=screen.version, ambitions=(), deliverables=(), by=person)

    who_was_first(work, people)  # whoever names the same owner again changes nothing, and is not told
    assert (seen(risk).owner, bool(standing_acceptance(risk))) in {(approver, False), (None, True)}
    assert whole(risk) == ([], 1)


def test_of_all_who_confirm_the_same_scores_one_does(authority, risk, people):
    other = AssessmentFactory(risk=RiskFactory(authority=authority)).risk
    pairs = [[(seen(one), 1) for one in (risk, other)] for _ in people]

    def work(person):
        mine = pairs[people.index(person)]
        return confirm_scores(mine if people.index(person) % 2 else mine[::-1], rationale="Looked at.", by=person)

    made = who_was_first(work, people)
    assert len(made) == 1
    assert [one.assessments.count() for one in (risk, other)] == [2, 2]


def test_all_who_score_the_first_risks_make_one_scheme(authority, people):
    risks = RiskFactory.create_batch(PEOPLE, authority=authority)
    Scheme.objects.filter(authority=authority).delete()
    at_once(lambda person: assess(seen(risks[people.index(person)]), person), people)
    assert (Scheme.objects.count(), Cell.objects.count()) == (1, HIGHEST_SCORE)
    assert Assessment.objects.count() == PEOPLE


def test_a_reference_is_given_once_however_many_enter_it(authority, people):
    def enter(person):
        written = "KPA 30" if people.index(person) % 2 else "kpa  30"
        try:
            return add_risk(
                Risk(authority=authority, reference=written, title=f"{person}"),
                ambitions=(),
                deliverables=(),
                by=person,
            )
        except (Refused, ValidationError):
            return None

    assert [one for one in at_once(enter, people) if one] == [Risk.objects.get()]
