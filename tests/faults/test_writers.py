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


class Race:
    """Editors who each open some of the updates and save each of those line by line, at once."""

    def __init__(self, site, here, *, visited, lines):
        self.site, self.here, self.lines = site, here, lines
        addresses = [here.form_of(one) for one in here.deliverables]
        self.visits = {
            person: [addresses[(n + step) % len(addresses)] for step in range(visited)]
            for n, person in enumerate(here.people)
        }

    def lines_of(self, person):
        return [f"{person.name}, {number}" for number in range(self.lines)]

    def run(self):
        """Run it, and return how often somebody was second to somebody."""

        def write(one):
            person, browser = one
            return sum(add_lines(browser, at, self.lines_of(person)) for at in self.visits[person])

        browsers = [(person, self.site.as_person(person)) for person in self.here.people]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return sum(pool.map(write, browsers))

    def lost(self):
        """Return each line that was acknowledged and is in its update not once, and who saved more or less often than
        the history tells."""
        written = ProgressUpdate.objects.filter(period=self.here.period).select_related("deliverable")
        found = Counter((self.here.form_of(one.deliverable), line) for one in written for line in one.done.splitlines())
        expected = Counter(
            (at, line) for who, seen in self.visits.items() for at in seen for line in self.lines_of(who)
        )
        told = Event.objects.filter(authority_id=self.here.authority.pk, verb="progressupdate drafted")
        saved = Counter({who.name: len(seen) * self.lines for who, seen in self.visits.items()})
        events = Counter(told.values_list("actor_name", flat=True))
        return [*((found - expected) + (expected - found)), *((saved - events) + (events - saved))]


def test_fifty_editors_lose_none_of_their_thousand_updates(site, office):
    race = Race(site, office(RECORDS, EDITORS), visited=VISITED, lines=LINES)
    second = race.run()
    assert race.lost() == []
    assert list(verify_history()) == []
    assert second > 0, "Nobody was ever second: this was no race."


def test_a_form_that_writes_over_what_others_wrote_would_be_found(careless, office):
    race = Race(careless("writes over"), office(1, AT_ONCE), visited=1, lines=LINES)
    assert race.run() == 0
    assert len(race.lost()) >= LINES


def click_twice(site, here):
    """Submit each update twice at the same moment, by two lines to the site as a browser opens them, and once more a
    moment later. Return all answers, and the versions and the events that came of it."""
    (person,) = here.people
    first, second = site.as_person(person), site.as_person(person)
    second.cookies = first.cookies
    answers = []

    def click(one):
        browser, address, page, together = one
        together.wait()
        return submit(browser, page, address, "The draft was written.").status

    with ThreadPoolExecutor(2) as pool:
        for address in map(here.form_of, here.deliverables):
            page, together = first.get(address), Barrier(2)
            answers += pool.map(click, [(one, address, page, together) for one in (first, second)])
            answers.append(first.post(address, page, {**GREEN_SAID, "seen": "0.0"}).status)
    written = ProgressUpdate.objects.filter(period=here.period).count()
    told = Event.objects.filter(authority_id=here.authority.pk, verb="progressupdate submitted").count()
    return Counter(answers), written, told


def test_a_double_click_is_one_update(site, office):
    assert click_twice(site, office(4, 1)) == ({302: 12}, 4, 4)


def test_a_form_that_does_not_know_a_second_click_would_be_found(careless, office):
    answers, _, _ = click_twice(careless("knows no second click"), office(4, 1))
    assert answers == {302: 4, 422: 8}


def add_twice(site, here):
    """Without a script the browser sends both, and two processes of the site may take them."""
    address, together = reverse("glossaryentry-add", args=[here.plan.pk]), Barrier(2)
    first = site.as_person(here.people[0])
    page = first.get(address)
    second = Browser(site.port, dict(first.cookies))

    def click(browser):
        together.wait()
        return browser.post(address, page, {"term": "BME", "meaning": "Black and minority ethnic"})

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, [first, second]))
    return (
        [answer.status for answer in answers],
        len({answer.leads_to for answer in answers}),
        GlossaryEntry.objects.filter(plan=here.plan).count(),
    )


ADDED_ONCE = [302, 302], 1, 1


def test_add_pressed_twice_at_once_makes_one(site, office):
    assert add_twice(site, office(1, 1)) == ADDED_ONCE


def test_a_form_without_its_once_only_key_would_be_found(careless, office):
    assert add_twice(careless("knows no second click"), office(1, 1)) != ADDED_ONCE
