"""What a public document says, as items that can be found again in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpa_tracker.base.toolkit.markdown import pictures_placed
from kpa_tracker.base.toolkit.ratings import stage_of
from kpa_tracker.interfaces.publication.content.base import Narrative
from kpa_tracker.interfaces.publication.content.document import PlanDocument
from kpa_tracker.interfaces.publication.content.placing import heading_of
from kpa_tracker.interfaces.publication.content.rows import Ambition, Risk, Row
from kpa_tracker.interfaces.publication.content.targets import Goal, Targets

PLAN, PRIORITY, SECTION, AMBITION = "plan", "priority", "section", "ambition"
DELIVERABLE, TARGET, RISK, TERM, RATING = "deliverable", "target", "risk", "term", "rating"
SORTS = {
    PLAN: "The plan as a whole",
    PRIORITY: "Priorities",
    SECTION: "Sections",
    AMBITION: "Ambitions",
    DELIVERABLE: "Deliverables",
    TARGET: "Targets",
    RISK: "Risks",
    TERM: "Glossary",
    RATING: "What the ratings mean",
}
"""What a plan is made of, in the order in which differences are told."""


@dataclass(frozen=True)
class Text:
    """What a field of an item says; of a rating its code as well."""

    words: str
    rating: str = ""


@dataclass(frozen=True)
class Item:
    """Something in a document that can be found again in another: by the first of its keys that both have."""

    sort: str
    name: str
    keys: tuple[str, ...]
    texts: tuple[tuple[str, Text], ...]


def items_of(document: PlanDocument) -> Iterator[Item]:
    """Yield everything that a document says, as items. Every column of the public document is in one of them."""
    yield _whole(document)
    for title in document.priorities:
        yield _item(PRIORITY, title, (title,))
    yield from _sections(document, document.before, "before the ambitions")
    yield from _sections(document, document.after, "after the ambitions")
    for ambition in document.ambitions:
        yield from _of_ambition(document, ambition)
    for targets in (document.targets, document.targets_above):
        yield from _goals(targets)
    for term, meaning in document.glossary:
        yield _item(TERM, term, (term,), meaning=meaning)
    for point in document.scale:
        yield _item(RATING, point.word, (point.code,), word=point.word, meaning=point.definition)


def _sections(document: PlanDocument, texts: Iterable[Narrative], place: str) -> Iterator[Item]:
    pictures = {one.name: one.in_words for one in document.pictures}
    for one in texts:
        shown = "\n".join(pictures[name] for name in pictures_placed(one.body) if name in pictures)
        yield _item(
            SECTION, one.title, (one.title, one.body), title=one.title, text=one.body, pictures=shown, place=place
        )


def _whole(document: PlanDocument) -> Item:
    return _item(
        PLAN,
        document.title,
        ("plan",),
        title=document.title,
        authority=document.authority,
        period=document.period,
        state=document.state,
        protective_marking=document.marking,
        vision=document.vision,
        values=document.values,
        foreword=document.foreword,
        where_to_write=document.contact,
        names_of_its_levels=f"{document.ambition_word}, {document.descriptor_word}, {document.deliverable_word}",
    )


def _of_ambition(document: PlanDocument, ambition: Ambition) -> Iterator[Item]:
    home = ambition.reference or ambition.title
    yield _item(
        AMBITION,
        heading_of(document, ambition),
        (f"{ambition.reference} {ambition.title}", ambition.reference, ambition.title),
        reference=ambition.reference,
        title=ambition.title,
        description=ambition.description,
        priorities="\n".join(ambition.priorities),
    )
    for group in ambition.groups:
        for row in group.rows:
            yield _deliverable(home, group.title, row)
    for risk in ambition.risks:
        yield _risk(home, risk)


def _deliverable(ambition: str, group: str, row: Row) -> Item:
    name = f"{row.reference} {row.title}".strip()
    said = row.progress
    return _item(
        DELIVERABLE,
        name,
        (name, row.reference, row.title),
        rating=Text(said.word, said.rating) if said else "",
        stage=stage_of(said.stage).word if said else "",
        progress="\n".join(text for _, text in said.said) if said else "",
        as_at=f"{said.as_at.day} {said.as_at:%B %Y}" if said else "",
        reference=row.reference,
        wording=row.title,
        deadline=row.deadline,
        measurements="\n".join(row.measurements),
        parts="\n".join(" ".join(part).strip() for part in row.sub_items),
        committee=row.committee,
        ambition=ambition,
        stands_under=group,
    )


def _risk(ambition: str, risk: Risk) -> Item:
    keys = (f"{risk.reference} {ambition}", risk.reference)
    return _item(RISK, risk.reference, keys, wording=risk.title, ambition=ambition)


def _goals(targets: Targets | None) -> Iterator[Item]:
    for goal in targets.goals if targets else ():
        yield _goal(goal, targets.of_plan if targets else "")


def _goal(goal: Goal, of_plan: str) -> Item:
    name = ": ".join(filter(None, (goal.measure, goal.series)))
    return _item(
        TARGET,
        name,
        (f"{name} {goal.year} {goal.target}", f"{name} {goal.year}", name),
        target=goal.target,
        year=goal.year,
        baseline=goal.baseline_shown,
        period_of_the_baseline=goal.baseline_period,
        source=goal.source,
        priority=goal.priority,
        objective=goal.objective,
        from_the_plan=of_plan,
        footnotes="\n".join(
            f"{note.mark} {note.text}".strip()
            for note in (*goal.measure_notes, *goal.target_notes, *goal.baseline_notes)
        ),
    )


def _item(sort: str, name: str, keys: tuple[str, ...], **texts: str | Text) -> Item:
    said = ((label.replace("_", " "), Text(text) if isinstance(text, str) else text) for label, text in texts.items())
    return Item(sort, name, keys, tuple((label, text) for label, text in said if text.words))
