"""Plans as other bodies lay them out: other names, orders, levels and formats than the plan this was first tried on."""

import datetime

import docx
import pytest

from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import Choices, interpret, suggested_answers
from tests.exchange.files import add_table, saved, word, workbook

RED, AMBER, GREEN = "FF0000", "FFC000", "92D050"


def plan_of(name, content, choices=None):
    return interpret(read(name, content), choices)


def outline(plan):
    return [
        (ambition.title, [(each.title, [one.title for one in each.deliverables]) for each in ambition.descriptors])
        for ambition in plan.ambitions
    ]


# --- A force's professional-standards plan: three levels by other names, a title block, ratings by colour only ---
STANDARDS = [
    ["Professional Standards Department", None, None, None, None, None, None],
    ["Improvement plan 2011-2014", None, None, None, None, None, None],
    ["Key: green = achieved in its entirety (to date); amber = progress made", None, None, None, None, None, None],
    [],
    ["Theme", "Desired outcome", "Contributory activity", "Owner", "Due", "RAG", "Update"],
    [
        "Prevention",
        "Fewer complaints",
        "Publish lessons learnt",
        "Head of Standards",
        "Q2 2011/12",
        None,
        "Two issued.",
    ],
    [None, None, "Train new sergeants", "Training Manager; Head of Standards", "ongoing", None, None],
    [None, "Quicker outcomes", "Resolve locally within 20 days", None, "31/03/2012", None, "Behind."],
    ["Intelligence", "A trusted reporting line", "Relaunch the line", "DCI Intelligence", "Dec 2011", None, None],
]


@pytest.fixture
def standards():
    merges = ["A1:G1", "A3:G3", "A6:A8", "B6:B7"]
    return plan_of("psd.xlsx", workbook(STANDARDS, merges=merges, fills={"F6": GREEN, "F7": AMBER, "F8": RED}))


def test_a_title_block_and_other_level_names_are_no_obstacle(standards):
    assert standards.title == "Professional Standards Department"
    assert standards.level_names == ("Theme", "Desired outcome", "Contributory activity")
    assert outline(standards) == [
        (
            "Prevention",
            [
                ("Fewer complaints", ["Publish lessons learnt", "Train new sergeants"]),
                ("Quicker outcomes", ["Resolve locally within 20 days"]),
            ],
        ),
        ("Intelligence", [("A trusted reporting line", ["Relaunch the line"])]),
    ]


def test_ratings_that_are_only_colours_are_read_as_such(standards):
    assert [(each.rating, each.rating_from) for each in standards.deliverables] == [
        ("green", "colour"),
        ("amber", "colour"),
        ("red", "colour"),
        ("", ""),
    ]


def test_updates_deadlines_and_owners_are_taken_as_written(standards):
    assert [each.update for each in standards.deliverables] == ["Two issued.", "", "Behind.", ""]
    assert [each.deadline for each in standards.deliverables] == ["Q2 2011/12", "ongoing", "31/03/2012", "Dec 2011"]
    assert [each.owners.names for each in standards.deliverables] == [
        ["Head of Standards"],
        ["Training Manager", "Head of Standards"],
        [],
        ["DCI Intelligence"],
    ]


# --- A commissioner's office: two levels, columns in another order, repeated headings over three Word tables ---
OFFICE = ["Ref", "Action", "Lead officer", "Objective", "Target date", "Success measure", "Risk ref", "Status"]


@pytest.fixture
def office():
    document = docx.Document()
    document.add_heading("Delivery plan 2013/14", 0)
    document.add_paragraph("How the office will support the police and crime plan.")
    rows = [["1.1", "Hold six surgeries", "Engagement Officer", "Listen", "March 2014", "Six held", "R7, R12", "Amber"]]
    add_table(document, [OFFICE, *rows])
    document.add_page_break()
    rows = [["1.2", "Publish answers", "Chief Executive & Engagement Officer", "Listen", "TBC", "-", "", "Complete"]]
    add_table(document, [OFFICE, *rows])
    document.add_page_break()
    rows = [["2.1", "Fund victims' services", "CFO", "Support", "1 April 2014", "• Grants\n• Reviews", "R2", "A/G"]]
    add_table(document, [OFFICE, *rows])
    return plan_of("plan.docx", saved(document))


