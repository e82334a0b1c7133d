"""Where a signed-in person lands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.people.roles import Role

NO_POST = {"page_title": "You hold no post today", "purpose": "What you may see comes from the posts that you hold."}


def committee_address(user: object) -> str:
    """Return the dashboard of a committee that the person chairs or sits on; the authority's where there is none."""
    posts = user.post_ids
    sits = Committee.objects.current().filter(members__in=posts).first()
    chairs = Committee.objects.current().filter(chair__in=posts).first()
    committee = chairs or sits
    return committee.get_absolute_url() if committee else reverse("dashboard")


def first_page(user: object) -> str:
    """Return the address of a person's own first page; nothing for somebody who holds no post today."""
    has_role = user.has_role
    if has_role(Role.EDITOR, Role.ADMINISTRATOR):
        return reverse("dashboard")
    if has_role(Role.OFFICER):
        return reverse("my-work")
    if has_role(Role.MEMBER):
        return committee_address(user)
    return reverse("dashboard") if has_role(Role.AUDITOR) else ""


class Home(View):
    """Send a person on to their own first page: officers to their work, members to their committee."""

    def get(self, request: HttpRequest) -> HttpResponse:
        address = first_page(request.user)
        if address:
            return redirect(address)
        return render(request, "dashboards/no_post.html", NO_POST)
