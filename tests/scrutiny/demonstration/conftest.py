"""The demonstration, put in once for the tests of a module that ask for it."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="module")
def year(kept_demonstration, django_db_blocker, tmp_path_factory):
    """Put the demonstration in and, after the module's last test, take it away again."""
    folder = tmp_path_factory.mktemp("demonstration")
    day = datetime.date(2010, 4, 12)
    kept = override_settings(MEDIA_ROOT=folder / "media", VAR_DIR=folder, DEMONSTRATION_DATE=day)
    with django_db_blocker.unblock(), kept, transaction.atomic():
        kept_demonstration.place(folder)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(year, db, settings):
    """The loaded demonstration; what a test changes in it is undone."""
    settings.MEDIA_ROOT, settings.VAR_DIR = year / "media", year
    return year
