from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "kpa_tracker.interfaces.scrutiny"
    label = "scrutiny"

    def ready(self) -> None:
        """Let reminders and calendars tell of what committees wait for, keep meetings on their days, and let the lists
        of deliverables say where a committee rates otherwise."""
        from deliverables.models.judged import OTHERWISE
        from kpa_tracker.base.people.models.kept import KEEPERS
        from kpa_tracker.base.people.owing import add_source
        from kpa_tracker.interfaces.scrutiny.models.kept import standing_of
        from kpa_tracker.interfaces.scrutiny.models.ratings import waiting_for_owners
        from kpa_tracker.interfaces.scrutiny.owing import SOURCES

        for source in SOURCES:
            add_source(source)
        KEEPERS["scrutiny"] = standing_of
        OTHERWISE["scrutiny"] = waiting_for_owners
