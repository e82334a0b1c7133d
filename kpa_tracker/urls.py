"""The site's addresses. Apps are named by string, so that this module imports none of them."""

from django.contrib import admin
from django.http import Http404
from django.urls import include, path, re_path
from django.views.defaults import page_not_found

from kpa_tracker.base.people.admin_site import use_the_one_door

use_the_one_door(admin.site)
handler404 = "kpa_tracker.base.toolkit.faults.not_found"
handler500 = "kpa_tracker.base.toolkit.faults.server_error"

urlpatterns = [
    path("", include("kpa_tracker.interfaces.dashboards.urls")),
    path("", include("plans.urls")),
    path("", include("targets.urls")),
    path("", include("deliverables.urls")),
    path("risks/", include("risks.urls")),
    path("people/", include("kpa_tracker.base.people.urls")),
    path("", include("kpa_tracker.interfaces.scrutiny.urls")),
    path("publication/", include("kpa_tracker.interfaces.publication.urls")),
    path("", include("kpa_tracker.interfaces.publication.site.urls")),
    path("import/", include("kpa_tracker.interfaces.exchange.urls")),
    path("", include("kpa_tracker.interfaces.notifications.urls")),
    path("api/", include("kpa_tracker.interfaces.api.urls")),
    path("components/", include("kpa_tracker.base.toolkit.urls")),
    path("accounts/", include("kpa_tracker.base.people.doors.own")),
    path("accounts/", include("kpa_tracker.base.people.doors.allauth")),
    # The admin's way from any record's number to its address: it asks nobody whether they may see the record.
    re_path("^admin/r/", page_not_found, {"exception": Http404()}, name="admin-shortcut"),
    path("admin/", admin.site.urls),
]
