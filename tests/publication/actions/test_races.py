"""Two people at once at the desk: each is judged by what the other has left behind."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.actions.publishing import publish, withdraw
from kpa_tracker.interfaces.publication.actions.wordings import approve_as_it_reads, revoke_wording
from kpa_tracker.interfaces.publication.models import Publication, Withdrawal, Wording
from kpa_tracker.interfaces.publication.public import public_document
from plans.actions import change_plan
from plans.models import Plan, Section
from tests.factories.people import person_with
from tests.factories.publication import RequirementFactory, approve_all
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = 2


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: b"%PDF-1.7")


@pytest.fixture
def plan(authority):
    RequirementFactory(authority=authority, title="Adoption", seen_by="adopted")
    return plan_to_publish(authority)


def at_once(*deeds):
    """Do several things at the same time; return what each returned, or the sentence with which it was refused."""

    def do(deed):
        try:
            return deed()
        except Refused as refused:
            return refused.message
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":  # one writer at a time, in one connection here: one after the other
        return [_refusable(deed) for deed in deeds]
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def _refusable(deed):
    try:
        return deed()
    except Refused as refused:
        return refused.message


def sentences(answers):
    return [one for one in answers if isinstance(one, str)]


def test_of_two_who_publish_at_once_one_does_and_the_other_is_told(plan, editor, administrator):
    approve_all(plan)
    answers = at_once(lambda: publish(plan, by=editor, seen=0), lambda: publish(plan, by=administrator, seen=0))
    assert list(Publication.objects.values_list("number", flat=True)) == [1]
    assert [("has published this plan" in one) for one in sentences(answers)] == [True]


def test_of_two_who_withdraw_at_once_one_does(plan, editor, administrator):
    approve_all(plan)
    made = publish(plan, by=editor)
    answers = at_once(*(lambda by=by: withdraw(made, reason="Wrong.", by=by) for by in (editor, administrator)))
    assert sentences(answers) == ["It was withdrawn already."]
    assert Withdrawal.objects.count() == Event.objects.filter(verb="publication withdrawn").count() == 1


def test_of_two_who_approve_at_once_one_does(plan, editor):
    one = submitted(plan, by=editor, kind="risk")
    others = [person_with(Role.EDITOR, authority=plan.authority) for _ in range(BOTH)]
    answers = at_once(
        *(lambda by=by: approve_as_it_reads(Wording.objects.get(pk=one.pk), seen=1, by=by) for by in others)
    )
    assert len(sentences(answers)) == 1
    assert Event.objects.filter(verb="wording approved").count() == 1


def test_a_text_that_changes_while_it_is_approved_is_not_published(plan, editor, administrator):
    """Whichever comes first: the approval is refused, or holds for what was read and is stale at once."""
    one = submitted(plan, by=editor, kind="section")
    at_once(
        lambda: Section.objects.update(body="Secret"),
        lambda: approve_as_it_reads(Wording.objects.get(pk=one.pk), seen=1, by=administrator),
    )
    document = public_document(plan)
    assert (document.before, document.after) == ((), ())


def test_of_two_who_take_an_approval_back_at_once_one_does(plan, editor, administrator):
    one = submitted(plan, by=editor, kind="risk")
    approve_as_it_reads(one, seen=1, by=administrator)
    answers = at_once(
        *(
            lambda by=by: revoke_wording(Wording.objects.get(pk=one.pk), reason="Wrong.", seen=2, by=by)
            for by in (editor, administrator)
        )
    )
    assert len(sentences(answers)) == 1
    assert Event.objects.filter(verb="approval taken back").count() == 1


def test_what_is_published_for_a_time_to_come_while_the_plan_is_marked_stays_inside(plan, editor, administrator):
    """Whichever comes first: publishing is refused, or what was published is stopped."""
    approve_all(plan)
    now = Plan.objects.get(pk=plan.pk)
    at_once(
        lambda: publish(plan, by=editor, public_from=clock.now() + datetime.timedelta(hours=1)),
        lambda: change_plan(now, seen=now.version, changes={"marking": "SECRET"}, by=administrator),
    )
    assert not Publication.objects.filter(withdrawal=None).exists()
