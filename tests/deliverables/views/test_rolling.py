"""Beginning next year's plan on one page: nothing is recorded before the button that says so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.models import Deliverable, Fate
from deliverables.views.rolling import suggested_title, suggested_years
from plans.models import Plan
from tests.answers import text
from tests.factories.deliverables import DeliverableFactory
from tests.factories.plans import PlanFactory
from tests.factories.situations import meanwhile

HEAD = {"title": "Business plan 2010/11", "starts_on": "1 April 2010", "ends_on": "31 March 2011"}
WHY = "Something else matters more."


@pytest.fixture
def page(plan, editor, as_person):
    client, url = as_person(editor), reverse("plan-roll", args=[plan.pk])

    def send(said=None):
        return client.post(url, said) if said is not None else client.get(url)

    return send


def about(one, outcome, what="", why=""):
    return {f"row_{one.pk}": outcome, f"what_{one.pk}": what, f"why_{one.pk}": why}


def test_the_page_shows_how_each_stands_and_suggests_without_choosing(promised, page):
    shown = page()
    rows = list(shown.context["form"].rows())
    assert [str(row.deliverable) for row in rows] == [f"1.{at} Promise {at}" for at in range(1, 6)]
    assert [row.suggestion for row in rows][:3] == [
        "Completed (accepted as complete)",
        "Dropped (its owner cancelled it)",
        "Carried forward (it is not finished)",
    ]
    assert {row.outcome.value() for row in rows} == {None}
    assert "Suggested: Completed" in text(shown)


def test_days_and_title_of_the_next_year_are_suggested(plan, page):
    meanwhile(plan, title="Business plan 2009/10")
    assert page().context["form"].initial["title"] == "Business plan 2010/11"


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2009-04-01", "2010-03-31", ("2010-04-01", "2011-03-31")),
        ("2009-04-01", "2012-03-31", ("2012-04-01", "2015-03-31")),
        ("2011-03-01", "2012-02-28", ("2012-02-29", "2013-02-28")),
        ("2010-04-01", "2010-09-30", ("2010-10-01", "2011-09-30")),
    ],
)
def test_the_next_plan_lasts_as_many_years(authority, starts, ends, expected):
    plan = PlanFactory(authority=authority, title="Our plan", starts_on=starts, ends_on=ends)
    plan.refresh_from_db()
    assert tuple(map(str, suggested_years(plan))) == expected
    assert suggested_title(plan).startswith("Our plan, ")


def test_the_plan_begins_with_what_was_chosen(promised, plan, page):
    said = {
        **HEAD,
        **about(promised["1.1"], "completed"),
        **about(promised["1.3"], "carried"),
        **about(promised["1.4"], "merged", "1.3", WHY),
        **about(promised["1.5"], "replaced", "Listen to victims", WHY),
    }
    answer = page(said)
    new = Plan.objects.get(previous=plan)
    assert (answer.status_code, answer.url) == (302, new.get_absolute_url())
    assert [str(one) for one in Deliverable.objects.filter(plan=new).in_plan_order()] == [
        "1.3 Promise 3",
        "1.5 Listen to victims",
    ]
    assert Fate.objects.count() == 4


def test_suggestions_are_filled_in_where_nothing_is_chosen_and_nothing_is_recorded(promised, page):
    shown = page({**HEAD, **about(promised["1.3"], "dropped", why=WHY), "fill": "suggestions"})
    form = shown.context["form"]
    values = [form[f"row_{one.pk}"].value() for one in promised.values()]
    assert values == ["completed", "dropped", "dropped", "carried", "carried"]
    assert form[f"why_{promised['1.3'].pk}"].value() == WHY
    assert (shown.status_code, Plan.objects.count(), Fate.objects.count()) == (200, 1, 0)
    assert "Nothing is recorded until you begin the plan." in text(shown)


def test_the_rest_is_filled_in_with_one_outcome_and_one_reason(promised, page):
    shown = page({**HEAD, **about(promised["1.3"], "carried"), "all_become": "dropped", "all_why": WHY, "fill": "all"})
    form = shown.context["form"]
    said = [(form[f"row_{one.pk}"].value(), form[f"why_{one.pk}"].value()) for one in promised.values()]
    assert said == [("dropped", WHY), ("dropped", WHY), ("carried", ""), ("dropped", WHY), ("dropped", WHY)]
    assert Fate.objects.count() == 0


def test_what_a_choice_lacks_is_said_beside_it_and_what_was_typed_is_kept(promised, page):
    one = promised["1.4"]
    answer = page({**HEAD, "title": "My own title", **about(one, "dropped"), **about(promised["1.5"], "carried")})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {f"row_{one.pk}": ["Say why it was dropped."]}
    assert (form["title"].value(), form[f"row_{promised['1.5'].pk}"].value()) == ("My own title", "carried")
    assert Plan.objects.count() == 1


def test_a_title_is_needed_and_what_is_no_outcome_is_refused(promised, page):
    answer = page({**HEAD, "title": "", **about(promised["1.3"], "forgotten")})
    assert set(answer.context["form"].errors) == {"title", f"row_{promised['1.3'].pk}"}


def test_a_second_tab_is_told_that_the_plan_is_begun_and_keeps_what_it_typed(promised, plan, page):
    page({**HEAD})
    answer = page({**HEAD, "title": "Once more", **about(promised["1.3"], "carried")})
    assert (answer.status_code, Plan.objects.count()) == (422, 2)
    assert "follows this plan already" in text(answer)
    assert answer.context["form"]["title"].value() == "Once more"
    assert "Decide there what becomes of the rest" in text(page())


def test_a_draft_says_that_its_time_has_not_come(plan, page):
    meanwhile(plan, state="draft")
    assert "begins from one that is adopted" in text(page())


def test_a_plan_without_deliverables_begins_as_well(plan, page):
    assert "holds nothing to decide on" in text(page())
    assert page(HEAD).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("editor", 200), ("member", 404), ("auditor", 404), ("stranger", 404)])
def test_editors_of_the_authority_begin_it_and_nobody_else(plan, as_person, request, who, status):
    client = as_person(request.getfixturevalue(who))
    assert client.get(reverse("plan-roll", args=[plan.pk])).status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_however_much_the_plan_holds(plan, page, django_assert_num_queries, rows):
    for at in range(rows):
        DeliverableFactory(plan=plan, reference=f"7.{at}")
    page()
    with django_assert_num_queries(7):
        page()
