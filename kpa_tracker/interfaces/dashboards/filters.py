"""How the list of a period's board is narrowed. Every number of the board is this list, counted."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Model

from deliverables.models import Deliverable
from deliverables.models.returns import CONTRADICTIONS, LATE, PLACES, SEVERAL
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.filters import ListFilter, RecordFilter, SearchFilter, SelectionFilter
from kpa_tracker.interfaces.dashboards.coverage import WORDS
from risks.models import Risk
from targets.models import Measure

PLACE_CHOICES = [
    *((key, word) for key, (word, _) in SEVERAL.items()),
    *((key, place.word) for key, place in PLACES.items()),
]
CONTRADICTION_CHOICES = [("any", "Any of them"), *((key, one.word) for key, one in CONTRADICTIONS.items())]


class AsOfPeriod(RecordFilter):
    """The post of which an update is asked, the committee that oversees it: in a closed period, those of then."""

    def filter(self, qs: Any, value: Any) -> Any:
        return super().filter(qs, value.pk if isinstance(value, Model) else value)


class ReturnFilter(ListFilter):
    """Where it stands in the period, whose it is, what is late and what contradicts itself."""

    main = ("words", "place", "lead", "late", "contradiction")

    words = SearchFilter(label="Words in it")
    place = SelectionFilter(by="at_place", label="Where it stands", choices=PLACE_CHOICES)
    lead = AsOfPeriod(Post, archived=True, field_name="asked_of", label="Lead post", null_label="No lead post")
    late = SelectionFilter(by="being_late", label="Late", choices=[(key, one.word) for key, one in LATE.items()])
    contradiction = SelectionFilter(by="contradicting", label="Contradictions", choices=CONTRADICTION_CHOICES)
    committee = AsOfPeriod(
        Committee, archived=True, field_name="overseen_by", label="Committee", null_label="No committee"
    )

    class Meta(ListFilter.Meta):
        model = Deliverable
        fields: ClassVar[list[str]] = []


class CoveredFilter(ListFilter):
    """Whether what a period asks of a measure or a risk has come."""

    words = SearchFilter(label="Words in it")
    owner = RecordFilter(Post, archived=True, label="Owner", null_label="No owner")
    committee = RecordFilter(Committee, archived=True, label="Committee", null_label="No committee")


class ResultsFilter(CoveredFilter):
    """Measures with a result due for a period."""

    came = django_filters.ChoiceFilter(label="Result", choices=list(WORDS["measures"].items()), empty_label="All")

    class Meta(ListFilter.Meta):
        model = Measure
        fields: ClassVar[list[str]] = []


class ReviewsFilter(CoveredFilter):
    """Risks with a review due in a period."""

    came = django_filters.ChoiceFilter(label="Review", choices=list(WORDS["risks"].items()), empty_label="All")

    class Meta(ListFilter.Meta):
        model = Risk
        fields: ClassVar[list[str]] = []
