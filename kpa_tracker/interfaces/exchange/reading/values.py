"""Reads the gathered cells of an outline into the plan, in two passes: first what is certain, then what rests on it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from kpa_tracker.base.toolkit.dates import Precision, parse_partial_date
from kpa_tracker.interfaces.exchange.reading import cells, riskrefs
from kpa_tracker.interfaces.exchange.reading.items import split_sub_items
from kpa_tracker.interfaces.exchange.reading.names import look_alikes
from kpa_tracker.interfaces.exchange.reading.outline import Gathered, Outline, walk
from kpa_tracker.interfaces.exchange.reading.owners import read_owners, split_names
from kpa_tracker.interfaces.exchange.reading.plan import (
    Fragment,
    Problem,
    Question,
    ReadAmbition,
    ReadDeliverable,
    ReadDescriptor,
    ReadOwners,
    ReadPlan,
    unique,
)
from kpa_tracker.interfaces.exchange.reading.priorities import runs_together, split_priorities, suggest_split

MOST_PRIORITIES = 50
"""A plan serves a handful of priorities. More different texts than this are no vocabulary to cut other texts with."""
Mappings = dict[str, dict[int, str]]


def key_of(kind: str, text: str) -> str:
    """A question's name: the same text asked about twice is one question, in this run and the next."""
    return f"{kind}-{hashlib.sha256(' '.join(text.split()).encode()).hexdigest()[:12]}"


