"""A leaver's name goes from everything; what they did stays, by the post; and the history still verifies."""

from __future__ import annotations

import datetime
import json

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.urls import reverse

from deliverables.actions.evidence import NewEvidence, add_evidence
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.actions import amend_person, create_person
from kpa_tracker.base.people.models import Appointment, Person
from kpa_tracker.base.people.personal import AlreadyErased, erase_person, held_about, in_words, mentions
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from tests.factories.api import ApiTokenFactory
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.notifications import MessageFactory
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.situations import meanwhile

pytestmark = pytest.mark.django_db
NAME, MAIDEN, EMAIL = "Eleanor Thistlewood", "Eleanor Marsh", "eleanor.thistlewood@kent.example"
ENDED = datetime.date(2010, 3, 31)
REASON = "She left, and asked for it."


@pytest.fixture
def leaver(authority, administrator):
    """Somebody who did things under two names, was written of, and has left."""
    post = PostFactory(authority=authority, title="Clerk")
    person = create_person(Person(email=EMAIL, name=MAIDEN), password=None, by=administrator)
    appointment = AppointmentFactory(person=person, post=post, role=Role.OFFICER)
    one = DeliverableFactory(plan=PlanFactory(authority=authority))
    add_evidence(one, evidence=NewEvidence(title="The minutes", link="https://kent.example/minutes"), by=person)
    amend_person(person, seen=person.version, changes={"name": NAME}, by=administrator)
    one.description = f"{NAME} writes it; so said {EMAIL.upper()}."
    edits.change(one, seen=one.version, fields=["description"], by=administrator, reason=f"As {NAME} asked.")
    one.title = "Audit the estate"
    edits.change(one, seen=one.version, fields=["title"], by=person)
    ProgressUpdateFactory(deliverable=one, state="accepted", written_by=person, submitted_by=person)
    MessageFactory(authority=authority, person=person, address=EMAIL)
    ApiTokenFactory(person=person)
    Appointment.objects.filter(pk=appointment.pk).update(ends_on=ENDED)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    return Person.objects.get(pk=person.pk)


def everything():
    """All that the database holds, as text."""
    texts = (list(model._base_manager.values()) for model in apps.get_models() if not model._meta.proxy)
    return json.dumps([list(rows) for rows in texts], default=str, ensure_ascii=False)


def clear_texts():
    """Take the name out of the one text that somebody wrote it in: that is people's work."""
    found = apps.get_model("deliverables", "Deliverable")._base_manager
    found.filter(description__contains=NAME).update(description="The post writes it.")


def test_nothing_says_the_name_or_the_address_any_more_and_the_history_verifies(leaver, administrator):
    before, heads = Event.objects.count(), dict(ChainHead.objects.values_list("stream", "hash"))
    hashes = dict(Event.objects.values_list("pk", "hash"))
    assert (NAME in everything(), MAIDEN in everything(), EMAIL in everything()) == (True, True, True)
    done = erase_person(leaver, reason=f"{NAME} asked for it.", by=administrator)
    clear_texts()
    found = everything().casefold()
    assert [name for name in (NAME, MAIDEN, EMAIL) if name.casefold() in found] == []
    assert (done.name, done.events > 4) == ("Former post holder 1 (Clerk)", True)
    assert list(verify_history()) == []
    assert {pk: one for pk, one in Event.objects.values_list("pk", "hash") if pk in hashes} == hashes
    assert Event.objects.count() == before + len(heads), "one event in each chain, and none went"


def test_what_was_done_stays_with_the_post_that_did_it(leaver, administrator):
    erase_person(leaver, reason=REASON, by=administrator)
    told = [str(tell(event)) for event in Event.objects.filter(actor_id=leaver.pk).order_by("pk")]
    assert told[0] == "Former post holder 1 (Clerk) added the evidence “The minutes”."
    assert told[1].startswith("Former post holder 1 (Clerk) changed the title from ")
    update = apps.get_model("deliverables", "ProgressUpdate").objects.get()
    assert (str(update.submitted_by), update.submitted_by.appointments.get().post.title) == (
        "Former post holder 1 (Clerk)",
        "Clerk",
    )


def test_the_erasure_itself_is_in_the_history_with_its_reason_and_without_the_name(leaver, administrator):
    erase_person(leaver, reason=REASON, by=administrator)
    events = Event.objects.filter(verb="person erased")
    assert {event.subject_name for event in events} == {"Former post holder 1 (Clerk)"}
    assert str(tell(events[0])) == f"{administrator} erased the person, because she left, and asked for it."


