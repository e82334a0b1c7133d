"""Fifty editors save twenty updates each, through the forms of a site that serves them: none is lost."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.urls import reverse

from deliverables.models import ProgressUpdate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from plans.models import GlossaryEntry
from tests.faults.serving import Browser
from tests.faults.writing import GREEN_SAID, add_lines, submit

EDITORS, RECORDS, VISITED, LINES, AT_ONCE = 50, 20, 5, 4, 8
"""Each editor opens five of the twenty updates and saves each four times. The site has eight threads."""


def test_fifty_editors_lose_none_of_their_thousand_updates(site, office):
    here = office(RECORDS, EDITORS)
    addresses = [here.form_of(one) for one in here.deliverables]
    work = [(n, person.name, site.as_person(person)) for n, person in enumerate(here.people)]

    def visited(n):
        return [addresses[(n + step) % RECORDS] for step in range(VISITED)]

    def write(one):
        n, name, browser = one
        return sum(add_lines(browser, at, [f"{name}, {k}" for k in range(LINES)]) for at in visited(n))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        lost = sum(pool.map(write, work))
    expected = {
        at: sorted(f"{name}, {k}" for n, name, _ in work if at in visited(n) for k in range(LINES)) for at in addresses
    }
    written = ProgressUpdate.objects.filter(period=here.period).select_related("deliverable")
    assert {here.form_of(update.deliverable): sorted(update.done.splitlines()) for update in written} == expected
    told = Event.objects.filter(authority_id=here.authority.pk, verb="progressupdate drafted")
    assert Counter(told.values_list("actor_name", flat=True)) == {name: VISITED * LINES for _, name, _ in work}
    assert list(verify_history()) == []
    assert lost > 0, "Nobody was ever second: this was no race."


def test_a_double_click_is_one_update(site, office):
    """Twice at the same moment, by two lines to the site as a browser opens them; and once more a moment later."""
    here = office(4, 1)
    (person,) = here.people
    first, second = site.as_person(person), site.as_person(person)
    second.cookies = first.cookies

    def click(one):
        browser, address, page = one
        together.wait()
        return submit(browser, page, address, "The draft was written.").status

    with ThreadPoolExecutor(2) as pool:
        for deliverable in here.deliverables:
            address, together = here.form_of(deliverable), Barrier(2)
            page = first.get(address)
            assert list(pool.map(click, [(first, address, page), (second, address, page)])) == [302, 302]
            assert first.post(address, page, {**GREEN_SAID, "seen": "0.0"}).status == 302
    written = ProgressUpdate.objects.filter(period=here.period)
    assert sorted(written.values_list("deliverable", "number")) == [(one.pk, 1) for one in here.deliverables]
    assert Event.objects.filter(authority_id=here.authority.pk, verb="progressupdate submitted").count() == 4


def test_add_pressed_twice_at_once_makes_one(site, office):
    """Without a script the browser sends both, and two processes of the site may take them."""
    here = office(1, 1)
    address, together = reverse("glossaryentry-add", args=[here.plan.pk]), Barrier(2)
    first = site.as_person(here.people[0])
    page = first.get(address)
    second = Browser(site.port, dict(first.cookies))

    def click(browser):
        together.wait()
        return browser.post(address, page, {"term": "BME", "meaning": "Black and minority ethnic"})

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, [first, second]))
    assert [answer.status for answer in answers] == [302, 302]
    assert len({answer.leads_to for answer in answers}) == 1
    assert GlossaryEntry.objects.filter(plan=here.plan).count() == 1
