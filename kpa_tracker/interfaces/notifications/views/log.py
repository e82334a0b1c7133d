"""The log: what was sent to whom, each message as it was sent, and sending it again."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.editing import PressForm
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction, RecordPage
from kpa_tracker.interfaces.notifications.actions.sending import send_again
from kpa_tracker.interfaces.notifications.filters import MessageFilter
from kpa_tracker.interfaces.notifications.models import Message
from kpa_tracker.interfaces.notifications.tables import MessageTable

OWN: Crumb = ("Your reminders", "/reminders/")


class MessageList(ListPage):
    """Every message, the newest first."""

    model, table_class, filterset_class = Message, MessageTable, MessageFilter
    permission_required = "notifications.view_message"
    page_title = "Reminders sent"
    purpose = "Every reminder: to whom it went, when, and what became of it."
    empty_message = "No reminder has been written yet."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [OWN, (self.page_title, "")]


class MessagePage(RecordPage):
    """One message, as it was sent."""

    model = Message
    permission_required = "notifications.view_message"
    template_name = "notifications/message.html"
    purpose = "The message as it was sent, and what became of it."

    def get_page_title(self) -> str:
        return self.object.subject

    def get_breadcrumbs(self) -> list[Crumb]:
        return [OWN, ("Reminders sent", reverse("message-list")), (self.object.subject, "")]

    def get_page_actions(self) -> list[PageAction]:
        may = self.object.is_stuck and self.request.user.has_perm("notifications.send_again", self.object)
        return [("Send it again", reverse("message-send-again", args=[self.object.pk]), "primary")] if may else []


class SendAgain(ActionPage):
    """Putting a message back that could not be sent, or of which nobody knows."""

    model, form_class = Message, PressForm
    permission_required = "notifications.send_again"
    template_name = "pages/confirm.html"
    page_title = "Send a message again"
    submit_label = "Send it again"
    success_message = "The message goes out with the next run of the reminders."

    def get_purpose(self) -> str:
        return f"“{self.object.subject}”, to {self.object.person}. It goes out with the next run of the reminders."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [OWN, ("Reminders sent", reverse("message-list")), (self.page_title, "")]

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def perform(self, form: PressForm) -> Message:
        return send_again(self.object, seen=form.seen, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        perhaps = self.object.state == Message.State.UNKNOWN
        warning = "It may have arrived the first time. The person would then get it twice." if perhaps else ""
        return {**super().get_context_data(**kwargs), "consequences": warning}
