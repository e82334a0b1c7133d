"""What inspections ask of a person stands on My work, in the manner of the deliverables there."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.dashboards.my_recommendations import recommendations_of
from targets.actions.recommendations import ask_for_sign_off, send_back_recommendation
from targets.models import Recommendation
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.people import PostFactory, person_with
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
MY_WORK = "/my-work/"
State = Recommendation.State
LATE, SOON, FAR = datetime.date(2010, 3, 31), datetime.date(2010, 4, 30), datetime.date(2010, 9, 30)


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def owner(post):
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, needs_comments=False)


@pytest.fixture
def add(inspection, post):
    """Return a function that adds a recommendation of the post, in progress unless told otherwise."""

    def added(reference, due=FAR, **values):
        given = {"inspection": inspection, "owner": post, "state": State.IN_PROGRESS, **values}
        return RecommendationFactory(reference=reference, due_due=due, due_text=str(due or ""), **given)

    return added


@pytest.fixture
def asked(add, owner):
    """A recommendation for which its owner has asked to be signed off."""
    one = add("R1", LATE)
    return ask_for_sign_off(one, seen=one.version, evidence="Minute 12.", by=owner)


def sections_of(person):
    """Return {heading: references of what stands under it}."""
    found = recommendations_of(person).grouped()
    return {
        section.group.key.removeprefix("recommendation_"): [one.reference for one in section.recommendations]
        for section in found
    }


def counts_of(person):
    return {group.label: count for group, count in recommendations_of(person).counts() if count}


# --- What is mine, and under which heading ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "state", "heading"),
    [
        (LATE, State.IN_PROGRESS, "overdue"),
        (datetime.date(2010, 4, 11), State.IN_PROGRESS, "overdue"),
        (datetime.date(2010, 4, 12), State.IN_PROGRESS, "soon"),
        (datetime.date(2010, 5, 12), State.IN_PROGRESS, "soon"),
        (datetime.date(2010, 5, 13), State.IN_PROGRESS, "rest"),
        (None, State.IN_PROGRESS, "rest"),
        (LATE, State.PENDING, "rest"),
        (SOON, State.PENDING, "rest"),
    ],
)
def test_each_stands_under_the_heading_of_its_day(add, owner, due, state, heading):
    add("R1", due, state=state)
    assert sections_of(owner) == {heading: ["R1"]}


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED])
def test_what_is_finished_asks_for_nothing(add, owner, editor, officer, state):
    add("R1", LATE, state=state, rejected_reason="No.", evidence="Minute.", signed_off_by=editor,
        signed_off_at="2010-04-01T00:00Z")  # fmt: skip
    assert sections_of(owner) == {}


def test_what_another_post_answers_for_and_what_is_archived_is_not_mine(add, owner, authority, editor):
    add("R1", owner=PostFactory(authority=authority))
    add("R2", owner=None, state=State.AWAITING)
    add("R3", archived_at="2010-04-01T00:00Z", archived_by=editor, archived_reason="Twice.")
    assert sections_of(owner) == {}


def test_what_was_sent_back_comes_first_then_the_overdue_the_comments_and_the_soon_due(add, owner, editor, asked):
    send_back_recommendation(asked, seen=asked.version, reason="Which minute?", by=editor)
    running = InspectionFactory(authority=asked.authority)
    add("R4", SOON)
    add("R2", LATE)
    add("R5")
    add("R3", inspection=running)
    assert list(sections_of(owner).items()) == [
        ("back", ["R1"]), ("overdue", ["R2"]), ("comment", ["R3"]), ("soon", ["R4"]), ("rest", ["R5"]),
    ]  # fmt: skip
    assert counts_of(owner) == {"Sent back": 1, "Overdue": 2, "Comment to write": 1, "Due soon": 1}


def test_who_sent_it_back_and_why_stands_beside_it(add, owner, editor, asked, as_person):
    send_back_recommendation(asked, seen=asked.version, reason="Which minute?", by=editor)
    again = ask_for_sign_off(asked, seen=asked.version, evidence="Minute 13.", by=owner)
    send_back_recommendation(again, seen=again.version, reason="Of which year?", by=editor)
    add("R2", evidence="Given when nobody kept a history.")
    told = [one.because for one in recommendations_of(owner).items]
    assert told == [f"{editor}: Of which year?", None]
    page = as_person(owner).get(MY_WORK).content.decode()
    assert "Of which year?" in page
    assert "Which minute?" not in page


def test_each_stands_once_and_the_heading_says_how_many_stand_above(add, owner, editor, asked):
    send_back_recommendation(asked, seen=asked.version, reason="Which minute?", by=editor)
    add("R2", LATE)
    overdue = [one for one in recommendations_of(owner).grouped() if one.group.key == "recommendation_overdue"]
    assert [(len(one.recommendations), one.above) for one in overdue] == [(1, 1)]


def test_the_first_due_stands_first_and_what_has_no_day_last(add, owner):
    add("R1", None)
    add("R2", datetime.date(2010, 12, 31))
    add("R3", FAR)
    assert sections_of(owner) == {"rest": ["R3", "R2", "R1"]}


@pytest.mark.parametrize(
    ("report", "comment", "wanted"),
    [
        ({"needs_comments": True}, "", True),
        ({"needs_comments": True}, "Done.", False),
        ({"needs_comments": True, "comments_on": datetime.date(2010, 4, 1)}, "", False),
        ({"needs_comments": False}, "", False),
    ],
)
def test_a_comment_is_wanted_while_the_56_days_run_or_are_over_without_comments(
    add, owner, authority, report, comment, wanted
):
    add("R1", inspection=InspectionFactory(authority=authority, **report), comment=comment)
    assert ("comment" in sections_of(owner)) is wanted


def test_a_pending_one_still_wants_its_comment(add, owner, authority, as_person):
    one = add("R1", inspection=InspectionFactory(authority=authority), state=State.PENDING)
    assert sections_of(owner) == {"comment": ["R1"]}
    page = as_person(owner).get(MY_WORK).content.decode()
    assert reverse("recommendation-report", args=[one.pk]) in page
    assert reverse("recommendation-ask", args=[one.pk]) not in page


# --- One click from its form ------------------------------------------------------------------------------------------


def test_each_is_one_click_from_its_forms_and_the_forms_open(add, owner, as_person):
    one = add("R1", LATE)
    client = as_person(owner)
    page = client.get(MY_WORK).content.decode()
    for name in ("recommendation-report", "recommendation-ask"):
        address = reverse(name, args=[one.pk])
        assert address in page
        assert client.get(address).status_code == 200


def test_the_comment_that_is_wanted_can_be_written_while_sign_off_is_waited_for(add, owner, as_person, authority):
    one = add("R1", inspection=InspectionFactory(authority=authority), state=State.PENDING)
    said = {"version": one.version, "comment": "A second room is in use."}
    assert as_person(owner).post(reverse("recommendation-report", args=[one.pk]), said).status_code == 302
    one.refresh_from_db()
    assert (one.comment, one.state) == ("A second room is in use.", State.PENDING)


def test_a_number_leads_to_what_it_counts(add, owner, as_person):
    add("R1", LATE)
    add("R2", SOON)
    page = as_person(owner).get(MY_WORK, {"show": "recommendation_soon"})
    (section,) = page.context["sections"]
    assert [one.reference for one in section.recommendations] == ["R2"]
    assert "Nothing here any more" in as_person(owner).get(MY_WORK, {"show": "recommendation_back"}).content.decode()


def test_what_asks_for_something_stands_before_what_does_not(add, owner, authority, post, as_person):
    DeliverableFactory(plan=PlanFactory(authority=authority), lead=post)
    add("R1", LATE)
    add("R2")
    sections = as_person(owner).get(MY_WORK).context["sections"]
    assert [one.group.key for one in sections] == ["recommendation_overdue", "rest", "recommendation_rest"]


# --- The second person ------------------------------------------------------------------------------------------------


def to_sign(person):
    return [one.reference for one in recommendations_of(person).to_sign]


def test_what_somebody_else_asked_for_waits_for_who_may_sign_and_for_nobody_else(asked, owner, editor, member, auditor):
    assert to_sign(editor) == ["R1"]
    assert [to_sign(person) for person in (owner, member, auditor)] == [[], [], []]


def test_nobody_is_offered_what_they_asked_for_themselves(add, post, editor):
    both = person_with(Role.EDITOR, post=post)
    one = add("R1")
    ask_for_sign_off(one, seen=one.version, evidence="Minute 12.", by=both)
    assert (to_sign(both), to_sign(editor)) == ([], ["R1"])


def test_the_editor_of_another_authority_signs_nothing_here(asked):
    assert to_sign(person_with(Role.EDITOR)) == []


def test_what_waits_longest_is_signed_first_one_click_from_its_form(add, owner, editor, as_person):
    for reference in ("R2", "R1"):
        one = add(reference)
        ask_for_sign_off(one, seen=one.version, evidence=f"Minute 12, on {reference}.", by=owner)
    assert to_sign(editor) == ["R2", "R1"]
    client = as_person(editor)
    page = client.get(MY_WORK).content.decode()
    assert "Minute 12, on R1." in page
    for name in ("recommendation-sign-off", "recommendation-send-back"):
        address = reverse(name, args=[one.pk])
        assert address in page
        assert client.get(address).status_code == 200


# --- Cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_two_queries_however_much_it_is(add, owner, post, rows, django_assert_num_queries):
    person = person_with(Role.EDITOR, post=post)
    for number in range(rows):
        add(f"A{number}", LATE)
        one = add(f"B{number}")
        ask_for_sign_off(one, seen=one.version, evidence="Minute 12.", by=owner)
    assert person.standing
    with django_assert_num_queries(2):
        found = recommendations_of(person)
        shown = [str(one.inspection) + str(one.lacks_comment) + str(one.asked_by) for one in found.to_sign]
        assert (len(found.items), len(shown)) == (2 * rows, rows)
