"""The pages of a consultation: what a plan was put to, comments part by part, and responses."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.urls import reverse

from deliverables.actions.adoption import unanswered_on
from deliverables.models import Comment, Consultation
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.exports import FORMATS
from plans.models import Plan
from tests.answers import text
from tests.dashboards.test_every_number import numbers_on, rows_of
from tests.factories.deliverables import CommentFactory, ConsultationFactory, DeliverableFactory
from tests.factories.people import CommitteeFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory, SectionFactory
from tests.factories.situations import meanwhile

pytestmark = pytest.mark.django_db
LATER = datetime.datetime(2010, 5, 3, 9, 0, tzinfo=datetime.timezone.utc)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.CONSULTATION, title="Business plan 2010/11")


@pytest.fixture
def consultation(plan):
    return ConsultationFactory(plan=plan, note="Is it clear who does what?")


@pytest.fixture
def ambition(plan):
    return AmbitionFactory(plan=plan, title="Safe streets")


@pytest.fixture
def promise(plan, ambition):
    return DeliverableFactory(plan=plan, ambition=ambition, descriptor=None, reference="1.1", title="Agree the budget")


@pytest.fixture
def comments(consultation, promise, ambition, member, editor):
    said = {"response": "in_part", "response_text": "Half of it.", "responded_by": editor, "responded_at": LATER}
    gone = {"withdrawn_by": member, "withdrawn_at": LATER, "withdrawn_reason": "Sent twice."}
    section = SectionFactory(plan=consultation.plan, title="Our area")
    return [
        CommentFactory(consultation=consultation, made_by=member, **about)
        for about in (
            {"deliverable": promise, "text": "Say by when."},
            {"deliverable": promise, **said},
            {"ambition": ambition},
            {"section": section, "comes_from": "The panel"},
            {},
            gone,
        )
    ]


def page_of(plan):
    return reverse("plan-consultation", args=[plan.pk])


def test_each_part_has_its_comments_and_they_add_up(plan, comments, member, as_person):
    shown = as_person(member).get(page_of(plan))
    found = {str(part.record): (part.received, part.unanswered) for part in shown.context["parts"]}
    assert found == {
        "Business plan 2010/11": (1, 1),
        "Our area": (1, 1),
        "Safe streets": (1, 1),
        "1.1 Agree the budget": (2, 1),
    }
    assert (shown.context["received"], shown.context["unanswered"]) == (5, 4)


def test_every_number_leads_to_as_many_comments(plan, comments, member, as_person):
    client = as_person(member)
    shown = client.get(page_of(plan))
    links = [(number, url) for number, url in numbers_on(text(shown)) if url]
    for part in shown.context["parts"]:
        links += [(part.received, part.received_url), (part.unanswered, part.unanswered_url)]
    assert len(links) > 8
    assert [(number, url) for number, url in links if number and rows_of(client, url) != number] == []


def test_what_was_archived_since_keeps_its_comments_and_the_sums_stay(plan, comments, promise, member, as_person):
    meanwhile(promise.ambition, archived_at=LATER, archived_by=member, archived_reason="Merged.")
    shown = as_person(member).get(page_of(plan))
    found = {str(part.record): (part.received, part.unanswered, part.is_archived) for part in shown.context["parts"]}
    assert list(found.items()) == [
        ("Business plan 2010/11", (1, 1, False)),
        ("Our area", (1, 1, False)),
        ("Safe streets", (1, 1, True)),
        ("1.1 Agree the budget", (2, 1, True)),
    ]
    assert (shown.context["received"], shown.context["unanswered"]) == (5, unanswered_on(plan)) == (5, 4)
    assert text(shown).count(" Archived\n") == text(shown).count("It was archived") == 2
    assert f'about=deliverable-{promise.pk}">Comment' not in text(shown)


@pytest.fixture
def later(plan):
    """A second consultation, not open yet: the first of the page's list."""
    days = {"opens_on": datetime.date(2010, 4, 20), "closes_on": datetime.date(2010, 5, 20)}
    return ConsultationFactory(plan=plan, bodies="Town councils", **days)


