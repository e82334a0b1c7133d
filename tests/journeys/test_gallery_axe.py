"""The component gallery in a real browser: axe finds nothing, in good and in error state, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import SIZES, faults

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(page, browse, officer):
    """Return a function that opens the gallery as a signed-in officer."""

    def open_gallery(query="", *, size="wide"):
        page.set_viewport_size(SIZES[size])
        browse(officer, f"/components/{query}")
        page.wait_for_selector(".js-enabled")
        return page

    return open_gallery


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("query", ["", "?state=errors"])
def test_axe_finds_nothing_wrong_and_nothing_scrolls_sideways(gallery, query, size):
    assert faults(gallery(query, size=size)) == []


def test_axe_would_find_a_planted_fault(gallery):
    page = gallery()
    page.evaluate("document.querySelector('label').remove()")
    assert [line.split(":")[0] for line in faults(page)] == ["label"]


def test_what_is_too_wide_for_a_phone_would_be_found(gallery):
    page = gallery(size="phone")
    page.evaluate("document.querySelector('main').style.width = '400px'")
    assert [line.split(",")[0] for line in faults(page)] == ["scrolls sideways"]


def test_an_error_takes_the_reader_to_the_summary_and_from_there_to_the_field(gallery):
    page = gallery("?state=errors")
    assert page.title().startswith("Error: ")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.click("text=Fill in “Title”.")
    expect(page.locator("[name=title]")).to_be_focused()


def test_a_question_appears_with_the_answer_that_needs_it(gallery):
    page = gallery()
    cause = page.locator("[name=cause]")
    expect(cause).to_be_hidden()
    page.check("[name=rating][value=red]")
    expect(cause).to_be_visible()
    page.check("[name=rating][value=green]")
    expect(cause).to_be_hidden()


def test_without_a_script_every_question_is_there(browser, live_server, session_of, officer):
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies([session_of(officer)])
        page = context.new_page()
        page.goto(f"{live_server.url}/components/")
        expect(page.locator("[name=cause]")).to_be_visible()
        expect(page.get_by_text("Only needed where “Rating now” is Amber or Red.").first).to_be_visible()
        expect(page.get_by_role("navigation").get_by_text("My work").first).to_be_visible()


def test_the_first_key_leads_past_the_navigation(gallery):
    page = gallery()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_the_page_asks_for_nothing_that_our_own_policy_forbids(gallery, page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda response: response.status >= 400 and said.append(response.url))
    gallery("?state=errors")
    assert said == []
