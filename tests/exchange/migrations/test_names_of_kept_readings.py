"""Readings that were kept before they had names are called by their headings."""

from importlib import import_module

import pytest
from django.apps import apps

from kpa_tracker.interfaces.exchange.models import ImportMapping
from tests.factories.exchange import ImportMappingFactory

migration = import_module("kpa_tracker.interfaces.exchange.migrations.0007_names_of_kept_readings")


@pytest.mark.django_db
def test_what_has_no_name_is_called_by_its_headings():
    ImportMappingFactory(name="", headings="was | wer")
    ImportMappingFactory(name="", headings="x" * 150)
    ImportMappingFactory(name="Ours")
    migration.name_by_headings(apps, None)
    assert list(ImportMapping.objects.order_by("pk").values_list("name", flat=True)) == ["was | wer", "x" * 100, "Ours"]
