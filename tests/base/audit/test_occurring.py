"""Which verbs occur is known without reading the history again, and is never what another history had."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpa_tracker.base.audit import occurring as module
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.audit.occurring import Read, occurring
from tests.factories.people import CommitteeFactory

pytestmark = pytest.mark.django_db
COMMITTEE = "people.committee"


@pytest.fixture(autouse=True)
def unread(monkeypatch):
    monkeypatch.setattr(module, "_read", {})


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


def done(committee, verb, by=None):
    return record(f"committee {verb}", committee, by=by, authority_id=committee.authority_id)


def test_what_occurs_is_what_a_query_of_all_would_find(auditor, committee):
    for verb in ("added", "changed", "changed"):
        done(committee, verb)
    record("person reset password", auditor, by=None, authority_id=None)
    done(CommitteeFactory(), "archived")
    everything = set(Event.objects.visible_to(auditor).order_by().values_list("subject_type", "verb"))
    assert occurring(auditor) == everything
    assert {(COMMITTEE, "committee added"), ("people.person", "person reset password")} <= everything
    assert (COMMITTEE, "committee archived") not in everything


def test_what_was_added_since_is_read_and_nothing_before_it(auditor, committee):
    done(committee, "added")
    first = occurring(auditor)
    last = done(committee, "changed")
    with CaptureQueriesContext(connection) as asked:
        assert occurring(auditor) - first == {(COMMITTEE, "committee changed")}
    assert any(f'"number" > {last.number - 1}' in one["sql"] for one in asked)
    with CaptureQueriesContext(connection) as again:
        occurring(auditor)
    assert len(again) == 2


def test_a_chain_that_is_another_now_is_read_anew(auditor, committee):
    """After a backup came back, or erased words were written anew."""
    done(committee, "added")
    head = ChainHead.objects.get(stream=f"authority {committee.authority_id}")
    strange = frozenset({(COMMITTEE, "committee dreamt")})
    for known in (Read(head.number, "0" * 64, strange), Read(head.number + 5, head.hash, strange)):
        module._read[head.stream] = known
        assert (COMMITTEE, "committee dreamt") not in occurring(auditor)
        assert (COMMITTEE, "committee added") in occurring(auditor)


def test_nobody_reads_what_occurs_elsewhere(stranger, auditor, committee):
    done(committee, "added")
    assert occurring(auditor)
    assert (COMMITTEE, "committee added") not in occurring(stranger)
