"""Nothing internal is in the public document: every text of every record is a canary, only the allowed ones sing."""

from __future__ import annotations

import datetime
import itertools
from operator import attrgetter

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication import public
from kpa_tracker.interfaces.publication.actions.exporting import export_plan
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, ScalePoint, Section
from risks.models import Risk
from targets.models import Baseline, Footnote, Measure, Objective, Result, Series, Source, Target
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
from tests.factories.inspections import GradeCountFactory, InspectionFactory, JudgementFactory, RecommendationFactory
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
from tests.factories.pictures import PictureFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PlanFactory,
    PriorityFactory,
    SectionFactory,
)
from tests.factories.publication import approve_all
from tests.factories.risks import RiskFactory
from tests.factories.targets import (
    BaselineFactory,
    ComparatorFactory,
    DefinitionFactory,
    ExpectedValueFactory,
    FootnoteFactory,
    GradeFactory,
    GradeScaleFactory,
    MeasureFactory,
    MeasureSetFactory,
    ObjectiveFactory,
    ResultFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
APPS = ("people", "plans", "targets", "deliverables", "risks")
ARCHIVED = {"archived_at": datetime.datetime(2010, 1, 5, tzinfo=datetime.timezone.utc)}
SHORT = 12
"""Columns shorter than this hold codes, not words."""
DECIDES = {"marking"}
"""What decides whether something is public at all (test_marked_items.py), so that no word can be tried in it."""
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
        self.targets()
        self.deliverables()
        self.inspections()
        self.hidden()
        self.allowed, self.forbidden = {}, {}
        self.plant()
        self.approve()

    def approve(self):
        approve_all(Plan.objects.get(pk=self.plan.pk))

    def words(self):
        self.sections = [SectionFactory(plan=self.plan), SectionFactory(plan=self.plan, place="after")]
        self.priority = PriorityFactory(plan=self.plan)
        self.term = GlossaryEntryFactory(plan=self.plan)
        self.ambition = AmbitionFactory(plan=self.plan, reference="1")
        self.ambition.priorities.add(self.priority)
        self.descriptor = DescriptorFactory(ambition=self.ambition)
        self.risks = [RiskFactory(authority=self.authority, owner=self.post) for _ in range(2)]
        self.ambition.risks.add(self.risks[0])

    def targets(self):
        objective = ObjectiveFactory(plan=self.plan, priority=self.priority)
        self.sources = [SourceFactory(authority=self.authority) for _ in range(2)]
        self.footnotes = [FootnoteFactory(authority=self.authority) for _ in range(3)]
        self.measure = self.measured(source=self.sources[0])
        self.series = [SeriesFactory(measure=self.measure, source=source) for source in (None, self.sources[1])]
        self.baselines = [BaselineFactory(series=one) for one in self.series]
        self.wanted = [
            TargetFactory(series=one, plan=self.plan, objective=objective, baseline=baseline)
            for one, baseline in zip(self.series, self.baselines, strict=True)
        ]
        self.measure.footnotes.add(self.footnotes[0])
        self.wanted[0].footnotes.add(self.footnotes[1])
        self.baselines[1].footnotes.add(self.footnotes[2])
        self.objective = objective
        for target in self.wanted:
            self.judge(target)

    def measured(self, **values):
        return MeasureFactory(
            authority=self.authority,
            owner=self.post,
            committee=CommitteeFactory(authority=self.authority),
            set=MeasureSetFactory(authority=self.authority),
            **values,
        )

    def judge(self, target):
        """Give a target all that is the authority's own: how it is judged, what was reached, what the owner says."""
        tolerance = ToleranceFactory(target=target, committee=self.measure.committee)
        ToleranceFactory(target=target, set_by="Somebody")
        ExpectedValueFactory(target=target)
        ComparatorFactory(series=target.series)
        DefinitionFactory(measure=target.series.measure)
        result = ResultFactory(
            series=target.series,
            target=target,
            tolerance=tolerance,
            status="red",
            rule="The rule",
            judged_status="green",
            judged_reason="Because",
            judged_at=datetime.datetime(2009, 7, 20, tzinfo=datetime.timezone.utc),
            judged_by=self.person,
            entered_by=self.person,
            on_behalf_of=self.post,
        )
        result.footnotes.add(FootnoteFactory(authority=self.authority))
        days = {"starts": datetime.date(2009, 7, 1), "ends": datetime.date(2009, 9, 30)}
        ResultFactory(series=target.series, **days, value=None, withheld_reason="Kept back", entered_by=self.person)
        target.series.latest = result
        target.series.save()

    def inspections(self):
        inspection = InspectionFactory(authority=self.authority)
        judgement = JudgementFactory(inspection=inspection, grade=inspection.scale.grades.first())
        GradeCountFactory(judgement=judgement, grade=judgement.grade)
        recommendation = RecommendationFactory(
            inspection=inspection, judgement=judgement, owner=self.post, committee=self.measure.committee
        )
        self.plain.recommendations.add(recommendation)
        self.plain.measures.add(self.measure, self.measured(source=SourceFactory(authority=self.authority)))

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
        PictureFactory(plan=self.plan)
        PictureFactory(plan=self.plan, **gone)
        PriorityFactory(plan=self.plan, **gone)
        GlossaryEntryFactory(plan=self.plan, **gone)
        RiskFactory(authority=self.authority, **gone).ambitions.add(self.ambition)
        RiskFactory(authority=self.authority)
        self.deliverable(**gone)
        self.hidden_targets(gone)
        ambition = AmbitionFactory(plan=self.plan, **gone)
        self.deliverable(ambition=ambition, descriptor=DescriptorFactory(ambition=ambition))
        self.deliverable(descriptor=DescriptorFactory(ambition=self.ambition, **gone))
        DeliverableFactory(plan=self.plan.previous, ambition=AmbitionFactory(plan=self.plan.previous), descriptor=None)

    def hidden_targets(self, gone):
        """Add targets that are archived, another plan's, or under an archived priority; a measure without any."""
        ObjectiveFactory(plan=self.plan)
        other = SeriesFactory(measure=self.measured(source=SourceFactory(authority=self.authority)))
        TargetFactory(series=other, plan=self.plan, baseline=BaselineFactory(series=other), **gone)
        TargetFactory(series=other, plan=self.plan.previous)
        SeriesFactory(measure=self.measure)
        GradeFactory(scale=GradeScaleFactory(authority=self.authority))
        RecommendationFactory(inspection=InspectionFactory(authority=self.authority))

    def plant(self):
        tokens = (f"Qz{number:04}K" for number in itertools.count())
        for model in (model for label in APPS for model in apps.get_app_config(label).get_models()):
            names = [field.name for field in texts_of(model)]
            for record in model._base_manager.all():
                planted = {name: next(tokens) for name in names if fits(record, name)}
                plainly(model).filter(pk=record.pk).update(**planted)
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
                "title", "vision", "values", "foreword",
                "ambition_word", "descriptor_word", "deliverable_word",
            },
            Section: {"title", "body"},
            Priority: {"title"},
            GlossaryEntry: {"term", "meaning"},
            ScalePoint: {"word", "definition"},
            Ambition: {"reference", "title", "description"},
            Descriptor: {"title"},
            Risk: {"reference", "public_wording"},
            ProgressUpdate: {"public_wording"},
            Objective: {"title"},
            Measure: {"reference", "title"},
            Series: {"name"},
            Source: {"name"},
            Target: {"text"},
            Baseline: {"text"},
            Footnote: {"text"},
        }  # fmt: skip
        shown = [self.authority, self.plan, *self.sections, self.priority, self.term, self.ambition, self.descriptor]
        shown += [*self.risks, self.published, *self.plan.scale.points.all()]
        shown += [self.objective, self.measure, *self.series, *self.sources, *self.wanted]
        shown += [*self.baselines, *self.footnotes]
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


