"""The site as it is served, but for its static files, which nobody collects for a test, and for second factors."""

from kpa_tracker.settings import *  # noqa: F403

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
SECOND_FACTOR = ["nobody"]
