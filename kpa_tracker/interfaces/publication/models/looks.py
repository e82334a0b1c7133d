"""How the documents and the public pages of an authority look."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.kept import KeptFile, WrittenOnceQuerySet
from kpa_tracker.base.toolkit.models import Record
from kpa_tracker.base.toolkit.typefaces import TYPEFACES, USUAL
from kpa_tracker.interfaces.publication.colours import why_unreadable


def readable(colour: str) -> None:
    """Refuse a colour that people could not read."""
    if reason := why_unreadable(colour):
        raise ValidationError(reason)


class LogoQuerySet(WrittenOnceQuerySet):
    """The logos of authorities."""

    def visible_to(self, user: Any) -> Any:
        """Select the logos of the authorities in which this person has a role."""
        return self.filter(authority__in=user.authorities_granting("people.view_authority"))


class Logo(KeptFile):
    """A picture that stands for an authority, drawn anew when it was taken in. Documents that have it keep it."""

    STAYS = "A logo stays as it is. Choose another picture."

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="logos", editable=False)

    objects: ClassVar = LogoQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "name"], name="publication_logo_once"),
        ]


class LookQuerySet(ScopedQuerySet):
    """The looks of authorities."""

    def of(self, authority_id: int) -> Any:
        """Select the look of an authority."""
        return self.filter(authority=authority_id)


class Look(Record):
    """How the documents and the public pages of an authority look: colours, typeface, logo, back page."""

    authority = models.OneToOneField(
        Authority,
        on_delete=models.PROTECT,
        related_name="look",
        error_messages={"unique": "This authority has a look already. Change that one."},
    )
    main_colour = models.CharField(
        "main colour",
        max_length=7,
        default="#12355b",
        validators=[readable],
        help_text="Covers, headings and the head of public pages: # and six digits, such as #12355b.",
    )
    accent_colour = models.CharField(
        "second colour",
        max_length=7,
        default="#9a5200",
        validators=[readable],
        help_text="The line on the cover and beside what is set apart, such as #9a5200.",
    )
    typeface = models.CharField(
        max_length=40,
        choices=list(TYPEFACES.items()),
        default=USUAL,
        help_text="What plans, reports and public pages are written in.",
    )
    logo = models.ForeignKey(
        Logo, null=True, blank=True, on_delete=models.PROTECT, related_name="looks", editable=False
    )
    logo_alt = models.CharField(
        "the logo in words",
        max_length=200,
        blank=True,
        help_text="What it shows, for people who cannot see it: “White horse, the badge of Kent”.",
    )
    back_page = models.TextField(
        "back page",
        blank=True,
        help_text="The last page of a plan: where to write, how to have it in another language. A line that begins "
        "with ## is a heading, one that begins with - stands in a list.",
    )

    objects: ClassVar = LookQuerySet.as_manager()

    class Meta:
        verbose_name = "look of documents"
        verbose_name_plural = "looks of documents"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(logo=None) | ~Q(logo_alt=""), name="publication_look_logo_in_words"),
            models.CheckConstraint(condition=Q(typeface__in=list(TYPEFACES)), name="publication_look_typeface"),
        ]

    def __str__(self) -> str:
        return f"Look of {self.authority}"

    def get_absolute_url(self) -> str:
        return reverse("look", args=[self.authority_id])
