from __future__ import annotations

import pytest

from kpa_tracker.interfaces.publication.site.ways import page_of


@pytest.mark.parametrize(
    ("anchor", "path"),
    [
        ("before-2", "text/before-2/"),
        ("after-12-3", "text/after-12/#after-12-3"),
        ("ambition-4", "ambitions/4/"),
        ("targets", "targets/"),
        ("targets-above", "targets/#targets-above"),
        ("risks", "risks/"),
        ("glossary", "glossary/"),
        ("glance", "#glance"),
        ("priorities", ""),
        ("vision", ""),
    ],
)
def test_each_part_of_a_document_is_read_on_a_page(anchor, path):
    assert page_of(anchor) == path
