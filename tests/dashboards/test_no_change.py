"""The page on which several items are said to be unchanged."""

from __future__ import annotations

import pytest

from tests.answers import text
from tests.deliverables.actions.test_unchanged import now

PAGE = "/my-work/no-change/"


def test_my_work_leads_there_where_something_is_still_green(green, owner, as_person):
    assert PAGE in text(as_person(owner).get("/my-work/"))


def test_it_offers_what_is_due_and_was_green(green, deliverable, owner, as_person):
    page = as_person(owner).get(PAGE)
    assert [key for key, _ in page.context["form"].fields["items"].choices] == [str(one.pk) for one in green]
    assert "What came next was: The draft goes to committee." in text(page)


def test_what_is_chosen_is_submitted(green, period, owner, as_person):
    sent = as_person(owner).post(PAGE, {"items": [green[0].pk, green[2].pk]}, follow=True)
    assert "2 updates submitted." in text(sent)
    assert [update.deliverable for update in now(period)] == [green[0], green[2]]


@pytest.mark.parametrize("chosen", [[], ["0"], ["x"]])
def test_what_cannot_be_chosen_is_said(chosen, green, period, owner, as_person):
    refused = as_person(owner).post(PAGE, {"items": chosen})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["items"])
    assert not now(period).exists()


def test_sent_twice_it_is_submitted_once(green, period, owner, as_person):
    client = as_person(owner)
    codes = [client.post(PAGE, {"items": [green[0].pk]}).status_code for _ in range(2)]
    assert (codes, now(period).count()) == ([302, 422], 1)


def test_where_nothing_is_green_it_says_so(deliverable, period, owner, as_person):
    assert "Nothing to choose from" in text(as_person(owner).get(PAGE))


def test_others_items_are_nobody_elses_to_choose(green, period, officer, as_person):
    assert as_person(officer).post(PAGE, {"items": [green[0].pk]}).status_code == 422
    assert not now(period).exists()


@pytest.mark.parametrize(("who", "code"), [("owner", 200), ("editor", 200), ("auditor", 404)])
def test_auditors_report_on_nothing(who, code, green, as_person, request):
    assert as_person(request.getfixturevalue(who)).get(PAGE).status_code == code


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_one_row_and_at_three(rows, green, owner, as_person, django_assert_num_queries):
    for one in green[rows:]:
        one.updates.all().delete()
    client = as_person(owner)
    with django_assert_num_queries(8):
        client.get(PAGE)


def test_my_work_leads_nowhere_where_nothing_is_green(deliverable, period, owner, as_person):
    assert PAGE not in text(as_person(owner).get("/my-work/"))
