"""The arithmetic of the chain: the same content has one hash, and every change another."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.audit.chain import GENESIS, event_hash

VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3)
CONTENTS = st.dictionaries(st.text(max_size=10), VALUES, max_size=5)


def test_the_hash_is_that_of_the_content_and_of_the_hash_before():
    text = f'["{GENESIS}",{{"name":"Café","number":1}}]'
    assert event_hash(GENESIS, {"number": 1, "name": "Café"}) == hashlib.sha256(text.encode()).hexdigest()


@given(CONTENTS)
def test_the_order_of_the_fields_does_not_matter(content):
    backwards = dict(reversed(list(content.items())))
    assert event_hash(GENESIS, content) == event_hash(GENESIS, backwards)


@given(CONTENTS, st.text(max_size=10), st.integers())
def test_another_field_gives_another_hash(content, name, value):
    changed = {**content, name: value}
    same = name in content and content[name] == value and type(content[name]) is type(value)
    assert (event_hash(GENESIS, content) == event_hash(GENESIS, changed)) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "b", "c": ""}, {"a": "", "c": "b"}),
        ({"a": None}, {"a": ""}),
        ({"a": 1}, {"a": "1"}),
        ({"a": ["b", "c"]}, {"a": ["b,c"]}),
        ({"a": True}, {"a": 1}),
    ],
)
def test_what_looks_alike_is_told_apart(one, other):
    assert event_hash(GENESIS, one) != event_hash(GENESIS, other)


def test_an_event_depends_on_the_one_before_it():
    assert event_hash(GENESIS, {}) != event_hash("1" * 64, {})
