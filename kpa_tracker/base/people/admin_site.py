"""The Django admin behind the same door as the pages."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

OF_ALLAUTH = ("account", "mfa", "usersessions", "socialaccount")
"""Records of how people sign in: they change by actions, and are nobody's to browse."""


def use_the_one_door(site: AdminSite) -> None:
    """Send the admin's sign-in and change of password through the site's own, with their limits and their history."""
    site.site_header = site.site_title = "Plan tracker administration"
    site.index_title = "Records"
    site.enable_nav_sidebar = False  # it takes the room that lists need; the index and the breadcrumbs lead everywhere
    for model in [one for one in site._registry if one._meta.app_label in OF_ALLAUTH]:
        site.unregister(model)
    site.login = sign_in  # type: ignore[method-assign]
    site.password_change = change_password  # type: ignore[assignment,method-assign]


@login_not_required
def sign_in(request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
    """Lead to the site's sign-in, whatever is sent here; who has signed in and may not enter finds nothing."""
    index = reverse("admin:index")
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    back = asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else index
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    if not request.user.is_staff:
        raise Http404
    return redirect(index)


def change_password(request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
    return redirect("account_change_password")
