"""The pages of an import of measures, beside the straight way through them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpa_tracker.base.people.models import Post
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from kpa_tracker.interfaces.exchange.views import measures as pages
from plans.models import Plan
from targets.actions.results import close_results
from targets.models import Measure, Result
from tests.exchange.files import workbook
from tests.factories.exchange import StagedImportFactory
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.targets import MeasureFactory, SeriesFactory

THINGS = [["Thing", "Then", "Now"], ["Thefts", "9", "8"]]
OWNED = [["Indicator", "Lead", "Q1 2009/10"], ["Number of thefts", "Clark", "5"]]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT, title="The plan")


@pytest.fixture
def editing(as_person, editor):
    return as_person(editor)


def staged_of(plan, rows, sort="results"):
    return StagedImportFactory(plan=plan, sort=sort, rows=rows)


def page_of(editing, staged, name):
    return editing.get(reverse(f"import-measures-{name}", args=[staged.pk]))


def post(editing, staged, name, **said):
    return editing.post(reverse(f"import-measures-{name}", args=[staged.pk]), said)


def answers(response):
    return {name: field.initial or "" for name, field in response.context["form"].fields.items()}


def address(staged, name):
    return reverse(f"import-measures-{name}", args=[staged.pk])


# --- Headings ---------------------------------------------------------------------------------------------------------


def test_where_no_headings_are_recognised_the_person_names_their_row_and_is_remembered(editing, plan, editor):
    file = SimpleUploadedFile("things.xlsx", workbook(THINGS))
    response = editing.post(reverse("import-measures"), {"plan": plan.pk, "sort": "results", "file": file})
    staged = StagedImport.objects.get()
    assert editing.get(response.url).url == address(staged, "headings")
    page = page_of(editing, staged, "headings")
    assert "Plan, row 1: Thing | Then | Now" in page.content.decode()
    response = post(editing, staged, "headings", heading="thing | then | now")
    assert response.url == address(staged, "columns")
    said = {"column-0-0": "measure", "column-0-2": "result", "period": "2008/09", "keep": "on"}
    assert post(editing, staged, "columns", **said).url == address(staged, "owners")
    editing.post(address(staged, "preview"))
    assert Result.objects.get().value == 8
    assert ImportMapping.objects.get().columns == {"0": "measure", "2": "result"}


def test_the_row_of_headings_can_be_chosen_where_another_was_taken(editing, plan):
    staged = staged_of(plan, [["Indicator", "2008/09"], ["Thing", "Now"], ["Thefts", "8"]])
    assert address(staged, "headings") in page_of(editing, staged, "columns").content.decode()
    post(editing, staged, "headings", heading="thing | now")
    page = page_of(editing, staged, "columns")
    assert [field.label for name, field in page.context["form"].fields.items() if "column" in name] == ["Thing", "Now"]


def test_a_row_that_is_none_is_refused(editing, plan):
    assert post(editing, staged_of(plan, THINGS), "headings", heading="other").status_code == 422


def test_what_is_not_to_be_remembered_is_not(editing, plan):
    staged = staged_of(plan, [["Indicator", "2008/09"], ["Thefts", "8"]])
    post(editing, staged, "columns", **{**answers(page_of(editing, staged, "columns")), "keep": ""})
    assert not ImportMapping.objects.exists()


# --- Columns ----------------------------------------------------------------------------------------------------------


def test_a_column_says_which_days_it_is_of(editing, plan):
    staged = staged_of(plan, [["Indicator", "Q1 2009/10", "2009/10"], ["Thefts", "8", ""]])
    fields = page_of(editing, staged, "columns").context["form"].fields
    assert fields["column-0-1"].help_text == "For example: 8. Period: April to June 2009."
    assert fields["column-0-2"].help_text == "This column is empty. Period: April 2009 to March 2010."
    assert fields["column-0-0"].help_text == "For example: Thefts"


def test_the_period_that_a_title_names_is_offered_until_somebody_says(editing, plan):
    staged = staged_of(plan, [["Report for April to June 2009"], ["Indicator", "Actual"], ["Thefts", "8"]])
    page = page_of(editing, staged, "columns")
    assert page.context["form"].fields["period"].initial == "April to June 2009"
    post(editing, staged, "columns", **answers(page))
    assert "April to June 2009" in page_of(editing, staged, "preview").content.decode()
    post(editing, staged, "columns", **{**answers(page), "period": ""})
    assert page_of(editing, staged, "columns").context["form"].fields["period"].initial == ""


def test_two_columns_of_targets_are_allowed_and_two_of_what_is_measured_are_not(editing, plan):
    rows = [["Indicator", "Target 2009/10", "Target 2010/11"], ["Thefts", "Reduce to 8%", "Reduce to 7%"]]
    staged = staged_of(plan, rows, "targets")
    said = answers(page_of(editing, staged, "columns"))
    assert post(editing, staged, "columns", **said).status_code == 302
    assert post(editing, staged, "columns", **{**said, "column-0-2": "measure"}).status_code == 422


# --- Owners -----------------------------------------------------------------------------------------------------------


def test_an_owner_who_is_not_known_is_offered_and_never_made_by_itself(editing, plan, authority):
    clerk = PostFactory(authority=authority, title="Clerk")
    staged = staged_of(plan, OWNED)
    page = page_of(editing, staged, "owners")
    assert "“Clark”" in page.content.decode()
    assert "The owner is not among the posts here" in page_of(editing, staged, "preview").content.decode()
    response = post(editing, staged, "owners", **{"post-0": str(clerk.pk)})
    assert response.url == address(staged, "preview")
    assert address(staged, "owners") in page_of(editing, staged, "preview").content.decode()
    editing.post(address(staged, "preview"))
    assert Measure.objects.get().owner == clerk


def test_a_post_is_made_where_it_is_asked_for(editing, plan):
    staged = staged_of(plan, OWNED)
    post(editing, staged, "owners", **{"post-0": "new"})
    assert "Posts that are made" in page_of(editing, staged, "preview").content.decode()
    editing.post(address(staged, "preview"))
    assert Measure.objects.get().owner == Post.objects.get(title="Clark")


def test_without_unknown_owners_the_page_is_passed_over(editing, plan):
    staged = staged_of(plan, [["Indicator", "2008/09"], ["Thefts", "5"]])
    assert page_of(editing, staged, "owners").url == address(staged, "preview")


# --- Preview ----------------------------------------------------------------------------------------------------------


def test_a_correction_of_a_closed_period_is_told_before_and_keeps_it_closed(editing, plan, authority, editor):
    editing.post(address(staged_of(plan, [["Ref", "Indicator", "2008/09"], ["K1", "Thefts", "5"]]), "preview"))
    close_results(authority.pk, until=date(2009, 3, 31), by=editor)
    staged = staged_of(plan, [["Ref", "Indicator", "2008/09"], ["K1", "Thefts", "6"]])
    page = page_of(editing, staged, "preview").content.decode()
    assert "Corrected: a new version. It was 5, and its period is closed" in page
    assert "Each gets a new version, which stays closed" in page
    editing.post(address(staged, "preview"))
    assert list(Result.objects.order_by("number").values_list("value", "is_current")) == [(5, False), (6, True)]


def test_the_preview_says_what_the_file_holds_and_what_rows_were_found_to_be(editing, plan, authority):
    SeriesFactory(
        measure=MeasureFactory(authority=authority, reference="K1", title="All thefts", kind="count", direction="down"),
        name="",
    )
    rows = [
        ["Priority", "Objective", "Ref", "Indicator", "Target 2009/10", "Baseline"],
        ["Trust", "Safer", "K1", "Number of thefts", "Reduce to 5", "9"],
        ["Trust", "Safer", "K2", "Number of fires", "Reduce to 5", "9"],
    ]
    staged = staged_of(plan, rows, "targets")
    page = page_of(editing, staged, "preview")
    text = page.content.decode()
    assert page.context["counts"][:3] == [("Priorities", 1), ("Objectives", 1), ("Targets", 2)]
    assert "Here as “K1 All thefts”" in text
    assert "A new measure" in text
    assert "Lower is better" in text


def test_a_changed_target_shows_what_it_was(editing, plan):
    rows = [["Indicator", "Target 2009/10"], ["Number of thefts", "Reduce to 5"]]
    editing.post(address(staged_of(plan, rows, "targets"), "preview"))
    rows[1][1] = "Reduce to 4"
    page = page_of(editing, staged_of(plan, rows, "targets"), "preview").content.decode()
    assert "Target: Reduce to 5 becomes Reduce to 4" in page


def test_a_new_series_is_told(editing, plan):
    rows = [["Indicator", "Area", "2008/09"], ["Thefts", "North", "5"]]
    editing.post(address(staged_of(plan, rows), "preview"))
    rows[1][1] = "South"
    assert "A new series of “Thefts”" in page_of(editing, staged_of(plan, rows), "preview").content.decode()


def test_of_very_many_rows_the_first_are_shown(editing, plan, monkeypatch):
    monkeypatch.setattr(pages, "MOST_STEPS", 2)
    staged = staged_of(plan, [["Indicator", "2008/09"], *([f"Number of things {number}", "5"] for number in range(3))])
    text = page_of(editing, staged, "preview").content.decode()
    assert "And 1 more, which are imported as well." in text
    assert "Number of things 2" not in text.split("And 1 more")[0]


@pytest.mark.parametrize("name", ["headings", "columns", "owners", "preview"])
def test_an_import_that_is_done_leads_to_its_result(editing, plan, name):
    staged = staged_of(plan, [["Indicator", "2008/09"], ["Thefts", "5"]])
    editing.post(address(staged, "preview"))
    assert page_of(editing, staged, name).url == reverse("import-result", args=[staged.pk])


@pytest.mark.parametrize("name", ["headings", "columns", "owners", "preview"])
def test_nobody_else_sees_an_import(as_person, stranger, member, editor, plan, name):
    staged = staged_of(plan, OWNED)
    for person in (stranger, member):
        assert page_of(as_person(person), staged, name).status_code == 404
    assert page_of(as_person(editor), staged, name).status_code == 200


@pytest.mark.parametrize(
    ("sort", "heading", "queries"), [("results", "Q1 2009/10", 11), ("targets", "Target 2009/10", 14)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_the_same_queries_for_any_number_of_rows(
    editing, plan, authority, django_assert_num_queries, count, sort, heading, queries
):
    for number in range(count):
        PostFactory(authority=authority, title=f"Head of area {number}")
    cells = [[f"Number of things {number}", f"Head of area {number}", "5"] for number in range(count)]
    rows = [["Indicator", "Lead", heading], *cells]
    assert editing.post(address(staged_of(plan, rows, sort), "preview")).status_code == 302
    staged = staged_of(plan, rows, sort)
    page_of(editing, staged, "preview")
    with django_assert_num_queries(queries):
        page_of(editing, staged, "preview")


def test_targets_are_pasted_instead_of_a_file(editing, plan):
    pasted = "Indicator\tTarget 2009/10\nThefts\tReduce to 90\n"
    response = editing.post(reverse("import-measures"), {"plan": plan.pk, "sort": "targets", "pasted": pasted})
    assert response.url == reverse("import-measures-columns", args=[StagedImport.objects.get().pk])
