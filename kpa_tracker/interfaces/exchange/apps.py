from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kpa_tracker.interfaces.exchange"
    label = "exchange"
