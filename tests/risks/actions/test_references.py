"""A reference names one risk for ever, however it is written; the next one comes after the highest."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.errors import Refused
from risks.actions import add_risk, archive_risk, next_reference
from risks.models import Risk
from tests.factories.people import AuthorityFactory
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db


def enter(authority, reference, by):
    return add_risk(
        Risk(authority=authority, reference=reference, title="A flood"), ambitions=(), deliverables=(), by=by
    )


@pytest.mark.parametrize("written", ["kpa 05", "KPA  05", " Kpa 05 ", "KPA\N{NO-BREAK SPACE}05", "KPA\t05"])
def test_what_reads_like_a_known_reference_is_that_reference(written, authority, editor):
    archive_risk(RiskFactory(authority=authority, reference="KPA 05"), seen=1, reason="Passed.", by=editor)
    with pytest.raises((Refused, ValidationError), match="already has a risk"):
        enter(authority, written, editor)
    assert Risk.objects.count() == 1


@pytest.mark.parametrize("written", ["KPA 5", "KPA 050", "KPA 05a", "KPA-05"])
def test_what_reads_otherwise_is_another_reference(written, authority, editor):
    RiskFactory(authority=authority, reference="KPA 05")
    assert enter(authority, written, editor).reference == written


def test_another_authority_has_references_of_its_own(authority, editor):
    RiskFactory(reference="kpa 05")
    assert enter(authority, "KPA 05", editor).pk


def test_a_reference_is_kept_with_single_spaces(authority, editor):
    assert enter(authority, " KPA   05 ", editor).reference == "KPA 05"


@pytest.mark.parametrize(
    ("used", "following"),
    [
        ([], ""),
        (["Flood"], ""),
        (["KPA 05"], "KPA 06"),
        (["KPA 05", "KPA 24", "KPA 22"], "KPA 25"),
        (["KPA 09"], "KPA 10"),
        (["KPA 99"], "KPA 100"),
        (["R1.9"], "R1.10"),
        (["7", "Flood"], "8"),
        (["KPA 05", "FIN 7"], "FIN 8"),
        (["KPA 05 (old)"], ""),
    ],
)
def test_the_next_reference_is_one_more_than_the_highest(used, following, authority):
    for reference in used:
        RiskFactory(authority=authority, reference=reference)
    assert next_reference(authority) == following


def test_an_archived_risk_keeps_its_number_and_another_authority_gives_none(authority, editor):
    archive_risk(RiskFactory(authority=authority, reference="KPA 30"), seen=1, reason="Passed.", by=editor)
    RiskFactory(authority=AuthorityFactory(), reference="KPA 90")
    assert next_reference(authority) == "KPA 31"
