"""Evidence, deadlines, periods and several rows at once: what each form refuses, beside which field, in which words."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deliverables.forms.bulk import BulkForm
from deliverables.forms.deadlines import DeadlineDecisionForm, DeadlineRequestForm
from deliverables.forms.evidence import EvidenceFields, EvidenceForm, WithdrawalForm
from deliverables.forms.periods import CloseForm, PeriodForm
from deliverables.models import ReportingPeriod
from kpa_tracker.base.toolkit.dates import parse_partial_date
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory

TEXT = b"What was agreed on 5 May."


def file(content=TEXT, name="minutes.txt"):
    return {"evidence": SimpleUploadedFile(name, content)}


def errors(form):
    return {name: texts[0] for name, texts in form.errors.items()}


# --- Evidence ---


def test_a_file_or_a_link_is_brought_with_its_name():
    with_file = EvidenceForm({"evidence_title": "Minutes"}, file())
    assert with_file.is_valid(), with_file.errors
    brought = with_file.brought()
    assert (brought.title, brought.link, brought.file.name) == ("Minutes", "", "minutes.txt")
    with_link = EvidenceForm({"evidence_link": "authority.example/minutes"})
    assert with_link.is_valid()
    assert with_link.brought().link == "https://authority.example/minutes"


@pytest.mark.parametrize(
    ("data", "files", "wrong"),
    [
        ({}, {}, {"evidence": "Choose a file, or give a link."}),
        (
            {"evidence_link": "a.example"},
            file(),
            {"evidence_link": "Give a file or a link. Add the other one afterwards."},
        ),
        ({}, file(b""), {"evidence": "The file is empty."}),
        ({}, file(name="minutes.exe"), {"evidence": "This type of file cannot be kept."}),
        ({}, file(b"\x00\x01\x02", "minutes.pdf"), {"evidence": "The file is not what its name says"}),
        ({"evidence_link": "javascript:alert(1)"}, {}, {"evidence_link": "Enter a valid URL."}),
        ({"evidence_link": "a.example", "evidence_title": "x" * 201}, {}, {"evidence_title": "Ensure this value"}),
    ],
    ids=["nothing", "both", "empty", "a program", "no pdf", "a script", "a long name"],
)
def test_what_cannot_be_kept_is_said_beside_its_field(data, files, wrong):
    found = errors(EvidenceForm(data, files))
    assert set(found) == set(wrong)
    for name, text in wrong.items():
        assert text.rstrip(".") in found[name]


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(settings):
    settings.EVIDENCE_MAX_BYTES = len(TEXT)
    assert EvidenceForm({}, file()).is_valid()
    settings.EVIDENCE_MAX_BYTES = len(TEXT) - 1
    assert "It may have" in errors(EvidenceForm({}, file()))["evidence"]


def test_beside_an_update_evidence_may_be_left_out():
    form = EvidenceFields({})
    assert form.is_valid()
    assert form.brought() is None


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"seen": "1", "reason": "Wrong file."}, set()),
        ({"seen": "1"}, {"reason"}),
        ({"reason": "Wrong."}, {"seen"}),
        ({"seen": "1", "reason": " "}, {"reason"}),
    ],
)
def test_evidence_is_withdrawn_for_a_reason(data, wrong):
    assert set(WithdrawalForm(data).errors) == wrong


# --- Deadlines ---


@pytest.mark.parametrize("text", ["30 June 2010", "June 2010", "Q2 2010", "2011", "quarterly", "ongoing"])
def test_a_deadline_may_be_as_exact_as_the_plan_is(text):
    form = DeadlineRequestForm({"new": text, "reason": "Late."})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["new"] == parse_partial_date(text)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"reason": "Late."}, {"new": "Give the new deadline."}),
        ({"new": "soon", "reason": "Late."}, {"new": "“soon” is not understood as a date. Write it like June 2010."}),
        ({"new": "June 2010"}, {"reason": "Say why the deadline should move."}),
        ({"new": "June 2010", "reason": " "}, {"reason": "Say why the deadline should move."}),
    ],
)
def test_a_request_needs_a_date_and_a_reason(data, wrong):
    assert errors(DeadlineRequestForm(data)) == wrong


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"seen": "1", "decision": "approve"}, set()),
        ({"seen": "1", "decision": "refuse"}, set()),
        ({"seen": "1"}, {"decision"}),
        ({"seen": "1", "decision": "later"}, {"decision"}),
        ({"seen": "x", "decision": "approve"}, {"seen"}),
    ],
)
def test_a_decision_moves_the_deadline_or_leaves_it(data, wrong):
    assert set(DeadlineDecisionForm(data, takes_minute=True).errors) == wrong


# --- Periods ---

QUARTER = {
    "name": "Quarter 1",
    "observed_from": "1 April 2009",
    "observed_to": "30/6/2009",
    "opens_on": "1 July 2009",
    "due_on": "20 July 2009",
}


@pytest.mark.parametrize("missing", QUARTER)
def test_a_period_has_a_name_and_four_days(db, missing):
    period = ReportingPeriod(plan=PlanFactory())
    assert PeriodForm(QUARTER, instance=period).is_valid()
    assert set(PeriodForm({**QUARTER, missing: ""}, instance=period).errors) == {missing}


def test_a_period_hands_over_days(db):
    form = PeriodForm(QUARTER, instance=ReportingPeriod(plan=PlanFactory()))
    assert form.is_valid()
    assert form.cleaned_data["observed_to"] == datetime.date(2009, 6, 30)


@pytest.mark.parametrize(("unfinished", "asks"), [(0, False), (1, True), (7, True)])
def test_closing_asks_only_where_something_is_unfinished(unfinished, asks):
    assert ("knowing" in CloseForm(unfinished=unfinished, has_opened=True).fields) == asks
    assert "not opened" in CloseForm(unfinished=unfinished, has_opened=False).fields["knowing"].label


# --- Several at once ---


@pytest.fixture
def bulk(authority):
    """Return a function that fills in the form of several rows."""
    committee, post = CommitteeFactory(authority=authority), PostFactory(authority=authority)

    def fill(**answers):
        data = {
            "kind": "committee",
            "committee": committee.pk,
            "lead": post.pk,
            "reason": "A new remit.",
            "seen": "1:1",
        }
        form = BulkForm({**data, **answers}, authority=authority.pk)
        form.full_clean()
        return form

    fill.committee, fill.post = committee, post
    return fill


def test_what_is_set_is_the_record_of_the_kind_that_was_chosen(bulk):
    assert bulk(kind="committee").to == bulk.committee
    assert bulk(kind="lead").to == bulk.post
    assert bulk(kind="lead", lead="").to is None
    assert bulk(kind="archive").to is None


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, set()),
        ({"kind": ""}, {"kind"}),
        ({"kind": "delete"}, {"kind"}),
        ({"reason": ""}, {"reason"}),
        ({"reason": "x" * 2001}, {"reason"}),
        ({"seen": ""}, {"seen"}),
        ({"seen": "1"}, {"seen"}),
        ({"seen": ",".join(f"{n}:1" for n in range(1000))}, set()),
        ({"seen": ",".join(f"{n}:1" for n in range(1001))}, {"seen"}),
    ],
)
def test_several_are_changed_for_a_reason_and_as_they_were_shown(bulk, answers, wrong):
    assert set(bulk(**answers).errors) == wrong


def test_committees_and_posts_of_others_are_not_offered(bulk):
    assert set(bulk(committee=CommitteeFactory().pk).errors) == {"committee"}
    assert set(bulk(lead=PostFactory().pk, kind="lead").errors) == {"lead"}


@pytest.mark.parametrize(
    ("answers", "clear"),
    [
        ({"kind": "archive", "reason": ""}, True),
        ({"kind": "lead", "reason": ""}, True),
        ({"kind": ""}, False),
        ({"committee": "999"}, False),
    ],
)
def test_a_preview_is_shown_where_it_is_clear_what_to_do(bulk, answers, clear):
    assert bulk(**answers).says_what == clear
