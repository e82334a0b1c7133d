import datetime

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book import take_over_book
from plans.models import Plan
from risks.models import Risk
from tests.exchange.actions.book.plans import (
    come_back,
    copied,
    differences,
    edited,
    empty_plan_for,
    proposed,
    sent_out,
    told,
    whole_plan,
)


@pytest.fixture
def plan(authority):
    return whole_plan(authority)


def key(record, letter="L"):
    return f"{letter}{record.pk}"


@pytest.fixture
def deliverable(plan):
    return plan.deliverables.get(reference="1.1")


def test_each_edited_cell_is_exactly_that_change(plan, deliverable):
    row = ("Deliverables", key(deliverable))
    content = edited(
        sent_out(plan),
        (*row, "Title", "Light every lane"),
        (*row, "Lead post", None),
        (*row, "Supporting posts", "clerk"),
        (*row, "Measurements", "Lamps counted\nLanes lit "),
        (*row, "Risks", None),
        ("Plan", "Vision", "What it says", "Safer streets."),
        ("Ambitions", key(plan.ambitions.first(), "A"), "Description", "Other"),
        ("Glossary", key(plan.glossary.get(term="PSA"), "G"), "Meaning", "Public service agreement"),
    )
    proposal = proposed(plan, content)
    assert sorted(told(proposal)) == sorted(
        [
            ("Plan", "Plan 2009/10", "Vision", "Safe streets.", "Safer streets."),
            ("Ambitions", "Safe", "Description", "All\n\nof it", "Other"),
            ("Glossary", "PSA", "Meaning", "nothing", "Public service agreement"),
            ("Deliverables", "Light every lane", "Title", "Light the lanes", "Light every lane"),
            ("Deliverables", "Light every lane", "Lead post", "Clerk", "nothing"),
            ("Deliverables", "Light every lane", "Supporting posts", "Chief Executive", "Clerk"),
            (
                "Deliverables",
                "Light every lane",
                "Measurements",
                "Lamps counted\nTwo⏎lines",
                "Lamps counted\nLanes lit",
            ),
            ("Deliverables", "Light every lane", "Risks", "KPA 05", "nothing"),
        ]
    )
    take_over_book(plan, come_back(content), by=None)
    assert told(proposed(Plan.objects.get(pk=plan.pk), content)) == []
    deliverable.refresh_from_db()
    assert (deliverable.title, deliverable.lead) == ("Light every lane", None)
    assert [post.title for post in deliverable.supporting.all()] == ["Clerk"]
    assert [one.text for one in deliverable.measurements.all()] == ["Lamps counted", "Lanes lit"]
    assert [one.reference for one in Risk.objects.get(reference="KPA 05").deliverables.all()] == ["1.2"]


def test_what_was_changed_here_since_stands_where_the_cell_was_left_alone(plan, deliverable):
    content = sent_out(plan)
    deliverable.title = "Changed on the site"
    deliverable.save()
    assert told(proposed(plan, content)) == []


def test_a_cell_that_both_changed_says_so(plan, deliverable):
    content = edited(sent_out(plan), ("Deliverables", key(deliverable), "Title", "In the file"))
    deliverable.title = "Changed on the site"
    deliverable.save()
    proposal = proposed(plan, content)
    assert told(proposal) == [("Deliverables", "In the file", "Title", "Changed on the site", "In the file")]
    assert "was changed here as well" in proposal.notes[0]


def test_spaces_that_a_spreadsheet_adds_change_nothing(plan, deliverable):
    row = ("Deliverables", key(deliverable))
    content = edited(
        sent_out(plan), (*row, "Title", " Light  the lanes "), (*row, "Supporting posts", "Chief Executive\n")
    )
    assert told(proposed(plan, content)) == []


def test_a_deadline_that_became_a_date_is_read_as_it_is_shown(plan, deliverable):
    def shown_as_month(book):
        cell = book["Deliverables"]["J2"]
        assert cell.value == "June 2010"
        cell.value, cell.number_format = datetime.datetime(2010, 6, 1), "mmm-yy"

    assert told(proposed(plan, edited(sent_out(plan), save=shown_as_month))) == []


def test_rows_and_columns_may_be_sorted_and_columns_added_or_hidden(plan):
    def shuffle(book):
        sheet = book["Deliverables"]
        sheet["E3"].value = "Sum it"  # openpyxl would write the text that looks like a formula as one
        rows = [[cell.value for cell in row] for row in sheet]
        order = [2, 0, *range(3, len(rows[0])), 1]
        sheet.delete_rows(1, sheet.max_row)
        for row in [rows[0], *reversed(rows[1:])]:
            sheet.append([row[index] for index in order] + ["Own note"])
        sheet.column_dimensions["C"].hidden = True
        book["Glossary"].sheet_state = "hidden"

    proposal = proposed(plan, edited(sent_out(plan), save=shuffle))
    assert (told(proposal), proposal.new, proposal.problems) == (
        [("Deliverables", "Sum it", "Title", "=SUM(A1)", "Sum it")],
        [],
        [],
    )
    assert proposal.book.notes == [
        "Sheet “Deliverables”: the column “Own note” is none of the workbook's own and was not used."
    ]


