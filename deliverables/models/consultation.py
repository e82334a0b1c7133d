"""Consultation on a plan that is not adopted yet: to whom it was put, what they said of it, and what was answered."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from deliverables.models.deliverables import Deliverable
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import Ambition, Plan, Section

PARTS = ("section", "ambition", "deliverable")
"""What a comment can be about, beside the plan as a whole."""
WITHDRAWN = ~Q(withdrawn_at=None)
UNANSWERED = Q(response="", withdrawn_at=None)


class ConsultationQuerySet(models.QuerySet[Any]):
    """Consultations on plans."""

    def visible_to(self, user: Any) -> Any:
        """Select the consultations on the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def open_on(self, day: datetime.date) -> Any:
        """Select those that take comments on a day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)

    def with_numbers(self) -> Any:
        """Annotate how many comments each has (`received`), and how many of them nobody has answered (`unanswered`).
        What was withdrawn counts for neither."""
        received = Count("comments", filter=Q(comments__withdrawn_at=None))
        unanswered = Count("comments", filter=Q(comments__withdrawn_at=None, comments__response=""))
        return self.select_related("committee").annotate(received=received, unanswered=unanswered)


class Consultation(Record):
    """A draft plan is put to a committee, to other bodies, or to both, for comments between two days."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="consultations")
    committee = models.ForeignKey(
        Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )
    bodies = models.TextField("other bodies and groups", blank=True)
    opens_on = models.DateField("opens")
    closes_on = models.DateField("closes")
    note = models.TextField("what they are asked", blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="deliverables_consultation_in_order",
                violation_error_message="It closes on or after the day on which it opens.",
            ),
            models.CheckConstraint(
                condition=Q(committee__isnull=False) | ~Q(bodies=""),
                name="deliverables_consultation_with_somebody",
                violation_error_message="Say whom the plan is put to: a committee, other bodies, or both.",
            ),
        ]

    def __str__(self) -> str:
        return f"Consultation of {self.opens_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("plan-consultation", args=[self.plan_id])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id

    @property
    def is_open(self) -> bool:
        return self.opens_on <= clock.today() <= self.closes_on


class CommentQuerySet(models.QuerySet[Any]):
    """Comments on plans."""

    def visible_to(self, user: Any) -> Any:
        """Select the comments on the plans that this person may see."""
        return self.filter(consultation__plan__in=Plan.objects.visible_to(user))

    def for_list(self) -> Any:
        """Load what a row names: what it is about, who wrote and who answered, by joins."""
        about = ("section", "ambition", "deliverable", "consultation__plan", "consultation__committee")
        return self.select_related(*about, "made_by", "responded_by").order_by("-made_at", "-pk")

    def for_page(self) -> Any:
        """Load the same, and who took it back."""
        return self.for_list().select_related("withdrawn_by", "consultation__plan__authority")

    def matching(self, words: str) -> Any:
        """Select what holds every word in the comment, its answer, or the name of whom it comes from."""
        selected = self
        for word in words.split():
            said = Q(text__icontains=word) | Q(response_text__icontains=word) | Q(comes_from__icontains=word)
            selected = selected.filter(said)
        return selected

    def standing(self) -> Any:
        """Select what was not withdrawn."""
        return self.filter(withdrawn_at=None)

    def unanswered(self) -> Any:
        """Select what stands and waits for a response."""
        return self.filter(UNANSWERED)

    def answered(self, how: str) -> Any:
        """Select by the key of a response; "none" is what waits for one, "withdrawn" what was taken back, "standing"
        what was not."""
        if how == "withdrawn":
            return self.filter(WITHDRAWN)
        chosen = {"none": self.unanswered, "standing": self.standing}.get(how)
        return chosen() if chosen else self.standing().filter(response=how)

    def about(self, part: str) -> Any:
        """Select by a part of the plan, such as "section-3"; "plan" is the plan as a whole."""
        kind, _, number = part.partition("-")
        if kind == "plan":
            return self.filter(section=None, ambition=None, deliverable=None)
        return (
            self.filter(**{kind: int(number)})
            if kind in PARTS and number.isdecimal() and len(number) < 19
            else self.none()
        )

    def parts(self) -> list[tuple[str, str]]:
        """Return what the comments are about, as `about` selects it, with its name. One query."""
        names = [f"{part}__title" for part in PARTS]
        found = [("plan", "The plan as a whole")]
        for row in self.order_by(*names).values(*PARTS, *names).distinct():
            found += [
                (f"{part}-{row[part]}", f"{part.capitalize()}: {row[f'{part}__title']}") for part in PARTS if row[part]
            ]
        return found


class Comment(Record):
    """What somebody says of a draft plan or of one part of it, and what was answered. Never deleted."""

    class Response(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "in_part", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    ambition = models.ForeignKey(Ambition, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    deliverable = models.ForeignKey(
        Deliverable, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    text = models.TextField("comment")
    comes_from = models.CharField("comes from", max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    response = models.CharField(max_length=12, choices=Response.choices, blank=True, editable=False)
    response_text = models.TextField("why", blank=True, editable=False)
    changed = models.TextField("what was changed in the plan", blank=True, editable=False)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    responded_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            both_or_neither("responded_at", "responded_by", name="deliverables_comment_responded_by_and_at"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="deliverables_comment_withdrawn_by_and_at"),
            models.CheckConstraint(
                condition=Q(section=None, ambition=None)
                | Q(section=None, deliverable=None)
                | Q(ambition=None, deliverable=None),
                name="deliverables_comment_about_one_part",
            ),
            models.CheckConstraint(
                condition=Q(response="", responded_at=None) | ~Q(response="") & ~Q(response_text=""),
                name="deliverables_comment_response_says_why",
            ),
            models.CheckConstraint(
                condition=Q(responded_by=None) | ~Q(responded_by=F("made_by")),
                name="deliverables_comment_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.part or 'the whole plan'}"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.consultation.authority_id

    @property
    def part(self) -> Any:
        """The part of the plan that it is about; None where it is about the whole."""
        return self.section or self.ambition or self.deliverable

    @property
    def voice(self) -> str:
        """From whom it comes: the body or person whose words they are, else whoever wrote it."""
        return self.comes_from or str(self.made_by)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def standing_word(self) -> str:
        """Where it stands, in words."""
        if self.is_withdrawn:
            return "Withdrawn"
        return self.get_response_display() if self.response else "No response yet"
