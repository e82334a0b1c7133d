"""The lists of committees, posts and meetings."""

from __future__ import annotations

from django.urls import reverse

from kpa_tracker.base.people.filters import CommitteeFilter, MeetingFilter, PostFilter
from kpa_tracker.base.people.models import Committee, Meeting, Post
from kpa_tracker.base.people.tables import CommitteeTable, MeetingTable, PostTable
from kpa_tracker.base.toolkit.pages import Crumb, ListPage, PageAction

BESIDE = (
    ("Meetings", "meeting-list"),
    ("Packs", "pack-list"),
    ("Minuted actions", "minuted-action-list"),
    ("Questions", "question-list"),
    ("Ratings", "committee-rating-list"),
    ("Posts", "post-list"),
)
"""(label, name of the address) of the lists to which that of the committees leads."""


class Entered(ListPage):
    """A list of what administrators enter in the Django admin."""

    def add_action(self, label: str) -> list[PageAction]:
        """Lead who may to the admin's form for a new one."""
        name = self.model._meta.model_name
        may = self.request.user.has_perm(f"people.add_{name}")
        return [(label, reverse(f"admin:people_{name}_add"), "primary")] if may else []


class CommitteeList(Entered):
    model, table_class, filterset_class = Committee, CommitteeTable, CommitteeFilter
    permission_required = "people.view_committee"
    page_title = "Committees"
    purpose = "Who oversees what, who chairs it, and when it meets next."
    empty_message = "No committee is entered yet. An administrator enters them."

    def get_page_actions(self) -> list[PageAction]:
        return [*self.add_action("Add a committee"), *((label, reverse(name), "secondary") for label, name in BESIDE)]


class UnderCommittees(Entered):
    """A list whose way back is the committees."""

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Committees", reverse("committee-list"))]


class PostList(UnderCommittees):
    model, table_class, filterset_class = Post, PostTable, PostFilter
    permission_required = "people.view_post"
    page_title = "Posts"
    purpose = "The posts that the plan names as owners, and who holds each of them today."
    empty_message = "No post is entered yet. An administrator enters them."

    def get_page_actions(self) -> list[PageAction]:
        return self.add_action("Add a post")


class MeetingList(UnderCommittees):
    model, table_class, filterset_class = Meeting, MeetingTable, MeetingFilter
    permission_required = "people.view_meeting"
    page_title = "Meetings"
    purpose = "When each committee meets, and by when its papers must be out."
    empty_message = "No meeting is entered yet. An administrator enters them."

    def get_page_actions(self) -> list[PageAction]:
        return self.add_action("Add a meeting")
