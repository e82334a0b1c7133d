"""An answer as a cell of a return says it, and a cell read back as the answer of an update."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.dates import Precision, format_date, parse_partial_date
from kpa_tracker.base.toolkit.ratings import Stage
from kpa_tracker.base.toolkit.workbooks.exact import FAILED
from kpa_tracker.interfaces.exchange.actions.returns.columns import ANSWERS, Sort
from plans.models import Plan

NO_DAY = "“{}” is no day that could be read. Write it as 30 June 2010."
NOT_IN_LIST = "“{}” is not in the list. Choose one of: {}."
NO_POST = "There is no post “{}” here. Choose one from the list."
SHOWS_AN_ERROR = "This cell shows an error. Type what it should say."
SHOWN_AT_MOST = 60


class Unread(ValueError):
    """What stands in a cell cannot be read; the message says what to write there."""


@dataclass(frozen=True)
class Words:
    """The words in which one plan's returns are filled in: stages and ratings by what they are called, and posts."""

    stages: Mapping[str, str]
    ratings: Mapping[str, str]
    posts: Mapping[str, Post]

    def of(self, sort: Sort) -> list[str]:
        """The list to choose from, as people read it."""
        return list({Sort.STAGE: self.stages, Sort.RATING: self.ratings, Sort.POST: self.posts}[sort])

    def shown(self, sort: Sort, value: Any) -> str:
        """Return an answer as a cell says it."""
        if not value:
            return ""
        if sort in (Sort.STAGE, Sort.RATING):
            coded = self.stages if sort is Sort.STAGE else self.ratings
            return next((word for word, code in coded.items() if code == value), str(value))
        return format_date(value) if isinstance(value, date) else str(value)

    def read(self, sort: Sort, text: str) -> Any:
        """Return what a cell says as an update holds it; raise Unread where it says nothing that is known."""
        readers: dict[Sort, Callable[[str], Any]] = {Sort.DAY: day_in, Sort.POST: self._post}
        if text == FAILED:
            raise Unread(SHOWS_AN_ERROR)
        if not text:
            return None if sort in readers else ""
        coded = {Sort.STAGE: self.stages, Sort.RATING: self.ratings}.get(sort)
        return _one_of(coded, text) if coded is not None else readers.get(sort, str)(text)

    def _post(self, text: str) -> Post:
        found = _by_word(self.posts, text)
        if found is None:
            raise Unread(NO_POST.format(text[:SHOWN_AT_MOST]))
        return found


def words_of(plan: Plan) -> Words:
    """Return the words of a plan's returns. Two queries."""
    points = plan.scale.points.order_by("position")
    posts = Post.objects.filter(authority=plan.authority_id, archived_at=None)
    return Words(
        {stage.word: stage.value for stage in Stage},
        {point.word: point.code for point in points},
        {post.title: post for post in posts},
    )


def day_in(text: str) -> date:
    """Return the day that a cell names, typed as text or turned into a day by a spreadsheet."""
    read = parse_partial_date(text)
    if read.precision is not Precision.DAY or read.due is None:
        raise Unread(NO_DAY.format(text[:SHOWN_AT_MOST]))
    return read.due


def _one_of(coded: Mapping[str, str], text: str) -> str:
    found = _by_word(coded, text)
    if found is None:
        raise Unread(NOT_IN_LIST.format(text[:SHOWN_AT_MOST], ", ".join(coded)))
    return found


def _by_word(known: Mapping[str, Any], text: str) -> Any:
    """Return what a word names; capitals and spaces do not matter."""
    return next((value for word, value in known.items() if plain(word) == plain(text)), None)


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def mark_of(cells: Mapping[str, str]) -> str:
    """Return a short sum of a row's answers: the same when it comes back, nobody has filled it in."""
    said = "\x1f".join(" ".join(cells.get(column.name, "").split()) for column in ANSWERS)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
