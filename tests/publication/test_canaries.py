"""Nothing internal is in the public document: every text of every record is a canary, only the allowed ones sing."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication import public
from kpa_tracker.interfaces.publication.actions import export_plan
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, ScalePoint, Section
from risks.models import Risk
from tests.base.toolkit.pdf.reading import bookmarks_of, squeezed, strings_of, text_of
from tests.factories.deliverables import (
    DeadlineRequestFactory,
    DeliverableFactory,
    EvidenceFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
    SubItemFactory,
)
from tests.factories.people import (
    AppointmentFactory,
    AuthorityFactory,
    CommitteeFactory,
    MeetingFactory,
    PersonFactory,
    PostFactory,
    SavedViewFactory,
    person_with,
)
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PlanFactory,
    PriorityFactory,
    SectionFactory,
)
from tests.factories.risks import RiskFactory

APPS = ("people", "plans", "deliverables", "risks")
ARCHIVED = {"archived_at": datetime.datetime(2010, 1, 5, tzinfo=datetime.timezone.utc)}
SHORT = 12
"""Columns shorter than this hold codes, not words."""
FRAME = {"slug", "short_name"}
"""What the site's own frame around a page may show of an authority or committee that the reader belongs to."""


class House:
    """An authority with one of everything, public and internal, and a canary in each text."""

    def __init__(self):
        self.person = PersonFactory()
        self.authority = AuthorityFactory()
        self.plan = PlanFactory(authority=self.authority, previous=PlanFactory(authority=self.authority))
        self.post = PostFactory(authority=self.authority)
        AppointmentFactory(person=self.person, post=self.post)
        self.committee = CommitteeFactory(authority=self.authority, chair=self.post)
        MeetingFactory(committee=self.committee, place="Somewhere")
        SavedViewFactory(person=self.person)
        self.periods = [
            ReportingPeriodFactory(plan=self.plan, observed_from=day, observed_to=day + datetime.timedelta(days=80))
            for day in (datetime.date(2009, 4, 1), datetime.date(2009, 7, 1), datetime.date(2009, 10, 1))
        ]
        self.words()
        self.deliverables()
        self.hidden()
        self.allowed, self.forbidden = {}, {}
        self.plant()

    def words(self):
        self.sections = [SectionFactory(plan=self.plan), SectionFactory(plan=self.plan, place="after")]
        self.priority = PriorityFactory(plan=self.plan)
        self.term = GlossaryEntryFactory(plan=self.plan)
        self.ambition = AmbitionFactory(plan=self.plan, reference="1")
        self.ambition.priorities.add(self.priority)
        self.descriptor = DescriptorFactory(ambition=self.ambition)
        self.risks = [RiskFactory(authority=self.authority, owner=self.post) for _ in range(2)]
        self.ambition.risks.add(self.risks[0])

    def deliverables(self):
        self.reworded, self.plain = (self.deliverable() for _ in range(2))
        self.plain.risks.add(self.risks[1])
        self.published = self.update(self.plain, self.periods[1], state="accepted")
        self.update(self.plain, self.periods[0], state="accepted")
        latest = self.update(self.plain, self.periods[2], state="submitted", latest=True)
        self.unworded = self.update(self.reworded, self.periods[1], state="accepted", latest=True)
        self.update(self.reworded, self.periods[0], state="accepted")
        for state, number in (("draft", 2), ("corrected", 3)):
            self.update(self.reworded, self.periods[2], state=state, number=number)
        self.update(self.plain, self.periods[1], state="sent_back", number=2)
        EvidenceFactory(deliverable=self.plain, update=latest, added_by=self.person)
        DeadlineRequestFactory(deliverable=self.plain, requested_by=self.person)

    def deliverable(self, **values):
        return furnished(
            DeliverableFactory(
                plan=self.plan,
                ambition=values.pop("ambition", self.ambition),
                descriptor=values.pop("descriptor", self.descriptor),
                lead=self.post,
                committee=self.committee,
                **values,
            ),
            self.post,
        )

    def update(self, deliverable, period, **values):
        return ProgressUpdateFactory(
            deliverable=deliverable,
            period=period,
            written_by=self.person,
            on_behalf_of=self.post,
            recovery_by=self.post,
            green_on=datetime.date(2010, 5, 31),
            **values,
        )

    def hidden(self):
        """Add what is archived, not public, or another plan's."""
        gone = {**ARCHIVED, "archived_by": self.person}
        SectionFactory(plan=self.plan, is_public=False)
        SectionFactory(plan=self.plan, **gone)
        PriorityFactory(plan=self.plan, **gone)
        GlossaryEntryFactory(plan=self.plan, **gone)
        RiskFactory(authority=self.authority, **gone).ambitions.add(self.ambition)
        RiskFactory(authority=self.authority)
        self.deliverable(**gone)
        ambition = AmbitionFactory(plan=self.plan, **gone)
        self.deliverable(ambition=ambition, descriptor=DescriptorFactory(ambition=ambition))
        self.deliverable(descriptor=DescriptorFactory(ambition=self.ambition, **gone))
        DeliverableFactory(plan=self.plan.previous, ambition=AmbitionFactory(plan=self.plan.previous), descriptor=None)

    def plant(self):
        tokens = (f"Qz{number:04}K" for number in itertools.count())
        for model in (model for label in APPS for model in apps.get_app_config(label).get_models()):
            names = [field.name for field in texts_of(model)]
            for record in model._base_manager.all():
                planted = {name: next(tokens) for name in names}
                model._base_manager.filter(pk=record.pk).update(**planted)
                for name, token in planted.items():
                    shown = self.allowed if self.is_public(record, name) else self.forbidden
                    shown[token] = f"{model.__name__}.{name} of {record.pk}"
        Deliverable.objects.filter(pk=self.plain.pk).update(public_wording="")
        ProgressUpdate.objects.filter(pk=self.unworded.pk).update(public_wording="")

    def is_public(self, record, name):
        """Say by hand what the public may read, apart from the code that selects it."""
        columns = {
            Authority: {"name", "contact"},
            Plan: {
                "title", "marking", "vision", "values", "foreword",
                "ambition_word", "descriptor_word", "deliverable_word",
            },
            Section: {"title", "body"},
            Priority: {"title"},
            GlossaryEntry: {"term", "meaning"},
            ScalePoint: {"word", "definition"},
            Ambition: {"reference", "title", "description"},
            Descriptor: {"title"},
            Risk: {"reference", "title"},
            ProgressUpdate: {"public_wording"},
        }  # fmt: skip
        shown = [self.authority, self.plan, *self.sections, self.priority, self.term, self.ambition, self.descriptor]
        shown += [*self.risks, self.published, *self.plan.scale.points.all()]
        return (record in shown and name in columns[type(record)]) or (record, name) in self.of_deliverables()

    def of_deliverables(self):
        both = [(one, name) for one in (self.reworded, self.plain) for name in ("reference", "deadline_text")]
        measures = [
            (one, "text") for deliverable in (self.reworded, self.plain) for one in deliverable.measurements.all()
        ]
        parts = [(one, "text") for one in self.plain.sub_items.all()]
        return [
            *both,
            *measures,
            *parts,
            (self.reworded, "public_wording"),
            (self.plain, "title"),
            (self.committee, "name"),
        ]