def test_each_consultation_has_its_own_way_to_comment(plan, consultation, later, member, editor, as_person, settings):
    ways = [reverse("comment-add", args=[one.pk]) for one in (consultation, later)]
    shown = text(as_person(member).get(page_of(plan)))
    assert [f'href="{way}"' in shown for way in ways] == [True, False]
    shown = text(as_person(editor).get(page_of(plan)))
    assert [f'href="{way}"' in shown for way in ways] == [True, True]
    settings.DEMONSTRATION_DATE = later.opens_on
    shown = text(as_person(member).get(page_of(plan)))
    assert [f'href="{way}"' in shown for way in ways] == [True, True]


@pytest.mark.parametrize("day", [datetime.date(2010, 4, 12), datetime.date(2010, 5, 3)])
def test_beside_a_part_a_comment_goes_to_one_that_is_open(day, plan, consultation, later, editor, as_person, settings):
    settings.DEMONSTRATION_DATE = day
    default = consultation if day == datetime.date(2010, 4, 12) else later
    shown = text(as_person(editor).get(page_of(plan)))
    assert f"{reverse('comment-add', args=[default.pk])}?about=plan" in shown
    assert f"goes to the consultation with {default.bodies}" in shown


def test_where_none_is_open_editors_enter_only_what_others_have_sent(consultation, editor, as_person, settings):
    settings.DEMONSTRATION_DATE = datetime.date(2010, 6, 1)
    client, address = as_person(editor), reverse("comment-add", args=[consultation.pk])
    shown = text(client.get(page_of(consultation.plan)))
    assert ("Enter what others have sent" in shown, "Say something" in shown) == (True, False)
    refused = client.post(address, {"about": "plan", "text": "Late."})
    assert (refused.status_code, "your own words it does not take" in text(refused)) == (422, True)
    assert list(refused.context["form"].errors) == ["comes_from"]
    assert client.post(address, {"about": "plan", "text": "Late.", "comes_from": "The panel"}).status_code == 302


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR])
def test_everybody_with_a_role_comments_while_it_is_open(role, consultation, promise, authority, as_person):
    client = as_person(person_with(role, authority=authority))
    address = reverse("comment-add", args=[consultation.pk])
    form = client.get(address, {"about": f"deliverable-{promise.pk}"})
    assert "Is it clear who does what?" in text(form)
    assert form.context["form"].initial["about"] == f"deliverable-{promise.pk}"
    answer = client.post(address, {"about": f"deliverable-{promise.pk}", "text": "Say by when."})
    made = Comment.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.deliverable, made.consultation) == (promise, consultation)


def test_an_auditor_reads_and_says_nothing(consultation, comments, auditor, as_person):
    client = as_person(auditor)
    assert client.get(page_of(consultation.plan)).status_code == 200
    assert "Comment on the plan" not in text(client.get(page_of(consultation.plan)))
    assert client.get(reverse("comment-add", args=[consultation.pk])).status_code == 404


def test_only_editors_enter_what_others_have_sent(consultation, member, editor, as_person):
    address = reverse("comment-add", args=[consultation.pk])
    assert "Whose words these are" not in text(as_person(member).get(address))
    as_person(member).post(address, {"about": "plan", "text": "Mine.", "comes_from": "The panel"})
    assert Comment.objects.get().comes_from == ""
    as_person(editor).post(address, {"about": "plan", "text": "Theirs.", "comes_from": "The panel"})
    assert Comment.objects.get(text="Theirs.").voice == "The panel"


def test_a_part_of_another_plan_is_no_choice(consultation, member, as_person):
    other = DeliverableFactory()
    address = reverse("comment-add", args=[consultation.pk])
    answer = as_person(member).post(address, {"about": f"deliverable-{other.pk}", "text": "Hm."})
    assert answer.status_code == 422
    assert Comment.objects.count() == 0


