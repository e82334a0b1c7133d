"""How many requests the campaign is of is counted, and is one number wherever it is said."""

from __future__ import annotations

import pytest

from tests.architecture.test_repository import ROOT
from tests.hostile.campaign.conftest import REQUESTS, SHARES, WHOLE, all_are_sent
from tests.hostile.sending import Sender

pytestmark = pytest.mark.django_db


def test_the_shares_are_the_whole():
    assert sum(SHARES.values()) == pytest.approx(1)


def test_the_recipe_names_the_number_of_the_whole():
    said = f"KPA_REQUESTS={WHOLE}"
    assert said in (ROOT / "docs" / "recipes" / "test-it.md").read_text()
    assert said in (ROOT / "tests" / "hostile" / "campaign" / "conftest.py").read_text()


def test_a_campaign_that_sends_less_than_it_should_would_be_found():
    def sends(number: int) -> None:
        for _ in range(number):
            Sender().get("/robots.txt")

    share = 3 / REQUESTS
    with all_are_sent(share):
        sends(3)
    with pytest.raises(AssertionError, match=r"^2 requests were sent, and 3 were to be\."), all_are_sent(share):
        sends(2)
