"""Results: what a series came to in a period, each version of it, and how it was judged."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from kpa_tracker.base.toolkit.ratings import RATINGS
from targets.models.goals import PartOfSeriesQuerySet, Target, Tolerance, exact, in_order
from targets.models.lists import Footnote
from targets.models.measures import Series

STATUSES = [(code, RATINGS[code].word) for code in ("red", "amber", "green")]


class ResultQuerySet(PartOfSeriesQuerySet):
    """Results of series."""

    def current(self) -> Any:
        """Select the newest version of each period's result."""
        return self.filter(is_current=True)

    def ending_by(self, day: datetime.date) -> Any:
        """Select the results of periods that were over on a day."""
        return self.filter(ends__lte=day)

    def for_page(self) -> Any:
        """Load who entered and judged each result, and its target and tolerance, by joins; footnotes by one query."""
        return self.select_related("entered_by", "on_behalf_of", "judged_by", "target", "tolerance").prefetch_related(
            "footnotes"
        )


class Result(Record):
    """What a series came to in a period. A correction is a new version; the versions before it stay.

    A period without a result is missing: nothing stands for it here, and it is never zero. A withheld result has a
    reason and no figure. `status` follows from `rule`, both as they were when the result was recorded; `held` is the
    same rule with its exact values (`targets.models.held`), so that a correction can be judged by it again.
    `judged_before` is what the owner judged of a figure that was corrected since; it does not count.
    """

    class Standing(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional"
        FINAL = "final", "Final"
        AUDITED = "audited", "Audited"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="results")
    starts = models.DateField("first day")
    ends = models.DateField("last day")
    number = models.PositiveIntegerField("version", default=1, editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    value = exact()
    second = exact()
    numerator = exact()
    denominator = exact()
    words = models.TextField(
        "in words", blank=True, help_text="What the evidence shows, where the measure has no number."
    )
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.PROVISIONAL)
    withheld_reason = models.TextField("withheld because", blank=True)
    note = models.TextField("note", blank=True, help_text="What a reader has to know to understand the figure.")
    footnotes = models.ManyToManyField(Footnote, blank=True, related_name="results")
    corrects_because = models.TextField("corrected because", blank=True)

    target = models.ForeignKey(
        Target, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="results"
    )
    tolerance = models.ForeignKey(
        Tolerance, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="results"
    )
    status = models.CharField(max_length=5, choices=STATUSES, blank=True, editable=False)
    rule = models.CharField("rule that gave the status", max_length=400, blank=True, editable=False)
    held = models.JSONField("what it was held against", default=dict, blank=True, editable=False)

    judged_status = models.CharField("the owner's own judgement", max_length=5, choices=STATUSES, blank=True)
    judged_reason = models.TextField("reason for it", blank=True)
    judged_at = models.DateTimeField(null=True, blank=True, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    judged_before = models.CharField(
        "judged before the correction", max_length=5, choices=STATUSES, blank=True, editable=False
    )

    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_late = models.BooleanField("came after the period closed", default=False, editable=False)
    is_invented = models.BooleanField("made up for the demonstration", default=False, editable=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["ends", "number"]
        indexes: ClassVar = [
            models.Index(fields=["series", "ends"], condition=Q(is_current=True), name="targets_current_by_end"),
        ]
        constraints: ClassVar = [
            in_order("targets_result_in_order"),
            models.UniqueConstraint(fields=["series", "starts", "ends", "number"], name="targets_result_version_once"),
            models.UniqueConstraint(
                fields=["series", "starts", "ends"],
                condition=Q(is_current=True),
                name="targets_result_one_current_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(value=None) | ~Q(words="") | ~Q(withheld_reason=""),
                name="targets_result_says_something",
                violation_error_message="Give a figure or words, or say why it is withheld.",
            ),
            models.CheckConstraint(
                condition=Q(withheld_reason="")
                | Q(value=None, second=None, numerator=None, denominator=None, words=""),
                name="targets_result_withheld_without_figure",
                violation_error_message="A withheld result has no figure.",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="targets_result_divided_by_something",
                violation_error_message="The denominator is more than zero.",
            ),
            models.CheckConstraint(
                condition=Q(judged_status="") | ~Q(judged_reason=""),
                name="targets_result_judged_with_reason",
                violation_error_message="Say why you judge otherwise than the rule.",
            ),
            both_or_neither("judged_at", "judged_by", name="targets_result_judged_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"{self.series}, to {self.ends:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return self.series.get_absolute_url()

    @property
    def authority_id(self) -> int:
        return self.series.authority_id

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_withheld(self) -> bool:
        return bool(self.withheld_reason)

    @property
    def takes_a_judgement(self) -> bool:
        """Its owner may judge it: it is open, or it was corrected after it was judged."""
        return not self.is_withheld and (not self.is_closed or bool(self.judged_before))

    @property
    def shown_status(self) -> str:
        """The status to count by: the owner's where the owner judged otherwise, else the rule's."""
        return self.judged_status or self.status
