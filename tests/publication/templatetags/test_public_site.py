"""The way to the public site."""

from __future__ import annotations

import datetime

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.templatetags.public_site import something_is_public
from tests.factories.publication import PublicationFactory, WithdrawalFactory


def test_there_is_something_from_the_moment_on_at_which_it_is_public(db, django_assert_num_queries):
    ends = clock.now() + datetime.timedelta(days=1)
    made = PublicationFactory(public_from=ends)
    with django_assert_num_queries(1):
        assert something_is_public() is False
    with clock.at(ends):
        assert something_is_public() is True
        WithdrawalFactory(publication=made)
        assert something_is_public() is False
