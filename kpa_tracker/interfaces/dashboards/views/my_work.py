"""Where an officer lands."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit.pages import Page
from kpa_tracker.interfaces.dashboards.measures import measures_waiting
from kpa_tracker.interfaces.dashboards.my_work import work_of


class MyWorkPage(Page, TemplateView):
    """What is due from the person's posts, each item one click from its form."""

    permission_required = "deliverables.view_deliverable"
    template_name = "dashboards/my_work.html"
    page_title = "My work"
    purpose = "What waits for you: updates to write, things to put right, and what others ask of you."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work = work_of(self.request.user)
        show = self.request.GET.get("show", "")
        counts = work.counts()
        known = show in {group.key for group, _ in counts}
        return super().get_context_data(
            **kwargs,
            work=work,
            counts=counts,
            groups=list(work.only(show) if known else work.grouped()),
            show=show if known else "",
            measures=measures_waiting(self.request.user),
            posts=Post.objects.filter(pk__in=working_posts(self.request.user)),
        )
