"""Whatever stands in an address, a list answers with a page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import record
from tests.factories.people import CommitteeFactory
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db
NASTY = [
    "\x00",
    "'\";--",
    "9" * 400,
    "-1",
    "1e400",
    "NaN",
    "<script>alert(1)</script>",
    "%",
    "_",
    "\\",
    "😀" * 50,
    "31/12/9999",
    "1/1/0001",
]
FIELDS = {
    "history": ["words", "who", "type", "verb", "door", "since", "until", "number"],
    "risk-list": ["words", "owner", "committee", "state"],
    "risk-archived": ["words"],
    "committee-list": ["words", "state"],
    "post-list": ["words", "committee", "state"],
    "meeting-list": ["words", "committee", "when"],
    "message-list": ["words", "state", "kind", "since", "until", "authority"],
}
NOTHING_YET = {
    "plan-list": "There is no plan yet.",
    "deliverable-list": "No plan that you may see has deliverables yet.",
    "risk-list": "No risk is in the register yet.",
    "committee-list": "No committee is entered yet.",
    "meeting-list": "No meeting is entered yet.",
    "message-list": "No reminder has been written yet.",
}
SHARED = ["page", "sort", "export"]


@pytest.fixture
def client_of_auditor(as_person, auditor, authority):
    RiskFactory(authority=authority, title="<script>alert(1)</script>")
    record(
        "committee changed",
        CommitteeFactory(authority=authority, name="<script>alert(1)</script>"),
        by=auditor,
        authority_id=authority.pk,
    )
    return as_person(auditor)


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("address", FIELDS)
def test_a_nasty_value_in_any_filter_gives_a_page_and_never_runs(client_of_auditor, address, value):
    for field in FIELDS[address] + [name for name in SHARED if name != "page"]:
        response = client_of_auditor.get(reverse(address), {field: value})
        assert response.status_code == 200, field
        assert "<script>alert" not in response.content.decode(), field


@pytest.mark.parametrize(("address", "why"), NOTHING_YET.items())
def test_a_list_of_nothing_speaks_of_filters_only_where_one_is_used(as_person, auditor, address, why):
    client = as_person(auditor)
    for query, said, unsaid in (
        ({}, why, "Nothing matches"),
        ({"words": "", "sort": "title"}, why, "Nothing matches"),
        ({"words": "moon"}, "Nothing matches all of these filters.", why),
    ):
        page = client.get(reverse(address), query).content.decode()
        assert said in page, query
        assert unsaid not in page, query


@pytest.mark.parametrize("address", FIELDS)
def test_a_page_past_the_last_shows_the_last(client_of_auditor, address):
    table = client_of_auditor.get(reverse(address), {"page": "99"}).context["table"]
    assert table.page.number == table.paginator.num_pages == 1


@pytest.mark.parametrize("query", ["per_page=-1", "per_page=-4", "per_page=0", "per_page=3", "per_page=100000"])
@pytest.mark.parametrize("address", FIELDS)
def test_how_many_rows_a_page_has_is_not_for_an_address_to_say(client_of_auditor, address, query):
    with_it, without = (client_of_auditor.get(f"{reverse(address)}?{one}") for one in (query, ""))
    sizes = [len(list(one.context["table"].page.object_list)) for one in (with_it, without)]
    assert (with_it.status_code, sizes[0]) == (200, sizes[1])
    assert client_of_auditor.get(f"{reverse(address)}?{query}&export=csv").status_code == 200


@pytest.mark.parametrize("address", FIELDS)
def test_an_export_of_an_invalid_filter_gives_no_file(client_of_auditor, address):
    field = FIELDS[address][-1]
    if field == "words":
        return
    response = client_of_auditor.get(reverse(address), {field: "nonsense", "export": "csv"})
    assert "Content-Disposition" not in response.headers


def test_a_formula_in_a_name_is_shown_and_not_computed(as_person, auditor, authority):
    RiskFactory(authority=authority, title="=1+1")
    response = as_person(auditor).get(reverse("risk-list"), {"export": "csv"})
    assert ",'=1+1," in b"".join(response.streaming_content).decode()
