from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "kpa_tracker.interfaces.publication"
    label = "publication"

    def ready(self) -> None:
        """Let reminders tell of texts that wait for approval, and of those that were sent back; let whatever else is
        drawn for an authority have its look; and let a plan that the public may not read any more stop what waits."""
        from kpa_tracker.base.audit.edits import RAISED
        from kpa_tracker.base.people.owing import add_source
        from kpa_tracker.base.toolkit.worn import LOOKS
        from kpa_tracker.interfaces.publication.actions.stopping import stop_waiting, stop_waiting_with
        from kpa_tracker.interfaces.publication.look import worn_by
        from kpa_tracker.interfaces.publication.wordings.owing import SOURCES
        from plans.actions.settling import FOLLOWS

        for source in SOURCES:
            add_source(source)
        LOOKS["publication"] = worn_by
        FOLLOWS["publication"] = stop_waiting
        RAISED["publication"] = stop_waiting_with
