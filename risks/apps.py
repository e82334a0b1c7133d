from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The risk register, and what in the plan each risk hangs on."""

    name = "risks"

    def ready(self) -> None:
        """Let a reporting period know which reviews it covers, and next year's plan take over what hangs on it."""
        from deliverables.actions.copying import ALSO
        from deliverables.models.covered import FINDERS
        from risks.actions.following import link_to_copies
        from risks.models.covered import reviews_in

        FINDERS["risks"] = reviews_in
        ALSO["risks"] = link_to_copies
