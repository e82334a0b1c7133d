"""Pages of the consultation on a draft plan: whom it is put to, what they say part by part, and the responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse

from deliverables.actions.consultation import (
    change_consultation,
    make_comment,
    open_consultation,
    respond_to,
    withdraw_comment,
)
from deliverables.filters import CommentFilter
from deliverables.forms.consultation import (
    WHOLE,
    CommentForm,
    ConsultationForm,
    ResponseForm,
    WithdrawCommentForm,
)
from deliverables.models import Comment, Consultation, Deliverable
from deliverables.models.consultation import PARTS
from deliverables.tables import CommentTable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction, RecordPage
from plans.models import Ambition, Plan, Section
from plans.views.plans import plan_crumbs, plan_tabs

MAY_CHANGE = "deliverables.change_consultation"
MODELS: dict[str, Any] = {"section": Section, "ambition": Ambition, "deliverable": Deliverable}
"""The parts of a plan that can be commented on, by kind."""
Key = tuple[str, int | None]
"""A part of a plan: its kind and its number; the plan as a whole has none."""


def parts_of(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Yield (kind, record) of each part that can be commented on, in the plan's order: three queries."""
    for section in plan.sections.current():
        yield "section", section
    for ambition in plan.ambitions.current():
        yield "ambition", ambition
    for deliverable in Deliverable.objects.filter(plan=plan).current().in_plan_order():
        yield "deliverable", deliverable


def consultation_crumbs(plan: Plan, *last: Crumb) -> list[Crumb]:
    return plan_crumbs(plan, ("Consultation", reverse("plan-consultation", args=[plan.pk])), *last)


@dataclass(frozen=True)
class Commented:
    """A part of a plan with how many comments stand on it, and how many of those nobody has answered."""

    plan: Plan
    kind: str
    record: Any
    received: int
    unanswered: int
    is_archived: bool

    @property
    def key(self) -> str:
        return WHOLE if self.kind == WHOLE else f"{self.kind}-{self.record.pk}"

    def url(self, response: str) -> str:
        return f"{reverse('comment-list')}?{urlencode({'plan': self.plan.pk, 'about': self.key, 'response': response})}"

    @property
    def received_url(self) -> str:
        return self.url("standing")

    @property
    def unanswered_url(self) -> str:
        return self.url("none")


def commented(plan: Plan) -> list[Commented]:
    """Return the plan as a whole and each of its parts, with their comments, and last what was commented on and
    archived since: four queries, and one for each kind of part of which some were archived."""
    rows = Comment.objects.filter(consultation__plan=plan).standing().order_by().values(*PARTS)
    counted = rows.annotate(received=Count("pk"), unanswered=Count("pk", filter=Q(response="")))
    numbers = {_key(row): (row["received"], row["unanswered"]) for row in counted}
    current: dict[Key, Any] = {(WHOLE, None): plan, **{(kind, part.pk): part for kind, part in parts_of(plan)}}
    shown = {**current, **_archived(numbers.keys() - current.keys())}
    return [
        Commented(plan, key[0], part, *numbers.get(key, (0, 0)), is_archived=key not in current)
        for key, part in shown.items()
    ]


def _archived(keys: Iterable[Key]) -> dict[Key, Any]:
    """Return the parts of some keys: those that the plan no longer shows."""
    wanted = {kind: sorted(number for of, number in keys if of == kind and number) for kind in MODELS}
    return {
        (kind, number): part
        for kind, numbers in wanted.items()
        for number, part in MODELS[kind].objects.in_bulk(numbers).items()
    }


def _key(row: dict[str, Any]) -> Key:
    return next(((part, row[part]) for part in PARTS if row[part]), (WHOLE, None))


class PlanConsultation(RecordPage):
    """Whom a plan was put to, and what has come in, part by part."""

    model = Plan
    object: Plan
    permission_required = "deliverables.view_comment"
    template_name = "plans/consultation.html"

    def get_purpose(self) -> str:
        return "Whom the draft plan was put to, what was said of each part of it, and what was answered."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Consultation", ""))

    def get_page_actions(self) -> list[PageAction]:
        plan = self.object
        if plan.is_adopted or plan.is_archived or not self.request.user.has_perm(MAY_CHANGE, plan):
            return []
        return [("Put it to consultation", reverse("consultation-add", args=[plan.pk]), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        consultations = list(plan.consultations.with_numbers())
        taking = self.taking(consultations)
        parts = commented(plan)
        return super().get_context_data(
            tabs=plan_tabs(plan, user),
            marking=plan.marking,
            plan_key=str(plan.pk),
            consultations=consultations,
            parts=parts,
            received=sum(part.received for part in parts),
            unanswered=sum(part.unanswered for part in parts),
            taking=taking,
            default=next((one for one in taking if one.is_open), None),
            may_change=not plan.is_adopted and user.has_perm(MAY_CHANGE, plan),
            **kwargs,
        )

    def taking(self, consultations: list[Consultation]) -> list[Consultation]:
        """Return the consultations to which this person may say something now: the open ones, and, for those who enter
        what others have sent, all."""
        plan, user = self.object, self.request.user
        if plan.is_adopted or plan.is_archived or not user.has_perm("deliverables.add_comment", plan):
            return []
        enters = user.has_perm("deliverables.enter_comment", plan)
        return [one for one in consultations if one.is_open or enters]


class OpenConsultation(EditPage):
    """Putting a plan to a committee or to others."""

    model, form_class = Plan, ConsultationForm
    permission_required = MAY_CHANGE
    page_title = "Put the plan to consultation"
    purpose = "Whom the draft is put to, and until when they may comment. A draft plan is in consultation from then on."
    submit_label = "Put it to them"
    success_message = "The plan is in consultation."

    def get_breadcrumbs(self) -> list[Crumb]:
        return consultation_crumbs(self.object, (self.page_title, ""))

    def get_instance(self) -> Consultation:
        return Consultation(plan=self.object, opens_on=clock.today())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "authority": self.object.authority_id}

    def perform(self, form: ConsultationForm) -> Consultation:
        return open_consultation(form.instance, by=self.request.user)


class ChangeConsultation(EditPage):
    """Correcting whom a plan is put to, or the days."""

    model, form_class = Consultation, ConsultationForm
    permission_required = MAY_CHANGE
    template_name = "plans/form.html"
    page_title = "Change the consultation"
    purpose = "Correct whom the draft is put to, what they are asked, or the days between which they may comment."
    success_message = "The consultation is saved."

    def get_breadcrumbs(self) -> list[Crumb]:
        return consultation_crumbs(self.object.plan, (self.page_title, ""))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "authority": self.object.authority_id}

    def perform(self, form: ConsultationForm) -> Consultation:
        return change_consultation(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "told": self.object}


