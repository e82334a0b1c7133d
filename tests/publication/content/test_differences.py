from __future__ import annotations

import dataclasses
import datetime
from dataclasses import replace

import pytest

from kpa_tracker.interfaces.publication.content import (
    Ambition,
    Goal,
    Group,
    Narrative,
    Note,
    Picture,
    PlanDocument,
    Point,
    Progress,
    Risk,
    Row,
    Targets,
)
from kpa_tracker.interfaces.publication.content.differences import SORTS, Detail, Kind, counts, differences, items_of

MARCH = datetime.date(2010, 3, 31)
SAID = Progress("in_progress", "green", "On track", MARCH, (("", "Half of the wards are done."),))
ROW = Row("1.1", "Publish a newsletter", measurements=("Two issues",), deadline="June 2010", progress=SAID)
OTHER = Row("1.2", "Hold meetings", committee="HR Committee")
AMBITION = Ambition(
    1, "A1", "To listen", risks=(Risk("KPA 05", "People may leave."),), groups=(Group("", (ROW, OTHER)),)
)
GOAL = Goal("Increase to 52%", "M1 Confidence", measure_key=7, year="2009/10", baseline="48%")
PLAN = PlanDocument(
    is_public=True,
    authority="Kent Police Authority",
    title="Annual plan",
    period="1 April 2009 to 31 March 2010",
    state="Adopted",
    marking="",
    made_on=MARCH,
    ambition_word="Ambition",
    descriptor_word="Descriptor",
    deliverable_word="Deliverable",
    vision="Safer streets.",
    before=(Narrative("Introduction", "Who we are."),),
    after=(Narrative("Budget", "What it costs."),),
    priorities=("Confidence",),
    glossary=(("HMIC", "The inspectorate"),),
    scale=(Point("green", "On track", "It will be done."),),
    ambitions=(AMBITION,),
    targets=Targets((GOAL,)),
)


def with_rows(*rows, **changes):
    return replace(PLAN, ambitions=(replace(AMBITION, groups=(Group("", rows),), **changes),))


def told(new, old=PLAN):
    return [
        (one.sort, one.kind.value, one.what, [(d.label, d.was, d.now) for d in one.details])
        for one in differences(old, new)
    ]


def test_a_document_does_not_differ_from_itself_nor_by_the_day_on_which_it_was_made():
    assert differences(PLAN, PLAN) == ()
    assert differences(PLAN, replace(PLAN, made_on=MARCH + datetime.timedelta(days=1))) == ()


