"""What no page of the register asks for, sent to it: days and numbers out of bounds, second tabs, double clicks, rows
of others, risks that are archived or over. Each is answered, and nothing is kept that was not meant."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.models import Event
from risks.actions import archive_risk, make_scheme
from risks.models import Acceptance, Assessment, Risk
from tests.factories.people import CommitteeFactory, MeetingFactory, PostFactory, held_post
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

MARK = "No word of this leaves its authority"
NO_DAYS = ["1/1/0001", "31/12/9999", "1/1/10000", "0/0/0", "29/2/2011", "June 2010", "ongoing", "1/1/1066", "\x00"]
NO_STEPS = ["0", "6", "-1", "3.0", "4 ", "³", "٣", "1e0", "99999999999999999999", "True", "", "3,4"]
SCORE = {"likelihood": 4, "impact": 4, "impact_kind": "money", "rationale": "Two savings are late."}
SAYS_THE_SAME = {"edit", "control-edit", "action-edit", "action-report"}
"""Sent again, these save the words that are saved already: nothing is changed, and nobody needs to be told."""
TESTED = {"effectiveness": "effective", "tested_on": "1/4/2010", "note": "Nine of twelve."}


@pytest.fixture
def client(editor, as_person):
    return as_person(editor)


@pytest.fixture
def approver(authority):
    return held_post(authority)


@pytest.fixture
def risk(authority, approver):
    """A risk beyond appetite, which somebody may accept."""
    committee, category = CommitteeFactory(authority=authority, chair=approver), CategoryFactory(authority=authority)
    risk = RiskFactory(authority=authority, reference="KPA 07", committee=committee, category=category)
    return AssessmentFactory(risk=risk).risk


@pytest.fixture
def theirs(db):
    """A scored risk of another authority, with all that hangs on it."""
    risk = RiskFactory(title=MARK, cause=MARK)
    of = risk.authority
    risk.owner, risk.committee = PostFactory(authority=of, title=MARK), CommitteeFactory(authority=of, name=MARK)
    risk.category = CategoryFactory(authority=of, name=MARK)
    risk.save()
    plan = PlanFactory(authority=of, title=MARK)
    risk.ambitions.add(AmbitionFactory(plan=plan, title=MARK))
    return AssessmentFactory(risk=risk, rationale=MARK).risk


def url(name, *args):
    return reverse(f"risk-{name}", args=args)


def done():
    """How many events there are of what people did; that scoring began is the factories'."""
    return Event.objects.exclude(verb="scheme created").count()


def accepted(by, **values):
    return {"approver": by.pk, "until": "30/9/2010", "reason": "Borne until autumn.", **values}


def steps_to(risk, approver):
    """Every page that acts on a risk or a part of it: (name of the address, record, what is sent)."""
    control, action = ControlFactory(risk=risk), ActionFactory(risk=risk)
    return [
        ("assess", risk, SCORE),
        ("status", risk, {"status": "transferred", "reason": "Insured."}),
        ("accept", risk, accepted(approver)),
        ("edit", risk, {"title": "Another title"}),
        ("archive", risk, {"reason": "Entered twice."}),
        ("control-edit", control, {"title": "Another title", "type": "detective"}),
        ("control-test", control, TESTED),
        ("control-archive", control, {"reason": "Replaced."}),
        ("action-edit", action, {"title": "Another title", "state": "planned"}),
        ("action-report", action, {"state": "done", "outcome": "Counted."}),
        ("action-archive", action, {"reason": "Replaced."}),
    ]


def send(client, step):
    name, record, data = step
    record.refresh_from_db()
    return client.post(url(name, record.pk), {**data, "version": record.version, "seen": record.version})


# --- Days, numbers and texts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", NO_DAYS)
def test_no_day_that_cannot_be_meant_is_kept(day, client, risk, approver):
    control = ControlFactory(risk=risk)
    answers = {
        client.post(url("assess", risk.pk), {**SCORE, "review_by": day or "x", "version": 1}).status_code,
        client.post(url("accept", risk.pk), accepted(approver, until=day, version=1)).status_code,
        client.post(url("control-test", control.pk), {**TESTED, "tested_on": day, "version": 1}).status_code,
    } - ({302} if day == "\x00" else set())  # nothing typed is no wish for another day
    assert (answers, Acceptance.objects.exists()) == ({422}, False)
    control.refresh_from_db()
    assert control.tested_on is None


@pytest.mark.parametrize("day", NO_DAYS)
def test_an_action_keeps_whatever_day_was_written_and_every_page_shows_it(day, client, risk):
    client.post(url("action-add", risk.pk), {"title": "Count", "due": day, "state": "planned"})
    assert risk.actions.get().due_text == day.strip("\x00")
    pages = [risk.get_absolute_url(), reverse("my-work"), *(url(name) for name in ("list", "checks", "whole"))]
    assert {client.get(page).status_code for page in pages} == {200}


