"""Pages of plans: who may, what they say, and what happens when two edit at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from plans.models import Plan
from tests.answers import answer, text
from tests.factories.people import AppointmentFactory
from tests.factories.plans import PlanFactory, ScaleFactory

EDITING = ["plan-edit", "plan-archive", "plan-scale", "plan-scale-add", "plan-state", "plan-outline"]
READING = ["plan", "plan-words", "plan-history", "period-list"]
WORDS = {
    "title": "Business plan 2010/11",
    "starts_on": "1 April 2010",
    "ends_on": "31/3/2011",
    "marking": "OFFICIAL",
    "ambition_word": "Theme",
    "descriptor_word": "Desired outcome",
    "deliverable_word": "Activity",
}


@pytest.mark.parametrize("name", READING)
def test_everybody_of_the_authority_reads_a_plan(name, plan, officer, as_person):
    assert as_person(officer).get(reverse(name, args=[plan.pk])).status_code == 200


@pytest.mark.parametrize("name", EDITING)
@pytest.mark.parametrize(
    ("who", "status"), [("editor", 200), ("administrator", 200), ("officer", 404), ("auditor", 404)]
)
def test_only_editors_open_what_changes_a_plan(name, who, status, plan, request, as_person):
    assert as_person(request.getfixturevalue(who)).get(reverse(name, args=[plan.pk])).status_code == status


@pytest.mark.parametrize("name", EDITING + READING)
def test_another_authoritys_plan_answers_as_if_there_were_none(name, plan, stranger, as_person):
    client = as_person(stranger)
    theirs, missing = (answer(client.get(reverse(name, args=[pk]))) for pk in (plan.pk, 987654))
    assert (theirs, theirs[0]) == (missing, 404)


def test_readers_see_no_way_to_edit(plan, officer, as_person):
    page = text(as_person(officer).get(reverse("plan", args=[plan.pk])))
    assert not any(reverse(name, args=[plan.pk]) in page for name in ("plan-edit", "plan-outline", "plan-state"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_one_row_and_at_three(rows, authority, editor, as_person, django_assert_num_queries):
    for _ in range(rows):
        PlanFactory(authority=authority, previous=PlanFactory(authority=authority, archived_at=None))
    client = as_person(editor)
    client.get(reverse("plan-list"))
    with django_assert_num_queries(7):
        client.get(reverse("plan-list"))


def test_the_list_is_narrowed_and_exported(authority, editor, as_person):
    PlanFactory(authority=authority, title="Old plan", state="closed")
    PlanFactory(authority=authority, title="New plan", state="draft")
    PlanFactory(title="Elsewhere")
    client = as_person(editor)
    sent_back = client.get(reverse("plan-list"), {"state": "draft", "export": "csv"})
    lines = b"".join(sent_back.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["Plan,Years,State,Follows", "New plan,2009/10,Draft,"]
    assert "Old plan" not in text(client.get(reverse("plan-list"), {"words": "new"}))


def test_who_works_for_several_authorities_sees_whose_plan_it_is(editor, plan, as_person):
    other = AppointmentFactory(person=editor, role=Role.MEMBER).post.authority
    PlanFactory(authority=other)
    assert other.name in text(as_person(editor).get(reverse("plan-list")))


def test_a_plan_is_started(authority, editor, as_person):
    sent_back = as_person(editor).post(reverse("plan-add"), WORDS)
    made = Plan.objects.get()
    assert (sent_back.url, made.state, made.ambition_word) == (made.get_absolute_url(), "draft", "Theme")
    assert (history_of(made).get().door, str(made.ends_on)) == ("page", "2011-03-31")


def test_a_new_plan_offers_the_coming_year(editor, as_person):
    page = text(as_person(editor).get(reverse("plan-add")))
    assert "1 April 2010" in page
    assert "31 March 2011" in page


def test_a_plan_is_started_where_somebody_is_an_editor_alone(editor, as_person):
    elsewhere = AppointmentFactory(person=editor, role=Role.MEMBER).post.authority
    assert as_person(editor).get(reverse("plan-add"), {"authority": elsewhere.pk}).status_code == 404
    mine = next(iter(editor.authorities_granting("plans.add_plan")))
    assert as_person(editor).get(reverse("plan-add"), {"authority": mine}).status_code == 200


@pytest.mark.parametrize("wanted", ["9" * 5_000, "\u0661", "\u00b2"])
def test_an_authority_that_is_no_number_of_ours_is_none(wanted, editor, as_person):
    assert as_person(editor).get(reverse("plan-add"), {"authority": wanted}).status_code in (200, 404)


def test_a_plan_is_changed_with_old_and_new_in_its_history(plan, editor, as_person):
    sent = {**WORDS, "scale": plan.scale_id, "version": plan.version}
    as_person(editor).post(reverse("plan-edit", args=[plan.pk]), sent)
    changes = history_of(plan).get().changes
    assert changes["title"] == [plan.title, "Business plan 2010/11"]
    assert changes["starts_on"] == ["2009-04-01", "2010-04-01"]


def test_the_slower_of_two_sees_both_texts_and_loses_nothing(plan, editor, as_person):
    client, url = as_person(editor), reverse("plan-edit", args=[plan.pk])
    first = {**WORDS, "scale": plan.scale_id, "version": 1}
    client.post(url, {**first, "vision": "Theirs"})
    lost = client.post(url, {**first, "vision": "Mine"})
    assert lost.status_code == 422
    assert ("Vision", "Mine", "Theirs") in lost.context["comparison"]
    assert Plan.objects.get(pk=plan.pk).vision == "Theirs"
    again = client.post(url, {**first, "vision": "Both", "version": lost.context["form"]["version"].value()})
    assert (again.status_code, Plan.objects.get(pk=plan.pk).vision) == (302, "Both")


def test_markdown_is_shown_before_it_is_saved(plan, editor, as_person):
    sent = {**WORDS, "scale": plan.scale_id, "version": 1, "values": "**Honesty**", "preview": "1"}
    page = as_person(editor).post(reverse("plan-edit", args=[plan.pk]), sent)
    assert "<strong>Honesty</strong>" in text(page)
    assert history_of(plan).count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "31 March 2009"}, "The plan must end after it starts. Correct one of the two days."),
        ({"starts_on": "in spring"}, "is not a day"),
        ({"title": ""}, "Fill in “Title”."),
    ],
)
def test_what_does_not_hold_together_is_said_beside_it(changes, sentence, plan, editor, as_person):
    sent = {**WORDS, "scale": plan.scale_id, "version": 1, **changes}
    sent_back = as_person(editor).post(reverse("plan-edit", args=[plan.pk]), sent)
    assert sent_back.status_code == 422
    assert sentence in text(sent_back)
    assert list(sent_back.context["form"].errors) == list(changes)


def test_a_plan_and_the_one_it_stands_under_name_each_other(plan, authority, officer, as_person):
    longer = PlanFactory(authority=authority, title="Policing plan 2009-12")
    Plan.objects.filter(pk=plan.pk).update(under=longer)
    client = as_person(officer)
    assert longer.get_absolute_url() in text(client.get(reverse("plan", args=[plan.pk])))
    assert plan.get_absolute_url() in text(client.get(reverse("plan", args=[longer.pk])))


@pytest.mark.parametrize("field", ["scale", "previous", "under"])
def test_another_authoritys_scale_or_plan_is_not_a_choice(field, plan, editor, as_person):
    theirs = {"scale": ScaleFactory, "previous": PlanFactory, "under": PlanFactory}[field]()
    sent = {**WORDS, "scale": plan.scale_id, "version": 1, field: theirs.pk}
    sent_back = as_person(editor).post(reverse("plan-edit", args=[plan.pk]), sent)
    assert list(sent_back.context["form"].errors) == [field]


def test_an_adopted_plan_does_not_ask_for_a_scale(authority, editor, as_person):
    plan = PlanFactory(authority=authority)
    assert "scale" not in as_person(editor).get(reverse("plan-edit", args=[plan.pk])).context["form"].fields


def test_a_closed_plan_refuses_in_a_sentence(closed, editor, as_person):
    sent = {**WORDS, "scale": closed.scale_id, "version": 1}
    sent_back = as_person(editor).post(reverse("plan-edit", args=[closed.pk]), sent)
    assert (sent_back.status_code, "This plan is closed." in text(sent_back)) == (422, True)


@pytest.mark.parametrize(
    ("state", "offered"),
    [("draft", ["plan-edit", "plan-state", "plan-archive"]), ("closed", ["plan-roll", "plan-archive"])],
)
def test_an_editor_finds_on_the_plans_page_what_may_be_done(state, offered, authority, editor, as_person):
    plan = PlanFactory(authority=authority, state=state)
    actions = as_person(editor).get(reverse("plan", args=[plan.pk])).context["page_actions"]
    assert [address for _, address, _ in actions] == [reverse(name, args=[plan.pk]) for name in offered]


def test_an_adopted_plan_offers_to_begin_the_next_until_one_follows(authority, editor, member, as_person):
    plan = PlanFactory(authority=authority)

    def offered(person):
        return [url for _, url, _ in as_person(person).get(plan.get_absolute_url()).context["page_actions"]]

    url = reverse("plan-roll", args=[plan.pk])
    assert (url in offered(editor), url in offered(member)) == (True, False)
    PlanFactory(authority=authority, previous=plan, state="draft")
    assert url not in offered(editor)


def test_an_archived_plans_page_says_by_whom_and_why(authority, editor, as_person):
    gone = {"archived_at": "2010-01-01T00:00Z", "archived_by": editor, "archived_reason": "Entered twice."}
    page = as_person(editor).get(reverse("plan", args=[PlanFactory(authority=authority, **gone).pk]))
    assert f"Archived by {editor}" in text(page)
    assert page.context["page_actions"] == []


def test_an_editor_of_two_authorities_says_for_which_a_plan_is_started(authority, editor, as_person):
    other = AppointmentFactory(person=editor, role=Role.EDITOR).post.authority
    actions = as_person(editor).get(reverse("plan-list")).context["page_actions"]
    assert {label for label, _, kind in actions if kind == "primary"} == {
        f"Start a plan for {authority.short_name}",
        f"Start a plan for {other.short_name}",
    }


def test_a_plan_is_archived_with_a_reason_and_brought_back(plan, editor, as_person):
    client = as_person(editor)
    refused = client.post(reverse("plan-archive", args=[plan.pk]), {"version": 1, "reason": ""})
    assert (refused.status_code, "Say why you archive it." in text(refused)) == (422, True)
    client.post(reverse("plan-archive", args=[plan.pk]), {"version": 1, "reason": "Entered twice."})
    assert plan.title not in text(client.get(reverse("plan-list"))).split("is archived")[-1]
    assert "Entered twice." in text(client.get(reverse("plan-archived")))
    client.post(reverse("plan-restore", args=[plan.pk]))
    assert not Plan.objects.get(pk=plan.pk).is_archived


def test_archived_plans_are_listed_for_their_editors_alone(plan, editor, officer, as_person):
    PlanFactory(title="Elsewhere", archived_at="2010-01-01T00:00Z", archived_by=editor)
    assert "Elsewhere" not in text(as_person(editor).get(reverse("plan-archived")))
    assert as_person(officer).get(reverse("plan-archived")).status_code == 404


def test_what_only_a_button_sends_is_not_opened(plan, editor, as_person):
    assert as_person(editor).get(reverse("plan-restore", args=[plan.pk])).status_code == 405


def test_the_words_of_the_scale_are_changed(plan, editor, as_person):
    url = reverse("plan-scale", args=[plan.pk])
    client = as_person(editor)
    sent = {name: field.initial for name, field in client.get(url).context["form"].fields.items()}
    sent |= {"version": 1, "word_red": "In trouble"}
    assert client.post(url, sent).status_code == 302
    assert plan.scale.points.get(code="red").word == "In trouble"
    lost = client.post(url, {**sent, "word_red": "Mine"})
    assert ("Red, word", "Mine", "In trouble") in lost.context["comparison"]


def test_the_page_of_the_scale_names_the_other_plans_that_it_serves(plan, authority, editor, as_person):
    PlanFactory(authority=authority, title="Three-year plan", scale=plan.scale)
    assert "rate with it too: Three-year plan." in text(as_person(editor).get(reverse("plan-scale", args=[plan.pk])))


def test_a_draft_takes_a_scale_of_five(plan, editor, as_person):
    sent = {"name": "Confidence", "kind": "five", "version": 1}
    as_person(editor).post(reverse("plan-scale-add", args=[plan.pk]), sent)
    assert Plan.objects.get(pk=plan.pk).scale.points.count() == 5


def test_a_scales_name_that_is_taken_is_said_beside_it(plan, editor, as_person):
    sent = {"name": plan.scale.name, "kind": "five", "version": 1}
    sent_back = as_person(editor).post(reverse("plan-scale-add", args=[plan.pk]), sent)
    assert sent_back.status_code == 422
