"""The gallery: every component of the pages in one place, with made-up content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from kpa_tracker.base.toolkit import samples


class Gallery(TemplateView):
    """Every component, in good state or (`?state=errors`) with everything wrong that can be."""

    template_name = "toolkit/gallery.html"
    request: HttpRequest

    def sample_form(self) -> samples.SampleForm:
        return samples.SampleForm({} if self.request.GET.get("state") == "errors" else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = samples.SampleTable(samples.table_rows())
        RequestConfig(self.request, paginate={"per_page": 4}).configure(table)
        return super().get_context_data(
            page_title="Components",
            purpose="What the pages are made of, with made-up content, so that a change can be looked at in one place.",
            breadcrumbs=[("Plans", "/"), ("Business plan 2009/10", "/"), ("Components", "")],
            page_actions=[("Write an update", "#form", "primary"), ("Export", "#table", "secondary")],
            form=self.sample_form(),
            table=table,
            **samples.pieces(),
            **kwargs,
        )
