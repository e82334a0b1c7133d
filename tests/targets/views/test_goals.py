"""A plan's page of targets."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from plans.models import Plan
from targets.actions import keeping
from tests.factories.people import CommitteeFactory, person_with
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    BaselineFactory,
    FootnoteFactory,
    MeasureFactory,
    ObjectiveFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


def address(plan):
    return reverse("plan-targets", args=[plan.pk])


def text(response):
    return response.content.decode()


def set_target(plan, *, objective=None, **values):
    """Return a target with a baseline, a footnote and a tolerance."""
    measure = MeasureFactory(authority=plan.authority)
    series = SeriesFactory(measure=measure, name="")
    baseline = BaselineFactory(series=series)
    baseline.footnotes.add(FootnoteFactory(authority=plan.authority))
    target = TargetFactory(plan=plan, series=series, baseline=baseline, objective=objective, **values)
    ToleranceFactory(target=target, committee=CommitteeFactory(authority=plan.authority))
    return target


@pytest.mark.parametrize("role", READERS)
def test_everybody_of_the_authority_reads_the_targets(role, authority, plan, as_person):
    set_target(plan)
    response = as_person(person_with(role, authority=authority)).get(address(plan))
    assert (response.status_code, "Increase to 52%" in text(response)) == (200, True)


def test_another_authoritys_plan_has_no_targets_to_see(plan, stranger, as_person):
    client = as_person(stranger)
    assert client.get(address(plan)).status_code == 404
    assert client.get(address(plan), {"export": "csv"}).status_code == 404


def test_only_editors_of_an_open_plan_are_offered_to_change_it(authority, plan, editor, member, as_person):
    target = set_target(plan)
    ways = [reverse("target-add", args=[plan.pk]), reverse("target-edit", args=[target.pk])]
    pages = [text(as_person(person).get(address(plan))) for person in (editor, member)]
    assert [[way in page for way in ways] for page in pages] == [[True, True], [False, False]]
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    closed = text(as_person(editor).get(address(plan)))
    assert [way in closed for way in ways] == [False, False]


def test_a_plan_without_targets_says_what_to_do_next(plan, editor, member, as_person):
    assert reverse("target-add", args=[plan.pk]) in text(as_person(editor).get(address(plan)))
    assert "A plan editor has still to set" in text(as_person(member).get(address(plan)))


def test_targets_of_the_plan_above_are_listed_where_they_lie_in_its_years(authority, plan, member, as_person):
    above = PlanFactory(authority=authority, title="Policing plan 2009-12", ends_on=datetime.date(2012, 3, 31))
    Plan.objects.filter(pk=plan.pk).update(under=above)
    set_target(above, text="Reduce by 10%")
    later = {"starts": datetime.date(2010, 4, 1), "ends": datetime.date(2011, 3, 31)}
    set_target(above, text="Reduce by 20%", **later)
    page = text(as_person(member).get(address(plan)))
    assert ("Policing plan 2009-12" in page, "Reduce by 10%" in page, "Reduce by 20%" in page) == (True, True, False)
    assert "From the plan that it stands under" not in text(as_person(member).get(address(above)))


def test_a_plan_in_words_looks_complete(plan, member, as_person):
    TargetFactory(
        plan=plan,
        series=SeriesFactory(measure__authority=plan.authority, measure__kind="qualitative", name=""),
        form="words",
        value=None,
        text="Victims are heard",
    )
    page = text(as_person(member).get(address(plan)))
    assert [words in page for words in ("Victims are heard", "Judged on evidence", "Baseline", "No baseline")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_table_is_taken_away_as_it_is_shown(plan, member, as_person):
    set_target(plan)
    client = as_person(member)
    lines = b"".join(client.get(address(plan), {"export": "csv"}).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Measure,Target 2009/10,Baseline,Tolerance"
    assert len(lines) == 3
    assert client.get(address(plan), {"export": "xlsx"}).headers["Content-Type"].endswith("sheet")


def test_objectives_and_archived_targets_are_told(plan, editor, as_person):
    objective = ObjectiveFactory(plan=plan, title="Confidence", priority=PriorityFactory(plan=plan, title="Trust"))
    target = set_target(plan, objective=objective)
    client = as_person(editor)
    assert "Trust, 1 target<" in text(client.get(address(plan)))
    keeping.archive(target, seen=1, reason="Dropped in June.", by=editor)
    page = text(client.get(address(plan)))
    assert ("Trust, 0 targets" in page, "Dropped in June." in page) == (True, True)
    assert reverse("target-restore", args=[target.pk]) in page


def test_targets_move_within_their_objective(plan, editor, as_person):
    objective = ObjectiveFactory(plan=plan)
    first, second = (set_target(plan, objective=objective, position=place) for place in (1, 2))
    response = as_person(editor).post(reverse("target-up", args=[second.pk]), {"version": 1})
    assert response.url == f"{address(plan)}#target-{second.pk}"
    assert list(objective.targets.all()) == [second, first]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_target_and_three(
    authority, plan, editor, as_person, number, django_assert_num_queries
):
    above = PlanFactory(authority=authority)
    Plan.objects.filter(pk=plan.pk).update(under=above)
    for of in (plan, above):
        for _ in range(number):
            set_target(of, objective=ObjectiveFactory(plan=of, priority=PriorityFactory(plan=of)))
    client = as_person(editor)
    with django_assert_num_queries(22):
        client.get(address(plan))
