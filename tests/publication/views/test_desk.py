from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.actions.publishing import mark_of, publish, withdraw
from kpa_tracker.interfaces.publication.models import Publication
from kpa_tracker.interfaces.publication.public import public_document
from tests.factories.people import person_with
from tests.factories.plans import SectionFactory
from tests.factories.publication import RequirementFactory, approve_all
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db


def now(plan):
    """What is sent to publish a plan at once, by somebody who has it as it reads before their eyes."""
    return {"when": "now", "note": "", "last": "0", "read": mark_of(public_document(plan))}


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: b"%PDF-1.7")


@pytest.fixture
def plan(authority):
    RequirementFactory(authority=authority, title="Adoption", seen_by="adopted")
    return plan_to_publish(authority)


@pytest.fixture
def published(plan, editor):
    return publish(approve_all(plan), by=editor)


def desk(plan):
    return reverse("publication-desk", args=[plan.pk])


def to_publish(plan):
    return reverse("publish", args=[plan.pk])


def text(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_everybody_with_a_role_reads_the_desk_and_editors_publish(plan, as_person):
    for role in Role.values:
        client = as_person(person_with(role, authority=plan.authority))
        may = role in (Role.EDITOR, Role.ADMINISTRATOR)
        assert client.get(desk(plan)).status_code == 200
        assert client.get(to_publish(plan)).status_code == (200 if may else 404)
        assert (to_publish(plan) in client.get(desk(plan)).content.decode()) == may


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_nobody_else_publishes(plan, as_person, role):
    assert as_person(person_with(role, authority=plan.authority)).post(to_publish(plan), now(plan)).status_code == 404
    assert not Publication.objects.exists()


def test_another_authority_does_not_learn_of_it(plan, stranger, as_person):
    client = as_person(stranger)
    assert {client.get(desk(plan)).status_code, client.get(to_publish(plan)).status_code} == {404}
    assert client.post(to_publish(plan), now(plan)).status_code == 404


def test_before_the_first_publication_the_desk_says_so(plan, editor, as_person):
    page = text(as_person(editor).get(desk(plan)))
    assert "this plan has not been published yet" in page
    assert "5 Not submitted" in page
    assert "Nothing of the 1 is missing." in page


def test_the_texts_by_standing_add_up_and_lead_to_their_list(plan, editor, as_person):
    submitted(plan, by=editor, kind="risk")
    response = as_person(editor).get(desk(plan))
    figures = response.context["state"].figures
    assert sum(number for number, _, _ in figures) == len(response.context["state"].texts) == 5
    for number, _, url in figures:
        assert len(as_person(editor).get(url).context["table"].rows) == number


def test_what_is_left_out_is_named_with_the_field_and_both_readings(plan, editor, as_person):
    approve_all(plan)
    plan.sections.update(body="What it will cost.")
    page = text(as_person(editor).get(desk(plan)))
    assert "Section: Budget . Its approval no longer holds: text changed since." in page
    assert "Text: “What it costs.” was submitted, now “What it will cost.”" in page


def test_the_desk_says_what_the_public_reads_and_what_reads_otherwise_now(plan, published, editor, as_person):
    client = as_person(editor)
    assert "Nothing reads otherwise now" in text(client.get(desk(plan)))
    plan.deliverables.update(deadline_text="May 2011")
    approve_all(plan)
    page = text(client.get(desk(plan)))
    assert "1 thing reads otherwise now" in page
    assert "Was: June 2010 Now: May 2011" in page or "May 2011" in page


def test_the_counts_of_what_differs_add_up(plan, published, editor, as_person):
    SectionFactory(plan=plan, title="People")
    plan.deliverables.update(deadline_text="May 2011")
    approve_all(plan)
    state = as_person(editor).get(desk(plan)).context["state"]
    assert sum(one.new + one.gone + one.changed for one in state.counts) == len(state.differences) == 2


def test_an_embargo_is_told_until_it_ends(plan, editor, as_person):
    made = publish(approve_all(plan), by=editor, public_from=clock.now() + datetime.timedelta(days=2))
    client = as_person(editor)
    page = text(client.get(desk(plan)))
    assert "becomes public on 14 April 2010" in page
    assert "no publication of this plan is public at this moment" in page
    with clock.at(made.public_from):
        assert client.get(desk(plan)).context["state"].current == made


def test_after_a_withdrawal_the_one_before_is_current_again(plan, published, editor, as_person):
    plan.sections.update(body="Otherwise")
    second = publish(approve_all(plan), by=editor)
    withdraw(second, reason="Wrong.", by=editor)
    state = as_person(editor).get(desk(plan)).context["state"]
    assert (state.current, state.last, state.last_number) == (published, published, 2)


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"marking": "RESTRICTED"}])
def test_what_cannot_be_published_says_why_and_offers_no_button(plan, editor, as_person, changes):
    type(plan).objects.filter(pk=plan.pk).update(**changes)
    client = as_person(editor)
    assert "no public document" in text(client.get(desk(plan))) or "is a draft" in text(client.get(desk(plan)))
    page = client.get(to_publish(plan))
    assert "Publish this plan" not in text(page)
    assert client.post(to_publish(plan), now(plan)).status_code == 422
    assert not Publication.objects.exists()


@pytest.mark.parametrize("more", [0, 2])
def test_the_desk_costs_the_same_however_much_there_is(
    plan, published, editor, as_person, django_assert_num_queries, more
):
    for number in range(more):
        SectionFactory(plan=plan)
        publish(approve_all(plan), by=editor, note=str(number))
    client = as_person(editor)
    client.get(desk(plan))
    with django_assert_num_queries(42):
        client.get(desk(plan))


