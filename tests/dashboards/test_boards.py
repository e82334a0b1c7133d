"""The dashboards count everything once, and every number leads to the list it counts."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from deliverables.models import Deliverable
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.dashboards import figures
from kpa_tracker.interfaces.dashboards.views.boards import plan_in_force
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, SubItemFactory
from tests.factories.people import (
    AppointmentFactory,
    CommitteeFactory,
    MeetingFactory,
    PersonFactory,
    PostFactory,
    person_with,
)
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.progress import quarter, rated
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, scale__authority=authority)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def busy(plan, committee, post):
    """A plan with every rating, stage, movement and gap."""
    one, other = AmbitionFactory(plan=plan), AmbitionFactory(plan=plan)
    owned = {"committee": committee, "lead": post, "ambition": one}
    rated(plan, "red", before="amber", due="March 2010", **owned)
    rated(plan, "red", before="red", due="June 2010", committee=committee, ambition=other)
    rated(plan, "amber", before="red", **owned)
    rated(plan, "green", due="March 2010", first_deadline_due=datetime.date(2009, 12, 31), **owned)
    rated(plan, "green", stage="complete", before="green", lead=post, ambition=other)
    rated(plan, "", stage="cancelled", before="green", ambition=other)
    DeliverableFactory(plan=plan, ambition=other, due="30 April 2010", lead=post)
    DeliverableFactory(plan=plan, ambition=one, due="ongoing")
    return plan


def boards(plan, committee, post):
    ambition = plan.ambitions.first()
    return [plan.authority, committee, post, ambition]


def links(html):
    """Return {address: number} of everything that leads to the list of deliverables."""
    cells = re.findall(r'<a class="govuk-link" href="(/deliverables/\?[^"]*)">(\d+)</a>', html)
    stats = re.findall(r'app-stat__number">(\d+)</span>.*?href="([^"]*)"', html, re.DOTALL)
    return {unescape(url): int(number) for url, number in [*cells, *((url, number) for number, url in stats)]}


def numbers(shown):
    return [figure.number for figure in shown]


# --- Sums -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(4), ids=["authority", "committee", "post", "ambition"])
def test_ratings_stages_movements_and_parts_each_add_up_to_all(busy, committee, post, editor, as_person, place):
    shown = as_person(editor).get(boards(busy, committee, post)[place].get_absolute_url()).context
    total = shown["total"]
    assert total > 0
    assert sum(numbers(shown["rating_figures"])) == total
    assert sum(numbers(shown["movement_figures"])) == total
    for chart in [drawn for drawn, _ in shown["charts"]] + [shown["stage_chart"]]:
        assert chart.totals[-1].value == total
        assert sum(cells[-1].value for _, cells in chart.rows) == total
        assert sum(cell.value for cell in chart.totals[:-1]) == total


def test_the_authority_counts_every_deliverable_of_the_plan_once(busy, authority, editor, as_person):
    shown = as_person(editor).get(authority.get_absolute_url()).context
    assert shown["total"] == Deliverable.objects.filter(plan=busy).count() == 8
    assert {one.label: one.number for one in shown["rating_figures"]} == {
        "Red": 2,
        "Amber": 1,
        "Green": 2,
        "Not rated": 3,
    }
    assert {one.label: one.number for one in shown["movement_figures"]} == {
        "Improved": 1,
        "Worsened": 1,
        "Unchanged": 2,
        "Newly rated": 1,
        "Updated without a rating": 1,
        "Nothing new reported": 2,
    }


def test_flags_and_gaps_are_counted(busy, authority, editor, as_person):
    shown = as_person(editor).get(authority.get_absolute_url()).context
    found = {one.label: one.number for one in [*shown["time_figures"], *shown["gap_figures"]]}
    assert found == {
        "Overdue": 2,
        "Due soon": 1,
        "Green but late": 1,
        "Deadline slipped": 1,
        "Committee rates otherwise": 0,
        "No update this period": 2,
        "No lead post": 3,
        "No deadline": 3,
        "No measurement": 8,
        "No committee": 4,
    }


def test_a_dropped_group_breaks_the_sum(busy):
    """The planted fault: a tally that loses a group no longer adds up to the list's count."""
    tally = figures.tally(Deliverable.objects.filter(plan=busy), by=["ambition"], scope={})
    tally.groups.pop()
    assert tally.total != Deliverable.objects.filter(plan=busy).count()


