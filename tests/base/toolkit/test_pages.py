"""What an action's page answers: success, a refusal beside its field or above them, a lost race, a page of nobody's."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.base.toolkit.pages import ActionPage, visible
from tests.answers import text
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory


class NameForm(PlainForm):
    name = forms.CharField()


class NamePage(ActionPage):
    """A page whose action does as it is told by the test."""

    permission_required = "people.change_committee"
    model = Committee
    form_class = NameForm
    success_message = "Saved."

    def perform(self, form):
        outcome = self.kwargs["outcome"]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def render_to_response(self, context, **kwargs):
        self.shown = context
        return super(ActionPage, self).render_to_response(context, **kwargs)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


@pytest.fixture
def send(rf, administrator, committee):
    """Return a function that sends the form, and gives the page and its answer."""

    def post(outcome=None, *, by=administrator, pk=committee.pk, data=None, page_class=NamePage):
        request = rf.post("/", {"name": "Audit"} if data is None else data)
        request.user, request.session = by, {}
        request._messages = FallbackStorage(request)
        page = page_class()
        page.setup(request, pk=pk, outcome=outcome)
        return page, page.dispatch(request, pk=pk, outcome=outcome)

    return post


def errors(page):
    return {name: list(texts) for name, texts in page.shown["form"].errors.items()}


def test_a_success_says_so_and_leads_to_the_record_that_was_made(send, committee, authority):
    made = CommitteeFactory(authority=authority)
    page, answer = send(made)
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert [str(one) for one in get_messages(page.request)] == ["Saved."]


def test_an_action_that_returns_nothing_leads_back_to_the_record(send, committee):
    assert send(None)[1].url == committee.get_absolute_url()


def test_a_page_without_a_record_leads_to_the_first_page(send):
    class Bare(NamePage):
        model = None
        success_message = ""

    page, answer = send(None, page_class=Bare)
    assert (answer.url, page.get_cancel_url()) == ("/", "/")
    assert [str(one) for one in get_messages(page.request)] == []


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (Refused("No.", field="name"), {"name": ["No."]}),
        (Refused("No.", field="other"), {"__all__": ["No."]}),
        (Refused("No."), {"__all__": ["No."]}),
        (ValidationError({"name": ["Short.", "Odd."]}), {"name": ["Short.", "Odd."]}),
        (ValidationError({"name": "Short.", "hidden": "Odd."}), {"name": ["Short."], "__all__": ["Odd."]}),
        (ValidationError(["Short.", "Odd."]), {"__all__": ["Short.", "Odd."]}),
        (ValidationError("Short."), {"__all__": ["Short."]}),
    ],
)
def test_a_refusal_stands_beside_its_field_or_above_them_all(send, outcome, found):
    page, answer = send(outcome)
    assert answer.status_code == 422
    assert errors(page) == found
    assert page.shown["conflict"] is None


def test_a_lost_race_shows_the_record_as_it_stands(send, committee):
    page, answer = send(Conflict(committee))
    assert answer.status_code == 422
    assert page.shown["conflict"] == committee
    assert "Somebody else has changed this" in errors(page)["__all__"][0]


def test_what_is_not_filled_in_never_reaches_the_action(send):
    page, answer = send(AssertionError("the action was called"), data={})
    assert answer.status_code == 422
    assert set(errors(page)) == {"name"}


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_who_may_not_gets_what_does_not_exist(send, request, who):
    with pytest.raises(Http404):
        send(by=request.getfixturevalue(who))


@pytest.mark.parametrize("pk", [0, 999_999])
def test_a_record_that_is_not_there_does_not_exist(send, pk):
    with pytest.raises(Http404):
        send(pk=pk)


def test_visible_is_what_the_model_says(administrator, stranger, committee):
    assert list(visible(Committee, administrator)) == [committee]
    assert list(visible(Committee, stranger)) == []


# --- A day that a page cannot be read as of ---------------------------------------------------------------------------

SAYS_TODAY = (
    "<strong>This page shows today.</strong> The address asks for a day, but this page cannot be read as of one"
)
A_DAY = {"as_of": "2010-01-31"}


@pytest.mark.parametrize("name", ["plan-list", "inspection-list", "risk-top", "comment-list"])
def test_a_list_that_cannot_be_read_as_of_a_day_says_so_where_one_is_asked_for(name, editor, as_person):
    client, address = as_person(editor), reverse(name)
    asked = [{}, {"as_of": ""}, {"as_of": "2009-07-07"}, {"as_of": "soon"}]
    assert [SAYS_TODAY in text(client.get(address, one)) for one in asked] == [False, False, True, True]


def test_the_way_back_to_today_keeps_how_such_a_list_was_narrowed(editor, as_person):
    shown = as_person(editor).get(reverse("plan-list"), {"as_of": "2009-07-07", "sort": "title"})
    assert f'href="{reverse("plan-list")}?sort=title">Back to today' in text(shown)


@pytest.mark.parametrize("name", ["deliverable-list", "measure-list", "risk-list", "recommendation-list", "dashboard"])
def test_a_page_that_is_read_as_of_a_day_does_not_say_so(name, editor, as_person):
    assert SAYS_TODAY not in text(as_person(editor).get(reverse(name), {"as_of": "2009-07-07"}))


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, scale__authority=authority)


PAGES = {
    "a record": lambda plan: reverse("plan-checks", args=[plan.pk]),
    "a record of another app": lambda plan: reverse("period-list", args=[plan.pk]),
    "a list": lambda plan: reverse("plan-list"),
    "a form": lambda plan: reverse("plan-edit", args=[plan.pk]),
    "neither": lambda plan: reverse("my-work"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_that_cannot_be_read_as_of_a_day_says_that_it_shows_today(kind, plan, editor, as_person):
    url, client = PAGES[kind](plan), as_person(editor)
    asked = client.get(url, A_DAY)
    assert (asked.status_code, text(asked).count(SAYS_TODAY)) == (200, 1)
    assert f'href="{url}">Back to today</a>' in text(asked)
    assert SAYS_TODAY not in text(client.get(url))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["a list", "a record of another app", "neither"])
def test_a_list_that_cannot_give_the_day_gives_no_file_but_says_so(kind, format, plan, editor, as_person):
    client, url = as_person(editor), PAGES[kind](plan)
    refused = client.get(url, {**A_DAY, "export": format})
    assert (refused.status_code, "Content-Disposition" in refused.headers) == (422, False)
    assert f"{SAYS_TODAY}, and no file of that day can be taken from it." in text(refused)
    assert "Content-Disposition" in client.get(url, {"export": format}).headers


def test_the_files_that_it_offers_are_of_today(plan, editor, as_person):
    page = text(as_person(editor).get(reverse("plan-list"), {**A_DAY, "sort": "title"}))
    assert 'href="?sort=title&amp;export=csv"' in page
    assert "as_of=2010-01-31&amp;export" not in page


@pytest.mark.parametrize("sort", ["0.5", "-title.x", ".", "title&sort=a.b"])
def test_an_order_in_an_old_notation_is_none(sort, as_person, editor):
    assert as_person(editor).get(f"{reverse('plan-list')}?sort={sort}").status_code == 200
