"""Addresses of reminders: one's own, the log, an authority's schedule, the calendar feed."""

from django.urls import path

from kpa_tracker.interfaces.notifications.views import chasing, log, own

urlpatterns = [
    path("reminders/", own.OwnReminders.as_view(), name="reminders"),
    path("reminders/calendar/make/", own.MakeFeed.as_view(), name="calendar-make"),
    path("reminders/calendar/revoke/", own.RevokeFeed.as_view(), name="calendar-revoke"),
    path("reminders/of/<int:pk>/", own.ChangeSchedule.as_view(), name="schedule"),
    path("reminders/sent/", log.MessageList.as_view(), name="message-list"),
    path("reminders/sent/<int:pk>/", log.MessagePage.as_view(), name="message"),
    path("reminders/sent/<int:pk>/again/", log.SendAgain.as_view(), name="message-send-again"),
    path("reminders/period/<int:pk>/", chasing.RemindOutstanding.as_view(), name="period-remind"),
    path("calendar/<str:token>.ics", own.CalendarFeed.as_view(), name="calendar-feed"),
]
