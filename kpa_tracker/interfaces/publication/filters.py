"""How the texts for the public, and the publications, are narrowed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django import forms

from kpa_tracker.base.people.filters import AuthorityFilter
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.filters import FilterForm, ListFilter, MethodChoice, RecordFilter, not_a_choice
from kpa_tracker.interfaces.publication.models import Publication, Wording
from kpa_tracker.interfaces.publication.wordings import Standing, Stands
from plans.models import Plan

LEFT_OUT = "left_out"
STANDS = [(one.value, one.label) for one in Stands]


class StandingForm(FilterForm):
    """What kind of text, and where it stands."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "All"), *Wording.Kind.choices],
        required=False,
        error_messages=not_a_choice("Kind"),
    )
    stands = forms.ChoiceField(
        label="Where it stands",
        choices=[("", "All"), *STANDS, (LEFT_OUT, "Left out of a publication: all but approved")],
        required=False,
        error_messages=not_a_choice("Where it stands"),
    )

    def narrow(self, found: Iterable[Standing]) -> list[Standing]:
        """Return those of some texts that were asked for; none where the question cannot be read."""
        if not self.is_valid():
            return []
        kind, stands = self.cleaned_data["kind"], self.cleaned_data["stands"]
        return [one for one in found if kind in ("", one.unit.kind) and is_so(one, stands)]


def is_so(standing: Standing, asked: str) -> bool:
    """Whether a text stands as it is asked for: "" asks for all."""
    return not asked or asked == standing.state.value or (asked == LEFT_OUT and not standing.is_published)


class PublicationFilter(AuthorityFilter):
    """Which plan, and whether the public reads it."""

    main = ("plan", "state")

    plan = RecordFilter(Plan, archived=True, label="Plan")
    state = MethodChoice(
        label="Show only",
        choices=(
            ("current", "What the public reads now"),
            ("public", "Public, also earlier ones"),
            ("embargoed", "Not public yet"),
            ("taken_back", "Withdrawn"),
        ),
        error_messages=not_a_choice("Show only"),
    )
    authority = RecordFilter(Authority, label="Authority", field_name="plan__authority")

    class Meta(ListFilter.Meta):
        model = Publication
        fields: ClassVar[list[str]] = []
