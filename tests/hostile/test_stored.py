"""The worst texts in every column that people fill, however they came there: no page, file, feed or mail breaks."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from xlsxwriter.worksheet import Worksheet

from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.interfaces.notifications.actions.sending import send_waiting
from kpa_tracker.interfaces.notifications.actions.writing import write_all
from kpa_tracker.interfaces.publication.actions.exporting import as_html
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import internal_register, working_document
from plans.models import Plan
from tests.access.addresses import ENTRIES, address_of
from tests.base.toolkit.admin.test_every_admin import MADE_BY, OURS
from tests.base.toolkit.admin.test_every_admin import address as in_admin
from tests.factories.api import ApiTokenFactory, text_of
from tests.hostile.campaign.conftest import Scene, drawn_by_nobody
from tests.hostile.reading import faults_in, kind_of
from tests.hostile.sending import Sender, listening, whole
from tests.hostile.test_markup import OURS_ALONE, plainly, texts_of
from tests.hostile.worst import ASTRAL, CONTROL, FORMULAE, MARKDOWN, MARKUP, NOBODYS, TURNED

pytestmark = pytest.mark.django_db
WORST = f"{FORMULAE[0]}{CONTROL}{TURNED}{NOBODYS}{ASTRAL}{MARKUP}{MARKDOWN}\r\nX-Injected: yes"
SHORT = f"{FORMULAE[0][:8]}\x01\u202e\U0001f46e<i>\n"
"""As much of it as goes into a short column."""
WAYS: tuple[dict[str, str], ...] = ({}, {"export": "xlsx"}, {"export": "csv"})
"""How each page is asked for: itself, and what it lists as a file."""
LISTS = [("api-list", name) for name in ("plans", "deliverables", "risks", "measures", "recommendations", "updates")]


def plant(model: Any) -> None:
    """Fill every column that people fill, each row with its number, so that none is like another."""
    for one in model._base_manager.all():
        typed = {field.name: worst_for(field, one.pk) for field in texts_of(model) if field.name not in kept_by(model)}
        if typed:
            plainly(model).filter(pk=one.pk).update(**typed)


def kept_by(model: Any) -> set[str]:
    """Return what a kept file is recognised by, which nobody types, and the marking, which is chosen."""
    names = {field.name for field in model._meta.concrete_fields}
    return {"marking", "sha256", "name"} if "sha256" in names else {"marking"}


def worst_for(field: Any, number: int) -> str:
    room = field.max_length or len(WORST) + 20
    text = WORST if room >= len(WORST) + 10 else SHORT
    return f"{text[: room - 10]}{number}"[:room]


def plant_everywhere() -> None:
    for app in OURS_ALONE:
        for model in apps.get_app_config(app).get_models():
            plant(model)


@pytest.fixture(scope="module")
def spoilt(lasting: Any) -> Scene:
    """A record of every kind, with the worst in it."""

    def made() -> Scene:
        scene = Scene()
        plant_everywhere()
        return scene

    with drawn_by_nobody():
        return lasting(made)


@pytest.fixture(autouse=True)
def of_the_scene(settings: Any, tmp_path_factory: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
    settings.API_REQUESTS_A_MINUTE = 10**9
    with drawn_by_nobody():
        yield


def opened(client: Client, address: str, query: dict[str, str] | None = None) -> tuple[str, int, list[str]]:
    """Return the kind of an answer, its status, and what is wrong with it."""
    answer = client.get(address, query or {})
    content = whole(answer)
    return kind_of(answer), answer.status_code, faults_in(kind_of(answer), content)


def faults_of(client: Client, asked: list[tuple[str, dict[str, str]]]) -> tuple[list[Any], Counter[str]]:
    """Open addresses; return those that fail or are not whole, and how many there were of each kind."""
    wrong, kinds = [], Counter()
    with listening() as broken:
        for address, query in asked:
            kind, status, faults = opened(client, address, query)
            kinds[kind] += status == 200
            if status >= 500 or faults:
                wrong.append((address, query, status, faults[:3], [one[-600:] for one in broken]))
                broken.clear()
    return wrong, kinds


def test_every_page_and_every_file_is_whole(spoilt):
    asked = [(address_of(name, spoilt.made), query) for name in ENTRIES for query in WAYS]
    wrong, kinds = faults_of(spoilt.senders["administrator"], asked)
    assert wrong == []
    assert min(kinds[kind] for kind in ("text/html", "text/csv", "application/zip")) > 0
    assert len(kinds) > 5


def test_what_a_program_reads_is_whole(spoilt):
    program = Sender(
        headers={"authorization": f"Bearer {text_of(ApiTokenFactory(person=spoilt.people['administrator']))}"}
    )
    wrong, kinds = faults_of(program, [(reverse(name, args=[of]), {}) for name, of in LISTS])
    assert (wrong, kinds["application/json"]) == ([], len(LISTS))


def test_every_page_of_the_admin_is_whole(spoilt):
    asked = [(in_admin(OURS[kind], "changelist"), {}) for kind in MADE_BY]
    asked += [(in_admin(OURS[kind], page, spoilt[kind].pk), {}) for kind in MADE_BY for page in ("change", "history")]
    wrong, kinds = faults_of(spoilt.senders["administrator"], asked)
    assert (wrong, kinds["text/html"] > 50) == ([], True)


def test_every_mail_is_whole(spoilt, mailoutbox):
    write_all()
    send_waiting()
    texts = [email.message_from_bytes(one.message().as_bytes(), policy=email.policy.default) for one in mailoutbox]
    assert texts
    assert [one for one in texts if one.defects or one["X-Injected"]] == []
    assert all(part.get_content() for one in texts for part in one.walk() if not part.is_multipart())


@pytest.mark.once
@pytest.mark.parametrize("select", [working_document, public_document], ids=["working", "public"])
def test_a_document_is_drawn(select, spoilt):
    plan = Plan.objects.get(pk=spoilt["deliverable"].plan_id)
    html = as_html(select(plan))
    assert faults_in("text/html", html.encode()) == []
    assert render_pdf(html).startswith(b"%PDF")


def test_the_register_is_written(spoilt):
    assert faults_in("text/html", as_html(internal_register(spoilt["risk"].authority)).encode()) == []


# --- What is broken is found ------------------------------------------------------------------------------------------


def live(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    """Write a cell as XlsxWriter does by itself: a text that begins like a formula is one."""
    sheet.write(row, column, value, look)


def test_a_file_in_which_a_text_is_a_formula_would_be_found(spoilt):
    client, asked = spoilt.senders["administrator"], [(reverse("risk-list"), query) for query in WAYS]
    assert faults_of(client, asked)[0] == []
    with mock.patch("kpa_tracker.base.toolkit.workbooks.writing.write_cell", live):
        assert [query for _, query, *_ in faults_of(client, asked)[0]] == [{"export": "xlsx"}]
    with mock.patch("kpa_tracker.base.toolkit.exports.defused", str):
        assert [query for _, query, *_ in faults_of(client, asked)[0]] == [{"export": "csv"}]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/html", b"<p><img src=x onerror=alert(2)>"),
        ("text/html", b"<script>alert(1)</script>"),
        ("text/csv", b"a,=1+1"),
        ("application/atom+xml", b"<feed>\x01</feed>"),
        ("application/json", b'{"a": NaN'),
        ("application/zip", b"PK"),
        ("text/calendar", b"BEGIN:VEVENT"),
    ],
)
def test_a_reader_finds_what_is_not_whole(kind, content):
    assert faults_in(kind, content)


def test_the_worst_is_in_the_database(spoilt):
    assert WORST[:60] in Plan.objects.get(pk=spoilt["deliverable"].plan_id).vision
