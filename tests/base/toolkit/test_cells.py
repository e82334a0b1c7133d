"""Cells that are drawn fast say what django-tables2 says of them, on every list of the demonstration."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django_tables2.rows import BoundRow

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.cells import drawing, lines_of, valuing
from kpa_tracker.base.toolkit.pages import ListPage
from tests.factories.people import AppointmentFactory, PostFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstrated(kept_demonstration, tmp_path, as_person):
    """The table of each list that needs no number in its address, by that address, as somebody with every role reads
    it."""
    kept_demonstration.place(tmp_path)
    authority = Authority.objects.order_by("pk").first()
    person = person_with(Role.ADMINISTRATOR, authority=authority)
    for role in set(Role) - {Role.ADMINISTRATOR}:
        AppointmentFactory(person=person, post=PostFactory(authority=authority), role=role)
    client = as_person(person)
    read = {address: client.get(address) for address in sorted(set(addresses()))}
    return {address: one.context["table"] for address, one in read.items() if one.status_code == 200}


def addresses():
    for name in get_resolver().reverse_dict:
        if isinstance(name, str):
            try:
                address = reverse(name)
            except NoReverseMatch:
                continue
            if issubclass(getattr(get_resolver().resolve(address).func, "view_class", object), ListPage):
                yield address


def test_every_list_says_what_the_library_says(demonstrated):
    filled = set()
    for address, table in demonstrated.items():
        for row in table.paginated_rows:
            filled.add(address)
            of = BoundRow(row.record, table)
            for column in table.columns.iterall():
                told = drawing(column, type(row.record))(of), valuing(column, type(row.record))(of)
                theirs = of.get_cell(column.name), of.get_cell_value(column.name)
                assert tuple(map(str, told)) == tuple(map(str, theirs)), (address, column.name)
    assert len(filled) > 15, "Most lists have rows in the demonstration."


def test_a_file_says_what_the_library_writes(demonstrated):
    for address, table in demonstrated.items():
        hidden = [column.name for column in table.columns.iterall() if column.column.exclude_from_export]
        assert [values for _, values in lines_of(table)] == list(table.as_values(exclude_columns=hidden)), address
