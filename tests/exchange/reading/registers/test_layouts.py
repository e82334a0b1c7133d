"""Registers as police authorities, forces, fire services and councils keep them, in words of our own."""

import io

from kpa_tracker.interfaces.exchange.reading.child import read as read_file
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadAction, ReadControl, RegisterChoices
from kpa_tracker.interfaces.exchange.reading.registers.register import read_register
from kpa_tracker.interfaces.exchange.reading.registers.scores import ScoreCells, StepWords, read_score
from tests.exchange.files import word, workbook
from tests.factories.exchange import document_of

WORDS = StepWords({"likely": 4}, {"major": 4})


def read(*rows, **choices):
    return read_register(document_of(rows, name="Register"), RegisterChoices(**choices))


def read_workbook(*rows, **options):
    return read_register(read_file("register.xlsx", workbook(rows, **options)))


def pairs(row):
    found = {basis: read_score(cells, basis, WORDS).pair for basis, cells in row.scores.items()}
    return {basis: pair for basis, pair in found.items() if pair}


def told(found):
    return [problem.text for problem in found.problems]


def titles(found):
    return [(row.reference, row.title) for row in found.rows]


def test_a_council_with_a_title_above_and_gross_and_net_in_two_rows():
    found = read_workbook(
        ["Corporate risk register 2010"],
        ["Approved by the board on 3 March"],
        [],
        ["Ref", "Risk description", "Type", "Gross risk", None, None, "Controls in place", "Net risk", None, None],
        [None, None, None, "L", "I", "Score", None, "L", "I", "Score"],
        ["CR1", "A depot floods", "Property", 4, 4, 16, "• Pumps\n• Insurance", 2, 4, 8],
        ["CR4", "Pay talks fail", "People", 3, 3, 9, "Monthly meeting", 3, 2, 6],
        merges=["D4:F4", "H4:J4", "A4:A5", "B4:B5"],
    )
    assert titles(found) == [("CR1", "A depot floods"), ("CR4", "Pay talks fail")]
    assert [pairs(row) for row in found.rows] == [
        {"inherent": (4, 4), "current": (2, 4)},
        {"inherent": (3, 3), "current": (3, 2)},
    ]
    assert found.rows[0].controls == [ReadControl("Pumps"), ReadControl("Insurance")]
    assert [one.text for one in found.fragments] == ["Corporate risk register 2010"]
    assert told(found) == []


def test_a_fire_service_with_groups_over_whole_headings_and_no_merged_cells():
    found = read(
        ["", "", "", "Inherent", "", "Residual", "", "Target", "", ""],
        [
            "No",
            "Risk",
            "Risk owner",
            "Likelihood",
            "Impact",
            "Likelihood",
            "Impact",
            "Likelihood",
            "Impact",
            "Review date",
        ],
        ["7", "Engines fail", "Fleet Manager", "5", "4", "3", "4", "2", "3", "30 June 2010"],
    )
    row = found.rows[0]
    assert pairs(row) == {"inherent": (5, 4), "current": (3, 4), "target": (2, 3)}
    assert (row.text("owner"), row.text("review")) == ("Fleet Manager", "30 June 2010")


def test_a_force_with_scores_in_one_cell_and_bands_of_categories():
    found = read_workbook(
        ["Ref", "Risk", "Inherent score", "Residual score", "Status"],
        ["OPERATIONAL RISKS"],
        ["F01", "Calls go unanswered", "4x3=12", "L2 I3", "Treat"],
        ["FINANCE"],
        ["F05", "Grants fall", "20", "High", "Tolerate"],
        merges=["A2:E2", "A4:E4"],
    )
    assert [row.text("category") for row in found.rows] == ["OPERATIONAL RISKS", "FINANCE"]
    assert pairs(found.rows[0]) == {"inherent": (4, 3), "current": (2, 3)}
    assert pairs(found.rows[1]) == {}
    assert found.rows[1].scores["inherent"] == ScoreCells(score="20")
    assert found.rows[0].remarks == ["The category is that of the heading above: “OPERATIONAL RISKS”."]