@pytest.mark.parametrize("step", NO_STEPS)
@pytest.mark.parametrize("axis", ["likelihood", "impact"])
def test_no_step_but_one_to_five_is_a_score(axis, step, client, risk):
    assert client.post(url("assess", risk.pk), {**SCORE, axis: step, "version": 1}).status_code == 422
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("months", ["0", "25", "-1", "1.5", "99999999999999999999", "", "1e1"])
def test_no_number_of_months_out_of_bounds_is_kept(months, client, authority, editor):
    scheme = make_scheme(authority, by=editor)
    sent = {"very_high_months": 1, "high_months": 1, "medium_months": 1, "low_months": months, "version": 1}
    assert client.post(url("months", scheme.pk), sent).status_code == 422
    scheme.refresh_from_db()
    assert (scheme.low_months, scheme.version) == (12, 1)


@pytest.mark.parametrize("level", ["0", "5", "-1", "2.0", "x", "", "99999999999999999999"])
def test_no_level_but_the_four_is_a_cell(level, client, authority, editor):
    scheme = make_scheme(authority, by=editor)
    cells = {f"level_{one}_{two}": 2 for one in range(1, 6) for two in range(1, 6)}
    assert client.post(url("matrix", scheme.pk), {**cells, "level_5_5": level, "version": 1}).status_code == 422
    scheme.refresh_from_db()
    assert scheme.version == 1


@pytest.mark.parametrize("version", ["", "-1", "0", "7", "x", "99999999999999999999999"])
def test_no_version_but_the_one_that_was_seen_counts(version, client, risk, approver):
    answers = set()
    for name, record, data in steps_to(risk, approver):
        answers.add(client.post(url(name, record.pk), {**data, "version": version, "seen": version}).status_code)
    assert (answers, bool(done())) == ({422}, False)


@pytest.mark.parametrize("said", ["", "   ", "\x00\x07", "\u200b", "\u202e", "\ufeff\u2060"])
def test_what_nobody_can_see_is_no_reason(said, client, risk, approver):
    sent = [("assess", {**SCORE, "rationale": said}), ("status", {"status": "closed", "reason": said})]
    sent += [("accept", accepted(approver, reason=said)), ("archive", {"reason": said})]
    answers = {client.post(url(name, risk.pk), {**data, "version": 1}).status_code for name, data in sent}
    assert (answers, bool(done())) == ({422}, False)


def test_a_reason_of_a_hundred_thousand_letters_is_sent_back(client, risk, approver):
    long = "x " * 50_000
    sent = [("assess", {**SCORE, "rationale": long}), ("status", {"status": "closed", "reason": long})]
    sent += [("accept", accepted(approver, reason=long)), ("archive", {"reason": long})]
    answers = {client.post(url(name, risk.pk), {**data, "version": 1}).status_code for name, data in sent}
    assert (answers, bool(done())) == ({422}, False)


