"""Progress updates: what an officer says of a deliverable in a reporting period."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from deliverables.models.deliverables import Deliverable
from deliverables.models.periods import ReportingPeriod
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import ScalePoint, own_word


class ProgressUpdateQuerySet(models.QuerySet[Any]):
    """Updates, newest period and version first."""

    def visible_to(self, user: Any) -> Any:
        """Select the updates of the deliverables that this person may see.

        A draft is its writer's and of those whose posts answer for the deliverable, until it is submitted; auditors,
        who read everything, read it too. Editors, reviewers and members do not.
        """
        seen = self.filter(deliverable__in=Deliverable.objects.visible_to(user))
        answered = Deliverable.objects.answered_by(user.post_ids, everyone_in=user.authority_ids)
        audited = user.authorities_granting("audit.view_draft")
        theirs = Q(written_by=user) | Q(deliverable__in=answered) | Q(deliverable__plan__authority__in=audited)
        return seen.filter(~Q(state=ProgressUpdate.State.DRAFT) | theirs)

    def of_record(self) -> Any:
        """Select what was submitted or accepted: what dashboards read."""
        return self.filter(state__in=ProgressUpdate.OF_RECORD)

    def for_history(self) -> Any:
        """Load the people, posts and periods that the update's history names."""
        return self.select_related("period", "submitted_by", "on_behalf_of", "reviewed_by").with_words()

    def with_words(self) -> Any:
        """Annotate `rating_word`, `forecast_word` and `review_word`: what each one's own plan calls its ratings."""
        words = {"rating_word": "rating", "forecast_word": "forecast", "review_word": "review_rating"}
        return self.annotate(**{word: own_word(name, plan="deliverable__plan") for word, name in words.items()})

    def to_pull_back(self) -> Any:
        """Select what was submitted, nobody has reviewed, and a period that is not closed still waits for."""
        return self.filter(state=ProgressUpdate.State.SUBMITTED, period__closed_at=None)


class ProgressUpdate(Record):
    """One version of what is said of a deliverable in a period: stage, rating, forecast, what was done and is next."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        SENT_BACK = "sent_back", "Sent back"
        ACCEPTED = "accepted", "Accepted"
        CORRECTED = "corrected", "Replaced by a correction"

    class Stage(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        COMPLETE = "complete", "Complete"
        CANCELLED = "cancelled", "Cancelled"

    OF_RECORD: ClassVar = (State.SUBMITTED, State.ACCEPTED)

    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="updates")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="updates")
    number = models.PositiveIntegerField("version of the update", default=1, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    rating = models.CharField("rating now", max_length=12, choices=ScalePoint.Code.choices, blank=True)
    forecast = models.CharField("forecast for year end", max_length=12, choices=ScalePoint.Code.choices, blank=True)
    done = models.TextField("what was done", blank=True)
    next_steps = models.TextField("what is next", blank=True)
    cause = models.TextField("why it is not green", blank=True)
    recovery = models.TextField("what will bring it back", blank=True)
    recovery_by = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="recoveries", verbose_name="who will do it"
    )
    green_on = models.DateField("back to green by", null=True, blank=True)
    late_reason = models.TextField("why it is green though overdue", blank=True)
    public_wording = models.TextField("what the public may read", blank=True)
    on_behalf_of = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="updates", verbose_name="on behalf of"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    first_submitted_at = models.DateTimeField("first came", null=True, blank=True, editable=False)
    """When it first came to the office. Whether it was in time is judged by this and not by `submitted_at`, which
    moves when it is submitted again."""
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    review_rating = models.CharField(
        "reviewer's own rating", max_length=12, choices=ScalePoint.Code.choices, blank=True, editable=False
    )
    sent_back_reason = models.TextField(blank=True, editable=False)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-period__observed_from", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deliverable", "period", "number"], name="deliverables_update_version_once"
            ),
            models.UniqueConstraint(
                fields=["deliverable", "period"],
                condition=Q(state__in=["submitted", "accepted"]),
                name="deliverables_update_one_of_record_a_period",
            ),
            models.UniqueConstraint(
                fields=["deliverable", "period"],
                condition=Q(state__in=["draft", "sent_back"]),
                name="deliverables_update_one_in_hand_a_period",
            ),
            both_or_neither("submitted_at", "submitted_by", name="deliverables_update_submitted_by_and_at"),
            both_or_neither("reviewed_at", "reviewed_by", name="deliverables_update_reviewed_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("deliverable", args=[self.deliverable_id])

    @property
    def authority_id(self) -> int:
        return self.deliverable.authority_id

    @property
    def is_locked(self) -> bool:
        return self.state not in {self.State.DRAFT, self.State.SENT_BACK}

    @property
    def came_back(self) -> bool:
        """Whether it was sent back and waits to be submitted again, changed since or not. Submitting it again takes the
        reviewer off it, but leaves the reason to be read beside what was made of it."""
        return not self.is_locked and self.reviewed_by_id is not None
