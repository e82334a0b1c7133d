"""Every list, with every facet and every order that an address can name: it shows no row that a person may not see,
what is refused shows none at all, and nothing orders rows but what stands in a column of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db.models import Model

from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit.filters import SearchFilter
from kpa_tracker.base.toolkit.pages import ListPage, visible
from kpa_tracker.base.toolkit.tables import FileColumn
from risks.tables.register import RiskTable
from tests.access.addresses import ENTRIES, address_of
from tests.access.asking import ask
from tests.access.test_matrix import WRITTEN
from tests.hostile.campaign.filling import likely, offered_by
from tests.hostile.world import NOBODYS

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("many_requests")]
LISTS = [name for name, entry in ENTRIES.items() if issubclass(entry.callback.view_class, ListPage)]
WHO = ("foreign", "other_member", "owner")
"""Who asks: somebody of another authority, of another committee, and an officer at their own."""
ASIDE = {"sort": "-no_such_column", "page": "-1", "no_such_facet": "1", "per_page": "10000"}


def readers_of(name: str) -> list[str]:
    return [who for who in WHO if "r" in WRITTEN[name][who]]


def rows_of(answer: Any) -> set[int]:
    return {row.record.pk for row in answer.context["table"].rows}


def facets_of(answer: Any) -> dict[str, Any]:
    found = answer.context.get("filter")
    return dict(found.form.fields) if hasattr(found, "form") else {}


def asked_of(facets: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Yield what is asked: of each facet two answers that its administrator is offered, or one that it would take, and
    two that it would not; and what no list knows."""
    for facet, field in facets.items():
        for value in (*(offered_by(field)[:2] or [likely(field), "e"]), str(NOBODYS), "no such answer"):
            yield {facet: value}
    yield ASIDE


def shown_wrongly(name: str, who: str, made: Any, browsers: Any) -> list[tuple[dict[str, str], set[int]]]:
    """Return what somebody asked of a list that showed rows which they may not see, or any although it was refused."""
    address, model = address_of(name, made), ENTRIES[name].callback.view_class.model
    person = Person.objects.get(pk=browsers[who].session["_auth_user_id"])
    seen = set(visible(model, person).values_list("pk", flat=True))
    found = []
    for asked in asked_of(facets_of(ask(browsers["administrator"], "get", address))):
        answer = ask(browsers[who], "get", address, asked)
        form = getattr(answer.context.get("filter"), "form", None)
        wrong = rows_of(answer) - (set() if form is not None and form.errors else seen)
        found += [(asked, wrong)] if wrong else []
    return found


@pytest.mark.parametrize("name", LISTS)
def test_no_facet_shows_what_is_hidden_and_what_is_refused_shows_nothing(name, scene):
    made, browsers = scene
    assert {who: wrong for who in readers_of(name) if (wrong := shown_wrongly(name, who, made, browsers))} == {}


def test_lists_are_asked_by_people_to_whom_something_is_hidden():
    assert sum(len(readers_of(name)) for name in LISTS) > len(LISTS)


def test_a_facet_that_forgot_whose_rows_it_selects_from_would_be_found(scene):
    made, browsers = scene

    def everything(facet: Any, rows: Any, value: str) -> Any:
        return type(rows)(rows.model).for_list() if value else rows

    with mock.patch.object(SearchFilter, "filter", everything):
        assert shown_wrongly("risk-list", "foreign", made, browsers)


def test_a_list_that_shows_everything_where_it_refuses_would_be_found(scene):
    made, browsers = scene
    with mock.patch("django.db.models.query.QuerySet.none", lambda rows: rows):
        assert shown_wrongly("risk-list", "owner", made, browsers)


# --- What an address can order by -------------------------------------------------------------------------------------


def columns_behind(model: type[Model]) -> set[str]:
    """Return every column of a record, of the records that it names, and the ways from its posts to their holders."""
    found = set()
    for field in model._meta.concrete_fields:
        found |= {field.name, field.attname}
        if field.related_model:
            found |= {f"{field.name}__{one.name}" for one in field.related_model._meta.concrete_fields}
            found |= {f"{field.name}__appointments__person__{one}" for one in ("email", "password", "last_login")}
    return found


def orders_by_what_is_not_shown(name: str, who: str, made: Any, browsers: Any) -> list[str]:
    """Return the columns of the database that order a list's rows, and stand neither on its page nor in its file."""
    address, model = address_of(name, made), ENTRIES[name].callback.view_class.model
    plainly = ask(browsers[who], "get", address).context["table"]
    columns = list(plainly.columns.iterall())
    shown = {one.name for one in columns if one.visible or not one.column.exclude_from_export}
    behind = sorted(columns_behind(model) - shown)
    ordered = ask(browsers[who], "get", address, {"sort": [*behind, *(f"-{one}" for one in behind)]}).context["table"]
    rows, as_shown = ([row.record.pk for row in one.rows] for one in (ordered, plainly))
    assert ordered.order_by or rows in ([], as_shown)
    return sorted(set(ordered.order_by or ()) - set(plainly.order_by or ()))


@pytest.mark.parametrize("name", LISTS)
def test_nothing_orders_a_list_but_what_it_shows(name, scene):
    made, browsers = scene
    for who in (*readers_of(name), "administrator"):
        assert (who, orders_by_what_is_not_shown(name, who, made, browsers)) == (who, [])


def test_a_hidden_column_that_orders_would_be_found(scene):
    made, browsers = scene
    hidden = FileColumn(accessor="owner__appointments__person__email", exclude_from_export=True)
    hidden.orderable = True
    with mock.patch.dict(RiskTable.base_columns, {"owner__appointments__person__email": hidden}):
        found = orders_by_what_is_not_shown("risk-list", "owner", made, browsers)
    assert {one.lstrip("-") for one in found} == {"owner__appointments__person__email"}


def ways_to_people(table: Any, model: type[Model]) -> list[str]:
    """Return the orders of a table that go by something of a person other than their name, or their post's holders."""
    found = []
    for column in table.base_columns.values():
        for way in (*(column.order_by or ()), str(column.accessor or "")):
            at, parts = model, str(way).lstrip("-").replace(".", "__").split("__")
            for part, further in zip(parts, [*parts[1:], ""], strict=True):
                field = next((one for one in at._meta.get_fields() if one.name == part), None)
                at = getattr(field, "related_model", None) or at
                if field is not None and at is Person and further not in ("", "name"):
                    found.append(str(way))
    return found


def test_no_list_orders_by_more_of_a_person_than_their_name():
    """Else the order alone would tell, row by row, what a page does not."""
    views = {name: ENTRIES[name].callback.view_class for name in LISTS}
    assert {name: way for name, one in views.items() if (way := ways_to_people(one.table_class, one.model))} == {}


def test_an_order_by_somebodys_address_would_be_found():
    view = ENTRIES["risk-list"].callback.view_class
    told = FileColumn(accessor="archived_by", order_by="archived_by__email")
    with mock.patch.dict(RiskTable.base_columns, {"by": told}):
        assert ways_to_people(view.table_class, view.model) == ["archived_by__email"]
