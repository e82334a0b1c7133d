import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Post
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from kpa_tracker.interfaces.exchange.views import plans as pages
from plans.models import Plan
from tests.exchange.files import workbook
from tests.factories.exchange import StagedImportFactory
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory

ROWS = [
    ["Aim", "Action", "Lead", "Notes", "Rating"],
    ["Safe streets", "Patrol the park", "Clerk", "Ten hours", "Green"],
    ["Safe streets", "Light the lanes", "Sam B", None, None],
    ["Good value", "Share the fleet", "Sam Brown", None, None],
]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def editing(as_person, editor):
    return as_person(editor)


def file(content=None, name="plan.xlsx"):
    return SimpleUploadedFile(name, workbook(ROWS) if content is None else content)


def upload(client, plan, **options):
    return client.post(reverse("import-list"), {"plan": plan.pk, "file": file(**options)})


def address(name, staged):
    return reverse(f"import-{name}", args=[staged.pk])


def filled(response, **changes):
    """Return what a person sends who leaves every answer as it is offered."""
    form = response.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {**{name: value for name, value in data.items() if value not in (None, False)}, **changes}


def test_a_file_goes_from_upload_to_the_plan(editing, plan):
    response = upload(editing, plan)
    staged = StagedImport.objects.get()
    assert response.url == address("columns", staged)
    response = editing.post(response.url, filled(editing.get(response.url)))
    assert response.url == address("questions", staged)
    questions = editing.get(response.url)
    assert "Are “Sam B” and “Sam Brown” the same?" in questions.content.decode()
    response = editing.post(response.url, filled(questions, **{"post-0": "new"}))
    while response.url == address("questions", staged):
        response = editing.post(response.url, filled(editing.get(response.url)))
    assert response.url == address("preview", staged)
    page = editing.get(response.url).content.decode()
    assert "Patrol the park" in page
    response = editing.post(response.url, {"with_text": "on", "with_risks": "on"})
    assert response.url == address("result", staged)
    assert Deliverable.objects.filter(plan=plan).count() == 3
    assert Deliverable.objects.get(title="Patrol the park").lead.title == "Clerk"
    result = editing.get(response.url).content.decode()
    assert "Light the lanes" in result


def test_a_table_is_pasted_instead_of_a_file(editing, plan):
    pasted = (
        "Aim             Action            Lead\nSafe streets    Patrol            Clerk\n                the park\n"
    )
    response = editing.post(reverse("import-list"), {"plan": plan.pk, "pasted": pasted})
    staged = StagedImport.objects.get()
    assert (response.url, staged.filename) == (address("columns", staged), "Pasted text.txt")
    page = editing.get(response.url).content.decode()
    assert "The columns of the text stand apart by spaces." in page
    assert "Patrol the park" in editing.get(address("preview", staged)).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({}, "file", "Choose a file, or paste the table."),
        ({"pasted": " \n "}, "file", "Choose a file, or paste the table."),
        ({"pasted": "a,b", "file": "x"}, "pasted", "Choose a file or paste the table, not both."),
        ({"pasted": "just words"}, "file", "No table was found"),
    ],
)
def test_one_of_the_two_is_needed_and_what_holds_no_table_is_said(editing, plan, sent, field, said):
    files = {"file": file()} if "file" in sent else {}
    response = editing.post(reverse("import-list"), {"plan": plan.pk, **sent, **files})
    assert response.status_code == 422
    assert said in response.context["form"].errors[field][0]
    assert not StagedImport.objects.exists()


def test_nothing_changes_before_the_last_step(editing, plan):
    upload(editing, plan)
    staged = StagedImport.objects.get()
    for name in ("columns", "questions", "preview"):
        assert editing.get(address(name, staged)).status_code == 200
    assert (Deliverable.objects.count(), Post.objects.filter(title="Clerk").count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "The file is empty."), (b"\x89PNG", "picture"), (b"PK\x03\x04 broken", "damaged"), (b"plain", "damaged")],
)
def test_a_file_that_cannot_be_read_is_explained_beside_the_field(editing, plan, content, said):
    response = upload(editing, plan, content=content)
    assert response.status_code == 422
    assert said in response.context["form"].errors["file"][0]
    assert StagedImport.objects.count() == 0


