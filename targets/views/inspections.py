"""Pages on inspections: the list, a report with its judgements, entering and correcting them, the office's comments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, PressPage
from kpa_tracker.base.toolkit.exports import FORMATS, export
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction, RecordPage
from targets.actions import inspections as actions
from targets.actions.published import correct_comments
from targets.filters.inspections import InspectionFilter
from targets.forms.inspections import CommentsForm, CorrectionForm, InspectionForm, JudgementForm
from targets.forms.published_day import InspectionCorrectionForm
from targets.models import Inspection, Judgement, Recommendation
from targets.tables.inspections import InspectionTable
from targets.tables.judgements import JudgementFile
from targets.views.ways import authority_asked, to_add

CHANGE = "targets.change_inspection"


def inspection_crumbs(*last: Crumb) -> list[Crumb]:
    return [("Inspections", reverse("inspection-list")), *last]


class InspectionList(ListPage):
    """All reports that the person may see."""

    model, table_class, filterset_class = Inspection, InspectionTable, InspectionFilter
    permission_required = "targets.view_inspection"
    page_title = "Inspections"
    purpose = "What inspectorates reported on the force, what they judged, and what is still to be done about it."
    empty_message = "No report is entered yet. A plan editor enters the first one."

    def get_page_actions(self) -> list[PageAction]:
        tracker = ("Recommendations", reverse("recommendation-list"), "secondary")
        return [*to_add(self.request.user, "Enter a report", "inspection-add"), tracker]


class InspectionPage(RecordPage):
    """One report: its facts, the 56 days, its judgements, what it asks for."""

    model = Inspection
    permission_required = "targets.view_inspection"
    template_name = "targets/inspection.html"
    purpose = "What one report judged, how the country stood, and what the office does about it."
    object: Inspection

    def get_breadcrumbs(self) -> list[Crumb]:
        return inspection_crumbs((self.object.title, ""))

    @cached_property
    def judgements(self) -> list[Judgement]:
        return list(Judgement.objects.filter(inspection=self.object).in_report_order())

    @cached_property
    def grades(self) -> list[Any]:
        return list(self.object.scale.grades.order_by("rank")) if self.object.scale else []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export", "")
        if wanted not in FORMATS:
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        return export(JudgementFile(self.judgements, self.grades), format=wanted, name=f"Judgements {self.object}")

    def get_page_actions(self) -> list[PageAction]:
        files = {"xlsx": "Judgements as an Excel file", "csv": "Judgements as a CSV file"}
        taken = [(label, f"?export={one}", "secondary") for one, label in files.items()]
        return [*self.changing(), *(taken if self.judgements else [])]

    def changing(self) -> list[PageAction]:
        """What whoever may change the report can do with it."""
        if not self.request.user.has_perm(CHANGE, self.object):
            return []
        if self.object.is_archived:
            return [("Bring back", reverse("inspection-restore", args=[self.object.pk]), "post-secondary")]
        offered = [
            ("Add a recommendation", "recommendation-add", "primary"),
            ("Add a judgement", "judgement-add", "secondary"),
            ("Publish comments", "inspection-comments", "secondary"),
            ("Change", "inspection-edit", "secondary"),
            ("Archive", "inspection-archive", "secondary"),
        ]
        if self.object.comments_on:
            offered[2] = ("Correct the comments", "inspection-correct-comments", "secondary")
        elif not self.object.needs_comments:
            del offered[2]
        return [(label, reverse(name, args=[self.object.pk]), kind) for label, name, kind in offered]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Load judgements with their distributions and the recommendations: four queries, however many there are."""
        inspection = self.object
        may_change = self.request.user.has_perm(CHANGE, inspection) and not inspection.is_archived
        grades, judgements = self.grades, self.judgements
        asked = list(inspection.recommendations.for_list().order_by("position", "pk"))
        areas = [Area(judgement, grades, asked) for judgement in judgements]
        distributed = any(area.forces for area in areas)
        return super().get_context_data(
            grades=grades if distributed else [],
            scale_words=[grade.word for grade in grades],
            domains=[(domain, list(found)) for domain, found in groupby(areas, lambda one: one.judgement.domain)],
            totals=totals_of(judgements, grades),
            judgement_count=len(judgements),
            differing=[area for area in areas if area.differs],
            columns=3 + (len(grades) + 1 if distributed else 0) + may_change,
            recommendations=asked,
            by_state=states_of(asked, inspection),
            may_change=may_change,
            **kwargs,
        )


