"""The pages and commands of imports refuse what was taken out here for another page, and say where it belongs."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from kpa_tracker.interfaces.exchange.models import StagedImport
from kpa_tracker.interfaces.exchange.reading.belonging import A_BOOK, A_RETURN
from tests.exchange.actions.book import plans
from tests.exchange.returns.filling import sent_out

PAGES = {"import-list": {}, "import-measures": {"sort": "targets"}, "import-register": {}}


@pytest.fixture
def a_return(deliverable, period, editor):
    return sent_out(period, editor, share="all")


def errors_of(client, page, plan, content, **said):
    file = SimpleUploadedFile("sent.xlsx", content)
    data = {"plan": plan.pk, "authority": plan.authority_id, "file": file, **said}
    response = client.post(reverse(page), data)
    assert response.status_code == 422
    return response.context["form"].errors["file"]


@pytest.mark.parametrize("page", PAGES)
def test_a_return_is_sent_to_its_own_page(as_person, editor, plan, a_return, page):
    assert errors_of(as_person(editor), page, plan, a_return, **PAGES[page]) == [A_RETURN]
    assert StagedImport.objects.count() == 0


@pytest.mark.parametrize("page", [page for page in PAGES if page != "import-list"])
def test_a_plans_workbook_is_sent_to_the_page_of_plans(as_person, editor, plan, page):
    assert errors_of(as_person(editor), page, plan, plans.sent_out(plan), **PAGES[page]) == [A_BOOK]


@pytest.mark.parametrize("command", ["import_plan", "import_targets", "import_results", "import_register"])
def test_a_command_refuses_a_return_as_in_the_wrong_place(plan, a_return, tmp_path, command):
    (tmp_path / "return.xlsx").write_bytes(a_return)
    with pytest.raises(CommandError, match="a return that was taken out here") as caught:
        call_command(command, str(tmp_path / "return.xlsx"), stdout=io.StringIO())
    assert caught.value.returncode == 4
