"""What is selected from the register."""

from __future__ import annotations

import pytest

from risks.models import Risk
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import PostFactory
from tests.factories.plans import AmbitionFactory
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(authority):
    """Return risks by what hangs on them."""
    risks = {
        name: RiskFactory(authority=authority, title=name) for name in ("none", "ambition", "green", "red", "both")
    }
    for name in ("ambition", "both"):
        risks[name].ambitions.add(AmbitionFactory())
    for name, rating in (("green", "green"), ("red", "red"), ("both", "red")):
        deliverable = DeliverableFactory()
        ProgressUpdateFactory(deliverable=deliverable, rating=rating, latest=True)
        risks[name].deliverables.add(deliverable)
    risks["red"].owner = PostFactory(authority=authority, title="Treasurer")
    risks["red"].save()
    return risks


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("linked", {"ambition", "green", "red", "both"}),
        ("unlinked", {"none"}),
        ("resting_on_red", {"red", "both"}),
        ("without_owner", {"none", "ambition", "green", "both"}),
    ],
)
def test_risks_are_selected_by_what_hangs_on_them(register, select, found):
    assert {risk.title for risk in getattr(Risk.objects.all(), select)()} == found


def test_a_risk_on_two_red_deliverables_is_selected_once(register):
    deliverable = DeliverableFactory()
    ProgressUpdateFactory(deliverable=deliverable, rating="red", latest=True)
    register["red"].deliverables.add(deliverable)
    assert Risk.objects.all().resting_on_red().count() == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [("red treasurer", {"red"}), ("treasurer flood", set()), ("KPA", {"none", "ambition", "green", "red", "both"})],
)
def test_words_are_looked_for_in_reference_title_and_owner(register, words, found):
    assert {risk.title for risk in Risk.objects.all().matching(words)} == found
