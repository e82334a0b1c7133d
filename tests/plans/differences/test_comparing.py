"""What was added, dropped, carried over, and what of that reads otherwise."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.differences import Change, Fact, Fate, Level, Part, compare

SAFE = Part("Safe streets", level=Level.AMBITION, reference="1", pk=1)
FAIR = Part("A fair service", level=Level.AMBITION, reference="2", pk=2)


def promised(title="Agree the annual budget", *, lead="Clerk", due="June 2009", **values):
    facts = (
        Fact(Change.REWORDED, "Title", title),
        Fact(Change.LEAD, "Lead post", lead),
        Fact(Change.DEADLINE, "Deadline", due),
    )
    return Part(title, facts=facts, within=values.pop("within", 1), place="Safe streets", **values)


def details(old, new):
    [line] = compare([SAFE, old], [SAFE, new]).of(level="deliverable")
    return [(one.change, one.name, one.old, one.new) for one in line.details]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (promised(), []),
        (promised("Agree  the annual\nbudget"), []),
        (
            promised("Agree the annual budget early"),
            [(Change.REWORDED, "Title", "Agree the annual budget", "Agree the annual budget early")],
        ),
        (promised(lead=""), [(Change.LEAD, "Lead post", "Clerk", "")]),
        (promised(due="June 2010"), [(Change.DEADLINE, "Deadline", "June 2009", "June 2010")]),
    ],
    ids=["as it was", "only spaces", "reworded", "nobody leads it", "another deadline"],
)
def test_what_reads_otherwise(new, expected):
    assert details(promised(), new) == expected


def test_measurements_are_dropped_added_and_reworded():
    old = promised(measurements=("Agreed by the full authority", "Reported to the panel", "Costs are down"))
    new = promised(measurements=("Costs are down", "Agreed by the full authority in May", "Published on paper"))
    assert details(old, new) == [
        (Change.REWORDED, "Measurement", "Agreed by the full authority", "Agreed by the full authority in May"),
        (Change.MEASUREMENT_DROPPED, "Measurement", "Reported to the panel", ""),
        (Change.MEASUREMENT_ADDED, "Measurement", "", "Published on paper"),
    ]


def test_what_stands_under_another_ambition_has_moved():
    old, new = promised(), promised(within=2)
    [line] = compare([SAFE, FAIR, old], [SAFE, FAIR, new]).of(level="deliverable")
    assert (line.fate, line.changes) == (Fate.CHANGED, [Change.MOVED])


def test_what_stands_under_the_same_ambition_reworded_has_not_moved():
    renamed = Part("Safe streets and parks", level=Level.AMBITION, reference="1", pk=9)
    assert compare([SAFE, promised()], [renamed, promised(within=9)]).of(change="moved") == []


def test_what_stood_under_an_ambition_that_is_gone_has_moved():
    found = compare([SAFE, promised()], [FAIR, promised(within=2)])
    assert [line.fate for line in found.lines] == [Fate.ADDED, Fate.DROPPED, Fate.CHANGED]


def test_a_descriptor_that_stands_under_another_ambition_has_moved():
    old = Part("Streets feel safe", level=Level.DESCRIPTOR, within=1, place="Safe streets")
    new = Part("Streets feel safe", level=Level.DESCRIPTOR, within=2, place="A fair service")
    [line] = compare([SAFE, FAIR, old], [SAFE, FAIR, new]).of(level="descriptor")
    assert [(one.change, one.old, one.new) for one in line.details] == [
        (Change.MOVED, "Safe streets", "A fair service")
    ]


def test_numbers_of_a_level_add_up_and_lead_to_their_lines():
    old = [SAFE, promised(), promised("Review the estates strategy"), promised("Visit custody suites")]
    new = [SAFE, promised(), promised("Review the estates strategy", lead="Treasurer"), promised("Publish the scheme")]
    found = compare(old, new)
    numbers = {fate: found.number(Level.DELIVERABLE, fate) for fate in Fate}
    kept = {Fate.CHANGED: 1, Fate.UNCHANGED: 1, Fate.ADDED: 1}
    assert numbers == {Fate.UNDECIDED: 0, Fate.DROPPED: 1, Fate.COMPLETED: 0, Fate.MERGED: 0, **kept}
    assert all(len(found.of(level="deliverable", fate=fate)) == number for fate, number in numbers.items())
    assert found.changes == Counter({Change.LEAD: 1})
    assert [str(line.part) for line in found.of(fate="dropped")] == ["Visit custody suites"]


plans = st.lists(
    st.builds(
        promised,
        st.sampled_from(["Agree the budget", "Agree the annual budget", "Review estates", "Visit custody suites"]),
        lead=st.sampled_from(["", "Clerk"]),
        reference=st.sampled_from(["", "1", "2"]),
        measurements=st.lists(st.sampled_from(["Agreed", "Reported", "Reported widely"]), max_size=3).map(tuple),
    ),
    max_size=5,
).map(lambda found: [SAFE, *found])


@given(plans)
def test_a_plan_differs_in_nothing_from_itself(plan):
    assert compare(plan, plan).is_empty


@given(plans, plans)
def test_every_part_is_accounted_for_at_its_level(old, new):
    found = compare(old, new)
    carried = Fate.CHANGED, Fate.UNCHANGED
    assert len(old) == sum(found.number(level, Fate.DROPPED, *carried) for level in Level)
    assert len(new) == sum(found.number(level, Fate.ADDED, *carried) for level in Level)


@given(plans, plans)
def test_from_the_other_side_what_was_added_was_dropped(old, new):
    there, back = compare(old, new), compare(new, old)
    told = [[str(line.part) for line in found.of(fate=fate)] for found, fate in ((there, "added"), (back, "dropped"))]
    assert sorted(told[0]) == sorted(told[1])
    assert there.number(Level.DELIVERABLE, Fate.CHANGED) == back.number(Level.DELIVERABLE, Fate.CHANGED)
    swapped = Counter(back.changes)
    swapped[Change.MEASUREMENT_ADDED], swapped[Change.MEASUREMENT_DROPPED] = (
        back.changes[Change.MEASUREMENT_DROPPED],
        back.changes[Change.MEASUREMENT_ADDED],
    )
    assert +swapped == there.changes
