"""Whoever may read and not write sends every form there is: each is answered as if there were none."""

from __future__ import annotations

import pytest

from kpa_tracker.base.audit.models import Event
from tests.hostile.world import World, acting, address

OF_EVERYBODY = {"view-keep", "view-forget", "reminders", "calendar-make", "calendar-revoke", "comment-add"}
"""What whoever is signed in does for themselves, and what everybody but an auditor says of a draft plan. Pages on no
record may open, where they hold one's own alone."""
WRITING = [(name, kind) for name, kind in acting() if name not in OF_EVERYBODY]
SENT = {"version": 1, "seen": "1.1", "reason": "Mine now", "words": "Done", "title": "Taken", "decision": "approve"}


@pytest.fixture
def ours(authority):
    return World(authority)


@pytest.mark.parametrize("role", ["member", "auditor", "officer"])
def test_who_only_reads_is_shown_no_form_and_sends_none(role, ours, request, as_person):
    client, let_in = as_person(request.getfixturevalue(role)), []
    for name, kind in WRITING:
        url = address(name, kind, ours)
        answers = {client.get(url).status_code, client.post(url, SENT).status_code}
        let_in += [name] if kind and not answers <= {404, 405} else []
    assert (let_in, Event.objects.exists()) == ([], False)
