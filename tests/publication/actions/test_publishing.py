from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.actions.publishing import (
    ChangedMeanwhile,
    content_of,
    keep_address,
    publish,
    withdraw,
)
from kpa_tracker.interfaces.publication.models import PublicAddress, Publication, PublicationFile, Withdrawal
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.public.plan import NotForThePublic
from tests.factories.plans import PlanFactory
from tests.factories.publication import PublicAddressFactory, RequirementFactory, approve_all
from tests.publication.desk import plan_to_publish

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 drawn"


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: PDF)


@pytest.fixture
def plan(authority):
    """A plan whose texts are approved, of an authority that asks for nothing but adoption."""
    RequirementFactory(authority=authority, title="Adoption", seen_by="adopted")
    return approve_all(plan_to_publish(authority))


def reworded(plan, vision):
    type(plan).objects.filter(pk=plan.pk).update(vision=vision)
    plan.refresh_from_db()
    return approve_all(plan)


def test_a_publication_keeps_every_word_the_files_and_who_published(plan, editor):
    made = publish(plan, by=editor, note="A first look.")
    assert content_of(made) == public_document(plan)
    assert (made.number, made.published_by, made.note, made.missing) == (1, editor, "A first look.", "")
    pdf = made.files.get(kind="pdf")
    assert (bytes(pdf.content), pdf.sha256, pdf.name) == (PDF, fingerprint(PDF), "annual-plan.pdf")
    assert made.public_from == made.published_at


def test_a_publication_keeps_which_updates_it_gives_the_public(plan, editor):
    update = plan.deliverables.get().updates.get()
    made = publish(plan, by=editor)
    assert [(use.update, use.deliverable) for use in made.uses.all()] == [(update, update.deliverable)]


def test_an_update_whose_wording_is_not_approved_any_more_is_given_to_nobody(plan, editor):
    plan.deliverables.get().updates.update(public_wording="Three issues are out.")
    assert not publish(plan, by=editor).uses.exists()


def test_its_event_names_the_number_and_the_fingerprints(plan, editor):
    made = publish(plan, by=editor)
    event = history_of(plan).order_by("pk").last()
    assert (event.verb, event.changes["number"]) == ("plan published", [None, 1])
    assert event.changes["annual-plan.pdf_hash"] == [None, made.files.get(kind="pdf").sha256]


def test_the_history_tells_of_publishing_and_withdrawing_in_words(plan, editor):
    withdraw(publish(plan, by=editor), reason="A figure was wrong.", by=editor)
    told = [tell(event).sentence for event in history_of(plan).order_by("pk")]
    assert told == [
        f"{editor} published the plan: number 1, time from which it is public 12 April 2010.",
        f"{editor} withdrew the publication: number 1, because a figure was wrong.",
    ]


def test_publications_are_numbered_and_their_address_stays_when_the_plan_is_renamed(plan, editor):
    publish(plan, by=editor)
    type(plan).objects.filter(pk=plan.pk).update(title="Another name")
    plan.refresh_from_db()
    second = publish(approve_all(plan), by=editor)
    assert (second.number, PublicAddress.objects.get().plan_slug) == (2, "annual-plan")


def test_two_plans_of_one_name_have_addresses_of_their_own(authority):
    named = [PlanFactory(authority=authority, title=title) for title in ("Annual plan", "Annual plan!")]
    assert [keep_address(plan).plan_slug for plan in named] == ["annual-plan", "annual-plan-2"]
    nameless = PlanFactory(authority=authority, title="???", starts_on=datetime.date(2009, 4, 1))
    assert keep_address(nameless).plan_slug == "plan-2009"


def test_an_address_that_is_kept_is_not_made_again(plan):
    kept = PublicAddressFactory(plan=plan)
    assert keep_address(plan) == kept


def test_under_embargo_it_waits_for_its_time(plan, editor):
    when = clock.now() + datetime.timedelta(hours=1)
    made = publish(plan, by=editor, public_from=when)
    assert (made.public_from, made.is_embargoed) == (when, True)
    assert not Publication.objects.public().exists()


def test_a_time_that_comes_while_the_files_are_drawn_is_now(plan, editor, monkeypatch):
    when = clock.now() + datetime.timedelta(seconds=5)
    later = clock.at(when + datetime.timedelta(seconds=30))
    monkeypatch.setattr(publishing, "render_pdf", lambda html: later.__enter__() or PDF)
    made = publish(plan, by=editor, public_from=when)
    later.__exit__(None, None, None)
    assert made.public_from == made.published_at == when + datetime.timedelta(seconds=30)


def test_a_time_that_has_passed_is_refused(plan, editor):
    with pytest.raises(Refused, match="has passed") as refused:
        publish(plan, by=editor, public_from=clock.now() - datetime.timedelta(seconds=1))
    assert refused.value.field == "public_from"


def test_past_the_checklist_a_reason_is_needed_and_kept(plan, editor):
    RequirementFactory(authority=plan.authority, title="Targets", seen_by="targets")
    with pytest.raises(Refused, match="The plan lacks: Targets") as refused:
        publish(plan, by=editor, why=" ")
    assert refused.value.field == "why"
    made = publish(plan, by=editor, why="The targets follow in May.")
    assert (made.missing, made.why_all_the_same) == ("Targets", "The targets follow in May.")
    assert history_of(plan).order_by("pk").last().reason == "The targets follow in May."


