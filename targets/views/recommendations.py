"""Pages on recommendations: the tracker, one of them, entering it, and its steps to the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404
from django.urls import reverse

from kpa_tracker.base.toolkit.asof import ListedAsOf
from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, PressPage
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction, RecordPage
from targets.actions import recommendations as actions
from targets.actions.published import correct_line
from targets.filters.inspections import ArchivedFilter, PastRecommendationFilter, RecommendationFilter
from targets.forms.recommendations import LineForm, RecommendationForm, ReportForm, StepForm
from targets.models import Inspection, Recommendation
from targets.tables.recommendations import (
    ArchivedRecommendationTable,
    PastRecommendationTable,
    RecommendationTable,
)
from targets.views.inspections import CHANGE, OfInspection

State = Recommendation.State
REPORT, SIGN_OFF = "targets.report_recommendation", "targets.sign_off_recommendation"


class RecommendationList(ListedAsOf, ListPage):
    """The tracker."""

    model, table_class, filterset_class = Recommendation, RecommendationTable, RecommendationFilter
    past_table_class, past_filterset_class = PastRecommendationTable, PastRecommendationFilter
    permission_required = "targets.view_inspection"
    template_name = "targets/recommendation_list.html"
    page_title = "Recommendations"
    purpose = "What inspections ask for: who answers for it, by when, how it stands and what remains."
    empty_message = "No recommendation is entered yet. They are added to an inspection's report."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Inspections", reverse("inspection-list")), (self.page_title, "")]

    def get_page_actions(self) -> list[PageAction]:
        return [("Archived recommendations", reverse("recommendation-archived"), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count by state what the list would show without asking for a state: each count is the number of the rows that
        it leads to."""
        context = super().get_context_data(**kwargs)
        counted = self.counted(self.without_status())
        query = self.query_without("status", "page", "export", "sort").urlencode()
        context["by_state"] = [
            (State(state).label, counted.get(state, 0), f"?{query}&status={state}".replace("?&", "?"))
            for state in State.values
        ]
        return context

    def counted(self, rows: Any) -> dict[str, int]:
        if self.as_of.day:
            return Counter(one.state for one in rows)
        return dict(rows.order_by().values_list("state").annotate(Count("pk")))

    def without_status(self) -> Any:
        """The list as it would be without the facet of the status."""
        if "status" not in self.request.GET:
            return self.object_list
        asked = {**self.get_filterset_kwargs(self.get_filterset_class()), "data": self.query_without("status")}
        found = self.get_filterset_class()(**asked)
        return found.qs if found.is_valid() else self.object_list.none()


class ArchivedRecommendations(ListPage):
    """What left the tracker."""

    model, table_class, filterset_class = Recommendation, ArchivedRecommendationTable, ArchivedFilter
    permission_required = "targets.view_inspection"
    page_title = "Archived recommendations"
    purpose = "What was taken out of the tracker, and why. A plan editor can bring it back."
    empty_message = "Nothing was taken out of the tracker."

    def get_queryset(self) -> Any:
        return Recommendation.objects.visible_to(self.request.user).archived()

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Recommendations", reverse("recommendation-list")), (self.page_title, "")]


COMMENT = (
    "Write the office's comment",
    "recommendation-report",
    REPORT,
    {State.PENDING, State.CLOSED, State.REJECTED},
)
AFTER_PUBLICATION = " The office’s comments were published before: it has none among them."
PUBLISHED = ("Correct the published comment", "recommendation-correct-line", CHANGE, set(State))
WAYS = (
    ("Say how it stands", "recommendation-report", REPORT, {State.AWAITING, State.IN_PROGRESS}),
    ("Ask for sign-off", "recommendation-ask", REPORT, {State.IN_PROGRESS}),
    ("Sign it off", "recommendation-sign-off", SIGN_OFF, {State.PENDING}),
    ("Send it back", "recommendation-send-back", SIGN_OFF, {State.PENDING}),
    ("Change", "recommendation-edit", CHANGE, {State.AWAITING, State.IN_PROGRESS}),
    ("Reject", "recommendation-reject", CHANGE, {State.AWAITING, State.IN_PROGRESS, State.PENDING}),
    ("Take it up again", "recommendation-reopen", CHANGE, {State.CLOSED, State.REJECTED}),
    COMMENT,
    PUBLISHED,
    ("Archive", "recommendation-archive", CHANGE, set(State)),
)
"""(label, name of the address, permission, states in which it is offered), what matters most first."""


