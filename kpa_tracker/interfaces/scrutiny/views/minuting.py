"""What a meeting decided: minuted actions with what became of them, resolutions; and taking back what was recorded."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import PageAction, RecordPage
from kpa_tracker.interfaces.scrutiny.actions import change_action, close_action, minute_action, resolve, withdraw
from kpa_tracker.interfaces.scrutiny.forms.asking import TakeBackForm
from kpa_tracker.interfaces.scrutiny.forms.minuting import CloseForm, MinutedActionForm, ResolutionForm
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, MinutedAction, Question, Resolution
from kpa_tracker.interfaces.scrutiny.views.meetings import RECORD, OfMeeting
from kpa_tracker.interfaces.scrutiny.views.ways import UnderTheCommittee, named, subject_named, ways


class Minuting(OfMeeting, EditPage):
    """Recording what a meeting decided, under the item that the address names, if any."""

    model = Meeting
    permission_required = RECORD
    success_message = "It is recorded."

    @cached_property
    def item(self) -> AgendaItem | None:
        return named(self.request, "item", AgendaItem)

    def get_purpose(self) -> str:
        return f"Of the meeting of {self.object}."

    def get_success_url(self) -> str:
        return str((self.item or self.object).get_absolute_url())

    def get_cancel_url(self) -> str:
        return self.get_success_url()


class MinuteAction(Minuting):
    """Recording what a meeting asked a post to do."""

    form_class = MinutedActionForm
    page_title = "Minute an action"

    def get_instance(self) -> MinutedAction:
        return MinutedAction(meeting=self.object, item=self.item, **subject_named(self.request))

    def perform(self, form: MinutedActionForm) -> Any:
        return minute_action(form.instance, by=self.request.user)


class Resolve(Minuting):
    """Recording what a meeting resolved."""

    form_class = ResolutionForm
    page_title = "Record a resolution"

    def get_instance(self) -> Resolution:
        return Resolution(meeting=self.object, item=self.item)

    def perform(self, form: ResolutionForm) -> Any:
        return resolve(form.instance, by=self.request.user)


WAYS = (
    (
        "Say what was done",
        "minuted-action-answer",
        "scrutiny.answer",
        lambda one: one.is_outstanding and not one.is_answered,
    ),
    ("Record that it is closed", "minuted-action-close", RECORD, lambda one: one.is_outstanding and one.is_answered),
    ("Answer it again", "minuted-action-answer", "scrutiny.answer", lambda one: one.is_outstanding and one.is_answered),
    ("Change it", "minuted-action-edit", RECORD, lambda one: one.is_outstanding),
    ("Take it back", "minuted-action-withdraw", RECORD, lambda one: one.is_outstanding),
)


class ActionRecord(UnderTheCommittee, RecordPage):
    """One minuted action, and what became of it."""

    model = MinutedAction
    permission_required = "people.view_meeting"
    template_name = "scrutiny/minuted_action.html"
    purpose = "What the meeting asked for, of whom, by when, the answer, and the meeting that closed it."

    def get_queryset(self) -> Any:
        joined = ("meeting__committee__authority", "answered_by", "withdrawn_by")
        return super().get_queryset().for_list().select_related(*joined)

    def get_page_title(self) -> str:
        return f"Minuted action {self.object.minute}"

    def get_page_actions(self) -> list[PageAction]:
        return ways(self, WAYS)


class ChangeAction(UnderTheCommittee, EditPage):
    """Another post, another day, other words."""

    model, form_class = MinutedAction, MinutedActionForm
    permission_required = RECORD
    page_title = "Change a minuted action"
    purpose = "What stood there before stays in its history."

    def perform(self, form: MinutedActionForm) -> Any:
        return change_action(self.object, seen=form.seen, changes=form.changes, by=self.request.user)


class CloseAction(UnderTheCommittee, EditPage):
    """Recording the meeting that closed an action."""

    model, form_class = MinutedAction, CloseForm
    permission_required = RECORD
    page_title = "Record that an action is closed"
    purpose = "A later meeting took the owner's answer. From then on nothing of the action changes."
    template_name = "scrutiny/answer.html"
    success_message = "The action is closed."

    def perform(self, form: CloseForm) -> Any:
        return close_action(self.object, **form.changes, seen=form.seen, by=self.request.user)


class TakeBack(UnderTheCommittee, EditPage):
    """Taking back what was recorded: what, its address says. It stays, marked."""

    kind: Any = Question
    form_class = TakeBackForm
    permission_required = RECORD
    submit_label = "Take it back"
    purpose = "It leaves the lists and the minutes. It is not deleted: it stays in the history, with the reason."
    success_message = "It is taken back."
    extra_context = {"submit_kind": "warning"}

    @property
    def model(self) -> Any:
        return self.kind

    def get_page_title(self) -> str:
        return f"Take back “{self.object}”"

    def perform(self, form: TakeBackForm) -> Any:
        return withdraw(self.object, reason=form.cleaned_data["reason"], seen=form.seen, by=self.request.user)