def test_a_band_over_rows_with_a_category_of_their_own_only_fills_their_gaps():
    found = read_workbook(
        ["Ref", "Risk", "Category"],
        ["FINANCE"],
        ["1", "Grants fall", "Money"],
        ["2", "Fees fall", None],
        merges=["A2:C2"],
    )
    assert [row.text("category") for row in found.rows] == ["Money", "FINANCE"]
    assert [one.text for one in found.fragments] == ["FINANCE"]


def test_a_commissioner_with_a_risk_over_several_rows_one_for_each_action():
    found = read_workbook(
        ["ID", "Risk title", "Cause", "Effect", "Action", "Action owner", "Due", "Probability", "Severity"],
        ["SR1", "Data leaks", "Old systems", "Fines", "Buy a system", "Head of IT", "June 2010", "Likely", "Major"],
        [None, None, None, None, "Train staff", "Head of HR", "Q3 2010/11", None, None],
        ["SR2", "Estate is unsafe", None, None, "Survey it", None, None, 2, 3],
        merges=["A2:A3", "B2:B3", "C2:C3", "D2:D3", "H2:H3", "I2:I3"],
    )
    first, second = found.rows
    assert first.actions == [
        ReadAction("Buy a system", "Head of IT", "June 2010"),
        ReadAction("Train staff", "Head of HR", "Q3 2010/11"),
    ]
    assert (first.text("cause"), first.text("effect"), pairs(first)) == ("Old systems", "Fines", {"current": (4, 4)})
    assert second.actions == [ReadAction("Survey it")]
    assert pairs(second) == {"current": (2, 3)}


def test_a_csv_that_repeats_the_risk_in_every_row():
    content = (
        "Risk ID,Risk,Control,Control type,Control owner\n"
        "R1,Fraud,Two signatures,Preventive,Treasurer\nR1,Fraud,Yearly audit,Detective,Auditor\n"
    )
    found = read_register(read_file("register.csv", content.encode()))
    assert found.rows[0].controls == [
        ReadControl("Two signatures", "preventive", "Treasurer"),
        ReadControl("Yearly audit", "detective", "Auditor"),
    ]
    assert len(found.rows) == 1


def test_a_word_table_with_cause_risk_and_consequence_in_one_cell():
    found = read_register(
        read_file(
            "register.docx",
            word(
                [
                    ["Ref", "Risk title", "Cause / risk / consequence", "Current likelihood", "Current impact"],
                    ["A1", "Staffing", "Cause: low pay\nRisk: people leave\nConsequence: calls wait", "3", "4"],
                    ["A2", "Funding", "As grants fall there may be too little to go round", "2", "5"],
                ]
            ),
        )
    )
    first, second = found.rows
    assert [first.text(name) for name in ("cause", "event", "effect")] == ["low pay", "people leave", "calls wait"]
    assert second.text("cause") == ""
    assert second.text("description") == "As grants fall there may be too little to go round"
    assert second.remarks == [
        "Cause, risk and effect stand in one cell, and nothing marks where each begins. Kept whole, as background."
    ]


def test_two_pairs_without_a_word_go_by_their_order_and_say_so():
    found = read(
        ["Ref", "Risk", "Likelihood", "Impact", "Score", "Controls", "Likelihood", "Impact", "Score", "RAG"],
        ["1", "Fraud", "4", "4", "16", "Audit", "2", "4", "8", "Amber"],
    )
    assert pairs(found.rows[0]) == {"inherent": (4, 4), "current": (2, 4)}
    assert found.notes == [
        "Register, row 1: no heading says what the scores in “Likelihood, Impact, Score” are, so they are read as "
        "the risk with no controls, by their order. Correct it if not.",
        "Register, row 1: no heading says what the scores in “Likelihood, Impact, Score” are, so they are read as "
        "the risk now, by their order. Correct it if not.",
    ]


def test_a_level_in_a_word_beside_one_pair_is_no_second_score():
    found = read(["Ref", "Risk", "L", "I", "Score", "RAG"], ["1", "Fraud", "4", "4", "16", "Red"])
    assert pairs(found.rows[0]) == {"current": (4, 4)}
    assert found.notes == []


