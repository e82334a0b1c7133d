"""Every page that is measured and its floor answer as they are asked, on a tiny installation."""

from __future__ import annotations

import pytest

from benchmarks.bench.asking import form_of
from benchmarks.bench.pages import EDITOR, NOBODY, OFFICER, PAGES, SAVING, TOUCHED
from benchmarks.bench.places import PEOPLE, find_places, signed_in
from benchmarks.bench.plans import Query, queries_asked
from benchmarks.bench.profiling import asked_by, profile
from benchmarks.bench.running import WORKING
from benchmarks.bench.saving import LEADS_ON, SAID
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.unchanged import DRAWN

TABLE = ProgressUpdate._meta.db_table


def status_of(path, who):
    client = signed_in(PEOPLE.get(who, ""))
    return client.get(path.format(**find_places().names)).status_code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_and_its_floor_answer(installation, page):
    assert [status_of(page.path, page.who), status_of(page.floor, page.who or EDITOR)] == [200, 200]


@pytest.mark.parametrize("page", [page for page in PAGES if page.who == NOBODY], ids=lambda page: page.name)
def test_the_public_reads_no_table_in_which_people_work(installation, page):
    tables = set().union(*(one.tables() for one in asked_by(page, find_places())))
    assert [name for name in tables if name.startswith(WORKING)] == []
    assert tables


@pytest.mark.parametrize("name", ["authority", "my-work"])
def test_a_page_that_is_drawn_anew_asks_for_all_that_it_shows(installation, monkeypatch, name):
    monkeypatch.setattr(DRAWN, "most", 1_000_000)
    kept, anew = (next(page for page in PAGES if page.name == one) for one in (name, f"{name}-anew"))
    places = find_places()
    assert len(asked_by(kept, places)) <= 6 < len(asked_by(anew, places))


def test_a_touch_writes_one_event(installation):
    events = Event.objects.count()
    assert status_of(TOUCHED, EDITOR) == 200
    assert Event.objects.count() == events + 1


def test_an_update_and_a_floor_write_are_sent(installation):
    places, client = find_places(), signed_in(PEOPLE[OFFICER])
    number = places.reported[0]
    path = SAVING.path.format(**places.names | {"reported": number})
    events = Event.objects.count()
    sent = client.post(path, form_of(client.get(path).text, SAID), "application/x-www-form-urlencoded")
    written = client.post(SAVING.floor, {"deliverable": number, "done": "Done by hand."})
    assert [sent.status_code, written.status_code] == [LEADS_ON, LEADS_ON]
    assert Event.objects.count() == events + 2
    assert Deliverable.objects.get(pk=number).latest.done == "Done by hand."


def test_a_profile_names_functions_and_queries(installation):
    said = profile("ambition", find_places(), drawn=1)
    assert "views/boards.py" in said
    assert f'FROM "{Deliverable._meta.db_table}"' in said


def test_a_query_that_reads_all_of_a_growing_table_is_found(installation):
    with queries_asked() as asked:
        list(ProgressUpdate.objects.filter(done="Nothing says this"))
    assert [query.scans() for query in asked] == [[TABLE]]


@pytest.mark.parametrize(
    ("sql", "plan", "found"),
    [
        (f'SELECT 1 FROM "{TABLE}" U0', f"SCAN {TABLE}", [TABLE]),
        (f'SELECT 1 FROM "{TABLE}" U0', "SCAN U0 USING COVERING INDEX one", [TABLE]),
        (f'SELECT 1 FROM "{TABLE}" U0 LIMIT 5', "SCAN U0 USING INDEX one", []),
        (f'SELECT 1 FROM "{TABLE}" U0 LIMIT 5', "SCAN U0", [TABLE]),
        (f'SELECT 1 FROM "{TABLE}" U0', "SEARCH U0 USING INDEX one (deliverable_id=?)", []),
    ],
)
def test_which_of_sqlites_plans_are_scans(monkeypatch, sql, plan, found):
    monkeypatch.setattr("benchmarks.bench.plans.connection.vendor", "sqlite")
    monkeypatch.setattr(Query, "plan", lambda query: plan)
    assert Query(sql, ()).scans() == found
