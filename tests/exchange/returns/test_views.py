import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deliverables.models import ProgressUpdate
from kpa_tracker.interfaces.exchange.models import StagedReturn
from tests.exchange.returns.filling import ANSWER, cell_of, filled, opened, sent_in, sent_out
from tests.factories.deliverables import DeliverableFactory
from tests.factories.exchange import StagedReturnFactory
from tests.factories.people import PostFactory
from tests.factories.situations import close


@pytest.fixture
def writing(as_person, owner):
    return as_person(owner)


def send_in(client, period, content, *, write="submit"):
    file = SimpleUploadedFile("return.xlsx", content)
    return client.post(reverse("return", args=[period.pk]), {"file": file, "write": write})


def test_it_goes_from_my_work_to_the_submitted_updates(writing, green, period, owner):
    address = reverse("return", args=[period.pk])
    assert f'href="{address}"' in writing.get(reverse("my-work")).content.decode()
    page = writing.get(address).content.decode()
    assert f'href="{address}workbook/?of=mine">My own return</a> (3 rows)' in page
    response = writing.get(f"{address}workbook/?of=mine")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="return-quarter-4-january-to-march')
    sent = send_in(writing, period, filled(response.content, {"2.0": ANSWER, "2.2": ANSWER}))
    page = writing.get(sent.url).content.decode()
    assert "2 updates of Quarter 4" in page
    assert "Submit these updates" in page
    assert "The draft was written." in page
    done = writing.post(sent.url)
    assert done.url == reverse("my-work")
    assert "Your return is taken: 2 updates submitted." in writing.get(done.url).content.decode()
    assert ProgressUpdate.objects.filter(period=period, state="submitted").count() == 2
    assert [writing.post(sent.url).url, writing.get(sent.url).url] == [reverse("my-work")] * 2
    assert writing.get(f"{sent.url}workbook/").url == reverse("my-work")
    assert ProgressUpdate.objects.filter(period=period).count() == 2


def test_drafts_say_that_they_are_kept(writing, deliverable, period, owner):
    content = filled(sent_out(period, owner), {"1.1": {"done": "Begun."}})
    sent = send_in(writing, period, content, write="draft")
    page = writing.get(sent.url).content.decode()
    assert "Keep these drafts" in page
    assert "Kept as a draft" in page
    assert "1 update kept as drafts" in writing.post(sent.url, follow=True).content.decode()
    assert ProgressUpdate.objects.get().state == "draft"


def test_what_is_wrong_is_shown_and_handed_back(writing, deliverable, period, owner):
    sent = send_in(writing, period, filled(sent_out(period, owner), {"1.1": {**ANSWER, "rating": "Mauve"}}))
    page = writing.get(sent.url).content.decode()
    assert "“Mauve” is not in the list." in page
    assert "Submit these updates" not in page
    response = writing.post(sent.url)
    assert response.status_code == 422
    assert "Nothing was taken: 1 row must be put right first." in response.content.decode()
    back = writing.get(f"{sent.url}workbook/")
    assert back.headers["Content-Disposition"] == 'attachment; filename="to-put-right-return.xlsx"'
    assert cell_of(opened(back.content)["Return"], "1.1", "rating").comment.text.startswith("“Mauve”")


def test_a_return_that_nobody_filled_in_has_no_button(writing, deliverable, period, owner):
    sent = send_in(writing, period, sent_out(period, owner))
    page = writing.get(sent.url).content.decode()
    assert "No row was filled in" in page
    assert "Submit these updates" not in page
    assert writing.post(sent.url).status_code == 422


def test_a_file_that_is_refused_is_named_beside_its_field(writing, deliverable, period):
    response = send_in(writing, period, b"")
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["The file is empty."]


