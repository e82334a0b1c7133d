"""What does not hold together in the words of a plan: lines that place nothing, references, abbreviations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deliverables.models import Deliverable, Measurement
from kpa_tracker.interfaces.dashboards.checks.base import Check, Mend
from kpa_tracker.interfaces.dashboards.checks.standing import ambitions_of, current
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Section
from plans.narrative import Abbreviation, faults_in, lines_of, lost_in, picture_faults, twice_in, unexplained

SECTION: Mend = ("section-edit", "plans.change_plan")
GLOSSARY: Mend = ("glossaryentry-add", "plans.change_plan")
OWN_WORDS = ("vision", "values", "foreword")
Found = list[tuple[Any, str]]
Texts = Iterator[tuple[Any, str]]


def sections_of(plan: Plan) -> Any:
    return Section.objects.current().filter(plan=plan).select_related("plan")


def has_own_words(plan: Plan) -> bool:
    return any(getattr(plan, name) for name in OWN_WORDS)


def misplaced(plan: Plan) -> Found:
    """Return the sections in which a line places nothing, or a table that stands before it already. A query more where
    one places a picture."""
    found: Found = []
    before: list[tuple[str, str]] = []
    levels = {name for at, one in enumerate(ambitions_of(plan), 1) for name in (str(at), one.reference)}
    sections = in_order(plan)
    pictures = {one.name for one in plan.pictures.placed_in(one.body for one in sections)}
    for section in sections:
        said = [*faults_in(section.body, levels), *twice_in(section.body, before)]
        said += picture_faults(section.body, pictures)
        before.append((section.title, section.body))
        found += [(section, sentence) for sentence in said]
    return found


def in_order(plan: Plan) -> list[Section]:
    """Return the sections of a plan as its document has them: those before the ambitions first."""
    return sorted(sections_of(plan), key=lambda section: section.place == Section.Place.AFTER)


def lost(plan: Plan) -> Found:
    """Return the sections with references that lead to no section, or, of those for the public, to one that is not."""
    everybody = in_order(plan)
    for_all = lost_among(everybody)
    for_public = [one for one in lost_among([one for one in everybody if one.is_public]) if one not in for_all]
    return [
        *((section, f"“#{handle}” is the name of no section and of no heading in one.") for section, handle in for_all),
        *((section, f"“#{handle}” is not in the public plan, and this is.") for section, handle in for_public),
    ]


def lost_among(sections: list[Section]) -> Found:
    return [(sections[at], handle) for at, handle in lost_in((one.title, one.body) for one in sections)]


def abbreviations(plan: Plan) -> Found:
    """Return where a plan first uses what its glossary does not explain."""
    terms = GlossaryEntry.objects.current().filter(plan=plan).values_list("term", flat=True)
    promised = list(current(plan))
    texts = [*words_before(plan), *words_of_levels(plan), *words_of_deliverables(plan, promised)]
    references = {one.reference for one in promised}
    return [(one.where, said(one)) for one in unexplained(texts, terms, references)]


def said(one: Abbreviation[Any]) -> str:
    times = "once" if one.number == 1 else f"{one.number} times"
    return f"{one.word} is used {times} in this plan, here first, and does not stand in its glossary."


def words_before(plan: Plan) -> Texts:
    yield from ((plan, lines_of(getattr(plan, name))) for name in OWN_WORDS)
    for section in in_order(plan):
        yield section, f"# {section.title}\n{lines_of(section.body)}"


def words_of_levels(plan: Plan) -> Texts:
    ambitions: dict[int, Ambition] = {one.pk: one for one in ambitions_of(plan)}
    yield from ((one, f"{one.title}\n{lines_of(one.description)}") for one in ambitions.values())
    titles = Descriptor.objects.current().filter(ambition__in=ambitions).values_list("ambition", "title")
    yield from ((ambitions[key], title) for key, title in titles)


def words_of_deliverables(plan: Plan, promised: list[Deliverable]) -> Texts:
    by_key = {one.pk: one for one in promised}
    yield from ((one, f"{one.title}\n{one.description}") for one in promised)
    texts = Measurement.objects.filter(deliverable__plan=plan).values_list("deliverable", "text")
    yield from ((by_key[key], text) for key, text in texts if key in by_key)


class OfWords(Check):
    """A check that says of each finding what it found in the words."""

    def found(self, plan: Plan) -> Found:
        return list(self.find(plan))


WORDS = (
    OfWords(
        "misplaced",
        "A table or picture that cannot be placed",
        "A line such as [[targets]] places a table in the plan’s document, and ![](picture:name) a picture. What is no "
        "name of one stands there as it was typed, for everybody to read.",
        misplaced,
        str,
        SECTION,
    ),
    OfWords(
        "lost",
        "A reference that leads nowhere",
        "Where a section was renamed or taken out, what referred to it says neither its number nor its page.",
        lost,
        str,
        SECTION,
    ),
    OfWords(
        "abbreviation",
        "Not in the glossary",
        "Who reads a plan from outside does not know the abbreviations of the service. Each stands in the glossary, or "
        "is written out.",
        abbreviations,
        str,
        GLOSSARY,
    ),
)
