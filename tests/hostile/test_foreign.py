"""An administrator of one authority sends forms with the numbers of another's records: nothing happens to them."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.forms import ModelChoiceField
from django.urls import reverse

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import SavedView
from tests.base.toolkit.admin.test_every_admin import OURS, READ_ONLY
from tests.base.toolkit.admin.test_records import filled
from tests.factories.people import AuthorityFactory
from tests.hostile.world import NOBODYS, World, acting, address, world_of

ON_A_RECORD = [(name, kind) for name, kind in acting() if kind]
OF_THEMSELVES = {
    "view-forget",
    "factor-remove",
    "session-end",
    "rendering-cancel",
    "api-token-revoke",
    "deadline-withdraw",
    "update-pull-back",
    "return-preview",
}
"""What only the person does who made the record, administrators among the others."""


@pytest.fixture(scope="module")
def ours(lasting):
    """One record of every kind. No test changes what it holds of them; what one does in the database is undone."""
    return lasting(lambda: world_of(AuthorityFactory()))


@pytest.fixture
def authority(ours, db):
    return ours.authority


@pytest.fixture
def theirs(db):
    return World(AuthorityFactory(name="Elsewhere"))


@pytest.fixture
def client(administrator, as_person):
    return as_person(administrator)


def choices_of(form):
    """Return the fields of a form that take the number of a record."""
    return {name: field for name, field in form.fields.items() if isinstance(field, ModelChoiceField)}


def test_the_walk_meets_every_page_that_acts_on_a_record():
    assert len(ON_A_RECORD) > 40


@pytest.mark.parametrize(("name", "kind"), ON_A_RECORD)
def test_a_form_on_anothers_record_is_answered_as_if_there_were_none(name, kind, theirs, client):
    nobodys = type(theirs[kind])(pk=NOBODYS)
    missing = {**theirs, kind: nobodys}
    for sent in ({}, {"version": 1, "seen": 1, "reason": "Mine now", "decision": "approve", "title": "Taken"}):
        answers = [client.post(address(name, kind, made), sent).status_code for made in (theirs, missing)]
        assert answers == [404, 404]
    assert not Event.objects.exists()


@pytest.mark.parametrize(("name", "kind"), [page for page in ON_A_RECORD if page[0] not in OF_THEMSELVES])
def test_the_same_form_on_a_record_of_ours_is_answered(name, kind, ours, client):
    assert client.post(address(name, kind, ours), {}).status_code in {200, 302, 422}


@pytest.mark.parametrize(("name", "kind"), acting())
def test_no_form_takes_the_number_of_anothers_record(name, kind, ours, theirs, client):
    page = client.get(address(name, kind, ours))
    form = page.context["form"] if page.status_code == 200 and page.context else None
    for field, choice in choices_of(form).items() if form else ():
        foreign = theirs.get(choice.queryset.model._meta.model_name)
        if foreign is None:  # a kind that the world above has no record of
            continue
        assert not choice.queryset.filter(pk=foreign.pk).exists()
        refused = client.post(address(name, kind, ours), {field: [foreign.pk]})
        assert field in refused.context["form"].errors


def test_the_forms_offer_what_is_ours(ours, client):
    offered = set()
    for name, kind in acting():
        page = client.get(address(name, kind, ours))
        form = page.context["form"] if page.status_code == 200 and page.context else None
        for choice in choices_of(form).values() if form else ():
            model = choice.queryset.model._meta.model_name
            offered |= {model} if model in ours and choice.queryset.filter(pk=ours[model].pk).exists() else set()
    assert offered >= {"post", "committee", "plan", "scale", "deliverable", "ambition"}


def test_a_kept_view_is_its_persons_alone(theirs, client):
    view = theirs["savedview"]
    assert client.get(reverse("view-forget", args=[view.pk])).status_code == 404
    assert client.post(reverse("view-forget", args=[view.pk])).status_code == 404
    client.post(reverse("view-keep"), {"page": view.page, "name": view.name, "query": "rating=red"})
    assert SavedView.objects.get(pk=view.pk).query == ""


# --- The admin --------------------------------------------------------------------------------------------------------

IN_ADMIN = sorted(set(OURS) - READ_ONLY)


def admin_address(kind, doing, *args):
    return reverse(f"admin:{OURS[kind]._meta.app_label}_{kind}_{doing}", args=args)


def forms_of(page):
    """Return the forms of a page of the admin: the record's own and those of its parts."""
    parts = [form for inline in page.context["inline_admin_formsets"] for form in inline.formset.forms]
    empty = [inline.formset.empty_form for inline in page.context["inline_admin_formsets"]]
    return [page.context["adminform"].form, *parts, *empty]


