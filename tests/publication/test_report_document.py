"""The performance report as its readers meet it: accessible, whole, equal to its page, and not slow."""

from __future__ import annotations

import datetime
import html
import re
import time
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.base.toolkit.pdf import PdfUnavailable, fetching
from kpa_tracker.interfaces.publication import views
from kpa_tracker.interfaces.publication.actions import exporting as actions
from kpa_tracker.interfaces.publication.actions.exporting import as_html, export_performance
from kpa_tracker.interfaces.publication.working import performance_report
from plans.models import Plan
from targets.models import Measure, Result, Series, Target
from tests.base.toolkit.pdf.reading import (
    bookmarks_of,
    elements_of,
    failures_of_pdf_ua,
    heading_levels,
    opened,
    pages_of,
    squeezed,
    strings_of,
    text_of,
)
from tests.factories.people import PersonFactory, person_with
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import MeasureFactory, ObjectiveFactory, ResultFactory, SeriesFactory
from tests.publication.sample import wanted

NAMES = ("performance-report", "performance-pdf")
ODD = "Bell \x07, emoji 👍🏽, arrow →, বাংলা, <b>&amp;</b> “quoted” and a_very_long_word_" + "x" * 60
QUARTERS = [
    (datetime.date(year, month, 1), datetime.date(year, month + 2, 30 if month in (4, 7) else 31))
    for year, month in ((2009, 4), (2009, 7), (2009, 10), (2010, 1))
]


def filled(plan):
    """Give a plan measures of one series and of two, one in words, one withheld, one without anything."""
    priority = PriorityFactory(plan=plan, title="Confidence")
    objective = ObjectiveFactory(plan=plan, priority=priority, title="Listen")
    one = wanted(plan, objective=objective)
    results(one, "47", "49", None, "51")
    two = wanted(plan, objective=objective, series="White")
    results(two, "50", "53")
    results(wanted(plan, objective=objective, series="BME", measure=two.series.measure), "40", "41")
    words = MeasureFactory(authority=plan.authority, kind="qualitative", title="What panels say")
    told = wanted(plan, objective=objective, measure=words, form="words", value=None, baseline=None, text="Feel heard")
    ResultFactory(series=told.series, value=None, words="Three panels were asked.\nTwo agreed.", target=told,
                  judged_status="amber", judged_reason="Seen in committee.", judged_by=None)  # fmt: skip
    kept = wanted(plan, objective=objective)
    ResultFactory(series=kept.series, value=None, withheld_reason="Too few were asked.")
    SeriesFactory(measure=MeasureFactory(authority=plan.authority, owner=None), name="")
    return Plan.objects.for_page().get(pk=plan.pk)


def results(target, *values):
    for (starts, ends), value in zip(QUARTERS, values, strict=False):
        if value is not None:
            ResultFactory(
                series=target.series, starts=starts, ends=ends, value=Decimal(value), target=target, status="red",
                rule="52% or more is green; anything else red",
            )  # fmt: skip


@pytest.fixture
def plan(authority):
    return filled(PlanFactory(authority=authority, title="Policing plan", marking="OFFICIAL"))


@pytest.fixture(scope="module")
def printed_before():
    return []


@pytest.fixture
def report_and_file(plan, printed_before):
    """The report as it is with its PDF, drawn once for all tests that only read it."""
    if not printed_before:
        printed_before.append((performance_report(plan), drawn(plan)))
    return printed_before[0]


@pytest.fixture
def report(report_and_file):
    return report_and_file[0]


@pytest.fixture
def printed(report_and_file):
    return report_and_file[1]


def drawn(plan):
    return export_performance(plan, by=None).content


def address(name, plan):
    return reverse(name, args=[plan.pk])


# --- The file ---------------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_the_report_passes_pdf_ua_with_its_headings_in_order(printed):
    assert failures_of_pdf_ua(printed) == []
    levels = heading_levels(printed)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert 4 in levels, "measures under their objective"
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.once
def test_every_table_says_what_its_headings_head(printed):
    elements = elements_of(printed)
    assert {"/Column", "/Row"} == {attributes.get("/Scope") for kind, attributes in elements if kind == "/TH"}
    tables = [place for place, (kind, _) in enumerate(elements) if kind == "/Table"]
    for start, end in pairwise([*tables, len(elements)]):
        assert "/THead" in [kind for kind, _ in elements[start:end]]


@pytest.mark.once
def test_the_head_names_the_report_and_the_authority(report, printed):
    with opened(printed) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Policing plan: performance report: 1 April 2009 to 31 March 2010"
        assert str(pdf.docinfo["/Author"]) == report.authority


@pytest.mark.once
def test_every_page_has_the_marking_and_says_that_it_is_not_for_publication(printed):
    pages = pages_of(printed)
    assert all(page.count("OFFICIAL") == 2 and "not for publication" in page for page in pages[1:])
    assert re.findall(r"Page (\d+) of (\d+)", "\n".join(pages)) == [
        (str(number), str(len(pages))) for number in range(2, len(pages) + 1)
    ]