def test_a_deleted_row_is_named_and_stays(plan, deliverable):
    def delete(book):
        book["Deliverables"].delete_rows(2)

    proposal = proposed(plan, edited(sent_out(plan), save=delete))
    assert (proposal.gone, told(proposal)) == ([("Deliverables", deliverable.title)], [])


def test_a_new_row_becomes_a_deliverable_where_it_says(plan):
    def add(book):
        book["Posts"].append([None, "Lamplighter", "A post"])
        book["Ambitions"].append(["A900", "", "Brand new"])
        book["Deliverables"].append([None, "A900", "", "", "Buy oil", "", "Lamplighter"])

    content = edited(sent_out(plan), save=add)
    proposal = proposed(plan, content)
    assert proposal.problems == []
    assert [step.title for step in proposal.new] == ["Lamplighter", "Brand new", "Buy oil"]
    take_over_book(plan, come_back(content), by=None)
    made = plan.deliverables.get(title="Buy oil")
    assert (made.ambition.title, made.reference, made.lead.title) == ("Brand new", "3.1", "Lamplighter")


def test_the_same_file_twice_makes_nothing_twice(plan):
    def add(book):
        book["Priorities"].append([None, "Speed"])
        book["Sections"].append([None, "New words", "After the ambitions", "No", "Text"])
        book["Ambitions"].append(["A900", "", "Brand new", "", "Speed"])
        book["Descriptors"].append(["D900", "A900", "Below it"])
        book["Deliverables"].append([None, "A900", "D900", "", "Buy oil"])

    content = edited(sent_out(plan), save=add)
    take_over_book(plan, come_back(content), by=None)
    again = proposed(Plan.objects.get(pk=plan.pk), content)
    assert (told(again), again.new, again.problems) == ([], [], [])


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("Title", None, "“Title” is empty."),
        ("Title", "x" * 401, "has more than the 400 characters"),
        ("Title", "=1/0", "shows an error of the spreadsheet, or a formula without its result"),
        ("Lead post", "Nobody known", "“Nobody known” is not known here"),
        ("Priorities", "Speed", "“Speed” is not known here"),
        ("Risks", "KPA 99", "“KPA 99” is not known here"),
        ("Ambition", "A99999", "is no row of the sheet “Ambitions”"),
        ("Ambition", "Safe", "is no row of the sheet “Ambitions”"),
        ("Parts", "Hang them → Nobody", "“Nobody” is not known here"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_row_and_nothing_is_imported(plan, deliverable, cell, value, said):
    content = edited(
        sent_out(plan),
        ("Deliverables", key(deliverable), cell, value),
        ("Plan", "Vision", "What it says", "Safer streets."),
    )
    proposal = proposed(plan, content)
    assert [said in problem.text for problem in proposal.problems] == [True]
    assert proposal.problems[0].place == "Deliverables, row 2"
    with pytest.raises(Refused, match="must be put right first, so nothing was imported"):
        take_over_book(plan, come_back(content), by=None)
    plan.refresh_from_db()
    assert plan.vision == "Safe streets."


@pytest.mark.parametrize(
    ("sheet", "letter", "heading", "value", "said"),
    [
        ("Sections", "S", "Where", "Elsewhere", "“Elsewhere” is none of: Before the ambitions, After the ambitions."),
        ("Sections", "S", "In the public plan", "Perhaps", "“Perhaps” is neither Yes nor No."),
        ("Targets", "T", "Value", "many", "“many” is no number."),
        ("Targets", "T", "Value", "NaN", "“NaN” is no number."),
        ("Targets", "T", "From", "some day", "“some day” is no day. Write it as 31 March 2010."),
        ("Descriptors", "D", "Ambition", "", "“Ambition” is empty."),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(plan, sheet, letter, heading, value, said):
    def put(book):
        cells = {cell.value: cell.column for cell in book[sheet][1]}
        book[sheet].cell(2, cells[heading]).value = value

    proposal = proposed(plan, edited(sent_out(plan), save=put))
    assert [problem.text for problem in proposal.problems] == [said if "is empty" in said else f"{heading}: {said}"]


def test_a_row_that_was_copied_with_its_key_is_named(plan):
    def copy(book):
        sheet = book["Deliverables"]
        sheet.append([cell.value for cell in sheet[2]])

    proposal = proposed(plan, edited(sent_out(plan), save=copy))
    assert [problem.text for problem in proposal.problems] == [
        f"Its key is {key(plan.deliverables.get(reference='1.1'))} as above. Empty the key of a row that is new."
    ]


def test_a_descriptor_cannot_be_moved(plan):
    first, second = plan.ambitions.order_by("position")
    content = edited(sent_out(plan), ("Descriptors", key(first.descriptors.get(), "D"), "Ambition", key(second, "A")))
    assert ["cannot be moved in a workbook" in one.text for one in proposed(plan, content).problems] == [True]


def test_a_deliverable_moves_where_its_row_says(plan, deliverable):
    second = plan.ambitions.order_by("position")[1]
    row = ("Deliverables", key(deliverable))
    moved = ((*row, "Ambition", key(second, "A")), (*row, "Descriptor", key(second.descriptors.get(), "D")))
    take_over_book(plan, come_back(edited(sent_out(plan), *moved)), by=None)
    deliverable.refresh_from_db()
    assert (deliverable.ambition, deliverable.descriptor) == (second, second.descriptors.get())


def test_an_adopted_plan_keeps_its_deadlines(plan, deliverable):
    Plan.objects.filter(pk=plan.pk).update(state="adopted")
    plan.refresh_from_db()
    content = edited(sent_out(plan), ("Deliverables", key(deliverable), "Deadline", "July 2011"))
    proposal = proposed(plan, content)
    assert told(proposal) == []
    assert "its deadlines move only by a request" in proposal.notes[0]


def test_a_closed_plan_takes_nothing(plan):
    content = sent_out(plan)
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    with pytest.raises(Refused, match="This plan is closed"):
        take_over_book(plan, come_back(content), by=None)


def test_another_plans_workbook_leaves_the_head_of_a_plan_that_is_not_empty(plan, authority):
    other = whole_plan_elsewhere()
    other.vision = "Their own."
    other.save()
    proposal = proposed(other, sent_out(plan))
    assert told(proposal) == []
    assert "its title, days, words and ratings stay as they are" in proposal.notes[-1]


def whole_plan_elsewhere():
    from tests.factories.people import AuthorityFactory

    return whole_plan(AuthorityFactory())


def test_a_sheet_or_column_that_is_missing_changes_nothing(plan):
    def take_away(book):
        del book["Glossary"]
        book["Deliverables"].delete_cols(5)

    proposal = proposed(plan, edited(sent_out(plan), save=take_away))
    assert (told(proposal), proposal.new) == ([], [])
    assert proposal.book.notes == [
        "There is no sheet “Glossary” in the file, so nothing of it changes.",
        "Sheet “Deliverables” has no column “Title”, so nothing of it changes.",
    ]


def test_words_of_ratings_change_with_their_plan(plan):
    content = edited(sent_out(plan), ("Ratings", key(plan.scale.points.get(code="red"), "Z"), "Word", "Stuck"))
    take_over_book(plan, come_back(content), by=None)
    assert plan.scale.points.get(code="red").word == "Stuck"


def test_targets_change_with_their_baseline(plan):
    target = plan.targets.get()
    row = ("Targets", key(target, "T"))
    content = edited(
        sent_out(plan),
        (*row, "Value", 55),
        (*row, "Target", "Increase to 55%"),
        (*row, "Baseline", "47%"),
        (*row, "Year's profile", None),
    )
    take_over_book(plan, come_back(content), by=None)
    target.refresh_from_db()
    assert (target.text, target.value, target.baseline.text) == ("Increase to 55%", 55, "47%")


def test_measures_series_and_objectives_change(plan):
    measure = plan.targets.get().series.measure
    content = edited(
        sent_out(plan),
        ("Measures", key(measure, "M"), "Title", "Happy callers"),
        ("Series", key(measure.series.get(name="Medway"), "R"), "Name", "The Medway towns"),
        ("Objectives", key(plan.objectives.get(), "O"), "Title", "Answer soon"),
    )
    take_over_book(plan, come_back(content), by=None)
    measure.refresh_from_db()
    assert (measure.title, plan.objectives.get().title) == ("Happy callers", "Answer soon")
    assert [one.name for one in measure.series.all()] == ["", "The Medway towns"]


def test_an_import_leaves_one_event_on_the_plan(plan, editor):
    content = edited(sent_out(plan), ("Plan", "Vision", "What it says", "Safer streets."))
    take_over_book(plan, come_back(content), by=editor)
    events = Event.objects.filter(verb="plan imported")
    assert [(event.subject_id, event.changes["changed"]) for event in events] == [(plan.pk, [None, 1])]


def test_a_workbook_of_another_version_is_refused(plan):
    content = edited(sent_out(plan), save=lambda book: book["Read me"].__setitem__("B3", "3"))
    with pytest.raises(Refused, match="another version of this site"):
        come_back(content)


def test_posts_that_are_known_are_not_made_twice(plan):
    before = Post.objects.count()
    copy = empty_plan_for(plan, authority=plan.authority, title="A second plan")
    content = edited(sent_out(plan), save=lambda book: [book.remove(book[name]) for name in ("Targets", "Tolerances")])
    take_over_book(copy, come_back(content), by=None)
    assert Post.objects.count() == before


def test_a_copy_is_the_same_on_its_way_through_a_third_authority(plan):
    assert differences(plan, copied(copied(plan))) == []