@pytest.mark.parametrize("kind", IN_ADMIN)
def test_the_admin_saves_nothing_of_anothers(kind, theirs, client):
    for doing in ("change", "history", "delete"):
        assert client.post(admin_address(kind, doing, theirs[kind].pk), {"_save": "1"}).status_code in {302, 403, 405}
    assert not Event.objects.exists()


@pytest.mark.parametrize("kind", IN_ADMIN)
def test_the_admins_actions_do_nothing_to_anothers(kind, ours, theirs, client):
    for action in ("archive_selected", "restore_selected", "archive", "restore", "delete_selected"):
        sent = {"action": action, "_selected_action": [theirs[kind].pk], "reason": "Mine now", "select_across": 1}
        assert client.post(admin_address(kind, "changelist"), sent).status_code in {200, 302}
    assert not Event.objects.exclude(authority_id=ours.authority.pk).exists()
    assert type(theirs[kind]).objects.filter(pk=theirs[kind].pk).exists()


@pytest.mark.parametrize("kind", [kind for kind in IN_ADMIN if kind != "authority"])
@pytest.mark.parametrize("doing", ["add", "change"])
def test_no_form_of_the_admin_offers_or_takes_anothers(doing, kind, ours, theirs, client):
    url = admin_address(kind, doing, *([ours[kind].pk] if doing == "change" else []))
    shown = client.get(url)
    for form in forms_of(shown):
        for field, choice in choices_of(form).items():
            foreign = theirs.get(choice.queryset.model._meta.model_name)
            if foreign is None or field == "id":  # the number of a part itself is tried below
                continue
            assert not choice.queryset.filter(pk=foreign.pk).exists()
            client.post(url, {**filled(shown), form.add_prefix(field): foreign.pk})
    assert not [event for event in Event.objects.all() if "Elsewhere" in str(event.changes)]


PARTS = [(kind, inline) for kind in IN_ADMIN for inline in admin.site._registry[OURS[kind]].inlines]


@pytest.mark.parametrize(("kind", "inline"), [pair for pair in PARTS if pair[1].model._meta.model_name in OURS])
@pytest.mark.parametrize("initial", [0, 1])
def test_no_row_of_a_form_reaches_a_part_of_anothers(initial, kind, inline, ours, theirs, client):
    """The number of the part travels in a hidden field of its row, said to be a row that was there or a new one."""
    part = theirs[inline.model._meta.model_name]
    url = admin_address(kind, "change", ours[kind].pk)
    shown = client.get(url)
    formset = next(one.formset for one in shown.context["inline_admin_formsets"] if one.formset.model is inline.model)
    sent = {f"{formset.prefix}-{name}": value for name, value in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", initial))}
    sent |= {
        f"{formset.prefix}-0-{name}": value for name, value in (("id", part.pk), ("title", "Taken"), ("term", "T"))
    }
    before = {field.attname: getattr(part, field.attname) for field in part._meta.concrete_fields}
    client.post(url, {**filled(shown), **sent})
    part.refresh_from_db()
    assert {field.attname: getattr(part, field.attname) for field in part._meta.concrete_fields} == before
