from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    """What every app is built with: pages, tables, forms, dates, ratings. It knows no record of the domain."""

    name = "kpa_tracker.base.toolkit"
    label = "toolkit"