def test_a_corrected_column_is_kept_for_the_next_file(editing, plan, authority):
    upload(editing, plan)
    first = StagedImport.objects.get()
    page = editing.get(address("columns", first))
    editing.post(address("columns", first), filled(page, **{"column-0-3": "measurement"}))
    assert ImportMapping.objects.get().authority == authority
    upload(editing, plan)
    second = StagedImport.objects.exclude(pk=first.pk).get()
    assert editing.get(address("columns", second)).context["form"]["column-0-3"].value() == "measurement"


def test_a_mapping_is_kept_only_where_asked_and_only_for_its_authority(editing, plan, as_person, stranger):
    upload(editing, plan)
    staged = StagedImport.objects.get()
    data = filled(editing.get(address("columns", staged)), **{"column-0-3": "measurement"})
    data.pop("keep")
    editing.post(address("columns", staged), data)
    assert ImportMapping.objects.count() == 0


def test_without_a_column_of_deliverables_nothing_goes_on(editing, plan):
    upload(editing, plan)
    staged = StagedImport.objects.get()
    data = filled(editing.get(address("columns", staged)), **{"column-0-1": ""})
    response = editing.post(address("columns", staged), data)
    assert response.status_code == 422
    assert "nothing can be read without it" in response.content.decode()


def test_two_columns_cannot_be_the_same_level(editing, plan):
    upload(editing, plan)
    staged = StagedImport.objects.get()
    data = filled(editing.get(address("columns", staged)), **{"column-0-3": "deliverable"})
    response = editing.post(address("columns", staged), data)
    assert response.status_code == 422
    assert "“Action” is read as" in response.content.decode()


def test_a_table_can_be_left_out_where_there_are_several(editing, plan):
    plan_rows = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Clerk"]]
    others = [["Theme", "Project", "Owner"], ["Money", "Sell cars", "Treasurer"]]
    upload(editing, plan, content=workbook(plan_rows, more_sheets={"Other": others}))
    staged = StagedImport.objects.get()
    page = editing.get(address("columns", staged))
    data = filled(page)
    assert (data.pop("used-0"), data.pop("used-1")) == (True, True)
    editing.post(address("columns", staged), {**data, "used-0": "on"})
    found = editing.get(address("columns", staged)).context["found"]
    assert dict(found)["deliverables"] == 1


def test_a_file_with_unknown_headings_asks_where_they_are(editing, plan):
    rows = [["Was", "Wer", "Bis"], ["Streife", "Leiter", "Mai 2010"]]
    response = upload(editing, plan, content=workbook(rows))
    staged = StagedImport.objects.get()
    response = editing.get(response.url)
    assert response.url == address("headings", staged)
    response = editing.post(response.url, {"heading": "was | wer | bis"})
    assert response.url == address("columns", staged)
    mapping = {"column-0-0": "deliverable", "column-0-1": "owner", "column-0-2": "deadline"}
    assert editing.post(response.url, mapping).status_code == 302
    assert "Streife" in editing.get(address("preview", staged)).content.decode()


def test_a_file_without_any_table_says_so(editing, plan):
    staged = StagedImportFactory(plan=plan, rows=[["Only", "two"]])
    assert "No table was found" in editing.get(address("headings", staged)).content.decode()


def test_of_very_many_rows_the_first_are_shown_and_the_rest_counted(editing, plan, monkeypatch):
    monkeypatch.setattr(pages, "MOST_STEPS", 3)
    rows = [["Aim", "Action"], *(["Safe", f"Task {number}"] for number in range(5))]
    text = editing.get(address("preview", StagedImportFactory(plan=plan, rows=rows))).content.decode()
    assert "And 3 more rows. All of them are imported." in text
    assert "And 2 more rows with gaps." in text
    table = text.split('aria-label="The plan as it is read"')[1]
    assert "Task 1" in table
    assert "Task 2" not in table
    assert "more rows that change" not in text


