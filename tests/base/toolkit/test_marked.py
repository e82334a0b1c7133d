"""What is marked by itself: shown no lower than what it stands in, on pages, in lists, in files and in mails."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from kpa_tracker.base.toolkit.marked import marking_around, quotable
from tests.factories.deliverables import DeliverableFactory, EvidenceFactory, ProgressUpdateFactory
from tests.factories.inspections import RecommendationFactory
from tests.factories.people import PersonFactory
from tests.factories.plans import PlanFactory, SectionFactory
from tests.factories.risks import ActionFactory, RiskFactory
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, marking="OFFICIAL")


@pytest.mark.parametrize(
    ("around", "own", "shown"),
    [
        ("OFFICIAL", "", "OFFICIAL"),
        ("OFFICIAL", SENSITIVE, SENSITIVE),
        ("RESTRICTED", "OFFICIAL", "RESTRICTED"),
        ("NOT PROTECTIVELY MARKED", "", "NOT PROTECTIVELY MARKED"),
    ],
)
def test_nothing_is_marked_lower_than_what_it_stands_in(authority, around, own, shown):
    plan = PlanFactory(authority=authority, marking=around)
    one = DeliverableFactory(plan=plan, marking=own)
    assert [part.shown_marking for part in (one, SectionFactory(plan=plan, marking=own))] == [shown, shown]
    assert EvidenceFactory(deliverable=one).shown_marking == shown


def test_what_has_no_marking_has_that_of_what_it_belongs_to(authority, plan):
    one = DeliverableFactory(plan=plan, marking=SENSITIVE)
    series = SeriesFactory(measure=MeasureFactory(authority=authority, marking=SENSITIVE))
    risk = RiskFactory(authority=authority, marking=SENSITIVE)
    belonging = [ProgressUpdateFactory(deliverable=one), series, ResultFactory(series=series), ActionFactory(risk=risk)]
    assert {marking_around(part) for part in belonging} == {SENSITIVE}
    assert (marking_around(None), marking_around(PersonFactory())) == ("", "")


PAGES = {
    "deliverable": lambda authority: DeliverableFactory(plan__authority=authority, marking=SENSITIVE),
    "measure": lambda authority: MeasureFactory(authority=authority, marking=SENSITIVE),
    "recommendation": lambda authority: RecommendationFactory(inspection__authority=authority, marking=SENSITIVE),
    "risk": lambda authority: RiskFactory(authority=authority, marking=SENSITIVE),
}


@pytest.mark.parametrize("kind", PAGES)
def test_its_page_its_form_and_its_list_are_headed_by_it(kind, authority, editor, as_person):
    record, client = PAGES[kind](authority), as_person(editor)
    for address in (record.get_absolute_url(), reverse(f"{kind}-edit", args=[record.pk]), reverse(f"{kind}-list")):
        response = client.get(address)
        assert (response.context["marking"], f"app-marking--{SENSITIVE.lower()}" in response.content.decode()) == (
            SENSITIVE,
            True,
        ), address
    row = client.get(reverse(f"{kind}-list")).content.decode()
    assert f'app-flag--strong">{SENSITIVE}</strong>' in row


@pytest.mark.parametrize("kind", PAGES)
def test_a_file_of_its_list_says_it_of_its_row_in_its_name_and_at_its_foot(kind, authority, editor, as_person):
    client, record = as_person(editor), PAGES[kind](authority)
    type(record).objects.filter(pk=record.pk).update(marking="")
    plain = client.get(reverse(f"{kind}-list"), {"export": "csv"})
    assert (b"marking" in b"".join(plain), "official" in plain["Content-Disposition"]) == (False, False)
    type(record).objects.filter(pk=record.pk).update(marking=SENSITIVE)
    marked = client.get(reverse(f"{kind}-list"), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(marked).decode("utf-8-sig"))))
    assert 'filename="official-sensitive-' in marked["Content-Disposition"]
    assert [row[-1] for row in rows] == ["Protective marking", SENSITIVE]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(reverse(f"{kind}-list"), {"export": "xlsx"}).content)).active
    assert (sheet.oddFooter.center.text, sheet.cell(2, sheet.max_column).value) == (SENSITIVE, SENSITIVE)


def test_a_mail_names_what_is_marked_by_its_reference_alone(authority, plan):
    secret = DeliverableFactory(plan=plan, reference="1.2", title="Operation Heron", marking=SENSITIVE)
    action = ActionFactory(risk=RiskFactory(authority=authority, marking=SENSITIVE), title="Watch the bridge")
    assert (quotable(secret), quotable(action)) == (f"1.2 ({SENSITIVE})", f"Action ({SENSITIVE})")
    assert quotable(DeliverableFactory(plan=plan, reference="1.3", title="In the open")) == "1.3 In the open"
