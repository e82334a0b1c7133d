"""What a person keeps for themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kpa_tracker.base.people.models.persons import Person
from kpa_tracker.base.toolkit.models import Record


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Kept views of lists."""

    def visible_to(self, user: Person) -> SavedViewQuerySet:
        """Select this person's own."""
        return self.filter(person=user)


class SavedView(Record):
    """A list with its filters and sorting, kept by a person under a name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=100, help_text="The name of the list's address.")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "page", "name"], name="people_savedview_name_once_a_page")
        ]

    def __str__(self) -> str:
        return self.name