def test_a_pair_beside_a_residual_one_is_the_inherent_one():
    found = read(["Ref", "Risk", "L", "I", "Residual L", "Residual I"], ["1", "Fraud", "4", "4", "2", "2"])
    assert pairs(found.rows[0]) == {"inherent": (4, 4), "current": (2, 2)}


def test_residual_beside_current_is_the_target():
    found = read(
        ["Ref", "Risk", "Current L", "Current I", "Residual L", "Residual I"], ["1", "Fraud", "4", "4", "2", "2"]
    )
    assert pairs(found.rows[0]) == {"current": (4, 4), "target": (2, 2)}
    assert "is read as the target" in found.notes[0]


def test_another_scale_is_not_taken_for_ours():
    found = read(["Ref", "Risk", "Likelihood (1-4)", "Impact (1-4)"], ["1", "Fraud", "4", "4"])
    assert pairs(found.rows[0]) == {}
    assert found.notes[0] == (
        "“Likelihood (1-4)” names a scale up to 4; here likelihood and impact run from 1 to 5. The column is not used."
    )


def test_impact_over_sentences_is_the_effect():
    found = read(["Ref", "Risk", "Impact", "L", "I"], ["1", "Fraud", "Money is lost and trust goes with it", "2", "3"])
    assert found.rows[0].text("effect") == "Money is lost and trust goes with it"
    assert pairs(found.rows[0]) == {"current": (2, 3)}


def test_several_sheets_with_one_kind_of_table_are_one_register_and_a_closed_one_is_said():
    rows = [["Ref", "Risk", "L", "I"], ["1", "Fraud", 2, 3]]
    closed = [["Ref", "Risk", "L", "I"], ["2", "Strike", 1, 1]]
    found = read_workbook(*rows, title="Live", more_sheets={"Closed risks": closed, "Guide": [["How", "to score"]]})
    assert [(row.title, row.text("status")) for row in found.rows] == [("Fraud", ""), ("Strike", "Closed")]
    assert found.rows[1].remarks == [
        "No column gives its status. “Closed risks” stands above it, so it is read as closed."
    ]
    assert [one.text for one in found.fragments] == ["How | to score"]
    assert len(found.tables) == 1


def test_headings_that_come_again_and_notes_below_are_no_risks():
    found = read(
        ["Ref", "Risk", "Owner"],
        ["1", "Fraud", "Clerk"],
        ["Ref", "Risk", "Owner"],
        ["2", "Strike", "Clerk"],
        ["Note: scored in May"],
    )
    assert titles(found) == [("1", "Fraud"), ("2", "Strike")]
    assert [one.text for one in found.fragments] == ["Note: scored in May"]


def test_a_reference_in_front_of_the_title_is_taken_and_lines_below_it_are_background():
    found = read(["Risk", "Owner"], ["KPA 05 - Grants fall\nAs they did last year", "Clerk"])
    row = found.rows[0]
    assert (row.reference, row.title) == ("KPA 05", "Grants fall")
    assert row.text("description") == "Grants fall\nAs they did last year"


def test_a_reference_without_a_sign_behind_it_is_taken_where_every_title_has_one():
    both = read(["Risk", "Owner"], ["SR1 Fraud", "Clerk"], ["SR2 Flood", "Clerk"])
    assert titles(both) == [("SR1", "Fraud"), ("SR2", "Flood")]
    one = read(["Risk", "Owner"], ["COVID 19 Lockdown", "Clerk"], ["Flood", "Clerk"])
    assert titles(one) == [("", "COVID 19 Lockdown"), ("", "Flood")]


def test_consequence_over_steps_beside_a_likelihood_is_its_impact():
    found = read(["Ref", "Risk", "Likelihood", "Consequence"], ["1", "Fraud", "Likely", "Major"])
    assert pairs(found.rows[0]) == {"current": (4, 4)}
    found = read(["Ref", "Risk", "Likelihood", "Consequence"], ["1", "Fraud", "Likely", "Money is lost for good"])
    assert found.rows[0].text("effect") == "Money is lost for good"


