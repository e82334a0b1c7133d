from __future__ import annotations

import pytest

from kpa_tracker.interfaces.publication.actions.wordings import approve_as_it_reads, send_back_wording
from kpa_tracker.interfaces.publication.wordings import (
    Stands,
    standings,
    texts_url,
    unit_of,
    units_of,
    units_of_deliverable,
    units_of_risk,
)
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import PersonFactory
from tests.factories.plans import SectionFactory
from tests.factories.risks import RiskFactory
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return plan_to_publish(authority)


def standing(plan, kind):
    return next(one for one in standings(units_of(plan), plan.authority_id) if one.unit.kind == kind)


def approved(plan, kind, *, by):
    one = submitted(plan, by=by, kind=kind)
    return approve_as_it_reads(one, seen=one.version, by=PersonFactory())


def test_a_text_that_nobody_submitted_says_so(plan):
    one = standing(plan, "risk")
    assert (one.state, one.is_published, one.can_be_submitted) == (Stands.NEW, False, True)
    assert one.why_left_out == "Nobody has submitted it for approval."
    assert (one.submitted, one.decided) == ("", "")


def test_a_text_that_waits_is_not_submitted_again_before_it_changes(plan, editor):
    submitted(plan, by=editor, kind="section")
    assert (standing(plan, "section").state, standing(plan, "section").can_be_submitted) == (Stands.WAITS, False)
    plan.sections.update(body="Otherwise")
    changed = standing(plan, "section")
    assert (changed.state, changed.can_be_submitted, changed.names_changed) == (Stands.WAITS, True, "text")
    assert "text changed since it was submitted" in changed.why_left_out


def test_an_approved_text_is_published_and_says_who_decided(plan, editor):
    done = approved(plan, "risk", by=editor)
    one = standing(plan, "risk")
    assert (one.state, one.is_published, one.why_left_out) == (Stands.APPROVED, True, "")
    assert one.submitted == f"{editor}, 12 April 2010"
    assert one.decided == f"{done.decided_by}, 12 April 2010"


def test_a_stale_approval_names_the_field_with_both_readings(plan, editor):
    approved(plan, "section", by=editor)
    plan.sections.update(body="What it will cost.")
    one = standing(plan, "section")
    assert (one.state, one.is_published) == (Stands.STALE, False)
    assert [(field.name, field.was, field.now) for field in one.changed] == [
        ("text", "What it costs.", "What it will cost.")
    ]
    assert one.why_left_out == "Its approval no longer holds: text changed since."


def test_an_approval_holds_again_when_the_text_reads_as_it_did(plan, editor):
    approved(plan, "section", by=editor)
    plan.sections.update(body="Otherwise")
    submitted(plan, by=editor, kind="section")
    assert standing(plan, "section").state is Stands.WAITS
    plan.sections.update(body="What it costs.")
    assert standing(plan, "section").state is Stands.APPROVED


def test_a_text_that_was_sent_back_can_be_submitted_again(plan, editor):
    one = submitted(plan, by=editor, kind="risk")
    send_back_wording(one, reason="Too long.", seen=one.version, by=PersonFactory())
    back = standing(plan, "risk")
    assert (back.state, back.can_be_submitted, back.wording.reason) == (Stands.SENT_BACK, True, "Too long.")


def test_the_next_accepted_update_ends_what_the_last_one_said(plan, editor):
    approved(plan, "progress", by=editor)
    later = ReportingPeriodFactory(plan=plan, observed_from="2010-04-01", observed_to="2010-06-30")
    update = {"deliverable": plan.deliverables.get(), "period": later, "state": "accepted"}
    ProgressUpdateFactory(**update, public_wording="Three issues are out.", rating="amber")
    one = standing(plan, "progress")
    assert one.state is Stands.STALE
    assert {field.name for field in one.changed} == {"public wording", "reporting period", "rating"}


def test_an_update_without_a_public_wording_is_no_text(plan):
    later = ReportingPeriodFactory(plan=plan, observed_from="2010-04-01", observed_to="2010-06-30")
    ProgressUpdateFactory(deliverable=plan.deliverables.get(), period=later, state="accepted", public_wording=" ")
    assert "progress" not in {one.kind for one in units_of(plan)}


def test_one_deliverable_and_one_risk_have_their_own_texts(plan):
    deliverable, risk = plan.deliverables.get(), plan.ambitions.get().risks.get()
    assert [one.kind for one in units_of_deliverable(deliverable)] == ["deliverable", "progress"]
    assert units_of_risk(risk) == [one for one in units_of(plan) if one.kind == "risk"]


def test_the_text_of_a_wording_is_found_as_it_reads_now_or_not_at_all(plan, editor):
    section, risk = (submitted(plan, by=editor, kind=kind) for kind in ("section", "risk"))
    plan.sections.update(body="Otherwise")
    assert unit_of(section).said["body"] == "Otherwise"
    assert unit_of(risk).said == risk.said
    plan.sections.update(is_public=False)
    assert unit_of(section) is None


def test_texts_of_plans_and_of_registers_have_their_own_addresses(plan, authority):
    assert texts_url(plan) == f"/publication/plans/{plan.pk}/wordings/"
    assert texts_url(authority, "-submit") == f"/publication/registers/{authority.pk}/wordings/submit/"


@pytest.mark.parametrize("more", [0, 2])
def test_how_many_texts_there_are_costs_no_further_queries(plan, django_assert_num_queries, more):
    period = plan.periods.get()
    for _ in range(more):
        SectionFactory(plan=plan)
        deliverable = DeliverableFactory(plan=plan, ambition=plan.ambitions.get(), public_wording="Said")
        ProgressUpdateFactory(deliverable=deliverable, period=period, state="accepted", public_wording="Said")
        RiskFactory(authority=plan.authority, public_wording="Said").ambitions.add(plan.ambitions.get())
    with django_assert_num_queries(6):
        assert len(standings(units_of(plan), plan.authority_id)) == 5 + 4 * more
