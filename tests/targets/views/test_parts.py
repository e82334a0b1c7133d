"""Sets, sources, footnotes, scales, definitions, series, comparators, objectives: one set of pages for all of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from targets.actions import goals, keeping
from targets.models import Comparator, GradeScale, MeasureSet, Objective, Series
from targets.views.parts import KINDS
from tests.answers import rows_of
from tests.factories import targets as factories
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory, PriorityFactory

pytestmark = pytest.mark.django_db
MADE_BY = {
    "source": lambda a: factories.SourceFactory(authority=a),
    "measureset": lambda a: factories.MeasureSetFactory(authority=a),
    "footnote": lambda a: factories.FootnoteFactory(authority=a),
    "gradescale": lambda a: factories.GradeScaleFactory(authority=a),
    "definition": lambda a: factories.DefinitionFactory(measure__authority=a),
    "series": lambda a: factories.SeriesFactory(measure__authority=a),
    "comparator": lambda a: factories.ComparatorFactory(series__measure__authority=a),
    "objective": lambda a: factories.ObjectiveFactory(plan__authority=a),
    "target": lambda a: factories.TargetFactory(series__measure__authority=a),
}
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]
EDITORS = {Role.EDITOR, Role.ADMINISTRATOR}
CHANGED = [kind.name for kind in KINDS if kind.form_class]
ARCHIVED = [kind.name for kind in KINDS if kind.is_archivable]
MOVED = [kind.name for kind in KINDS if kind.has_order]
AS_LISTED = [kind.name for kind in KINDS if kind.form_class and kind.parent is None]


def text(response):
    return response.content.decode()


def test_every_kind_has_its_factory():
    assert {kind.name for kind in KINDS} == set(MADE_BY)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", CHANGED)
def test_editors_alone_change_them(name, role, authority, as_person):
    client = as_person(person_with(role, authority=authority))
    expected = 200 if role in EDITORS else 404
    assert client.get(reverse(f"{name}-edit", args=[MADE_BY[name](authority).pk])).status_code == expected


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", AS_LISTED)
def test_editors_alone_add_them(name, role, authority, as_person):
    client = as_person(person_with(role, authority=authority))
    assert client.get(reverse(f"{name}-add")).status_code == (200 if role in EDITORS else 404)


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_what_is_another_authoritys_does_not_exist(name, authority, stranger, as_person):
    record, client = MADE_BY[name](authority), as_person(stranger)
    verbs = {"edit": CHANGED, "archive": ARCHIVED, "restore": ARCHIVED, "up": MOVED, "down": MOVED}
    for verb, kinds in verbs.items():
        if name in kinds:
            assert client.post(reverse(f"{name}-{verb}", args=[record.pk]), {"reason": "Old."}).status_code == 404, verb
    assert not history_of(record).exists()


@pytest.mark.parametrize("name", ARCHIVED)
def test_editors_archive_and_bring_back_and_others_do_not(name, authority, editor, officer, as_person):
    record = MADE_BY[name](authority)
    if name == "series":
        factories.SeriesFactory(measure=record.measure)
    sent, address = {"version": record.version, "reason": "Not used."}, reverse(f"{name}-archive", args=[record.pk])
    assert as_person(officer).post(address, sent).status_code == 404
    client = as_person(editor)
    assert client.post(address, sent).status_code == 302
    assert type(record).objects.get(pk=record.pk).is_archived
    client.post(reverse(f"{name}-restore", args=[record.pk]))
    assert not type(record).objects.get(pk=record.pk).is_archived


@pytest.mark.parametrize(
    ("name", "sent", "field", "value"),
    [
        ("source", {"name": "Another survey", "sort": "survey"}, "name", "Another survey"),
        ("measureset", {"title": "Statutory"}, "title", "Statutory"),
        ("footnote", {"text": "As at March.", "mark": "*"}, "mark", "*"),
        ("definition", {"text": "All calls.", "applies_from": "1/4/2009"}, "text", "All calls."),
        (
            "comparator",
            {"sort": "national", "starts": "1/4/2009", "ends": "30/6/2009", "value": "49.2"},
            "sort",
            "national",
        ),
        ("objective", {"title": "Confidence"}, "title", "Confidence"),
    ],
)
def test_a_record_is_changed_and_its_history_told_below(name, sent, field, value, authority, editor, as_person):
    record, client = MADE_BY[name](authority), as_person(editor)
    address = reverse(f"{name}-edit", args=[record.pk])
    response = client.post(address, {**sent, "version": 1})
    assert response.status_code == 302, response.context["form"].errors
    assert getattr(type(record).objects.get(pk=record.pk), field) == value
    assert client.get(response.url.split("#")[0]).status_code == 200
    assert editor.name in text(client.get(address))


def test_a_set_is_added_and_its_text_previewed_first(authority, editor, as_person):
    client, sent = as_person(editor), {"title": "Statutory", "introduction": "In **bold**."}
    assert "<strong>bold</strong>" in text(client.post(reverse("measureset-add"), {**sent, "preview": "1"}))
    assert not MeasureSet.objects.exists()
    client.post(reverse("measureset-add"), sent)
    assert MeasureSet.objects.get().authority == authority


def test_a_scale_is_added_with_its_grades_and_changed(authority, editor, as_person):
    client = as_person(editor)
    client.post(reverse("gradescale-add"), {"name": "Assessment", "era": "2006", "grades": "Poor: weak\nFair\nGood"})
    scale = GradeScale.objects.get()
    assert [(one.word, one.meaning) for one in scale.grades.all()] == [("Poor", "weak"), ("Fair", ""), ("Good", "")]
    address = reverse("gradescale-edit", args=[scale.pk])
    assert "Poor: weak" in text(client.get(address))
    sent = {"name": "Assessment", "era": "2006", "grades": "Poor\nFair\nGood\nExcellent", "version": 1}
    assert client.post(address, sent).status_code == 302
    assert scale.grades.count() == 4
    late = client.post(address, {**sent, "grades": "Poor\nGood"})
    assert (late.status_code, "Poor\nFair\nGood\nExcellent" in text(late)) == (422, True)


def test_a_scale_without_grades_is_refused_beside_them(editor, as_person):
    response = as_person(editor).post(reverse("gradescale-add"), {"name": "Assessment", "grades": "Poor"})
    assert response.context["form"].errors == {"grades": ["A scale has at least two grades."]}


def test_a_comparator_is_added_and_shown_in_its_own_terms(authority, editor, member, as_person):
    series, client = factories.SeriesFactory(measure__authority=authority), as_person(editor)
    days = {"starts": "1/4/2009", "ends": "30/6/2009"}
    client.post(reverse("comparator-add", args=[series.pk]), {"sort": "group", "value": "50.1", **days})
    client.post(reverse("comparator-add", args=[series.pk]), {"sort": "rank", "value": "22", "of": "43", **days})
    page = text(as_person(member).get(reverse("series-comparators", args=[series.pk])))
    assert Comparator.objects.count() == 2
    assert ("50.1%" in page, "22 of 43" in page, reverse("comparator-add", args=[series.pk]) in page) == (
        True,
        True,
        False,
    )


def test_comparators_are_a_file(authority, member, as_person):
    series = factories.SeriesFactory(measure__authority=authority)
    factories.ComparatorFactory(series=series)
    factories.ComparatorFactory(series=series, sort="rank", value=22, of=43)
    address, client = reverse("series-comparators", args=[series.pk]), as_person(member)
    assert "?export=xlsx" in text(client.get(address))
    days = ["2009-04-01", "2009-06-30"]
    assert rows_of(client.get(address, {"export": "csv"})) == [
        ["First day", "Last day", "What it is", "Figure", "Of how many"],
        [*days, "Most similar group, average", "50.1%", ""],
        [*days, "Rank in England and Wales", "22", "43"],
    ]


def test_another_authoritys_comparators_do_not_exist(stranger, as_person, authority):
    series = factories.SeriesFactory(measure__authority=authority)
    assert as_person(stranger).get(reverse("series-comparators", args=[series.pk])).status_code == 404


def test_an_objective_is_added_under_a_priority_of_its_plan_alone(authority, editor, as_person):
    plan, client = PlanFactory(authority=authority), as_person(editor)
    ours, theirs = PriorityFactory(plan=plan), PriorityFactory(plan=PlanFactory(authority=authority))
    address = reverse("objective-add", args=[plan.pk])
    assert list(client.post(address, {"title": "Trust", "priority": theirs.pk}).context["form"].errors) == ["priority"]
    assert client.post(address, {"title": "Trust", "priority": ours.pk}).status_code == 302
    assert Objective.objects.get().priority == ours


@pytest.mark.parametrize("verb", ["up", "down"])
def test_series_move_and_whoever_saw_an_older_order_is_told(verb, authority, editor, as_person):
    measure = factories.MeasureFactory(authority=authority)
    first, second = (factories.SeriesFactory(measure=measure, position=place) for place in (1, 2))
    moved = second if verb == "up" else first
    client, address = as_person(editor), reverse(f"series-{verb}", args=[moved.pk])
    assert client.post(address, {"version": 1}).status_code == 302
    assert list(measure.series.all()) == [second, first]
    assert client.post(address, {"version": 1}).status_code == 422


def test_measures_move_within_their_set(authority, editor, as_person):
    of = factories.MeasureSetFactory(authority=authority)
    first, second = (factories.MeasureFactory(authority=authority, set=of, position=place) for place in (1, 2))
    response = as_person(editor).post(reverse("measure-up", args=[second.pk]), {"version": 1})
    assert (response.url, list(of.measures.all())) == (
        f"{reverse('measure-lists')}#measure-{second.pk}",
        [second, first],
    )


def test_the_lists_show_everything_and_readers_no_way_to_change_it(authority, editor, member, as_person):
    of = factories.MeasureSetFactory(authority=authority, title="Statutory", introduction="All *six*.")
    factories.MeasureFactory(authority=authority, set=of, title="Calls")
    factories.FootnoteFactory(authority=authority, text="As at March.", mark="*")
    scale = factories.GradeScaleFactory(authority=authority, name="Assessment")
    source = factories.SourceFactory(authority=authority, name="Old survey")
    keeping.archive(source, seen=1, reason="Ended.", by=editor)
    shown = (
        "Statutory",
        "<em>six</em>",
        "Calls",
        "As at March.",
        "Poor, Fair, Good, Excellent",
        "Old survey",
        "Ended.",
    )
    pages = [text(as_person(person).get(reverse("measure-lists"))) for person in (editor, member)]
    assert [[words in page for words in shown] for page in pages] == [[True] * len(shown)] * 2
    assert [reverse("gradescale-edit", args=[scale.pk]) in page for page in pages] == [True, False]
    assert ["Bring back" in page for page in pages] == [True, False]


def test_the_lists_show_nothing_of_another_authority(stranger, authority, as_person):
    for name in AS_LISTED:
        MADE_BY[name](authority)
    response = as_person(stranger).get(reverse("measure-lists"))
    assert [response.context[name]["current"] for name in ("sets", "sources", "footnotes", "scales")] == [
        [],
        [],
        [],
        [],
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_for_one_and_three(authority, editor, as_person, number, django_assert_num_queries):
    for _ in range(number):
        factories.MeasureFactory(authority=authority, set=factories.MeasureSetFactory(authority=authority))
        for name in AS_LISTED:
            MADE_BY[name](authority)
    client = as_person(editor)
    with django_assert_num_queries(11):
        client.get(reverse("measure-lists"))


def test_the_only_series_of_a_measure_is_not_archived(authority, editor, as_person):
    series = factories.SeriesFactory(measure__authority=authority)
    response = as_person(editor).post(reverse("series-archive", args=[series.pk]), {"version": 1, "reason": "Old."})
    assert (response.status_code, "at least one series" in text(response)) == (422, True)
    assert not Series.objects.get(pk=series.pk).is_archived


def test_an_archived_footnote_is_offered_only_where_it_is_referred_to(authority, editor, as_person):
    kept, gone = (factories.FootnoteFactory(authority=authority, text=words) for words in ("By post.", "By phone."))
    with_both = factories.MeasureFactory(authority=authority)
    with_both.footnotes.set([kept, gone])
    without = factories.MeasureFactory(authority=authority)
    keeping.archive(gone, seen=1, reason="Nobody calls.", by=editor)
    client = as_person(editor)
    for measure, offered in ((with_both, [kept, gone]), (without, [kept])):
        form = client.get(reverse("measure-edit", args=[measure.pk])).context["form"]
        assert list(form.fields["footnotes"].queryset) == offered
    page = text(client.get(reverse("measure", args=[with_both.pk])))
    assert "By phone." not in page  # it stands under the tables of series, of which this measure has none
    factories.SeriesFactory(measure=with_both)
    assert "By phone." in text(client.get(reverse("measure", args=[with_both.pk])))


def test_words_that_were_archived_are_a_new_footnote_when_they_are_written_again(authority, editor):
    gone = factories.FootnoteFactory(authority=authority, text="By phone.")
    assert goals.footnote(authority, "By phone.", by=editor) == gone
    keeping.archive(gone, seen=1, reason="Nobody calls.", by=editor)
    assert goals.footnote(authority, "By phone.", by=editor) != gone


def test_a_withdrawn_comparator_leaves_its_measure_and_makes_room_for_another(authority, editor, as_person):
    wrong = factories.ComparatorFactory(series__measure__authority=authority, value=Decimal(47))
    series, client = wrong.series, as_person(editor)
    days = {"starts": wrong.starts, "ends": wrong.ends, "sort": wrong.sort}
    with pytest.raises(ValidationError, match="already has this comparator"):
        keeping.add(Comparator(series=series, value=Decimal(48), **days), by=editor)
    keeping.archive(wrong, seen=1, reason="Misread.", by=editor)
    (sheet,) = client.get(series.measure.get_absolute_url()).context["sheets"]
    assert sheet.comparators == []
    right = keeping.add(Comparator(series=series, value=Decimal(48), **days), by=editor)
    page = client.get(reverse("series-comparators", args=[series.pk]))
    assert ([one for one, _ in page.context["rows"]], page.context["archived"]) == ([right], [wrong])
    refused = client.post(reverse("comparator-restore", args=[wrong.pk]), {"version": 2})
    assert refused.status_code == 422
    assert Comparator.objects.current().get() == right
