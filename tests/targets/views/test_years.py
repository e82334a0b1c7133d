"""Measures year by year: a row for each series, a column for each year, the gaps in words."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml.html import fromstring

from kpa_tracker.base.people.filters import FEW
from kpa_tracker.base.people.roles import Role
from targets.actions import keeping
from targets.actions.results import record_result
from targets.models import Series
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory, person_with
from tests.factories.targets import FootnoteFactory, MeasureFactory, MeasureSetFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db
D = datetime.date
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]


def year(starts):
    return {"starts": D(starts, 4, 1), "ends": D(starts + 1, 3, 31)}


@pytest.fixture
def add(authority, editor):
    """Return a function that makes a series with the values of some years, {2007: "81.1"}."""

    def added(values, name="", *, notes=(), standing="audited", **measure):
        given = {"authority": authority, "frequency": "year", "direction": "none", **measure}
        of = measure.pop("measure", None) or MeasureFactory(**given)
        series = SeriesFactory(measure=of, name=name)
        for starts, value in values.items():
            content = {"value": Decimal(value), "standing": standing, "footnotes": list(notes)}
            found = Series.objects.select_related("measure").get(pk=series.pk)
            record_result(found, **year(starts), content=content, by=editor)
        return series

    return added


def rows(client, **query):
    """The texts of the table's cells, row by row."""
    html = client.get(reverse("measure-years"), query).content.decode()
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    ]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def exported(client, **query):
    sent = client.get(reverse("measure-years"), {**query, "export": "csv"})
    return b"".join(sent.streaming_content).decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("role", READERS)
def test_everybody_of_the_authority_reads_it(as_person, authority, add, role):
    add({2008: "84.8"}, title="Users satisfied")
    assert [row[1] for row in rows(as_person(person_with(role, authority=authority)))] == ["Measure", "Users satisfied"]


def test_another_authoritys_measures_are_not_in_it(as_person, stranger, add):
    add({2008: "84.8"}, title="Users satisfied")
    assert "Users satisfied" not in str(rows(as_person(stranger)))


def test_each_year_has_its_column_and_each_gap_its_words(as_person, officer, add):
    both = add({2007: "81.1", 2008: "84.8"}, reference="SPI 1.1", title="Users satisfied", position=1)
    add({2008: "48.3"}, reference="SPI 2.1", title="Views sought", position=2)
    add({}, reference="SPI 11.1", title="Adults who offend again", position=3)
    assert rows(as_person(officer)) == [
        ["Ref", "Measure", "Owner", "2007/08", "2008/09", "Since a year before", "Status now"],
        ["SPI 1.1", "Users satisfied", "No owner", "81.1%", "84.8%", "Higher by 3.7 points", "For information"],
        ["SPI 2.1", "Views sought", "No owner", "Not available", "48.3%", "Not comparable: no earlier data",
         "For information"],
        ["SPI 11.1", "Adults who offend again", "No owner", "Not available", "Not available",
         "Not comparable: no data", "For information"],
    ]  # fmt: skip
    assert Series.objects.get(pk=both.pk).latest is not None


def test_each_series_has_a_row(as_person, officer, add):
    white = add({2007: "80.1", 2008: "84.8"}, "White", title="Users satisfied")
    add({2007: "77.1"}, "BME", measure=white.measure)
    found = [row[1:5] for row in rows(as_person(officer))[1:]]
    assert found == [
        ["Users satisfied: White", "No owner", "80.1%", "84.8%"],
        ["Users satisfied: BME", "No owner", "77.1%", "Not available"],
    ]


def test_the_last_five_years_with_a_result_are_shown(as_person, officer, add):
    add(dict.fromkeys((2001, 2003, 2004, 2005, 2006, 2007), "50"))
    assert rows(as_person(officer))[0][3:8] == ["2003/04", "2004/05", "2005/06", "2006/07", "2007/08"]


def test_footnotes_are_numbered_as_the_cells_refer_to_them(as_person, authority, officer, add):
    new = FootnoteFactory(authority=authority, text="New in April 2008.", mark="*")
    part, other = (FootnoteFactory(authority=authority, text=text) for text in ("Half a year.", "Another year."))
    add({2008: "80.0"}, title="First", notes=[part]).measure.footnotes.set([new])
    add({2008: "70.0"}, title="Second", notes=[other, part])
    client = as_person(officer)
    found = rows(client)
    assert [found[1][1], found[1][3], found[2][3]] == ["First note *", "80.0% note 1", "70.0% note 1, 2"]
    html = client.get(reverse("measure-years")).content.decode()
    listed = re.findall(r"<dt>.*?</span>(.*?)</dt><dd>(.*?)</dd>", html)
    assert listed == [("1", "Half a year."), ("2", "Another year."), ("*", "New in April 2008.")]


def test_what_a_reader_has_to_know_stands_with_the_figure(as_person, authority, editor, officer, add):
    add({2008: "80"}, title="Provisional", standing="provisional")
    withheld = add({}, title="Withheld")
    record_result(Series.objects.get(pk=withheld.pk), **year(2008), content={"withheld_reason": "Too few"}, by=editor)
    quarterly = add({}, title="Quarterly", frequency="quarter", gathering="sum", kind="count", decimals=0)
    for starts, ends, value in ((D(2009, 4, 1), D(2009, 6, 30), 4), (D(2009, 7, 1), D(2009, 9, 30), 5)):
        found = Series.objects.select_related("measure").get(pk=quarterly.pk)
        record_result(
            found, starts=starts, ends=ends, content={"value": Decimal(value), "standing": "final"}, by=editor
        )
    assert [row[3:5] for row in rows(as_person(officer))[1:]] == [
        ["80.0% provisional", "Not available"], ["withheld", "Not available"],
        ["Not available", "9 April to September 2009"],
    ]  # fmt: skip