class Interpreter:
    """Turns one outline into ambitions, descriptors and deliverables, and asks about what is open."""

    def __init__(self, plan: ReadPlan, mappings: Mappings, answers: dict[str, list[str]]) -> None:
        self.plan, self.mappings, self.answers = plan, mappings, answers
        self.questions: dict[str, Question] = {}
        self.known_names: frozenset[str] = frozenset()
        self.known_priorities: list[str] = []
        self.prefixes: set[str] = set()
        self.colour_columns: dict[str, int | None] = {}

    def read(self, outline: Outline) -> None:
        self._learn(outline)
        for ambition in outline.ambitions:
            self.plan.ambitions.append(self._ambition(ambition))
        self._find_mentioned_risks()
        self._ask_about_look_alikes()
        self.plan.questions = list(self.questions.values())
        self.plan.problems += problems_of(self.plan)

    def mapping(self, node: Gathered) -> dict[int, str]:
        return self.mappings[node.table.signature] if node.table else {}

    # --- First pass -------------------------------------------------------------------------------------------------
    def _learn(self, outline: Outline) -> None:
        """Learn the names that stand alone, the priorities that are certain, and which column's colours are ratings."""
        nodes = [deliverable for _, _, deliverable in walk(outline)]
        terms = {term.term.lower() for term in self.plan.glossary}
        known = frozenset(terms | {term.replace("&", "and") for term in terms})
        for node in nodes:
            split = split_names(cells.one_text(node, self.mapping(node), "owner"), known)
            known |= {split.names[0].lower()} if len(split.names) == 1 and not split.alternative else set()
        self.known_names = known
        pieces = [piece for node in (*outline.ambitions, *nodes) for piece in self._priority_lines(node)]
        certain = Counter(piece for piece in pieces if not runs_together(piece, []))
        self.known_priorities = unique(piece for piece, _ in certain.most_common(MOST_PRIORITIES))
        self._learn_colours(nodes)

    def _learn_colours(self, nodes: list[Gathered]) -> None:
        tables = {node.table.signature: node.table for node in nodes if node.table}
        for signature, table in tables.items():
            group = [node for node in nodes if node.table is table]
            column = cells.find_colour_column(group, self.mappings[signature], table.width)
            self.colour_columns[signature] = column
            if column is not None:
                heading = table.headings[column] or f"column {column + 1}"
                self.plan.notes.append(f"Ratings were read from the colours of the column “{heading}”.")

    def _priority_lines(self, node: Gathered) -> list[str]:
        return split_priorities(cells.one_text(node, self.mapping(node), "priorities"))

    # --- Second pass ------------------------------------------------------------------------------------------------
    def _ambition(self, node: Gathered) -> ReadAmbition:
        references, text = riskrefs.from_running_text(node.text)
        title, description = cells.split_title(text)
        ambition = ReadAmbition(title, node.place, node.text, description, implied=node.implied or not node.text)
        ambition.risk_references = riskrefs.once([*references, *self._risk_column(node)])
        ambition.priorities = self._priorities(node)
        ambition.descriptors = [self._descriptor(child) for child in node.children]
        return ambition

    def _descriptor(self, node: Gathered) -> ReadDescriptor:
        title = " ".join(node.text.split())
        return ReadDescriptor(title, node.place, [self._deliverable(child) for child in node.children], not title)

    def _deliverable(self, node: Gathered) -> ReadDeliverable:
        mapping = self.mapping(node)
        references, text = riskrefs.from_running_text(node.text)
        head, parts = split_sub_items(text)
        reference = cells.one_line(node, mapping, "reference")
        if not reference:
            reference, head = cells.take_reference(head)
        title, more = cells.deliverable_title(head)
        read = ReadDeliverable(title, node.place, node.text, reference=reference, sub_items=parts)
        read.description = "\n".join(part for part in (more, cells.one_text(node, mapping, "description")) if part)
        read.risk_references = riskrefs.once([*references, *self._risk_column(node)])
        read.priorities = self._priorities(node)
        self._read_values(read, node, mapping)
        return read

    def _read_values(self, read: ReadDeliverable, node: Gathered, mapping: dict[int, str]) -> None:
        read.owners = self._owners(node, mapping)
        read.committee = cells.one_line(node, mapping, "committee")
        read.deadline = self._deadline(node, mapping)
        read.measurements, read.only_a_marker = cells.measurements_of(node, mapping)
        read.update = cells.update_of(node, mapping)
        status = cells.status_of(node, mapping, self.colour_columns.get(node.table.signature if node.table else ""))
        read.rating, read.stage = status.rating, status.stage
        read.rating_from = ("colour" if status.by_colour else "word") if status.rating else ""
        read.update = "\n".join(part for part in (read.update, status.words) if part)
        if status.disagrees:
            text = f"The rating says “{read.rating}” but the cell has another colour. The word was taken."
            self.plan.problems.append(Problem(node.place, text))
        if status.differs:
            text = f"The columns of ratings say different things. The last of them, “{read.rating}”, was taken."
            self.plan.problems.append(Problem(node.place, text))

    def _deadline(self, node: Gathered, mapping: dict[int, str]) -> str:
        text = cells.one_line(node, mapping, "deadline")
        day = cells.date_of_serial(text)
        if day:
            told = f"The deadline “{text}” is a date as Excel keeps it. It was read as {day}."
            self.plan.problems.append(Problem(node.place, told))
        return day or text

    def _risk_column(self, node: Gathered) -> list[str]:
        found: list[str] = []
        for index, text in cells.texts_of(node, self.mapping(node), "risks"):
            references, rest = riskrefs.from_risk_column(text)
            found += references
            if rest:
                heading = node.table.headings[index] if node.table else ""
                self.plan.fragments.append(Fragment(node.place, heading, rest))
        return found

    def _priorities(self, node: Gathered) -> list[str]:
        """Return a cell's priorities; a line that may hold several is asked about, and kept whole until answered."""
        found: list[str] = []
        for piece in self._priority_lines(node):
            others = [one for one in self.known_priorities if one != piece]
            if runs_together(piece, others):
                found += self._ask("priorities", piece, node.place, suggest_split(piece, others))
            else:
                found.append(piece)
        return unique(iter(found))

    def _ask(self, kind: str, text: str, place: str, offer: list[str]) -> list[str]:
        prompt = "Which priorities does this name? Lines seem to have been lost."
        choices = (tuple(offer), (text,)) if tuple(offer) != (text,) else ((text,),)
        key = key_of(kind, text)
        self.questions.setdefault(key, Question(key, kind, prompt, place, text, choices))
        return self.answers.get(key) or [text]

    def _owners(self, node: Gathered, mapping: dict[int, str]) -> ReadOwners:
        text = cells.one_text(node, mapping, "owner")
        key = key_of("owners", text)
        owners, split = read_owners(text, self.known_names, self.answers.get(key))
        if split.alternative:
            prompt = "Who is named here? The first leads, the others support."
            choices = (split.names + split.supporting, split.alternative + split.supporting)
            offered = 1 if split.alternative_likelier else 0
            self.questions.setdefault(key, Question(key, "owners", prompt, node.place, text, choices, offered))
        support, _ = read_owners(cells.one_text(node, mapping, "support"), self.known_names)
        owners.support += [name for name in support.names if name not in owners.names]
        return owners

    def _find_mentioned_risks(self) -> None:
        """Find references elsewhere in the text, by the letters that this file numbers its risks with."""
        prefixes = {riskrefs.prefix_of(reference) for reference in self.plan.risk_references} - {""}
        for deliverable in self.plan.deliverables:
            texts = (deliverable.source_text, deliverable.description, *deliverable.measurements)
            found = [one for text in texts for one in riskrefs.mentioned(text, prefixes)]
            deliverable.risk_references = riskrefs.once([*deliverable.risk_references, *found])

    # --- Names that look alike --------------------------------------------------------------------------------------
    def _ask_about_look_alikes(self) -> None:
        for shorter, fuller in look_alikes(self.plan.owners):
            key = key_of("same-name", f"{shorter} {fuller}")
            place = next(each.place for each in self.plan.deliverables if shorter in each.owners.names)
            choices = ((fuller,), (shorter, fuller))
            prompt = f"Are “{shorter}” and “{fuller}” the same?"
            self.questions[key] = Question(key, "same-name", prompt, place, f"{shorter}; {fuller}", choices)
            if len(self.answers.get(key, [])) == 1:
                self._rename({shorter: self.answers[key][0], fuller: self.answers[key][0]})

    def _rename(self, names: dict[str, str]) -> None:
        for deliverable in self.plan.deliverables:
            owners = deliverable.owners
            owners.lead = names.get(owners.lead, owners.lead)
            owners.support = unique(names.get(name, name) for name in owners.support)


