"""The views that a person keeps of a list: `{% load saved_views %}{% saved_views view_name export_query %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from kpa_tracker.base.people.models import SavedView
from kpa_tracker.base.people.views.saved_views import address_of, is_kept
from kpa_tracker.base.toolkit.pages import visible

register = template.Library()


@register.inclusion_tag("people/saved_views.html", takes_context=True)
def saved_views(context: Mapping[str, Any], page: str, query: str = "") -> dict[str, Any]:
    """The person's own views of a list, and the way to keep the list as it is now. One query."""
    if not is_kept(page):
        return {"views": [], "query": ""}
    kept = visible(SavedView, context["request"].user).filter(page=page)
    rows = [(view, address_of(page, view.query), view.query == query) for view in kept]
    return {"views": rows, "page": page, "query": query, "keep_url": reverse("view-keep")}
