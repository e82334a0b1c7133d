"""Addresses of the admin that no link of ours has: each gets an answer, and none gets more than it may."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.base.toolkit.admin.test_every_admin import MADE_BY, OURS, address

HOSTILE = ["\x00", "99999999999999999999", "-99999999999999999999", "1e400", "NaN", "31/12/9999", "²", "x" * 5000]
ANSWERED = {200, 302, 400, 403, 404}


def asked_for(model):
    """Return what an address may say of a list: its columns, with the lookups that reach the database differently."""
    columns = [field.name for field in model._meta.concrete_fields if field.name != "password"]
    days = [f"{f.name}__year" for f in model._meta.concrete_fields if f.get_internal_type().startswith("Date")]
    named = [one for one in admin.site._registry[model].list_filter if isinstance(one, str)]
    return [*columns, *days, *named, *(f"{name}__in" for name in columns[-3:]), "q", "o", "p", "archived", "gap"]


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_a_list_answers_whatever_its_address_asks_for(name, authority, administrator, as_person):
    MADE_BY[name](authority)
    client, url = as_person(administrator), address(OURS[name], "changelist")
    answers = {client.get(url, {asked: HOSTILE[0]}).status_code for asked in asked_for(OURS[name])}
    answers |= {client.get(url, {asked: HOSTILE[1]}).status_code for asked in asked_for(OURS[name])}
    assert answers <= ANSWERED


@pytest.mark.parametrize("value", HOSTILE)
def test_a_new_form_is_filled_with_what_its_fields_can_hold(value, administrator, as_person):
    names = {"person": value, "post": value, "role": value, "starts_on": value, "id": value}
    assert as_person(administrator).get(reverse("admin:people_appointment_add"), names).status_code == 200
    names = {"authority": value, "chair": value, "members": value, "name": value}
    assert as_person(administrator).get(reverse("admin:people_committee_add"), names).status_code == 200


def test_a_new_form_is_filled_with_what_is_ours(authority, administrator, as_person):
    post = MADE_BY["post"](authority)
    page = as_person(administrator).get(reverse("admin:people_appointment_add"), {"post": post.pk})
    assert page.context["adminform"].form["post"].value() == str(post.pk)


@pytest.mark.parametrize("value", HOSTILE)
def test_choices_answer_whatever_is_typed(value, authority, administrator, as_person):
    asked = {"app_label": "deliverables", "model_name": "deliverable", "field_name": "lead"}
    client = as_person(administrator)
    assert client.get(reverse("admin:autocomplete"), {**asked, "term": value}).status_code == 200
    assert client.get(reverse("admin:autocomplete"), {**asked, "page": value}).status_code in ANSWERED
    for name in asked:
        assert client.get(reverse("admin:autocomplete"), {**asked, name: value}).status_code in ANSWERED


@pytest.mark.parametrize("value", ["99999999999999999999", "-1", "x", "_00", "²"])
def test_a_number_that_no_record_has_is_answered_as_missing(value, administrator, as_person):
    client = as_person(administrator)
    for model in OURS.values():
        answers = {client.get(address(model, page, value)).status_code for page in ("change", "history")}
        assert answers <= {302, 404}


@pytest.mark.parametrize("lookup", ["password", "password__startswith", "password__regex"])
def test_nobody_asks_letter_by_letter_what_a_password_is_kept_as(lookup, administrator, as_person):
    client, url = as_person(administrator), address(OURS["person"], "changelist")
    assert client.get(url, {lookup: administrator.password[:6]}).status_code == 400
    through = client.get(address(OURS["appointment"], "changelist"), {f"person__{lookup}": administrator.password[:6]})
    assert through.status_code == 400
    assert client.get(url, {"name__startswith": administrator.name[:3]}).status_code == 200


def test_nothing_is_looked_up_in_what_is_kept_as_a_structure(authority, administrator, as_person):
    MADE_BY["series"](authority)
    assert as_person(administrator).get(reverse("admin:targets_series_changelist"), {"to_date": "x"}).status_code == 400
