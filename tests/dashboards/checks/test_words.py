"""What does not hold together in the words of a plan."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.dashboards.checks import findings, number_checked
from tests.answers import text
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db
OF_WORDS = ("misplaced", "lost", "abbreviation")


def found_in(plan, user):
    """Return {check: (record, sentence)} of what is found in the words."""
    rows = {check.key: rows for check, rows in findings(plan, user)}
    return {key: [(str(record), said) for record, said, _ in rows[key]] for key in OF_WORDS if rows[key]}


def section(plan, title, body, **values):
    return SectionFactory(plan=plan, title=title, body=body, **values)


def test_sound_words_are_not_found(plan, editor):
    AmbitionFactory(plan=plan, reference="1")
    GlossaryEntryFactory(plan=plan, term="BCS", meaning="British Crime Survey")
    section(plan, "Budget", "The BCS.\n\n[[targets]]\n\n[[deliverables: 1]]\n\n[us](#section-budget)")
    assert found_in(plan, editor) == {}
    assert number_checked(plan) == 2, "an ambition and a section"


def test_tables_that_cannot_be_placed_are_found(plan, editor):
    section(plan, "Last", "[[targets]]", place="after")
    section(plan, "First", "[[targets]]\n\n[[deliverables: 7]]")
    assert found_in(plan, editor) == {
        "misplaced": [
            ("First", "[[deliverables: 7]] places nothing: nothing in this plan is numbered 7."),
            ("Last", "[[targets]] stands in “First” already. A table stands once."),
        ]
    }


def test_references_that_lead_nowhere_are_found(plan, editor):
    section(plan, "First", "[a](#section-last) [b](#section-gone)")
    section(plan, "Last", "x", place="after")
    assert found_in(plan, editor) == {
        "lost": [("First", "“#section-gone” is the name of no section and of no heading in one.")]
    }


def test_references_from_the_public_plan_to_what_is_not_in_it_are_found(plan, editor):
    for title, is_public in (("Open", True), ("Closed", False)):
        section(plan, title, "[a](#section-kept) [b](#section-open)", is_public=is_public)
    section(plan, "Kept", "x", is_public=False)
    assert found_in(plan, editor) == {"lost": [("Open", "“#section-kept” is not in the public plan, and this is.")]}


@pytest.mark.parametrize("place", ["plan", "section", "ambition", "descriptor", "deliverable", "measurement"])
def test_abbreviations_are_found_wherever_they_stand(plan, editor, place):
    ambition = AmbitionFactory(plan=plan, title="Be seen")
    one = DeliverableFactory(plan=plan, ambition=ambition, reference="1.1", title="Meet", descriptor=None)
    held = section(plan, "Budget", "Words")
    said = "The LCJB and the LCJB"
    where = {"plan": plan, "section": held, "ambition": ambition, "deliverable": one}
    if place == "descriptor":
        DescriptorFactory(ambition=ambition, title=said)
    elif place == "measurement":
        MeasurementFactory(deliverable=one, text=said)
    else:
        field = {"plan": "foreword", "section": "body"}.get(place, "description")
        type(where[place]).objects.filter(pk=where[place].pk).update(**{field: said})
    plan.refresh_from_db()
    record = {"descriptor": ambition, "measurement": one, **where}[place]
    sentence = "LCJB is used 2 times in this plan, here first, and does not stand in its glossary."
    assert found_in(plan, editor) == {"abbreviation": [(str(record), sentence)]}


def test_what_stands_in_another_plans_glossary_or_was_taken_out_explains_nothing(plan, editor):
    GlossaryEntryFactory(term="LCJB")
    GlossaryEntryFactory(plan=plan, term="LCJB", archived_at="2010-01-01T00:00Z", archived_by=editor)
    section(plan, "Budget", "The LCJB")
    section(plan, "Gone", "The BCU", archived_at="2010-01-01T00:00Z", archived_by=editor)
    assert [said.split()[0] for _, said in found_in(plan, editor)["abbreviation"]] == ["LCJB"]


def test_what_is_looked_at_is_what_holds_together_and_what_does_not(plan, editor, as_person):
    type(plan).objects.filter(pk=plan.pk).update(foreword="The LCJB and the BCU.")
    section(plan, "Budget", "[[nonsense]] for the IOM\n[[nonsense]]")
    section(plan, "Sound", "Words")
    shown = as_person(editor).get(f"/plans/{plan.pk}/checks/")
    assert [shown.context[name] for name in ("total", "sound")] == [3, 1]
    assert "[[nonsense]] places nothing." in text(shown)


def test_each_finding_leads_to_where_it_is_put_right(plan, editor, auditor, as_person):
    broken = section(plan, "Budget", "The LCJB.\n[[nonsense]]\n\n[a](#section-gone)")
    ways = {check.key: rows[0][2] for check, rows in findings(plan, editor) if rows}
    edit = f"/sections/{broken.pk}/edit/"
    assert ways == {"misplaced": edit, "lost": edit, "abbreviation": f"/plans/{plan.pk}/glossaryentries/add/"}
    assert {as_person(editor).get(way).status_code for way in ways.values()} == {200}
    assert {mend for _, rows in findings(plan, auditor) for *_, mend in rows} == {""}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_checks_of_words_cost_the_same_at_one_row_and_at_three(rows, plan, editor, django_assert_num_queries):
    for number in range(rows):
        section(plan, f"S {number}", "The LCJB and [a](#section-gone)\n[[nonsense]]")
        made = DeliverableFactory(plan=plan, description="The BCU")
        MeasurementFactory(deliverable=made)
    with django_assert_num_queries(19):
        list(findings(plan, editor))