@pytest.mark.parametrize("title", ["=1+1", "@SUM(A1)", "+1", "-1", "=cmd|' /C calc'!A0"])
def test_no_title_is_a_formula_in_a_file(title, client, risk):
    Risk.objects.filter(pk=risk.pk).update(title=title)
    lines = b"".join(client.get(url("list"), {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert f",'{title}" in lines


def test_a_text_does_not_turn_the_direction_of_writing(client, risk):
    client.post(url("edit", risk.pk), {"title": "Budget \u202egnp.exe", "seen": 1, "version": 1})
    assert Risk.objects.get().title == "Budget gnp.exe"


# --- Second tabs and double clicks ------------------------------------------------------------------------------------


def test_whatever_is_sent_twice_is_done_once(client, risk, approver):
    for name, record, data in steps_to(risk, approver):
        Risk.objects.filter(pk=risk.pk).update(archived_at=None, archived_by=None, status="open")
        record.refresh_from_db()
        sent = {**data, "version": record.version, "seen": record.version}
        before = done()
        first, again = (client.post(url(name, record.pk), sent).status_code for _ in range(2))
        assert (name, first, done()) == (name, 302, before + 1)
        assert again == (302 if name in SAYS_THE_SAME else 422)


def test_a_review_of_several_that_is_sent_twice_is_done_once(client, risk):
    sent = {"seen": f"{risk.pk}:1", "rationale": "Year's end.", "confirm": "yes"}
    answers = [client.post(url("review"), sent).status_code for _ in range(2)]
    assert (answers, risk.assessments.count()) == ([302, 422], 2)


# --- What is archived or over -----------------------------------------------------------------------------------------


def test_nothing_is_done_to_an_archived_risk_or_its_parts(client, risk, approver, editor):
    steps = steps_to(risk, approver)
    AcceptanceFactory(risk=risk, approver=approver)
    archive_risk(risk, seen=1, reason="Entered twice.", by=editor)
    steps += [("unaccept", risk, {"reason": "Not any more."})]
    late = {"title": "Late", "type": "detective", "state": "planned"}
    steps += [("control-add", risk, late), ("action-add", risk, late)]
    answers = {step[0]: send(client, step).status_code for step in steps}
    assert (answers, done()) == (dict.fromkeys(answers, 422), 1)


def test_what_has_ended_is_neither_scored_nor_treated_nor_accepted(client, risk, approver):
    steps = [step for step in steps_to(risk, approver) if step[0] not in ("edit", "archive")]
    Risk.objects.filter(pk=risk.pk).update(status="closed", status_reason="It has happened.")
    answers = {step[0]: send(client, step).status_code for step in steps}
    assert (answers, bool(done())) == (dict.fromkeys(answers, 422), False)


def test_an_archived_control_is_neither_changed_nor_tested(client, risk, approver, editor):
    steps = [step for step in steps_to(risk, approver) if "-" in step[0]]
    for _, record, _ in steps:
        type(record).objects.filter(pk=record.pk).update(archived_at="2010-01-01T00:00Z", archived_by=editor)
    answers = {step[0]: send(client, step).status_code for step in steps}
    assert (answers, bool(done())) == (dict.fromkeys(answers, 422), False)


# --- Rows of others ---------------------------------------------------------------------------------------------------


def test_a_review_never_reaches_the_risks_of_others(client, risk, theirs):
    sent = {"rationale": "Year's end.", "confirm": "yes"}
    for seen in (f"{theirs.pk}:1", f"{risk.pk}:1,{theirs.pk}:1", f"{risk.pk}:1,987654:1"):
        assert client.post(url("review"), {**sent, "seen": seen}).status_code == 422
    assert MARK not in client.get(url("review"), {"row": [theirs.pk, risk.pk]}).content.decode()
    assert (Assessment.objects.count(), bool(done())) == (2, False)


def test_a_review_is_of_all_that_were_chosen_or_of_none(client, risk, authority, editor):
    gone = AssessmentFactory(risk=RiskFactory(authority=authority)).risk
    archive_risk(gone, seen=1, reason="Entered twice.", by=editor)
    page = client.post(url("review"), {"seen": f"{risk.pk}:1,{gone.pk}:1", "rationale": "x", "confirm": "yes"})
    assert (page.status_code, "no longer in the list" in page.content.decode()) == (422, True)
    assert risk.assessments.count() == 1


@pytest.mark.parametrize("seen", ["", "x", "1:1;DROP", "1", ":", "1:1," * 3_000, "9" * 30 + ":1", "-1:1", "1:1:1"])
def test_what_names_no_rows_reviews_none(seen, client, risk):
    sent = {"seen": seen, "rationale": "Year's end.", "confirm": "yes"}
    assert client.post(url("review"), sent).status_code == 422
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("name", ["list", "archived", "heat-map", "whole", "checks", "scheme", "review"])
def test_no_page_shows_what_an_address_names_of_others(name, client, risk, theirs):
    plan = theirs.ambitions.get().plan
    asked = {"authority": theirs.authority, "committee": theirs.committee, "owner": theirs.owner}
    asked |= {"category": theirs.category, "ambitions": theirs.ambitions.get(), "plan": plan, "row": theirs}
    for query in ({what: one.pk} for what, one in asked.items()):
        page = client.get(url(name), query)
        assert (query, page.status_code in (200, 404), MARK in page.content.decode()) == (query, True, False)


@pytest.mark.parametrize("field", ["approver", "meeting"])
def test_nobody_of_another_authority_accepts(field, client, risk, approver, theirs):
    foreign = {"approver": theirs.owner, "meeting": MeetingFactory(committee=theirs.committee)}[field]
    page = client.post(url("accept", risk.pk), accepted(approver, version=1, **{field: foreign.pk}))
    assert (page.status_code, MARK in page.content.decode(), Acceptance.objects.exists()) == (422, False, False)


@pytest.mark.parametrize("field", ["owner", "committee", "category", "ambitions"])
def test_no_risk_hangs_on_what_is_anothers(field, client, risk, theirs):
    found = theirs.ambitions.get() if field == "ambitions" else getattr(theirs, field)
    page = client.post(url("edit", risk.pk), {"title": "Mine", "seen": 1, "version": 1, field: found.pk})
    assert (page.status_code, MARK in page.content.decode(), bool(done())) == (422, False, False)