def test_an_answer_of_ones_own_is_taken_as_typed(editing, plan):
    rows = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Chair, Lead member for Incidents and policy support"]]
    staged = StagedImportFactory(plan=plan, rows=rows)
    page = editing.get(address("questions", staged))
    key = page.context["form"].questions[0].key
    data = filled(page, **{key: "other", f"{key}-other": "Chair\nPolicy team\n"})
    editing.post(address("questions", staged), data)
    staged.refresh_from_db()
    assert staged.choices["answers"][key] == ["Chair", "Policy team"]
    again = editing.get(address("questions", staged)).context["form"]
    assert again[key].value() == "other"
    assert {"Chair", "Policy team"} == set(again.posts.values())


def test_one_answer_makes_every_name_that_is_left_open(editing, plan, authority):
    known = PostFactory(authority=authority, title="Treasurer")
    rows = [
        ["Aim", "Action", "Lead"],
        *(["Safe", f"Action of {name}", name] for name in ("Clerk", "Warden", "Finance")),
    ]
    staged = StagedImportFactory(plan=plan, rows=rows)
    questions = editing.get(address("questions", staged))
    finance = next(field for field, name in questions.context["form"].posts.items() if name == "Finance")
    editing.post(address("questions", staged), filled(questions, **{"all-posts": "on", finance: str(known.pk)}))
    staged.refresh_from_db()
    assert staged.names["posts"] == {"Clerk": "new", "Finance": str(known.pk), "Warden": "new"}


def test_few_names_are_asked_about_one_by_one(editing, plan):
    questions = editing.get(address("questions", StagedImportFactory(plan=plan)))
    assert "all-posts" not in questions.context["form"].fields


def test_who_is_asked_a_second_time_is_told_why(editing, plan):
    rows = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Chair, Lead member for Incidents and policy support"]]
    staged = StagedImportFactory(plan=plan, rows=rows)
    page = editing.get(address("questions", staged))
    key = page.context["form"].questions[0].key
    data = filled(page, **{key: "other", f"{key}-other": "Chair\nPolicy team\n"})
    again = editing.post(address("questions", staged), data, follow=True)
    assert "Your answers gave names that were not asked about." in again.content.decode()


def test_names_are_asked_about_as_the_suggested_answers_give_them(editing, plan):
    leads = ["Lead for Estates", "Press Office", "Press Office Lead for Estates"]
    staged = StagedImportFactory(
        plan=plan, rows=[["Aim", "Action", "Lead"], *(["Safe", f"Action of {lead}", lead] for lead in leads)]
    )
    page = editing.get(address("questions", staged))
    (asked,) = page.context["form"].questions
    assert asked.choices[asked.suggested] == ("Press Office", "Lead for Estates")
    assert set(page.context["form"].posts.values()) == {"Press Office", "Lead for Estates"}
    response = editing.post(address("questions", staged), filled(page))
    assert response.url == address("preview", staged)


def test_an_empty_answer_of_ones_own_is_refused(editing, plan):
    rows = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Lead member for Incidents and policy support"]]
    staged = StagedImportFactory(plan=plan, rows=rows)
    page = editing.get(address("questions", staged))
    key = page.context["form"].questions[0].key
    response = editing.post(address("questions", staged), filled(page, **{key: "other", f"{key}-other": " "}))
    assert response.status_code == 422


def test_without_questions_the_preview_comes_next(editing, plan, authority):
    PostFactory(authority=authority, title="Clerk")
    staged = StagedImportFactory(plan=plan)
    assert editing.get(address("questions", staged)).url == address("preview", staged)


def test_the_preview_names_the_gaps_of_a_row_together(editing, plan):
    staged = StagedImportFactory(plan=plan, rows=[["Aim", "Action"], ["Safe", "Patrol"]])
    gaps = editing.get(address("preview", staged)).context["gaps"]
    assert gaps == [("Plan, row 2", "No owner. No deadline. No measurement.")]


def test_the_preview_lists_all_that_would_be_made(editing, plan):
    from kpa_tracker.base.toolkit.grids import Grid, Paragraph
    from tests.factories.exchange import document_of

    document = document_of([["Theme", "Action", "Linked priority", "Risk"], ["Safe", "Patrol", "Trust", "R1"]])
    document.blocks[:0] = [Paragraph("Our vision", 2), Paragraph("Calm"), Paragraph("Foreword", 2), Paragraph("Hello")]
    document.blocks.append(Grid("Glossary", document_of([["PA", "Police Authority"]]).grids[0].rows))
    page = editing.get(address("preview", StagedImportFactory(plan=plan, document=document.to_json()))).content.decode()
    for made in ("Trust", "R1", "Vision", "Calm", "First level is called", "Theme", "Foreword", "PA: Police Authority"):
        assert made in page


