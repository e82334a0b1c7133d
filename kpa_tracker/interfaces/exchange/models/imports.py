"""What an import remembers: a file being looked at, how an authority's columns are read, where a record came from."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from deliverables.models import ReportingPeriod
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import Plan
from risks.models import Risk

KEPT_FOR = datetime.timedelta(days=14)
LONG = 1_000
"""From how many rows on a file is taken over while nobody waits."""
LONGEST_NAME = 100


class ImportMappingQuerySet(models.QuerySet["ImportMapping"]):
    """Kept readings of columns."""

    def visible_to(self, user: Any) -> ImportMappingQuerySet:
        """Select those of the authorities in which this person may import."""
        return self.filter(authority__in=user.authorities_granting("exchange.import_plan"))

    def for_list(self) -> ImportMappingQuerySet:
        """Load whose they are, by what they hold and their names: one query."""
        return self.select_related("authority").order_by("sort", "name", "pk")

    def matching(self, words: str) -> ImportMappingQuerySet:
        """Select those whose name or headings hold some words."""
        return self.filter(Q(name__icontains=words) | Q(headings__icontains=words))


class Sort(models.TextChoices):
    """What a file holds."""

    PLAN = "plan", "A plan"
    TARGETS = "targets", "Targets"
    RESULTS = "results", "Results"
    REGISTER = "register", "A risk register"
    BOOK = "book", "A plan's workbook"


class ImportMapping(Record):
    """How an authority reads the columns of one kind of table, so that nobody corrects the same table twice. It has a
    name, because two departments may read the same headings in two ways."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="import_mappings")
    sort = models.CharField("what it holds", max_length=8, choices=Sort.choices, default=Sort.PLAN)
    name = models.CharField(max_length=LONGEST_NAME, default="")
    signature = models.CharField(max_length=64, editable=False, help_text="A sum of the headings.")
    headings = models.TextField(help_text="The table's headings, in their order.")
    columns = models.JSONField(help_text="The field of each column, by its number.")

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "sort", "signature", "name"], name="exchange_mapping_once_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.headings[:LONGEST_NAME]

    def get_absolute_url(self) -> str:
        return reverse("import-reading", args=[self.pk])

    @property
    def by_column(self) -> dict[int, str]:
        """The field of each column, by its number."""
        return {int(column): field for column, field in self.columns.items()}


class StagedImportQuerySet(models.QuerySet["StagedImport"]):
    """Imports in hand and done."""

    def visible_to(self, user: Any) -> StagedImportQuerySet:
        """Select those into plans and registers of the authorities in which this person may import."""
        mine = user.authorities_granting("exchange.import_plan")
        return self.filter(Q(plan__authority__in=mine) | Q(register_of__in=mine))

    def for_page(self) -> StagedImportQuerySet:
        """Load the plan with its authority and scale, or whose register it is, and who uploaded."""
        return self.select_related("plan__authority", "plan__scale", "register_of", "uploaded_by", "confirmed_by")

    def for_list(self) -> StagedImportQuerySet:
        """Load what a line names, without what was read of the file: one query."""
        named = self.select_related("plan", "register_of", "uploaded_by", "confirmed_by")
        return named.defer("document", "choices", "names")

    def in_hand(self) -> StagedImportQuerySet:
        """Select what is neither confirmed nor out of date."""
        return self.filter(confirmed_at=None, expires_at__gt=clock.now())

    def out_of_date(self) -> StagedImportQuerySet:
        """Select what was never confirmed and has lain too long."""
        return self.filter(confirmed_at=None, expires_at__lte=clock.now())


PREVIEWS = {
    Sort.PLAN: "import-preview",
    Sort.TARGETS: "import-measures-preview",
    Sort.RESULTS: "import-measures-preview",
    Sort.REGISTER: "import-register-preview",
    Sort.BOOK: "import-book-preview",
}
"""The page that an import in hand leads to."""


def expiry() -> datetime.datetime:
    return clock.now() + KEPT_FOR