def test_after_its_last_day_nobody_but_those_who_enter_is_led_to_it(consultation, member, editor, as_person, settings):
    settings.DEMONSTRATION_DATE = Consultation.objects.get().closes_on.replace(month=5)
    link = reverse("comment-add", args=[consultation.pk])
    assert link not in text(as_person(member).get(page_of(consultation.plan)))
    assert link in text(as_person(editor).get(page_of(consultation.plan)))
    assert as_person(member).post(link, {"about": "plan", "text": "Late."}).status_code == 422


def test_a_plan_is_put_to_a_committee(plan, authority, editor, member, as_person):
    address = reverse("consultation-add", args=[plan.pk])
    assert as_person(member).get(address).status_code == 404
    days = {"opens_on": "1 April 2010", "closes_on": "30 April 2010"}
    committee = CommitteeFactory(authority=authority)
    assert as_person(editor).get(address).status_code == 200
    answer = as_person(editor).post(address, {"committee": committee.pk, **days})
    assert (answer.status_code, answer.url) == (302, page_of(plan))
    assert Consultation.objects.get().committee == committee


def test_whom_it_is_put_to_is_asked_for(plan, editor, as_person):
    address = reverse("consultation-add", args=[plan.pk])
    answer = as_person(editor).post(address, {"opens_on": "1 April 2010", "closes_on": "30 April 2010"})
    assert answer.status_code == 422
    assert "Say whom the plan is put to" in text(answer)


def test_a_consultation_is_changed(consultation, editor, as_person):
    address = reverse("consultation-edit", args=[consultation.pk])
    sent = {"version": 1, "bodies": "All partners", "opens_on": "1 April 2010", "closes_on": "7 May 2010"}
    assert as_person(editor).post(address, sent).status_code == 302
    assert Consultation.objects.get().bodies == "All partners"
    again = as_person(editor).post(address, {**sent, "bodies": "Nobody"})
    assert (again.status_code, "All partners" in text(again)) == (422, True)


def test_a_comment_is_answered_beside_its_text(comments, editor, as_person):
    client, address = as_person(editor), reverse("comment-respond", args=[comments[0].pk])
    assert "Say by when." in text(client.get(address))
    sent = {"version": 1, "response": "accepted", "text": "We agree.", "changed": "The deadline of 1.1."}
    assert client.post(address, sent).status_code == 302
    shown = text(client.get(comments[0].get_absolute_url()))
    assert all(words in shown for words in ("Accepted", "We agree.", "The deadline of 1.1.", "Change the response"))
    again = client.post(address, {**sent, "text": "We do not."})
    assert (again.status_code, "What is saved now" in text(again)) == (422, True)


def test_members_do_not_answer_and_nobody_answers_their_own(comments, consultation, editor, member, as_person):
    own = CommentFactory(consultation=consultation, made_by=editor)
    assert as_person(member).get(reverse("comment-respond", args=[comments[0].pk])).status_code == 404
    assert as_person(editor).get(reverse("comment-respond", args=[own.pk])).status_code == 404
    assert as_person(editor).get(reverse("comment-respond", args=[comments[0].pk])).status_code == 200


def test_whoever_made_a_comment_withdraws_it(comments, officer, member, as_person):
    address = reverse("comment-withdraw", args=[comments[0].pk])
    assert as_person(officer).get(address).status_code == 404
    assert as_person(member).get(address).status_code == 200
    assert as_person(member).post(address, {"version": 1, "reason": "Sent twice."}).status_code == 302
    assert "Sent twice." in text(as_person(member).get(comments[0].get_absolute_url()))
    assert as_person(member).get(address).status_code == 404, "it is withdrawn already"


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({}, 6),
        ({"response": "standing"}, 5),
        ({"response": "none"}, 4),
        ({"response": "in_part"}, 1),
        ({"response": "accepted"}, 0),
        ({"response": "withdrawn"}, 1),
        ({"about": "plan"}, 2),
        ({"words": "by when"}, 6),
        ({"words": "half"}, 1),
        ({"words": "panel"}, 1),
    ],
)
def test_the_list_is_narrowed(asked, number, comments, member, as_person):
    shown = as_person(member).get(reverse("comment-list"), asked)
    assert len(shown.context["table"].rows) == number


