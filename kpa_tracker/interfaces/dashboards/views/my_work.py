"""Where an officer lands."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit.pages import Page, PageAction
from kpa_tracker.interfaces.dashboards.measures import measures_waiting
from kpa_tracker.interfaces.dashboards.my_recommendations import MyRecommendations, recommendations_of
from kpa_tracker.interfaces.dashboards.my_work import Group, MyWork, work_of
from kpa_tracker.interfaces.dashboards.risks import risks_waiting


class MyWorkPage(Page, TemplateView):
    """What is due from the person's posts, each item one click from its form."""

    permission_required = "deliverables.view_deliverable"
    template_name = "dashboards/my_work.html"
    page_title = "My work"
    purpose = "What waits for you: updates to write, things to put right, and what others and inspections ask of you."

    def get_page_actions(self) -> list[PageAction]:
        return [("Your reminders", reverse("reminders"), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work, asked = work_of(self.request.user), recommendations_of(self.request.user)
        show = self.request.GET.get("show", "")
        known = show in {group.key for group, _ in [*work.counts(), *asked.counts()]}
        return super().get_context_data(
            **kwargs,
            work=work,
            asked=asked,
            counts=counted(work, asked),
            sections=[*work.only(show), *asked.only(show)] if known else in_order(work, asked),
            show=show if known else "",
            measures=measures_waiting(self.request.user),
            my_risks=risks_waiting(self.request.user),
            posts=Post.objects.filter(pk__in=working_posts(self.request.user)),
        )


def counted(work: MyWork, asked: MyRecommendations) -> list[tuple[str, list[tuple[Group, int]]]]:
    """Return the numbers at the head of the page, of what there is any of."""
    found = [("Deliverables", work.items, work.counts()), ("Recommendations", asked.items, asked.counts())]
    return [(label, counts) for label, items, counts in found if items]


def in_order(work: MyWork, asked: MyRecommendations) -> list[Any]:
    """Return all headings with what stands under them: what asks for something first, what does not after it."""
    sections = [*work.grouped(), *asked.grouped()]
    return sorted(sections, key=lambda section: section.group.key in ("rest", "recommendation_rest"))
