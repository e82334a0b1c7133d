"""Every page with a table gives it as a file, or is named here with the reason why it does not."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpa_tracker.base.toolkit.pages import ActionPage, ListPage, Page, WithFile
from tests.architecture.test_pages import our_addresses

TEMPLATES = Path(__file__).parents[2] / "templates"
TAKEN_IN = re.compile(r'{% (?:include|extends) "([^"]+)"')
COUNTED = "numbers, each of which leads to a list with a file"
OF_RECORD = "parts of one record, each sort of which has a list with a file"
WITHOUT_FILE = {
    **dict.fromkeys(("ambition", "authority", "committee", "post", "risk-heat-map"), COUNTED),
    **dict.fromkeys(("agenda-item", "meeting", "recommendation", "deliverable-years"), OF_RECORD),
    "api": "describes the API, no record",
    "import-result": "what one import did, which the history lists",
    "look": "a trial of colours",
    "pack-changes": "the pack itself has a workbook; what changed since is read on the day",
    "plan-consultation": "its comments are the list of comments narrowed to the plan",
    **{f"plan-on-a-page{way}": "a sheet to print, as PDF" for way in ("", "-public", "-pdf", "-pdf-public")},
    "publication-desk": "each text stands in the lists of texts to publish, which have files",
    "usersessions_list": "where one is signed in, to end it there; the copy of what is held about a person has it",
    "risk-scheme": "the matrix itself: what is set, not what is recorded",
}


def source_of(name, seen):
    """Return the text of a template with all that it takes in by name."""
    file = TEMPLATES / name
    if name in seen or not file.is_file():
        return ""
    seen.add(name)
    text = file.read_text()
    return text + "".join(source_of(other, seen) for other in TAKEN_IN.findall(text))


def has_table(view):
    """Whether a page shows a table. In a form it is what is filled in or agreed to, and no list."""
    if not isinstance(view, type) or not issubclass(view, Page) or issubclass(view, ActionPage):
        return False
    templates = [getattr(view, name, "") or "" for name in ("template_name", "content_template")]
    return any(re.search("<table|render_table", source_of(one, set())) for one in templates)


def gives_file(view):
    """Whether what answers a page calls for the export."""
    return "export" in getattr(getattr(view, "get", None), "__code__", SimpleNamespace(co_names=())).co_names


WITH_TABLE = [one for one in our_addresses() if has_table(one.values[1])]


@pytest.mark.parametrize(("entry", "view"), WITH_TABLE)
def test_every_page_with_a_table_gives_it_as_a_file(entry, view):
    assert entry.name in WITHOUT_FILE or gives_file(view)


def test_no_reason_outlives_its_page():
    """A name here is of a page that has a table and gives no file."""
    assert set(WITHOUT_FILE) == {
        entry.name for entry, view in (one.values for one in WITH_TABLE) if not gives_file(view)
    }


def test_a_page_with_a_table_and_no_file_would_be_found():
    class Listed(ListPage):
        template_name = "pages/list.html"

    class Drawn(Page):
        template_name = "plans/periods.html"

    class Given(WithFile, Page):
        template_name = "plans/periods.html"

    assert [(has_table(page), gives_file(page)) for page in (Listed, Drawn, Given)] == [
        (True, True),
        (True, False),
        (True, True),
    ]
