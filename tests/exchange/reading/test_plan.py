"""What was read, counted: each figure on its own, and the same text once however it was spelt."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.exchange.reading.plan import (
    Counts,
    ReadAmbition,
    ReadDeliverable,
    ReadDescriptor,
    ReadOwners,
    ReadPlan,
    SubItem,
    unique,
)


def deliverable(**values):
    return ReadDeliverable(**{"title": "Patrol", "place": "row 2", "source_text": "", **values})


def plan(*deliverables, **ambition):
    below = [ReadDescriptor("Calm", "row 2", list(deliverables))]
    return ReadPlan(ambitions=[ReadAmbition("Safe", "row 2", descriptors=below, **ambition)])


COMPLETE = {"owners": ReadOwners("Clerk"), "deadline": "June 2010", "measurements": ["Hours"]}
NONE = Counts(0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_an_empty_plan_counts_nothing():
    assert ReadPlan().counts == NONE


@pytest.mark.parametrize(
    ("missing", "figure"),
    [
        ({}, None),
        ({"owners": ReadOwners()}, "without_owner"),
        ({"deadline": ""}, "without_deadline"),
        ({"measurements": []}, "without_measurement"),
        ({"measurements": [], "only_a_marker": True}, "only_a_marker"),
    ],
)
def test_each_gap_has_its_own_figure(missing, figure):
    counts = plan(deliverable(**{**COMPLETE, **missing})).counts
    gaps = {name: number for name, number in vars(counts).items() if name.startswith(("without", "only")) and number}
    assert gaps == ({figure: 1} if figure else {})
    assert (counts.ambitions, counts.descriptors, counts.deliverables) == (1, 1, 1)


def test_levels_that_the_file_does_not_have_are_not_counted():
    read = plan(deliverable(), implied=True)
    next(read.descriptors).implied = True
    assert (read.counts.ambitions, read.counts.descriptors, read.counts.deliverables) == (0, 0, 1)


def test_a_risk_and_a_priority_are_counted_once_wherever_they_stand():
    rows = [
        deliverable(risk_references=["KPA05", "R2"], priorities=["trust "]),
        deliverable(risk_references=["kpa 05"], priorities=["Value"]),
    ]
    read = plan(*rows, risk_references=["KPA 05"], priorities=["Trust"])
    assert read.risk_references == ["KPA 05", "R2"]
    assert read.priorities == ["Trust", "Value"]
    assert (read.counts.risk_references, read.counts.priorities) == (2, 2)


def test_owners_and_committees_are_listed_once_each():
    rows = [
        deliverable(owners=ReadOwners("Clerk", ["Analyst"]), committee="Audit", sub_items=[SubItem("Cars", "Fleet")]),
        deliverable(owners=ReadOwners("CLERK"), committee="audit", sub_items=[SubItem("Vans")]),
        deliverable(owners=ReadOwners(support=["Treasurer"])),
    ]
    assert plan(*rows).owners == ["Clerk", "Analyst", "Treasurer"]
    assert plan(*rows).committees == ["Audit", "Fleet"]


@pytest.mark.parametrize(
    ("owners", "missing", "names"),
    [
        (ReadOwners(), True, []),
        (ReadOwners("Clerk"), False, ["Clerk"]),
        (ReadOwners(everyone=True), False, []),
        (ReadOwners(support=["Clerk"]), True, ["Clerk"]),
        (ReadOwners("Clerk", ["Analyst"]), False, ["Clerk", "Analyst"]),
    ],
)
def test_an_owner_is_missing_where_nobody_leads_and_not_everybody_does(owners, missing, names):
    assert (owners.missing, owners.names) == (missing, names)


@pytest.mark.parametrize(
    ("texts", "kept"),
    [(["A", "a", " A "], ["A"]), (["a b", "A  B"], ["a b"]), (["b", "a"], ["b", "a"]), ([], [])],
)
def test_the_first_spelling_is_kept(texts, kept):
    assert unique(iter(texts)) == kept