def test_revised_scores_are_those_after_controls():
    heads = ["Ref", "Risk", "Impact", "Likelihood", "Revised impact", "Revised likelihood"]
    assert pairs(read(heads, ["1", "Fraud", "4", "3", "4", "1"]).rows[0]) == {"inherent": (3, 4), "current": (1, 4)}


def test_a_reference_that_comes_again_for_another_risk_is_shown():
    found = read(["Ref", "Risk", "Owner"], ["KPA 05", "Fraud", "A"], ["X1", "Flood", "A"], ["kpa5", "Strike", "B"])
    assert titles(found) == [("KPA 05", "Fraud"), ("X1", "Flood")]
    assert told(found) == [
        "The reference kpa5 stands in the file twice, for different risks: the row above is taken, this one is not."
    ]


def test_rows_of_one_risk_that_contradict_each_other_give_no_score():
    found = read(["Ref", "Risk", "L", "I"], ["1", "Fraud", "2", "3"], ["1", "Fraud", "4", "3"])
    assert pairs(found.rows[0]) == {}
    assert told(found) == ["It gives the current score twice, and differently: “2 / 4”."]


def test_owners_and_days_that_are_not_one_for_each_action_are_said():
    found = read(
        ["Ref", "Risk", "Actions", "Action owner", "Due"],
        ["1", "Fraud", "Train staff\nBuy locks", "Clerk\nTreasurer", "June 2010"],
    )
    row = found.rows[0]
    assert row.actions == [ReadAction("Train staff", "Clerk"), ReadAction("Buy locks", "Treasurer")]
    assert row.remarks == ["“June 2010” stands beside 2 actions and is not one for each of them, so it is left out."]


def test_a_list_in_the_lines_of_a_cell_stays_a_list():
    found = read(["Ref", "Risk", "Owner", "Plan ref"], ["1", "Fraud", "Clerk\nTreasurer", "1.1\n1.2"])
    assert [found.rows[0].text(name) for name in ("owner", "deliverables")] == ["Clerk; Treasurer", "1.1; 1.2"]


def test_the_type_of_a_control_is_read_where_it_leads_the_line():
    found = read(["Ref", "Risk", "Controls"], ["1", "Fraud", "Preventive: two signatures\nYearly audit (detective)"])
    assert found.rows[0].controls == [
        ReadControl("two signatures", "preventive"),
        ReadControl("Yearly audit", "detective"),
    ]


def test_columns_and_headings_that_a_person_settled_hold():
    rows = [["Gefahr", "Wer"], ["Betrug", "Chef"]]
    assert read(*rows).tables == []
    found = read(*rows, headings=["gefahr | wer"], mappings={"gefahr | wer": {0: "title", 1: "owner"}})
    assert [(row.title, row.text("owner")) for row in found.rows] == [("Betrug", "Chef")]
    assert read(*rows, headings=["gefahr | wer"], used={"gefahr | wer": False}).rows == []


def test_a_table_that_is_cut_goes_on_below_in_a_document():
    book = io.BytesIO()
    import docx

    from tests.exchange.files import add_table

    document = docx.Document()
    document.add_paragraph("Closed risks")
    add_table(document, [["Ref", "Risk", "Owner"], ["1", "Fraud", "Clerk"]])
    add_table(document, [["2", "Strike", "Clerk"], ["3", "Flood", "Clerk"]])
    document.save(book)
    found = read_register(read_file("register.docx", book.getvalue()))
    assert titles(found) == [("1", "Fraud"), ("2", "Strike"), ("3", "Flood")]
    assert {row.text("status") for row in found.rows} == {"Closed"}


def test_choices_come_back_from_what_is_stored():
    choices = RegisterChoices({"a | b": {0: "title"}}, impact_kind="money", control_type="detective")
    assert RegisterChoices.from_json(choices.to_json()) == choices
    assert RegisterChoices.from_json({}) == RegisterChoices()
    assert RegisterChoices.from_json({"mappings": {"a": {"0": "nothing known"}}}).mappings == {"a": {}}
