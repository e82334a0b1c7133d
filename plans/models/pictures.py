"""Pictures that the sections of a plan place among their words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.figures import Figure
from kpa_tracker.base.toolkit.kept import KeptFile, WrittenOnceQuerySet
from kpa_tracker.base.toolkit.markdown import line_of, pictures_placed
from plans.models.plans import Plan
from plans.models.words import Part, PartQuerySet


class PictureFileQuerySet(WrittenOnceQuerySet):
    """The files of pictures."""

    def visible_to(self, user: Any) -> Any:
        """Select the files of the pictures of plans that this person may see."""
        return self.filter(pictures__plan__in=Plan.objects.visible_to(user)).distinct()


class PictureFile(KeptFile):
    """A picture as it was drawn when somebody brought it. Plans that take one another's pictures over share it."""

    STAYS = "A picture stays as it is. Add another one."

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="picture_files", editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)

    objects: ClassVar = PictureFileQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "name"], name="plans_picturefile_once"),
        ]


class PictureQuerySet(PartQuerySet):
    """Pictures of plans."""

    def for_list(self) -> Any:
        """Load what a picture measures, and not its bytes: one query."""
        return self.select_related("plan", "file").defer("file__content")

    def placed_in(self, texts: Iterable[str]) -> Any:
        """Select the pictures that some texts of their plan place, without their bytes: one query, none where they
        place none."""
        names = {name for text in texts for name in pictures_placed(text)}
        return self.current().filter(name__in=names).for_list() if names else self.none()


class Picture(Part):
    """A picture that texts of a plan place by its name: what it shows, in words, and what stands below it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(PictureFile, on_delete=models.PROTECT, related_name="pictures", editable=False)
    name = models.SlugField(
        max_length=60,
        db_index=False,
        help_text="What a text calls it by: letters, digits and hyphens, such as crime-by-year. It stays.",
    )
    alt = models.CharField(
        "what it shows, in words",
        max_length=400,
        help_text="For people who cannot see it, and whatever it says in figures: “Recorded crime fell from 149,000 in "
        "2003 to 121,000 in 2008.”",
    )
    caption = models.CharField("what stands below it", max_length=300, blank=True)

    objects: ClassVar = PictureQuerySet.as_manager()

    class Meta(Part.Meta):
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="plans_picture_name_once",
                violation_error_message="The plan already has a picture of this name, perhaps among what is archived.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plan-pictures", args=[self.plan_id])

    @property
    def line(self) -> str:
        """The line that places it in a text."""
        return line_of(self.name)

    @property
    def in_words(self) -> str:
        """What it shows, and what stands below it."""
        return " / ".join(filter(None, (self.alt, self.caption)))

    @property
    def figure(self) -> Figure:
        """How people of the authority see it. Read with its file loaded."""
        address = reverse("picture-file", args=[self.plan_id, self.file.name])
        return Figure(address, self.alt, self.caption, self.file.width, self.file.height)
