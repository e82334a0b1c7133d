"""Addresses of the dashboards and of a person's own work."""

from django.urls import path

from kpa_tracker.interfaces.dashboards.views import my_work

urlpatterns = [
    path("my-work/", my_work.MyWorkPage.as_view(), name="my-work"),
]
