"""Pages on which measures are found, added, changed, archived and brought back."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from targets.actions import keeping
from targets.models import Measure, Series
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.targets import (
    DefinitionFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    MeasureSetFactory,
    ResultFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]
EDITORS = {Role.EDITOR, Role.ADMINISTRATOR}
WORDS = {
    "title": "Callers satisfied",
    "kind": "percentage",
    "decimals": "1",
    "direction": "up",
    "frequency": "quarter",
    "gathering": "average",
    "forecast_by": "linear",
}


@pytest.fixture
def measure(authority):
    return MeasureFactory(authority=authority, title="Callers satisfied", reference="SPI 1")


def text(response):
    return response.content.decode()


def titles(client, **query):
    response = client.get(reverse("measure-list"), query)
    return [row.record.title for row in response.context["table"].rows]


def with_result(measure, **values):
    series = SeriesFactory(measure=measure, name=values.pop("name", ""))
    Series.objects.filter(pk=series.pk).update(latest=ResultFactory(series=series, **values))
    return series


def answers(measure, **values):
    """What the form of a measure sends: its words and those of its series."""
    sent = {**WORDS, "version": measure.version}
    for one in measure.series.all():
        lead = f"series_{one.pk}"
        sent |= {f"{lead}_name": one.name, f"{lead}_unit": one.unit, f"{lead}_version": one.version}
    return {**sent, **values}


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("address", ["measure-list", "measure-archived", "measure-lists"])
def test_everybody_of_the_authority_reads_the_lists(as_person, authority, measure, role, address):
    client = as_person(person_with(role, authority=authority))
    assert client.get(reverse(address)).status_code == 200


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("address", ["measure-add", "measure-edit", "measure-archive", "measure-restore"])
def test_editors_alone_change_measures(as_person, authority, measure, role, address):
    client = as_person(person_with(role, authority=authority))
    url = reverse(address, args=[] if address == "measure-add" else [measure.pk])
    assert client.get(url).status_code == (200 if role in EDITORS else 404)


@pytest.mark.parametrize("address", ["measure-edit", "measure-archive", "measure-restore"])
def test_another_authoritys_measure_does_not_exist(as_person, stranger, measure, address):
    client = as_person(stranger)
    assert client.get(reverse(address, args=[measure.pk])).status_code == 404
    assert client.post(reverse(address, args=[measure.pk]), {"reason": "Old."}).status_code == 404
    assert not history_of(measure).exists()


def test_another_authoritys_measures_are_not_listed(as_person, stranger, measure):
    client = as_person(stranger)
    assert titles(client) == []
    assert measure.title not in text(client.get(reverse("measure-archived")))


def test_the_list_is_narrowed(as_person, authority, officer):
    owner, committee = PostFactory(authority=authority), CommitteeFactory(authority=authority)
    of = MeasureSetFactory(authority=authority)
    plan = PlanFactory(authority=authority)
    full = MeasureFactory(authority=authority, title="Full", owner=owner, committee=committee, set=of)
    TargetFactory(series=with_result(full), plan=plan)
    bare = MeasureFactory(authority=authority, title="Bare", kind="count", direction="down")
    SeriesFactory(measure=bare)
    client = as_person(officer)
    assert titles(client) == ["Full", "Bare"]
    for query, found in (
        ({"owner": owner.pk}, ["Full"]),
        ({"committee": committee.pk}, ["Full"]),
        ({"set": of.pk}, ["Full"]),
        ({"kind": "count"}, ["Bare"]),
        ({"direction": "down"}, ["Bare"]),
        ({"gap": "without_owner"}, ["Bare"]),
        ({"gap": "without_target"}, ["Bare"]),
        ({"gap": "without_data"}, ["Bare"]),
        ({"words": "bar"}, ["Bare"]),
        ({"words": owner.title}, ["Full"]),
        ({"kind": "haunted"}, []),
        ({"sort": "title"}, ["Bare", "Full"]),
        ({"sort": "-owner"}, ["Full", "Bare"]),
    ):
        assert titles(client, **query) == found, query


def test_what_only_gives_context_is_not_said_to_lack_a_target(authority, officer, as_person):
    MeasureFactory(authority=authority, title="Population", direction="none")
    assert titles(as_person(officer), gap="without_target") == []


def test_a_measure_whose_only_result_is_of_an_archived_series_has_no_data(authority, editor, measure, as_person):
    SeriesFactory(measure=measure)
    keeping.archive(with_result(measure, name="Old"), seen=1, reason="Old.", by=editor)
    assert titles(as_person(editor), gap="without_data") == ["Callers satisfied"]


def test_a_file_has_exactly_what_the_list_shows(as_person, authority, officer, measure):
    with_result(measure, name="White")
    SeriesFactory(measure=measure, name="BME", position=10**6)
    MeasureFactory(authority=authority, title="Another")
    client, query = as_person(officer), {"words": "callers"}
    lines = b"".join(client.get(reverse("measure-list"), {**query, "export": "csv"}).streaming_content)
    assert lines.decode("utf-8-sig").splitlines() == [
        "Ref,Measure,Set,Its figures are,What is better,Owner,Committee,Results come,Latest result",
        "SPI 1,Callers satisfied,,Percentage,Higher is better,,,Every quarter,"
        "White: 47.2% (April to June 2009); BME: no data",
    ]
    sheet = load_workbook(io.BytesIO(client.get(reverse("measure-list"), {**query, "export": "xlsx"}).content)).active
    assert [[cell.value or "" for cell in row] for row in sheet.rows][1][:2] == ["SPI 1", "Callers satisfied"]
    assert sheet.max_row == 2


def test_a_status_stands_in_the_list_and_in_its_file_with_whose_it_is(as_person, authority, officer, editor, measure):
    judged = {"judged_status": "amber", "judged_reason": "Within the error.", "judged_by": editor}
    with_result(measure, status="red", judged_at=clock.now(), **judged)
    client = as_person(officer)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text(client.get(reverse("measure-list")))))
    assert "47.2% (April to June 2009) Amber the owner&#x27;s judgement; by the rule Red" in words
    lines = b"".join(client.get(reverse("measure-list"), {"export": "csv"}).streaming_content).decode()
    said = "47.2% (April to June 2009), Amber, the owner's judgement; by the rule Red, because: Within the error."
    assert said in lines


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_measure_and_three(
    as_person, authority, officer, number, django_assert_num_queries
):
    scale = GradeScaleFactory(authority=authority)
    for _ in range(number):
        owner, committee = PostFactory(authority=authority), CommitteeFactory(authority=authority)
        graded = {"kind": "grade", "scale": scale, "owner": owner, "committee": committee}
        measure = MeasureFactory(authority=authority, set=MeasureSetFactory(authority=authority), **graded)
        with_result(measure, value=3)
    client = as_person(officer)
    with django_assert_num_queries(13):
        client.get(reverse("measure-list"))


def test_a_list_can_be_kept_as_a_view(as_person, officer, measure):
    page = text(as_person(officer).get(reverse("measure-list"), {"gap": "without_owner"}))
    assert "Keep this view" in page


def test_a_measure_is_added_with_series_definition_and_footnote(as_person, authority, editor):
    of, source = MeasureSetFactory(authority=authority), SourceFactory(authority=authority)
    sent = {
        **WORDS,
        "set": of.pk,
        "source": source.pk,
        "definition": "All who answered.",
        "applies_from": "1/4/2009",
        "new_series": "White\n\n BME ",
        "new_footnote": "As at 31 March 2009.",
    }
    response = as_person(editor).post(reverse("measure-add"), sent)
    made = Measure.objects.get()
    assert (response.status_code, response.url) == (302, made.get_absolute_url())
    assert ([one.name for one in made.series.all()], made.set, made.source) == (["White", "BME"], of, source)
    assert [str(one) for one in made.footnotes.all()] == ["As at 31 March 2009."]
    assert made.definitions.get().text == "All who answered."


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"title": ""}, "Fill in “What is measured”."),
        ({"kind": "grade"}, "Choose the scale that the grades are given on."),
        ({"decimals": "5"}, "four decimal places"),
        ({"definition": "All."}, "Say from which day"),
        ({"new_series": "White\nWhite"}, "Two series have the same name."),
        ({"new_series": "x" * 121}, "at most 120 letters"),
        ({"reference": "SPI 1"}, "already has a measure with this reference"),
    ],
)
def test_what_does_not_hold_together_is_said_and_nothing_is_kept(as_person, editor, measure, sent, why):
    response = as_person(editor).post(reverse("measure-add"), {**WORDS, **sent})
    assert (response.status_code, why in text(response)) == (422, True)
    assert Measure.objects.count() == 1


def test_choices_offer_nothing_of_another_authority(as_person, editor):
    for name, factory in (("owner", PostFactory), ("set", MeasureSetFactory), ("source", SourceFactory)):
        response = as_person(editor).post(reverse("measure-add"), {**WORDS, name: factory().pk})
        assert list(response.context["form"].errors) == [name]


def test_an_editor_of_two_authorities_adds_to_the_one_asked_for(as_person, editor, authority):
    other = PostFactory()
    editor.appointments.create(post=other, role=Role.EDITOR, starts_on="2009-04-01")
    page = text(as_person(editor).get(reverse("measure-list")))
    assert f"?authority={other.authority_id}" in page
    as_person(editor).post(f"{reverse('measure-add')}?authority={other.authority_id}", WORDS)
    assert Measure.objects.get().authority == other.authority
    assert as_person(editor).get(f"{reverse('measure-add')}?authority=987654").status_code == 404


def test_a_measure_and_its_series_are_changed_on_one_form(as_person, authority, editor, measure):
    series = SeriesFactory(measure=measure, name="")
    lead = f"series_{series.pk}"
    own = {f"{lead}_name": "White", f"{lead}_decimals": "2", f"{lead}_source": SourceFactory(authority=authority).pk}
    sent = answers(measure, title="All callers satisfied", new_series="BME", **own)
    response = as_person(editor).post(reverse("measure-edit", args=[measure.pk]), sent)
    assert response.status_code == 302, response.context["form"].errors
    measure.refresh_from_db()
    assert (measure.title, [one.name for one in measure.series.all()]) == ("All callers satisfied", ["White", "BME"])
    series.refresh_from_db()
    assert (series.decimals, series.source_id) == (2, own[f"{lead}_source"])


def test_the_scale_of_a_grade_is_dropped_with_its_kind(as_person, authority, editor):
    graded = MeasureFactory(authority=authority, kind="grade", scale=GradeScaleFactory(authority=authority))
    sent = answers(graded, kind="percentage", scale=graded.scale_id)
    assert as_person(editor).post(reverse("measure-edit", args=[graded.pk]), sent).status_code == 302
    assert Measure.objects.get(pk=graded.pk).scale is None


def test_two_texts_are_shown_where_somebody_was_faster(as_person, editor, measure):
    sent = answers(measure, title="What the second wrote")
    keeping.change(Measure.objects.get(pk=measure.pk), seen=1, changes={"title": "What the first wrote"}, by=editor)
    response = as_person(editor).post(reverse("measure-edit", args=[measure.pk]), sent)
    page = text(response)
    assert (response.status_code, 'name="version" value="2"' in page) == (422, True)
    assert ("What the first wrote" in page, "What the second wrote" in page) == (True, True)


def test_the_form_shows_what_was_counted_before_and_the_archived_series(as_person, editor, measure):
    DefinitionFactory(measure=measure, text="Only 999 calls.")
    SeriesFactory(measure=measure, name="White")
    keeping.archive(SeriesFactory(measure=measure, name="Area 9"), seen=1, reason="Merged.", by=editor)
    page = text(as_person(editor).get(reverse("measure-edit", args=[measure.pk])))
    assert all(words in page for words in ("Only 999 calls.", "Area 9", "Merged.", "Bring back"))


def test_only_a_first_definition_is_asked_whether_it_is_a_change(as_person, editor, measure):
    client, question = as_person(editor), "Results before this day were counted in another way"
    address = reverse("measure-edit", args=[measure.pk])
    assert question in text(client.get(address))
    said = {"definition": "Only 999 calls.", "applies_from": "1/4/2009", "is_change": "on"}
    client.post(address, {**answers(measure), **said})
    first = measure.definitions.get()
    assert (first.text, first.is_change, question in text(client.get(address))) == ("Only 999 calls.", True, False)
    later = DefinitionFactory(measure=measure, applies_from="2010-04-01")
    assert question in text(client.get(reverse("definition-edit", args=[first.pk])))
    assert question not in text(client.get(reverse("definition-edit", args=[later.pk])))
    client.post(reverse("definition-edit", args=[first.pk]), {"text": "999", "applies_from": "1/4/2009", "version": 1})
    first.refresh_from_db()
    assert (first.text, first.is_change) == ("999", False)


def test_a_measure_is_archived_with_a_reason_and_restored(as_person, editor, measure):
    client = as_person(editor)
    address = reverse("measure-archive", args=[measure.pk])
    assert client.post(address, {"version": 1, "reason": ""}).status_code == 422
    client.post(address, {"version": 1, "reason": "Nobody asks for it."})
    assert titles(client) == []
    rows = text(client.get(reverse("measure-archived")))
    restore = reverse("measure-restore", args=[measure.pk])
    assert all(words in rows for words in ("Nobody asks for it.", "12 April 2010", restore))
    client.post(restore)
    assert titles(client) == ["Callers satisfied"]


def test_members_are_not_offered_to_change_anything(as_person, member, editor, measure):
    client = as_person(member)
    assert reverse("measure-add") not in text(client.get(reverse("measure-list")))
    keeping.archive(measure, seen=1, reason="Old.", by=editor)
    assert "Restore" not in text(client.get(reverse("measure-archived")))


def test_footnotes_are_offered_where_there_are_some(as_person, authority, editor):
    client = as_person(editor)
    assert "footnotes" not in client.get(reverse("measure-add")).context["form"].fields
    FootnoteFactory(authority=authority)
    assert "footnotes" in client.get(reverse("measure-add")).context["form"].fields
