"""A person's own reminders and calendar feed, and when an authority sends reminders."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.editing import EditPage, PressForm, PressPage
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, PageAction
from kpa_tracker.interfaces.notifications.actions.feeds import make_feed, revoke_feed
from kpa_tracker.interfaces.notifications.actions.wishes import set_preference, set_schedule
from kpa_tracker.interfaces.notifications.calendar import calendar_of
from kpa_tracker.interfaces.notifications.forms import PreferenceForm, ScheduleForm
from kpa_tracker.interfaces.notifications.letters import address_of
from kpa_tracker.interfaces.notifications.models import FeedToken, Preference, Schedule


class OwnPages:
    """What the pages on one's own reminders share."""

    permission_required = "notifications.keep_reminders"
    request: HttpRequest

    def get_success_url(self) -> str:
        return reverse("reminders")

    def get_cancel_url(self) -> str:
        return reverse("reminders")


class OwnReminders(OwnPages, ActionPage):
    """When a person is reminded, and their calendar feed."""

    form_class = PreferenceForm
    template_name = "notifications/reminders.html"
    page_title = "Your reminders"
    purpose = "When you get mail about what waits for you, and your due dates in your own calendar."
    success_message = "Your reminders are saved."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("My work", reverse("my-work")), (self.page_title, "")]

    def get_cancel_url(self) -> str:
        return reverse("my-work")

    def get_page_actions(self) -> list[PageAction]:
        may = self.request.user.authorities_granting
        authorities = Authority.objects.filter(pk__in=may("notifications.change_schedule"))
        found = [
            (f"When {one.short_name} reminds", reverse("schedule", args=[one.pk]), "secondary") for one in authorities
        ]
        log = [("Reminders sent", reverse("message-list"), "secondary")]
        return [*found, *(log if may("notifications.view_message") else [])]

    def get_form_kwargs(self) -> dict[str, Any]:
        authorities = Authority.objects.visible_to(self.request.user)
        schedules = {one.authority_id: one for one in Schedule.objects.filter(authority__in=authorities)}
        return {
            **super().get_form_kwargs(),
            "preference": Preference.objects.of(self.request.user),
            "schedules": [schedules.get(one.pk) or Schedule(authority=one) for one in authorities],
        }

    def perform(self, form: PreferenceForm) -> Preference:
        return set_preference(self.request.user, wishes=form.wishes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = FeedToken.objects.visible_to(self.request.user).standing().first()
        return {**super().get_context_data(**kwargs), "feed": feed}


class MakeFeed(OwnPages, PressPage):
    """Making a calendar feed. Its address is shown once, in the answer."""

    page_title = "Your calendar feed"
    purpose = "Copy the address into your calendar program. It is shown this once."

    def perform(self, form: PressForm) -> str:
        return make_feed(self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        address = address_of(reverse("calendar-feed", args=[self.perform(form)]))
        return render(self.request, "notifications/feed_made.html", self.get_context_data(form=form, address=address))


class RevokeFeed(OwnPages, PressPage):
    """Revoking one's calendar feed."""

    page_title = "Revoke your calendar feed"
    purpose = "Its address stops working at once."
    success_message = "The calendar feed is revoked. Its address shows nothing any more."

    def perform(self, form: PressForm) -> None:
        revoke_feed(self.request.user)


@method_decorator(login_not_required, name="dispatch")
class CalendarFeed(View):
    """A person's calendar, to whoever knows its secret. A wrong or revoked one answers as what does not exist."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = FeedToken.objects.opened_by(token)
        if feed is None or not feed.person.has_perm(OwnPages.permission_required):
            raise Http404
        response = HttpResponse(calendar_of(feed.person), content_type="text/calendar; charset=utf-8")
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Disposition"] = 'inline; filename="plan.ics"'
        return response


class ChangeSchedule(EditPage):
    """When an authority sends reminders."""

    model, form_class = Authority, ScheduleForm
    permission_required = "notifications.change_schedule"
    page_title = "When reminders go out"
    success_message = "It is saved. It holds from the next run of the reminders."

    def get_purpose(self) -> str:
        return f"For everybody at {self.object}: when they are reminded, and when the post above is told."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Your reminders", reverse("reminders")), (self.page_title, "")]

    def get_instance(self) -> Schedule:
        return Schedule.objects.of(self.object)

    def perform(self, form: ScheduleForm) -> Schedule:
        return set_schedule(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("reminders")

    def get_cancel_url(self) -> str:
        return reverse("reminders")
