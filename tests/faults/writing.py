"""How people write updates through the forms of the site, and what of it is in its database."""

from __future__ import annotations

import re
from html import unescape

from django.db.models import F

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.models import Event
from tests.factories.situations import GREEN
from tests.faults.serving import Answer, Browser

DONE = re.compile(r'<textarea name="done"[^>]*>(.*?)</textarea>', re.DOTALL)
SAVED_NOW = re.compile(r'What was done.*?data-label="What is saved now"><span[^>]*>(.*?)</span>', re.DOTALL)
GREEN_SAID = {**GREEN, "save": "submit"}


def text_in(page: Answer, where: re.Pattern[str] = DONE) -> str:
    """Return the text that a page has in a box, or that it says is saved now."""
    found = where.search(page.text)
    assert found, (page.status, page.leads_to, page.text[:3000])
    return unescape(found[1]).strip()


def add_lines(browser: Browser, address: str, lines: list[str]) -> int:
    """Open the form of an update that others write too, and save it as a draft after each line. Where somebody was
    faster, put both texts together and save that. Returns how often somebody was."""
    page = browser.get(address)
    text, seen, lost = text_in(page), page.hidden("seen"), 0
    for line in lines:
        while True:
            text = f"{text}\n{line}".strip()
            answer = browser.post(address, page, {"seen": seen, "done": text, "save": "draft"})
            if answer.status == 302:
                break
            assert answer.status == 422, answer.text[:3000]
            text, seen, lost = text_in(answer, SAVED_NOW), answer.hidden("seen"), lost + 1
        number, version = seen.split(".")
        seen = f"{int(number) or 1}.{int(version) + 1}"
    return lost


def submit(browser: Browser, page: Answer, address: str, done: str) -> Answer:
    """Submit the first update of a deliverable, from a form that is open."""
    return browser.post(address, page, {**GREEN_SAID, "done": done, "seen": "0.0"})


def halves(plan) -> list[str]:
    """Return what was done by halves in a plan: an update without its event, an event without its update, a
    deliverable that does not point at its update of record."""
    written = list(ProgressUpdate.objects.filter(deliverable__plan=plan).values_list("deliverable", "done"))
    events = Event.objects.filter(verb="progressupdate submitted", authority_id=plan.authority_id)
    told = [(subject, changes["done"][1]) for subject, changes in events.values_list("subject_id", "changes")]
    reported = Deliverable.objects.filter(plan=plan, updates__state="submitted")
    astray = reported.exclude(latest=F("updates")) | Deliverable.objects.filter(plan=plan, updates=None).exclude(
        latest=None
    )
    odd = sorted(set(written) ^ set(told)) + [one for one in told if told.count(one) > 1]
    return [f"{one}: told and not written, or written and not told, or twice" for one in odd] + [
        f"{one} points elsewhere" for one in astray
    ]
