"""Factories of what signing in leaves: counts of tries, second factors, sessions."""

from __future__ import annotations

import datetime

import factory
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone
from factory.django import DjangoModelFactory

from kpa_tracker.base.people.models import Tries
from tests.factories.people import PersonFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class TriesFactory(DjangoModelFactory):
    class Meta:
        model = Tries

    key = factory.Sequence(lambda n: f"{n:064}")
    since = factory.LazyFunction(timezone.now)
    until = factory.LazyAttribute(lambda made: made.since + datetime.timedelta(minutes=15))


class AuthenticatorFactory(DjangoModelFactory):
    """An authenticator app that is set up."""

    class Meta:
        model = Authenticator

    user = factory.SubFactory(PersonFactory)
    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": get_adapter().encrypt(SECRET)})


class UserSessionFactory(DjangoModelFactory):
    """A session that is noted; whether there is one, the store of sessions says."""

    class Meta:
        model = UserSession

    user = factory.SubFactory(PersonFactory)
    ip = "192.0.2.7"
    session_key = factory.Sequence(lambda n: f"session{n:025}")
    user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