def test_columns_in_another_order_and_headings_on_every_page_make_one_plan(office):
    assert office.level_names == ("Objective", "", "Action")
    assert outline(office) == [
        ("Listen", [("", ["Hold six surgeries", "Publish answers"])]),
        ("Support", [("", ["Fund victims' services"])]),
    ]
    assert office.counts.descriptors == 0


def test_references_risks_and_words_for_status_are_read(office):
    assert [each.reference for each in office.deliverables] == ["1.1", "1.2", "2.1"]
    assert office.risk_references == ["R7", "R12", "R2"]
    assert [(each.rating, each.stage) for each in office.deliverables] == [
        ("amber", ""),
        ("", "complete"),
        ("amber_green", ""),
    ]


def test_placeholders_are_gaps(office):
    second = list(office.deliverables)[1]
    assert (second.deadline, second.measurements) == ("", [])
    assert list(office.deliverables)[2].measurements == ["Grants", "Reviews"]


# --- A CSV with semicolons, every value repeated on every row ---
SEMICOLONS = """Strategic priority;Outcome;Task;Who;Timescale;Committee;Comments
Safer streets;Less violence;"Patrol hot spots; share maps";Supt Operations / Analyst;monthly;Policing Board;"Started
in May"
Safer streets;Less violence;Review licensing;Licensing Sergeant;quarterly;Policing Board;
Safer streets;Fewer burglaries;Mark property;;;;
Value for money;Lower cost;Share fleet;Head of Finance, HR and Estates;2014/15;Audit Panel;
Safer streets;Fewer burglaries;Visit victims;Neighbourhood Inspector;ongoing;;
"""


def test_a_csv_with_semicolons_groups_repeated_values_wherever_they_stand():
    plan = plan_of("plan.csv", SEMICOLONS.encode("cp1252"))
    assert outline(plan) == [
        (
            "Safer streets",
            [
                ("Less violence", ["Patrol hot spots; share maps", "Review licensing"]),
                ("Fewer burglaries", ["Mark property", "Visit victims"]),
            ],
        ),
        ("Value for money", [("Lower cost", ["Share fleet"])]),
    ]
    first = next(iter(plan.deliverables))
    assert (first.place, first.update, first.committee) == ("line 2", "Started\nin May", "Policing Board")
    assert plan.committees == ["Policing Board", "Audit Panel"]
    assert next(each for each in plan.deliverables if each.title == "Share fleet").owners.support == []


# --- An action log: one level, real dates, numbers and percentages in the cells ---
def test_an_action_log_with_real_dates_is_a_plan_of_one_level():
    rows = [
        ["No.", "Date raised", "Action", "Action owner", "Due date", "Progress", "BRAG"],
        [1, datetime.date(2013, 5, 1), "Replace radios", "IT Manager", datetime.date(2014, 3, 31), 0.5, "R"],
        [2, datetime.date(2013, 6, 1), "Close old station", "ALL", datetime.datetime(2014, 6, 1), 1, "B"],
    ]
    plan = plan_of("log.xlsx", workbook(rows, title="Action log", formats={"E3": "mmm-yy", "F2": "0%"}))
    first, second = plan.deliverables
    assert plan.counts.ambitions == plan.counts.descriptors == 0
    assert plan.ambitions[0].title == "Action log"
    assert (first.reference, first.deadline, first.update, first.rating) == ("1", "31 March 2014", "50%", "red")
    assert (second.deadline, second.stage, second.owners.everyone) == ("June 2014", "complete", True)
    assert [fragment.heading for fragment in plan.fragments] == ["Date raised", "Date raised"]


