"""What a walk over all pages needs beside the demonstration: two of everything that has an order, one of everything
that is archived."""

from __future__ import annotations

import datetime
from typing import Any

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.plain import as_plain
from kpa_tracker.interfaces.publication.actions.requirements import take_over_checklist
from kpa_tracker.interfaces.publication.actions.wordings import send_back_wording, submit_wordings
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.wordings import units_of_plan
from plans.actions import archive
from plans.models import Plan
from risks.actions import archive_category, archive_part
from risks.models import Risk
from targets.actions import keeping
from targets.models import Measure
from tests.factories import targets as made
from tests.factories.api import ApiTokenFactory
from tests.factories.deliverables import CommentFactory, ConsultationFactory, DeliverableFactory
from tests.factories.exchange import ImportMappingFactory
from tests.factories.inspections import InspectionFactory, JudgementFactory, RecommendationFactory
from tests.factories.notifications import FeedTokenFactory, MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.pictures import PictureFactory
from tests.factories.plans import AmbitionFactory, PlanFactory, PriorityFactory, SectionFactory
from tests.factories.publication import PublicationFactory, PublicationFileFactory
from tests.factories.risks import ActionFactory, CategoryFactory, ControlFactory


def furnish(authority: Any, by: Any) -> None:
    """Give an authority measures, and each of its open plans targets, with what is archived among them."""
    measures = list_of_measures(authority)
    for plan in Plan.objects.filter(authority=authority, archived_at=None).exclude(state=Plan.State.CLOSED):
        set_targets(plan, measures, by)
    shelve([made.SourceFactory(authority=authority), made.MeasureSetFactory(authority=authority)], by)
    shelve([made.GradeScaleFactory(authority=authority), made.MeasureFactory(authority=authority)], by)
    put_away(authority, by)
    shelve([made.FootnoteFactory(authority=authority)], by)
    for measure in Measure.objects.filter(authority=authority, archived_at=None):
        made.SeriesFactory(measure=measure, position=90)
        shelve([made.SeriesFactory(measure=measure)], by)
        compare(measure, by)
    report_on(authority)
    remind(authority, by)
    consult(authority)
    open_the_desk(authority, by)
    end_a_year(authority)
    ImportMappingFactory.create_batch(2, authority=authority)
    hang_pictures(authority, by)


def hang_pictures(authority: Any, by: Any) -> None:
    """Give each open plan of an authority two pictures, of which one was archived since."""
    for plan in Plan.objects.filter(authority=authority, archived_at=None).exclude(state=Plan.State.CLOSED):
        PictureFactory(plan=plan)
        archive(PictureFactory(plan=plan), seen=1, reason="Not used.", by=by)


def end_a_year(authority: Any) -> None:
    """Give an authority an adopted plan that none follows yet: its next one can be begun."""
    plan = PlanFactory(authority=authority, title="A year that is over")
    ambition = AmbitionFactory(plan=plan)
    DeliverableFactory.create_batch(2, plan=plan, ambition=ambition)


def open_the_desk(authority: Any, by: Any) -> None:
    """Give an authority a checklist of its own, texts that wait, one that was sent back, and beside what the
    demonstration has published a publication that waits for its time."""
    take_over_checklist(authority, by=by)
    plan = Plan.objects.filter(authority=authority, state=Plan.State.ADOPTED).order_by("pk").first()
    other = PersonFactory()
    SectionFactory.create_batch(2, plan=plan, body="Nobody has approved this yet.")
    waiting = submit_wordings(units_of_plan(plan), of=(authority.pk, plan), by=other)
    send_back_wording(waiting[0], reason="Too long.", seen=1, by=by)
    of_plan = {"plan": plan, "published_by": other, "content": as_plain(public_document(plan))}
    later = clock.now() + datetime.timedelta(days=1)
    PublicationFileFactory(publication=PublicationFactory(**of_plan, public_from=later))


