"""The committee's own rating of record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.interfaces.scrutiny.models.about import AT_LENGTH, Answerable, CommitteeWorkQuerySet, OfMeeting
from kpa_tracker.interfaces.scrutiny.models.minuted import agenda_item, minute_reference
from plans.models import ScalePoint, own_word


class CommitteeRatingQuerySet(CommitteeWorkQuerySet):
    """Ratings of committees."""

    in_words = ("reason", "answer", "minute", "deliverable__title", "deliverable__reference")

    def for_list(self) -> Any:
        """Load what is shown of a rating, the latest meeting's first: one query."""
        words = {name: own_word(code, plan="deliverable__plan") for name, code in WORDS.items()}
        named = self.select_related("meeting__committee", "deliverable__plan", "item", "recorded_by", "answered_by")
        return named.annotate(**words).order_by("-meeting__held_on", "-pk")

    def in_force(self) -> Any:
        """Select the latest of each committee on each deliverable: a newer one takes the place of the one before."""
        newer = self.model.objects.standing().filter(
            deliverable=OuterRef("deliverable"), meeting__committee=OuterRef("meeting__committee")
        )
        return self.standing().filter(~Exists(newer.filter(meeting__held_on__gt=OuterRef("meeting__held_on"))))

    def unanswered(self) -> Any:
        """Select what stands beside the owner's rating, because the owner has not answered it. What is archived asks
        for no answer any more."""
        return self.in_force().filter(
            answered_at=None, deliverable__archived_at=None, deliverable__plan__archived_at=None
        )

    def answered(self) -> Any:
        """Select what its owner has answered."""
        return self.standing().exclude(answered_at=None)

    def differing(self) -> Any:
        """Select what differs from the owner's rating at the time."""
        return self.exclude(rating=F("owner_rating"))

    def agreeing(self) -> Any:
        """Select what agrees with the owner's rating at the time."""
        return self.filter(rating=F("owner_rating"))

    def asked_of(self, posts: set[int]) -> Any:
        """Select what is about a deliverable that some posts lead or support: they are told of it."""
        supported = Deliverable.objects.filter(supporting__in=posts).values("pk")
        return self.filter(Q(deliverable__lead__in=posts) | Q(deliverable__in=supported))

    def disputed(self) -> Any:
        """Select what stands beside the owner's rating: it differs, and waits for the owner's answer."""
        return self.unanswered().differing()


WORDS = {"rating_word": "rating", "owner_word": "owner_rating"}


class CommitteeRating(Answerable, OfMeeting):
    """How a committee rated a deliverable at a meeting. It stands beside the owner's rating until that is answered."""

    item = agenda_item()
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="committee_ratings")
    rating = models.CharField("the committee's rating", max_length=12, choices=ScalePoint.Code.choices)
    owner_rating = models.CharField(
        "the owner's rating then", max_length=12, choices=ScalePoint.Code.choices, blank=True, editable=False
    )
    minute = minute_reference()
    reason = models.TextField("why", validators=AT_LENGTH)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = CommitteeRatingQuerySet.as_manager()

    class Meta(OfMeeting.Meta):
        ordering: ClassVar = ["meeting", "pk"]
        constraints: ClassVar = [
            *Answerable.Meta.constraints,
            *OfMeeting.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting", "deliverable"],
                condition=Q(withdrawn_at=None),
                name="scrutiny_committeerating_once_a_meeting",
                violation_error_message="This meeting has rated this deliverable already. Take that rating back first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.committee} on {self.deliverable}"

    @property
    def differs(self) -> bool:
        """Whether it differs from the owner's rating on the meeting's day: then the owner is asked to answer."""
        return self.rating != self.owner_rating

    def get_absolute_url(self) -> str:
        return reverse("committee-rating", args=[self.pk])


def waiting_for_owners() -> Any:
    """Select the ratings that stand beside an owner's own."""
    return CommitteeRating.objects.disputed()