def test_an_import_can_be_thrown_away(editing, plan):
    staged = StagedImportFactory(plan=plan)
    assert "Throw it away" in editing.get(address("discard", staged)).content.decode()
    assert editing.post(address("discard", staged)).url == reverse("import-list")
    assert StagedImport.objects.count() == 0


def test_a_second_confirmation_leads_to_the_result(editing, plan):
    staged = StagedImportFactory(plan=plan)
    for _ in range(2):
        assert editing.post(address("preview", staged), {}).url == address("result", staged)
    assert Deliverable.objects.count() == 1
    assert editing.get(address("columns", staged)).url == address("result", staged)


def test_a_result_that_is_not_there_yet_leads_to_the_preview(editing, plan):
    staged = StagedImportFactory(plan=plan)
    assert editing.get(address("result", staged)).url == address("preview", staged)


def test_a_refusal_at_the_end_is_shown_and_nothing_is_changed(editing, plan):
    staged = StagedImportFactory(plan=plan)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    response = editing.post(address("preview", staged), {})
    assert response.status_code == 422
    assert "This plan is closed" in response.content.decode()


PAGES = ["columns", "headings", "questions", "preview", "discard", "result"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["officer", "member", "auditor", "stranger"])
def test_only_editors_of_the_authority_see_an_import(as_person, plan, request, role, name):
    staged = StagedImportFactory(plan=plan)
    client = as_person(request.getfixturevalue(role))
    assert client.get(address(name, staged)).status_code == 404
    assert client.post(address(name, staged), {}).status_code in {404, 405}
    assert Deliverable.objects.count() == 0


@pytest.mark.parametrize("role", ["editor", "administrator"])
@pytest.mark.parametrize("name", ["columns", "headings", "questions", "preview", "discard"])
def test_editors_and_administrators_see_every_page_of_it(as_person, plan, request, role, name):
    staged = StagedImportFactory(plan=plan)
    assert as_person(request.getfixturevalue(role)).get(address(name, staged)).status_code == 200


def test_the_page_offers_only_open_plans_of_ones_own_authorities(editing, plan, authority):
    PlanFactory()
    PlanFactory(authority=authority, state=Plan.State.CLOSED)
    form = editing.get(reverse("import-list")).context["form"]
    assert list(form.fields["plan"].queryset) == [plan]
    assert form["plan"].value() == plan.pk


def test_another_authoritys_plan_takes_no_upload(editing, plan):
    other = PlanFactory()
    response = upload(editing, other)
    assert response.status_code == 422
    assert StagedImport.objects.count() == 0


def test_without_a_plan_the_page_says_what_to_do(as_person, editor):
    assert "There is no plan to import into" in as_person(editor).get(reverse("import-list")).content.decode()


def test_out_of_date_imports_are_thrown_away_with_the_next_upload(editing, plan, today):
    old = StagedImportFactory(plan=plan)
    StagedImport.objects.filter(pk=old.pk).update(expires_at="2010-01-01T00:00Z")
    upload(editing, plan)
    assert not StagedImport.objects.filter(pk=old.pk).exists()


def test_the_list_names_imports_in_hand_and_done(editing, plan):
    StagedImportFactory(plan=plan, filename="waiting.xlsx")
    editing.post(address("preview", StagedImportFactory(plan=plan, filename="finished.xlsx")), {})
    page = editing.get(reverse("import-list")).content.decode()
    assert "waiting.xlsx" in page
    assert "finished.xlsx" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(editing, plan, count, django_assert_num_queries):
    StagedImportFactory.create_batch(count, plan=plan)
    for _ in range(count):
        editing.post(address("preview", StagedImportFactory(plan=plan)), {})
    with django_assert_num_queries(10):
        editing.get(reverse("import-list"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_for_one_and_three_rows(editing, plan, count, django_assert_num_queries):
    staged = StagedImportFactory(plan=plan, rows=[["Aim", "Action"], *([f"Aim {n}", f"Do {n}"] for n in range(count))])
    with django_assert_num_queries(16):
        editing.get(address("preview", staged))
