"""How the lists of bodies and posts are narrowed, and every list to one authority."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, ClassVar

import django_filters
from django.db.models import Model, Q
from django.http import HttpRequest

from kpa_tracker.base.people.models import Authority, Committee, Meeting, Post
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter

FEW = 5
"""Of how many authorities the lists to choose from offer everything."""
CHOOSE_ONE = "Choose one to narrow the list by its plans, committees and posts too."
TOO_LONG = 19
"""Digits that no number of a record has."""
COMMITTEES = (("without_chair", "Without a chair"), ("without_meeting", "Without a meeting to come"))


class CommitteeFilter(django_filters.FilterSet):
    """Words, and what is missing."""

    words = SearchFilter()
    state = MethodChoice(label="Show", choices=COMMITTEES, empty_label="All committees")

    class Meta:
        model = Committee
        fields: list[str] = []


class AuthorityFilter(ListFilter):
    """An authority, asked for only where the person sees more than one, or where the address names one: dashboards lead
    here with theirs. Whoever sees many is offered the records of the one that is chosen, and before that none but those
    that the address names: a page would be as long as the installation is large."""

    authority = RecordFilter(Authority, label="Authority")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen, asked = len(self.request.user.authority_ids), self.data.get("authority")
        if seen < 2 and not asked:
            del self.filters["authority"]
        if seen > FEW:
            self._offer_within(asked)

    def _offer_within(self, authority: str | None) -> None:
        self.main = self.main and ("authority", *self.main)
        for name, facet in self._records():
            named = self.data.get(name)
            if authority or named:
                facet.queryset = part_of(facet.queryset, number_in(authority), number_in(named))
            else:
                del self.filters[name]
                self.filters["authority"].extra["help_text"] = CHOOSE_ONE

    def _records(self) -> list[tuple[str, Any]]:
        """Return the facets that offer records of authorities."""
        facets = [one for one in self.filters.items() if isinstance(one[1], django_filters.ModelChoiceFilter)]
        return [(name, facet) for name, facet in facets if name != "authority"]


def part_of(offered: Callable[[HttpRequest], Any], authority: int, named: int) -> Callable[[HttpRequest], Any]:
    """Return what a facet offers of an authority, with the record that the address names: the two may not agree."""

    def choices(request: HttpRequest) -> Any:
        records = offered(request)
        return records.filter(Q(**{way_to_authority(records.model): authority}) | Q(pk=named))

    return choices


@cache
def way_to_authority(model: type[Model]) -> str:
    """Return the path from a record to its authority: "plan__authority". It follows what every record has.

    Raises LookupError for a model that belongs to none.
    """
    owners = {one.name: one.related_model for one in model._meta.fields if one.many_to_one and not one.null}
    if "authority" in owners:
        return "authority"
    for name, owner in owners.items():
        with suppress(LookupError):
            return f"{name}__{way_to_authority(owner)}"
    raise LookupError(model)


def number_in(text: str | None) -> int:
    """Return the number of a record as an address gives it; 0, which none has, where it gives none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < TOO_LONG else 0


def bodies_asked(user: Any, asked: dict[str, Any]) -> set[int]:
    """Return the authorities that a list is read of in memory: the one that is asked for, which is taken out of what is
    asked, or all that the person may see."""
    authority = asked.pop("authority", None)
    return {authority.pk} if authority else set(user.authorities_granting("people.view_authority"))


class PostFilter(AuthorityFilter):
    """Words (the holder's name among them), the committee, and what is vacant."""

    words = SearchFilter()
    committee = RecordFilter(Committee, field_name="committees", label="Sits on")
    state = MethodChoice(label="Show", choices=[("vacant", "Vacant posts")], empty_label="All posts")

    class Meta(ListFilter.Meta):
        model = Post
        fields: ClassVar[list[str]] = []


class MeetingFilter(AuthorityFilter):
    """Words, the committee, past or to come."""

    words = SearchFilter()
    authority = RecordFilter(Authority, label="Authority", field_name="committee__authority")
    committee = RecordFilter(Committee, label="Committee")
    when = MethodChoice(label="When", choices=[("coming", "To come"), ("past", "Past")], empty_label="Any time")

    class Meta(ListFilter.Meta):
        model = Meeting
        fields: ClassVar[list[str]] = []
