from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.actions.wordings import approve_as_it_reads, send_back_wording
from kpa_tracker.interfaces.publication.models import Wording
from tests.factories.people import person_with
from tests.factories.plans import SectionFactory
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR]
PAGES = ("wordings", "wordings-submit", "wordings-approve")


@pytest.fixture
def plan(authority):
    return plan_to_publish(authority)


@pytest.fixture
def other(authority):
    return person_with(Role.EDITOR, authority=authority)


@pytest.fixture(params=["plan", "register"])
def body(request, plan):
    return plan if request.param == "plan" else plan.authority


def address(body, step="wordings", query=""):
    kind = "plan" if body._meta.model_name == "plan" else "register"
    return reverse(f"{kind}-{step}", args=[body.pk]) + query


def text(response):
    return " ".join(response.content.decode().split())


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_who_only_reads_sees_the_texts_and_decides_on_none(body, editor, as_person, role):
    one = submitted(body, by=editor, kind="risk")
    client = as_person(person_with(role, authority=one.authority))
    assert client.get(address(body)).status_code == 200
    assert "Submit the chosen ones" not in text(client.get(address(body)))
    assert "Approve it" not in text(client.get(one.get_absolute_url()))
    closed = [address(body, step) for step in PAGES[1:]]
    closed += [reverse("wording-send-back", args=[one.pk]), reverse("wording-approve", args=[one.pk])]
    assert {client.post(url, {"version": 1}).status_code for url in closed} == {404}
    assert Wording.objects.get().state == "submitted"


def test_another_authority_does_not_learn_that_there_are_texts(body, editor, stranger, as_person):
    one = submitted(body, by=editor, kind="risk")
    client = as_person(stranger)
    pages = [address(body, step) for step in PAGES] + [one.get_absolute_url()]
    pages.append(reverse("wording-send-back", args=[one.pk]))
    assert {client.get(url).status_code for url in pages} == {404}
    assert client.post(reverse("wording-approve", args=[one.pk]), {"version": 1}).status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_an_editor_reads_every_page_of_them(body, editor, as_person, role):
    one = submitted(body, by=editor, kind="risk")
    client = as_person(person_with(role, authority=one.authority))
    pages = [address(body, step) for step in PAGES]
    pages += [one.get_absolute_url(), reverse("wording-send-back", args=[one.pk])]
    assert {client.get(url).status_code for url in pages} == {200}


# --- The list ---------------------------------------------------------------------------------------------------------


def rows(response):
    return [(row.get_cell_value("kind"), row.get_cell_value("stands")) for row in response.context["table"].rows]


def test_the_list_has_every_text_where_each_stands(plan, editor, as_person):
    submitted(plan, by=editor, kind="risk")
    assert rows(as_person(editor).get(address(plan))) == [
        ("Risk", "Waits for approval"),
        ("The plan’s own words", "Not submitted"),
        ("Section", "Not submitted"),
        ("Deliverable", "Not submitted"),
        ("Progress", "Not submitted"),
    ]


def test_what_waits_stands_first_and_what_is_approved_last(plan, editor, other, as_person):
    approve_as_it_reads(submitted(plan, by=editor, kind="plan"), seen=1, by=other)
    submitted(plan, by=editor, kind="risk")
    send_back_wording(submitted(plan, by=editor, kind="progress"), reason="Too long.", seen=1, by=other)
    rows = as_person(editor).get(address(plan)).context["table"].rows
    assert [row.record.unit.kind for row in rows] == ["risk", "progress", "section", "deliverable", "plan"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?kind=risk", 1), ("?stands=new", 4), ("?stands=waits", 1), ("?stands=left_out", 5), ("?stands=approved", 0)],
)
def test_the_list_is_narrowed_by_kind_and_standing(plan, editor, as_person, query, expected):
    submitted(plan, by=editor, kind="risk")
    assert len(rows(as_person(editor).get(address(plan, query=query)))) == expected


def test_a_filter_that_is_none_shows_its_error_and_no_rows(plan, editor, as_person):
    response = as_person(editor).get(address(plan, query="?kind=elephant"))
    assert rows(response) == []
    assert "Kind: choose one from the list." in text(response)
    exported = as_person(editor).get(address(plan, query="?kind=elephant&export=csv"))
    assert "text/html" in exported.headers["Content-Type"]