@dataclass(frozen=True)
class Area:
    """A judgement with the country's grades beside it, and with what the report asks for there."""

    judgement: Judgement
    grades: list[Any]
    asked: list[Recommendation]

    @property
    def counts(self) -> list[int | None]:
        """How many forces of the country got each grade; None where the report gives no distribution."""
        found = {count.grade_id: count.forces for count in self.judgement.distribution.all()}
        return [found.get(grade.pk) for grade in self.grades]

    @property
    def forces(self) -> int | None:
        """What the distribution adds up to; None where the report gives none."""
        given = [count for count in self.counts if count is not None]
        return sum(given) if given else None

    @property
    def country(self) -> str:
        """The distribution in words: Poor 0, Fair 15, Good 28, Excellent 0 of 43 forces."""
        if self.forces is None:
            return ""
        told = ", ".join(f"{grade.word} {count or 0}" for grade, count in zip(self.grades, self.counts, strict=True))
        return f"{told} of {self.forces} forces"

    @property
    def differs(self) -> bool:
        """Whether it adds up to another number of forces than were inspected."""
        inspected = self.judgement.inspection.forces
        return None not in (self.forces, inspected) and self.forces != inspected

    @property
    def recommendations(self) -> list[Recommendation]:
        return [one for one in self.asked if one.judgement_id == self.judgement.pk]

    @property
    def has_points(self) -> bool:
        return bool(self.judgement.strengths or self.judgement.in_progress or self.recommendations)


def states_of(asked: list[Recommendation], inspection: Inspection) -> list[tuple[str, int, str]]:
    """Return (state, how many, their list) for each state: together they are all of the report's."""
    counted = Counter(one.state for one in asked)
    tracker = f"{reverse('recommendation-list')}?inspection={inspection.pk}"
    return [(state.label, counted[state], f"{tracker}&status={state}") for state in Recommendation.State]


def totals_of(judgements: list[Judgement], grades: list[Any]) -> list[tuple[str, int]]:
    """Return (grade, how many areas got it) from the best to the worst, with the areas that were not graded last."""
    given = [judgement.grade_id for judgement in judgements]
    counted = [(grade.word, given.count(grade.pk)) for grade in reversed(grades)]
    return [*counted, ("Not graded", given.count(None))] if None in given else counted


class InspectionEditing(EditPage):
    """What entering and correcting a report share."""

    form_class = InspectionForm
    permission_required = CHANGE
    template_name = "plans/form.html"


class AddInspection(InspectionEditing):
    """A new report."""

    permission_required = "targets.add_inspection"
    page_title = "Enter a report"
    purpose = "Enter the facts of an inspectorate's report. Its judgements and recommendations come after."
    success_message = "The report is entered. Now add its judgements and recommendations."

    def get_instance(self) -> Inspection:
        return Inspection(authority=authority_asked(self.request))

    def get_breadcrumbs(self) -> list[Crumb]:
        return inspection_crumbs((self.page_title, ""))

    def get_cancel_url(self) -> str:
        return reverse("inspection-list")

    def perform(self, form: InspectionForm) -> Inspection:
        return actions.add_inspection(form.instance, by=self.request.user)


class OfInspection:
    """A page whose way back is a report."""

    object: Any
    page_title: str

    @property
    def inspection(self) -> Inspection:
        found: Inspection = self.object if isinstance(self.object, Inspection) else self.object.inspection
        return found

    def get_breadcrumbs(self) -> list[Crumb]:
        here = self.inspection
        return inspection_crumbs((here.title, here.get_absolute_url()), (self.page_title, ""))

    def get_cancel_url(self) -> str:
        return self.inspection.get_absolute_url()