def consult(authority: Any) -> None:
    """Give an authority a draft that follows its plan and is put to others, with a comment."""
    before = Plan.objects.filter(authority=authority, below=None).order_by("pk").first()
    draft = PlanFactory(authority=authority, title="Next year's draft", state=Plan.State.CONSULTATION, previous=before)
    CommentFactory(consultation=ConsultationFactory(plan=draft), ambition=AmbitionFactory(plan=draft))


def remind(authority: Any, person: Any) -> None:
    """Give the log a message that was sent and one that could not be, and somebody a calendar feed and
    a token."""
    for state in ("sent", "failed"):
        MessageFactory(authority=authority, person=person, state=state, attempts=1)
    FeedTokenFactory(person=person)
    ApiTokenFactory(person=person)


def compare(measure: Measure, by: Any) -> None:
    """Give a measure a definition, and its first two series, whose pages the walk opens, what they are held against."""
    made.DefinitionFactory(measure=measure)
    for series in measure.series.order_by("position", "pk")[:2]:
        of_years = [made.ComparatorFactory(series=series, ends=datetime.date(year, 6, 30)) for year in (2011, 2012)]
        shelve(of_years[1:], by)


def report_on(authority: Any) -> None:
    """Make the two newest reports, with what is asked for first: one whose comments are published, one without."""
    days = {"due_text": "1 April 2005", "due_precision": "day", "due_due": datetime.date(2005, 4, 1)}
    said = {"comments_on": datetime.date(2010, 4, 11), "comments": "The office has seen it."}
    for number, more in enumerate(({}, said)):
        inspection = InspectionFactory(authority=authority, published_on=datetime.date(2010, 4, 9 + number), **more)
        JudgementFactory(inspection=inspection)
        RecommendationFactory(inspection=inspection, state="in_progress", comment="A step is taken.", **days)


def put_away(authority: Any, by: Any) -> None:
    """Archive a category, and a control and an action of the first risk that is still one."""
    risk = Risk.objects.live().filter(authority=authority).order_by("reference").first()
    category = CategoryFactory(authority=authority)
    archive_category(category, seen=category.version, reason="Not used.", by=by)
    for part in (ControlFactory(risk=risk), ActionFactory(risk=risk)):
        archive_part(part, seen=part.version, reason="Not used.", by=by)


def list_of_measures(authority: Any) -> list[Measure]:
    """Return three measures of the first set: one with numbers, one in words, one of grades."""
    of, _ = made.MeasureSetFactory(authority=authority), made.MeasureSetFactory(authority=authority)
    shared = {"authority": authority, "set": of, "source": made.SourceFactory(authority=authority)}
    graded = {"kind": "grade", "scale": made.GradeScaleFactory(authority=authority)}
    measures = [made.MeasureFactory(**shared, **more) for more in ({}, {"kind": "qualitative"}, graded)]
    for measure in measures:
        made.DefinitionFactory(measure=measure)
        made.ComparatorFactory(series=made.SeriesFactory(measure=measure, name="White", position=1))
    return measures


def set_targets(plan: Plan, measures: list[Measure], by: Any) -> None:
    priority = PriorityFactory(plan=plan)
    goals = [made.ObjectiveFactory(plan=plan, priority=priority, position=place) for place in (1, 2)]
    days = {"starts": plan.starts_on, "ends": plan.ends_on, "plan": plan, "objective": goals[0]}
    for measure in measures:
        in_words = {"form": "words", "value": None} if measure.kind != "percentage" else {}
        series = made.SeriesFactory(measure=measure)
        baseline = made.BaselineFactory(series=series)
        baseline.footnotes.add(made.FootnoteFactory(authority=plan.authority))
        made.TargetFactory(series=series, baseline=baseline, **days, **in_words)
    numbers = made.TargetFactory(series=made.SeriesFactory(measure=measures[0]), **days)
    made.ToleranceFactory(target=numbers)
    made.ExpectedValueFactory(target=numbers)
    series = made.SeriesFactory(measure=measures[0])
    shelve([made.TargetFactory(series=series, **days), made.ObjectiveFactory(plan=plan)], by)


def shelve(records: list[Any], by: Any) -> None:
    for record in records:
        keeping.archive(record, seen=record.version, reason="Not used.", by=by)
