"""Packs: what a committee was given to read before a meeting. Once frozen, nothing in them ever changes."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.kept import KeptFile, WrittenOnce, WrittenOnceQuerySet
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import Plan

STAYS = "This pack is frozen: what members were given stays as it was. Assemble another edition instead."
NEVER_DELETED = "Packs are never deleted."


class PackQuerySet(models.QuerySet[Any]):
    """Packs of committees."""

    def visible_to(self, user: Any) -> Any:
        """Select the frozen packs of the authorities in which this person has a role; those that are being assembled
        only where they edit, or audit."""
        read = user.authorities_granting("scrutiny.view_pack")
        made = user.authorities_granting("scrutiny.assemble_pack") | user.authorities_granting("audit.view_draft")
        return self.filter(
            Q(frozen_at__isnull=False, meeting__committee__authority__in=read)
            | Q(meeting__committee__authority__in=read & made)
        )

    def for_list(self) -> Any:
        """Load what a row names, the latest meeting first: one query. What is shown in the pack stays behind."""
        named = self.select_related("meeting__committee", "plan", "period", "frozen_by").defer("content")
        return named.order_by("-meeting__held_on", "meeting__committee__position", "plan_id", "-number", "-pk")

    def for_page(self) -> Any:
        """Load what the page of a pack names."""
        return self.select_related(
            "meeting__committee__authority", "plan__authority", "plan__scale", "period", "frozen_by"
        )

    def matching(self, words: str) -> Any:
        """Select what holds every word in its committee's name, its plan's title or the reason for the edition."""
        selected = self
        for word in words.split():
            selected = selected.filter(
                Q(meeting__committee__name__icontains=word) | Q(plan__title__icontains=word) | Q(why__icontains=word)
            )
        return selected

    def frozen(self) -> Any:
        """Select what members were given."""
        return self.exclude(frozen_at=None)

    def assembling(self) -> Any:
        """Select what is not frozen yet."""
        return self.filter(frozen_at=None)

    def superseded(self) -> Any:
        """Select the frozen packs that a later edition for the same meeting stands in for."""
        return self.frozen().filter(number__lt=_last_number())

    def latest_edition(self) -> Any:
        """Select, of the frozen packs, the last edition of each meeting and plan."""
        return self.frozen().filter(number=_last_number())

    def update(self, **values: Any) -> int:
        """Refuse to write into a pack that members were given."""
        if self.frozen().exists():
            raise Refused(STAYS)
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise Refused(NEVER_DELETED)


def _last_number() -> Subquery:
    same = {"meeting": OuterRef("meeting"), "plan": OuterRef("plan"), "scope": OuterRef("scope")}
    editions = Pack.objects.frozen().filter(**same).order_by("-number")
    return Subquery(editions.values("number")[:1])


class Pack(Record):
    """What a committee is given to read before a meeting: assembled from the records, then frozen as it was."""

    class Scope(models.TextChoices):
        COMMITTEE = "committee", "What the committee oversees"
        PLAN = "plan", "The whole plan"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="packs")
    scope = models.CharField("what is in it", max_length=10, choices=Scope.choices, default=Scope.COMMITTEE)
    period = models.ForeignKey(
        ReportingPeriod,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="packs",
        verbose_name="reporting period that it covers",
    )
    number = models.PositiveIntegerField("edition", default=1, editable=False)
    why = models.TextField("why there is another edition", blank=True)
    content = models.JSONField(null=True, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = PackQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering: ClassVar = ["-meeting__held_on", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "plan", "scope", "number"], name="scrutiny_pack_edition_once"),
            models.UniqueConstraint(
                fields=["meeting", "plan", "scope"],
                condition=Q(frozen_at=None),
                name="scrutiny_pack_one_in_hand",
                violation_error_message="A pack of this is being assembled for this meeting already.",
            ),
            both_or_neither("frozen_at", "frozen_by", name="scrutiny_pack_frozen_by_and_at"),
            models.CheckConstraint(
                condition=Q(frozen_at=None, content__isnull=True) | Q(frozen_at__isnull=False, content__isnull=False),
                name="scrutiny_pack_frozen_with_content",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(why=""),
                name="scrutiny_pack_later_edition_says_why",
                violation_error_message="Say why there is another edition.",
            ),
        ]

    def __str__(self) -> str:
        edition = f", edition {self.number}" if self.number > 1 else ""
        return f"Pack for {self.meeting}{edition}"

    def get_absolute_url(self) -> str:
        return reverse("pack", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write a pack that members were given. One query more."""
        if not self._state.adding and Pack.objects.frozen().filter(pk=self.pk).exists():
            raise Refused(STAYS)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Refused(NEVER_DELETED)

    @property
    def authority_id(self) -> int:
        return self.meeting.authority_id

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_of_whole_plan(self) -> bool:
        return self.scope == self.Scope.PLAN


class OfPackQuerySet(WrittenOnceQuerySet):
    """What was stored when a pack was frozen: written once, read ever after."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the packs that this person may see."""
        return self.filter(pack__in=Pack.objects.visible_to(user))


class OfPack(WrittenOnce):
    """What was stored when a pack was frozen."""

    STAYS = STAYS

    class Meta(WrittenOnce.Meta):
        abstract = True

    @property
    def authority_id(self) -> int:
        return self.pack.authority_id  # type: ignore[attr-defined]


class PackFile(KeptFile, OfPack):
    """A file that was made when a pack was frozen, byte for byte as members were given it, with its fingerprint."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel file"

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="files", editable=False)
    kind = models.CharField(max_length=4, choices=Kind.choices, editable=False)

    objects: ClassVar = OfPackQuerySet.as_manager()

    class Meta(OfPack.Meta):
        ordering: ClassVar = ["pack", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "kind"], name="scrutiny_packfile_one_of_a_kind"),
            models.CheckConstraint(condition=Q(size__gt=0), name="scrutiny_packfile_not_empty"),
        ]


class PackUseQuerySet(OfPackQuerySet):
    """Which updates stand in which packs."""

    def for_list(self) -> Any:
        """Load the pack, its meeting and the update's period, the latest meeting first: one query."""
        named = self.select_related("pack__meeting__committee", "update__period").defer("pack__content")
        return named.order_by(F("pack__meeting__held_on").desc(), "-pack__number")


class PackUse(OfPack):
    """That a frozen pack shows a deliverable, with this update where it had one."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="uses", editable=False)
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="pack_uses", editable=False)
    update = models.ForeignKey(
        ProgressUpdate, null=True, on_delete=models.PROTECT, related_name="pack_uses", editable=False
    )

    objects: ClassVar = PackUseQuerySet.as_manager()

    class Meta(OfPack.Meta):
        ordering: ClassVar = ["pack", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "deliverable"], name="scrutiny_packuse_once_a_pack")
        ]

    def __str__(self) -> str:
        return f"{self.deliverable} in {self.pack}"
