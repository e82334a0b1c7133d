"""The sheets of a plan's workbook, in the order in which one needs what another holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.markings import LONGEST
from kpa_tracker.interfaces.exchange.actions.book.columns import Column, Sort
from plans.models import ScalePoint, Section
from plans.periods import Frequency, Nation, Rhythm
from targets.models import Source
from targets.performance import Direction, Form, Gathering, Kind, MeasuredIn, Method

KEY_HEADING, MARKS_HEADING, GOES_ON = "Key", "Check", " …"
DAY, FIGURE, TEXT, YES = Sort.DAY, Sort.FIGURE, Sort.TEXT, Sort.YES


@dataclass(frozen=True)
class Sheet:
    """A sheet: the letter of its rows' keys, its columns, and the column by which a reader knows a row.

    `upright` has a row for each value. What a sheet of names holds is made where it is missing, and never changed.
    """

    name: str
    title: str
    letter: str
    columns: tuple[Column, ...]
    known_by: str = "title"
    upright: bool = False
    is_names: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def choice(name: str, heading: str, choices: Sequence[tuple[Any, Any]], *, width: int = 18) -> Column:
    words = {str(getattr(code, "value", code)): str(label) for code, label in choices}
    return Column(name, heading, Sort.CHOICE, width=width, choices=words, needed=True)


def title(longest: int, heading: str = "Title", name: str = "title") -> Column:
    return Column(name, heading, width=50, longest=longest, needed=True)


PLAN = Sheet(
    "plan",
    "Plan",
    "PLAN",
    (
        title(200),
        Column("starts_on", "Starts", DAY, needed=True),
        Column("ends_on", "Ends", DAY, needed=True),
        Column("marking", "Protective marking", longest=60, needed=True),
        Column("ambition_word", "First level is called", longest=60, needed=True),
        Column("descriptor_word", "Second level is called", longest=60, needed=True),
        Column("deliverable_word", "Third level is called", longest=60, needed=True),
        Column("scale", "Scale of ratings", longest=100),
        Column("vision", "Vision", TEXT),
        Column("values", "Values", TEXT),
        Column("foreword", "Foreword", TEXT),
        choice("reports_every", "Reports every", Rhythm.choices()),
        Column("reports_to", "Last days of its periods", TEXT),
        Column("opens_after", "Updates open, in days after a period's end", FIGURE, needed=True),
        Column("due_after", "Updates are due, in working days after that", FIGURE, needed=True),
        choice("bank_holidays", "Bank holidays of", Nation.choices()),
    ),
    upright=True,
)
RATINGS = Sheet(
    "ratings",
    "Ratings",
    "Z",
    (
        choice("code", "Colour", ScalePoint.Code.choices),
        Column("word", "Word", longest=40, needed=True),
        Column("definition", "When to choose it", TEXT, width=70, needed=True),
    ),
    known_by="word",
)
POSTS = Sheet(
    "posts",
    "Posts",
    "N",
    (title(200), choice("kind", "What it is", Post.Kind.choices, width=36)),
    is_names=True,
)
COMMITTEES = Sheet(
    "committees",
    "Committees",
    "C",
    (title(200, "Name", "name"), Column("short_name", "Short name", longest=40)),
    known_by="name",
    is_names=True,
)
RISKS = Sheet(
    "risks",
    "Risks",
    "K",
    (Column("reference", "Reference", longest=30, needed=True), title(300)),
    known_by="reference",
    is_names=True,
)
PRIORITIES = Sheet("priorities", "Priorities", "P", (title(200),))
MARKING = Column("marking", "Protective marking of its own", width=22, longest=LONGEST)
SECTIONS = Sheet(
    "sections",
    "Sections",
    "S",
    (
        title(200),
        choice("place", "Where", Section.Place.choices, width=22),
        Column("is_public", "In the public plan", YES),
        Column("body", "Text", TEXT, width=100, needed=True),
        MARKING,
    ),
)
GLOSSARY = Sheet(
    "glossary",
    "Glossary",
    "G",
    (title(60, "Term", "term"), Column("meaning", "Meaning", width=70, longest=400)),
    known_by="term",
)
GRADES = Sheet(
    "grades",
    "Grades",
    "E",
    (
        Column("scale", "Scale", width=40, longest=120, needed=True),
        Column("era", "Used in", longest=60),
        Column("rank", "Place, 1 is the worst", FIGURE, width=12, needed=True),
        Column("word", "Grade", longest=60, needed=True),
        Column("meaning", "What it means", TEXT, width=70),
    ),
    known_by="word",
    is_names=True,
)
SOURCES = Sheet(
    "sources",
    "Sources",
    "F",
    (
        title(200, "Name", "name"),
        choice("sort", "Kind", Source.Sort.choices, width=30),
        Column("note", "Note", TEXT, width=70),
    ),
    known_by="name",
    is_names=True,
)
SETS = Sheet(
    "sets",
    "Sets of measures",
    "H",
    (title(200), Column("introduction", "Introduction", TEXT, width=70)),
    is_names=True,
)
MEASURES = Sheet(
    "measures",
    "Measures",
    "M",
    (
        Column("reference", "Reference", longest=30, width=14),
        title(400),
        choice("kind", "Kind", Kind.choices()),
        Column("unit", "Unit", longest=120),
        Column("decimals", "Decimal places", FIGURE, width=10, needed=True),
        choice("direction", "Better is", Direction.choices()),
        choice("gathering", "A year's periods", Gathering.choices()),
        choice("forecast_by", "The year's end is forecast", Method.choices()),
        choice("frequency", "Results come", Frequency.choices()),
        Column("owner", "Owner", of="posts"),
        Column("committee", "Committee", of="committees"),
        Column("source", "Source", longest=200),
        Column("set", "Set", longest=200),
        Column("scale", "Scale of grades", longest=190),
        Column("footnotes", "Footnotes", Sort.NAMES, width=50),
        MARKING,
    ),
)
DEFINITIONS = Sheet(
    "definitions",
    "Definitions",
    "I",
    (
        Column("measure", "Measure", Sort.ROW, width=40, needed=True, of="measures"),
        Column("text", "What is counted", TEXT, width=70, needed=True),
        Column("applies_from", "Counted so from", DAY, needed=True),
        Column("is_change", "Counted otherwise before", YES, width=12),
    ),
    known_by="applies_from",
)
SERIES = Sheet(
    "series",
    "Series",
    "R",
    (
        Column("measure", "Measure", Sort.ROW, width=40, needed=True, of="measures"),
        Column("name", "Name", longest=120),
        Column("unit", "Unit, where it differs", longest=120),
        Column("decimals", "Decimal places, where they differ", FIGURE),
        Column("source", "Source, where it differs", longest=200),
    ),
    known_by="name",
)
OBJECTIVES = Sheet(
    "objectives",
    "Objectives",
    "O",
    (title(300), Column("priority", "Priority", width=40, of="priorities")),
)
TARGETS = Sheet(
    "targets",
    "Targets",
    "T",
    (
        Column("series", "Series", Sort.ROW, width=40, needed=True, of="series"),
        Column("objective", "Objective", Sort.ROW, width=40, of="objectives"),
        title(300, "Target", "text"),
        choice("form", "Sort of target", Form.choices()),
        Column("value", "Value", FIGURE, width=12),
        Column("second", "Second value", FIGURE, width=12),
        Column("change_percent", "Change in %", FIGURE, width=12),
        Column("change_by", "Change in the unit", FIGURE, width=12),
        Column("is_strict", "The value itself is not enough", YES, width=12),
        Column("starts", "From", DAY, needed=True),
        Column("ends", "To", DAY, needed=True),
        Column("footnotes", "Footnotes", Sort.NAMES, width=40),
        Column("baseline_text", "Baseline", longest=200),
        Column("baseline_value", "Baseline's figure", FIGURE, width=12),
        Column("baseline_second", "Baseline's second figure", FIGURE, width=12),
        Column("baseline_starts", "Baseline from", DAY),
        Column("baseline_ends", "Baseline to", DAY),
        Column("baseline_is_projected", "Baseline is a projection", YES, width=12),
        Column("baseline_footnotes", "Baseline's footnotes", Sort.NAMES, width=40),
        Column("profile", "Year's profile", Sort.PROFILE, width=44),
    ),
    known_by="text",
)
TOLERANCES = Sheet(
    "tolerances",
    "Tolerances",
    "B",
    (
        Column("target", "Target", Sort.ROW, width=40, needed=True, of="targets"),
        Column("amber_within", "Amber within", FIGURE, width=12, needed=True),
        choice("measured_in", "Measured", MeasuredIn.choices(), width=30),
        Column("applies_from", "Applies from", DAY, needed=True),
        Column("committee", "Set by committee", of="committees"),
        Column("set_by", "Set by, where no committee did", longest=200),
        Column("set_on", "Set on", DAY, needed=True),
        Column("reason", "Reason", TEXT, width=50),
    ),
    known_by="applies_from",
)
SHARED = (
    Column("priorities", "Priorities", Sort.NAMES, width=36, of="priorities"),
    Column("risks", "Risks", Sort.NAMES, width=16, of="risks"),
)
AMBITIONS = Sheet(
    "ambitions",
    "Ambitions",
    "A",
    (
        Column("reference", "Reference", longest=20, width=12),
        title(300),
        Column("description", "Description", TEXT, width=60),
        *SHARED,
    ),
)
DESCRIPTORS = Sheet(
    "descriptors",
    "Descriptors",
    "D",
    (Column("ambition", "Ambition", Sort.ROW, width=50, needed=True, of="ambitions"), title(400)),
)
DELIVERABLES = Sheet(
    "deliverables",
    "Deliverables",
    "L",
    (
        Column("ambition", "Ambition", Sort.ROW, width=30, needed=True, of="ambitions"),
        Column("descriptor", "Descriptor", Sort.ROW, width=30, of="descriptors"),
        Column("reference", "Reference", longest=30, width=12),
        title(400),
        Column("description", "Description", TEXT, width=50),
        Column("lead", "Lead post", of="posts"),
        Column("supporting", "Supporting posts", Sort.NAMES, of="posts"),
        Column("committee", "Committee", of="committees"),
        Column("deadline", "Deadline", longest=200, width=18),
        Column("measurements", "Measurements", Sort.LINES, width=50),
        Column("sub_items", "Parts", Sort.LINES, width=40),
        *SHARED,
        Column("measures", "Measures", Sort.ROWS, width=40, of="measures"),
        Column("public_wording", "Public wording", TEXT, width=50),
        Column("source_owner", "Owner as written", longest=300),
        MARKING,
    ),
)
SHEETS = (
    PLAN, RATINGS, POSTS, COMMITTEES, RISKS, GRADES, SOURCES, SETS, PRIORITIES, SECTIONS, GLOSSARY, AMBITIONS,
    DESCRIPTORS, MEASURES, DEFINITIONS, SERIES, OBJECTIVES, TARGETS, TOLERANCES, DELIVERABLES,
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
