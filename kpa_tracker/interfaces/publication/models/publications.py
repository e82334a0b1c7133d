"""Publications: what was made public, when and by whom; and what was taken back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.kept import KeptFile, WrittenOnce, WrittenOnceQuerySet
from kpa_tracker.base.toolkit.pictures import type_of
from kpa_tracker.interfaces.publication.models.moments import said
from kpa_tracker.interfaces.publication.models.wordings import Wording
from plans.models import Plan


class PublicAddressQuerySet(WrittenOnceQuerySet):
    """The public addresses of plans."""

    def visible_to(self, user: Any) -> Any:
        """Select the addresses of the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))


class PublicAddress(WrittenOnce):
    """The two words by which the public finds a plan. Kept since its first publication: no later name breaks a link."""

    STAYS = "The public address of a plan stays as it is: links lead to it."

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="public_address", editable=False)
    authority_slug = models.SlugField(max_length=60, editable=False)
    plan_slug = models.SlugField(max_length=80, editable=False)

    objects: ClassVar = PublicAddressQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name_plural = "public addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority_slug", "plan_slug"], name="publication_address_once")
        ]

    def __str__(self) -> str:
        return f"{self.authority_slug}/{self.plan_slug}"


class PublicationQuerySet(WrittenOnceQuerySet):
    """Publications of plans."""

    def visible_to(self, user: Any) -> Any:
        """Select the publications of the authorities in which this person has a role, those under embargo as well."""
        return self.filter(plan__authority__in=user.authorities_granting("people.view_authority"))

    def public(self) -> Any:
        """Select what the public may read at this second: its time has come, and nobody has withdrawn it."""
        return self.filter(public_from__lte=clock.now(), withdrawal=None)

    def embargoed(self) -> Any:
        """Select what waits for its time."""
        return self.filter(public_from__gt=clock.now(), withdrawal=None)

    def taken_back(self) -> Any:
        """Select what was withdrawn, before its time or after."""
        return self.exclude(withdrawal=None)

    def withdrawn(self) -> Any:
        """Select what was public and was withdrawn: what never was has no public address that could say so."""
        return self.filter(public_from__lte=F("withdrawal__at"))

    def current(self) -> Any:
        """Select, of what is public, the latest of each plan."""
        newer = self.model.objects.public().filter(plan=models.OuterRef("plan")).order_by("-number")
        return self.public().filter(number=models.Subquery(newer.values("number")[:1]))

    def made_with(self, wording: Wording) -> Any:
        """Select what was published while a text was approved, and nobody has withdrawn since: it keeps the text. Of a
        risk these are the publications of every plan that names it."""
        until = wording.revoked_at or clock.now()
        made = self.filter(withdrawal=None, published_at__gte=wording.decided_at, published_at__lte=until)
        if wording.kind != Wording.Kind.RISK:
            return made.filter(plan=wording.plan_id)
        naming = Q(ambitions__risks=wording.subject) | Q(deliverables__risks=wording.subject)
        return made.filter(plan__in=Plan.objects.filter(naming).values("pk"))

    def for_list(self) -> Any:
        """Load what a row names, the latest first; what was published stays behind: one query."""
        named = self.select_related("plan__public_address", "published_by", "withdrawal__by").defer("content")
        return named.order_by("-public_from", "-pk")