def test_what_has_a_target_shows_how_it_stands(as_person, officer, add, editor):
    series = add({}, direction="up")
    TargetFactory(series=series, value=Decimal(52), starts=D(2008, 4, 1), ends=D(2009, 3, 31))
    record_result(Series.objects.get(pk=series.pk), **year(2008), content={"value": Decimal(50)}, by=editor)
    assert [row[-1] for row in rows(as_person(officer))] == ["Status now", "Red"]


def test_it_is_narrowed(as_person, authority, officer, add):
    of, owner = MeasureSetFactory(authority=authority, title="Indicators"), PostFactory(authority=authority)
    committee = CommitteeFactory(authority=authority)
    add({2008: "80"}, title="Full", set=of, owner=owner, committee=committee, frequency="year")
    add({}, title="Bare")
    client = as_person(officer)
    for query, found in (
        ({"set": of.pk}, ["Full"]),
        ({"owner": owner.pk}, ["Full"]),
        ({"committee": committee.pk}, ["Full"]),
        ({"words": "bar"}, ["Bare"]),
        ({"show": "without_data"}, ["Bare"]),
        ({"show": "without_owner"}, ["Bare"]),
        ({"show": "overdue_for_data"}, ["Bare"]),
        ({"set": "haunted"}, []),
        ({"sort": "-named"}, ["Full", "Bare"]),
    ):
        assert [row[1] for row in rows(client, **query)[1:] if len(row) > 1] == found, query
    html = client.get(reverse("measure-years"), {"set": of.pk}).content.decode()
    assert "<strong>Indicators</strong>" in html


def sets_offered(client, **query):
    page = fromstring(client.get(reverse("measure-years"), query).content)
    return [(link.text, link.get("href")) for link in page.xpath("//nav[@aria-label='Sets of measures']//a")]


def test_its_sets_are_a_click_away(as_person, authority, officer, add):
    crime, people = (MeasureSetFactory(authority=authority, title=name, position=i) for i, name in enumerate("CP"))
    add({2009: "1"}, set=crime)
    assert sets_offered(as_person(officer)) == [("C", f"?set={crime.pk}"), ("P", f"?set={people.pk}")]
    assert sets_offered(as_person(officer), set=crime.pk) == [("P", f"?set={people.pk}"), ("All measures", "?")]


def test_whoever_reads_many_authorities_is_offered_the_sets_of_the_one_they_chose(as_person, authority, add):
    inspector = person_with(Role.AUDITOR, authority=authority)
    for _ in range(FEW):
        MeasureSetFactory(authority=AppointmentFactory(person=inspector, role=Role.AUDITOR).post.authority)
    add({2009: "1"}, set=MeasureSetFactory(authority=authority, title="Crime"))
    number = authority.measure_sets.get().pk
    client, one = as_person(inspector), f"authority={authority.pk}"
    assert sets_offered(client) == []
    assert sets_offered(client, authority=authority.pk) == [("Crime", f"?{one}&set={number}")]
    assert sets_offered(client, authority=authority.pk, set=number) == [("All measures", f"?{one}")]


def test_what_is_archived_is_not_in_it(as_person, officer, editor, add):
    add({2008: "80"}, title="Kept")
    keeping.archive(add({2008: "80"}, title="Gone").measure, seen=1, reason="Old", by=editor)
    assert [row[1] for row in rows(as_person(officer))[1:]] == ["Kept"]


def test_a_file_has_what_is_shown_with_its_notes_in_words(as_person, authority, officer, add):
    part = FootnoteFactory(authority=authority, text="Half a year.")
    add({2007: "81.1", 2008: "84.8"}, reference="SPI 1.1", title="Users satisfied", direction="up", notes=[part])
    add({2008: "48.3"}, reference="SPI 2.1", title="Views sought", standing="provisional")
    assert exported(as_person(officer)) == [
        "Ref,Measure,Owner,2007/08,2008/09,Since a year before,Status now",
        "SPI 1.1,Users satisfied,,81.1% (Half a year),84.8% (Half a year),improved,",
        "SPI 2.1,Views sought,,Not available,48.3% (provisional),not comparable: no earlier data,For information",
    ]


def test_the_lists_of_measures_lead_to_it(as_person, authority, officer):
    of = MeasureSetFactory(authority=authority)
    client = as_person(officer)
    assert f'href="{reverse("measure-years")}"' in client.get(reverse("measure-list")).content.decode()
    assert f'href="{reverse("measure-years")}?set={of.pk}"' in client.get(reverse("measure-lists")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_series_and_three(as_person, officer, add, number, django_assert_num_queries):
    for _ in range(number):
        TargetFactory(series=add({2007: "81.1", 2008: "84.8"}))
    client = as_person(officer)
    with django_assert_num_queries(19):
        client.get(reverse("measure-years"))