@pytest.mark.once
def test_every_part_and_every_measure_has_its_bookmark(report, printed):
    marks = bookmarks_of(printed)
    assert [title for depth, title in marks if depth == 1] == [part.title for part in report.parts]
    measures = [sheet.title for chapter in report.chapters for sheet in chapter.sheets]
    assert [title for _, title in marks if title in measures] == measures


@pytest.mark.once
def test_every_drawing_is_told_in_words_for_who_cannot_see_it(report, printed):
    strings = strings_of(printed)
    charts = [line.chart for line in report.lines if line.chart]
    assert len(charts) == 3
    assert all(chart.title in strings for chart in charts)
    assert "No data for 1 of 4 periods." in charts[0].title


def test_the_page_and_the_file_say_the_same(plan, officer, as_person):
    source = as_person(officer).get(address("performance-report", plan)).content.decode()
    page, paper = (squeezed(html.unescape(re.sub(r"<[^>]+>", "", source))), squeezed(text_of(drawn(plan))))
    for text in said_by(performance_report(plan)):
        assert squeezed(text) in page, text
        assert squeezed(text) in paper, text


def said_by(report):
    """Yield what the report says of its parts, its exceptions, and each line with its table."""
    yield from (report.authority, report.title, *(part.title for part in report.parts))
    yield from (one.heading for one in report.exceptions.lists)
    for line in report.lines:
        yield from (line.series, line.rule, line.overdue, line.target, line.owner)
        yield from (fact.text for fact in line.facts)
        yield from (line.outlook.name, line.outlook.figure, line.outlook.made) if line.outlook else ()
        for row in line.rows:
            yield from (row.period, *row.figure.splitlines(), row.wanted)
    for chapter in report.chapters:
        for sheet in chapter.sheets:
            yield from (sheet.title, *(note.text for note in sheet.notes))


def test_the_totals_of_the_page_add_up(plan):
    table = re.search(r'<table class="figures figures--report">.*?</table>', as_html(performance_report(plan)), re.S)[0]
    rows = [list(map(int, re.findall(r'<td class="number">(\d+)</td>', row))) for row in table.split("<tr")[2:]]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    assert all(row[0] == sum(row[1:7]) for row in rows)


def test_what_is_missing_says_no_data_and_is_no_zero(plan):
    source = as_html(performance_report(plan))
    assert '<span class="gap">no data</span>' in source
    assert not re.search(r"<td>0(\.0)?%?</td>", source)


@pytest.mark.parametrize("is_invented", [True, False])
def test_the_exceptions_say_what_is_made_up(plan, is_invented):
    Result.objects.update(is_invented=is_invented)
    rows = re.findall(r'<table class="goals exceptions">.*?</table>', as_html(performance_report(plan)), re.S)
    told = [row for table in rows for row in table.split("<tr")[2:] if ">no data<" not in row]
    assert told
    assert [row for row in told if ("made up for the demonstration" in row) != is_invented] == []


def test_a_report_without_measures_says_so(authority):
    content = drawn(PlanFactory(authority=authority, title="Bare plan"))
    assert failures_of_pdf_ua(content) == []
    assert "The Bare plan has no measures yet" in text_of(content).replace("\n", " ")


def test_nothing_is_fetched(plan, monkeypatch):
    asked = []
    honest = fetching.static_file
    monkeypatch.setattr(fetching, "static_file", lambda url: asked.append(url) or honest(url))
    drawn(plan)
    assert asked
    assert {url.split("/static/")[0] for url in asked} == {fetching.STATIC.parent.as_uri()}


