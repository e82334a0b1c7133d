"""When reminders go out: what an authority has set, and what a person wishes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Record
from kpa_tracker.interfaces.notifications.rhythm import Rhythm, Standard

AT_MOST = [MaxValueValidator(90, "At most 90 days.")]


class ScheduleQuerySet(ScopedQuerySet):
    """When authorities send reminders."""

    def of(self, authority: Any) -> Schedule:
        """Return what an authority has set, or the standard that holds until it does (not saved)."""
        found: Schedule = self.filter(authority=authority).first() or Schedule(authority=authority)
        return found

    def of_each(self, authorities: Iterable[Any]) -> dict[int, Schedule]:
        """Return what `of` says of each of some authorities, by their numbers. One query."""
        asked = list(authorities)
        found = {one.authority_id: one for one in self.filter(authority__in=asked)}
        return {one.pk: found.get(one.pk) or Schedule(authority=one) for one in asked}


class Schedule(Record):
    """When an authority's people are reminded, which of it nobody may turn off, and when the post above is told."""

    authority = models.OneToOneField(Authority, on_delete=models.PROTECT, related_name="schedule")
    days_before = models.PositiveSmallIntegerField(
        "days before the day", default=7, validators=AT_MOST, help_text="0 for no reminder beforehand."
    )
    must_before = models.BooleanField("nobody may turn this off", default=False)
    on_the_day = models.BooleanField("remind on the day itself", default=True)
    must_on_the_day = models.BooleanField("nobody may turn off the reminder on the day", default=False)
    days_after = models.PositiveSmallIntegerField(
        "every so many days after it", default=7, validators=AT_MOST, help_text="0 for no reminder afterwards."
    )
    must_after = models.BooleanField("nobody may turn off the reminders afterwards", default=True)
    days_to_escalation = models.PositiveSmallIntegerField(
        "tell the post above after so many days",
        default=14,
        validators=AT_MOST,
        help_text="Once for each thing that is late. 0 for never. Where there is no post above, plan editors are told.",
    )

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["authority"]

    def __str__(self) -> str:
        return f"Reminders of {self.authority}"

    @property
    def standard(self) -> Standard:
        rhythm = Rhythm(self.days_before, self.on_the_day, self.days_after)
        return Standard(rhythm, self.must_before, self.must_on_the_day, self.must_after)


class PreferenceQuerySet(models.QuerySet[Any]):
    """What people wish."""

    def visible_to(self, user: Any) -> Any:
        """Select the person's own."""
        return self.filter(person=user)

    def of(self, person: Any) -> Preference:
        """Return what a person wishes, or that they wish nothing of their own (not saved)."""
        found: Preference = self.filter(person=person).first() or Preference(person=person)
        return found


class Preference(Record):
    """When a person wants to be reminded, where they want it otherwise than their authority has set."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preference")
    days_before = models.PositiveSmallIntegerField("days before the day", null=True, blank=True, validators=AT_MOST)
    on_the_day = models.BooleanField("on the day itself", null=True, blank=True)
    days_after = models.PositiveSmallIntegerField(
        "every so many days after it", null=True, blank=True, validators=AT_MOST
    )

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["person"]

    def __str__(self) -> str:
        return f"Reminders of {self.person}"

    def under(self, schedule: Schedule, *, optional: bool = False) -> Rhythm:
        """Return the days on which this person is reminded in an authority. Of what is optional they may turn off all
        of it."""
        standard = schedule.standard.without_musts() if optional else schedule.standard
        return standard.kept(before=self.days_before, on_the_day=self.on_the_day, after=self.days_after)
