"""Deliverables as rows of a Word document's tables, with the columns and the words of the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.ratings import rating_of, stage_of
from kpa_tracker.interfaces.publication.content import PlanDocument, Progress, Row

WORKING = ("Lead and supporting posts", "Deadline", "Stage and rating", "Latest update")


def head(document: PlanDocument) -> list[str]:
    first = ["Ref", document.deliverable_word, "How we will know"]
    if not document.is_public:
        return [*first, *WORKING]
    return [*first, "By when", *(["Progress"] if document.has_progress else [])]


def cells(document: PlanDocument, row: Row) -> list[str]:
    first = [row.reference or "–", lines(what(document, row)), lines(row.measurements) or "Not set yet"]
    deadline = row.deadline or "No deadline set"
    if not document.is_public:
        return [*first, lines(posts(row)), lines([deadline, row.slip]), lines(standing(row)), lines(latest(row))]
    return [*first, deadline, *([lines(published(row.progress))] if document.has_progress else [])]


def lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))


def what(document: PlanDocument, row: Row) -> Iterator[str]:
    yield from (row.title, row.description)
    yield from (f"• {text} ({committee})" if committee else f"• {text}" for text, committee in row.sub_items)
    if document.is_public and row.committee:
        yield f"Overseen by {row.committee}"


def posts(row: Row) -> Iterator[str]:
    yield row.lead or "No lead post yet"
    if row.supporting:
        yield f"With {', '.join(row.supporting)}"
    if row.committee:
        yield f"Overseen by {row.committee}"


def standing(row: Row) -> Iterator[str]:
    told = row.progress
    if told is None:
        yield "Not rated yet"
    else:
        yield rating(told)
        yield stage_of(told.stage).word
        if told.forecast and told.forecast != told.rating:
            yield f"Year end: {told.forecast_word or told.forecast}"
    yield from (str(flag.word) for flag in row.flags)


def rating(told: Progress) -> str:
    return told.word or rating_of(told.rating).word


def latest(row: Row) -> Iterator[str]:
    if row.progress is None:
        yield "No update yet"
        return
    yield ". ".join(filter(None, (position(row.progress), row.progress.note)))
    yield from (f"{heading}: {text}" for heading, text in row.progress.said)


def published(told: Progress | None) -> Iterator[str]:
    if told is None:
        yield "No progress published yet"
        return
    yield f"{rating(told)}. {stage_of(told.stage).word}"
    yield from (text for _, text in told.said)
    yield position(told)


def position(told: Progress) -> str:
    return f"Position at {format_date(told.as_at)}"