CHANGES = {
    "the vision is reworded": (
        replace(PLAN, vision="Safe streets."),
        ("plan", "changed", "Annual plan", [("vision", "Safer streets.", "Safe streets.")]),
    ),
    "a section is reworded": (
        replace(PLAN, after=(Narrative("Budget", "What it will cost."),)),
        ("section", "changed", "Budget", [("text", "What it costs.", "What it will cost.")]),
    ),
    "a section has another title": (
        replace(PLAN, after=(Narrative("Money", "What it costs."),)),
        ("section", "changed", "Money", [("title", "Budget", "Money")]),
    ),
    "a priority is gone": (replace(PLAN, priorities=()), ("priority", "gone", "Confidence", [])),
    "a term is explained otherwise": (
        replace(PLAN, glossary=(("HMIC", "The inspectorate of constabulary"),)),
        ("term", "changed", "HMIC", [("meaning", "The inspectorate", "The inspectorate of constabulary")]),
    ),
    "a rating has another word": (
        replace(PLAN, scale=(Point("green", "Green", "It will be done."),)),
        ("rating", "changed", "Green", [("word", "On track", "Green")]),
    ),
    "a deliverable has another deadline": (
        with_rows(replace(ROW, deadline="July 2010"), OTHER),
        ("deliverable", "changed", "1.1 Publish a newsletter", [("deadline", "June 2010", "July 2010")]),
    ),
    "a deliverable is reworded": (
        with_rows(replace(ROW, title="Publish two newsletters"), OTHER),
        (
            "deliverable",
            "changed",
            "1.1 Publish two newsletters",
            [("wording", "Publish a newsletter", "Publish two newsletters")],
        ),
    ),
    "a risk is reworded": (
        replace(PLAN, ambitions=(replace(AMBITION, risks=(Risk("KPA 05", "People leave."),)),)),
        ("risk", "changed", "KPA 05", [("wording", "People may leave.", "People leave.")]),
    ),
    "a target is higher": (
        replace(PLAN, targets=Targets((replace(GOAL, target="Increase to 55%"),))),
        ("target", "changed", "M1 Confidence", [("target", "Increase to 52%", "Increase to 55%")]),
    ),
    "a footnote is added": (
        replace(PLAN, targets=Targets((replace(GOAL, baseline_notes=(Note("Provisional", "*"),)),))),
        ("target", "changed", "M1 Confidence", [("footnotes", "", "* Provisional")]),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_reads_otherwise_is_told_with_both_readings(name):
    new, expected = CHANGES[name]
    assert told(new) == [expected]


def test_a_rating_that_changed_is_told_with_the_words_and_the_codes_of_both():
    worse = replace(SAID, rating="amber", word="At risk")
    (one,) = differences(PLAN, with_rows(replace(ROW, progress=worse), OTHER))
    assert one.details == (Detail("rating", "On track", "At risk", "green", "amber"),)


def test_progress_that_is_published_for_the_first_time_has_nothing_before():
    (one,) = differences(with_rows(replace(ROW, progress=None), OTHER), PLAN)
    assert one.kind is Kind.CHANGED
    assert [(detail.label, detail.was, detail.now) for detail in one.details] == [
        ("rating", "", "On track"),
        ("stage", "", "In progress"),
        ("progress", "", "Half of the wards are done."),
        ("as at", "", "31 March 2010"),
    ]


def test_what_is_new_and_what_is_gone_come_with_all_that_they_say():
    assert told(with_rows(ROW, Row("1.3", "Plant trees"))) == [
        ("deliverable", "new", "1.3 Plant trees", [
            ("reference", "", "1.3"), ("wording", "", "Plant trees"), ("ambition", "", "A1"),
        ]),
        ("deliverable", "gone", "1.2 Hold meetings", [
            ("reference", "1.2", ""), ("wording", "Hold meetings", ""), ("committee", "HR Committee", ""),
            ("ambition", "A1", ""),
        ]),
    ]  # fmt: skip


def test_of_two_without_a_reference_and_with_one_title_each_finds_its_own():
    twice = with_rows(Row("", "Review", deadline="May"), Row("", "Review", deadline="June"))
    assert differences(twice, twice) == ()
    once = with_rows(Row("", "Review", deadline="May"))
    assert [(one.kind, one.what) for one in differences(twice, once)] == [(Kind.GONE, "Review")]


def test_a_deliverable_that_was_renumbered_is_the_same_by_its_title():
    assert told(with_rows(replace(ROW, reference="2.4"), OTHER)) == [
        ("deliverable", "changed", "2.4 Publish a newsletter", [("reference", "1.1", "2.4")])
    ]


def test_an_ambition_that_is_retitled_leaves_its_deliverables_as_they_were():
    new = replace(PLAN, ambitions=(replace(AMBITION, title="To hear"),))
    assert told(new) == [("ambition", "changed", "Ambition A1: To hear", [("title", "To listen", "To hear")])]


def test_another_order_alone_is_told_as_such():
    assert told(with_rows(OTHER, ROW)) == [
        ("plan", "changed", "Annual plan", [("order", "", "Things stand in another order")])
    ]


def test_the_counts_of_each_sort_add_up_to_what_each_document_has():
    new = with_rows(replace(ROW, deadline="July 2010"), Row("1.3", "Hold a day"), Row("1.4", "Hold a week"))
    (count,) = [one for one in counts(PLAN, new) if one.sort == "deliverable"]
    assert (count.new, count.gone, count.changed, count.same) == (2, 1, 1, 0)
    assert (count.before, count.after) == (2, 3)
    assert {one.sort for one in counts(PLAN, new)} == set(SORTS)


def test_sorts_that_neither_document_has_are_not_counted():
    bare = replace(PLAN, glossary=(), targets=None)
    assert {"term", "target"} & {one.sort for one in counts(bare, bare)} == set()


def test_every_item_has_a_sort_that_has_a_name():
    assert {item.sort for item in items_of(PLAN)} == set(SORTS)
    assert all(one.sort_word for one in differences(PLAN, replace(PLAN, priorities=())))


def test_gone_and_new_swap_when_the_documents_do():
    new = with_rows(ROW)
    kinds = [one.kind for one in differences(PLAN, new)], [one.kind for one in differences(new, PLAN)]
    assert kinds == ([Kind.GONE], [Kind.NEW])
    assert [Kind.NEW.label, Kind.GONE.label, Kind.CHANGED.label] == ["New", "Gone", "Changed"]


UNTOLD = {"made_on", "is_public", "is_demonstration"}


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(PlanDocument) if field.name not in UNTOLD])
def test_no_field_of_the_document_can_change_unseen(name):
    """Whatever a field of the document says, another text in it is a difference."""
    other = {"before": PLAN.after, "after": PLAN.before, "priorities": ("Money",), "glossary": (), "scale": ()}
    other |= {"ambitions": (), "targets": None, "targets_above": Targets((GOAL,), "above", "Three-year plan")}
    other |= {"pictures": (Picture("crime", "picture-1.png", "Crime fell", "", 120, 60),)}
    plan = replace(PLAN, before=(Narrative("Introduction", "![](picture:crime)"),))
    assert differences(plan, replace(plan, **{name: other.get(name, "Otherwise")})) != ()
