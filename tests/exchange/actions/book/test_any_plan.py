"""Any plan, whatever was written in it, comes out of an empty authority as it went in."""

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.dates import Precision, parse_partial_date
from tests.exchange.actions.book.any_measures import enter_measure, measures, nth
from tests.exchange.actions.book.any_words import DEADLINES, LONG, lines, texts, unique, words
from tests.exchange.actions.book.plans import copied, differences, proposed, sent_out, told
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, SubItemFactory
from tests.factories.people import AuthorityFactory, CommitteeFactory, PostFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PlanFactory,
    PriorityFactory,
    ScaleFactory,
    SectionFactory,
)
from tests.factories.risks import RiskFactory

THREE, FIVE = ("red", "amber", "green"), ("red", "amber_red", "amber", "amber_green", "green")
deliverables = st.lists(
    st.fixed_dictionaries(
        {
            "title": words,
            "description": texts,
            "due": st.sampled_from(DEADLINES),
            "public_wording": lines,
            "source_owner": lines,
            "measurements": st.lists(lines.filter(str.strip), max_size=3),
            "parts": st.lists(st.tuples(words, st.integers(0, 3), st.one_of(st.just(""), words)), max_size=3),
            "lead": st.integers(0, 3),
            "supporting": st.integers(0, 3),
            "committee": st.integers(0, 3),
            "level": st.integers(0, 5),
            "priorities": st.booleans(),
            "risks": st.booleans(),
            "measures": st.integers(0, 2),
        }
    ),
    max_size=4,
)
points = st.tuples(words, st.one_of(words, st.just("a long one")))
scales = st.sampled_from([THREE, FIVE]).flatmap(lambda codes: st.fixed_dictionaries(dict.fromkeys(codes, points)))
"""Scales of ratings in words of their own, {colour: (word, when to choose it)}."""
plans = st.fixed_dictionaries(
    {
        "vision": texts,
        "foreword": lines,
        "ambition_word": words,
        "posts": unique,
        "committees": unique,
        "priorities": unique,
        "sections": st.lists(st.tuples(words, lines.filter(str.strip), st.booleans()), max_size=2),
        "glossary": st.lists(st.tuples(words, lines), max_size=3, unique_by=lambda pair: pair[0].casefold()),
        "ambitions": st.lists(st.tuples(words, texts, unique), min_size=1, max_size=2),
        "deliverables": deliverables,
        "measures": measures,
        "scale": scales,
    }
)


def built(said):
    """Enter a plan as it is said."""
    authority = AuthorityFactory()
    head = {name: LONG.get(said[name], said[name]) for name in ("vision", "foreword", "ambition_word")}
    plan = PlanFactory(authority=authority, state="draft", scale=scale_of(authority, said["scale"]), **head)
    posts = [PostFactory(authority=authority, title=title) for title in said["posts"]]
    committees = [CommitteeFactory(authority=authority, name=name) for name in said["committees"]]
    priorities = [PriorityFactory(plan=plan, title=title) for title in said["priorities"]]
    for title, body, is_public in said["sections"]:
        SectionFactory(plan=plan, title=title, body=body, is_public=is_public)
    for term, meaning in said["glossary"]:
        GlossaryEntryFactory(plan=plan, term=term, meaning=meaning)
    places = [(None, None)]
    for title, description, below in said["ambitions"]:
        ambition = AmbitionFactory(plan=plan, title=title, description=LONG.get(description, description))
        places += [(ambition, None), *((ambition, DescriptorFactory(ambition=ambition, title=one)) for one in below)]
    named = {"posts": posts, "committees": committees, "priorities": priorities}
    found = [enter_measure(plan, row, named) for row in said["measures"]]
    for row in said["deliverables"]:
        enter(plan, row, places[1:], named).measures.set(found[: row["measures"]])
    return plan


def scale_of(authority, said):
    """Return a scale of ratings in words of its own."""
    scale = ScaleFactory(authority=authority, points=tuple(said))
    for code, (word, definition) in said.items():
        scale.points.filter(code=code).update(word=word, definition=LONG.get(definition, definition))
    return scale


def enter(plan, row, places, named):
    posts, committees, priorities = named["posts"], named["committees"], named["priorities"]
    ambition, descriptor = places[row["level"] % len(places)]
    named = ("title", "description", "due", "public_wording", "source_owner")
    own = {name: LONG.get(row[name], row[name]) for name in named}
    lead = nth(posts, row["lead"])
    links = {"lead": lead, "committee": nth(committees, row["committee"])}
    made = DeliverableFactory(plan=plan, ambition=ambition, descriptor=descriptor, **own, **links)
    made.supporting.set([post for post in posts[: row["supporting"]] if post != lead])
    made.priorities.set(priorities if row["priorities"] else [])
    made.risks.set([RiskFactory(authority=plan.authority)] if row["risks"] else [])
    for number, text in enumerate(row["measurements"]):
        MeasurementFactory(deliverable=made, text=text, position=number)
    for number, (text, committee, written) in enumerate(row["parts"]):
        known = nth(committees, committee)
        SubItemFactory(deliverable=made, text=text, committee=known, committee_text=written, position=number)
    return made


def deadlines(plan):
    return list(Deliverable.objects.filter(plan=plan).in_plan_order().values_list("deadline_precision", "deadline_due"))


@pytest.mark.django_db
@settings(max_examples=12, phases=(Phase.generate,))
@given(plans)
def test_any_plan_comes_out_of_an_empty_authority_as_it_went_in(said):
    with transaction.atomic():
        plan = built(said)
        copy = copied(plan)
        assert differences(plan, copy) == []
        assert deadlines(copy) == deadlines(plan)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=12, phases=(Phase.generate,))
@given(plans)
def test_any_plans_own_workbook_changes_nothing_unless_it_was_edited(said):
    with transaction.atomic():
        plan = built(said)
        proposal = proposed(plan, sent_out(plan))
        assert (proposal.problems, told(proposal), proposal.new, proposal.gone) == ([], [], [], [])
        transaction.set_rollback(True)


def test_the_deadlines_are_of_every_precision():
    assert {parse_partial_date(text).precision for text in DEADLINES} == set(Precision)
