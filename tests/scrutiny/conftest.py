"""A committee at work, for the tests of what its members do."""

from __future__ import annotations

import pytest

from tests.factories.scrutiny import committee_at_work


@pytest.fixture
def work(authority):
    """A committee of the authority with everybody around it."""
    return committee_at_work(authority)