class RecommendationPage(RecordPage):
    """One recommendation, how it stands and what led there."""

    model = Recommendation
    permission_required = "targets.view_inspection"
    marking_right = CHANGE
    template_name = "targets/recommendation.html"
    purpose = "What one recommendation asks for, who answers for it, and how it stands."
    object: Recommendation

    def get_page_title(self) -> str:
        return f"{self.object.get_kind_display()} {self.object.reference}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Recommendations", reverse("recommendation-list")), (self.object.reference, "")]

    def get_page_actions(self) -> list[PageAction]:
        one, may = self.object, self.request.user.has_perm
        if one.is_archived:
            back = [("Bring back", reverse("recommendation-restore", args=[one.pk]), "post-secondary")]
            return back if may(CHANGE, one) else []
        found = [(label, name) for label, name, right, states in WAYS if one.state in states and may(right, one)]
        closed_to = self.ways_without_use()
        found = [way for way in found if way not in closed_to]
        kinds = ["primary", *["secondary"] * len(found)]
        return [(label, reverse(name, args=[one.pk]), kind) for (label, name), kind in zip(found, kinds, strict=False)]

    def ways_without_use(self) -> set[tuple[str, str]]:
        """Nobody signs off what they asked for; a comment is of use where the report asks for comments; a published one
        is corrected."""
        one = self.object
        own = {("Sign it off", "recommendation-sign-off")} if one.asked_by_id == self.request.user.pk else set()
        if one.is_line_published:
            return {*own, COMMENT[:2]}
        return {*own, PUBLISHED[:2]} if one.inspection.needs_comments else {*own, PUBLISHED[:2], COMMENT[:2]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answered_by = self.object.deliverables.current().with_words().select_related("plan", "lead", "latest")
        return super().get_context_data(deliverables=list(answered_by), **kwargs)


class AddRecommendation(OfInspection, EditPage):
    """One more recommendation of a report."""

    model, form_class, permission_required = Inspection, RecommendationForm, CHANGE
    template_name = "plans/form.html"
    page_title = "Add a recommendation"
    purpose = "Enter something that the report asks for. Without an owner it awaits allocation."

    @property
    def success_message(self) -> str:
        return f"The recommendation is in the tracker.{AFTER_PUBLICATION if self.object.comments_on else ''}"

    def get_instance(self) -> Recommendation:
        return Recommendation(inspection=self.object, authority=self.object.authority)

    def perform(self, form: RecommendationForm) -> Recommendation:
        form.instance.due = form.cleaned_data["due"]
        return actions.add_recommendation(form.instance, by=self.request.user)


class OfRecommendation:
    """A page whose way back is a recommendation."""

    object: Any
    page_title: str

    def get_breadcrumbs(self) -> list[Crumb]:
        here = (self.object.reference, self.object.get_absolute_url())
        return [("Recommendations", reverse("recommendation-list")), here, (self.page_title, "")]


class ChangeRecommendation(OfRecommendation, EditPage):
    """Changing what a recommendation says and who answers for it."""

    model, form_class, permission_required = Recommendation, RecommendationForm, CHANGE
    template_name = "plans/form.html"
    page_title = "Change a recommendation"
    purpose = "Correct its words, give it to a post, set the day that it is due."
    success_message = "The recommendation is saved."

    def perform(self, form: RecommendationForm) -> Recommendation:
        return actions.change_recommendation(self.object, seen=form.seen, changes=form.changes, by=self.request.user)


class CorrectLine(OfRecommendation, ActionPage):
    """Correcting a comment that the office published: an act of its own, with a reason."""

    model, form_class, permission_required = Recommendation, LineForm, CHANGE
    page_title = "Correct the published comment"
    purpose = "Correct the office's published comment on a recommendation. What stood there stays in the history."
    submit_label = "Save the correction"
    success_message = "The correction is on record."

    def get_object(self) -> Recommendation:
        one: Recommendation = super().get_object()
        if not one.is_line_published:
            raise Http404
        return one

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version, "comment": self.object.comment}

    def perform(self, form: LineForm) -> Recommendation:
        said = form.cleaned_data
        return correct_line(
            self.object, seen=form.seen, comment=said["comment"], reason=said["reason"], by=self.request.user
        )


