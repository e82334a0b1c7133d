"""The site with faults planted in it."""

from tests.faults.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.faults.careless.apps.Careless"]  # noqa: F405
