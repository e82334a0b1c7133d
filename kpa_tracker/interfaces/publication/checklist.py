"""What a plan has to have before it is published, and what of it is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deliverables.models import Comment, Consultation, Deliverable
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.markdown import marks_in, parsed
from kpa_tracker.interfaces.publication.content import Asked, PlanDocument
from kpa_tracker.interfaces.publication.models import Requirement
from plans.models import Ambition, Plan, Priority, Section
from targets.models import Target

Seen = Requirement.Seen
ACT = "Police Act 1996, section 6A (local policing plans)"
USUAL = (
    ("Priorities for the year", ACT, Seen.PRIORITIES),
    ("Objectives, with what is done for each", ACT, Seen.OBJECTIVES),
    ("Targets by which performance is judged", ACT, Seen.TARGETS),
    ("Financial resources that are expected, and how they are allocated", ACT, Seen.SECTION),
    ("A draft that people could comment on", ACT, Seen.CONSULTED),
    ("Adoption by the authority", ACT, Seen.ADOPTED),
)
"""What the checklist of an authority holds until somebody makes it their own: (title, who asks for it, how seen)."""


@dataclass(frozen=True)
class Found:
    """A requirement, and whether the plan has it; the sections that answer it, where sections do."""

    requirement: Requirement
    is_met: bool
    sections: tuple[Section, ...] = ()


class Facts:
    """What of a plan can be worked out: each one query, asked once. Where it is known what would be published, what
    that lacks is not there."""

    def __init__(self, plan: Plan, document: PlanDocument | None = None) -> None:
        self.plan, self.document = plan, document

    @cached_property
    def priorities(self) -> bool:
        return Priority.objects.current().filter(plan=self.plan).exists()

    @cached_property
    def objectives(self) -> bool:
        ambitions = Ambition.objects.current().filter(plan=self.plan)
        without = ambitions.exclude(pk__in=Deliverable.objects.current().filter(plan=self.plan).values("ambition"))
        return ambitions.exists() and not without.exists()

    @cached_property
    def targets(self) -> bool:
        if self.document is not None:
            return bool(self.document.all_targets)
        plans = [self.plan.pk, *filter(None, [self.plan.under_id])]
        return Target.objects.current().filter(plan__in=plans).exists()

    @cached_property
    def consulted(self) -> bool:
        return Consultation.objects.filter(plan=self.plan).exists()

    @cached_property
    def answered(self) -> bool:
        return self.consulted and not Comment.objects.filter(consultation__plan=self.plan).unanswered().exists()

    @cached_property
    def told(self) -> set[tuple[str, str]]:
        """The sections of what would be published, each with its words."""
        texts = (*self.document.before, *self.document.after) if self.document else ()
        return {(text.title, text.body) for text in texts}

    def tells(self, section: Section) -> bool:
        """Whether a section answers what is asked: it is this plan's, it is public and, where that is known, it would
        be published."""
        here = section.plan_id == self.plan.pk and section.is_public and not section.is_archived
        return here and (self.document is None or (section.title, section.body) in self.told)

    @property
    def adopted(self) -> bool:
        return self.plan.is_adopted


ASKED: dict[str, Callable[[Facts], bool]] = {
    Seen.PRIORITIES: lambda facts: facts.priorities,
    Seen.OBJECTIVES: lambda facts: facts.objectives,
    Seen.TARGETS: lambda facts: facts.targets,
    Seen.CONSULTED: lambda facts: facts.consulted,
    Seen.ANSWERED: lambda facts: facts.answered,
    Seen.ADOPTED: lambda facts: facts.adopted,
}


def requirements_of(authority: Authority) -> list[Requirement]:
    """Return an authority's checklist in order: its own, or the usual one as long as it has none. Two queries."""
    own = list(Requirement.objects.filter(authority=authority).for_list())
    return own or ([] if has_own(authority) else usual(authority))


def has_own(authority: Authority) -> bool:
    """Whether an authority has made the checklist its own, and be it by emptying it."""
    return Requirement.objects.filter(authority=authority).exists()


def usual(authority: Authority) -> list[Requirement]:
    """Return the usual checklist, not stored."""
    return [
        Requirement(authority=authority, title=title, source=source, seen_by=seen, position=place)
        for place, (title, source, seen) in enumerate(USUAL, start=1)
    ]


def checked(plan: Plan, document: PlanDocument | None = None) -> list[Found]:
    """Return what the plan has to have, and whether it has it: in what would be published, where that is said. Nine
    queries at most."""
    facts = Facts(plan, document)
    return [found(requirement, facts) for requirement in requirements_of(plan.authority)]


def found(requirement: Requirement, facts: Facts) -> Found:
    if requirement.seen_by != Seen.SECTION:
        return Found(requirement, ASKED[requirement.seen_by](facts))
    stored: Iterable[Section] = [] if requirement._state.adding else requirement.sections.all()
    here = tuple(one for one in stored if facts.tells(one))
    return Found(requirement, bool(here), here)


def missing(checks: Iterable[Found]) -> list[str]:
    """Return the titles of what is missing."""
    return [one.requirement.title for one in checks if not one.is_met]


# --- In the document --------------------------------------------------------------------------------------------------

COLUMNS = ("title", "source", "seen_by")
"""What a document shows of a requirement; nothing else of it is read."""
PLACES = ("requirements", "")
"""The line that places them."""
Text = tuple[int, str, str]
"""A section of a document: its key, its place in the plan, its words."""


def asked_of(plan: Plan, sections: Iterable[Text]) -> tuple[Asked, ...]:
    """Return what is asked of a plan, with the sections of a document that answer it; nothing where no section places
    it. Five queries at most."""
    texts = list(sections)
    if not any(PLACES in marks_in(parsed(body)) for _, _, body in texts):
        return ()
    facts, anchors = Facts(plan), anchors_of(texts)
    answering = sections_answering(anchors)
    return tuple(
        Asked(
            **{name: row[name] for name in COLUMNS},
            is_met=row["seen_by"] in WORKED_OUT and ASKED[row["seen_by"]](facts),
            sections=tuple(anchors[key] for key in answering[row["pk"]]),
        )
        for row in rows_of(plan)
    )


WORKED_OUT = (Seen.CONSULTED, Seen.ANSWERED, Seen.ADOPTED)
"""What no part of a document shows, so that it says in words that it was done."""


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    own = list(Requirement.objects.current().filter(authority=plan.authority_id).values("pk", *COLUMNS))
    if own or has_own(plan.authority):
        return own
    return [{"pk": None, **dict(zip(COLUMNS, one, strict=True))} for one in USUAL]


def anchors_of(texts: Iterable[Text]) -> dict[int, str]:
    """Return by which name each section of a document is found in it, in order."""
    seen: Counter[str] = Counter()
    found = {}
    for key, place, _ in texts:
        seen[place] += 1
        found[key] = f"{place}-{seen[place]}"
    return found


def sections_answering(keys: Iterable[int]) -> dict[Any, list[int]]:
    """Return the sections that answer each requirement, in the order of the document. One query."""
    links = set(Requirement.objects.filter(sections__in=keys).values_list("pk", "sections"))
    found = defaultdict(list)
    for key in keys:
        for requirement in (one for one, section in links if section == key):
            found[requirement].append(key)
    return found
