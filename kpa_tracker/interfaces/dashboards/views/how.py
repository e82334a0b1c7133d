"""How the figures are worked out."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from kpa_tracker.interfaces.dashboards.explanations import explanations


class HowFigures(TemplateView):
    """Explain the arithmetic of every page. It shows no record, so that anybody signed in may read it."""

    template_name = "dashboards/how_figures.html"
    extra_context = {
        "page_title": "How figures are worked out",
        "purpose": "What each computed number counts, in words. Ratings are judged by people; these are not.",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanations=explanations(), **kwargs)
