"""Every page and empty form of the demonstration: axe finds nothing, nothing scrolls sideways, every link leads on."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.people.roles import Role
from tests.conftest import TODAY
from tests.journeys.every_page import Shelf, Site, patterns
from tests.journeys.furniture import furnish
from tests.journeys.walking import AXE, SIZES, faults

# Once: the tests of each page open it on both databases.
pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db]

ELSEWHERE = {
    "home": "sends on to a person's first page",
    "dashboard": "sends on to the authority's, where there is one",
    "update-due": "sends on to the form of the period that is open",
    "gallery": "nothing leads there; test_gallery_axe.py looks at it",
    "admin-shortcut": "answers as what does not exist: records are opened by their own addresses",
    **dict.fromkeys(
        [
            *("mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
            *("factor-remove", "session-end", "sessions-end-others"),
        ],
        "asks once more who somebody is, or shown to whom it concerns; test_sign_in.py looks at them",
    ),
    "view-forget": "shown to those who have kept a view",
    "deadline-withdraw": "shown to whoever asked for a deadline",
    "evidence-withdraw": "shown to whoever added it and to editors, on a second page",
    "calendar-feed": "shown once, to whoever makes one; test_own.py opens it",
    **dict.fromkeys(["api-list", "api-record", "api-nothing"], "opened by programs with a token; tests/api opens them"),
    "checklist-take-over": "shown before there is a checklist of one's own; test_checklist.py presses it",
    **dict.fromkeys(
        ["rendering", "rendering-ask", "rendering-cancel", "rendering-file"],
        "shown for what is too long to wait for; views/test_renderings.py opens them",
    ),
    **dict.fromkeys(["look-sheet", "look-logo"], "what pages are drawn with; views/test_looks.py opens them"),
    "risk-scheme-start": "shown where an authority has scored no risk; test_pages.py presses it",
    "risk-unaccept": "shown where somebody has accepted a risk; test_pages.py sends it",
    "risk-control-restore": "shown where a control is archived; test_pages.py presses it",
    "risk-action-restore": "shown where an action is archived; test_pages.py presses it",
    "plan-scale-add": "shown where a scale has a colour to spare",
    "target-add-for": "asked after a measure is chosen; test_targets.py looks at it",
    "result-judge": "shown beside results that are not closed yet; test_measures.py looks at it",
    **dict.fromkeys(
        [f"recommendation-{step}" for step in ("sign-off", "send-back", "reopen", "correct-line")],
        "shown in some states alone; test_inspections.py looks at them",
    ),
    "picture-file": "what pages show; tests/plans/views/test_pictures.py opens it",
    **dict.fromkeys(["picture-up", "picture-down"], "pictures stand in the order of their names"),
    "glossaryentry-up": "the glossary stands in the order of its letters",
    "glossaryentry-down": "the glossary stands in the order of its letters",
    **dict.fromkeys(
        [
            *("import-columns", "import-discard", "import-headings", "import-preview", "import-questions"),
            *("import-result", "import-book-preview", "import-measures-columns", "import-measures-preview"),
            *("import-measures-headings", "import-measures-owners"),
        ],
        "shown after an upload; test_import.py looks at them",
    ),
    **dict.fromkeys(
        ["import-run", "import-run-cancel"], "shown for what is too long to wait for; test_long_import.py looks at them"
    ),
    **dict.fromkeys(
        [f"import-register-{step}" for step in ("columns", "headings", "names", "preview")],
        "shown after an upload; test_import_register.py looks at them",
    ),
    **dict.fromkeys(["return-preview", "return-marked"], "shown after an upload; test_return.py looks at them"),
    **dict.fromkeys(
        [f"{name}-restore" for name in ("ambition", "descriptor", "deliverable", "glossaryentry", "plan")]
        + [f"{name}-restore" for name in ("priority", "risk", "section", "inspection", "recommendation")],
        "shown where something is archived; the same page as the archiving",
    ),
}
"""Addresses that no link of the demonstration leads to, each with the reason."""
NAMES = sorted({str(entry.name) for entry in patterns()} - set(ELSEWHERE))


@pytest.fixture(scope="module")
def site(look, kept_demonstration, django_db_blocker, tmp_path_factory):
    """The demonstration, put in and walked through once for all pages, and rolled back after the last.

    The browser starts first: Django would see another connection once its event loop runs. Plans are selected and
    filled in, but not drawn as PDF here: test_three_people.py downloads them.
    """
    folder = tmp_path_factory.mktemp("demonstration")
    with (
        django_db_blocker.unblock(),
        override_settings(DEMONSTRATION_DATE=TODAY, VAR_DIR=folder, MEDIA_ROOT=folder / "media"),
        mock.patch("kpa_tracker.interfaces.publication.actions.exporting.render_pdf", return_value=b"%PDF-1.7"),
        transaction.atomic(),
    ):
        kept_demonstration.place(folder)
        furnish(Authority.objects.order_by("pk").first(), by=people()[Role.EDITOR])
        yield Site(people(), set(NAMES))
        transaction.set_rollback(True)


def people():
    """Return somebody for each role in the first authority."""
    authority = Authority.objects.order_by("pk").first()
    there = Person.objects.filter(appointments__post__authority=authority, is_active=True)
    return {role: there.filter(appointments__role=role).order_by("pk").first() for role in Role.values}


@pytest.fixture(scope="module")
def look(request):
    """Return a function that draws a page at every size and says what is wrong with it."""
    page = request.getfixturevalue("browser").new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(path=AXE)

    def examine(opened):
        wrong = []
        shelf.draw(page, opened)
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            wrong += [f"{name}: {fault}" for fault in faults(page)]
        return [f"{opened.path} ({opened.role}) {fault}" for fault in wrong]

    with Shelf() as shelf:
        yield examine


def test_a_visitor_is_shown_the_door_and_nothing_else(client):
    plain = [entry for entry in patterns() if not entry.pattern.converters]
    answers = {entry.name: client.get(reverse(str(entry.name))) for entry in plain}
    assert {name: answer.url.split("?")[0] for name, answer in answers.items()} == dict.fromkeys(
        answers, "/accounts/login/"
    )


def test_no_link_leads_nowhere(site):
    assert site.dead_ends == []


def test_no_page_asks_the_database_once_a_row(site):
    assert site.repeated == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_reached_and_accessible(site, look, name):
    reached = site.pages.get(name, [])
    assert reached or name in site.senders, "no link and no form in the demonstration leads here"
    assert [fault for opened in reached[:1] if opened.html for fault in look(opened)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_form_with_errors_is_accessible(site, look, name):
    for opened in site.pages.get(name, [])[:1]:
        failed = 'method="post"' in opened.html and site.send_empty(opened)
        assert not failed or look(failed) == []