def test_what_was_theirs_alone_is_gone_and_they_cannot_sign_in(leaver, administrator, client):
    EmailAddress.objects.create(user=leaver, email=EMAIL)
    done = erase_person(leaver, reason=REASON, by=administrator)
    assert {"Mails to them", "Their API tokens, once run out", "Their e-mail addresses"} <= set(done.gone)
    leaver.refresh_from_db()
    assert (leaver.has_usable_password(), leaver.is_active, leaver.last_login) == (False, False, None)
    assert leaver.email.endswith("@erased.invalid")


def test_texts_in_which_somebody_wrote_the_name_are_named_and_left(leaver, administrator):
    assert ("deliverables", 1) in mentions(leaver)
    assert ("deliverables", 1) in erase_person(leaver, reason=REASON, by=administrator).left


def test_somebody_else_of_the_same_name_keeps_it(leaver, administrator):
    other = PersonFactory(name=NAME.upper())
    edits.change(other, seen=other.version, fields=["name"], by=other)
    one = DeliverableFactory(plan=PlanFactory(authority=PostFactory().authority))
    one.title = "Another"
    edits.change(one, seen=one.version, fields=["title"], by=other)
    erase_person(leaver, reason=REASON, by=administrator)
    assert Event.objects.filter(actor_id=other.pk).get().actor_name == NAME.upper()
    assert not Event.objects.filter(actor_id=leaver.pk, actor_name__icontains="Eleanor").exists()


def test_two_leavers_in_one_event_can_both_be_erased(leaver, administrator):
    meanwhile(administrator, name="Quentin Ashdown")
    one = DeliverableFactory(plan=PlanFactory(authority=PostFactory().authority))
    one.description = f"By {NAME} and Quentin Ashdown."
    edits.change(one, seen=one.version, fields=["description"], by=administrator)
    erase_person(leaver, reason=REASON, by=None)
    Appointment.objects.filter(person=administrator).update(ends_on=ENDED)
    Person.objects.filter(pk=administrator.pk).update(is_active=False)
    erase_person(Person.objects.get(pk=administrator.pk), reason=REASON, by=None)
    assert list(verify_history()) == []
    after = Event.objects.of(one).get().changes["description"][1]
    assert after.startswith("By Former post holder 1 (Clerk) and Former post holder 2 (")


def test_who_verifies_the_history_is_told_how_many_events_read_otherwise(leaver, administrator, capsys):
    call_command("verify_history")
    assert "taken out" not in capsys.readouterr().out
    done = erase_person(leaver, reason=REASON, by=administrator)
    call_command("verify_history")
    assert f"Leavers' names were taken out of {done.events} of them" in capsys.readouterr().out


# --- A fault is found all the same ------------------------------------------------------------------------------------


def tampered(**values):
    """Change an event past the rules, as somebody with the database's password might."""
    event = Event.objects.filter(verb="evidence added").get()
    models.QuerySet(Event).filter(pk=event.pk).update(**values)
    return [(fault.stream, fault.number, fault.what) for fault in verify_history()], event


@pytest.mark.parametrize(
    "values", [{"actor_name": "Somebody else"}, {"reason": "Because."}, {"verb": "evidence withdrawn"}, {"actor_id": 1}]
)
def test_an_event_that_was_written_anew_and_edited_afterwards_is_found(leaver, administrator, values):
    erase_person(leaver, reason=REASON, by=administrator)
    found, event = tampered(**values)
    assert found == [(event.stream, event.number, "was changed after it was written")]


def test_so_is_one_that_nobody_says_was_written_anew(leaver):
    found, event = tampered(actor_name="Former post holder 1 (Clerk)")
    assert found == [(event.stream, event.number, "was changed after it was written")]


def test_so_is_an_erasure_that_was_made_to_say_something_else(leaver, administrator):
    erase_person(leaver, reason=REASON, by=administrator)
    event = Event.objects.filter(verb="person erased").order_by("-number").first()
    models.QuerySet(Event).filter(pk=event.pk).update(
        changes={"redacted": dict.fromkeys(event.changes["redacted"], "0")}
    )
    found = [(fault.stream, fault.number) for fault in verify_history()]
    assert (event.stream, event.number) in found
    assert len(found) > 1


# --- What is refused --------------------------------------------------------------------------------------------------


def test_nobody_is_erased_who_may_sign_in_or_holds_a_post(leaver, officer, administrator):
    with pytest.raises(Refused, match="Only a leaver is erased"):
        erase_person(officer, reason=REASON, by=administrator)
    Appointment.objects.filter(person=leaver).update(ends_on=None)
    with pytest.raises(Refused, match="Only a leaver is erased"):
        erase_person(leaver, reason=REASON, by=administrator)


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_needs_a_reason(leaver, administrator, reason):
    with pytest.raises(Refused, match="Say why"):
        erase_person(leaver, reason=reason, by=administrator)