def test_the_list_is_taken_away_as_it_is_shown_with_the_whole_text(plan, editor, as_person):
    plan.sections.update(title="Budget", body="Long. " * 100)
    response = as_person(editor).get(address(plan, query="?kind=section&export=csv"))
    head, row = csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert head[:4] == ["Kind", "About", "What the public would read", "Where it stands"]
    assert row[3:5] == ["Not submitted", ""]
    assert row[2].count("Long.") == 100
    assert as_person(editor).get(address(plan, query="?export=xlsx")).content[:2] == b"PK"


def test_no_file_of_a_day_is_taken_from_it(plan, editor, as_person):
    response = as_person(editor).get(address(plan, query="?export=csv&as_of=2010-01-31"))
    assert "no file of that day can be taken from it" in text(response)


def test_long_lists_have_pages_and_an_impossible_one_is_the_first(plan, editor, as_person):
    for _ in range(60):
        SectionFactory(plan=plan)
    client = as_person(editor)
    assert len(rows(client.get(address(plan)))) == 65
    assert len(client.get(address(plan, query="?page=2")).context["table"].page) == 15
    assert client.get(address(plan, query="?page=9999999999")).status_code == 200


def test_a_plan_without_texts_says_so(authority, editor, as_person):
    assert "Nobody has written a text for the public yet." in text(as_person(editor).get(address(authority)))


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long_it_is(plan, editor, as_person, django_assert_num_queries, more):
    for _ in range(more):
        SectionFactory(plan=plan)
    client = as_person(editor)
    client.get(address(plan))
    with django_assert_num_queries(11):
        client.get(address(plan))


# --- One text ---------------------------------------------------------------------------------------------------------


def test_a_text_is_read_as_it_was_submitted_with_what_it_rests_on(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="deliverable")
    page = text(as_person(other).get(one.get_absolute_url()))
    for said in ("Publish a newsletter", "Newsletter, internally", str(editor), "Approve it", "Send it back"):
        assert said in page


def test_whoever_submitted_it_is_told_that_somebody_else_decides(plan, editor, as_person):
    one = submitted(plan, by=editor, kind="risk")
    page = text(as_person(editor).get(one.get_absolute_url()))
    assert "You submitted this. Somebody else decides on it." in page
    assert "Approve it" not in page


def test_whoever_wrote_the_update_may_send_it_back_and_not_approve_it(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="progress")
    plan.deliverables.get().updates.update(submitted_by=other)
    page = text(as_person(other).get(one.get_absolute_url()))
    assert f"You wrote this and {editor} submitted it, so somebody else approves it." in page
    assert ("Approve it" in page, "Send it back" in page) == (False, True)


def test_both_readings_stand_side_by_side_once_it_has_changed(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="section")
    plan.sections.update(body="What it will cost.")
    page = text(as_person(other).get(one.get_absolute_url()))
    for said in ("What has changed since it was submitted", "What it costs.", "What it will cost."):
        assert said in page
    assert "Approve it" not in page


def test_what_it_was_about_may_be_gone(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="section")
    plan.sections.update(is_public=False)
    page = text(as_person(other).get(one.get_absolute_url()))
    assert "no longer there" in page
    assert "Approve it" not in page


def test_a_text_is_approved_by_a_button(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="risk")
    response = as_person(other).post(reverse("wording-approve", args=[one.pk]), {"version": one.version})
    assert response.url == one.get_absolute_url()
    assert Wording.objects.get().state == "approved"


def test_a_text_that_changed_meanwhile_is_not_approved_and_the_page_says_why(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="section")
    plan.sections.update(body="Otherwise")
    response = as_person(other).post(reverse("wording-approve", args=[one.pk]), {"version": one.version})
    assert response.status_code == 422
    assert "It has changed since it was submitted: text." in text(response)


def test_a_text_goes_back_with_a_reason_that_its_page_shows(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="risk")
    url = reverse("wording-send-back", args=[one.pk])
    client = as_person(other)
    assert client.post(url, {"version": one.version, "reason": ""}).status_code == 422
    assert client.post(url, {"version": one.version, "reason": "Too long."}).status_code == 302
    assert "Too long." in text(client.get(one.get_absolute_url()))