# --- Publishing -------------------------------------------------------------------------------------------------------


def test_it_is_published_now_and_the_page_of_the_publication_follows(plan, editor, as_person):
    response = as_person(editor).post(to_publish(approve_all(plan)), {**now(plan), "note": "A first look."})
    made = Publication.objects.get()
    assert (response.url, made.note, made.is_embargoed) == (made.get_absolute_url(), "A first look.", False)


def test_it_is_published_for_a_time_by_the_clock_in_london(plan, editor, as_person):
    later = {**now(approve_all(plan)), "when": "later", "day": "1 July 2010", "time": "00:00:01"}
    as_person(editor).post(to_publish(plan), later)
    made = Publication.objects.get()
    assert made.public_from == datetime.datetime(2010, 6, 30, 23, 0, 1, tzinfo=datetime.timezone.utc)


WRONG = {
    "no day": ({"time": "09:00"}, "Say on which day."),
    "no time": ({"day": "1 July 2010"}, "Say at what time."),
    "no such time": ({"day": "1 July 2010", "time": "25:00"}, "is not a time of day"),
    "the hour left out": ({"day": "27 March 2011", "time": "01:30"}, "the clocks go forward"),
    "the hour that comes twice": ({"day": "31 October 2010", "time": "01:30"}, "the clocks go back"),
    "the past": ({"day": "1 April 2010", "time": "09:00"}, "This time has passed."),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_time_that_cannot_be_is_refused_and_what_was_typed_stays(plan, editor, as_person, name):
    typed, sentence = WRONG[name]
    response = as_person(editor).post(
        to_publish(plan), {**now(plan), "when": "later", "note": "I typed this.", **typed}
    )
    assert response.status_code == 422
    assert sentence in text(response)
    assert "I typed this." in text(response)
    assert not Publication.objects.exists()


def test_past_the_checklist_the_page_asks_for_a_reason(plan, editor, as_person):
    RequirementFactory(authority=plan.authority, title="Targets", seen_by="targets")
    client = as_person(editor)
    response = client.post(to_publish(plan), {**now(plan), "note": "I typed this."})
    assert (response.status_code, "The plan lacks: Targets" in text(response)) == (422, True)
    assert "I typed this." in text(response)
    assert client.post(to_publish(plan), {**now(plan), "why": "They follow in May."}).status_code == 302


def test_where_nothing_reads_otherwise_there_is_nothing_to_fill_in(plan, published, editor, as_person):
    client = as_person(editor)
    page = client.get(to_publish(plan))
    assert "so there is nothing to publish" in text(page)
    assert ("Publish this plan" in text(page), 'name="note"' in page.content.decode()) == (False, False)
    refused = client.post(to_publish(plan), {**now(plan), "last": 1})
    assert (refused.status_code, "Nothing reads otherwise than in publication 1." in text(refused)) == (422, True)
    plan.sections.update(body="Otherwise")
    assert "Publish this plan" in text(client.get(to_publish(plan)))


def test_in_a_second_tab_it_is_told_who_published_meanwhile_and_may_be_sent_again(plan, published, editor, as_person):
    plan.sections.update(body="Otherwise")
    approve_all(plan)
    client = as_person(editor)
    response = client.post(to_publish(plan), {**now(plan), "note": "I typed this."})
    assert response.status_code == 422
    assert f"{editor} has published this plan while you looked at it: publication 1." in text(response)
    assert response.context["form"]["last"].value() == "1"
    again = {**now(plan), "note": "I typed this.", "last": "1", "read": response.context["form"]["read"].value()}
    assert client.post(to_publish(plan), again).status_code == 302
    assert Publication.objects.count() == 2


def test_what_was_changed_while_somebody_looked_is_shown_to_them_before_it_is_public(plan, editor, as_person):
    client, seen = as_person(editor), now(approve_all(plan))
    plan.ambitions.update(title="Nobody looked at this")
    response = client.post(to_publish(plan), {**seen, "note": "I typed this."})
    assert (response.status_code, Publication.objects.exists()) == (422, False)
    assert "was changed while you looked at it" in text(response)
    again = {**seen, "read": response.context["form"]["read"].value()}
    assert client.post(to_publish(plan), again).status_code == 302


def test_who_sends_no_mark_has_not_looked(plan, editor, as_person):
    assert as_person(editor).post(to_publish(plan), {**now(plan), "read": ""}).status_code == 422


def test_a_plan_that_may_not_be_published_any_more_warns_of_what_still_is(plan, published, editor, as_person):
    type(plan).objects.filter(pk=plan.pk).update(marking="SECRET")
    assert "Publication 1 is read by the public all the same" in text(as_person(editor).get(desk(plan)))


def test_a_server_that_draws_no_pdf_says_so(plan, editor, as_person, monkeypatch):
    def unavailable(html):
        raise PdfUnavailable

    monkeypatch.setattr(publishing, "render_pdf", unavailable)
    assert as_person(editor).post(to_publish(plan), now(plan)).status_code == 422


def test_the_page_before_publishing_names_what_is_left_out_and_what_differs(plan, published, editor, as_person):
    plan.sections.update(body="Otherwise")
    page = text(as_person(editor).get(to_publish(plan)))
    assert "Section: Budget" in page
    assert "1 thing reads otherwise than in publication 1" in page
    assert "Gone" in page
