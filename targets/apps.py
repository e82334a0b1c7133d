from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """Whether the plan worked: measures, targets and results; inspections and what they recommend."""

    name = "targets"
