from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.publication.models import Publication
from tests.factories.publication import PublicAddressFactory, PublicationFactory, WithdrawalFactory

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def plan(authority):
    return PublicAddressFactory(plan__authority=authority, plan_slug="annual-plan").plan


def published(plan, *, since=HOUR, withdrawn=None):
    """A publication of which the public could read an hour ago; withdrawn after some time, if that is said."""
    from_ = clock.now() - since
    made = PublicationFactory(plan=plan, published_at=min(from_, clock.now()) - HOUR, public_from=from_)
    if withdrawn is not None:
        WithdrawalFactory(publication=made, at=from_ + withdrawn)
    return Publication.objects.for_list().get(pk=made.pk)


def test_what_is_public_embargoed_and_taken_back_are_told_apart(plan):
    old, now = published(plan), published(plan)
    coming, back = published(plan, since=-HOUR), published(plan, withdrawn=HOUR / 2)
    early = published(plan, since=-HOUR, withdrawn=-HOUR * 2)
    rows = Publication.objects
    assert set(rows.public()) == {old, now}
    assert set(rows.current()) == {now}
    assert set(rows.embargoed()) == {coming}
    assert set(rows.taken_back()) == {back, early}
    assert set(rows.withdrawn()) == {back}


def test_each_says_how_it_stands(plan):
    assert published(plan).stands.startswith("Public since 1")
    assert published(plan, since=-HOUR).stands.startswith("Not public before 1")
    assert published(plan, withdrawn=HOUR / 2).stands.startswith("Withdrawn 1")
    assert published(plan, since=-HOUR, withdrawn=-HOUR * 2).stands.startswith("Withdrawn before its time, 1")


def test_it_is_found_at_the_address_of_its_plan_under_its_number(plan):
    assert published(plan).public_url == f"/public/{plan.authority.slug}/annual-plan/1/"


def test_a_publication_is_never_written_again(plan):
    made = published(plan)
    for again in (made.save, made.delete, Publication.objects.all().delete):
        with pytest.raises(Refused, match="stays as it was published"):
            again()


def test_another_authority_sees_none_of_it(plan, editor, stranger):
    made = published(plan)
    assert list(Publication.objects.visible_to(editor)) == [made]
    assert not Publication.objects.visible_to(stranger).exists()