def test_who_is_slower_keeps_what_they_typed(plan, editor, other, administrator, as_person):
    one = submitted(plan, by=editor, kind="risk")
    send_back_wording(Wording.objects.get(), reason="Too long.", seen=1, by=administrator)
    response = as_person(other).post(
        reverse("wording-send-back", args=[one.pk]), {"version": 1, "reason": "Too vague, I typed."}
    )
    assert response.status_code == 422
    assert "Too vague, I typed." in text(response)


# --- Several ----------------------------------------------------------------------------------------------------------


def test_all_that_can_be_is_submitted_from_one_page(body, editor, as_person):
    client = as_person(editor)
    page = client.get(address(body, "wordings-submit", "?all=yes"))
    chosen = page.context["form"].initial["chosen"]
    assert client.post(address(body, "wordings-submit"), {"chosen": chosen}).url == address(body)
    assert Wording.objects.filter(state="submitted").count() == len(chosen.split(","))


def test_what_cannot_be_submitted_is_named_beside_what_can(plan, editor, as_person):
    one = submitted(plan, by=editor, kind="risk")
    section = plan.sections.get().pk
    page = as_person(editor).get(
        address(plan, "wordings-submit", f"?row=risk-{one.subject}&row=section-{section}&row=elephant-1")
    )
    assert [str(one.unit.kind) for one in page.context["chosen"]] == ["section"]
    assert [str(one.unit.kind) for one in page.context["others"]] == ["risk"]
    assert "you cannot submit it" in text(page)


@pytest.mark.parametrize("chosen", ["", "elephant-3", "risk-99999", "risk-" + "9" * 30])
def test_a_choice_of_nothing_is_refused(plan, editor, as_person, chosen):
    response = as_person(editor).post(address(plan, "wordings-submit"), {"chosen": chosen})
    assert response.status_code == 422
    assert not Wording.objects.exists()


def test_nothing_chosen_leads_back_to_the_list(plan, editor, as_person):
    page = text(as_person(editor).get(address(plan, "wordings-submit")))
    assert "None of what you chose can be taken now." in page
    assert "Submit them" not in page


def test_an_approver_is_offered_what_others_submitted_as_it_still_reads(plan, editor, other, as_person):
    for kind in ("risk", "section", "deliverable"):
        submitted(plan, by=editor, kind=kind)
    submitted(plan, by=other, kind="plan")
    plan.sections.update(body="Otherwise")
    page = as_person(other).get(address(plan, "wordings-approve", "?all=yes"))
    assert [one.unit.kind for one in page.context["chosen"]] == ["deliverable", "risk"]


def test_an_approver_reads_what_each_text_rests_on(plan, editor, other, as_person):
    submitted(plan, by=editor, kind="deliverable")
    assert "what it rests on: title “Newsletter, internally”" in text(
        as_person(other).get(address(plan, "wordings-approve", "?all=yes"))
    )


def test_several_are_approved_and_what_is_refused_is_named(body, plan, editor, other, as_person):
    made = submitted(plan, by=editor)
    plan.sections.update(body="Otherwise")
    risks = [one for one in made if body == plan or one.kind == "risk"]
    seen = ",".join(f"{one.pk}:{one.version}" for one in risks)
    client = as_person(other)
    assert client.post(address(body, "wordings-approve"), {"seen": seen}).url == address(body)
    page = text(client.get(address(body)))
    assert ("4 texts approved." if body == plan else "1 text approved.") in page
    assert ("Not approved: Budget. It has changed" in page) == (body == plan)


def test_where_none_is_approved_the_page_says_why(plan, editor, other, as_person):
    one = submitted(plan, by=editor, kind="risk")
    approve_as_it_reads(one, seen=1, by=other)
    client = as_person(other)
    response = client.post(address(plan, "wordings-approve"), {"seen": f"{one.pk}:1"})
    assert (response.status_code, "Not approved" in text(response)) == (422, True)
    assert client.post(address(plan, "wordings-approve"), {"seen": "99999:1"}).status_code == 422
    assert client.post(address(plan, "wordings-approve"), {"seen": ""}).status_code == 422


def test_a_text_of_another_authority_is_not_approved_from_here(plan, stranger, other, as_person):
    theirs = submitted(plan_to_publish(stranger.appointments.get().post.authority), by=stranger, kind="risk")
    response = as_person(other).post(address(plan, "wordings-approve"), {"seen": f"{theirs.pk}:1"})
    assert response.status_code == 422
    assert Wording.objects.get().state == "submitted"
