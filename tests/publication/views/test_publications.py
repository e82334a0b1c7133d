from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.actions.publishing import publish
from kpa_tracker.interfaces.publication.models import Publication, PublicationFile, Withdrawal
from tests.factories.people import person_with
from tests.factories.publication import (
    PublicAddressFactory,
    PublicationFactory,
    PublicationFileFactory,
    RequirementFactory,
    approve_all,
)
from tests.publication.desk import plan_to_publish

pytestmark = pytest.mark.django_db
LIST = reverse("publication-list")
TAKE_BACK = {"reason": "A wrong figure.", "confirm": "on"}


@pytest.fixture
def made(authority, editor, monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: b"%PDF-1.7")
    RequirementFactory(authority=authority, title="Targets", seen_by="targets")
    return publish(approve_all(plan_to_publish(authority)), by=editor, note="A first look.", why="They follow.")


def page(client, url):
    return " ".join(client.get(url).content.decode().split())


def withdrawal(made):
    return reverse("publication-withdraw", args=[made.pk])


def file(made, name=None):
    return reverse("publication-file", args=[made.pk, name or made.files.get(kind="pdf").name])


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_who_has_a_role_reads_it_and_its_files_and_withdraws_nothing(made, as_person, role):
    client = as_person(person_with(role, authority=made.plan.authority))
    assert {client.get(url).status_code for url in (LIST, made.get_absolute_url(), file(made))} == {200}
    assert "Withdraw it" not in page(client, made.get_absolute_url())
    assert client.get(withdrawal(made)).status_code == 404
    assert client.post(withdrawal(made), TAKE_BACK).status_code == 404
    assert not Withdrawal.objects.exists()


def test_another_authority_does_not_learn_of_it(made, stranger, as_person):
    client = as_person(stranger)
    assert {client.get(url).status_code for url in (made.get_absolute_url(), file(made), withdrawal(made))} == {404}
    assert client.post(withdrawal(made), TAKE_BACK).status_code == 404
    assert len(client.get(LIST).context["table"].rows) == 0


def test_its_page_says_what_was_published_by_whom_and_past_what(made, editor, as_person):
    said = page(as_person(editor), made.get_absolute_url())
    pdf = made.files.get(kind="pdf")
    for one in ("A first look.", "Targets", "They follow.", str(editor), pdf.name, pdf.sha256, made.public_url):
        assert one in said


def test_a_file_is_handed_out_byte_for_byte_also_before_its_time(made, editor, as_person):
    response = as_person(editor).get(file(made))
    assert (response.content, response.headers["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="annual-plan.pdf"'
    assert as_person(editor).get(file(made, "other.pdf")).status_code == 404


def test_what_a_publication_wears_is_no_file_to_take_but_handed_out_all_the_same(made, editor, as_person):
    PublicationFileFactory(publication=made, kind="sheet", name="look.css", content=b"body {}")
    client = as_person(editor)
    assert "look.css" not in client.get(made.get_absolute_url()).content.decode()
    assert client.get(file(made, "look.css")).headers["Content-Type"] == "text/css; charset=utf-8"


def test_a_file_that_is_not_the_one_that_was_kept_is_not_handed_out(editor, authority, as_person):
    address = PublicAddressFactory(plan__authority=authority)
    forged = PublicationFileFactory(publication=PublicationFactory(plan=address.plan), sha256="0" * 64)
    response = as_person(editor).get(file(forged.publication))
    assert (response.status_code, b"is not handed out" in response.content) == (500, True)
    assert PublicationFile.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", 3), ("?state=current", 1), ("?state=public", 1), ("?state=embargoed", 1), ("?state=taken_back", 1)],
)
def test_the_list_is_narrowed_by_how_they_stand(made, editor, as_person, query, expected):
    later = clock.now() + datetime.timedelta(days=1)
    PublicationFactory(plan=made.plan, public_from=later)
    publishing.withdraw(PublicationFactory(plan=made.plan), reason="Wrong.", by=editor)
    assert len(as_person(editor).get(LIST + query).context["table"].rows) == expected


def test_the_list_is_narrowed_to_a_plan_and_taken_away(made, editor, as_person):
    PublicationFactory(plan=PublicAddressFactory(plan__authority=made.plan.authority).plan)
    client = as_person(editor)
    assert len(client.get(f"{LIST}?plan={made.plan_id}").context["table"].rows) == 1
    text = b"".join(client.get(f"{LIST}?plan={made.plan_id}&export=csv").streaming_content).decode()
    assert "A first look." in text
    assert client.get(f"{LIST}?export=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long_it_is(made, editor, as_person, django_assert_num_queries, more):
    for _ in range(more):
        PublicationFactory(plan=made.plan)
    client = as_person(editor)
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)


# --- Withdrawing ------------------------------------------------------------------------------------------------------


def test_it_is_withdrawn_with_a_reason_and_a_second_look(made, editor, as_person):
    client = as_person(editor)
    assert "The public then reads nothing of this plan." in page(client, withdrawal(made))
    assert client.post(withdrawal(made), TAKE_BACK).url == made.get_absolute_url()
    said = page(client, made.get_absolute_url())
    assert ("A wrong figure." in said, "Withdraw it" in said) == (True, False)
    assert not Publication.objects.public().exists()


@pytest.mark.parametrize("typed", [{"reason": "Wrong."}, {"confirm": "on"}, {"reason": "  ", "confirm": "on"}])
def test_without_either_it_stays_public(made, editor, as_person, typed):
    assert as_person(editor).post(withdrawal(made), typed).status_code == 422
    assert not Withdrawal.objects.exists()


def test_it_is_not_withdrawn_twice(made, editor, as_person):
    client = as_person(editor)
    client.post(withdrawal(made), TAKE_BACK)
    response = client.post(withdrawal(made), TAKE_BACK)
    assert (response.status_code, b"withdrawn already" in response.content) == (422, True)


def test_the_page_says_which_is_read_then(made, editor, as_person):
    second = PublicationFactory(plan=made.plan)
    assert "Publication 1 is then what the public reads" in page(as_person(editor), withdrawal(second))
    coming = PublicationFactory(plan=made.plan, public_from=clock.now() + datetime.timedelta(days=1))
    assert "It is not public yet, and never will be." in page(as_person(editor), withdrawal(coming))


def test_the_public_address_is_offered_while_the_public_reads_it(made, editor, as_person):
    offered = "Read it as the public does"
    client = as_person(editor)
    assert offered in page(client, made.get_absolute_url())
    coming = PublicationFactory(plan=made.plan, public_from=clock.now() + datetime.timedelta(days=1))
    assert offered not in page(client, coming.get_absolute_url())
