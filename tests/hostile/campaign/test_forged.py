"""Every form, sent with fields that it does not have: it writes what it does without them, and leads nobody away."""

from __future__ import annotations

import datetime
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import connection, models
from django.shortcuts import redirect

from kpa_tracker.base.toolkit.pages import ActionPage
from tests.hostile.campaign.targets import Target
from tests.hostile.sending import listening, undone

# Once: what is written is compared word for word, with the numbers of new rows, which PostgreSQL does not give twice.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOMENT = datetime.datetime(2010, 4, 12, 9, tzinfo=datetime.timezone.utc)
EVIL = "https://evil.example/"
LEADING = {"next": EVIL, "back": "//evil.example", "return": "/\\evil.example", "success_url": EVIL, "list_": EVIL}
FROM_ELSEWHERE = {"Referer": EVIL, "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
ROWS = {
    "form-TOTAL_FORMS": "3",
    "form-INITIAL_FORMS": "3",
    **{f"form-{row}-{name}": "1" for row in range(3) for name in ("id", "pk", "plan", "DELETE")},
}
"""Rows of a set of forms that no page has."""
ALONE = {"api-tokens", "calendar-make", "pack-freeze"}
"""What writes something new each time: a secret, or a workbook with the time in it."""


def forged_for(target: Target, scene: Any) -> dict[str, str]:
    """Return every column of the record that a page acts on and its form does not have, with something else in it."""
    known = {**target.fields, **target.taken}
    columns = target.record._meta.concrete_fields if target.record is not None else []
    forged = {name: forgery(field, scene) for field in columns for name in (field.name, field.attname)}
    every = {**forged, **ROWS, **LEADING, "authority": forgery_of("authority", scene), "marking": "", "is_public": "on"}
    return {name: value for name, value in every.items() if name not in known}


def forgery(field: Any, scene: Any) -> str:
    if isinstance(field, models.ForeignKey):
        return forgery_of(field.related_model._meta.model_name, scene)
    if isinstance(field, (models.DateField, models.DateTimeField)):
        return "2001-01-01"
    return next((str(key) for key, _ in field.choices or () if key), "1")


def forgery_of(kind: str, scene: Any) -> str:
    """Return the number of another authority's record, where there is one of that kind."""
    theirs = scene.theirs.get(kind)
    return str(theirs.pk) if theirs is not None else str(scene.people["foreign"].pk)


def written_by(scene: Any, target: Target, instead: dict[str, Any], **headers: str) -> tuple[list[Any], Any]:
    """Return all that a form writes, statement by statement, and its answer."""
    written = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            written.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with undone(), connection.execute_wrapper(noted), time_machine.travel(MOMENT, tick=False):
        scene.senders[target.who].cookies.pop("notices", None)
        answer = target.send(scene, instead, **headers)
    return written, answer


def tried(scene: Any, target: Target) -> tuple[list[Any], list[Any], Any]:
    """Return what a form writes by itself, what it writes where it is sent more than it asks for, and its answer."""
    plainly, _ = written_by(scene, target, {})
    forged, answer = written_by(scene, target, {**forged_for(target, scene), "list": EVIL}, **FROM_ELSEWHERE)
    return plainly, forged, answer


@pytest.fixture(scope="module")
def sent(scene: Any, targets: list[Target], lasting: Any) -> dict[str, tuple[list[Any], list[Any], Any]]:
    with listening() as broken:
        found = lasting(lambda: {one.name: tried(scene, one) for one in targets})
    assert broken == []
    return found


def test_no_form_takes_what_it_does_not_ask_for(sent):
    assert [name for name, (plainly, forged, _) in sent.items() if forged != plainly and name not in ALONE] == []


def test_the_forms_that_are_tried_write(sent):
    assert sum(bool(plainly) for plainly, _, _ in sent.values()) > 100


def test_nobody_is_led_elsewhere_by_a_form(sent):
    """Nor by where they say to come from, or by the host that a proxy is said to have been asked for."""
    led = [answer.url for _, _, answer in sent.values() if answer.status_code == 302]
    assert len(led) > 100
    assert [url for url in led if not url.startswith("/") or url[1:2] in {"/", "\\"}] == []
    assert [url for url in led if "evil" in url.partition("?")[0]] == []


def taking(page: Any, form: Any) -> Any:
    """Save whatever was sent under the name of a column, and go where it says."""
    sent = {name: page.request.POST[name] for name in ("title", "cause") if name in page.request.POST}
    type(page.object)._base_manager.filter(pk=page.object.pk).update(version=9, **sent)
    return redirect(page.request.POST.get("next", "/"))


def test_a_form_that_took_what_it_is_sent_would_be_found(scene, targets):
    target = next(one for one in targets if one.name == "risk-archive")
    with listening(), mock.patch.object(ActionPage, "form_valid", taking):
        plainly, forged, answer = tried(scene, target)
    assert (bool(plainly), forged != plainly, answer.url) == (True, True, EVIL)
