"""Approvals are taken back: the text waits anew, what was published stays."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.actions.publishing import publish, withdraw
from kpa_tracker.interfaces.publication.actions.wordings import approve_as_it_reads, revoke_wording
from kpa_tracker.interfaces.publication.models import Publication, Wording
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.views.desk import State
from kpa_tracker.interfaces.publication.wordings import Stands, standings, units_of
from kpa_tracker.interfaces.publication.wordings.owing import sent_back_to, to_mend
from kpa_tracker.interfaces.publication.wordings.writers import writers_of
from plans.actions import change_part
from tests.factories.people import PersonFactory, person_with
from tests.factories.publication import WordingFactory, approve_all
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: b"%PDF-1.7")


@pytest.fixture
def plan(authority):
    return plan_to_publish(authority)


@pytest.fixture
def second(authority):
    return person_with(Role.EDITOR, authority=authority)


@pytest.fixture
def approved(plan, editor, second):
    """Return a function that has the text of a kind approved."""

    def approve(kind="section"):
        one = submitted(plan, by=editor, kind=kind)
        return approve_as_it_reads(one, seen=one.version, by=second)

    return approve


def take_back(one, *, by, reason="A figure is wrong."):
    return revoke_wording(one, reason=reason, seen=one.version, by=by)


def stands(plan, kind="section"):
    return next(one for one in standings(units_of(plan), plan.authority_id) if one.unit.kind == kind)


def test_no_document_from_then_on_has_the_text(plan, approved, editor):
    one = approved()
    assert public_document(plan).before[0].title == "Budget"
    take_back(one, by=editor)
    assert public_document(plan).before == ()
    found = stands(plan)
    assert (found.state, found.why_left_out) == (Stands.REVOKED, "Its approval was taken back.")
    assert found.can_be_submitted
    assert found.decided.startswith(str(editor))


def test_the_history_says_who_took_it_back_and_why(approved, editor):
    done = take_back(approved(), by=editor)
    event = history_of(done).order_by("pk").last()
    assert tell(event).sentence == (
        f"{editor} took back the approval of the public wording, because a figure is wrong."
    )
    assert (done.state, done.reason, done.revoked_by) == ("revoked", "A figure is wrong.", editor)
    assert done.decided_by != editor


@pytest.mark.parametrize("whose", ["submitted_by", "decided_by"])
def test_one_person_is_enough_whoever_submitted_or_approved_it(approved, whose):
    one = approved()
    assert take_back(one, by=getattr(one, whose)).state == "revoked"


def test_nothing_is_taken_back_without_a_reason(approved, editor):
    with pytest.raises(Refused, match="Say why"):
        take_back(approved(), by=editor, reason=" ")


def test_what_is_not_approved_has_no_approval_to_take_back(plan, approved, editor, second):
    with pytest.raises(Refused, match="not approved"):
        take_back(submitted(plan, by=editor, kind="risk"), by=second)
    one = approved()
    take_back(one, by=second)
    with pytest.raises(Refused, match="not approved"):
        take_back(Wording.objects.get(pk=one.pk), by=second)


def test_whoever_was_slower_is_told(approved, editor, second):
    one = approved()
    take_back(Wording.objects.get(pk=one.pk), by=editor)
    with pytest.raises(Conflict):
        revoke_wording(Wording.objects.get(pk=one.pk), reason="Why.", seen=one.version - 1, by=second)


def test_an_older_approval_of_the_same_text_does_not_come_back(plan, approved, editor):
    approved()
    plan.sections.update(body="Otherwise.")
    approved()
    plan.sections.update(body="What it costs.")
    assert stands(plan).state is Stands.APPROVED
    take_back(stands(plan).wording, by=editor)
    assert stands(plan).state is Stands.STALE
    plan.sections.update(body="Otherwise.")
    take_back(stands(plan).wording, by=editor)
    plan.sections.update(body="What it costs.")
    assert stands(plan).state is Stands.REVOKED


def test_it_is_submitted_again_and_approved_again(plan, approved, editor):
    take_back(approved(), by=editor)
    approved()
    assert stands(plan).state is Stands.APPROVED


def test_who_wrote_it_does_not_approve_it_again_as_if_it_had_never_been_approved(plan, approved, editor):
    section, writer = plan.sections.get(), PersonFactory()
    change_part(section, seen=section.version, changes={"body": "Put otherwise."}, by=writer)
    one = approved()
    assert writers_of([one]) == {}
    take_back(one, by=editor)
    assert writers_of([submitted(plan, by=editor, kind="section")]) == {one.key: writer.pk}


def test_whoever_submitted_it_is_asked_to_mend_it(approved, editor, second):
    one = take_back(approved(), by=second)
    assert [back.wording for back in sent_back_to(editor)] == [one]
    assert [owed.due for owed in to_mend(editor)] == [clock.today()]


def test_a_database_keeps_no_approval_taken_back_without_who_and_why(authority):
    for said in ({"state": "revoked"}, {"revoked_by": PersonFactory(), "revoked_at": clock.now()}):
        wording = WordingFactory.build(authority=authority, submitted_by=PersonFactory(), **said)
        with pytest.raises(ValidationError):
            wording.full_clean()


# --- What was published -----------------------------------------------------------------------------------------------


def test_what_was_published_stays_and_the_desk_says_so_until_it_is_withdrawn(plan, approved, editor, as_person):
    one = approved()
    made = publish(plan, by=editor, why="The rest follows.")
    one = take_back(one, by=editor)
    assert Publication.objects.public().get() == made
    assert State(plan).keeping == [made]
    desk = reverse("publication-desk", args=[plan.pk])
    client = as_person(editor)
    assert "before the approval of" in text(client.get(desk))
    assert "until somebody withdraws it" in text(client.get(one.get_absolute_url()))
    withdraw(made, reason="Wrong.", by=editor)
    assert "before the approval of" not in text(client.get(desk))
    assert "until somebody withdraws it" not in text(client.get(one.get_absolute_url()))


def test_one_that_waits_for_its_time_keeps_it_as_well(plan, approved, editor):
    one = approved()
    made = publish(plan, by=editor, why="The rest follows.", public_from=clock.now() + HOUR)
    take_back(one, by=editor)
    assert State(plan).keeping == [made]


def test_what_was_published_without_it_is_not_named(plan, approved, editor):
    publish(plan, by=editor, why="The rest follows.")
    with clock.at(clock.now() + HOUR):
        one = take_back(approved(), by=editor)
        assert State(plan).keeping == []
    with clock.at(clock.now() + 2 * HOUR):
        publish(approve_all(plan), by=editor, why="The rest follows.")
        assert not Publication.objects.made_with(one).exists()


def test_of_a_risk_the_publications_of_every_plan_that_names_it_are(plan, approved, editor):
    one = approved("risk")
    made = publish(plan, by=editor, why="The rest follows.")
    Wording.objects.filter(pk=one.pk).update(plan=None)
    assert list(Publication.objects.made_with(Wording.objects.get(pk=one.pk))) == [made]
    plan.ambitions.get().risks.clear()
    assert not Publication.objects.made_with(one).exists()


# --- Its page ---------------------------------------------------------------------------------------------------------


def text(response):
    return " ".join(response.content.decode().split())


def test_its_page_leads_there_and_says_afterwards_who_and_why(approved, editor, second, as_person):
    one, client = approved(), as_person(second)
    way = reverse("wording-take-back", args=[one.pk])
    assert way in text(client.get(one.get_absolute_url()))
    assert "Why the approval is taken back" in text(client.get(way))
    answer = client.post(way, {"version": one.version, "reason": "A figure is wrong."}, follow=True)
    page = text(answer)
    assert "The approval is taken back." in page
    assert "Why it was taken back" in page
    assert way not in page


def test_without_a_reason_the_page_says_what_is_missing(approved, second, as_person):
    one = approved()
    answer = as_person(second).post(reverse("wording-take-back", args=[one.pk]), {"version": one.version})
    assert answer.status_code == 422
    assert Wording.objects.get().state == "approved"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_who_approves_nothing_takes_nothing_back(plan, approved, as_person, role):
    one, client = approved(), as_person(person_with(role, authority=plan.authority))
    way = reverse("wording-take-back", args=[one.pk])
    assert (client.get(way).status_code, client.post(way, {"reason": "Why."}).status_code) == (404, 404)
    assert way not in text(client.get(one.get_absolute_url()))


def test_another_authority_finds_nothing_there(approved, stranger, as_person):
    assert as_person(stranger).get(reverse("wording-take-back", args=[approved().pk])).status_code == 404


def test_the_list_has_it_among_what_is_left_out(plan, approved, editor, as_person):
    take_back(approved(), by=editor)
    address = reverse("plan-wordings", args=[plan.pk])
    table = as_person(editor).get(address, {"stands": "revoked"}).context["table"]
    assert [row.get_cell_value("stands") for row in table.rows] == ["Approval taken back"]
