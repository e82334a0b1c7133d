"""The register as a table."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.ratings import rating_of, worst_of
from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn, LinkColumn, RatingColumn, TickColumn, rating_html
from risks.models import Risk
from risks.models.facts import last_move
from risks.models.querysets import RiskQuerySet
from risks.scoring import Stance, score, shown_level

ARROWS = {"up": "↑", "down": "↓", "level": "→", "": ""}


@cache
def level_html(level: int | None, points: int | None = None) -> SafeString:
    """Return a level as a word, a shape and a colour, with the score that gave it. Each of the few is drawn once: lists
    show them many times."""
    drawn = SafeString(render_to_string("components/rating.html", {"rating": shown_level(level)}).strip())
    return format_html('{} <span class="app-muted app-nowrap">{}</span>', drawn, points) if points else drawn


@cache
def stance_html(found: Stance) -> SafeString:
    """Return a stance in words, which are strong where somebody has to decide."""
    return format_html("<strong>{}</strong>" if found.needs_decision else "{}", found.word)


def level_text(level: int | None, points: int | None = None) -> str:
    word = shown_level(level).word
    return f"{word} ({points})" if points else word


class LevelColumn(tables.Column):
    """The level of a risk's latest assessment of one basis, by the matrix in force, with its score."""

    empty_values = ()

    def __init__(self, basis: str, **kwargs: Any) -> None:
        self.basis = basis
        super().__init__(**{"order_by": (f"{basis}_level", f"{basis}_score"), **kwargs})

    def parts(self, record: Any) -> tuple[int | None, int | None]:
        held = getattr(record, self.basis)
        return getattr(record, f"{self.basis}_level"), score(*held.pair) if held else None

    def render(self, record: Any) -> str:
        return level_html(*self.parts(record))

    def value(self, record: Any) -> str:
        return level_text(*self.parts(record))


