"""Assessments: likelihood and impact as somebody judged them on a day. Never overwritten, only followed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kpa_tracker.base.toolkit import clock
from risks.models.register import Risk
from risks.models.schemes import IMPACT_KINDS, level_field, one_of, step_field
from risks.scoring import STEPS, Level, Pair, Scored, score


class AssessmentQuerySet(models.QuerySet[Any]):
    """Assessments of risks."""

    def visible_to(self, user: Any) -> Any:
        """Select the assessments of the risks that this person may see."""
        return self.filter(risk__in=Risk.objects.visible_to(user))

    def for_history(self) -> Any:
        """Load who made each one, the latest first."""
        return self.select_related("assessed_by").order_by("-assessed_on", "-pk")


class Assessment(models.Model):
    """One scoring of a risk: with no controls (inherent), as it is (current), or as it is meant to be (target)."""

    class Basis(models.TextChoices):
        INHERENT = "inherent", "Inherent: with no controls"
        CURRENT = "current", "Current: with the controls there are"
        TARGET = "target", "Target: where treatment is to bring it"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="assessments")
    basis = models.CharField(max_length=8, choices=Basis.choices)
    likelihood = step_field("likelihood")
    impact = step_field("impact")
    impact_kind = models.CharField("the gravest impact is on", max_length=12, choices=IMPACT_KINDS)
    level = level_field("level when it was made", editable=False)
    rationale = models.TextField("why this score")
    assessed_on = models.DateField(default=clock.today, editable=False)
    assessed_at = models.DateTimeField(default=clock.now, editable=False)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["assessed_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["risk", "basis", "assessed_on"], name="risks_assessments_in_order")]
        constraints: ClassVar = [
            one_of("likelihood", STEPS, constraint="risks_likelihood_from_1_to_5"),
            one_of("impact", STEPS, constraint="risks_impact_from_1_to_5"),
            one_of("level", Level, constraint="risks_assessment_level_known"),
            models.CheckConstraint(condition=~Q(rationale=""), name="risks_assessment_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.score} ({self.likelihood} × {self.impact})"

    @property
    def authority_id(self) -> int:
        return self.risk.authority_id

    @property
    def pair(self) -> Pair:
        return self.likelihood, self.impact

    @property
    def score(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return score(self.likelihood, self.impact)

    @property
    def scored(self) -> Scored:
        return Scored(self.assessed_on, self.pair)