# --- Every number leads to its list -----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(4), ids=["authority", "committee", "post", "ambition"])
def test_every_number_leads_to_a_list_of_as_many_rows(busy, committee, post, editor, as_person, place):
    client = as_person(editor)
    found = links(client.get(boards(busy, committee, post)[place].get_absolute_url()).content.decode())
    assert len(found) > 20
    for url, number in found.items():
        listed = client.get(url)
        assert listed.context["filter"].is_valid(), url
        assert listed.context["table"].paginator.count == number, url


# --- The worst first, and the risks on it -----------------------------------------------------------------------------


def test_red_comes_before_amber_each_with_its_recovery(plan, authority, post, member, as_person):
    recovery = {
        "cause": "The contractor left.",
        "recovery": "A new contract is let.",
        "recovery_by": post,
        "green_on": datetime.date(2010, 6, 30),
    }
    rated(plan, "amber", title="The amber one")
    rated(plan, "red", title="The red one", update=recovery)
    rated(plan, "green", title="The green one")
    response = as_person(member).get(authority.get_absolute_url())
    assert [one.title for one in response.context["worst"]] == ["The red one", "The amber one"]
    html = response.content.decode()
    for words in ("The contractor left.", "A new contract is let.", str(post), "30 June 2010", "No cause given"):
        assert words in html


def test_risks_rest_on_red_by_themselves_or_through_their_ambition(plan, authority, editor, as_person):
    red, green = rated(plan, "red"), rated(plan, "green")
    direct, through, neither = (RiskFactory(authority=authority) for _ in range(3))
    direct.deliverables.add(red)
    through.ambitions.add(red.ambition)
    neither.deliverables.add(green)
    neither.ambitions.add(green.ambition)
    shown = as_person(editor).get(authority.get_absolute_url()).context
    assert [(risk, risk.red_deliverables) for risk in shown["risks"]] == [(direct, [red])]
    assert [(one, one.resting_risks) for one in shown["red_ambitions"]] == [(red.ambition, [through])]


def test_risks_of_another_authority_are_not_shown(plan, authority, editor, as_person):
    red = rated(plan, "red")
    foreign = RiskFactory()
    foreign.deliverables.add(red)
    foreign.ambitions.add(red.ambition)
    shown = as_person(editor).get(authority.get_absolute_url()).context
    assert (shown["risks"], shown["red_ambitions"]) == ([], [])


# --- What the record is -----------------------------------------------------------------------------------------------


def test_a_committee_names_its_chair_its_remit_and_its_next_meeting(plan, committee, post, member, as_person):
    committee.chair, committee.remit = post, "People and training"
    committee.save()
    for day in (datetime.date(2010, 4, 11), datetime.date(2010, 5, 11), datetime.date(2010, 6, 11)):
        MeetingFactory(committee=committee, held_on=day, papers_due_on=day - datetime.timedelta(days=7))
    page = as_person(member).get(committee.get_absolute_url())
    assert page.context["facts"] == [("Chair", str(post)), ("Remit", "People and training")]
    html = page.content.decode()
    assert "Tuesday 11 May 2010" in html
    assert "Papers are due by 4 May 2010" in html


def test_a_committee_lists_the_parts_that_it_oversees_by_themselves(plan, committee, member, as_person):
    whole = DeliverableFactory(plan=plan)
    part = SubItemFactory(deliverable=whole, committee=committee, text="Fleet strategy")
    SubItemFactory(deliverable=whole, text="Estates strategy")
    SubItemFactory(committee=committee, text="Of another plan")
    response = as_person(member).get(committee.get_absolute_url())
    assert response.context["parts"] == [part]
    assert "Fleet strategy, a part of" in response.content.decode()


def test_a_bare_committee_and_a_vacant_post_say_so(plan, committee, post, member, as_person):
    client = as_person(member)
    words = [words for _, words in client.get(committee.get_absolute_url()).context["facts"]]
    assert words == ["No chair is named", "Not written down"]
    assert client.get(post.get_absolute_url()).context["facts"] == [("Held by", "Nobody today")]


def test_a_post_names_who_holds_it_today(plan, post, member, as_person):
    holder = person_with(Role.OFFICER, post=post)
    AppointmentFactory(post=post, ends_on=datetime.date(2010, 4, 11))
    assert as_person(member).get(post.get_absolute_url()).context["facts"] == [("Held by", holder.name)]


