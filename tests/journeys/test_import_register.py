"""An editor imports a risk register in a real browser: every step of it accessible, wide and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from risks.models import Risk
from tests.exchange.files import workbook
from tests.factories.people import PostFactory
from tests.journeys.walking import look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ROWS = [
    ["Strategic risk register"],
    ["Ref", "Risk", "Area", "Risk owner", "Gross", None, "Controls", "Net", None, "Target", "Next review"],
    [None, None, None, None, "L", "I", None, "L", "I", None, None],
    ["KPA 05", "Grants fall", "Money", "Treasurer", 5, 4, "Reserves", 3, 4, "2x4=8", "30 June 2010"],
    ["KPA 08", "Nobody turns up", "People", "Clerk", 4, 4, None, 6, 3, "High", "later"],
]


def test_an_editor_imports_a_register(browse, editor, authority):
    PostFactory(authority=authority, title="Clerk")
    page = browse(editor, reverse("risk-list"))
    press(page, "Import a register")
    look(page, "1-choose", "Import a risk register")
    content = workbook(ROWS, merges=["E2:F2", "H2:I2"])
    page.get_by_label("The file").set_input_files(
        {"name": "register.xlsx", "mimeType": "text/plain", "buffer": content}
    )
    press(page, "Read the file")
    look(page, "2-columns")
    press(page, "Continue")
    look(page, "3-names")
    page.get_by_label("“Treasurer”", exact=True).select_option("new")
    press(page, "Continue")
    look(page, "4-preview")
    press(page, "Import it now")
    look(page, "5-result")
    assert list(Risk.objects.values_list("reference", "owner__title")) == [("KPA 05", "Treasurer"), ("KPA 08", "Clerk")]
    assert Risk.objects.get(reference="KPA 08").current is None
