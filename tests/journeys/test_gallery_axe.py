"""The component gallery in a real browser: axe finds nothing, in good and in error state, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

AXE: Path = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}


def violations(page):
    """Return what axe finds wrong on a page, one line for each rule. To list what is right takes it thrice as long."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']]}" for rule in found]


@pytest.fixture
def gallery(page, live_server, client, officer):
    """Return a function that opens the gallery as a signed-in officer."""
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    def open_gallery(query="", *, size="wide"):
        page.set_viewport_size(SIZES[size])
        page.goto(f"{live_server.url}/components/{query}")
        page.wait_for_selector(".js-enabled")
        return page

    return open_gallery


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("query", ["", "?state=errors"])
def test_axe_finds_nothing_wrong(gallery, query, size):
    assert violations(gallery(query, size=size)) == []


def test_axe_would_find_a_planted_fault(gallery):
    page = gallery()
    page.evaluate("document.querySelector('label').remove()")
    assert [line.split(":")[0] for line in violations(page)] == ["label"]


@pytest.mark.parametrize("query", ["", "?state=errors"])
def test_a_phone_s_page_does_not_scroll_sideways(gallery, query):
    page = gallery(query, size="phone")
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES["phone"]["width"]


def test_an_error_takes_the_reader_to_the_summary_and_from_there_to_the_field(gallery):
    page = gallery("?state=errors")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.click("text=Fill in “Title”.")
    assert page.evaluate("document.activeElement.name") == "title"


def test_a_question_appears_with_the_answer_that_needs_it(gallery):
    page = gallery()
    assert not page.is_visible("[name=cause]")
    page.check("[name=rating][value=red]")
    assert page.is_visible("[name=cause]")
    page.check("[name=rating][value=green]")
    assert not page.is_visible("[name=cause]")


def test_without_a_script_every_question_is_there(browser, live_server, client, officer):
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    context = browser.new_context(java_script_enabled=False)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/components/")
    assert page.is_visible("[name=cause]")
    assert page.is_visible("text=Only needed where “Rating now” is Amber or Red.")
    assert page.is_visible("nav >> text=My work")
    context.close()


def test_the_first_key_leads_past_the_navigation(gallery):
    page = gallery()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_page_asks_for_nothing_that_our_own_policy_forbids(gallery, page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda response: response.status >= 400 and said.append(response.url))
    gallery("?state=errors")
    assert said == []