class AddComment(ActionPage):
    """Saying something of a draft plan or of one part of it."""

    model, form_class = Consultation, CommentForm
    permission_required = "deliverables.add_comment"
    page_title = "Comment on the plan"
    submit_label = "Send the comment"
    makes_new = True
    success_message = "Your comment is recorded. Its response will stand beside it."

    def get_purpose(self) -> str:
        return self.object.note or "Everybody who works with the plan reads your comment, and somebody else answers it."

    def get_breadcrumbs(self) -> list[Crumb]:
        return consultation_crumbs(self.object.plan, (self.page_title, ""))

    def get_initial(self) -> dict[str, Any]:
        return {"about": self.request.GET.get("about", WHOLE)}

    def get_form_kwargs(self) -> dict[str, Any]:
        plan = self.object.plan
        enters = self.request.user.has_perm("deliverables.enter_comment", plan)
        whose = {"enters": enters, "others_only": not self.object.is_open}
        return {**super().get_form_kwargs(), "parts": list(parts_of(plan)), **whose}

    def perform(self, form: CommentForm) -> Comment:
        return make_comment(Comment(consultation=self.object, **form.content), by=self.request.user)


class CommentList(ListPage):
    """All comments on the plans that a person may see."""

    model, table_class, filterset_class = Comment, CommentTable, CommentFilter
    permission_required = "deliverables.view_comment"
    page_title = "Comments on draft plans"
    purpose = "What was said of each draft plan, from whom it came, and what was answered."
    empty_message = "Nobody has commented on a draft plan yet. Comments are taken while a plan is in consultation."


class CommentPage(RecordPage):
    """One comment, its response and its history."""

    model = Comment
    object: Comment
    permission_required = "deliverables.view_comment"
    template_name = "plans/comment.html"
    purpose = "What was said of the draft plan, and what was answered."

    def get_breadcrumbs(self) -> list[Crumb]:
        return consultation_crumbs(self.object.consultation.plan, ("Comment", ""))

    def get_page_actions(self) -> list[PageAction]:
        comment, may = self.object, self.request.user.has_perm
        if comment.is_withdrawn or not comment.consultation.plan.is_open_to_change:
            return []
        answer = "Change the response" if comment.response else "Respond"
        ways = [(answer, "respond", "primary"), ("Withdraw it", "withdraw", "secondary")]
        return [
            (label, reverse(f"comment-{verb}", args=[comment.pk]), kind)
            for label, verb, kind in ways
            if may(f"deliverables.{verb}_comment", comment)
        ]


class OnComment(ActionPage):
    """What the pages on one comment share."""

    model = Comment
    object: Comment

    def get_object(self) -> Any:
        found = super().get_object()
        if found.is_withdrawn:
            raise Http404
        return found

    def get_breadcrumbs(self) -> list[Crumb]:
        plan = self.object.consultation.plan
        return consultation_crumbs(plan, ("Comment", self.object.get_absolute_url()), (self.page_title, ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if isinstance(self.conflict, Comment) and hasattr(context["form"], "beside"):
            context["comparison"] = context["form"].beside(self.conflict)
            context["form"].has_now_seen(self.conflict)
        return context


class RespondToComment(OnComment):
    """Answering a comment."""

    form_class = ResponseForm
    permission_required = "deliverables.respond_comment"
    template_name = "plans/comment_respond.html"
    page_title = "Respond to a comment"
    purpose = "Whether it is accepted, why, and what was changed. The response stands beside the comment for everybody."
    submit_label = "Record the response"
    success_message = "The response is recorded."

    def get_initial(self) -> dict[str, Any]:
        comment = self.object
        said = {"response": comment.response, "text": comment.response_text, "changed": comment.changed}
        return {"version": comment.version, **said}

    def perform(self, form: ResponseForm) -> Comment:
        return respond_to(self.object, seen=form.seen, **form.changes, by=self.request.user)


class WithdrawComment(OnComment):
    """Taking a comment back."""

    form_class = WithdrawCommentForm
    permission_required = "deliverables.withdraw_comment"
    template_name = "pages/confirm.html"
    page_title = "Withdraw a comment"
    purpose = "It stays in the list, marked as withdrawn, and waits for no response."
    submit_label = "Withdraw it"
    success_message = "The comment is withdrawn."

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def perform(self, form: WithdrawCommentForm) -> Comment:
        answers = form.cleaned_data
        return withdraw_comment(
            self.object, reason=answers["reason"], seen=answers["version"] or 0, by=self.request.user
        )