def problems_of(plan: ReadPlan) -> list[Problem]:
    """List each row's gaps, and what two rows contradict each other in."""
    references = Counter(each.reference for each in plan.deliverables if each.reference)
    found: list[Problem] = []
    for each in plan.deliverables:
        found += (*_gaps(each), *_oddities(each, references))
    terms = [term.term for term in plan.glossary if not term.meaning]
    found += [Problem(each.place, f"“{each.title}” has no deliverable.") for each in _empty_levels(plan)]
    return found + [Problem("Glossary", f"“{term}” has no meaning beside it.", is_gap=True) for term in terms]


def _empty_levels(plan: ReadPlan) -> Iterator[ReadAmbition | ReadDescriptor]:
    yield from (each for each in plan.descriptors if not each.deliverables)
    yield from (each for each in plan.ambitions if not each.descriptors)


def _oddities(deliverable: ReadDeliverable, references: Counter[str]) -> Iterator[Problem]:
    deadline, reference = deliverable.deadline, deliverable.reference
    if deadline and parse_partial_date(deadline).precision is Precision.UNKNOWN:
        yield Problem(deliverable.place, f"The deadline “{deadline}” is no date. It is kept as written.")
    if references[reference] > 1:
        yield Problem(deliverable.place, f"The reference “{reference}” stands at several rows.")


def _gaps(deliverable: ReadDeliverable) -> list[Problem]:
    missing = [
        (deliverable.owners.missing, "No owner."),
        (not deliverable.deadline, "No deadline."),
        (deliverable.only_a_marker, "The measurement is only a list marker."),
        (not deliverable.measurements and not deliverable.only_a_marker, "No measurement."),
    ]
    return [Problem(deliverable.place, text, is_gap=True) for absent, text in missing if absent]
