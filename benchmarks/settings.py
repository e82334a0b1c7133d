"""The shipped settings, on a day of the seeded installation, with the floor pages beside the site's own."""

import os

os.environ.setdefault("DEMONSTRATION_DATE", "2020-02-03")

from kpa_tracker.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.floors.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.floors"]  # noqa: F405
