import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from risks.models import Category, Risk
from tests.exchange.files import workbook
from tests.factories.exchange import RegisterImportFactory, StagedImportFactory
from tests.factories.people import AuthorityFactory

ROWS = [
    ["Ref", "Risk", "Area", "Risk owner", "L", "I", "Controls", "RAG"],
    ["KPA 05", "Grants fall", "Money", "Treasurer", 3, 4, "Reserves", "Amber"],
    ["KPA 08", "Nobody turns up", "Money", "Clerk", 6, 4, "", "Red"],
]


def upload(client, authority, rows=ROWS, content=None):
    file = SimpleUploadedFile("register.xlsx", content if content is not None else workbook(rows))
    return client.post(reverse("import-register"), {"authority": authority.pk, "file": file})


def at(name, staged):
    return reverse(f"import-register-{name}", args=[staged.pk])


def settle(client, staged, **said):
    fields = client.get(at("columns", staged)).context["form"].fields
    answers = {name: field.initial or "" for name, field in fields.items()} | said
    return client.post(at("columns", staged), answers)


def match(client, staged, chosen="new"):
    fields = client.get(at("names", staged)).context["form"].fields
    return client.post(at("names", staged), dict.fromkeys(fields, chosen))


def test_a_register_comes_in_step_by_step(authority, as_person, editor):
    client = as_person(editor)
    assert client.get(reverse("import-register")).status_code == 200
    response = upload(client, authority)
    staged = StagedImport.objects.get()
    assert response.url == at("columns", staged)
    assert "The risk register of" in client.get(response.url).content.decode()
    response = settle(client, staged, impact_kind="money", control_type="detective")
    assert response.url == at("names", staged)
    response = match(client, staged)
    assert response.url == at("preview", staged)
    page = client.get(response.url).content.decode()
    assert "likelihood 3 × impact 4 = 12, high" in page
    assert "Reserves (Detective, no owner)" in page
    assert "“6” is no step from 1 to 5" in page
    assert "Category: Money" in page
    assert Risk.objects.count() == 0
    response = client.post(response.url)
    assert response.url == reverse("import-result", args=[staged.pk])
    page = client.get(response.url).content.decode()
    assert "into the risk register of" in page
    assert "“6” is no step from 1 to 5" in page
    assert "Without an owner" not in page
    risk = Risk.objects.get(reference="KPA 05")
    assert (risk.current.impact_kind, risk.controls.get().type) == ("money", "detective")
    assert (risk.owner.title, risk.category.name) == ("Treasurer", "Money")
    staged.refresh_from_db()
    assert staged.result["counts"] == {"made": 2, "changed": 0, "unchanged": 0}
    assert Event.objects.get(verb="register imported").actor_id == editor.pk


def test_names_left_open_make_nothing(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority)
    staged = StagedImport.objects.get()
    match(client, staged, "leave")
    assert "Names left open" in client.get(at("preview", staged)).content.decode()
    client.post(at("preview", staged))
    assert set(Risk.objects.values_list("owner", "category")) == {(None, None)}
    assert not Category.objects.exists()


def test_without_unknown_names_that_step_is_passed_over(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority, [["Ref", "Risk", "L", "I"], ["1", "Grants fall", 3, 4]])
    staged = StagedImport.objects.get()
    assert client.get(at("names", staged)).url == at("preview", staged)


def test_confirming_twice_does_nothing(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority)
    staged = StagedImport.objects.get()
    client.post(at("preview", staged))
    events = Event.objects.count()
    for name in ("columns", "names", "headings", "preview"):
        assert client.post(at(name, staged)).url == reverse("import-result", args=[staged.pk])
        assert client.get(at(name, staged)).url == reverse("import-result", args=[staged.pk])
    assert (Risk.objects.count(), Event.objects.count()) == (2, events)


