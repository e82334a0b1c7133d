"""Pages on which a deliverable is added, changed, put elsewhere, archived and brought back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from deliverables.actions.deliverables import change_deliverable
from deliverables.models import Deliverable
from kpa_tracker.base.audit.actions import history_of
from plans.models import Plan
from tests.answers import answer, text
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, SubItemFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory, PriorityFactory

OPENED = ["edit", "place", "archive"]
PRESSED = ["restore", "up", "down"]


@pytest.fixture
def draft(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def descriptor(draft):
    return DescriptorFactory(ambition__plan=draft)


@pytest.fixture
def one(draft, descriptor):
    return DeliverableFactory(
        plan=draft, ambition=descriptor.ambition, descriptor=descriptor, reference="1.1.1", due="June 2010"
    )


def url(verb, record):
    return reverse(f"deliverable-{verb}", args=[record.pk])


def sent(one, **changes):
    return {"reference": one.reference, "title": one.title, "deadline": one.deadline_text, "version": 1, **changes}


@pytest.mark.parametrize("verb", OPENED)
def test_editors_open_what_changes_a_deliverable(verb, one, editor, as_person):
    assert as_person(editor).get(url(verb, one)).status_code == 200


@pytest.mark.parametrize("verb", OPENED + PRESSED)
def test_officers_and_strangers_change_nothing(verb, one, officer, stranger, as_person):
    for who in (officer, stranger):
        theirs = answer(as_person(who).post(url(verb, one), sent(one, title="Mine", reason="Mine.")))
        missing = answer(as_person(who).post(reverse(f"deliverable-{verb}", args=[987654])))
        assert (theirs, theirs[0]) == (missing, 404)
    assert Deliverable.objects.get(pk=one.pk).version == 1


@pytest.mark.parametrize("verb", PRESSED)
def test_buttons_are_sent_never_opened(verb, one, editor, as_person):
    assert as_person(editor).get(url(verb, one)).status_code == 405


def test_a_deliverable_is_added_under_a_descriptor(one, descriptor, authority, editor, as_person):
    post, committee = PostFactory(authority=authority), CommitteeFactory(authority=authority)
    client, page = as_person(editor), url("add", descriptor)
    assert 'value="1.1.2"' in text(client.get(page))
    words = {"reference": "1.1.2", "title": "Consult", "lead": post.pk, "deadline": "Q2 2009/10"}
    parts = {
        "measurement_1": "Agreed",
        "measurement_3": "Published",
        "item_1": "Fraud",
        "item_1_committee": committee.pk,
    }
    sent_back = client.post(page, {**words, **parts})
    made = Deliverable.objects.get(reference="1.1.2")
    assert sent_back.url.endswith(f"#deliverable-{made.pk}")
    assert (made.descriptor, made.lead, made.deadline_text) == (descriptor, post, "Q2 2009/10")
    assert [row.text for row in made.measurements.all()] == ["Agreed", "Published"]
    assert made.sub_items.get().committee == committee


def test_a_deliverable_is_added_straight_under_an_ambition(draft, editor, as_person):
    ambition = AmbitionFactory(plan=draft, reference="C")
    page = reverse("deliverable-add-to-ambition", args=[ambition.pk])
    as_person(editor).post(page, {"reference": "C.1", "title": "Consult"})
    made = Deliverable.objects.get()
    assert (made.ambition, made.descriptor) == (ambition, None)


@pytest.mark.parametrize("name", ["deliverable-add", "deliverable-add-to-ambition"])
def test_officers_and_strangers_add_nothing(name, descriptor, officer, stranger, as_person):
    parent = descriptor if name == "deliverable-add" else descriptor.ambition
    page = reverse(name, args=[parent.pk])
    codes = [as_person(who).post(page, {"reference": "1", "title": "Mine"}).status_code for who in (officer, stranger)]
    assert codes == [404, 404]


def test_a_change_of_words_and_parts_is_one_event(one, editor, as_person):
    MeasurementFactory(deliverable=one, text="Agreed")
    SubItemFactory(deliverable=one, text="Fraud", committee_text="Audit Cttee")
    page = url("edit", one)
    assert "As written: Audit Cttee" in text(as_person(editor).get(page))
    as_person(editor).post(page, sent(one, title="New", measurement_1="Agreed by all", item_1="Fraud and waste"))
    assert history_of(one).get().changes == {
        "title": [one.title, "New"],
        "measurements": [["Agreed"], ["Agreed by all"]],
        "sub_items": [["Fraud (Audit Cttee)"], ["Fraud and waste (Audit Cttee)"]],
    }


def test_the_slower_of_two_sees_both_texts_measurements_too(one, editor, as_person):
    client, page = as_person(editor), url("edit", one)
    client.post(page, sent(one, title="Theirs", measurement_1="Theirs"))
    lost = client.post(page, sent(one, title="Mine", measurement_1="Mine", measurement_2="And mine", item_1="Fraud"))
    assert lost.status_code == 422
    rows = {label: (typed, saved) for label, typed, saved in lost.context["comparison"]}
    assert rows["Title"] == ("Mine", "Theirs")
    assert rows["Measurements"] == ("Mine\nAnd mine", "Theirs")
    assert rows["Parts of it"] == ("Fraud", "")
    again = sent(one, title="Both", measurement_1="Both", version=lost.context["form"]["version"].value())
    assert client.post(page, again).status_code == 302
    assert Deliverable.objects.get(pk=one.pk).title == "Both"


@pytest.mark.parametrize(
    ("typed", "due"), [("Dec 2009", "2009-12-31"), ("Q2 2009/10", "2009-09-30"), ("ongoing", "None"), ("", "None")]
)
def test_a_deadline_is_typed_as_people_say_it(typed, due, one, editor, as_person):
    as_person(editor).post(url("edit", one), sent(one, deadline=typed))
    kept = Deliverable.objects.get(pk=one.pk)
    assert (kept.deadline_text, str(kept.deadline_due)) == (typed, due)


def test_what_is_no_date_is_refused_with_examples(one, editor, as_person):
    sent_back = as_person(editor).post(url("edit", one), sent(one, deadline="when ready"))
    assert "“when ready” is not a date that the tracker understands." in text(sent_back)


def test_what_an_import_kept_as_written_may_stay(one, editor, as_person):
    Deliverable.objects.filter(pk=one.pk).update(
        deadline_text="when ready", deadline_precision="unknown", deadline_due=None
    )
    sent_back = as_person(editor).post(url("edit", one), sent(one, deadline="when ready", title="New"))
    assert (sent_back.status_code, Deliverable.objects.get(pk=one.pk).deadline_text) == (302, "when ready")


def test_an_adopted_deadline_is_not_asked_for(authority, editor, as_person):
    adopted = DeliverableFactory(plan__authority=authority, due="June 2010")
    page = as_person(editor).get(url("edit", adopted))
    assert "deadline" not in page.context["form"].fields
    assert "Its deadline moves by a request" in text(page)
    as_person(editor).post(url("edit", adopted), sent(adopted, deadline="July 2010", title="New"))
    kept = Deliverable.objects.get(pk=adopted.pk)
    assert (kept.title, kept.deadline_text) == ("New", "June 2010")


HOSTILE = [
    ("lead", lambda: PostFactory().pk),
    ("supporting", lambda: [PostFactory().pk]),
    ("committee", lambda: CommitteeFactory().pk),
    ("priorities", lambda: [PriorityFactory().pk]),
    ("item_1_committee", lambda: CommitteeFactory().pk),
]


@pytest.mark.parametrize(("field", "theirs"), HOSTILE)
def test_another_authoritys_record_is_not_a_choice(field, theirs, one, editor, as_person):
    hostile = theirs()
    form = as_person(editor).post(url("edit", one), sent(one, **{field: hostile})).context["form"]
    assert list(form.errors) == [field]
    assert not form.fields[field].queryset.filter(pk__in=hostile if isinstance(hostile, list) else [hostile]).exists()
    assert Deliverable.objects.get(pk=one.pk).version == 1


def test_a_post_that_was_archived_since_stays_on_offer_where_it_leads(one, authority, editor, as_person):
    gone = PostFactory(authority=authority, title="Gone", archived_at="2010-01-01T00:00Z", archived_by=editor)
    other = PostFactory(authority=authority, title="Also gone", archived_at="2010-01-01T00:00Z", archived_by=editor)
    Deliverable.objects.filter(pk=one.pk).update(lead=gone)
    offered = as_person(editor).get(url("edit", one)).context["form"].fields["lead"].queryset
    assert (gone in offered, other in offered) == (True, False)


def test_the_lead_does_not_support(one, authority, editor, as_person):
    post = PostFactory(authority=authority)
    sent_back = as_person(editor).post(url("edit", one), sent(one, lead=post.pk, supporting=[post.pk]))
    assert "The lead post cannot support the same deliverable as well." in text(sent_back)


def test_a_deliverable_is_put_elsewhere_in_its_plan(one, draft, editor, as_person):
    other = DescriptorFactory(ambition=AmbitionFactory(plan=draft))
    DescriptorFactory(ambition__plan=draft, archived_at="2010-01-01T00:00Z", archived_by=editor)
    client, page = as_person(editor), url("place", one)
    keys = [key for key, _ in client.get(page).context["form"].fields["place"].choices]
    assert keys.count(f"d{other.pk}") == 1
    client.post(page, {"place": f"d{other.pk}", "version": 1})
    assert Deliverable.objects.get(pk=one.pk).descriptor == other
    client.post(page, {"place": f"a{one.ambition_id}", "version": 2})
    assert Deliverable.objects.get(pk=one.pk).descriptor is None


@pytest.mark.parametrize(
    "make", [lambda: f"d{DescriptorFactory().pk}", lambda: f"a{AmbitionFactory().pk}", lambda: "x"]
)
def test_a_place_in_another_plan_is_not_a_choice(make, one, editor, as_person):
    sent_back = as_person(editor).post(url("place", one), {"place": make(), "version": 1})
    assert (sent_back.status_code, list(sent_back.context["form"].errors)) == (422, ["place"])


def test_a_deliverable_is_archived_brought_back_and_moved(one, descriptor, editor, as_person):
    two = DeliverableFactory(plan=one.plan, ambition=one.ambition, descriptor=descriptor, position=one.position + 1)
    client = as_person(editor)
    client.post(url("up", two), {"version": 1})
    assert list(Deliverable.objects.order_by("position")) == [two, one]
    client.post(url("down", two), {"version": 2})
    client.post(url("archive", one), {"version": Deliverable.objects.get(pk=one.pk).version, "reason": "Merged."})
    assert list(Deliverable.objects.current()) == [two]
    client.post(url("restore", one))
    assert list(Deliverable.objects.current().order_by("position")) == [one, two]


# --- More rows --------------------------------------------------------------------------------------------------------


def asked(page, kind):
    return [name for name in page.context["form"].fields if re.fullmatch(rf"{kind}_[0-9]+", name)]


@pytest.mark.parametrize(("kind", "before", "after"), [("measurement", 4, 7), ("item", 2, 4)])
def test_a_button_gives_more_rows_without_saving_or_complaining(kind, before, after, one, editor, as_person):
    MeasurementFactory(deliverable=one, text="Agreed")
    client = as_person(editor)
    assert len(asked(client.get(url("edit", one)), kind)) == before
    typed = {f"{kind}_{before}": "The last of them", "title": "", "version": 1}
    page = client.post(url("edit", one), {**typed, "more": kind})
    form = page.context["form"]
    assert (page.status_code, len(asked(page, kind)), dict(form.errors)) == (200, after, {})
    assert (form[f"{kind}_{before}"].value(), form["version"].value()) == ("The last of them", "1")
    assert "Error:" not in text(page)
    assert Deliverable.objects.get(pk=one.pk).version == 1


def test_what_is_typed_into_rows_that_were_added_is_saved(one, editor, as_person):
    rows = {f"measurement_{number}": f"Step {number}" for number in range(1, 10)}
    rows |= {f"item_{number}": f"Part {number}" for number in range(1, 8)}
    assert as_person(editor).post(url("edit", one), sent(one, **rows)).status_code == 302
    assert [row.text for row in one.measurements.all()] == [f"Step {number}" for number in range(1, 10)]
    assert [row.text for row in one.sub_items.all()] == [f"Part {number}" for number in range(1, 8)]


def test_a_new_deliverable_gets_more_rows_as_well(descriptor, editor, as_person):
    page = as_person(editor).post(url("add", descriptor), {"title": "New", "more": "item"})
    assert (len(asked(page, "item")), page.context["form"]["title"].value()) == (4, "New")
    assert not Deliverable.objects.exists()


def test_nobody_gets_rows_without_end(one, editor, as_person):
    page = as_person(editor).post(url("edit", one), sent(one, measurement_999="x", more="measurement"))
    assert len(asked(page, "measurement")) == 100


def test_enter_saves_and_the_button_leads_to_its_new_row(one, editor, as_person):
    page = text(as_person(editor).get(url("edit", one)))
    first = re.search(r"<button[^>]*>", page.split('class="app-form"')[1])[0]
    assert ("name=" in first, 'tabindex="-1"' in first) == (False, True)
    assert 'value="measurement" formaction="#id_measurement_4"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_with_one_measurement_and_with_three(
    count, one, editor, as_person, django_assert_num_queries
):
    MeasurementFactory.create_batch(count, deliverable=one)
    change_deliverable(one, seen=1, changes={"title": "New"}, by=editor)
    client = as_person(editor)
    with django_assert_num_queries(20):
        client.get(url("edit", one))
