"""The floor pages beside the site's own."""

from __future__ import annotations

from django.urls import include, path

from benchmarks.floors import views
from kpa_tracker.urls import handler500  # noqa: F401 - Django looks for it here

urlpatterns = [
    path("floor/hello/", views.hello),
    path("floor/public/", views.hello_to_all),
    path("floor/list/", views.listed),
    path("floor/matrix/", views.matrix),
    path("floor/csv/", views.streamed),
    path("floor/write/", views.write),
    path("floor/touched/", views.touched),
    path("", include("kpa_tracker.urls")),
]
