from risks.actions import change_status
from risks.models import Risk
from tests.exchange.actions.register import HEADS, remarks
from tests.factories.people import PostFactory
from tests.factories.risks import AcceptanceFactory, AssessmentFactory, CategoryFactory, ControlFactory, RiskFactory


def test_statuses_are_taken_where_the_register_allows_them(authority, take):
    CategoryFactory(authority=authority, name="Money", appetite=2)
    proposal = take(
        ["Ref", "Risk", "Category", "Status", "Status reason", "L", "I", "Controls"],
        ["1", "Fraud", "Money", "Treat", "", "4", "4", "Audit"],
        ["2", "Strike", "Money", "Treat", "", "4", "4", ""],
        ["3", "Flood", "Money", "Tolerate", "", "2", "2", ""],
        ["4", "Loss", "Money", "Tolerate", "", "5", "5", ""],
        ["5", "Fire", "Money", "Tolerate", "", "", "", ""],
        ["6", "Theft", "Money", "Closed", "Sold", "1", "1", ""],
    )
    assert list(Risk.objects.values_list("status", flat=True)) == [
        "treated",
        "open",
        "tolerated",
        "open",
        "open",
        "closed",
    ]
    assert [text.partition(":")[0] for text in remarks(proposal)] == [
        "The file calls it treated, but no control, action or deliverable treats it",
        "The file calls it tolerated, but it lies beyond appetite",
        "The file calls it tolerated, but it has no current score",
    ]
    closed = Risk.objects.get(reference="6")
    assert (closed.status_reason, closed.current.pair) == ("Sold", (1, 1))


def test_a_risk_that_ended_here_stays_so_until_the_file_opens_it(authority, editor, take):
    risk = RiskFactory(authority=authority, reference="1", title="Fraud")
    change_status(risk, status="closed", reason="Over.", seen=risk.version, by=editor)
    proposal = take(HEADS, ["1", "Fraud", "3", "3"])
    assert remarks(proposal) == ["It has ended here, so its scores, controls and actions stay as they are."]
    take([*HEADS, "Status"], ["1", "Fraud", "3", "3", "Open"])
    risk.refresh_from_db()
    assert (risk.status, risk.current.pair) == ("open", (3, 3))


def test_while_somebody_has_accepted_it_its_status_and_that_owner_stay(authority, propose):
    risk = AssessmentFactory(risk__authority=authority, risk__reference="1", risk__title="Fraud").risk
    acceptance = AcceptanceFactory(risk=risk)
    proposal = propose(["Ref", "Risk", "Owner", "Status"], ["1", "Fraud", acceptance.approver.title, "Closed"])
    assert remarks(proposal) == [
        "This owner has accepted the risk, so the owner stays. Take the acceptance back first.",
        "Somebody has accepted it here, so its status stays. Take the acceptance back first.",
    ]
    assert proposal.same


def test_another_owner_than_the_approver_is_taken_while_it_is_accepted(authority, propose):
    risk = AssessmentFactory(risk__authority=authority, risk__reference="1", risk__title="Fraud").risk
    AcceptanceFactory(risk=risk)
    PostFactory(authority=authority, title="Clerk")
    proposal = propose(["Ref", "Risk", "Owner"], ["1", "Fraud", "Clerk"])
    assert proposal.changed[0].shown_changes == [("Owner", "nothing", "Clerk")]


def test_a_status_that_was_refused_is_taken_once_it_can_be(authority, take):
    rows = [["Ref", "Risk", "Status"], ["1", "Fraud", "Treat"]]
    take(*rows)
    ControlFactory(risk=Risk.objects.get())
    take(*rows)
    assert Risk.objects.get().status == "treated"
