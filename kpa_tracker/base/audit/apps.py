from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The history: one event for every change, chained so that tampering shows."""

    name = "kpa_tracker.base.audit"
    label = "audit"