def test_nobody_erases_themselves_and_nobody_is_erased_twice(leaver, administrator):
    with pytest.raises(Refused, match="You cannot erase yourself"):
        erase_person(leaver, reason=REASON, by=leaver)
    erase_person(leaver, reason=REASON, by=administrator)
    with pytest.raises(AlreadyErased):
        erase_person(leaver, reason=REASON, by=administrator)


def test_an_administrator_of_one_authority_erases_nobody_of_another(leaver, administrator, stranger):
    with pytest.raises(Refused, match="another authority"):
        erase_person(leaver, reason=REASON, by=stranger)
    AppointmentFactory(person=leaver, post=PostFactory(), ends_on=ENDED)
    with pytest.raises(Refused, match="another authority"):
        erase_person(leaver, reason=REASON, by=administrator)
    assert erase_person(leaver, reason=REASON, by=None).name.startswith("Former post holder 1")


# --- In the admin ----------------------------------------------------------------------------------------------------


def test_an_administrator_takes_the_name_out_in_the_admin(leaver, administrator, as_person):
    client, url = as_person(administrator), reverse("admin:people_person_erase", args=[leaver.pk])
    assert url in client.get(reverse("admin:people_person_change", args=[leaver.pk])).content.decode()
    assert "for good" in client.get(url).content.decode()
    for sent in ({}, {"reason": REASON}, {"knowing": "on"}):
        assert client.post(url, sent).status_code == 200
        assert Person.objects.filter(email=EMAIL).exists()
    response = client.post(url, {"reason": REASON, "knowing": "on"}, follow=True)
    assert "They are “Former post holder 1 (Clerk)” from now on." in response.content.decode()
    assert not Person.objects.filter(email=EMAIL).exists()
    assert "erased already" in client.post(url, {"reason": REASON, "knowing": "on"}).content.decode()


def test_nobody_else_does(leaver, editor, stranger, as_person):
    url = reverse("admin:people_person_erase", args=[leaver.pk])
    for who in (editor, stranger):
        as_person(who).post(url, {"reason": REASON, "knowing": "on"})
        assert Person.objects.filter(email=EMAIL).exists()


# --- By command -------------------------------------------------------------------------------------------------------


def test_the_command_says_what_would_be_done_and_does_it_when_told(leaver, administrator, capsys):
    asked = ("erase_person", EMAIL, "--reason", REASON, "--by", administrator.email)
    call_command(*asked)
    told = capsys.readouterr().out
    assert told.startswith("This would be done: they are “Former post holder 1 (Clerk)” from now on.\n")
    assert "The name still stands in texts that people wrote: deliverables (1). Look at them.\n" in told
    assert Person.objects.filter(email=EMAIL).exists()
    call_command(*asked, "--confirm")
    assert capsys.readouterr().out.startswith("Done: they are “Former post holder 1 (Clerk)” from now on.\n")
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command(*asked)


def test_the_command_refuses_in_words(officer):
    with pytest.raises(CommandError, match="Only a leaver is erased"):
        call_command("erase_person", officer.email, "--reason", REASON)


# --- Given out --------------------------------------------------------------------------------------------------------


def test_a_person_is_given_what_is_held_about_them_and_no_secret(leaver, administrator, tmp_path):
    token = ApiTokenFactory(person=leaver, name="Monthly report")
    MessageFactory(authority=leaver.appointments.get().post.authority, subject="Somebody else's")
    call_command("export_person", EMAIL.upper(), "--to", str(tmp_path))
    text, held = (tmp_path / "person.txt").read_text(), json.loads((tmp_path / "person.json").read_text())
    assert (held["person"]["name"], held["appointments"][0]["post"]) == (NAME, "Clerk")
    assert [one["address"] for one in held["Mails to them"]] == [EMAIL]
    assert held["What they did"]["evidence: added by"] == 1
    assert held["History of what they did"][0]["what"] == f"{MAIDEN} added the evidence “The minutes”."
    assert ("Monthly report" in text, token.digest in text, leaver.password in text, "Somebody else" in text) == (
        True,
        False,
        False,
        False,
    )
    assert (tmp_path / "person.json").stat().st_mode & 0o077 == 0


def test_what_is_given_out_is_told_in_words_on_the_screen_too(leaver, capsys):
    call_command("export_person", EMAIL)
    assert "    post: Clerk\n" in capsys.readouterr().out
    assert in_words({"a": [], "b": {"c": None}}) == "a: nothing\nb:\n  c: nothing\n"
    assert held_about(PersonFactory())["What they did"] == {}
    with pytest.raises(CommandError, match="Nobody here has this address"):
        call_command("export_person", "nobody@kent.example")