def test_a_closed_period_says_so_and_hands_nothing_out(writing, deliverable, period):
    close(period)
    page = writing.get(reverse("return", args=[period.pk])).content.decode()
    assert "is closed. Ask a plan editor" in page
    assert "Read the file" not in page
    response = writing.get(reverse("return-workbook", args=[period.pk]), {"of": "mine"}, follow=True)
    assert "is closed. Ask a plan editor" in response.content.decode()
    assert response.redirect_chain[0][0] == reverse("return", args=[period.pk])


def test_a_part_too_large_for_one_workbook_has_no_link(as_person, green, period, editor, monkeypatch):
    monkeypatch.setattr("kpa_tracker.interfaces.exchange.actions.returns.MOST_ROWS", 2)
    page = as_person(editor).get(reverse("return", args=[period.pk])).content.decode()
    assert "The whole plan: 3 rows, too many for one workbook" in page
    assert "?of=all" not in page


@pytest.mark.parametrize("name", ["return", "return-workbook"])
def test_it_is_for_those_who_report_on_something_of_the_period(
    as_person, deliverable, period, name, owner, editor, officer, member, auditor, stranger
):
    address = reverse(name, args=[period.pk])
    may = {person: as_person(person).get(f"{address}?of=all").status_code for person in (owner, editor)}
    assert may == ({owner: 200, editor: 200} if name == "return" else {owner: 302, editor: 200})
    others = [as_person(person).get(address).status_code for person in (officer, member, auditor, stranger)]
    assert others == [404] * 4
    assert as_person(editor).get(reverse(name, args=[987654])).status_code == 404


@pytest.mark.parametrize("name", ["return-preview", "return-marked"])
def test_what_was_sent_in_is_seen_by_its_sender_alone(as_person, deliverable, period, name, owner, editor):
    staged = StagedReturnFactory(period=period, uploaded_by=owner)
    address = reverse(name, args=[staged.pk])
    assert as_person(owner).get(address).status_code == 200
    assert as_person(editor).get(address).status_code == 404
    assert as_person(editor).post(address).status_code in (404, 405)


def test_whoever_no_longer_answers_for_anything_sees_it_no_more(as_person, deliverable, period, owner, authority):
    staged = StagedReturnFactory(period=period, uploaded_by=owner)
    deliverable.lead = PostFactory(authority=authority)
    deliverable.save()
    assert as_person(owner).get(staged.get_absolute_url()).status_code == 404


def test_the_board_leads_there_while_the_period_is_open(as_person, deliverable, period, editor, auditor):
    link = f'href="{reverse("return", args=[period.pk])}"'
    assert link in as_person(editor).get(period.get_absolute_url()).content.decode()
    assert link not in as_person(auditor).get(period.get_absolute_url()).content.decode()
    close(period)
    assert link not in as_person(editor).get(period.get_absolute_url()).content.decode()


def ask(client, name, period, staged):
    pk = staged.pk if name in ("return-preview", "return-marked") else period.pk
    return client.get(reverse(name, args=[pk]), {"of": "mine"})


@pytest.mark.parametrize(
    ("name", "expected"), [("return", 9), ("return-workbook", 18), ("return-preview", 7), ("return-marked", 5)]
)
def test_it_costs_the_same_number_of_queries_for_one_row_and_three(
    writing, deliverable, plan, post, period, owner, name, expected, django_assert_num_queries
):
    staged = sent_in(period, filled(sent_out(period, owner), {"1.1": {"done": "Begun."}}), owner)
    ask(writing, name, period, staged)
    with django_assert_num_queries(expected):
        ask(writing, name, period, staged)
    DeliverableFactory.create_batch(2, plan=plan, lead=post)
    StagedReturn.objects.update(outcome=staged.outcome * 3)
    with django_assert_num_queries(expected):
        ask(writing, name, period, staged)


def test_rows_that_were_left_alone_cost_nothing_to_look_at(
    deliverable, plan, post, period, owner, django_assert_max_num_queries
):
    DeliverableFactory.create_batch(10, plan=plan, lead=post)
    content = sent_out(period, owner)
    with django_assert_max_num_queries(20):
        sent_in(period, content, owner)