def plainly(model):
    """Rows of a model as the database has them: written whatever the model refuses."""
    return models.QuerySet(model)


def texts_of(model):
    """Return every column of words: not the choices, not codes, not hashed or fixed things."""
    kinds = (models.CharField, models.TextField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and (field.max_length or 999) > SHORT
        if field.name not in FRAME | DECIDES
    ]


def fits(record, name):
    """Whether a record may say this: a withheld result has no words, and no other a reason for withholding."""
    if not isinstance(record, Result) or name not in {"words", "withheld_reason"}:
        return True
    return record.is_withheld is (name == "withheld_reason")


@pytest.fixture(scope="module")
def house(lasting):
    """The house, built once: the tests only read what is in it."""
    return lasting(House)


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
        "Meeting.place", "Measure.title", "Measure.reference", "Measure.unit", "MeasureSet.title", "Series.name",
        "Series.unit", "Source.name", "Source.note", "Definition.text", "Objective.title", "Target.text",
        "Baseline.text", "Tolerance.reason", "Tolerance.set_by", "Footnote.text", "GradeScale.name", "Grade.word",
        "Grade.meaning", "Result.rule", "Result.words", "Result.note", "Result.withheld_reason",
        "Result.judged_reason", "Result.corrects_because", "Inspection.title", "Inspection.summary",
        "Inspection.comments", "Judgement.area", "Judgement.strengths", "Judgement.in_progress",
        "Recommendation.text", "Recommendation.comment", "Recommendation.remains", "Recommendation.evidence",
        "Recommendation.rejected_reason",
    } <= watched  # fmt: skip


def test_the_working_document_has_the_internal_texts(house):
    content = everything_in(export_plan(reloaded(house), public=False, by=None).content)
    absent = {label.split(" ")[0] for label in leaks(house, content)}
    assert {"Deliverable.description", "ProgressUpdate.done", "Post.title", "Section.body", "SubItem.text"} <= absent
    assert "Tolerance.set_by" in absent


@pytest.mark.once
@pytest.mark.parametrize(
    ("model", "column", "where", "source"),
    [
        (Deliverable, "description", "public_wording", public.plan),
        (ProgressUpdate, "cause", "public_wording", public.plan),
        (Risk, "title", "public_wording", public.plan),
        (Risk, "description", "public_wording", public.plan),
        (Target, "series.measure.owner.title", "text", public.targets),
        (Target, "series.latest.judged_reason", "baseline__text", public.targets),
        (Target, "series.latest.tolerance.reason", "objective__title", public.targets),
    ],
)
def test_a_leak_planted_in_the_allow_list_is_caught(house, monkeypatch, model, column, where, source):
    honest, planted = public.allowed.read, []

    def leaking(records, **keys):
        rows = honest(records, **keys)
        if records.model is model:
            for row, record in zip(rows, records, strict=True):
                row[where] = attrgetter(column)(record)
                planted.append(row[where])
        return rows

    monkeypatch.setattr(source, "read", leaking)
    content = everything_in(export_plan(reloaded(house), public=True, by=None).content)
    assert {house.forbidden[token] for token in planted} & set(leaks(house, content))


@pytest.mark.once
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