def test_columns_can_be_corrected_and_are_read_like_that_from_then_on(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority)
    settle(client, StagedImport.objects.get(), **{"column-0-2": "committee", "keep": "on"})
    assert ImportMapping.objects.get().columns["2"] == "committee"
    upload(client, authority)
    later = StagedImport.objects.order_by("pk").last()
    assert client.get(at("columns", later)).context["form"].fields["column-0-2"].initial == "committee"


def test_without_the_risk_nothing_can_be_read(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority)
    response = settle(client, StagedImport.objects.get(), **{"column-0-1": ""})
    assert response.status_code == 422
    assert "Say which column holds “The risk in one line”" in response.content.decode()


def test_where_no_headings_are_known_they_are_asked_for(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority, [["Gefahr", "Wer", "Wann"], ["Grants fall", "Treasurer", "June 2010"]])
    staged = StagedImport.objects.get()
    assert client.get(at("columns", staged)).url == at("headings", staged)
    page = client.get(at("headings", staged))
    signature, words = page.context["form"].fields["heading"].choices[0]
    assert words.endswith("Gefahr | Wer | Wann")
    assert client.post(at("headings", staged), {"heading": signature}).url == at("columns", staged)
    settle(client, staged, **{"column-0-0": "title"})
    client.post(at("preview", staged))
    assert [str(risk) for risk in Risk.objects.all()] == ["R 01 Grants fall"]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, workbook([["Dog"]])]
)
def test_a_file_without_a_table_is_refused_in_words(authority, as_person, editor, content):
    response = upload(as_person(editor), authority, content=content)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not StagedImport.objects.exists()


def test_nothing_understood_offers_no_button(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority, [["Ref", "Risk", "Owner"], ["KPA 05", "", "Treasurer"]])
    page = client.get(at("preview", StagedImport.objects.get())).content.decode()
    assert "No risk was understood" in page
    assert "The row gives a reference alone" in page
    assert "Import it now" not in page
    assert client.post(at("preview", StagedImport.objects.get())).status_code == 422


def test_it_is_thrown_away_and_found_again_like_any_other(authority, as_person, editor):
    client = as_person(editor)
    upload(client, authority)
    staged = StagedImport.objects.get()
    for name in ("import-register", "import-list"):
        assert at("preview", staged) in client.get(reverse(name)).content.decode()
    client.post(reverse("import-discard", args=[staged.pk]))
    assert not StagedImport.objects.exists()


def test_each_sort_has_its_own_pages(authority, as_person, editor):
    client = as_person(editor)
    register = RegisterImportFactory(register_of=authority, uploaded_by=editor)
    assert client.get(at("preview", register)).status_code == 200
    assert client.get(reverse("import-preview", args=[register.pk])).status_code == 404
    assert client.get(reverse("import-measures-preview", args=[register.pk])).status_code == 404
    a_plan = StagedImportFactory(plan__authority=authority, uploaded_by=editor)
    assert client.get(at("preview", a_plan)).status_code == 404


def test_who_may_not_import_finds_no_page(authority, as_person, officer, stranger, editor):
    register = RegisterImportFactory(register_of=authority, uploaded_by=editor)
    assert as_person(officer).get(reverse("import-register")).status_code == 404
    for person in (officer, stranger):
        client = as_person(person)
        for name in ("columns", "headings", "names", "preview"):
            assert client.get(at(name, register)).status_code == 404


def test_nobody_imports_into_the_register_of_another_authority(authority, as_person, editor):
    response = upload(as_person(editor), AuthorityFactory())
    assert response.status_code == 422
    assert not StagedImport.objects.exists()


def test_a_register_is_pasted_instead_of_a_file(as_person, editor, authority):
    pasted = "Ref\tRisk\tL\tI\nKPA 05\tGrants fall\t3\t4\n"
    response = as_person(editor).post(reverse("import-register"), {"authority": authority.pk, "pasted": pasted})
    staged = StagedImport.objects.get()
    assert response.url == reverse("import-register-columns", args=[staged.pk])
    assert staged.filename == "Pasted text.txt"
