"""What the records of a committee's work have in common: what they are about, and how one is taken back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import Plan
from risks.models import Risk
from targets.models import Measure, Recommendation

AT_LENGTH = [MaxLengthValidator(5000)]
"""How long a text of a committee may be: it is read on a page, and printed in packs and minutes."""

SUBJECTS = ("deliverable", "measure", "risk", "recommendation", "plan")
"""What a question or a minuted action may be about: one of these, or nothing."""

SUBJECTS_AND_PLANS = (*SUBJECTS, "deliverable__plan")
"""What is loaded with what is about them, to know how it is marked: a deliverable is marked as its plan at least."""

OWNERS = {"deliverable": "lead", "measure": "owner", "risk": "owner", "recommendation": "owner"}
"""The field of each that names the post which answers for it. A plan has none."""


class CommitteeWorkQuerySet(models.QuerySet[Any]):
    """What a committee's meetings leave behind."""

    to_authority = "meeting__committee__authority"
    in_words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the authorities in which this person has a role."""
        return self.filter(**{f"{self.to_authority}__in": user.authorities_granting("people.view_meeting")})

    def standing(self) -> Any:
        """Select what was not taken back."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> Any:
        """Select what was taken back."""
        return self.exclude(withdrawn_at=None)

    def about(self, subject: Any) -> Any:
        """Select what is about one deliverable, measure, risk, recommendation or plan."""
        return self.filter(**{subject._meta.model_name: subject})

    def matching(self, words: str) -> Any:
        """Select what holds every word in one of its texts."""
        selected = self
        for word in words.split():
            found = Q()
            for name in self.in_words:
                found |= Q(**{f"{name}__icontains": word})
            selected = selected.filter(found)
        return selected


class Withdrawable(models.Model):
    """A record that is taken back, never deleted: by somebody, at a time, for a reason."""

    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            both_or_neither("withdrawn_at", "withdrawn_by", name="%(app_label)s_%(class)s_withdrawn_by_and_at")
        ]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Answerable(models.Model):
    """A record that is answered: in words, by somebody, at a time."""

    answer = models.TextField(blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            both_or_neither("answered_at", "answered_by", name="%(app_label)s_%(class)s_answered_by_and_at"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="%(app_label)s_%(class)s_answered_in_words",
            ),
        ]

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class OfMeeting(Withdrawable, Record):
    """What one meeting leaves behind."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta(Withdrawable.Meta):
        abstract = True

    @property
    def committee(self) -> Any:
        return self.meeting.committee

    @property
    def authority_id(self) -> int:
        return self.meeting.authority_id


def about(model: Any) -> models.ForeignKey:
    """Return the link to what a record may be about."""
    return models.ForeignKey(model, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")


def one_subject_at_most() -> models.CheckConstraint:
    """Return the constraint that a record is about one thing or none."""
    nothing_else = (Q(**{f"{other}__isnull": True for other in SUBJECTS if other != name}) for name in SUBJECTS)
    condition = next(nothing_else)
    for one in nothing_else:
        condition |= one
    return models.CheckConstraint(
        condition=condition,
        name="%(app_label)s_%(class)s_about_one_at_most",
        violation_error_message="It is about one thing or about none.",
    )


class About(models.Model):
    """A record that may be about one deliverable, measure, risk, recommendation or plan."""

    deliverable = about(Deliverable)
    measure = about(Measure)
    risk = about(Risk)
    recommendation = about(Recommendation)
    plan = about(Plan)

    class Meta:
        abstract = True
        constraints: ClassVar = [one_subject_at_most()]

    @property
    def subject(self) -> Any:
        """What it is about, or None."""
        names = [name for name in SUBJECTS if getattr(self, f"{name}_id")]
        return getattr(self, names[0]) if names else None


def owner_of(subject: Any) -> Any:
    """Return the post that answers for what a question may be about, where it has one."""
    return getattr(subject, OWNERS.get(subject._meta.model_name, ""), None) if subject is not None else None
