"""Through which door a change comes, whatever happens inside."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from kpa_tracker.base.audit.doors import current_door, through
from kpa_tracker.base.audit.middleware import DoorMiddleware


def test_without_a_door_it_is_a_command():
    assert current_door() == "command"


def test_a_door_within_a_door_holds_until_it_closes():
    with through("page"):
        with through("bulk"):
            assert current_door() == "bulk"
        assert current_door() == "page"
    assert current_door() == "command"


def test_a_door_closes_behind_what_failed():
    with pytest.raises(ZeroDivisionError), through("import"):
        1 / 0  # noqa: B018
    assert current_door() == "command"


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/admin/", "admin"),
        ("/admin/people/post/1/", "admin"),
        ("/plans/1/", "page"),
        ("/administer/", "page"),
        ("/", "page"),
    ],
)
def test_a_request_comes_through_the_admin_or_a_page(rf, path, door):
    seen = []
    DoorMiddleware(lambda request: seen.append(current_door()) or HttpResponse())(rf.get(path))
    assert (seen, current_door()) == ([door], "command")
