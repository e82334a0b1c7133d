"""The Django admin behind the same door as the pages."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite


def use_the_one_door(site: AdminSite) -> None:
    """Send the admin's sign-in through the site's own, with its limits and, later, its second factor."""
    site.site_header = site.site_title = "Plan tracker administration"
    site.index_title = "Records"
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
