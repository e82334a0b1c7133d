from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The risk register, and what in the plan each risk hangs on."""

    name = "risks"
