"""Tables as police authorities, commissioners, fire authorities and councils write them."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from kpa_tracker.base.toolkit.grids import Paragraph, SourceDocument
from kpa_tracker.interfaces.exchange.reading.child import read as read_file
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results
from kpa_tracker.interfaces.exchange.reading.measures.tables import candidates
from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets
from targets.performance import Direction, Kind
from tests.exchange.files import add_table, saved, word, workbook
from tests.factories.exchange import document_of


def results(*rows, name="Table", **choices):
    return read_results(document_of(rows, name=name), Choices(**choices))


def targets(*rows, name="Table", **choices):
    return read_targets(document_of(rows, name=name), Choices(**choices))


def figures(found):
    return [(row.title, f"{row.period[0]:%b %y}", f"{row.period[1]:%b %y}", row.figure.value) for row in found.rows]


def told(found):
    return [problem.text for problem in found.problems]


def left(found):
    return [fragment.text for fragment in found.fragments]


# --- Headings ---------------------------------------------------------------------------------------------------------

QUARTERS = [
    ["Borsetshire Police Authority"],
    ["PI Ref", "Indicator", "Lead", "2008/09 Outturn", "2009/10", "", "", "RAG", "DoT"],
    ["", "", "", "", "Q1", "Q2", "YTD", "", ""],
    ["L1", "Number of burglaries", "ACC Crime", "1,204", "301", "U/A", "589", "Amber", "↓"],
]


def test_headings_in_two_rows_are_read_together():
    found = results(*QUARTERS)
    assert figures(found) == [
        ("Number of burglaries", "Apr 08", "Mar 09", 1204),
        ("Number of burglaries", "Apr 09", "Jun 09", 301),
    ]
    assert left(found) == ["YTD (2009/10)", "RAG", "DoT"]
    assert [problem.text for problem in found.missing] == ["No result under “Q2 (2009/10)”: “U/A”."]
    assert told(found) == []
    assert found.rows[0].owner == "ACC Crime"


def test_headings_over_the_row_of_headings_are_read_with_it():
    found = results(
        ["Scorecard 2009/10"],
        ["", "", "Q1", "", "Q2", ""],
        ["Ref", "KPI", "Target", "Actual", "Target", "Actual"],
        ["1", "Robberies", "50", "48", "50", "61"],
    )
    assert [row[1:] for row in figures(found)] == [("Apr 09", "Jun 09", 48), ("Jul 09", "Sep 09", 61)]
    assert left(found) == ["Target (Q1)", "Target (Q2)"]
    assert "because “Scorecard 2009/10” stands over them" in found.notes[0]


def test_merged_headings_of_a_word_table_are_read_together():
    rows = [["Indicator", "2008/09", "", "2009/10", ""], ["", "H1", "H2", "Q1", "Q2"], ["Robbery", "9", "8", "5", "4"]]
    content = word(rows, merges=[((0, 1), (0, 2)), ((0, 3), (0, 4)), ((0, 0), (1, 0))])
    found = read_results(read_file("report.docx", content))
    assert [row.figure.value for row in found.rows] == [9, 8, 5, 4]
    assert found.rows[1].period == (date(2008, 10, 1), date(2009, 3, 31))


def test_a_row_of_figures_or_of_titles_is_no_part_of_the_headings():
    found = results(["Indicator", "2008/09", ""], ["Q1", "5", "6"], ["Robbery", "7", ""])
    assert [row.title for row in found.rows] == ["Q1", "Robbery"]
    found = results(["2009/10"], ["Indicator", "Q1"], ["Robbery", "7"])
    assert figures(found) == [("Robbery", "Apr 09", "Jun 09", 7)]


def test_headings_without_a_year_have_none_where_no_title_names_one():
    found = results(["Indicator", "Q1", "Q2"], ["Robbery", "5", "6"])
    assert told(found) == ["Neither heading nor row says which period this is of: “5”.", told(found)[1]]
    assert len(results(["Indicator", "Q1", "Q2"], ["Robbery", "5", "6"], period="2009/10").rows) == 2


def test_each_sheet_has_the_year_of_its_name():
    rows = [["Indicator", "Q1"], ["Robbery", 5]]
    content = workbook(rows, title="2009-10", more_sheets={"2008-09": rows, "Other": rows})
    found = read_results(read_file("a.xlsx", content))
    assert [row.period[0].year for row in found.rows] == [2009, 2008]
    assert len(found.problems) == 1


def test_a_person_names_the_row_of_headings():
    rows = (["Thing", "Old", "New"], ["Robbery", "9", "8"])
    document = document_of(rows, name="Sheet")
    assert [words for _, words in candidates(document)] == [
        "Sheet, row 1: Thing | Old | New",
        "Sheet, row 2: Robbery | 9 | 8",
    ]
    signature = candidates(document)[0][0]
    found = results(*rows, headings=[signature])
    assert found.tables[0].headings == ("Thing", "Old", "New")
    settled = {signature: {0: "measure", 2: "result"}}
    found = results(*rows, headings=[signature], mappings=settled, period="2008/09")
    assert figures(found) == [("Robbery", "Apr 08", "Mar 09", 8)]


def test_names_of_areas_under_a_period_are_headings_too_and_each_is_a_series_where_a_person_says_so():
    rows = (["Indicator", "2008/09", "", ""], ["", "Kent", "Medway", "MSG average"], ["Robbery", "5", "6", "7"])
    table = results(*rows).tables[0]
    assert table.headings == ("Indicator", "Kent (2008/09)", "Medway (2008/09)", "MSG average (2008/09)")
    assert table.fields == ("measure", "", "", "group_average")
    found = results(*rows, mappings={table.signature: {0: "measure", 1: "result", 2: "result"}})
    assert [(row.series, row.figure.value) for row in found.rows] == [("Kent", 5), ("Medway", 6)]


def test_what_only_says_how_settled_a_figure_is_names_no_series():
    rows = (["Indicator", "2008/09 provisional", "2008/09 audited"], ["Robbery", "5", "6"])
    assert "gives more than one result" in told(results(*rows))[0]


def test_a_title_beside_the_first_column_spans_nothing():
    found = results(
        ["", "", "Scorecard of Kent 2009/10", ""], ["No", "Measure", "Apr", "May"], ["1", "Robbery", "5", "6"]
    )
    assert found.tables[0].headings == ("No", "Measure", "Apr", "May")
    assert len(found.rows) == 2


def test_a_sheet_or_title_that_is_nothing_but_a_period_is_the_tables():
    rows = [["Indicator", "Actual", "YTD"], ["Robbery", 50, 99]]
    content = workbook(rows, title="Q1 2009-10", more_sheets={"Q2 2009-10": rows})
    found = read_results(read_file("a.xlsx", content))
    assert [row[1] for row in figures(found)] == ["Apr 09", "Jul 09"]
    assert "“Actual” is read as of July to September 2009, because “Q2 2009-10” stands over the table" in found.notes[1]
    assert results(["Report of June 2009"], ["Indicator", "Actual"], ["Robbery", "5"]).rows == []
    assert results(["June 2009"], ["July 2009"], ["Indicator", "Actual"], ["Robbery", "5"]).rows == []


def test_one_heading_over_references_and_titles():
    rows = [
        ["Statutory Performance Indicators", "", "2008/09"],
        ["SPI 1.1", "Victims", "81%"],
        ["SPI 1.2", "Cost", "£9"],
    ]
    found = read_results(read_file("a.docx", word(rows, merges=[((0, 0), (0, 1))])))
    assert [(row.reference, row.title) for row in found.rows] == [("SPI 1.1", "Victims"), ("SPI 1.2", "Cost")]
    assert found.rows[0].set_title == "Statutory Performance Indicators"


# --- Columns ----------------------------------------------------------------------------------------------------------


def test_what_stands_beside_the_results_is_shown_as_not_used():
    found = results(
        [
            "Indicator",
            "2008/09 actual",
            "Regional average 2008/09",
            "2009/10 forecast",
            "% change on 2007/08",
            "Status",
        ],
        ["Robbery", "210", "190", "200", "-5%", "Red"],
    )
    assert [row[3] for row in figures(found)] == [210]
    assert left(found) == ["Regional average 2008/09", "2009/10 forecast", "% change on 2007/08", "Status"]


def test_unit_and_polarity_in_columns_of_their_own():
    found = results(
        ["Indicator", "Unit", "Polarity", "Apr-09"],
        ["Crimes", "Number", "Smaller is better", "10,120"],
        ["Detection", "%", "Bigger is better", "27.1"],
        ["Sickness", "days", "Lower is better", "0.61"],
        ["Income", "£k", "High", "250"],
    )
    assert [(row.kind, row.figure.value, row.direction) for row in found.rows] == [
        (Kind.COUNT, 10120, Direction.DOWN),
        (Kind.PERCENTAGE, Decimal("27.1"), Direction.UP),
        (Kind.HOURS, Decimal("0.61"), Direction.DOWN),
        (Kind.MONEY, 250_000, Direction.UP),
    ]


def test_units_in_headings_and_in_titles():
    found = results(["Budget", "2008/09 (£m)"], ["Net revenue", "251.4"], ["Capital", "-1.2"], mappings={})
    assert found.tables == []
    found = results(["Indicator", "2008/09 (£m)"], ["Net revenue", "251.4"], ["Capital", "-1.2"])
    assert [row.figure.value for row in found.rows] == [251_400_000, -1_200_000]
    found = results(["Indicator", "2008/09"], ["Overtime £k", "1,204"], ["Victims: % satisfied", "81"])
    assert [(row.kind, row.figure.value) for row in found.rows] == [(Kind.MONEY, 1_204_000), (Kind.PERCENTAGE, 81)]


def test_a_polarity_that_is_not_understood_is_told():
    rows = (["Indicator", "Good is", "2008/09"], ["Robbery", "who knows", "5"])
    assert "Good is" in left(results(*rows))
    signature = results(*rows).tables[0].signature
    found = results(*rows, mappings={signature: {0: "measure", 1: "direction", 2: "result"}})
    assert "“who knows”" in told(found)[0]


def test_a_column_says_how_settled_a_figure_is():
    found = results(
        ["Measure", "Area", "Period", "Value", "Status"],
        ["Theft", "North", "Q1 2009/10", "120", "Final"],
        ["Theft", "South", "Q1 2009/10", "98", "Provisional"],
        ["Theft", "East", "Q1 2009/10", "7", ""],
    )
    assert [row.standing for row in found.rows] == ["final", "provisional", "provisional"]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Year", "Quarter"], ["2009/10", "Q1"]),
        (["Quarter", "Year"], ["Q1", "2009/10"]),
        (["From", "To"], ["1 April 2009", "30 June 2009"]),
        (["Quarter ending", ""], ["30 June 2009", ""]),
    ],
)
def test_a_period_in_two_columns_or_by_its_end(headings, cells):
    found = results(["Indicator", *headings, "Result"], ["Robbery", *cells, "5"])
    assert found.rows[0].period == (date(2009, 4, 1), date(2009, 6, 30))


def test_a_reference_before_every_title_is_the_reference():
    found = results(["Indicator", "2008/09"], ["NI 15 - Violent crime", "5"], ["SPI 1.4a* Satisfaction", "6"])
    assert [(row.reference, row.title) for row in found.rows] == [
        ("NI 15", "Violent crime"),
        ("SPI 1.4a", "Satisfaction"),
    ]
    found = results(["Indicator", "2008/09"], ["NI 15 - Violent crime", "5"], ["Satisfaction", "6"])
    assert [row.reference for row in found.rows] == ["", ""]


def test_a_reference_goes_on_with_its_measure_and_coloured_rows_without_words_say_nothing():
    found = results(
        ["Indicator", "Area", "2008/09"],
        ["NI 15 - Violent crime", "North", "5"],
        ["", "South", "6"],
        ["", "", ""],
        ["NI 16 - Robbery", "", "7"],
    )
    assert [(row.reference, row.series) for row in found.rows] == [
        ("NI 15", "North"),
        ("NI 15", "South"),
        ("NI 16", ""),
    ]


def test_years_of_two_digits_beside_each_other():
    found = results(["PI", "Title", "07/08", "08/09"], ["L1", "Robbery", "210", "190"])
    assert [row[1] for row in figures(found)] == ["Apr 07", "Apr 08"]
    assert results(["PI", "Title", "08/09", "Q1 2009/10"], ["L1", "Robbery", "210", "190"]).fragments[0].text == "08/09"


def test_a_total_without_an_end_is_used_where_it_is_all_there_is():
    rows = (["Indicator", "YTD"], ["Robbery", "210"])
    assert told(results(*rows)) == ["Neither heading nor row says which period this is of: “210”."]
    assert len(results(*rows, period="April to December 2009").rows) == 1


def test_a_share_of_one_under_a_percentage_is_not_guessed():
    rows = (["Indicator", "Unit", "Q1 2009/10", "Q2 2009/10"], ["Detection", "%", "0.271", "0.28"])
    found = results(*rows)
    assert found.rows == []
    assert "“Detection” is a percentage, and the file has “0.271%”: it may be a share of one" in told(found)[0]
    assert len(results(rows[0], ["Abandoned calls", "%", "0.5", "1.2"]).rows) == 2
    assert len(results(rows[0], ["Abandoned calls", "%", "0.25%", "0.31%"]).rows) == 2
    assert len(results(rows[0], ["Days lost", "days", "0.25", "0.31"]).rows) == 2


# --- Rows -------------------------------------------------------------------------------------------------------------


def test_headings_within_a_table_and_totals_are_told_and_not_taken():
    found = results(
        ["Indicator", "2007/08", "2008/09"],
        ["Violent crime", "", ""],
        ["Assaults", "5,021", "4,877"],
        ["Sub-total", "5,021", "4,877"],
        ["Total violent crime", "5,433", "5,275"],
    )
    assert [fragment.text for fragment in found.headings] == ["Violent crime"]
    assert [text[:20] for text in told(found)] == ["The row adds up othe"]
    assert {row.title for row in found.rows} == {"Assaults", "Total violent crime"}


def test_a_merged_measure_keeps_its_reference_for_every_area():
    rows = [
        ["Ref", "Indicator", "Area", "Lead", "2008/09"],
        ["N1", "Entrants", "KCC", "ACC", 2101],
        ["", "", "Medway", "", 480],
    ]
    found = read_results(read_file("a.xlsx", workbook(rows, merges=["A2:A3", "B2:B3"])))
    assert [(row.reference, row.series, row.owner) for row in found.rows] == [
        ("N1", "KCC", "ACC"),
        ("N1", "Medway", "ACC"),
    ]


def test_a_row_without_any_result_is_told():
    found = results(["Ref", "Indicator", "2008/09"], ["K1", "Robbery", ""])
    assert [problem.text for problem in found.missing] == ["There is no result in this row: “K1 | Robbery”."]


def test_what_may_be_a_time_or_only_looks_like_a_number_is_shown():
    cells = ["12:30", "1 204", "c. 500", "<5", "10 (12%)", "Yes"]
    found = results(["Indicator", "2008/09"], *([f"Thing {number}", cell] for number, cell in enumerate(cells)))
    assert found.rows == []
    assert len(found.problems) == len(cells)
    assert results(["Indicator", "2008/09"], ["Ratio of staff", "12:30"]).rows[0].kind is Kind.RATIO


def test_marks_of_spreadsheets_are_no_part_of_a_figure():
    found = results(["Indicator", "2008/09"], ["A", "'1,100"], ["B", "6 (p)"], ["C", "'-3"])
    assert [row.figure.value for row in found.rows] == [1100, 6, -3]


def test_periods_down_the_side_are_turned():
    found = results(
        ["Month", "Robbery", "Satisfaction %"],
        ["April 2009", "50", "84.1"],
        ["May 2009", "48", ""],
        ["Jun-09", "4", "9"],
    )
    assert [(row.place, row.title, row.figure.value) for row in found.rows][:2] == [
        ("Table, column 2", "Robbery", 50),
        ("Table, column 2", "Robbery", 48),
    ]
    assert [row.kind for row in found.rows][3:] == [Kind.PERCENTAGE, Kind.PERCENTAGE]
    assert results(["Month", "Robbery"], ["soon", "5"], ["later", "6"], ["now", "6"]).tables == []
    assert results(["Month", "Comments"], ["April 2009", "a"], ["May 2009", "b"]).tables == []


# --- Titles, notes, sheets --------------------------------------------------------------------------------------------


def test_text_between_tables_is_the_title_of_the_next_and_text_under_the_last_is_shown():
    found = targets(
        ["Confidence", "", ""],
        ["Indicator", "Baseline", "Target 2009/10"],
        ["Satisfied victims", "84.8%", "86%"],
        ["A remark.", "", ""],
        ["Crime", "", ""],
        ["Indicator", "Baseline", "Target 2009/10"],
        ["Robbery", "210", "Reduce by 5%"],
        ["Baselines are of 2008/09", "", ""],
    )
    assert [row.objective for row in found.rows] == ["Confidence", "Crime"]
    assert left(found) == ["A remark.", "Baselines are of 2008/09"]


def test_a_note_that_names_other_days_than_the_heading_is_told():
    found = results(
        ["Indicator", "Apr 2007 - Mar 2008"],
        ["Satisfaction of callers", "80.0% *"],
        ["* Data relates to the period October 2007 to March 2008.", ""],
    )
    assert found.rows[0].period == (date(2007, 4, 1), date(2008, 3, 31))
    assert "It is taken for April 2007 to March 2008, with its note" in found.rows[0].remarks[0]


def test_a_paragraph_names_the_year_and_a_bold_one_the_table():
    rows = document_of([["Indicator", "Q1"], ["Robbery", "5"]], name="").blocks
    found = read_results(SourceDocument([Paragraph("Monitoring 2009/10"), Paragraph("1. Crime", 2), *rows]))
    assert found.rows[0].period[0] == date(2009, 4, 1)


def test_a_table_goes_on_in_the_next_one_of_the_same_width():
    first = document_of([["Indicator", "2008/09"], ["Robbery", "5"]], name="").blocks
    more = document_of([["Burglary", "6"]], name="").blocks
    assert len(read_results(SourceDocument([*first, *more])).rows) == 2


# --- Targets ----------------------------------------------------------------------------------------------------------


def test_a_target_for_each_year_that_has_a_column():
    found = targets(
        ["PI ref", "Performance Indicator", "Baseline (Mar 09)", "Target 09/10", "Target 10/11", "Target 11/12"],
        ["N15", "Violent crime per 1,000 population", "0.53", "0.49", "TBC", "0.45"],
    )
    assert [(row.period[0].year, row.target.value) for row in found.rows] == [
        (2009, Decimal("0.49")),
        (2011, Decimal("0.45")),
    ]
    assert found.rows[0].baseline_period == (date(2009, 3, 1), date(2009, 3, 31))
    assert [problem.text[:40] for problem in found.missing] == ["There is no target yet: “Target 10/11: N"]


def test_quarters_of_a_target_are_its_profile_and_not_taken():
    found = targets(["Indicator", "Target 2009/10", "Target Q1 2009/10"], ["Robbery", "Reduce to 9", "3"])
    assert len(found.rows) == 1
    assert left(found) == ["Target Q1 2009/10"]


def test_a_council_says_unit_polarity_owner_and_source_in_columns():
    found = targets(
        ["Corporate Plan 2009/10"],
        ["Ref", "Measure", "Good is", "Unit", "Current position", "Annual target", "Owner", "Data source"],
        ["BV8", "Invoices paid on time", "High", "%", "94", "97", "Treasurer", "Finance system"],
        ["L3", "Income from training", "High", "£k", "250", "Reduce to 200", "", ""],
        ["L4", "Turnover", "Low", "%", "8.2", "<8", "", ""],
    )
    assert [(row.text, row.baseline_text, row.owner, row.source) for row in found.rows] == [
        ("97%", "94%", "Treasurer", "Finance system"),
        ("Reduce to £200k", "£250k", "", ""),
        ("<8%", "8.2%", "", ""),
    ]
    assert [row.direction for row in found.rows] == [Direction.UP, Direction.UP, Direction.DOWN]
    assert "The words of the target go one way (lower is better)" in found.rows[1].remarks[0]
    assert found.rows[0].period == (date(2009, 4, 1), date(2010, 3, 31))


def test_what_is_to_be_reached_by_the_end_of_march_is_for_that_year():
    rows = (
        ["What we will do", "How we will know", "By 31 March 2010", "Where we are now"],
        ["Cut theft", "Number of thefts", "Reduce to 90", "100"],
    )
    found = targets(*rows)
    assert found.rows[0].period == (date(2009, 4, 1), date(2010, 3, 31))
    assert left(found) == ["What we will do"]


def test_a_polarity_of_a_target_that_is_not_understood_is_remarked():
    rows = (["Indicator", "Good is", "Target"], ["Number of robberies", "perhaps", "Reduce to 5"])
    signature = targets(*rows).tables[0].signature
    row = targets(*rows, mappings={signature: {0: "measure", 1: "direction", 2: "target"}}).rows[0]
    assert row.remarks == ["Which way is better is not understood: “perhaps”."]
    assert row.direction is Direction.DOWN


# --- What a workbook keeps --------------------------------------------------------------------------------------------


def test_numbers_are_read_as_a_workbook_shows_them():
    rows = [
        ["KPI", "Description", date(2009, 4, 1), date(2009, 5, 1)],
        ["K1", "Victims satisfied", 0.846, 0.464],
        ["K2", "Savings", 1490000, -1500],
        ["K3", "Patrol hours", "12034", 11988.5],
    ]
    formats = {"C1": "mmm-yy", "D1": "mmm-yy", "C2": "0.0%", "D2": "0%", "C3": "£#,##0", "D3": '[$£-809]#,##0;-"£"0'}
    found = read_results(read_file("a.xlsx", workbook(rows, formats=formats)))
    assert [row.text for row in found.rows] == ["84.6%", "46.4%", "£1490000", "-£1500", "12034", "11988.5"]
    assert found.rows[0].period == (date(2009, 4, 1), date(2009, 4, 30))


def test_errors_and_formulas_without_results_are_named_cell_by_cell():
    book = Workbook()
    for row in (["Indicator", "2007/08", "2008/09"], ["Recall", 5, "#DIV/0!"], ["Robbery", "=B2*2", 3]):
        book.active.append(row)
    book.active["C2"].data_type = "e"
    buffer = io.BytesIO()
    book.save(buffer)
    found = read_results(read_file("a.xlsx", buffer.getvalue()))
    assert [row.figure.value for row in found.rows] == [5, 3]
    assert "an error of Excel in cell C2." in found.notes[0]
    assert "formulas without their results in B3." in found.notes[1]


def test_a_word_report_with_a_heading_over_every_table():
    import docx

    document = docx.Document()
    for heading, title in (("Priority 1: Confidence", "Public confidence"), ("Priority 2: Crime", "Victims satisfied")):
        document.add_heading(heading, 1)
        add_table(document, [["Indicator", "Baseline 2008/09", "Target 2010/11"], [title, "46.4%", "Increase to 52%"]])
    found = read_targets(read_file("plan.docx", saved(document)))
    assert [row.objective for row in found.rows] == ["Priority 1: Confidence", "Priority 2: Crime"]
