from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The risk register, and what in the plan each risk hangs on."""

    name = "risks"

    def ready(self) -> None:
        """Let a reporting period know which reviews it covers."""
        from deliverables.models.covered import FINDERS
        from risks.models.covered import reviews_in

        FINDERS["risks"] = reviews_in