def furnished(deliverable, post):
    MeasurementFactory(deliverable=deliverable)
    SubItemFactory(deliverable=deliverable)
    deliverable.supporting.add(post)
    return deliverable


def texts_of(model):
    """Return every column of words: not the choices, not codes, not hashed or fixed things."""
    kinds = (models.CharField, models.TextField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and (field.max_length or 999) > SHORT
        if field.name not in FRAME
    ]


@pytest.fixture
def house(db):
    return House()


def everything_in(content):
    return (
        squeezed(text_of(content))
        + squeezed(strings_of(content))
        + "".join(title for _, title in bookmarks_of(content))
    )


def leaks(house, content):
    return sorted(label for token, label in house.forbidden.items() if token in content)


def missing(house, content):
    return sorted(label for token, label in house.allowed.items() if token not in content)


def reloaded(house):
    return Plan.objects.for_page().get(pk=house.plan.pk)


def test_the_public_pdf_has_what_is_allowed_and_nothing_else(house):
    content = everything_in(export_plan(reloaded(house), public=True, by=None).content)
    assert leaks(house, content) == []
    assert missing(house, content) == []


def test_the_public_page_has_what_is_allowed_and_nothing_else(house, as_person):
    reader = person_with(Role.OFFICER, authority=house.authority)
    response = as_person(reader).get(reverse("plan-document-public", args=[house.plan.pk]))
    assert response.status_code == 200
    content = squeezed(response.content.decode())
    assert leaks(house, content) == []
    assert missing(house, content) == []