@pytest.mark.once
def test_odd_and_long_texts_everywhere_are_printed_to_their_end(plan):
    long = " ".join(f"word{number}" for number in range(1500))
    Measure.objects.update(title=ODD, unit=ODD[:120])
    Target.objects.update(text=ODD)
    for one in Series.objects.exclude(name=""):
        Series.objects.filter(pk=one.pk).update(name=f"{ODD[:100]}{one.pk}")
    Result.objects.filter(words="").update(rule="W" * 400)
    Result.objects.exclude(words="").update(words=long, judged_reason=f"{long} reason")
    Result.objects.exclude(withheld_reason="").update(withheld_reason=f"{long} withheld")
    content = drawn(plan)
    assert failures_of_pdf_ua(content) == []
    text = text_of(content).replace("\n", " ")
    assert text.count("word1499") >= 3
    assert squeezed(text).count("W" * 10) > 100
    assert "(thumbs up sign)" in text


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR])
def test_whoever_has_a_role_reads_the_report(plan, as_person, name, role):
    assert as_person(person_with(role, authority=plan.authority)).get(address(name, plan)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_another_authority_does_not_learn_that_it_exists(plan, as_person, stranger, name):
    assert as_person(stranger).get(address(name, plan)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_nobody_reads_it_without_signing_in(plan, client, name):
    assert "login" in client.get(address(name, plan)).headers["Location"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("permission", ["targets.view_measure", "publication.export_plan", "plans.view_plan"])
def test_who_lacks_one_of_the_permissions_reads_nothing(plan, as_person, monkeypatch, name, permission):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {permission})
    assert as_person(person_with(Role.MEMBER, authority=plan.authority)).get(address(name, plan)).status_code == 404


@pytest.mark.parametrize("name", ["plan-targets", "plan-scorecard"])
def test_targets_and_scorecard_lead_to_the_report(plan, officer, as_person, name):
    page = as_person(officer).get(address(name, plan)).content.decode()
    assert f'href="{address("performance-report", plan)}"' in page


@pytest.mark.parametrize("name", ["plan-targets", "plan-scorecard"])
def test_who_may_not_take_it_out_is_not_led_to_it(plan, as_person, monkeypatch, name):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {"publication.export_plan"})
    page = as_person(person_with(Role.MEMBER, authority=plan.authority)).get(address(name, plan)).content.decode()
    assert address("performance-report", plan) not in page


def test_the_file_is_handed_out_under_its_name_and_kept_by_no_cache(plan, officer, as_person):
    response = as_person(officer).get(address("performance-pdf", plan))
    name = "policing-plan-performance-report-working-2010-04-12.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "private, no-store"


def test_without_the_library_it_leads_to_the_page_of_the_same_content(plan, officer, as_person, monkeypatch):
    def unable(html):
        raise PdfUnavailable("apt-get install it")

    monkeypatch.setattr(actions, "render_pdf", unable)
    response = as_person(officer).get(address("performance-pdf", plan))
    assert response.status_code == 503
    assert f'href="{address("performance-report", plan)}"' in response.content.decode()


@pytest.mark.parametrize(("most", "kind"), [(5, "text/html; charset=utf-8"), (6, "application/pdf")])
def test_what_would_take_too_long_to_draw_is_offered_to_be_drawn_meanwhile(
    plan, officer, as_person, monkeypatch, most, kind
):
    assert len(performance_report(plan).lines) == 6
    monkeypatch.setattr(views.plans, "MOST_LINES", most)
    response = as_person(officer).get(address("performance-pdf", plan))
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    offered = reverse("rendering-ask", args=[plan.pk, "performance"]) in response.content.decode(errors="ignore")
    assert (offered, history_of(plan).count()) == ((True, 0) if most == 5 else (False, 1))


def test_a_command_draws_it_however_long_it_is(plan, monkeypatch):
    monkeypatch.setattr(actions, "MOST_LINES", 1)
    assert drawn(plan).startswith(b"%PDF")


# --- How long it takes ------------------------------------------------------------------------------------------------


def many(plan, measures, series):
    """Give a plan measures of several series with four results each, in few writes."""
    found = Measure.objects.bulk_create(
        Measure(authority=plan.authority, title=f"Measure {number}", kind="percentage", position=number)
        for number in range(measures)
    )
    rows = Series.objects.bulk_create(
        Series(measure=one, name=f"Area {number}", position=number) for one in found for number in range(series)
    )
    days = {"starts": datetime.date(2009, 4, 1), "ends": datetime.date(2010, 3, 31)}
    Target.objects.bulk_create(
        Target(plan=plan, series=one, text="52%", form="absolute", value=Decimal(52), **days) for one in rows
    )
    person = PersonFactory()
    Result.objects.bulk_create(
        Result(series=one, starts=starts, ends=ends, value=Decimal(40 + place), entered_by=person, status="red")
        for one in rows
        for place, (starts, ends) in enumerate(QUARTERS)
    )


@pytest.mark.once
def test_two_hundred_measures_of_three_series_take_no_longer_than_their_number(authority):
    """Selecting and writing the page: about 6 ms a line on the slowest machine measured, drawing apart."""
    plan = PlanFactory(authority=authority)
    many(plan, 200, 3)
    start = time.process_time()
    source = as_html(performance_report(Plan.objects.for_page().get(pk=plan.pk)))
    assert time.process_time() - start < 20
    assert source.count('class="line ') + source.count('class="line"') == 600
    assert source.count("<polyline") == 600


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("performance-report", 20), ("performance-pdf", 29)])
def test_queries_do_not_grow_with_the_measures(
    authority, officer, as_person, name, queries, count, django_assert_num_queries
):
    plan = PlanFactory(authority=authority)
    for _ in range(count):
        target = wanted(plan)
        results(target, "47", "49")
    client = as_person(officer)
    with django_assert_num_queries(queries):
        client.get(address(name, plan))
