"""What a row asks for beside what a record holds: only news is a change, and nothing is taken away unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.exchange.comparing import changes_between, deliverable_values, fitted, stored_deliverable
from kpa_tracker.interfaces.exchange.directory import directory_of
from kpa_tracker.interfaces.exchange.reading.plan import ReadDeliverable, ReadOwners, SubItem
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, SubItemFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PriorityFactory


@pytest.mark.parametrize(
    ("wanted", "stored", "before", "changed"),
    [
        ("new", "old", None, True),
        ("same", "same", None, False),
        ("", "old", None, False),
        ([], ["old"], None, False),
        ("new", "old", "old", True),
        ("said", "theirs", "said", False),
        ("", "old", "old", True),
        ("", "theirs", "", False),
        ("new", "new", "old", False),
    ],
    ids=[
        "a first word", "the same", "silence at first", "no list at first", "other words", "the same as last time",
        "no longer said", "silence again", "what somebody typed already",
    ],
)  # fmt: skip
def test_a_change_is_what_the_file_says_anew_and_the_record_does_not(wanted, stored, before, changed):
    earlier = None if before is None else {"title": before}
    found = changes_between({"title": wanted}, {"title": stored}, earlier)
    assert found == ({"title": (stored, wanted)} if changed else {})


@pytest.mark.parametrize(
    ("name", "wanted", "stored", "changed"),
    [
        ("priorities", ["B", "a"], ["A", "b"], False),
        ("supporting", ["Clerk"], ["clerk"], False),
        ("priorities", ["A"], ["A", "B"], True),
        ("measurements", ["B", "A"], ["A", "B"], True),
        ("title", "PATROL", "Patrol", True),
    ],
)
def test_links_have_no_order_and_no_case_and_texts_have_both(name, wanted, stored, changed):
    assert bool(changes_between({name: wanted}, {name: stored}, None)) == changed


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [
        ("Patrol the park", 20, "Patrol the park"),
        ("Patrol\nthe  park", 20, "Patrol the park"),
        ("Patrol the park", 12, "Patrol the…"),
        ("Patrol the park", 15, "Patrol the park"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_between_words(text, longest, cut):
    assert fitted(text, longest) == cut


@given(st.text(max_size=80), st.integers(min_value=1, max_value=60))
def test_a_text_that_was_cut_fits(text, longest):
    assert len(fitted(text, longest)) <= longest
    assert "\n" not in fitted(text, longest)


@pytest.fixture
def clerk(authority):
    return PostFactory(authority=authority, title="Clerk")


def read(**values):
    return ReadDeliverable(**{"title": "Patrol", "place": "row 2", "source_text": "Patrol", **values})


def asked(authority, row):
    return deliverable_values(row, directory_of(authority.pk, {}, {}))


def test_a_row_asks_by_the_names_that_are_known_here(authority, clerk):
    support = PostFactory(authority=authority, title="Analyst")
    audit = CommitteeFactory(authority=authority, name="Audit Committee")
    row = read(
        owners=ReadOwners("clerk", ["Analyst", "Nobody", "Clerk"], text="clerk\nAnalyst"),
        committee="Audit",
        sub_items=[SubItem("Cars", "audit"), SubItem("Vans", "Fleet Board"), SubItem("Bikes")],
        priorities=["Trust", "Calm"],
    )
    values = asked(authority, row)
    assert (values["lead"], values["supporting"]) == (clerk.title, [support.title])
    assert values["committee"] == audit.name
    assert values["sub_items"] == [["Cars", "Audit Committee", ""], ["Vans", "", "Fleet Board"], ["Bikes", "", ""]]
    assert (values["priorities"], values["source_owner"]) == (["Calm", "Trust"], "clerk / Analyst")


@pytest.mark.parametrize(
    ("owners", "lead"),
    [
        (ReadOwners("Clerk"), "Clerk"),
        (ReadOwners("Nobody"), ""),
        (ReadOwners(), ""),
        (ReadOwners(everyone=True), "All staff"),
        (ReadOwners("Clerk", everyone=True), "Clerk"),
    ],
)
def test_the_first_owner_leads_and_all_is_an_owner(authority, clerk, owners, lead):
    PostFactory(authority=authority, title="All staff", kind="everyone")
    assert asked(authority, read(owners=owners))["lead"] == lead


def test_what_does_not_fit_the_title_is_kept_whole(authority):
    long = "word " * 100 + "end"
    values = asked(authority, read(title=long, description="More."))
    assert values["title"].endswith("…")
    assert values["description"] == f"{long}\nMore."
    assert asked(authority, read(description="More."))["description"] == "More."


def test_a_record_that_holds_what_the_row_asks_for_is_not_changed(authority, clerk):
    committee = CommitteeFactory(authority=authority, name="Audit Committee")
    one = DeliverableFactory(
        plan__authority=authority, title="Patrol", reference="A1", lead=clerk, committee=committee, due="June 2010"
    )
    one.priorities.add(PriorityFactory(plan=one.plan, title="Trust"))
    MeasurementFactory(deliverable=one, text="Hours")
    SubItemFactory(deliverable=one, text="Cars", committee=committee)
    SubItemFactory(deliverable=one, text="Vans", committee_text="Fleet Board", position=1)
    row = read(
        reference="A1", owners=ReadOwners("Clerk"), committee="Audit", deadline="June 2010", measurements=["Hours"],
        priorities=["trust"], sub_items=[SubItem("Cars", "Audit"), SubItem("Vans", "Fleet Board")],
    )  # fmt: skip
    assert changes_between(asked(authority, row), stored_deliverable(one), None) == {}


def test_an_empty_record_holds_nothing_of_what_the_row_asks_for(authority, clerk):
    one = DeliverableFactory(plan__authority=authority, title="Patrol", reference="A1")
    row = read(reference="A1", owners=ReadOwners("Clerk"), deadline="June 2010", measurements=["Hours"])
    changes = changes_between(asked(authority, row), stored_deliverable(one), None)
    assert changes == {"lead": ("", "Clerk"), "deadline": ("", "June 2010"), "measurements": ([], ["Hours"])}