def test_many_fields_of_every_model_are_watched(house):
    watched = {label.split(" ")[0] for label in house.forbidden.values()}
    assert {
        "Deliverable.description", "Deliverable.source_owner", "Deliverable.archived_reason", "Deliverable.title",
        "ProgressUpdate.done", "ProgressUpdate.next_steps", "ProgressUpdate.cause", "ProgressUpdate.recovery",
        "ProgressUpdate.late_reason", "ProgressUpdate.public_wording", "ProgressUpdate.sent_back_reason",
        "Evidence.title", "Evidence.filename", "DeadlineRequest.reason", "DeadlineRequest.new_text",
        "Risk.description", "Risk.title", "Post.title", "Person.name", "Person.email", "Section.body", "Section.title",
        "SubItem.text", "Measurement.text", "Committee.remit", "Priority.title", "GlossaryEntry.meaning",
        "Ambition.title",
        "Descriptor.title", "ReportingPeriod.name", "Plan.title", "Scale.name", "SavedView.name",
        "Meeting.place",
    } <= watched  # fmt: skip


def test_the_working_document_has_the_internal_texts(house):
    content = everything_in(export_plan(reloaded(house), public=False, by=None).content)
    absent = {label.split(" ")[0] for label in leaks(house, content)}
    assert {"Deliverable.description", "ProgressUpdate.done", "Post.title", "Section.body", "SubItem.text"} <= absent


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Deliverable, "description"),
        (ProgressUpdate, "cause"),
        (Risk, "description"),
    ],
)
def test_a_leak_planted_in_the_allow_list_is_caught(house, monkeypatch, model, column):
    honest = public.read

    def leaking(records, **keys):
        rows = honest(records, **keys)
        if records.model is model:
            for row, record in zip(rows, records, strict=True):
                row["public_wording" if "public_wording" in row else "title"] = getattr(record, column)
        return rows

    monkeypatch.setattr(public, "read", leaking)
    content = everything_in(export_plan(reloaded(house), public=True, by=None).content)
    assert any(found.startswith(f"{model.__name__}.{column}") for found in leaks(house, content))


@pytest.mark.parametrize("where", ["title", "author", "bookmark"])
def test_a_leak_beside_the_printed_text_is_caught(house, where):
    token = next(iter(house.forbidden))
    page = {
        "title": f"<title>{token}</title></head><body><h1>Plan</h1>",
        "author": f"<title>Plan</title><meta name=author content={token}></head><body><h1>Plan</h1>",
        "bookmark": f"<title>Plan</title><style>h1 {{ bookmark-label: '{token}' }}</style></head><body><h1>Plan</h1>",
    }[where]
    from kpa_tracker.base.toolkit.pdf import render_pdf

    assert leaks(house, everything_in(render_pdf(f"<html lang=en><head>{page}</body></html>")))
