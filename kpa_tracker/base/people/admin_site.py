"""The Django admin behind the same door as the pages."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def use_the_one_door(site: AdminSite) -> None:
    """Send the admin's sign-in and change of password through the site's own, with their limits and their history."""
    site.site_header = site.site_title = "Plan tracker administration"
    site.index_title = "Records"
    site.enable_nav_sidebar = False  # it takes the room that lists need; the index and the breadcrumbs lead everywhere
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
    site.password_change = change_password  # type: ignore[assignment,method-assign]


def change_password(request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
    return redirect("account_change_password")
