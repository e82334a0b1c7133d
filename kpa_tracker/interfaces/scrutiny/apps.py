from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "kpa_tracker.interfaces.scrutiny"
    label = "scrutiny"

    def ready(self) -> None:
        """Let reminders and calendars tell of questions and minuted actions."""
        from kpa_tracker.base.people.owing import add_source
        from kpa_tracker.interfaces.scrutiny.owing import SOURCES

        for source in SOURCES:
            add_source(source)