class StagedImport(Record):
    """A file on its way into a plan or a register: what was read in it and what the person answered. The file itself is
    not kept."""

    Sort = Sort

    plan: models.ForeignKey[Any, Any] = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="imports"
    )
    register_of: models.ForeignKey[Any, Any] = models.ForeignKey(
        Authority, null=True, blank=True, on_delete=models.CASCADE, related_name="register_imports"
    )
    sort = models.CharField("what it holds", max_length=8, choices=Sort.choices, default=Sort.PLAN)
    filename = models.CharField(max_length=200)
    document = models.JSONField(default=dict, help_text="The file's paragraphs and cells; emptied once imported.")
    choices = models.JSONField(default=dict, help_text="How columns are read, and the answers to questions.")
    names = models.JSONField(default=dict, help_text="What is done with each owner and committee not known here.")
    result = models.JSONField(default=dict, help_text="What the import made and changed.")
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(default=expiry)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StagedImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            both_or_neither("confirmed_at", "confirmed_by", name="exchange_confirmed_by_and_at"),
            models.CheckConstraint(
                condition=Q(sort="register", plan=None, register_of__isnull=False)
                | (~Q(sort="register") & Q(plan__isnull=False, register_of=None)),
                name="exchange_into_a_plan_or_a_register",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} into {self.into}"

    def get_absolute_url(self) -> str:
        return reverse("import-result" if self.confirmed_at else PREVIEWS[Sort(self.sort)], args=[self.pk])

    @property
    def into(self) -> str:
        """What it goes into, in words."""
        return str(self.plan) if self.plan else f"the risk register of {self.register_of}"

    @property
    def is_long(self) -> bool:
        """Whether taking it over takes longer than anybody waits for a page."""
        return sum(len(block.get("rows", ())) for block in self.document.get("blocks", ())) >= LONG

    @property
    def authority_id(self) -> int:
        return int(self.plan.authority_id if self.plan else self.register_of.pk)


class OriginQuerySet(models.QuerySet["Origin"]):
    """Where records came from."""

    def visible_to(self, user: Any) -> OriginQuerySet:
        """Select those of the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))


class Origin(models.Model):
    """The row that a record of a plan came from, and the values it gave: what a later import compares with.

    It lets an import leave alone what people changed since, as long as the file still says what it said.
    """

    class Kind(models.TextChoices):
        AMBITION = "ambition", "First level"
        DESCRIPTOR = "descriptor", "Second level"
        DELIVERABLE = "deliverable", "Third level"
        TARGET = "target", "Target"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="origins")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    record_id = models.PositiveBigIntegerField()
    text = models.TextField(help_text="The cell as it stood in the file.")
    values = models.JSONField(default=dict, help_text="What the last import read.")

    objects = OriginQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "kind", "record_id"], name="exchange_origin_once_a_record")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:80]}"

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class RiskOriginQuerySet(models.QuerySet["RiskOrigin"]):
    """What registers said of risks."""

    def visible_to(self, user: Any) -> RiskOriginQuerySet:
        """Select those of the risks that this person may see."""
        return self.filter(risk__in=Risk.objects.visible_to(user))


class RiskOrigin(models.Model):
    """What the last imported register said of a risk: what a later import compares with, as with `Origin`."""

    risk = models.OneToOneField(Risk, on_delete=models.CASCADE, related_name="origin")
    values = models.JSONField(default=dict, help_text="What the last import read.")

    objects = RiskOriginQuerySet.as_manager()

    def __str__(self) -> str:
        return f"What the register said of {self.risk}"

    @property
    def authority_id(self) -> int:
        return self.risk.authority_id


class StagedReturnQuerySet(models.QuerySet["StagedReturn"]):
    """Returns that came back as workbooks."""

    def visible_to(self, user: Any) -> StagedReturnQuerySet:
        """Select what this person sent in, as long as they see its plan: nobody else reads what is not taken yet."""
        return self.filter(uploaded_by=user, period__in=ReportingPeriod.objects.visible_to(user))

    def out_of_date(self) -> StagedReturnQuerySet:
        """Select what has lain too long, taken or not."""
        return self.filter(uploaded_at__lte=clock.now() - KEPT_FOR)


class StagedReturn(Record):
    """A return that came back as a workbook: what was read in it, and what its rows would do. The file is not kept, and
    what was read goes once it is taken."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="returns_by_workbook")
    filename = models.CharField(max_length=200)
    submits = models.BooleanField("submits its updates, or else keeps them as drafts", default=True)
    document = models.JSONField(default=dict, help_text="The file's cells; emptied once it is taken.")
    outcome = models.JSONField(default=list, help_text="What each row that was filled in does, or what is wrong in it.")
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = StagedReturnQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("return-preview", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return int(self.period.authority_id)
