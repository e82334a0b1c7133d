"""Where an officer lands."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from deliverables.actions.unchanged import report_unchanged
from deliverables.models.work import Item
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.people.unchanged import DrawnOnce
from kpa_tracker.base.toolkit.exports import Lines
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, Page, PageAction, WithFile
from kpa_tracker.base.toolkit.words import counted as counted_of
from kpa_tracker.interfaces.dashboards.forms import NoChangeForm
from kpa_tracker.interfaces.dashboards.measures import measures_waiting
from kpa_tracker.interfaces.dashboards.my_recommendations import MyRecommendations, recommendations_of
from kpa_tracker.interfaces.dashboards.my_work import Group, MyWork, work_of
from kpa_tracker.interfaces.dashboards.risks import risks_waiting
from kpa_tracker.interfaces.dashboards.tables import my_work_in_file, waiting_rows


class MyWorkPage(DrawnOnce, WithFile, Page, TemplateView):
    """What is due from the person's posts, each item one click from its form."""

    permission_required = "deliverables.view_deliverable"
    template_name = "dashboards/my_work.html"
    content_template = "dashboards/waiting.html"
    asks = frozenset({"show"})
    page_title = "My work"
    purpose = "What waits for you: updates to write, things to put right, and what others and inspections ask of you."

    def get_page_actions(self) -> list[PageAction]:
        return [("Your reminders", reverse("reminders"), "secondary")]

    @cached_property
    def work(self) -> MyWork:
        return work_of(self.request.user)

    @cached_property
    def asked(self) -> MyRecommendations:
        return recommendations_of(self.request.user)

    @cached_property
    def show(self) -> str:
        """The heading that `?show=` narrows the page to; none where there is no such heading."""
        show = self.request.GET.get("show", "")
        known = {group.key for group, _ in [*self.work.counts(), *self.asked.counts()]}
        return show if show in known else ""

    @cached_property
    def sections(self) -> list[Any]:
        """The person's work under its headings."""
        if self.show:
            return [*self.work.only(self.show), *self.asked.only(self.show)]
        return in_order(self.work, self.asked)

    def get_file(self) -> Lines:
        waiting = [] if self.show else list(waiting_rows(self.work, self.asked))
        return my_work_in_file(waiting, self.sections)

    def changed_by(self) -> set[int]:
        return self.request.user.authority_ids

    def get_content(self) -> dict[str, Any]:
        return {
            "work": self.work,
            "unchanged": sum(item.may_be_unchanged for item in self.work.items),
            "asked": self.asked,
            "counts": counted(self.work, self.asked),
            "sections": self.sections,
            "show": self.show,
            "measures": measures_waiting(self.request.user),
            "my_risks": risks_waiting(self.request.user),
            "posts": Post.objects.filter(pk__in=working_posts(self.request.user)),
        }


class NoChange(ActionPage):
    """Saying of several green items at once that nothing has changed."""

    permission_required = "deliverables.update_deliverable"
    template_name = "dashboards/no_change.html"
    form_class = NoChangeForm
    page_title = "No change, still green"
    purpose = "Choose what is still green and has nothing new to report. Each gets an update of its own, as last time."
    submit_label = "Submit these updates"

    @cached_property
    def items(self) -> list[Item]:
        return [item for item in work_of(self.request.user).items if item.may_be_unchanged]

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("My work", reverse("my-work")), (self.page_title, "")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": self.items}

    def perform(self, form: NoChangeForm) -> None:
        done = report_unchanged(form.chosen, by=self.request.user)
        self.success_message = f"{counted_of(len(done), 'update')} submitted."

    def get_success_url(self) -> str:
        return reverse("my-work")

    def get_cancel_url(self) -> str:
        return reverse("my-work")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offered=self.items, **kwargs)


def counted(work: MyWork, asked: MyRecommendations) -> list[tuple[str, list[tuple[Group, int]]]]:
    """Return the numbers at the head of the page, of what there is any of."""
    found = [("Deliverables", work.items, work.counts()), ("Recommendations", asked.items, asked.counts())]
    return [(label, counts) for label, items, counts in found if items]


def in_order(work: MyWork, asked: MyRecommendations) -> list[Any]:
    """Return all headings with what stands under them: what asks for something first, what does not after it."""
    sections = [*work.grouped(), *asked.grouped()]
    return sorted(sections, key=lambda section: section.group.key in ("rest", "recommendation_rest"))