class FileColumn(tables.Column):
    """A number or a day of its own, for files alone: pages show it with its words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"orderable": False, "visible": False, "default": "", **kwargs})


class MoveColumn(tables.Column):
    """How the score moved since the review before, in a word and an arrow."""

    empty_values = ()

    def render(self, record: Any) -> str:
        return self.value(record)

    def value(self, record: Any) -> str:
        found = last_move(record)
        return f"{ARROWS[found.arrow]}\N{NO-BREAK SPACE}{found.word}".strip() if found else "Not scored"


class StanceColumn(tables.Column):
    """Where a risk stands against appetite."""

    def render(self, record: Any) -> str:
        return stance_html(Stance(record.stance))

    def value(self, value: str) -> str:
        return Stance(value).word


class ReviewColumn(tables.Column):
    """The day of the next review, and whether it has passed."""

    empty_values = ()

    def render(self, record: Any) -> str:
        if record.is_review_overdue:
            shown = '{} <span class="app-flag app-flag--strong">Overdue</span>'
            return format_html(shown, format_date(record.next_review))
        return self.value(record)

    def value(self, record: Any) -> str:
        if record.review_due is None:
            return "None due"
        late = ", overdue" if record.is_review_overdue else ""
        return f"{format_date(record.next_review)}{late}"


class RiskTable(tables.Table):
    """A risk, who answers for it, how it is scored, what becomes of it, and what hangs on it.

    A file has columns beside those of the page: what the page shows under the title, and the links.
    """

    row = TickColumn(accessor="pk")
    reference = LinkColumn()
    title = tables.Column("Risk", attrs={"td": {"class": "app-table__main"}})
    owner = GapColumn("Owner", gap="No owner", order_by="owner__title")
    committee = GapColumn("Committee", gap="No committee", order_by="committee__name", visible=False)
    category = GapColumn("Category", gap="None", order_by="category__name", visible=False)
    current = LevelColumn("current", verbose_name="Now")
    moved = MoveColumn("Since the last review", orderable=False)
    target = LevelColumn("target", verbose_name="Target")
    score_now = FileColumn("Score now", accessor="current__score")
    likelihood_now = FileColumn("Likelihood now", accessor="current__pair__0")
    impact_now = FileColumn("Impact now", accessor="current__pair__1")
    score_wanted = FileColumn("Target score", accessor="target__score")
    stance = StanceColumn("Against appetite")
    status = tables.Column()
    next_review = ReviewColumn("Next review")
    review_by = FileColumn("Next review by", accessor="review_due")
    hangs_on = tables.Column(
        "Ambitions it hangs on", accessor="ambitions", orderable=False, empty_values=(), visible=False
    )
    treated_by = tables.Column("Deliverables", accessor="deliverables", orderable=False, empty_values=(), visible=False)
    worst = RatingColumn("Worst of its deliverables", accessor="pk", orderable=False)

    class Meta:
        model = Risk
        fields: ClassVar[tuple[str, ...]] = (
            "row",
            "reference",
            "title",
            "owner",
            "committee",
            "category",
            "current",
            "score_now",
        )
        fields += ("likelihood_now", "impact_now", "moved", "target", "score_wanted", "stance", "status", "next_review")
        fields += ("review_by", "hangs_on", "treated_by", "worst")

    def order_stance(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Order by it where it is worked out: today in the database, of the past in memory."""
        asked = queryset.with_stance() if isinstance(queryset, RiskQuerySet) else queryset
        return asked.order_by("-stance" if is_descending else "stance"), True

    def render_title(self, record: Risk) -> str:
        """The risk, with its category, committee and ambitions under it; a file has them in columns of their own."""
        ambitions = [one.reference or one.title for one in current_of(record.ambitions)]
        hangs = f"Ambition{'s' if len(ambitions) > 1 else ''} {', '.join(ambitions)}" if ambitions else ""
        return with_small(
            record.title, " · ".join(str(one) for one in (record.category, record.committee, hangs) if one)
        )

    def value_title(self, record: Risk) -> str:
        return record.title

    def render_hangs_on(self, record: Risk) -> str:
        return ", ".join(str(one) for one in current_of(record.ambitions)) or "None"

    def render_treated_by(self, record: Risk) -> str:
        return references_of(current_of(record.deliverables)) or "None"

    def render_worst(self, record: Risk) -> str:
        deliverables = current_of(record.deliverables)  # asked once: each time a manager is made for it
        return with_small(rating_html(*worst_among(deliverables)), references_of(deliverables))

    def value_worst(self, record: Risk) -> str:
        return rating_of(*worst_among(current_of(record.deliverables))).word


class PastRiskTable(RiskTable):
    """The same as of a day, with the day in every row of a file."""

    stood_on = DayColumn("As of", orderable=False)


class ArchivedRiskTable(tables.Table):
    """A risk that left the register: when, why, by whom. Its own page brings it back."""

    reference = LinkColumn()
    title = tables.Column("Risk")
    archived_at = tables.Column("Archived on")
    archived_by = tables.Column("By", order_by="archived_by__name")
    archived_reason = tables.Column("Why", orderable=False)

    class Meta:
        model = Risk
        fields = ("reference", "title", "archived_at", "archived_by", "archived_reason")

    def render_archived_at(self, value: datetime.datetime) -> str:
        return format_date(timezone.localdate(value))


def current_of(records: Any) -> list[Any]:
    """Return the loaded records that are not archived."""
    return [one for one in records.all() if not one.is_archived]


def references_of(records: Iterable[Any]) -> str:
    return ", ".join(one.reference for one in records)


def with_small(shown: str, under: str) -> str:
    """Return what a cell shows, with what belongs to it in small under it."""
    return format_html('{}<br><span class="app-muted">{}</span>' if under else "{}", shown, under)


def worst_among(deliverables: Iterable[Any]) -> tuple[str, str]:
    """Return the worst rating among some deliverables, with its plan's own word for it."""
    words = {one.rating: getattr(one, "rating_word", "") or "" for one in deliverables}
    code = worst_of(words).code
    return code, words.get(code, "")
