"""Who sees which updates."""

from __future__ import annotations

import pytest

from deliverables.actions.updates import NOTHING_SEEN, place_of, save_draft, submit_update
from deliverables.models import ProgressUpdate
from kpa_tracker.base.people.roles import Role
from tests.factories.people import AppointmentFactory, PostFactory, person_with
from tests.factories.situations import GREEN

SECRET = "Nobody has started, between ourselves."
READERS = [
    ("owner", True),
    ("postmate", True),
    ("helper", True),
    ("auditor", True),
    ("editor", False),
    ("administrator", False),
    ("officer", False),
    ("member", False),
    ("stranger", False),
]


@pytest.fixture
def postmate(post, authority):
    """Somebody else in the post that leads, by way of a second appointment."""
    return AppointmentFactory(person=person_with(Role.MEMBER, authority=authority), post=post).person


@pytest.fixture
def helper(deliverable, authority):
    post = PostFactory(authority=authority)
    deliverable.supporting.add(post)
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def draft(deliverable, period, owner):
    return save_draft(deliverable, period=period, content={"done": SECRET}, seen=NOTHING_SEEN, by=owner)


def seen_by(person):
    return list(ProgressUpdate.objects.visible_to(person))


@pytest.mark.parametrize(("who", "reads"), READERS)
def test_a_draft_is_its_writers_and_their_post_mates(who, reads, draft, request):
    person = request.getfixturevalue(who)
    assert (seen_by(person) == [draft], person.has_perm("deliverables.view_progressupdate", draft)) == (reads, reads)


def test_a_draft_that_an_editor_writes_is_theirs_and_the_posts(deliverable, period, editor, owner, authority):
    draft = save_draft(deliverable, period=period, content={"done": SECRET}, seen=NOTHING_SEEN, by=editor)
    assert (seen_by(editor), seen_by(owner)) == ([draft], [draft])
    assert seen_by(person_with(Role.EDITOR, authority=authority)) == []


@pytest.mark.parametrize("who", ["owner", "editor", "administrator", "officer", "member", "auditor"])
def test_once_submitted_everybody_in_the_authority_reads_it(who, deliverable, period, owner, draft, request):
    submitted = submit_update(deliverable, period=period, content=GREEN, seen=place_of(draft), by=owner)
    person = request.getfixturevalue(who)
    assert seen_by(person) == [submitted]
    assert person.has_perm("deliverables.view_progressupdate", submitted)


def test_an_all_posts_draft_is_read_by_every_officer_of_the_authority_alone(
    deliverable, period, authority, officer, editor, stranger
):
    deliverable.lead = PostFactory(authority=authority, kind="everyone", title="ALL")
    deliverable.save()
    save_draft(deliverable, period=period, content={"done": SECRET}, seen=NOTHING_SEEN, by=editor)
    assert (len(seen_by(officer)), len(seen_by(stranger))) == (1, 0)
