from django.apps import AppConfig
from django.conf import settings

from kpa_tracker.base.toolkit.errors_told import tell_errors_to


class ToolkitConfig(AppConfig):
    """What every app is built with: pages, tables, forms, dates, ratings. It knows no record of the domain."""

    name = "kpa_tracker.base.toolkit"
    label = "toolkit"

    def ready(self) -> None:
        """Let errors be told where the settings say so: from now on, those of starting up among them."""
        if settings.SENTRY_DSN:
            tell_errors_to(settings.SENTRY_DSN)