def test_a_post_leads_to_what_it_supports(plan, post, member, as_person):
    rated(plan, "green", title="Supported").supporting.add(post)
    rated(plan, "green", title="Led", lead=post)
    client = as_person(member)
    actions = {label: url for label, url, _ in client.get(post.get_absolute_url()).context["page_actions"]}
    listed = client.get(actions["What it supports"]).context["table"].page.object_list
    assert [row.record.title for row in listed] == ["Supported"]
    assert actions["See the plan itself"] == plan.get_absolute_url()


@pytest.mark.parametrize("place", range(4), ids=["authority", "committee", "post", "ambition"])
def test_who_reads_the_history_is_led_to_the_records_own(busy, committee, post, auditor, member, as_person, place):
    record_of = boards(busy, committee, post)[place]
    record(f"{record_of._meta.model_name} changed", record_of, by=auditor, authority_id=busy.authority_id)
    record("plan changed", busy, by=auditor, authority_id=busy.authority_id)
    page = as_person(member).get(record_of.get_absolute_url())
    assert "History" not in [label for label, _, _ in page.context["page_actions"]]
    client = as_person(auditor)
    actions = {label: url for label, url, _ in client.get(record_of.get_absolute_url()).context["page_actions"]}
    rows = client.get(actions["History"]).context["table"].page.object_list
    assert [(row.record.subject_type, row.record.subject_id) for row in rows] == [
        (record_of._meta.label_lower, record_of.pk)
    ]


# --- Which plan -------------------------------------------------------------------------------------------------------


def years(first, last, **values):
    dates = {"starts_on": datetime.date(first, 4, 1), "ends_on": datetime.date(last, 3, 31)}
    return PlanFactory.build(scale=None, authority=None, pk=first * 10 + last - 20000, **dates, **values)


def test_the_plan_of_today_counts_and_of_two_the_one_that_started_last():
    three_years, this_year, next_year = years(2009, 2012), years(2010, 2011), years(2011, 2012)
    assert plan_in_force([three_years, this_year, next_year]) is this_year


def test_after_its_end_a_plan_counts_until_the_next_is_adopted():
    last_year, closed = years(2009, 2010), years(2008, 2009, state=Plan.State.CLOSED)
    assert plan_in_force([closed, last_year]) is last_year


@pytest.mark.parametrize(
    ("on", "number"),
    [
        (datetime.date(2009, 5, 1), 1),
        (datetime.date(2010, 3, 31), 1),
        (datetime.date(2010, 4, 1), 2),
        (datetime.date(2010, 4, 12), 2),
        (None, 2),
    ],
)
def test_on_a_day_that_has_passed_the_plan_counts_that_was_closed_since(on, number):
    plans = [years(2008, 2012), years(2009, 2010, state=Plan.State.CLOSED), years(2010, 2011)]
    assert plan_in_force(plans, on=on) is plans[number]


def test_a_plan_that_was_closed_within_its_years_counts_until_today(today):
    plans = [years(2008, 2012), years(2009, 2012, state=Plan.State.CLOSED)]
    found = [plan_in_force(plans, on=today - datetime.timedelta(days=days)) for days in (1, 0)]
    assert found == [plans[1], plans[0]]


def test_before_any_has_started_the_adopted_one_to_come_counts():
    coming = years(2011, 2012)
    assert plan_in_force([coming]) is coming
    assert plan_in_force([]) is None


def test_another_plan_can_be_chosen_and_a_draft_cannot(plan, authority, editor, as_person):
    older = PlanFactory(authority=authority, starts_on=datetime.date(2008, 4, 1), state=Plan.State.CLOSED)
    draft = PlanFactory(authority=authority, state=Plan.State.DRAFT)
    for one in (plan, older):
        DeliverableFactory(plan=one)
    client, url = as_person(editor), authority.get_absolute_url()
    assert client.get(url).context["plan"] == plan
    assert client.get(url, {"plan": older.pk}).context["total"] == 1
    assert b'name="plan"' in client.get(url).content
    for wrong in (draft.pk, PlanFactory().pk, "x"):
        assert client.get(url, {"plan": wrong}).status_code == 404


def test_a_longer_plan_without_deliverables_does_not_stand_before_the_years_plan(authority, editor, as_person):
    """In April last year's plan is still reported on, while a three-year plan of targets alone runs on."""
    last = {"starts_on": datetime.date(2009, 4, 1), "ends_on": datetime.date(2010, 3, 31)}
    year = DeliverableFactory(plan=PlanFactory(authority=authority, **last)).plan
    longer = PlanFactory(authority=authority, starts_on=last["starts_on"], ends_on=datetime.date(2012, 3, 31))
    client, url = as_person(editor), authority.get_absolute_url()
    assert client.get(url).context["plan"] == year
    assert client.get(url, {"plan": longer.pk}).context["plan"] == longer