class Publication(WrittenOnce):
    """A plan as the public was given it: every word of it, from when, by whom. Never written again."""

    STAYS = "A publication stays as it was published. Publish another one, or withdraw it."

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications", editable=False)
    number = models.PositiveIntegerField(editable=False)
    content = models.JSONField(editable=False)
    note = models.TextField("what is new, in the publisher’s words", blank=True, editable=False)
    public_from = models.DateTimeField("public from", editable=False, db_index=True)
    published_at = models.DateTimeField(editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    missing = models.TextField("what the checklist missed, one a line", blank=True, editable=False)
    why_all_the_same = models.TextField("why it was published all the same", blank=True, editable=False)

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        ordering: ClassVar = ["plan", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="publication_publication_number_once"),
            models.CheckConstraint(
                condition=Q(public_from__gte=F("published_at")), name="publication_publication_not_before_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(missing="") | ~Q(why_all_the_same=""), name="publication_publication_past_missing_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, publication {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("publication", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id

    @property
    def is_withdrawn(self) -> bool:
        """Whether somebody took it back. Read with its withdrawal loaded."""
        return getattr(self, "withdrawal", None) is not None

    @property
    def is_embargoed(self) -> bool:
        return self.public_from > clock.now()

    @property
    def public_url(self) -> str:
        """Where the public reads it. Read with the address of its plan loaded."""
        address = self.plan.public_address
        return f"/public/{address.authority_slug}/{address.plan_slug}/{self.number}/"

    @property
    def stands(self) -> str:
        """How it stands, in words. Read with its withdrawal loaded."""
        if self.is_withdrawn:
            taken = self.withdrawal.at
            return (
                f"Withdrawn {said(taken)}" if taken >= self.public_from else f"Withdrawn before its time, {said(taken)}"
            )
        return (
            f"Not public before {said(self.public_from)}"
            if self.is_embargoed
            else f"Public since {said(self.public_from)}"
        )


WORN = ("sheet", "logo", "picture")
"""What the pages of a publication are drawn with: nobody is offered it to take away."""


class OfPublicationQuerySet(WrittenOnceQuerySet):
    """What belongs to a publication."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to publications that this person may see."""
        return self.filter(publication__in=Publication.objects.visible_to(user))


class OfPublication(WrittenOnce):
    """What belongs to a publication and is written once."""

    class Meta(WrittenOnce.Meta):
        abstract = True

    @property
    def authority_id(self) -> int:
        return self.publication.authority_id  # type: ignore[attr-defined]


class PublicationFile(KeptFile, OfPublication):
    """A file of a publication, byte for byte as the public was given it."""

    STAYS = Publication.STAYS

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        PACKAGE = "package", "Data package"
        JSON = "json", "JSON"
        CSV = "csv", "CSV"
        LOGO = "logo", "Logo"
        PICTURE = "picture", "Picture"
        SHEET = "sheet", "Colours of its pages"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files", editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices, editable=False)

    objects: ClassVar = OfPublicationQuerySet.as_manager()

    class Meta(OfPublication.Meta):
        ordering: ClassVar = ["publication", "kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "name"], name="publication_file_name_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="publication_file_not_empty"),
        ]

    @property
    def worn_as(self) -> str:
        """What it is served as, where pages are drawn with it."""
        return "text/css; charset=utf-8" if self.kind == self.Kind.SHEET else type_of(self.name)


class PublicationUseQuerySet(OfPublicationQuerySet):
    """Which updates the public was given."""

    def standing(self) -> Any:
        """Select what stands in publications that nobody has withdrawn, the latest first, with what a row names: one
        query. What was published stays behind."""
        named = self.filter(publication__withdrawal=None).select_related("publication__plan", "update__period")
        return named.defer("publication__content").order_by("-publication__public_from", "-publication__number")


class PublicationUse(OfPublication):
    """That a publication gives the public what this update says of its deliverable."""

    STAYS = Publication.STAYS

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="uses", editable=False)
    deliverable = models.ForeignKey(
        Deliverable, on_delete=models.PROTECT, related_name="publication_uses", editable=False
    )
    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, related_name="publication_uses", editable=False
    )

    objects: ClassVar = PublicationUseQuerySet.as_manager()

    class Meta(OfPublication.Meta):
        ordering: ClassVar = ["publication", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "deliverable"], name="publication_use_once_a_publication")
        ]

    def __str__(self) -> str:
        return f"{self.deliverable} in {self.publication}"


class Withdrawal(OfPublication):
    """That a publication was taken back: by whom, when and why. From that moment nobody outside reads it."""

    STAYS = "What was withdrawn stays withdrawn. Publish the plan anew."

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="withdrawal", editable=False)
    at = models.DateTimeField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    reason = models.TextField(editable=False)

    objects: ClassVar = OfPublicationQuerySet.as_manager()

    class Meta(OfPublication.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="publication_withdrawal_says_why")
        ]

    def __str__(self) -> str:
        return f"Withdrawal of {self.publication}"