# --- One sheet for each theme, the theme only in the sheet's name ---
def test_sheets_named_after_their_themes_become_the_top_level():
    headings = ["Objective", "What we will do", "Lead", "By when"]
    first = [headings, ["Be seen", "Walk the beat", "Inspector Town", "Weekly"]]
    second = [headings, ["Be heard", "Answer letters", "Office Manager", "Monthly"], [None, "Answer calls", None, None]]
    plan = plan_of("themes.xlsx", workbook(first, title="Visible policing", more_sheets={"Contact": second}))
    assert outline(plan) == [
        ("Visible policing", [("Be seen", ["Walk the beat"])]),
        ("Contact", [("Be heard", ["Answer letters", "Answer calls"])]),
    ]


# --- Section rows over the whole width ---
def test_rows_over_the_whole_width_become_the_top_level():
    rows = [
        ["Objective", "Action", "Owner", "Deadline"],
        ["Priority 1: Confidence", "", "", ""],
        ["Listen", "Survey residents", "Analyst", "May 2014"],
        ["", "Publish results", "Analyst", ""],
        ["Priority 2: Value", "", "", ""],
        ["Save", "Renegotiate fuel", "Treasurer", "June 2014"],
    ]
    merges = [((1, 0), (1, 3)), ((4, 0), (4, 3)), ((2, 0), (3, 0))]
    plan = plan_of("sections.docx", word(rows, merges=merges))
    assert outline(plan) == [
        ("Priority 1: Confidence", [("Listen", ["Survey residents", "Publish results"])]),
        ("Priority 2: Value", [("Save", ["Renegotiate fuel"])]),
    ]


def test_headings_repeated_under_every_section_keep_the_sections():
    rows = [
        ["Priority 1: Confidence", None, None],
        ["Action", "Lead", "By when"],
        ["Survey", "Analyst", "May 2015"],
        ["Priority 2: Value", None, None],
        ["Action", "Lead", "By when"],
        ["Sell cars", "Treasurer", None],
    ]
    plan = plan_of("sections.xlsx", workbook(rows, merges=["A1:C1", "A4:C4"]))
    assert outline(plan) == [
        ("Priority 1: Confidence", [("", ["Survey"])]),
        ("Priority 2: Value", [("", ["Sell cars"])]),
    ]


# --- Headings of two rows ---
def test_headings_that_span_two_columns_are_read_with_the_row_below_them():
    rows = [
        ["THEME", "ACTION", "RESPONSIBILITY", None, "TIMESCALE", None],
        [None, None, "Lead", "Support", "Start", "End"],
        ["Trust", "Survey", "Head of News", "Analyst", "April 2015", "May 2015"],
    ]
    plan = plan_of("two.xlsx", workbook(rows, merges=["C1:D1", "E1:F1", "A1:A2", "B1:B2"]))
    survey = next(plan.deliverables)
    assert plan.counts.deliverables == 1
    assert (survey.owners.names, survey.deadline) == (["Head of News", "Analyst"], "May 2015")
    assert plan.level_names == ("Theme", "", "Action")


# --- Coloured rows and no rating column at all ---
def test_coloured_actions_are_rated_where_no_column_says_so():
    rows = [["Goal", "Action", "Owner"], ["A", "One", "Clerk"], ["A", "Two", "Clerk"], ["B", "Three", "Clerk"]]
    fills = {(1, 1): "FFC7CE", (2, 1): "C6EFCE", (3, 1): "FFEB9C"}
    plan = plan_of("colours.docx", word(rows, fills=fills))
    assert [each.rating for each in plan.deliverables] == ["red", "green", "amber"]
    assert plan.notes == ["Ratings were read from the colours of the column “Action”."]


def test_one_colour_throughout_is_decoration():
    rows = [["Goal", "Action", "Owner"], ["A", "One", "Clerk"], ["A", "Two", "Clerk"]]
    plan = plan_of("colours.docx", word(rows, fills={(1, 1): GREEN, (2, 1): GREEN}))
    assert [each.rating for each in plan.deliverables] == ["", ""]


def test_a_word_holds_against_another_colour_and_the_person_is_told():
    plan = plan_of("clash.xlsx", workbook([["Goal", "Action", "RAG"], ["A", "One", "Green"]], fills={"C2": RED}))
    assert next(plan.deliverables).rating == "green"
    assert "another colour" in plan.problems[0].text


