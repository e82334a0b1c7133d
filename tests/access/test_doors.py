"""Every address that is no page of ours, tried by everybody: what each is answered is written in doors.txt.

To whom the admin is shut it looks the same wherever they knock, and what the API keeps looks like what there is not.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from unittest import mock

import pytest

from tests.access.addresses import ENTRIES, TAIL
from tests.access.asking import ask, plain, told_apart
from tests.access.cast import CAST
from tests.access.doors import leaves
from tests.hostile.world import NOBODYS

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("many_requests")]
PARTS = 6


def written() -> list[tuple[str, dict[str, str]]]:
    """Return the lines of the matrix: which names each is of, and what everybody is answered there."""
    lines = Path(__file__).with_name("doors.txt").read_text().splitlines()
    cells = [line.split() for line in lines if line and not line.startswith("#")]
    return [(name, dict(zip(CAST, found, strict=True))) for name, *found in cells]


WRITTEN = written()


def written_of(name: str) -> dict[str, str]:
    """Return what everybody is answered at a door: what the first line says that is of it."""
    return next((found for names, found in WRITTEN if fnmatch(name, names)), {})


@pytest.mark.parametrize("part", range(PARTS))
def test_a_door_opens_to_whom_the_matrix_says_and_to_nobody_else(part, doors):
    names = sorted(doors.addresses)[part::PARTS]
    found = {name: {who: doors.found_by(who, name) for who in CAST} for name in names}
    assert {name: one for name, one in found.items() if one != written_of(name)} == {}
    assert len(found) > 30


def test_every_line_of_the_matrix_is_of_some_address(doors):
    used = [next((names for names, _ in WRITTEN if fnmatch(one, names)), one) for one in doors.addresses]
    assert sorted(set(used)) == sorted(names for names, _ in WRITTEN)


def test_every_address_of_the_site_stands_in_one_of_the_two_matrices(doors):
    known = {name.partition("/")[0].partition("+")[0] for name in doors.addresses}
    assert {name for name, _ in leaves()} - known - set(ENTRIES) == {"admin:None"}


OPEN = {"admin:login", "admin:logout", "admin:view_on_site", "admin:index"}
"""Addresses below the admin's that it does not answer itself, or that take leave of whoever comes; and its first page,
whose address is the beginning of the door's."""
SHUT = ("bare", "former", "other_member", "member", "chair", "colleague", "owner", "auditor", "editor")


"""Who is signed in and may not into the admin. Who is not is led to the door everywhere in it, on one of two ways."""


@pytest.mark.parametrize("part", range(PARTS))
def test_who_may_not_into_the_admin_is_answered_alike_everywhere_in_it(part, doors):
    kept = [one for one in sorted(doors.addresses) if one.startswith("admin:") and one not in OPEN][part::PARTS]
    apart = {
        (who, name): told_apart(*(plain(ask(doors.browsers[who], "get", at), at) for at in (here, there)))
        for who in SHUT
        for name in kept
        for here, there in [(doors.addresses[name], doors.addresses["admin:nowhere"])]
    }
    assert {asked: said for asked, said in apart.items() if said} == {}
    assert len(apart) > 200


def kept_by_the_api(doors, who):
    """Return each record of the API that answers somebody otherwise than one that there is not."""
    program, apart = doors.programs[who], {}
    for name, here in doors.addresses.items():
        if name.startswith("api-record/"):
            there = f"{here.rstrip('/').rpartition('/')[0]}/{NOBODYS}/"
            apart[name] = told_apart(*(plain(ask(program, "get", at), at) for at in (here, there)))
    return {name: said for name, said in apart.items() if said}


@pytest.mark.parametrize("who", ["bare", "former", "foreign"])
def test_a_record_that_the_api_keeps_is_answered_as_one_that_there_is_not(who, doors):
    assert kept_by_the_api(doors, who) == {}


def test_a_feed_of_nobodys_is_answered_as_what_there_is_not(doors):
    wrong = "/calendar/nobodys.ics"
    for who in ("public", "owner"):
        here, there = (ask(doors.browsers[who], "get", at) for at in (wrong, f"/{TAIL}"))
        if who != "public":  # who is not signed in is asked who they are, wherever there is nothing
            assert told_apart(plain(here, wrong), plain(there, f"/{TAIL}")) == ""
        assert here.status_code == 404


# --- A fault in who may is found --------------------------------------------------------------------------------------


def everything(model, user):
    return model._default_manager.all()


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        (mock.patch("django.contrib.admin.sites.AdminSite.has_permission", return_value=True), "admin:index"),
        (mock.patch("kpa_tracker.base.toolkit.pages.visible", everything), "api-record/risks"),
        (mock.patch("kpa_tracker.base.people.models.Person.has_perm", return_value=True), "api-list/risks"),
    ],
    ids=["admin", "record", "list"],
)
def test_a_door_that_forgot_to_ask_would_be_found(fault, name, doors):
    with fault:
        found = {who: doors.found_by(who, name) for who in CAST}
    assert found != written_of(name)


def test_a_list_of_the_api_that_forgot_whose_rows_it_has_would_be_found(doors):
    assert kept_by_the_api(doors, "administrator")