def test_a_reason_that_nothing_asks_for_is_not_kept(plan, editor):
    assert publish(plan, by=editor, why="Nothing is missing.").why_all_the_same == ""


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"marking": "RESTRICTED"}])
def test_what_the_public_may_not_read_is_not_published(plan, editor, changes):
    type(plan).objects.filter(pk=plan.pk).update(**changes)
    plan.refresh_from_db()
    with pytest.raises(NotForThePublic):
        publish(plan, by=editor, why="All the same")


def test_a_plan_that_reads_as_it_was_published_is_not_published_again(plan, editor):
    publish(plan, by=editor)
    with pytest.raises(Refused, match="Nothing reads otherwise than in publication 1"):
        publish(plan, by=editor)


def test_what_was_withdrawn_may_be_published_anew_as_it_was(plan, editor):
    withdraw(publish(plan, by=editor), reason="By mistake.", by=editor)
    assert publish(plan, by=editor).number == 2


def test_what_was_changed_while_the_files_were_drawn_is_not_published(plan, editor, monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: plan.sections.update(title="Money") and PDF)
    with pytest.raises(ChangedMeanwhile):
        publish(plan, by=editor)
    assert not Publication.objects.exists()


def test_whoever_looked_before_somebody_else_published_is_told_by_whom(plan, editor, administrator):
    publish(plan, by=administrator, seen=0)
    reworded(plan, "Safe streets.")
    with pytest.raises(Refused, match=f"{administrator} has published this plan while you looked at it: publication 1"):
        publish(plan, by=editor, seen=0)
    assert publish(plan, by=editor, seen=1).number == 2


@pytest.mark.parametrize(
    ("number", "of_one", "why"), [(5_001, 1, "more than 5,000"), (1_501, 1_501, "more than 1,500")]
)
def test_a_plan_that_is_too_long_to_be_drawn_is_refused(plan, editor, monkeypatch, number, of_one, why):
    long = LongDocument(number, of_one)
    monkeypatch.setattr(publishing, "public_document", lambda plan: long)
    monkeypatch.setattr(publishing, "checked", lambda plan, document: [])
    with pytest.raises(Refused, match=why):
        publish(plan, by=editor)


def test_a_plan_as_long_as_can_be_drawn_is_published(plan, editor, monkeypatch):
    monkeypatch.setattr(publishing, "MOST_PUBLISHED", 1)
    monkeypatch.setattr(publishing, "MOST_TOGETHER", 1)
    assert publish(plan, by=editor).number == 1


@dataclass(frozen=True)
class LongDocument:
    """What is asked of a document before it is drawn."""

    number: int
    most_together: int

    @property
    def rows(self):
        return range(self.number)


@pytest.mark.parametrize("fails", ["Publication.objects.create", "PublicationFile.keep", "record"])
def test_what_breaks_off_half_way_leaves_nothing(plan, editor, monkeypatch, fails):
    def break_off(*args, **kwargs):
        raise SystemExit("killed")

    monkeypatch.setattr(f"kpa_tracker.interfaces.publication.actions.publishing.{fails}", break_off)
    events = Event.objects.count()
    with pytest.raises(SystemExit):
        publish(plan, by=editor)
    left = [model.objects.exists() for model in (Publication, PublicationFile, PublicAddress)]
    assert (left, Event.objects.count()) == ([False] * 3, events)


# --- Withdrawing ------------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_is_public_no_more_and_the_one_before_is_again(plan, editor):
    first = publish(plan, by=editor)
    second = publish(reworded(plan, "Safe streets."), by=editor)
    taken = withdraw(second, reason="A wrong figure.", by=editor)
    assert (taken.by, taken.reason) == (editor, "A wrong figure.")
    assert list(Publication.objects.current()) == [first]


def test_its_event_says_why_and_which(plan, editor):
    withdraw(publish(plan, by=editor), reason="A wrong figure.", by=editor)
    event = history_of(plan).order_by("pk").last()
    assert (event.verb, event.changes, event.reason) == (
        "publication withdrawn",
        {"number": [None, 1]},
        "A wrong figure.",
    )


def test_under_embargo_it_can_be_taken_back_and_never_becomes_public(plan, editor):
    made = publish(plan, by=editor, public_from=clock.now() + datetime.timedelta(hours=1))
    withdraw(made, reason="Too early.", by=editor)
    with clock.at(made.public_from + datetime.timedelta(seconds=1)):
        assert not Publication.objects.public().exists()


def test_it_is_withdrawn_once_and_for_a_reason(plan, editor):
    made = publish(plan, by=editor)
    with pytest.raises(Refused, match="Say why"):
        withdraw(made, reason=" ", by=editor)
    withdraw(made, reason="A wrong figure.", by=editor)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(Publication.objects.get(), reason="Again.", by=editor)
    assert Withdrawal.objects.count() == 1