# --- Quarterly columns ---
def test_of_quarterly_columns_every_update_is_kept_and_the_latest_rating_holds():
    rows = [
        ["Aim", "Activity", "Lead", "Q1 update", "Q1 RAG", "Q2 update", "Q2 RAG"],
        ["Safe", "Patrol", "Inspector", "Begun", "G", "Delayed", "R"],
        ["Safe", "Visit", "Sergeant", "Begun", "A", None, None],
    ]
    first, second = plan_of("quarters.xlsx", workbook(rows)).deliverables
    assert (first.update, first.rating) == ("Q1 update: Begun\nQ2 update: Delayed", "red")
    assert (second.update, second.rating) == ("Q1 update: Begun", "amber")


# --- Owners merged over several actions ---
def test_an_owner_merged_over_several_actions_owns_each_of_them():
    rows = [["Aim", "Action", "Owner"], ["Safe", "Patrol", "Inspector Town"], ["", "Visit", ""], ["", "Call", "Clerk"]]
    plan = plan_of("merged.docx", word(rows, merges=[((1, 0), (3, 0)), ((1, 2), (2, 2))]))
    assert [each.owners.lead for each in plan.deliverables] == ["Inspector Town", "Inspector Town", "Clerk"]


def test_an_action_merged_over_several_rows_is_one_action_with_several_measures():
    rows = [["Aim", "Action", "Measure"], ["Safe", "Patrol", "Hours"], ["", "", "Contacts"], ["", "Call", "Calls"]]
    plan = plan_of("merged.docx", word(rows, merges=[((1, 0), (3, 0)), ((1, 1), (2, 1))]))
    assert [(each.title, each.measurements) for each in plan.deliverables] == [
        ("Patrol", ["Hours", "Contacts"]),
        ("Call", ["Calls"]),
    ]


# --- Text with tables among paragraphs, cells broken at pages ---
BROKEN = """Council policing compact

Aim\tCommitment\tAction\tLead
Reduce harm and\tBetter data on\tShare records\tAnalyst

Page 2

Aim\tCommitment\tAction\tLead
protect victims\tvulnerability\tTrain staff\tTrainer
\t\tbrief partners\t
Build trust\tOpenness\tPublish minutes\tClerk
"""


def test_cells_broken_at_a_page_are_joined():
    plan = plan_of("compact.txt", BROKEN.encode("utf-16"))
    assert outline(plan) == [
        (
            "Reduce harm and protect victims",
            [("Better data on vulnerability", ["Share records", "Train staff", "brief partners"])],
        ),
        ("Build trust", [("Openness", ["Publish minutes"])]),
    ]


