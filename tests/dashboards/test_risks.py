"""The register on the dashboards and on My work."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.interfaces.dashboards.risks import count_risks, risks_waiting, ways_on
from risks.models import Risk
from risks.scoring import Level
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

pytestmark = pytest.mark.django_db
LATE = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority, title="Treasurer")


@pytest.fixture
def owner(post):
    return person_with(Role.OFFICER, post=post)


def sound(authority, *, likelihood=1, impact=1, **values):
    risk = RiskFactory(authority=authority, next_review=TODAY + datetime.timedelta(days=60), **values)
    return AssessmentFactory(risk=risk, likelihood=likelihood, impact=impact).risk


@pytest.fixture
def register(authority, post):
    """One risk of each level, one that is not scored, one that has ended, and one elsewhere."""
    committee = CommitteeFactory(authority=authority)
    ambition = AmbitionFactory(plan=PlanFactory(authority=authority))
    for pair in ((1, 1), (3, 3), (3, 4), (5, 5)):
        risk = sound(authority, likelihood=pair[0], impact=pair[1], owner=post, committee=committee)
        risk.ambitions.add(ambition)
        ControlFactory(risk=risk)
    RiskFactory(authority=authority)
    sound(authority, status="closed", status_reason="Over.")
    sound(PostFactory().authority)
    return {
        "reference": risk.reference,
        "committee": committee,
        "owner": post,
        "ambitions": ambition,
        "authority": authority,
    }


@pytest.mark.parametrize(
    ("scope", "levels"),
    [
        ("authority", [1, 1, 1, 1, 1]),
        ("committee", [1, 1, 1, 1, 0]),
        ("owner", [1, 1, 1, 1, 0]),
        ("ambitions", [1, 1, 1, 1, 0]),
    ],
)
def test_the_levels_add_up_and_every_number_leads_to_as_many_rows(as_person, member, register, scope, levels):
    narrowed = {scope: register[scope].pk}
    found = count_risks(Risk.objects.visible_to(member).filter(**narrowed), narrowed)
    assert [figure.number for figure in found.levels] == levels
    assert found.total.number == sum(levels)
    client = as_person(member)
    for figure in (found.total, *found.levels, *found.attention):
        assert len(client.get(figure.url).context["table"].rows) == figure.number, figure.url


def test_the_gravest_come_first(member, register):
    found = count_risks(Risk.objects.visible_to(member), {})
    assert [one.current.score for one in found.top] == [25, 12]


@pytest.mark.parametrize("page", ["authority", "committee", "owner"])
def test_every_dashboard_shows_its_own_risks(as_person, member, register, page):
    assert b"The gravest" in as_person(member).get(register[page].get_absolute_url()).content


def test_a_boards_ways_lead_to_the_risks_that_it_shows(as_person, member, register, authority):
    client, committee = as_person(member), register["committee"]
    sound(authority, reference="OUT", committee=CommitteeFactory(authority=authority))
    page = client.get(committee.get_absolute_url()).content.decode()
    scope = {"committee": committee.pk}
    ways = ways_on(member, scope, authority.pk)
    assert [label for label, _ in ways] == [
        "Top risks", "Heat map", "Risks and ambitions", "The register as a document",
    ]  # fmt: skip
    for _, address in ways:
        assert f'href="{html.escape(address)}"' in page
        shown = client.get(address).content.decode()
        assert ("OUT" in shown, register["reference"] in shown) == (False, True)


def test_the_ways_of_a_post_lead_to_the_whole_register_of_its_authority(member, register, authority):
    addresses = [address for _, address in ways_on(member, {"owner": register["owner"].pk}, authority.pk)]
    assert addresses[0] == f"{reverse('risk-top')}?authority={authority.pk}"
    assert addresses[-1] == reverse("register-document", args=[authority.pk])


def test_whoever_may_not_take_the_register_out_is_not_led_to_its_document(member, authority, monkeypatch):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {"publication.export_plan"})
    assert "The register as a document" not in dict(ways_on(member, {"authority": authority.pk}, authority.pk))


def test_reviews_stand_with_the_longest_overdue_first(as_person, member, register, authority):
    for days, title in ((1, "A day late"), (30, "A month late"), (-1, "In time")):
        risk = sound(authority, title=title, committee=register["committee"])
        Risk.objects.filter(pk=risk.pk).update(next_review=TODAY - datetime.timedelta(days=days))
    sound(authority, title="Over", status="closed", status_reason="Over.")
    Risk.objects.filter(title="Over").update(next_review=LATE)
    found = count_risks(Risk.objects.visible_to(member), {})
    assert [one.title for one in found.late] == ["A month late", "A day late"]
    page = as_person(member).get(register["committee"].get_absolute_url()).content.decode()
    assert "Review the longest overdue" in page
    assert "due on 13 March 2010" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_of_a_board_costs_the_same_for_one_risk_and_three(
    member, authority, post, number, django_assert_num_queries
):
    for _ in range(number):
        risk = sound(authority, owner=post, likelihood=5, impact=5)
        Risk.objects.filter(pk=risk.pk).update(next_review=LATE)
    mine = Risk.objects.visible_to(member)
    with django_assert_num_queries(3):
        found = count_risks(mine, {})
        assert [len({str(one.owner) for one in some}) for some in (found.top, found.late)] == [1, 1]


def test_a_board_without_risks_says_nothing_of_a_register(as_person, member, authority):
    assert b"The risk register" not in as_person(member).get(authority.get_absolute_url()).content


def waiting(person):
    return {one.risk.title: [what for what, _ in one.why] for one in risks_waiting(person)}


def test_what_waits_for_the_owner_of_a_risk(authority, post, owner):
    beyond = {"category": CategoryFactory(authority=authority)}
    sound(authority, title="sound", owner=post)
    RiskFactory(authority=authority, title="unscored", owner=post)
    late = sound(authority, title="late", owner=post)
    Risk.objects.filter(pk=late.pk).update(next_review=LATE)
    sound(authority, title="beyond", owner=post, likelihood=5, impact=5, **beyond)
    turned = sound(authority, title="turned", owner=post)
    red = DeliverableFactory(plan__authority=authority)
    at = datetime.datetime(2010, 4, 6, 9, tzinfo=datetime.timezone.utc)
    ProgressUpdateFactory(deliverable=red, rating="red", latest=True, submitted_at=at)
    turned.deliverables.add(red)
    sound(authority, title="another's")
    RiskFactory(authority=authority, title="ended", owner=post, status="closed", status_reason="Over.")
    assert waiting(owner) == {
        "unscored": ["Not scored"],
        "late": ["Review overdue"],
        "beyond": ["No decision"],
        "turned": ["To be scored again"],
    }


@pytest.mark.parametrize(
    ("days", "state", "why"),
    [
        (-1, "planned", "Action overdue"),
        (30, "in_progress", "Action due soon"),
        (31, "planned", None),
        (-1, "done", None),
    ],
)
def test_actions_wait_for_the_post_that_answers_for_them(authority, post, owner, days, state, why):
    due = TODAY + datetime.timedelta(days=days)
    ActionFactory(risk=sound(authority, title="risk"), owner=post, state=state, outcome="Done.", due_due=due)
    assert waiting(owner) == ({"risk": [why]} if why else {})


def test_each_line_leads_to_the_form_that_answers_it(as_person, authority, post, owner):
    RiskFactory(authority=authority, owner=post)
    sound(authority, owner=post, likelihood=5, impact=5, category=CategoryFactory(authority=authority))
    ActionFactory(risk=sound(authority, owner=post), owner=post, due_due=LATE)
    client = as_person(owner)
    steps = [one.next_step for one in risks_waiting(owner)]
    page = client.get(reverse("my-work")).content.decode()
    assert [label for label, _ in steps] == ["Score it", "Say what becomes of it", "Say how far it is"]
    for _, address in steps:
        assert address in page
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("through", ["chair", "approver"])
def test_what_nobody_decided_on_waits_for_its_chair_and_for_who_accepted_it_once(as_person, authority, through):
    decider = person_with(Role.MEMBER, authority=authority)
    post = decider.appointments.get().post
    beyond = {"likelihood": 5, "impact": 5, "category": CategoryFactory(authority=authority)}
    risk = sound(authority, title="beyond", **beyond)
    sound(authority, title="within", committee=CommitteeFactory(authority=authority, chair=post))
    if through == "chair":
        Risk.objects.filter(pk=risk.pk).update(committee=CommitteeFactory(authority=authority, chair=post))
    else:
        AcceptanceFactory(risk=risk, approver=post, until=LATE)
    assert waiting(decider) == {"beyond": ["No decision"]}
    assert [one.next_step for one in risks_waiting(decider)] == [("Look at it", risk.get_absolute_url())]
    assert risk.get_absolute_url() in as_person(decider).get(reverse("my-work")).content.decode()


def test_a_committees_page_names_what_waits_for_a_decision(as_person, member, authority):
    committee = CommitteeFactory(authority=authority)
    beyond = {"likelihood": 3, "impact": 3, "category": CategoryFactory(authority=authority, appetite=Level.LOW)}
    sound(authority, reference="KPA 15", committee=committee, **beyond)
    page = as_person(member).get(committee.get_absolute_url()).content.decode()
    assert "waiting for a decision" in page
    assert "KPA 15" in page


def test_an_ambitions_page_shows_every_risk_with_its_level(as_person, member, authority):
    ambition = AmbitionFactory(plan__authority=authority)
    low = sound(authority, reference="KPA 02", likelihood=1, impact=2)
    unscored = RiskFactory(authority=authority, reference="KPA 03")
    ambition.risks.set([low, unscored])
    page = as_person(member).get(ambition.get_absolute_url()).content.decode()
    listed = page[page.index("Every risk, the gravest first") :]
    assert listed.index("Low") < listed.index("KPA 02") < listed.index("Not scored") < listed.index("KPA 03")


def test_nothing_of_the_register_waits_for_who_holds_no_post_of_it(auditor, member, authority):
    RiskFactory(authority=authority)
    assert (risks_waiting(auditor), risks_waiting(member)) == ([], [])


@pytest.mark.parametrize("number", [1, 3])
def test_my_work_costs_the_same_for_one_risk_and_three(authority, post, owner, number, django_assert_max_num_queries):
    for _ in range(number):
        risk = RiskFactory(authority=authority, owner=post)
        ActionFactory(risk=risk, owner=post, due_due=LATE)
    with django_assert_max_num_queries(4):
        [one.next_step for one in risks_waiting(owner)]
