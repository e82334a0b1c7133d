"""One deliverable: what was promised, how it stands, what was reported, what changed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from deliverables.models import Deliverable, ProgressUpdate
from deliverables.standing import as_they_stood
from kpa_tracker.base.toolkit.asof import ReadAsOf
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from plans.models import Plan

ACTIONS = (
    ("Write an update", "update-due", "deliverables.update_deliverable", "primary"),
    ("Add evidence", "evidence-add", "deliverables.add_evidence", "secondary"),
    ("Ask for a new deadline", "deadline-request", "deliverables.request_deadline", "secondary"),
    ("Edit", "deliverable-edit", "deliverables.change_deliverable", "secondary"),
    ("Archive", "deliverable-archive", "deliverables.change_deliverable", "secondary"),
)
"""(label, name of the address, permission, kind) of what can be done with a deliverable that is not archived."""
ONCE_ADOPTED = {"update-due", "deadline-request"}
"""What only an adopted plan takes: before, nothing is reported, and a deadline is edited."""
RESTORE = ("Bring back", "deliverable-restore", "deliverables.change_deliverable", "post-secondary")

DECISIONS = (
    ("Decide", "deadline-decide", "deliverables.decide_deadline"),
    ("Withdraw the request", "deadline-withdraw", "deliverables.withdraw_deadline"),
)
THEN = "What was promised, who answered for it and how it stood on a day."
ON_EVIDENCE = (
    ("Change the marking", "evidence-marking", "deliverables.mark_evidence"),
    ("Withdraw", "evidence-withdraw", "deliverables.withdraw_evidence"),
)
"""(label, name of the address, permission) of what can be done with a part of it."""


class DeliverableRecord(RecordPage):
    """What the pages of one deliverable share: its head, its tabs, what may be done with it."""

    model = Deliverable
    permission_required = "deliverables.view_deliverable"
    marking_right = "deliverables.change_deliverable"
    object: Deliverable

    def get_breadcrumbs(self) -> list[Crumb]:
        of = self.object
        return [
            ("Plans", reverse("plan-list")),
            (of.plan.title, of.plan.get_absolute_url()),
            (str(of.ambition), of.ambition.get_absolute_url()),
            (of.reference, ""),
        ]

    def get_page_actions(self) -> list[PageAction]:
        if not self.object.plan.is_open_to_change:
            return []
        offered = (RESTORE,) if self.object.is_archived else ACTIONS
        may, review = self.request.user.has_perm, self.get_review()
        ways = [
            (label, reverse(name, args=[self.object.pk]), "secondary" if review else kind)
            for label, name, permission, kind in offered
            if may(permission, self.object)
            and (name not in ONCE_ADOPTED or self.object.plan.state == Plan.State.ADOPTED)
        ]
        return [*review, *ways, *self.get_way_back()]

    def get_review(self) -> list[PageAction]:
        """Return the way to the review of what was submitted, where this person may review it."""
        return self.way_with_waiting("Review this update", "update-review", "deliverables.review_update", "primary")

    def get_way_back(self) -> list[PageAction]:
        """Return the way to pull one's own update back."""
        name, right = "update-pull-back", "deliverables.pull_back_update"
        return self.way_with_waiting("Pull your update back", name, right, "secondary")

    def way_with_waiting(self, label: str, name: str, right: str, kind: str) -> list[PageAction]:
        """Return a way with the update that waits for its review, where there is one and this person may go it."""
        latest = self.object.latest
        if self.object.is_archived or not latest or latest.state != ProgressUpdate.State.SUBMITTED:
            return []
        latest.deliverable = self.object
        if latest.period.is_closed or not self.request.user.has_perm(right, latest):
            return []
        return [(label, reverse(name, args=[latest.pk]), kind)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of = self.object
        tabs = [
            ("Overview", reverse("deliverable", args=[of.pk])),
            ("Updates", reverse("deliverable-updates", args=[of.pk])),
            ("Across the years", reverse("deliverable-years", args=[of.pk])),
            ("History", reverse("deliverable-history", args=[of.pk])),
        ]
        return super().get_context_data(
            tabs=tabs,
            caption=f"{of.plan.deliverable_word} of {of.plan.title}",
            marking=of.shown_marking,
            how_url=reverse("how-figures"),
            **kwargs,
        )


class DeliverablePage(ReadAsOf, DeliverableRecord):
    """The head of a deliverable: judged and computed beside one another, owners, deadline, evidence, risks.

    As of a day it shows what was recorded by then, and nothing can be done with it.
    """

    purpose = "What was promised, who answers for it, how it stands now and what shows it."
    then: Deliverable | None = None

    def get_object(self, queryset: Any = None) -> Deliverable:
        now: Deliverable = super().get_object(queryset)
        if self.as_of.day:
            stood = as_they_stood([now.plan], on=self.as_of.day)
            self.then = next((one for one in stood if one.pk == now.pk), None)
        return self.then or now

    def get_purpose(self) -> str:
        return THEN if self.as_of.asked else self.purpose

    def get_template_names(self) -> list[str]:
        return [f"deliverables/deliverable{'_then' if self.as_of.asked else ''}.html"]

    def get_page_actions(self) -> list[PageAction]:
        return [] if self.as_of.asked else super().get_page_actions()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of = self.object
        if self.as_of.asked:
            return super().get_context_data(then=self.then, **kwargs)
        requests = list(of.deadline_requests.select_related("requested_by", "decided_by"))
        return super().get_context_data(
            supporting=list(of.supporting.all()),
            sub_items=list(of.sub_items.select_related("committee")),
            measurements=list(of.measurements.all()),
            priorities=list(of.priorities.all()),
            pending=[self.with_actions(one, DECISIONS) for one in requests if not one.decision],
            decided=[one for one in requests if one.decision],
            evidence=[self.with_actions(one, ON_EVIDENCE) for one in of.evidence.standing().select_related("added_by")],
            latest=latest_of(of),
            **kwargs,
        )

    def with_actions(self, record: Any, offered: tuple[tuple[str, str, str], ...]) -> tuple[Any, list[Crumb]]:
        """Return a part of the deliverable with what the person may do with it."""
        record.deliverable = self.object
        may = self.request.user.has_perm
        return record, [(label, reverse(name, args=[record.pk])) for label, name, perm in offered if may(perm, record)]


def latest_of(deliverable: Deliverable) -> ProgressUpdate | None:
    """Return the latest update of record with the people and posts that it names."""
    updates = ProgressUpdate.objects.for_history().select_related("recovery_by")
    found: ProgressUpdate | None = updates.filter(pk=deliverable.latest_id).first()
    return found


class DeliverableUpdates(DeliverableRecord):
    """All that was reported on a deliverable, newest first."""

    template_name = "deliverables/deliverable_updates.html"
    purpose = "What was reported in each period, newest first. What was accepted never changes."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reported = self.object.updates.exclude(state=ProgressUpdate.State.DRAFT)
        updates = list(reported.for_history().select_related("recovery_by"))
        return super().get_context_data(updates=updates, **kwargs)


class DeliverableHistory(DeliverableRecord):
    """Every change to a deliverable, in sentences."""

    template_name = "deliverables/deliverable_history.html"
    purpose = "Who changed what, when, and why. Nothing is ever taken out of it."
