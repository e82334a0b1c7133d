from django.apps import AppConfig


class DeliverablesConfig(AppConfig):
    """What the plan promises to deliver, who owns it, by when, and how it stands."""

    name = "deliverables"

    def ready(self) -> None:
        """Let a plan know that its fates keep it following the one before."""
        from deliverables.models.fates import is_decided_in
        from plans.models.following import KEEPERS

        KEEPERS["deliverables"] = is_decided_in
