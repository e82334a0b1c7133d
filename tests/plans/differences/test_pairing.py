"""Which promise of the new plan is which of the old one."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.differences import Part, pair, pairing

OLD = [
    Part("Review the estates strategy", reference="1.1"),
    Part("Agree the annual budget and precept", reference="1.2"),
    Part("Recruit independent custody visitors", reference="1.3"),
]
parts = st.lists(
    st.builds(
        Part,
        title=st.sampled_from(["Agree the budget", "Agree the precept", "Review the estates", "Visit custody", "—"]),
        reference=st.sampled_from(["", "1", "2", "3"]),
        same=st.sampled_from(["", "", "measure 1", "measure 2"]),
    ),
    max_size=6,
)


def paired(old, new):
    found = pair(old, new)
    return [(str(old[at]), str(new[to])) for at, to in found.pairs]


@pytest.mark.parametrize(
    ("part", "was"),
    [
        (Part("Agree the annual budget and precept", reference="4.4"), "1.2 Agree the annual budget and precept"),
        (Part("Agree the annual budget and the council tax precept"), "1.2 Agree the annual budget and precept"),
        (Part("Review buildings and estates", reference="1.1"), "1.1 Review the estates strategy"),
        (Part("Publish an equality scheme", reference="1.1"), None),
        (Part("Recruit special constables"), None),
    ],
    ids=["another number", "reworded", "half reworded, same number", "another thing by an old number", "one word"],
)
def test_what_a_part_was_in_the_plan_before(part, was):
    assert paired(OLD, [part]) == ([(was, str(part))] if was else [])


def test_the_most_alike_are_paired_first():
    new = [Part("Agree the annual budget"), Part("Agree the annual budget and precept")]
    found = pair(OLD, new)
    assert (found.pairs, found.dropped, found.added) == ([(1, 1)], [0, 2], [0])


def test_what_shares_a_record_is_the_same_whatever_it_says():
    old, new = [Part("Fear of crime", same="measure 7")], [Part("Feeling safe", same="measure 7")]
    assert pair(old, new).pairs == [(0, 0)]
    assert pair(old, [Part("Fear of crime", same="measure 8")]).pairs == []


def test_equally_alike_parts_keep_their_order():
    same = [Part("Report to the committee")] * 3
    assert pair(same, same).pairs == [(0, 0), (1, 1), (2, 2)]


def test_very_large_plans_are_paired_by_reference_and_title_alone():
    new = [
        Part("Agree the annual budget and the council tax precept"),
        Part("Review estates strategy", reference="1.1"),
    ]
    with mock.patch.object(pairing, "MOST_PAIRS", 5):
        assert pair(OLD, new).pairs == [(0, 1)]


@given(parts, parts)
def test_every_part_has_at_most_one_other_and_none_is_lost(old, new):
    found = pair(old, new)
    assert sorted([*(at for at, _ in found.pairs), *found.dropped]) == list(range(len(old)))
    assert sorted([*(to for _, to in found.pairs), *found.added]) == list(range(len(new)))


@given(parts, parts)
def test_pairing_is_the_same_in_both_directions(old, new):
    there, back = pair(old, new), pair(new, old)
    assert sorted((to, at) for at, to in back.pairs) == there.pairs
    assert (back.dropped, back.added) == (there.added, there.dropped)


@given(parts)
def test_a_plan_is_paired_with_itself_part_by_part(old):
    assert pair(old, old).pairs == [(at, at) for at in range(len(old))]
