"""Scoring, deciding and treating on the site; the register in pictures."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import GRANTS, Role
from risks.actions import make_scheme
from risks.models import Acceptance, Action, Category, Control, Risk, Scheme
from risks.scoring import Level
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory, held_post, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

pytestmark = pytest.mark.django_db
SCORE = {"likelihood": 4, "impact": 4, "impact_kind": "money", "rationale": "Two savings are late."}


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority, title="Treasurer")


@pytest.fixture
def owner(post):
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def chair(authority):
    return held_post(authority, title="Chair of Audit")


@pytest.fixture
def risk(authority, post, chair):
    committee = CommitteeFactory(authority=authority, chair=chair)
    category = CategoryFactory(authority=authority)
    risk = RiskFactory(authority=authority, reference="KPA 07", owner=post, committee=committee, category=category)
    AssessmentFactory(risk=risk)
    return risk


def url(name, *args):
    return reverse(f"risk-{name}", args=args)


def sent(client, address, data, *, status=302):
    response = client.post(address, data)
    assert response.status_code == status, response.content.decode()[:2000]
    return response


# --- Scoring ----------------------------------------------------------------------------------------------------------


def test_the_owner_scores_her_risk_with_the_last_score_and_the_meanings_before_her(as_person, owner, risk):
    client = as_person(owner)
    page = client.get(url("assess", risk.pk)).content.decode()
    assert "Scored 12 (3 × 4)" in page
    assert "a 20% to 50% chance in the next year" in page
    response = sent(client, url("assess", risk.pk), {**SCORE, "version": 1})
    risk.refresh_from_db()
    assert (response.url, risk.current.score, risk.next_review) == (
        risk.get_absolute_url(), 16, datetime.date(2010, 5, 12)
    )  # fmt: skip


@pytest.mark.parametrize("basis", ["inherent", "target"])
def test_the_other_scores_are_given_by_the_same_page(as_person, owner, risk, basis):
    sent(as_person(owner), f"{url('assess', risk.pk)}?basis={basis}", {**SCORE, "version": 1})
    risk.refresh_from_db()
    assert (getattr(risk, basis).score, risk.current.score) == (16, 12)


def test_a_basis_that_does_not_exist_is_the_current_one(as_person, owner, risk):
    assert "Score KPA 07: current" in as_person(owner).get(f"{url('assess', risk.pk)}?basis=lunar").content.decode()


@pytest.mark.parametrize("missing", ["likelihood", "impact", "impact_kind", "rationale"])
def test_what_is_missing_is_said_and_nothing_is_kept(as_person, owner, risk, missing):
    data = {name: value for name, value in SCORE.items() if name != missing}
    sent(as_person(owner), url("assess", risk.pk), {**data, "version": 1}, status=422)
    assert risk.assessments.count() == 1


def test_the_second_of_two_sees_both_scores_and_loses_nothing(as_person, owner, risk):
    client = as_person(owner)
    sent(client, url("assess", risk.pk), {**SCORE, "version": 1})
    again = {**SCORE, "likelihood": 2, "rationale": "I saw it otherwise.", "version": 1}
    page = sent(client, url("assess", risk.pk), again, status=422).content.decode()
    assert "I saw it otherwise." in page
    assert "Two savings are late." in page
    assert 'name="version" value="2"' in page


def test_scores_of_several_risks_are_confirmed_after_a_look(as_person, editor, authority):
    risks = [AssessmentFactory(risk=RiskFactory(authority=authority)).risk for _ in range(2)]
    client = as_person(editor)
    asked = client.get(url("review"), {"row": [one.pk for one in risks]})
    seen = asked.context["seen"]
    looked = client.post(url("review"), {"seen": seen, "rationale": "Year's end."})
    assert (looked.status_code, "Review 2 now" in looked.content.decode()) == (200, True)
    sent(client, url("review"), {"seen": seen, "rationale": "Year's end.", "confirm": "yes"})
    assert [one.assessments.count() for one in risks] == [2, 2]


def test_all_of_the_list_are_those_that_have_a_score_to_confirm(as_person, editor, authority):
    scored = AssessmentFactory(risk=RiskFactory(authority=authority)).risk
    ended = RiskFactory(authority=authority, status="closed", status_reason="Over.")
    AssessmentFactory(risk=ended)
    RiskFactory(authority=authority)
    assert as_person(editor).get(url("review"), {"all": "yes", "list": ""}).context["chosen"] == [scored]


@pytest.mark.parametrize(
    ("who", "ticks", "everything"), [("editor", True, True), ("owner", True, False), ("member", False, False)]
)
def test_reviewing_several_is_offered_to_whoever_may(as_person, request, risk, who, ticks, everything):
    page = as_person(request.getfixturevalue(who)).get(reverse("risk-list")).content.decode()
    assert ("Review the chosen ones" in page, 'name="row"' in page, "Review all" in page) == (ticks, ticks, everything)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda authority: RiskFactory(authority=authority), "Without a score to confirm"),
        (lambda authority: None, "No rows were chosen"),
    ],
)
def test_what_cannot_be_confirmed_is_said_before_anything_is_asked(as_person, editor, authority, make, sentence):
    risk = make(authority)
    page = as_person(editor).get(url("review"), {"row": [risk.pk] if risk else []}).content.decode()
    assert sentence in page


def test_an_owner_confirms_her_own_risks_alone(as_person, owner, risk, authority):
    other = AssessmentFactory(risk=RiskFactory(authority=authority)).risk
    page = as_person(owner).get(url("review"), {"row": [risk.pk, other.pk]}).content.decode()
    assert "not yours to score" in page


# --- Deciding ---------------------------------------------------------------------------------------------------------


def test_the_owner_says_what_becomes_of_her_risk(as_person, owner, risk):
    ControlFactory(risk=risk)
    said = {"status": "treated", "reason": "The count is being moved.", "version": 1}
    sent(as_person(owner), url("status", risk.pk), said)
    risk.refresh_from_db()
    assert (risk.status, risk.status_reason) == ("treated", "The count is being moved.")


def test_a_refusal_stands_beside_its_question(as_person, owner, risk):
    said = {"status": "tolerated", "reason": "Enough.", "version": 1}
    page = sent(as_person(owner), url("status", risk.pk), said, status=422).content.decode()
    assert "Record who accepts it, and until when" in page


def accepted(chair, **values):
    return {"approver": chair.pk, "until": "30/9/2010", "reason": "Borne until autumn.", "version": 1, **values}


def test_the_chair_of_the_committee_accepts_a_risk(as_person, chair, risk):
    person = person_with(Role.MEMBER, post=chair)
    sent(as_person(person), url("accept", risk.pk), accepted(chair))
    assert Acceptance.objects.get().recorded_by == person
    sent(as_person(person), url("unaccept", risk.pk), {"reason": "Not any more.", "version": 2})
    assert Risk.objects.get().status == "open"


def test_members_who_do_not_chair_it_accept_nothing(as_person, member, chair, risk):
    assert as_person(member).get(url("accept", risk.pk)).status_code == 404
    assert as_person(member).post(url("accept", risk.pk), accepted(chair)).status_code == 404
    assert not Acceptance.objects.exists()


def test_the_owner_is_not_offered_as_approver(as_person, editor, chair, post, risk):
    form = as_person(editor).get(url("accept", risk.pk)).context["form"]
    assert chair in form.fields["approver"].queryset
    assert post not in form.fields["approver"].queryset


# --- Treating ---------------------------------------------------------------------------------------------------------


def test_a_control_is_entered_changed_tested_archived_and_brought_back(as_person, owner, risk):
    client = as_person(owner)
    sent(client, url("control-add", risk.pk), {"title": "Spot checks", "type": "detective"})
    control = Control.objects.get()
    sent(
        client, url("control-edit", control.pk), {"title": "Spot checks each month", "type": "detective", "version": 1}
    )
    tested = {"effectiveness": "partly", "tested_on": "1/4/2010", "note": "Nine of twelve.", "version": 2}
    sent(client, url("control-test", control.pk), tested)
    sent(client, url("control-archive", control.pk), {"reason": "Replaced.", "version": 3})
    sent(client, url("control-restore", control.pk), {"version": 4})
    control.refresh_from_db()
    assert (control.title, control.effectiveness, control.is_archived) == ("Spot checks each month", "partly", False)
    page = client.get(risk.get_absolute_url()).content.decode()
    assert "Works in part" in page
    assert "Nine of twelve." in page


def test_an_action_is_entered_with_its_day_and_ends_with_an_outcome(as_person, owner, risk):
    client = as_person(owner)
    sent(client, url("action-add", risk.pk), {"title": "Count in the ledger", "due": "June 2010", "state": "planned"})
    action = Action.objects.get()
    assert action.due_due == datetime.date(2010, 6, 30)
    done = {"title": action.title, "due": "June 2010", "state": "done", "version": 1}
    assert "Say what came of it" in sent(client, url("action-edit", action.pk), done, status=422).content.decode()
    sent(client, url("action-edit", action.pk), {**done, "outcome": "Counted."})
    assert Action.objects.get().outcome == "Counted."


def test_whoever_answers_for_a_control_reports_on_it_and_on_nothing_else(as_person, authority, risk):
    post = PostFactory(authority=authority)
    control, other = ControlFactory(risk=risk, owner=post), ControlFactory(risk=risk)
    action = ActionFactory(risk=risk, owner=post)
    client = as_person(person_with(Role.OFFICER, post=post))
    assert client.get(url("control-test", control.pk)).status_code == 200
    sent(
        client, url("action-report", action.pk), {"state": "done", "outcome": "Counted.", "title": "Mine", "version": 1}
    )
    action.refresh_from_db()
    assert (action.state, action.outcome, action.title == "Mine") == ("done", "Counted.", False)
    forbidden = [url("control-test", other.pk), url("control-archive", control.pk), url("assess", risk.pk)]
    for address in [*forbidden, url("control-edit", control.pk), url("action-edit", action.pk)]:
        assert client.get(address).status_code == 404


def test_a_refused_decision_is_not_shown_as_if_it_were_saved(as_person, owner, risk):
    client = as_person(owner)
    sent(client, url("assess", risk.pk), {**SCORE, "version": 1})
    late = {"status": "closed", "reason": "Over.", "version": 1}
    page = sent(client, url("status", risk.pk), late, status=422).content.decode()
    assert "It is open now" in page


def test_the_numbers_of_one_authority_lead_to_its_own_rows(as_person, owner, risk):
    elsewhere = RiskFactory(category=CategoryFactory())
    AssessmentFactory(risk=elsewhere)
    person_with(Role.OFFICER, authority=elsewhere.authority)
    AppointmentFactory(person=owner, post=PostFactory(authority=elsewhere.authority), role=Role.OFFICER)
    client = as_person(owner)
    for of in (risk.authority, elsewhere.authority):
        cells = [
            cell for _, _, row in client.get(url("heat-map"), {"authority": of.pk}).context["rows"] for cell in row
        ]
        for _, risks, address in cells:
            if risks:
                assert {row.record for row in client.get(address).context["table"].rows} == {one for one, _ in risks}


def test_what_a_form_does_not_offer_is_not_dropped_by_saving(as_person, editor, risk):
    gone = DeliverableFactory(plan__authority=risk.authority, plan__state="closed")
    risk.deliverables.add(gone)
    form = as_person(editor).get(url("edit", risk.pk)).context["form"]
    assert gone in form.fields["deliverables"].queryset


WRITING = ["assess", "status", "control-add", "action-add"]


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_whoever_does_not_own_a_risk_writes_nothing_to_it(as_person, authority, risk, name, role):
    client = as_person(person_with(role, authority=authority))
    assert (client.get(url(name, risk.pk)).status_code, client.post(url(name, risk.pk), {}).status_code) == (404, 404)


@pytest.mark.parametrize("name", [*WRITING, "accept", "unaccept"])
def test_another_authoritys_risk_is_not_there_to_write_to(as_person, stranger, risk, name):
    assert as_person(stranger).get(url(name, risk.pk)).status_code == 404
    assert as_person(stranger).post(url(name, risk.pk), {}).status_code == 404
    assert not history_of(risk).exists()


# --- Pictures ---------------------------------------------------------------------------------------------------------


def test_the_heat_map_counts_each_risk_in_its_cell_and_each_count_leads_to_its_rows(as_person, member, authority):
    for pair in ((4, 4), (4, 4), (1, 1)):
        AssessmentFactory(risk=RiskFactory(authority=authority), likelihood=pair[0], impact=pair[1])
    RiskFactory(authority=authority)
    client = as_person(member)
    response = client.get(url("heat-map"))
    cells = [cell for _, _, row in response.context["rows"] for cell in row]
    assert (len(cells), sum(len(risks) for _, risks, _ in cells), len(response.context["unscored"])) == (25, 3, 1)
    for _, risks, address in cells:
        if risks:
            rows = client.get(address).context["table"].rows
            assert {row.record for row in rows} == {one for one, _ in risks}
    assert sum(number for _, number in response.context["by_level"]) == response.context["scored"] == 3


def test_an_arrow_beside_a_reference_says_how_its_current_score_moved(as_person, member, authority):
    risk = RiskFactory(authority=authority, reference="KPA 07")
    for day, impact in ((1, 2), (2, 4)):
        AssessmentFactory(risk=risk, likelihood=4, impact=impact, assessed_on=datetime.date(2010, 3, day))
    AssessmentFactory(risk=risk, basis="target", likelihood=1, impact=1)
    client = as_person(member)
    marked = 'KPA 07\xa0↑<span class="govuk-visually-hidden"> risen</span>'
    shown = [
        marked in client.get(url("heat-map"), {"basis": basis}).content.decode() for basis in ("current", "target")
    ]
    assert shown == [True, False]


def test_the_heat_map_is_drawn_for_each_score_and_committee(as_person, member, risk, authority):
    AssessmentFactory(risk=risk, basis="target", likelihood=1, impact=1)
    AssessmentFactory(risk=RiskFactory(authority=authority), basis="target")
    found = as_person(member).get(url("heat-map"), {"basis": "target", "committee": risk.committee.pk})
    assert (found.context["basis"], found.context["scored"]) == ("target", 1)


def test_an_ended_or_archived_risk_is_in_no_picture(as_person, member, editor, authority):
    for gone in (
        {"status": "closed", "status_reason": "Over."},
        {"archived_at": "2010-01-01T00:00Z", "archived_by": editor},
    ):
        AssessmentFactory(risk=RiskFactory(authority=authority, **gone))
    client = as_person(member)
    for name in ("heat-map", "whole", "checks"):
        assert "The register holds no risk" in client.get(url(name)).content.decode()


def test_the_whole_says_what_rests_on_red_what_nothing_treats_and_which_ambition_carries_no_risk(
    as_person, member, authority
):
    plan = PlanFactory(authority=authority)
    carried, bare = AmbitionFactory(plan=plan, reference="1"), AmbitionFactory(plan=plan, reference="2")
    red = DeliverableFactory(plan=plan, ambition=carried)
    ProgressUpdateFactory(deliverable=red, rating="red", latest=True)
    on_red, untreated = RiskFactory(authority=authority), RiskFactory(authority=authority)
    on_red.deliverables.add(red)
    found = as_person(member).get(url("whole")).context
    assert ([one for one, _ in found["on_red"]], found["untreated"]) == ([on_red], [untreated])
    assert (found["without_risk"], found["unlinked"]) == ([bare], [untreated])


def test_every_finding_of_the_checks_leads_to_where_it_is_mended(as_person, editor, risk):
    client = as_person(editor)
    found = client.get(url("checks")).context
    mends = [mend for _, rows in found["checks"] for _, _, mend in rows]
    assert found["found"] == len(mends) > 0
    assert {client.get(mend).status_code for mend in mends} == {200}


def test_an_owner_is_led_to_what_she_may_mend_alone(as_person, owner, risk):
    mine = RiskFactory(authority=risk.authority, owner=risk.owner)
    theirs = RiskFactory(authority=risk.authority, owner=None)
    response = as_person(owner).get(url("checks"))
    mends = {(one, mend) for _, rows in response.context["checks"] for one, _, mend in rows if one in {mine, theirs}}
    assert mends == {(mine, url("assess", mine.pk)), (theirs, "")}
    assert url("edit", risk.pk) not in response.content.decode()
    assert url("edit", risk.pk) not in as_person(owner).get(risk.get_absolute_url()).content.decode()


def test_readers_see_findings_without_a_way_to_mend_them(as_person, member, risk):
    page = as_person(member).get(url("checks")).content.decode()
    assert risk.reference in page
    assert "Put it right" not in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("heat-map", 14), ("whole", 19), ("checks", 15)])
def test_a_picture_costs_the_same_for_one_risk_and_three(
    as_person, member, authority, number, name, queries, django_assert_max_num_queries
):
    plan = PlanFactory(authority=authority)
    for _ in range(number):
        risk = AssessmentFactory(risk=RiskFactory(authority=authority)).risk
        ambition = AmbitionFactory(plan=plan)
        risk.ambitions.add(ambition)
        risk.deliverables.add(DeliverableFactory(plan=plan, ambition=ambition))
        ControlFactory(risk=risk)
        ActionFactory(risk=risk)
    client = as_person(member)
    with django_assert_max_num_queries(queries):
        client.get(url(name))


@pytest.mark.parametrize("name", ["heat-map", "whole", "checks", "scheme"])
def test_pictures_show_nothing_of_another_authority(as_person, stranger, risk, authority, name):
    page = as_person(stranger).get(url(name), {"authority": authority.pk}).content.decode()
    assert risk.title not in page
    assert authority.name not in page


# --- One risk ---------------------------------------------------------------------------------------------------------


def test_the_risks_page_tells_all_of_it(as_person, member, risk):
    AssessmentFactory(risk=risk, likelihood=4, assessed_on=datetime.date(2010, 3, 1))
    AcceptanceFactory(risk=risk, until=TODAY - datetime.timedelta(days=1))
    page = as_person(member).get(risk.get_absolute_url()).content.decode()
    for text in ("risen", "Beyond appetite, its acceptance has run out", "December 2009 not scored", "Has run out"):
        assert text in page, text


def test_a_deliverable_that_turned_red_asks_for_another_score(as_person, member, risk):
    red = DeliverableFactory(plan__authority=risk.authority, title="Bank the savings")
    at = datetime.datetime(2010, 4, 1, 9, tzinfo=datetime.timezone.utc)
    ProgressUpdateFactory(deliverable=red, rating="red", latest=True, submitted_at=at)
    risk.deliverables.add(red)
    page = as_person(member).get(risk.get_absolute_url()).content.decode()
    assert "Score it again?" in page
    assert {
        row.record for row in as_person(member).get(url("list"), {"state": "to_reassess"}).context["table"].rows
    } == {risk}


# --- How risks are scored ---------------------------------------------------------------------------------------------


def matrix_of(level):
    return {f"level_{likelihood}_{impact}": level for likelihood in range(1, 6) for impact in range(1, 6)}


def test_an_authority_makes_the_standard_way_its_own_and_changes_it(as_person, editor, authority):
    client = as_person(editor)
    assert "the standard one" in client.get(url("scheme")).content.decode()
    sent(client, url("scheme-start", authority.pk), {})
    scheme = Scheme.objects.get()
    sent(client, url("matrix", scheme.pk), {**matrix_of(2), "version": 1})
    months = {"very_high_months": 1, "high_months": 2, "medium_months": 3, "low_months": 4}
    sent(client, url("months", scheme.pk), {**months, "version": 2})
    steps = {f"{what}_{step}": f"{what} {step}" for what in ("word", "meaning") for step in range(1, 6)}
    sent(client, url("steps", scheme.pk, "money"), {**steps, "version": 3})
    scheme.refresh_from_db()
    assert (set(scheme.matrix.values()), scheme.months[Level.LOW]) == ({Level.MEDIUM}, 4)
    assert "meaning 5" in client.get(url("scheme")).content.decode()


def test_a_matrix_that_falls_is_sent_back_with_its_cells(as_person, editor, authority):
    scheme = make_scheme(authority, by=editor)
    wrong = {**matrix_of(2), "level_5_5": 1, "version": 1}
    page = sent(as_person(editor), url("matrix", scheme.pk), wrong, status=422).content.decode()
    assert "Likelihood 5 and impact 5 is low" in page


def test_categories_are_kept_on_the_site(as_person, editor, authority):
    client = as_person(editor)
    sent(client, url("category-add", authority.pk), {"name": "Money", "appetite": 2})
    category = Category.objects.get()
    sent(client, url("category-edit", category.pk), {"name": "Money", "appetite": 1, "version": 1})
    sent(client, url("category-archive", category.pk), {"reason": "Not used.", "version": 2})
    sent(client, url("category-restore", category.pk), {})
    category.refresh_from_db()
    assert (category.appetite, category.is_archived) == (1, False)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_readers_read_how_risks_are_scored_and_change_nothing(as_person, authority, editor, role):
    scheme, category = make_scheme(authority, by=editor), CategoryFactory(authority=authority)
    client = as_person(person_with(role, authority=authority))
    assert client.get(url("scheme")).status_code == 200
    addresses = [url("matrix", scheme.pk), url("months", scheme.pk), url("steps", scheme.pk, "money")]
    addresses += [url("category-add", authority.pk), url("category-edit", category.pk)]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(url("category-up", category.pk)).status_code == 404


def test_an_axis_that_does_not_exist_is_not_there(as_person, editor, authority):
    scheme = make_scheme(authority, by=editor)
    assert as_person(editor).get(url("steps", scheme.pk, "weather")).status_code == 404


# --- Where pictures do not guess --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["heat-map", "whole", "checks"])
@pytest.mark.parametrize("asked", ["999", "none", "-1", "1 OR 1"])
def test_a_committee_that_the_authority_does_not_have_has_no_picture(as_person, member, risk, name, asked):
    assert as_person(member).get(url(name), {"committee": asked}).status_code == 404


@pytest.mark.parametrize("name", ["heat-map", "whole", "checks"])
def test_another_authoritys_committee_has_no_picture_here(as_person, member, risk, name):
    elsewhere = CommitteeFactory(name="Their own committee")
    assert as_person(member).get(url(name), {"committee": elsewhere.pk}).status_code == 404


@pytest.mark.parametrize("name", ["heat-map", "whole", "checks"])
def test_a_committee_without_a_risk_shows_none_and_not_everybodys(as_person, member, risk, authority, name):
    bare = CommitteeFactory(authority=authority, name="Without any")
    response = as_person(member).get(url(name), {"committee": bare.pk})
    assert risk.title not in response.content.decode()
    assert ("Without any", True) in [(label, chosen) for label, _, chosen in response.context["choices"]]


@pytest.mark.parametrize("name", ["heat-map", "whole", "checks"])
def test_a_picture_leads_to_the_document_of_what_it_shows(as_person, member, risk, authority, name):
    client, address = as_person(member), reverse("register-document", args=[authority.pk])
    assert f'href="{address}"' in client.get(url(name)).content.decode()
    page = client.get(url(name), {"committee": risk.committee.pk}).content.decode()
    assert f'href="{address}?committee={risk.committee.pk}"' in page
    assert client.get(f"{address}?committee={risk.committee.pk}").status_code == 200


@pytest.mark.parametrize("name", ["heat-map", "list", "top"])
def test_whoever_may_not_take_the_register_out_is_not_led_to_its_document(
    as_person, authority, risk, monkeypatch, name
):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {"publication.export_plan"})
    page = as_person(person_with(Role.MEMBER, authority=authority)).get(url(name)).content.decode()
    assert "/publication/registers/" not in page


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [("inherent", "1 of 2 risks has an inherent score"), ("target", "0 of 2 risks have a target")],
)
def test_the_heat_map_says_which_score_is_missing(as_person, member, authority, basis, sentence):
    AssessmentFactory(risk=RiskFactory(authority=authority), basis="inherent")
    RiskFactory(authority=authority)
    page = as_person(member).get(url("heat-map"), {"basis": basis}).content.decode()
    assert sentence in page
    assert f"Without a{'n' if basis == 'inherent' else ''} {basis} score" in page


def test_a_risk_is_not_restored_into_an_archived_category(as_person, editor, risk):
    client = as_person(editor)
    client.post(url("archive", risk.pk), {"reason": "Passed.", "version": 1})
    client.post(url("category-archive", risk.category.pk), {"reason": "Not used.", "version": 1})
    page = sent(client, url("restore", risk.pk), {}, status=422).content.decode()
    assert f"Its category, {risk.category}, is archived. Restore the category first." in html.unescape(page)
    client.post(url("category-restore", risk.category.pk))
    sent(client, url("restore", risk.pk), {})
    risk.refresh_from_db()
    assert not risk.is_archived
