"""A plan to edit."""

from __future__ import annotations

import pytest

from plans.models import Plan
from tests.factories.plans import PlanFactory


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def closed(authority):
    return PlanFactory(authority=authority, state=Plan.State.CLOSED)