class ReportOnRecommendation(OfRecommendation, EditPage):
    """What its owner says of it."""

    model, form_class, permission_required = Recommendation, ReportForm, REPORT
    template_name = "plans/form.html"
    page_title = "Say how it stands"
    purpose = "Say what remains to be done, and the line that the office publishes about it."
    success_message = "Thank you. It is saved."

    def perform(self, form: ReportForm) -> Recommendation:
        return actions.change_recommendation(self.object, seen=form.seen, changes=form.changes, by=self.request.user)


@dataclass(frozen=True)
class Step:
    """A step to the end: what a reader calls it, who may take it, what it asks."""

    label: str
    permission: str
    action: Callable[..., Recommendation]
    purpose: str
    done: str
    question: str = ""
    hint: str = ""
    needed: str = ""
    word: str = "reason"


STEPS = {
    "ask": Step(
        "Ask for sign-off",
        REPORT,
        actions.ask_for_sign_off,
        "Say that it is done, and what shows it. Somebody else then signs it off.",
        "Sign-off is asked for.",
        "What shows that it is done?",
        "A minute, a report, a figure, and where it can be seen.",
        "Say what shows that it is done, and where that can be seen.",
        "evidence",
    ),
    "sign-off": Step(
        "Sign it off", SIGN_OFF, actions.sign_off, "Close the recommendation on the evidence given.", "It is closed."
    ),
    "send-back": Step(
        "Send it back",
        SIGN_OFF,
        actions.send_back_recommendation,
        "Leave it open, because its evidence is not enough.",
        "It is sent back.",
        "What is missing?",
        "Its owner reads this.",
        "Say what is missing, so that its owner knows.",
    ),
    "reject": Step(
        "Reject",
        CHANGE,
        actions.reject_recommendation,
        "Decide not to follow it, and say why.",
        "It is rejected.",
        "Why is it not followed?",
        "The reason is part of the record, and of the office's comments.",
        "Say why it is not followed. The reason is part of the record.",
    ),
    "reopen": Step(
        "Take it up again",
        CHANGE,
        actions.reopen_recommendation,
        "Open again what was closed or rejected.",
        "It is open again.",
        "Why is it taken up again?",
        "",
        "Say why it is taken up again.",
    ),
}


class StepPage(OfRecommendation, ActionPage):
    """One step of a recommendation to its end."""

    model, form_class = Recommendation, StepForm
    permission_required = CHANGE
    template_name = "targets/step.html"
    step: Step = STEPS["ask"]

    def get_page_title(self) -> str:
        return self.step.label

    @property
    def page_title(self) -> str:
        return self.step.label

    def get_purpose(self) -> str:
        return self.step.purpose

    @property
    def submit_label(self) -> str:
        return self.step.label

    @property
    def success_message(self) -> str:
        return self.step.done

    def get_initial(self) -> dict[str, Any]:
        words = self.object.evidence if self.step.word == "evidence" else ""
        return {"version": self.object.version, "words": words}

    def get_form_kwargs(self) -> dict[str, Any]:
        step = self.step
        return {**super().get_form_kwargs(), "label": step.question, "hint": step.hint, "needed": step.needed}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if not self.step.question:
            del form.fields["words"]
        return form

    def perform(self, form: StepForm) -> Recommendation:
        said = {self.step.word: form.cleaned_data["words"]} if self.step.question else {}
        return self.step.action(self.object, seen=form.seen, by=self.request.user, **said)


class ArchiveRecommendation(OfRecommendation, ArchivePage):
    """Taking a recommendation out of the tracker."""

    model, permission_required, page_title = Recommendation, CHANGE, "Archive a recommendation"

    def perform(self, form: Any) -> Recommendation:
        said = form.cleaned_data
        return actions.archive_recommendation(
            self.object, seen=said["version"] or 0, reason=said["reason"], by=self.request.user
        )


class RestoreRecommendation(OfRecommendation, PressPage):
    """Bringing a recommendation back."""

    model, permission_required, page_title = Recommendation, CHANGE, "Bring a recommendation back"
    success_message = "The recommendation is back."

    def perform(self, form: Any) -> Recommendation:
        return actions.restore_recommendation(self.object, seen=self.object.version, by=self.request.user)
