"""The items of an agenda in the order a panel works: presented, what has changed, questions and answers, resolved."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.editing import EditPage, MovePage
from kpa_tracker.base.toolkit.pages import PageAction, RecordPage
from kpa_tracker.interfaces.scrutiny.actions import add_item, change_item, move_item
from kpa_tracker.interfaces.scrutiny.forms.agenda import ItemForm
from kpa_tracker.interfaces.scrutiny.models import AgendaItem
from kpa_tracker.interfaces.scrutiny.models.drafts import changes_in, put_under
from kpa_tracker.interfaces.scrutiny.models.meetings import said_under
from kpa_tracker.interfaces.scrutiny.views.meetings import RECORD, OfMeeting
from kpa_tracker.interfaces.scrutiny.views.ways import UnderTheCommittee


class AddItem(OfMeeting, EditPage):
    """Putting an item on the agenda."""

    model, form_class = Meeting, ItemForm
    permission_required = RECORD
    page_title = "Add an item to the agenda"
    purpose = "It stands at the end of the agenda, and can be moved up."

    def get_instance(self) -> AgendaItem:
        return AgendaItem(meeting=self.object)

    def perform(self, form: ItemForm) -> Any:
        return add_item(form.instance, by=self.request.user).meeting


class ItemPage(UnderTheCommittee, RecordPage):
    """One item of an agenda."""

    model = AgendaItem
    permission_required = "people.view_meeting"
    template_name = "scrutiny/agenda_item.html"
    purpose = "What was put to the committee under this item, in the order in which it works."

    def get_queryset(self) -> Any:
        joined = ("meeting__committee__authority", "plan__previous", "presented_by", "withdrawn_by")
        return super().get_queryset().select_related(*joined)

    def may_record(self) -> bool:
        return not self.object.is_withdrawn and self.request.user.has_perm(RECORD, self.object)

    def get_page_actions(self) -> list[PageAction]:
        item, meeting = self.object, self.object.meeting
        if not self.may_record():
            return []
        under = f"?item={item.pk}"
        minuting = [
            ("Minute an action", reverse("minuted-action-add", args=[meeting.pk]) + under, "secondary"),
            ("Record a resolution", reverse("resolution-add", args=[meeting.pk]) + under, "secondary"),
        ]
        return [
            ("Write what was presented", reverse("agenda-item-edit", args=[item.pk]), "primary"),
            ("Ask a question", reverse("question-ask") + under, "secondary"),
            *(minuting if meeting.is_held else []),
            ("Take it off the agenda", reverse("agenda-item-withdraw", args=[item.pk]), "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.object
        may_read = item.plan is not None and self.request.user.has_perm("deliverables.view_comment", item.plan)
        return super().get_context_data(
            said=said_under(item),
            may_record=self.may_record(),
            consultations=put_under(item) if may_read else [],
            changes=changes_in(item),
            **kwargs,
        )


class ChangeItem(UnderTheCommittee, EditPage):
    """What an item says."""

    model, form_class = AgendaItem, ItemForm
    permission_required = RECORD
    page_title = "Change an item of the agenda"
    purpose = "What it is about, who presents it, and afterwards what was presented and what had changed."

    def perform(self, form: ItemForm) -> AgendaItem:
        return change_item(self.object, seen=form.seen, changes=form.changes, by=self.request.user)


class MoveItem(UnderTheCommittee, MovePage):
    """One place up or down on the agenda."""

    model = AgendaItem
    permission_required = RECORD

    def perform(self, form: Any) -> Any:
        move_item(self.object, up=self.up, seen=form.seen or self.object.version, by=self.request.user)
        return self.object.meeting
