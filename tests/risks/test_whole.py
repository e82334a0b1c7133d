"""The register against the ambitions, as a file."""

from __future__ import annotations

import pytest
from django.urls import reverse

from risks.models import Risk
from tests.answers import rows_of, text
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import AssessmentFactory, RiskFactory

WHOLE = reverse("risk-whole")


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


def rows(client, **asked):
    return rows_of(client.get(WHOLE, {"export": "csv", **asked}))


def test_the_file_has_a_column_for_each_ambition(plan, member, as_person):
    first, second = (AmbitionFactory(plan=plan, title=title) for title in ("Safe", "Sound"))
    red = DeliverableFactory(plan=plan, ambition=second, reference="2.1")
    ProgressUpdateFactory(deliverable=red, rating="red", latest=True)
    dark = RiskFactory(authority=plan.authority, reference="KPA 01", title="Dark")
    AssessmentFactory(risk=dark, basis="current", likelihood=5, impact=5)
    dark.ambitions.add(first)
    dark.deliverables.add(red)
    RiskFactory(authority=plan.authority, reference="KPA 02", title="=Cold")
    headings, *found = rows(as_person(member))
    names = [str(first), str(second)]
    assert headings == ["Reference", "Risk", "Level now", *names, "Deliverables that treat it", "Red among them"]
    level = found[0].pop(2)
    assert level.endswith("(25)")
    assert found == [
        ["KPA 01", "Dark", "At stake", "At stake", "1", "2.1"],
        ["KPA 02", "'=Cold", "Not scored", "", "", "0", ""],
    ]


def test_the_file_is_of_what_the_page_is_narrowed_to(plan, member, as_person):
    AmbitionFactory(plan=plan, title="Safe")
    board = CommitteeFactory(authority=plan.authority)
    RiskFactory(authority=plan.authority, reference="KPA 01", committee=board)
    RiskFactory(authority=plan.authority, reference="KPA 02")
    client = as_person(member)
    page = text(client.get(WHOLE, {"committee": board.pk, "as_of": "2010-01-31"}))
    assert f'href="?committee={board.pk}&amp;export=xlsx"' in page
    assert [row[0] for row in rows(client, committee=board.pk)[1:]] == ["KPA 01"]


def test_another_authoritys_risks_are_in_no_file(plan, stranger, as_person):
    RiskFactory(authority=plan.authority)
    assert len(rows(as_person(stranger))) == 1
    assert Risk.objects.count() == 1