def test_what_is_no_part_of_any_plan_is_an_error(comments, member, as_person):
    shown = as_person(member).get(reverse("comment-list"), {"about": "section-99999"})
    assert "choose one from the list" in text(shown)
    assert list(Comment.objects.about("deliverable-x")) == list(Comment.objects.about("post-1")) == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_list_can_be_taken_away(format, comments, member, as_person):
    answer = as_person(member).get(reverse("comment-list"), {"export": format})
    assert f".{format}" in answer.headers["Content-Disposition"]


def test_a_file_of_comments_has_their_responses(comments, member, as_person):
    answer = as_person(member).get(reverse("comment-list"), {"response": "in_part", "export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [(row["About"], row["Response"], row["Why"]) for row in rows] == [
        ("1.1 Agree the budget", "Accepted in part", "Half of it.")
    ]


def test_the_deliverable_shows_its_comments_and_the_way_to_one(comments, promise, consultation, member, as_person):
    shown = text(as_person(member).get(promise.get_absolute_url()))
    assert "Say by when." in shown
    assert f"{reverse('comment-add', args=[consultation.pk])}?about=deliverable-{promise.pk}" in shown
    meanwhile(promise.plan, state=Plan.State.ADOPTED)
    shown = text(as_person(member).get(promise.get_absolute_url()))
    assert ("Say by when." in shown, "Comment on this" in shown) == (True, False)


def test_adopting_a_plan_warns_of_comments_without_a_response(plan, comments, editor, as_person):
    client, address = as_person(editor), reverse("plan-state", args=[plan.pk])
    assert "comments wait for a response: 4" in text(client.get(address))
    sent = {"version": plan.version, "to": "adopted"}
    refused = client.post(address, sent)
    assert (refused.status_code, "Comments without a response: 4" in text(refused)) == (422, True)
    assert client.post(address, {**sent, "knowing": "on"}).status_code == 302
    plan.refresh_from_db()
    assert plan.is_adopted


def test_a_plan_that_was_put_to_nobody_says_so(plan, editor, member, as_person):
    assert "Put it to consultation" in text(as_person(editor).get(page_of(plan)))
    assert "Put it to consultation" not in text(as_person(member).get(page_of(plan)))
    meanwhile(plan, state=Plan.State.ADOPTED)
    assert "Comments are taken on a draft" in text(as_person(editor).get(page_of(plan)))


@pytest.mark.parametrize("name", ["plan-consultation", "comment", "comment-add", "comment-respond", "comment-withdraw"])
def test_another_authority_finds_nothing(name, plan, consultation, comments, stranger, editor, as_person):
    record = {"plan-consultation": plan, "comment-add": consultation}.get(name, comments[0])
    address = reverse(name, args=[record.pk])
    assert as_person(editor).get(address).status_code == 200
    assert as_person(stranger).get(address).status_code == 404
    assert len(as_person(stranger).get(reverse("comment-list")).context["table"].rows) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_as_many_queries_for_three_as_for_one(
    number, plan, consultation, authority, django_assert_num_queries, as_person
):
    member = person_with(Role.MEMBER, authority=authority)
    for at in range(number):
        ambition = AmbitionFactory(plan=plan)
        promise = DeliverableFactory(plan=plan, ambition=ambition, descriptor=None)
        about = [{"section": SectionFactory(plan=plan)}, {"ambition": ambition}, {"deliverable": promise}, {}]
        for one in about:
            CommentFactory(consultation=consultation, **one)
        ConsultationFactory(plan=plan, committee=CommitteeFactory(authority=authority, name=f"Panel {at}"))
    client = as_person(member)
    client.get("/plans/")
    with django_assert_num_queries(10):
        client.get(page_of(plan))
    with django_assert_num_queries(10):
        client.get(reverse("comment-list"))
