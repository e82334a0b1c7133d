"""The list of a period's board, and my work as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from deliverables.models import Deliverable
from deliverables.models.querysets import PLAN_ORDER
from deliverables.models.returns import CONTRADICTIONS, LATE, PLACES
from deliverables.progress import Flag, Kind
from deliverables.tables import IN_FILES, DeadlineInFiles
from kpa_tracker.base.toolkit.exports import Lines
from kpa_tracker.base.toolkit.ratings import rating_of, stage_of
from kpa_tracker.base.toolkit.tables import DayColumn, FileColumn, FlagsColumn, GapColumn, LinkColumn, RatingColumn
from kpa_tracker.interfaces.dashboards.coverage import WORDS
from kpa_tracker.interfaces.dashboards.my_recommendations import MyRecommendations
from kpa_tracker.interfaces.dashboards.my_work import MyWork


class PlaceColumn(tables.Column):
    """Where an update stands; what waits for a review leads to it."""

    def render(self, value: str, record: Any) -> Any:
        word = PLACES[value].word
        if not record.reviewable:
            return word
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("update-review", args=[record.said_pk]),
            word,
            record.reference,
        )

    def value(self, value: str) -> str:
        return PLACES[value].word


class BesideColumn(FlagsColumn):
    """What is late and what does not go together, as flags."""

    def flags(self, record: Any) -> list[Flag]:
        late = [Flag(key, one.word, one.how, Kind.TIME) for key, one in LATE.items() if getattr(record, key)]
        odd = [
            Flag(key, one.word, one.how, Kind.CONTRADICTION)
            for key, one in CONTRADICTIONS.items()
            if getattr(record, key)
        ]
        return late + odd

    def render(self, record: Any) -> str:
        return super().render(self.flags(record))

    def value(self, record: Any) -> str:
        return super().value(self.flags(record))


class ReturnTable(DeadlineInFiles):
    """Each deliverable of the plan: who leads it, and how its update of the period stands."""

    reference = tables.Column("Ref")
    title = LinkColumn(attrs={"td": {"class": "app-table__main"}})
    lead = GapColumn("Lead post", accessor="asked_post", gap="No lead post")
    deadline = FileColumn("Deadline", accessor="deadline_text")
    place = PlaceColumn("Where it stands")
    said_rating = RatingColumn("Rating in it")
    said_on = DayColumn("Submitted", gap="Not yet")
    said_by = GapColumn("Submitted by", gap="Nobody yet")
    said_for = GapColumn("On behalf of", gap="Not said")
    beside = BesideColumn("To look at", accessor="pk", orderable=False)

    class Meta:
        model = Deliverable
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}
        sequence: ClassVar = ("reference", "title", "lead", "deadline", *IN_FILES, "...")

    def order_reference(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Order as the plan does: 1.10 comes after 1.9."""
        ordered = queryset.order_by(*PLAN_ORDER)
        return (ordered.reverse() if is_descending else ordered), True


class CoveredTable(tables.Table):
    """What a period covers: whose it is, and whether what is asked of it has come."""

    reference = tables.Column("Ref")
    title = LinkColumn(attrs={"td": {"class": "app-table__main"}})
    owner = GapColumn("Owner", gap="No owner", order_by="owner__title")

    class Meta:
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}

    words: ClassVar[dict[str, str]] = {}

    def render_came(self, value: str) -> str:
        return self.words[value]

    def value_came(self, value: str) -> str:
        return self.render_came(value)


class ResultsTable(CoveredTable):
    """Measures with a result due for a period."""

    came = tables.Column("Result")
    words = WORDS["measures"]


class ReviewsTable(CoveredTable):
    """Risks with a review due in a period."""

    came = tables.Column("Review")
    words = WORDS["risks"]


# --- My work ----------------------------------------------------------------------------------------------------------

OF_MY_WORK = ("Under", "What it is", "Reference", "Title", "Due", "How it stands", "Worked out", "Said")


def my_work_in_file(waiting: Iterable[Sequence[str]], sections: Iterable[Any]) -> Lines:
    """Return what waits for a person's review, decision and signature, then their work under the page's headings."""
    return Lines(OF_MY_WORK, [*waiting, *(row for section in sections for row in _rows(section))])


def waiting_rows(work: MyWork, asked: MyRecommendations) -> Iterator[Sequence[str]]:
    """Yield what others sent that waits for this person."""
    for sent in work.to_review:
        word = rating_of(sent.rating, sent.rating_word).word
        yield ("To review", "Update", *_named(sent.deliverable), "", word, "", f"{sent.period}, {sent.submitted_by}")
    for moved in work.to_decide:
        move = f"{moved.old_text or 'No deadline'} to {moved.new_text}"
        yield ("Deadlines to decide", "Deliverable", *_named(moved.deliverable), move, "", "", str(moved.requested_by))
    for one in asked.to_sign:
        yield ("Recommendations to sign off", "Recommendation", one.reference, one.text, "", "", "", one.evidence)


def _rows(section: Any) -> Iterator[Sequence[str]]:
    title = section.group.title
    for item in getattr(section, "items", ()):
        yield (title, "Deliverable", *_deliverable(item))
    for one in getattr(section, "recommendations", ()):
        flags = [word for word, holds in (("Overdue", one.is_overdue), ("Sent back", one.came_back)) if holds]
        said = (one.due_text, one.get_state_display(), "; ".join(flags), one.remains)
        yield (title, "Recommendation", one.reference, one.text, *said)


def _named(deliverable: Any) -> tuple[str, str]:
    return deliverable.reference, deliverable.title


def _deliverable(item: Any) -> Sequence[str]:
    one = item.deliverable
    stands = f"{rating_of(one.rating, one.rating_word).word}, {stage_of(one.stage).word}" if one.latest else ""
    flags = "; ".join([*(flag.word for flag in one.computed.flags), *(["Draft"] if item.has_draft else [])])
    back = f"{item.newest.reviewed_by}: {item.newest.sent_back_reason}" if item.was_sent_back else ""
    return (*_named(one), one.deadline_text, stands, flags, back)
