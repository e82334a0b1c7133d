"""Reading changes nothing: every address of the site, read by several people, writes no row but what is named here."""

from __future__ import annotations

import re
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from kpa_tracker.base.audit.models import Event
from plans.models import Plan
from risks.models import Risk
from risks.views.records import RiskPage
from tests.access.addresses import ENTRIES, address_of
from tests.access.asking import ask
from tests.access.doors import Doors

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("many_requests")]
PARTS = 8
WHO = ("administrator", "owner", "public")
ASIDE: tuple[dict[str, str], ...] = ({}, {"export": "xlsx", "as_of": "2010-03-01", "sort": "-pk"})
"""What is asked beside an address: nothing, and a file of it as it was on a day."""
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|EXPLAIN|PRAGMA|SET|SHOW|WITH|BEGIN|COMMIT)\b", re.IGNORECASE)
TABLE = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)
LEFT = {
    "django_session": "which message somebody was shown, and which page to go back to",
    "usersessions_usersession": "when a session was used last, which its person is shown",
    "account_emailaddress": "that the library knows the address to which the link that is opened was sent",
    "api_apitoken": "on which day a token was used last, which its person is shown",
}
"""What reading may write anywhere: about the reader's own ways in, and nothing that anybody works on."""
TAKES_OUT = {
    **dict.fromkeys(("plan-pdf", "plan-pdf-public", "plan-word", "plan-word-public"), "plan exported"),
    **dict.fromkeys(("plan-on-a-page-pdf", "plan-on-a-page-pdf-public", "performance-pdf"), "plan exported"),
    **dict.fromkeys(("plan-workbook", "plan-data"), "plan exported"),
    **dict.fromkeys(("register-pdf", "register-pdf-public"), "register exported"),
}
"""Pages that hand out a whole document, with the event that this leaves: who took what out, and when. The event is
about the reading itself, and changes no record; to send a form for it would ask people to confirm that they read."""
OF_AN_EVENT = {"audit_event", "audit_chainhead"}


def written_by(browser: Any, address: str, aside: dict[str, str]) -> tuple[set[str], list[str]]:
    """Return the tables to which reading an address writes, and the verbs of the events among that."""
    written, known = set(), Event.objects.count()
    verbs: list[str] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if not READS.match(sql):
            found = TABLE.match(sql)
            written.add(found[1] if found else sql)
            if found and found[1] == "audit_event":
                verbs.extend(Event.objects.order_by("pk")[known:].values_list("verb", flat=True))
        return done

    with connection.execute_wrapper(noted):
        ask(browser, "get", address, aside)
    return written - set(LEFT), verbs


def names_of(doors: Doors) -> list[str]:
    return [*ENTRIES, *doors.addresses]


def address_in(doors: Doors, name: str) -> str:
    return doors.addresses[name] if name in doors.addresses else address_of(name, doors.made)


def wrote(doors: Doors, names: list[str]) -> dict[tuple[str, str, str], Any]:
    """Return each reading of these addresses that wrote something which it may not, with what it wrote."""
    found = {}
    for name in names:
        address = address_in(doors, name)
        for who in WHO:
            for aside in ASIDE:
                tables, verbs = written_by(doors.by(who, name), address, aside)
                may = (OF_AN_EVENT, {TAKES_OUT[name]}) if name in TAKES_OUT else (set(), set())
                if not (tables <= may[0] and set(verbs) <= may[1]):
                    found[name, who, str(aside)] = sorted(tables), verbs
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_reading_an_address_writes_nothing_but_what_is_named(part, doors):
    names = names_of(doors)[part::PARTS]
    assert wrote(doors, names) == {}
    assert len(names) > 50


def test_what_hands_out_a_document_does_leave_its_event(doors):
    """Else the exception would outlive its reason."""
    left = {name: written_by(doors.browsers["administrator"], address_in(doors, name), {})[1] for name in TAKES_OUT}
    assert left == {name: [verb] for name, verb in TAKES_OUT.items()}


def writing(page: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    """Note on the record that somebody has looked at it."""
    Risk.objects.filter(pk=kwargs["pk"]).update(cause="Looked at")
    return careful(page, request, *args, **kwargs)


careful = RiskPage.get


def test_a_page_that_writes_when_it_is_read_would_be_found(doors):
    with mock.patch.object(RiskPage, "get", writing):
        found = wrote(doors, ["risk"])
    assert found["risk", "administrator", "{}"] == (["risks_risk"], [])


def test_an_answer_of_the_admin_that_writes_would_be_found(doors):
    def shown(site: Any, request: Any) -> bool:
        Plan.objects.update(version=1)
        return True

    with mock.patch("django.contrib.admin.sites.AdminSite.has_permission", shown):
        assert wrote(doors, ["admin:index"])["admin:index", "administrator", "{}"] == (["plans_plan"], [])