# --- Empty states -----------------------------------------------------------------------------------------------------


def test_without_an_adopted_plan_it_says_why_and_what_next(authority, editor, officer, as_person):
    PlanFactory(authority=authority, state=Plan.State.DRAFT)
    page = as_person(editor).get(authority.get_absolute_url()).content.decode()
    assert "No plan has been adopted yet" in page
    assert reverse("plan-list") in page
    assert "editors adopt it when it is ready" in as_person(officer).get(authority.get_absolute_url()).content.decode()


def test_a_plan_without_deliverables_and_a_committee_without_any_say_so(plan, committee, authority, editor, as_person):
    client = as_person(editor)
    assert "This plan has no deliverables yet" in client.get(authority.get_absolute_url()).content.decode()
    assert "Nothing of this plan is here" in client.get(committee.get_absolute_url()).content.decode()


def test_nothing_red_and_no_period_are_said_in_words(plan, authority, editor, as_person):
    DeliverableFactory(plan=plan)
    page = as_person(editor).get(authority.get_absolute_url()).content.decode()
    for words in ("Nothing is red or amber", "No reporting period has opened yet", "No risk rests on anything red"):
        assert words in page


def test_the_first_period_has_nothing_to_compare_with(plan, authority, editor, as_person):
    quarter(plan, 4)
    DeliverableFactory(plan=plan)
    assert "nothing to compare it with" in as_person(editor).get(authority.get_absolute_url()).content.decode()


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(4), ids=["authority", "committee", "post", "ambition"])
def test_everybody_of_the_authority_sees_it_and_nobody_of_another(busy, committee, post, stranger, as_person, place):
    url = boards(busy, committee, post)[place].get_absolute_url()
    assert as_person(stranger).get(url).status_code == 404
    for role in Role.values:
        assert as_person(person_with(role, authority=busy.authority)).get(url).status_code == 200


def test_archived_deliverables_are_not_counted(plan, authority, editor, as_person):
    DeliverableFactory(plan=plan)
    DeliverableFactory(plan=plan, archived_at=timezone.now(), archived_by=PersonFactory())
    assert as_person(editor).get(authority.get_absolute_url()).context["total"] == 1


def test_an_authority_is_chosen_where_a_person_has_several(plan, authority, editor, as_person):
    assert as_person(editor).get(reverse("dashboard")).url == authority.get_absolute_url()
    second = person_with(Role.MEMBER).appointments.get().post.authority
    AppointmentFactory(person=editor, post=PostFactory(authority=second), role=Role.MEMBER)
    page = as_person(editor).get(reverse("dashboard")).content.decode()
    assert authority.get_absolute_url() in page
    assert second.get_absolute_url() in page


@pytest.mark.parametrize(("place", "entry"), [(0, "Dashboard"), (1, "Committees"), (2, "Committees"), (3, "Dashboard")])
def test_the_menu_shows_where_one_is(busy, committee, post, editor, as_person, place, entry):
    shown = as_person(editor).get(boards(busy, committee, post)[place].get_absolute_url()).context["nav"]
    assert [label for label, _, is_here in shown if is_here] == [entry]


# --- Cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("place", "queries"), [(0, 19), (1, 28), (2, 20), (3, 18)], ids=["authority", "committee", "post", "ambition"]
)
def test_it_costs_the_same_queries_whatever_its_size(
    plan, committee, post, editor, as_person, django_assert_num_queries, rows, place, queries
):
    ambition = AmbitionFactory(plan=plan)
    for _ in range(rows):
        red = rated(plan, "red", before="green", committee=committee, lead=post, ambition=ambition)
        risk = RiskFactory(authority=plan.authority)
        risk.deliverables.add(red)
        risk.ambitions.add(ambition)
    client, url = as_person(editor), boards(plan, committee, post)[place].get_absolute_url()
    with django_assert_num_queries(queries):
        client.get(url)


def test_what_is_red_shows_how_far_its_deadline_has_moved(authority, editor, as_person):
    plan = PlanFactory(authority=authority)
    first = datetime.date(2009, 12, 31)
    rated(plan, "red", due="March 2010", first_deadline_due=first, deadline_moves=2)
    page = as_person(editor).get(authority.get_absolute_url()).content.decode()
    assert "Moved 2 times, 90 days later than first adopted (31 December 2009)." in page
