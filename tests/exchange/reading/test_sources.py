"""The four forms of one real plan give the same figures. They are read where they exist, beside the repository."""

import pytest

from kpa_tracker.interfaces.exchange.reading.bounded import read_bounded
from kpa_tracker.interfaces.exchange.reading.interpret import Choices, interpret, suggested_answers
from kpa_tracker.interfaces.exchange.reading.plan import Counts
from tests.exchange.files import SOURCES

NAMES = [f"kpa-business-plan-2009-10{ending}" for ending in (".docx", ".xlsx", "-page-broken.xlsx", ".txt")]
FIGURES = Counts(
    ambitions=4,
    descriptors=17,
    deliverables=57,
    risk_references=22,
    priorities=4,
    without_owner=11,
    without_deadline=30,
    without_measurement=14,
    only_a_marker=1,
)
PRIORITIES = [
    "Building Public Confidence",
    "Effectively Tackling Crime and ASB",
    "Protecting the Public",
    "Making best use of resources",
]

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents are not beside this repository")


def read(name, choices=None):
    document = read_bounded(name, (SOURCES / name).read_bytes())
    plan = interpret(document, choices)
    return document, plan


@pytest.fixture(scope="module", params=NAMES)
def answered(request):
    document, plan = read(request.param)
    return interpret(document, Choices(answers=suggested_answers(plan)))


def test_every_form_of_the_plan_gives_the_same_figures(answered):
    assert answered.counts == FIGURES


def test_the_four_priorities_are_those_of_the_plan(answered):
    assert answered.priorities == PRIORITIES


def test_risks_hang_on_their_ambitions(answered):
    assert [len(ambition.risk_references) for ambition in answered.ambitions] == [8, 2, 4, 8]
    assert "KPA 13" not in answered.risk_references
    assert "KPA 14" not in answered.risk_references


def test_the_titles_carry_no_risk_references(answered):
    assert [ambition.title for ambition in answered.ambitions] == [
        "Setting strategic Direction and Priorities",
        "Supporting Performance Improvement",
        "Achieving Results through consultation, collaboration and partnership",
        "Delivering Value for Money and Productivity",
    ]


def test_nine_strategies_are_parts_of_one_deliverable(answered):
    parts = next(each.sub_items for each in answered.deliverables if len(each.sub_items) == 9)
    assert [part.committee for part in parts][:3] == ["Full KPA", "Full KPA", "A&F"]
    assert parts[5].text == "Citizen Focus ??"
    assert parts[5].committee == ""


def test_a_row_without_a_deliverable_adds_its_measurement_to_the_one_above(answered):
    assert ["Inspector briefing sessions", "External measure"] in [each.measurements for each in answered.deliverables]


def test_a_short_and_a_full_name_are_one_after_the_answer(answered):
    names = answered.owners
    assert sum(1 for name in names if name.startswith("Ali")) == 1


@pytest.mark.parametrize("name", NAMES[:2])
def test_priorities_on_their_own_lines_need_no_question(name):
    _, plan = read(name)
    assert plan.priorities == PRIORITIES
    assert [question for question in plan.questions if question.kind == "priorities"] == []


@pytest.mark.parametrize("name", NAMES[2:])
def test_priorities_that_run_together_are_asked_about_and_kept_until_then(name):
    _, plan = read(name)
    assert [question.kind for question in plan.questions].count("priorities") == 2
    assert " ".join(PRIORITIES) in plan.priorities


@pytest.mark.parametrize("name", [NAMES[0], NAMES[3]])
def test_vision_values_and_glossary_come_from_around_the_table(name):
    _, plan = read(name)
    assert plan.vision.startswith("To ensure high quality")
    assert [section.heading for section in plan.values][1:] == [
        "Honesty and Integrity",
        "Objectivity and Independence",
        "Accountability and Openness",
        "Fairness, Respect and Inclusiveness",
        "Leadership",
    ]
    assert len(plan.glossary) == 24
    assert plan.period == "2009/10"


def test_every_form_holds_the_same_texts():
    texts = [[each.title for each in read(name)[1].deliverables] for name in NAMES]
    assert texts[1:] == [texts[0]] * 3
