"""Pages of a plan's parts: added, changed, moved, archived and brought back, all alike."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from plans.models import Ambition, Descriptor, GlossaryEntry, Priority, Section
from tests.answers import answer, text
from tests.factories.deliverables import DeliverableFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PriorityFactory,
    SectionFactory,
)

KINDS = {
    "ambition": (Ambition, lambda plan: AmbitionFactory(plan=plan), {"title": "Safer streets", "reference": "1"}),
    "descriptor": (Descriptor, lambda plan: DescriptorFactory(ambition__plan=plan), {"title": "Seen to be safer"}),
    "section": (Section, lambda plan: SectionFactory(plan=plan), {"title": "Us", "body": "**We**", "place": "after"}),
    "priority": (Priority, lambda plan: PriorityFactory(plan=plan), {"title": "Confidence"}),
    "glossaryentry": (
        GlossaryEntry,
        lambda plan: GlossaryEntryFactory(plan=plan),
        {"term": "BCS", "meaning": "Survey"},
    ),
}
VERBS = ["edit", "archive", "restore", "up", "down"]


def url(kind, verb, record):
    return reverse(f"{kind}-{verb}", args=[record.pk])


def parent_of(kind, plan):
    return AmbitionFactory(plan=plan) if kind == "descriptor" else plan


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_is_added_and_one_comes_back_to_its_place(kind, plan, editor, as_person):
    model, _, words = KINDS[kind]
    page = url(kind, "add", parent_of(kind, plan))
    client = as_person(editor)
    assert client.get(page).status_code == 200
    sent_back = client.post(page, words)
    made = model.objects.get(**words)
    assert sent_back.url.endswith(f"#{kind}-{made.pk}")
    assert (history_of(made).get().door, history_of(made).get().actor_id) == ("page", editor.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_is_changed_with_old_and_new(kind, plan, editor, as_person):
    _, make, words = KINDS[kind]
    part = make(plan)
    as_person(editor).post(url(kind, "edit", part), {**words, "version": 1})
    name, new = next(iter(words.items()))
    assert history_of(part).get().changes[name] == [getattr(part, name), new]


@pytest.mark.parametrize("kind", KINDS)
def test_a_parts_history_stands_below_its_form(kind, plan, editor, as_person):
    _, make, words = KINDS[kind]
    part, client = make(plan), as_person(editor)
    client.post(url(kind, "edit", part), {**words, "version": 1})
    page = text(client.get(url(kind, "edit", part)))
    assert str(editor) in page.split("History</h2>")[1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_slower_of_two_sees_both_texts(kind, plan, editor, as_person):
    _, make, words = KINDS[kind]
    part, client = make(plan), as_person(editor)
    name = "term" if kind == "glossaryentry" else "title"
    client.post(url(kind, "edit", part), {**words, name: "Theirs", "version": 1})
    lost = client.post(url(kind, "edit", part), {**words, name: "Mine", "version": 1})
    assert lost.status_code == 422
    assert ("Mine", "Theirs") in [(typed, saved) for _, typed, saved in lost.context["comparison"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_is_archived_with_a_reason_and_brought_back(kind, plan, editor, as_person):
    model, make, _ = KINDS[kind]
    part, client = make(plan), as_person(editor)
    assert client.get(url(kind, "archive", part)).status_code == 200
    client.post(url(kind, "archive", part), {"version": 1, "reason": "Merged."})
    assert "Merged." in text(client.get(reverse("plan-outline-archived", args=[plan.pk])))
    client.post(url(kind, "restore", part))
    assert not model.objects.get(pk=part.pk).is_archived
    assert [event.verb for event in history_of(part)] == [f"{kind} restored", f"{kind} archived"]


@pytest.mark.parametrize("kind", ["ambition", "descriptor", "section", "priority"])
def test_a_part_moves_up_and_down(kind, plan, editor, as_person):
    model, make, _ = KINDS[kind]
    first, client = make(plan), as_person(editor)
    place = {"ambition": first.ambition} if kind == "descriptor" else {"plan": plan}
    second = type(first)(**place, title="Second", position=first.position + 1)
    second.save()
    client.post(url(kind, "up", second), {"version": 1})
    ordered = model.objects.filter(**place).order_by("position")
    assert list(ordered) == [second, first]
    client.post(url(kind, "down", second), {"version": 2})
    assert list(ordered.all()) == [first, second]


def test_whoever_moves_in_an_order_that_changed_is_told_and_may_try_again(plan, editor, as_person):
    first, second = (AmbitionFactory(plan=plan, position=place) for place in (1, 2))
    client = as_person(editor)
    client.post(url("ambition", "up", second), {"version": 1})
    lost = client.post(url("ambition", "down", first), {"version": 1})
    assert (lost.status_code, "look at the order as it now is" in text(lost)) == (422, True)
    assert list(plan.ambitions.order_by("position")) == [second, first]
    assert lost.context["form"]["version"].value() == "2"
    assert (lost.context["page_title"], lost.context["purpose"]) == ("Move down", f"Moves “{first}” one place down.")


def test_the_buttons_that_move_say_which_version_they_stand_on(plan, editor, as_person):
    AmbitionFactory.create_batch(2, plan=plan, version=7)
    page = text(as_person(editor).get(reverse("plan-outline", args=[plan.pk])))
    assert page.count('name="version" value="7" formaction=') == 2


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", KINDS)
def test_officers_and_strangers_change_nothing(kind, verb, plan, officer, stranger, as_person):
    model, make, words = KINDS[kind]
    part = make(plan)
    for who in (officer, stranger):
        sent = answer(as_person(who).post(url(kind, verb, part), {**words, "version": 1, "reason": "Mine."}))
        missing = answer(as_person(who).post(reverse(f"{kind}-{verb}", args=[987654]), words))
        assert (sent, sent[0]) == (missing, 404)
    assert model.objects.get(pk=part.pk).version == 1


@pytest.mark.parametrize("kind", KINDS)
def test_officers_and_strangers_add_nothing(kind, plan, officer, stranger, as_person):
    page = url(kind, "add", parent_of(kind, plan))
    assert [as_person(who).post(page, KINDS[kind][2]).status_code for who in (officer, stranger)] == [404, 404]


@pytest.mark.parametrize("verb", ["restore", "up", "down"])
def test_buttons_are_sent_never_opened(verb, plan, editor, as_person):
    assert as_person(editor).get(url("ambition", verb, AmbitionFactory(plan=plan))).status_code == 405


def test_a_refused_button_says_why(closed, editor, as_person):
    sent_back = as_person(editor).post(url("ambition", "up", AmbitionFactory(plan=closed)))
    assert (sent_back.status_code, "This plan is closed." in text(sent_back)) == (422, True)


def test_archiving_says_what_goes_with_it_in_the_plans_own_words(plan, editor, as_person):
    plan.descriptor_word, plan.deliverable_word = "Desired outcome", "Contributory activity"
    plan.save()
    ambition = AmbitionFactory(plan=plan)
    for descriptor in (DescriptorFactory(ambition=ambition), DescriptorFactory(ambition=ambition)):
        DeliverableFactory(plan=plan, ambition=ambition, descriptor=descriptor)
    DeliverableFactory(plan=plan, ambition=ambition, archived_at="2010-01-01T00:00Z", archived_by=editor)
    page = text(as_person(editor).get(url("ambition", "archive", ambition)))
    assert "With it go 3 desired outcomes and 2 contributory activities. They come back with it." in page


def test_forms_are_named_in_the_plans_own_words(plan, editor, as_person):
    plan.ambition_word = "Theme"
    plan.save()
    assert "Add theme" in text(as_person(editor).get(url("ambition", "add", plan)))


def test_a_priority_of_another_plan_is_not_a_choice(plan, editor, as_person):
    ambition = AmbitionFactory(plan=plan)
    sent = {"title": "New", "priorities": [PriorityFactory().pk], "version": 1}
    sent_back = as_person(editor).post(url("ambition", "edit", ambition), sent)
    assert list(sent_back.context["form"].errors) == ["priorities"]


def test_a_priority_that_was_archived_since_stays_linked(plan, editor, as_person):
    gone = PriorityFactory(plan=plan, archived_at="2010-01-01T00:00Z", archived_by=editor)
    ambition = AmbitionFactory(plan=plan)
    ambition.priorities.add(gone)
    client = as_person(editor)
    assert gone not in client.get(url("ambition", "add", plan)).context["form"].fields["priorities"].queryset
    client.post(url("ambition", "edit", ambition), {"title": "New", "priorities": [gone.pk], "version": 1})
    assert list(Ambition.objects.get(title="New").priorities.all()) == [gone]


def test_a_section_is_shown_before_it_is_saved(plan, editor, as_person):
    sent = {"title": "Us", "body": "## Who we are\n\n<script>alert(1)</script>", "place": "before", "preview": "1"}
    page = text(as_person(editor).post(url("section", "add", plan), sent))
    assert "Who we are</h3>" in page
    assert "<script>alert" not in page
    assert Section.objects.count() == 0


def test_the_words_of_a_plan_stand_on_one_page(plan, editor, officer, as_person):
    SectionFactory(plan=plan, title="Before it", body="**Coast**")
    SectionFactory(plan=plan, title="After it", place="after")
    SectionFactory(plan=plan, title="Gone", archived_at="2010-01-01T00:00Z", archived_by=editor)
    GlossaryEntryFactory(plan=plan, term="BCS", meaning="")
    page = text(as_person(officer).get(reverse("plan-words", args=[plan.pk])))
    assert page.index("Before it") < page.index("After it")
    assert "<strong>Coast</strong>" in page
    assert "not explained yet" in page
    assert "Gone" not in page
    assert "Add a section" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_words_costs_the_same_at_one_row_and_at_three(
    rows, plan, editor, as_person, django_assert_num_queries
):
    for factory in (SectionFactory, PriorityFactory, GlossaryEntryFactory):
        factory.create_batch(rows, plan=plan)
    client = as_person(editor)
    with django_assert_num_queries(8):
        client.get(reverse("plan-words", args=[plan.pk]))