class ChangeInspection(OfInspection, InspectionEditing):
    """Correcting a report's facts."""

    model = Inspection
    form_class = InspectionCorrectionForm
    page_title = "Change the report's facts"
    purpose = "Correct what was entered about the report."
    success_message = "The report is saved."

    def perform(self, form: InspectionCorrectionForm) -> Inspection:
        return actions.change_inspection(
            self.object,
            seen=form.seen,
            changes=form.changes,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )


class ArchiveInspection(OfInspection, ArchivePage):
    """Taking a report out of the lists."""

    model, permission_required, page_title = Inspection, CHANGE, "Archive the report"

    def perform(self, form: Any) -> Inspection:
        said = form.cleaned_data
        return actions.archive_inspection(
            self.object, seen=said["version"] or 0, reason=said["reason"], by=self.request.user
        )


class RestoreInspection(OfInspection, PressPage):
    """Bringing a report back."""

    model, permission_required, page_title = Inspection, CHANGE, "Bring the report back"
    success_message = "The report is back."

    def perform(self, form: Any) -> Inspection:
        return actions.restore_inspection(self.object, seen=self.object.version, by=self.request.user)


class PublishComments(OfInspection, ActionPage):
    """Ending the 56 days."""

    model, form_class, permission_required = Inspection, CommentsForm, CHANGE
    template_name = "targets/comments_form.html"
    page_title = "Publish comments"
    purpose = (
        "Say when the office's comments were published. Each recommendation needs a line: steps taken, or why none."
    )
    submit_label = "They were published"
    success_message = "The comments are on record."

    def get_object(self) -> Inspection:
        """Published comments are corrected, on a page of their own."""
        report: Inspection = super().get_object()
        if report.comments_on:
            raise Http404
        return report

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version, "comments": self.object.comments}

    def perform(self, form: CommentsForm) -> Inspection:
        said = form.cleaned_data
        return actions.publish_comments(
            self.object, seen=form.seen, on=said["on"], comments=said["comments"], by=self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.object.recommendations.current().order_by("position", "pk")
        return super().get_context_data(recommendations=list(lines), **kwargs)


class CorrectComments(OfInspection, ActionPage):
    """Correcting what was published: an act of its own, with a reason."""

    model, form_class, permission_required = Inspection, CorrectionForm, CHANGE
    page_title = "Correct the comments"
    purpose = "Correct the office's published comments as a whole. The first day of publication stays, with the reason."
    submit_label = "Save the correction"
    success_message = "The correction is on record. The first day of publication stays."

    def get_object(self) -> Inspection:
        report: Inspection = super().get_object()
        if report.comments_on is None:
            raise Http404
        return report

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version, "comments": self.object.comments}

    def perform(self, form: CorrectionForm) -> Inspection:
        said = form.cleaned_data
        return correct_comments(
            self.object, seen=form.seen, comments=said["comments"], reason=said["reason"], by=self.request.user
        )


# --- Judgements -------------------------------------------------------------------------------------------------------


class JudgementEditing(OfInspection, EditPage):
    """What entering and correcting a judgement share."""

    form_class = JudgementForm
    permission_required = CHANGE
    template_name = "plans/form.html"


class AddJudgement(JudgementEditing):
    """A judgement of one more area."""

    model = Inspection
    page_title = "Add a judgement"
    purpose = "Enter what the report judged of one area."
    success_message = "The judgement is entered."

    def get_instance(self) -> Judgement:
        return Judgement(inspection=self.object)

    def perform(self, form: JudgementForm) -> Judgement:
        return actions.add_judgement(form.instance, distribution=form.distribution, by=self.request.user)


class ChangeJudgement(JudgementEditing):
    """Correcting a judgement."""

    model = Judgement
    page_title = "Change a judgement"
    purpose = "Correct what was entered about one area."
    success_message = "The judgement is saved."

    def perform(self, form: JudgementForm) -> Judgement:
        return actions.change_judgement(
            self.object,
            seen=form.seen,
            changes=form.changes,
            distribution=form.distribution,
            by=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the judgement's history below its form: it has no page of its own to tell it on."""
        return {**super().get_context_data(**kwargs), "told": self.object}
