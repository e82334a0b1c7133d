"""How an authority scores: its matrix, what each step means, how often it reviews, its categories and appetite."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Archivable, Record
from risks.scoring import STANDARD_MONTHS, STEPS, Level, Pair

LONGEST_INTERVAL = 24


def step_field(label: str, **options: Any) -> models.PositiveSmallIntegerField:
    """Return the column of a likelihood or an impact."""
    return models.PositiveSmallIntegerField(label, choices=[(step, str(step)) for step in STEPS], **options)


def level_field(label: str = "level", **options: Any) -> models.PositiveSmallIntegerField:
    """Return the column of a level: a number, so that levels are sorted and compared by the database."""
    return models.PositiveSmallIntegerField(label, choices=Level.choices(), **options)


def months_field(level: Level) -> models.PositiveSmallIntegerField:
    """Return the column of the months from one review to the next."""
    return models.PositiveSmallIntegerField(
        f"{level.word.lower()} risks: months to the next review",
        default=STANDARD_MONTHS[level],
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL)],
    )


def one_of(name: str, values: Any, *, constraint: str) -> models.CheckConstraint:
    """Return the constraint that a column holds one of some values, whatever door it came through."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}__in": [+one if isinstance(one, int) else one for one in values]}), name=constraint
    )


class Scheme(Record):
    """How one authority scores and reviews its risks. Made with the standard matrix when it first scores one."""

    authority = models.OneToOneField(Authority, on_delete=models.PROTECT, related_name="risk_scheme")
    very_high_months = months_field(Level.VERY_HIGH)
    high_months = months_field(Level.HIGH)
    medium_months = months_field(Level.MEDIUM)
    low_months = months_field(Level.LOW)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"How {self.authority} scores risks"

    @property
    def months(self) -> dict[Level, int]:
        """Months from one review to the next, by level."""
        return {level: getattr(self, f"{level.name.lower()}_months") for level in Level}

    @property
    def matrix(self) -> dict[Pair, Level]:
        """The level of each pair. One query, unless `cells` are loaded."""
        return {(cell.likelihood, cell.impact): Level(cell.level) for cell in self.cells.all()}


class PartOfSchemeQuerySet(models.QuerySet[Any]):
    """What belongs to an authority's way of scoring."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the schemes that this person may see."""
        return self.filter(scheme__in=Scheme.objects.visible_to(user))


class Cell(models.Model):
    """The level that a scheme gives to one pair of likelihood and impact."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="cells")
    likelihood = step_field("likelihood")
    impact = step_field("impact")
    level = level_field()

    objects = PartOfSchemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["likelihood", "impact"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "likelihood", "impact"], name="risks_cell_once_a_scheme"),
            one_of("likelihood", STEPS, constraint="risks_cell_likelihood_from_1_to_5"),
            one_of("impact", STEPS, constraint="risks_cell_impact_from_1_to_5"),
            one_of("level", Level, constraint="risks_cell_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.likelihood} × {self.impact}: {Level(self.level).word}"


class Definition(models.Model):
    """What one step means: of likelihood, or of one kind of impact."""

    class Axis(models.TextChoices):
        LIKELIHOOD = "likelihood", "Likelihood"
        SERVICE = "service", "Impact on the service"
        HARM = "harm", "Impact as harm to people"
        MONEY = "money", "Impact on money"
        REPUTATION = "reputation", "Impact on reputation"

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="definitions")
    axis = models.CharField(max_length=12, choices=Axis.choices)
    step = step_field("step")
    word = models.CharField(max_length=40)
    meaning = models.CharField("what it means", max_length=300)

    objects = PartOfSchemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["scheme", "axis", "step"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "axis", "step"], name="risks_definition_once_a_step"),
            one_of("step", STEPS, constraint="risks_definition_step_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.word}"


IMPACT_KINDS = [choice for choice in Definition.Axis.choices if choice[0] != Definition.Axis.LIKELIHOOD]
"""The kinds of impact: which one made an assessment as grave as it is."""


class Category(Archivable, Record):
    """A kind of risk, and how much of it the authority is willing to bear."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="risk_categories")
    name = models.CharField(max_length=80, help_text="For example Finance, or People.")
    appetite = level_field(
        "appetite: the highest level that is borne without a decision",
        null=True,
        blank=True,
        help_text="What lies above is treated, or accepted by somebody until a day.",
    )
    statement = models.TextField("what the authority says of it", blank=True)
    position = models.PositiveIntegerField("order", default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta(Archivable.Meta):
        verbose_name_plural = "categories"
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="risks_category_once_an_authority",
                violation_error_message="This authority already has a category with this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