def test_a_table_split_without_repeating_its_headings_goes_on():
    document = docx.Document()
    add_table(document, [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Inspector"]])
    document.add_paragraph("Page 1 of 2")
    add_table(document, [["Safe", "Visit", "Sergeant"], ["Open", "Publish", "Clerk"]])
    plan = plan_of("split.docx", saved(document))
    assert outline(plan) == [("Safe", [("", ["Patrol", "Visit"])]), ("Open", [("", ["Publish"])])]


def test_continued_headings_are_not_new_ambitions():
    rows = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Inspector"], ["Safe (cont'd)", "Visit", "Sergeant"]]
    assert outline(plan_of("plan.docx", word(rows))) == [("Safe", [("", ["Patrol", "Visit"])])]


# --- Other tables in the same file ---
def test_contacts_targets_and_registers_beside_the_plan_stay_out_of_it():
    document = docx.Document()
    add_table(document, [["Name", "Telephone"], ["Clerk", "01234"], ["Analyst", "56789"]])
    document.add_heading("Our plan", 1)
    add_table(document, [["Aim", "Outcome", "Action", "Lead"], ["Safe", "Calm", "Patrol", "Inspector"]])
    document.add_heading("Abbreviations", 1)
    add_table(document, [["PCC", "Police and Crime Commissioner"], ["ASB", "Anti-social behaviour"]])
    plan = plan_of("mixed.docx", saved(document))
    assert outline(plan) == [("Safe", [("Calm", ["Patrol"])])]
    assert [(term.term, term.meaning) for term in plan.glossary] == [
        ("PCC", "Police and Crime Commissioner"),
        ("ASB", "Anti-social behaviour"),
    ]


# --- Corrections by the person ---
ODD = [["Was machen wir", "Wer", "Bis"], ["Streife gehen", "Revierleiter", "Mai 2014"]]


def test_a_file_with_unknown_headings_says_so():
    plan = plan_of("odd.xlsx", workbook(ODD))
    assert plan.counts.deliverables == 0
    assert [problem.text for problem in plan.problems] == [
        "No table with deliverables or actions was found in the file."
    ]


def test_a_person_can_say_what_unknown_headings_mean():
    mapping = {"was machen wir | wer | bis": {0: "deliverable", 1: "owner", 2: "deadline"}}
    plan = plan_of("odd.xlsx", workbook(ODD), Choices(mappings=mapping))
    only = next(plan.deliverables)
    assert (only.title, only.owners.lead, only.deadline) == ("Streife gehen", "Revierleiter", "Mai 2014")


def test_a_corrected_mapping_replaces_the_guess():
    content = workbook([["Aim", "Action", "Notes"], ["Safe", "Patrol", "Ten hours a week"]])
    guessed = plan_of("plan.xlsx", content)
    signature = guessed.tables[0].signature
    plan = plan_of(
        "plan.xlsx", content, Choices(mappings={signature: {0: "ambition", 1: "deliverable", 2: "measurement"}})
    )
    assert next(guessed.deliverables).description == "Ten hours a week"
    assert next(plan.deliverables).measurements == ["Ten hours a week"]


def test_choices_survive_being_stored():
    choices = Choices({"a | b": {0: "deliverable", 1: "owner"}}, {"a | b": True}, {"owners-1": ["Clerk"]})
    assert Choices.from_json(choices.to_json()) == choices


# --- Nothing is lost, nothing invented ---
def test_a_column_nobody_understands_is_listed_cell_by_cell():
    rows = [["Aim", "Action", "Budget code"], ["Safe", "Patrol", "X-99"], ["Safe", "Visit", None]]
    plan = plan_of("budget.xlsx", workbook(rows))
    assert [(one.place, one.heading, one.text) for one in plan.fragments] == [("Plan, row 2", "Budget code", "X-99")]


def test_a_deadline_that_is_no_date_is_kept_and_reported():
    rows = [["Aim", "Action", "By when"], ["Safe", "Patrol", "when the moon is blue"]]
    plan = plan_of("moon.xlsx", workbook(rows))
    assert next(plan.deliverables).deadline == "when the moon is blue"
    assert any("kept as written" in problem.text for problem in plan.problems)


def test_a_plan_with_a_false_size_loses_no_rows():
    from tests.exchange.files import part_of, repacked

    content = workbook([["Aim", "Action", "Lead"], *([f"Aim {n}", f"Action {n}", "Clerk"] for n in range(30))])
    sheet = part_of(content, "xl/worksheets/sheet1.xml").replace(b'ref="A1:C31"', b'ref="A1:B2"')
    plan = plan_of("false.xlsx", repacked(content, {"xl/worksheets/sheet1.xml": sheet}))
    assert plan.counts.deliverables == 30


def test_suggested_answers_settle_every_question():
    rows = [
        ["Aim", "Action", "Who"],
        ["A", "One", "Sam B"],
        ["A", "Two", "Sam Brown"],
        ["A", "Three", "Clerk Sam Brown"],
    ]
    content = workbook(rows)
    plan = plan_of("names.xlsx", content)
    assert [question.kind for question in plan.questions] == ["owners", "same-name"]
    settled = plan_of("names.xlsx", content, Choices(answers=suggested_answers(plan)))
    assert settled.owners == ["Sam Brown", "Clerk"]
