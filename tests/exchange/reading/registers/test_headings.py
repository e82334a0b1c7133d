import pytest

from kpa_tracker.interfaces.exchange.reading.registers.headings import field_of, highest_step

READ = {
    "reference": ["Ref", "Risk ID", "No.", "Risk No", "#", "Unique reference"],
    "title": ["Risk", "Risk title", "Risk (threat to the force)", "What is the risk?", "Strategic risk"],
    "description": ["Risk description", "Background"],
    "cause": ["Cause", "Root causes", "Risk cause"],
    "effect": ["Consequences", "Potential impact", "Effect of risk", "Impact description"],
    "together": ["Cause / Risk / Consequence", "Risk (cause, event and effect)", "Cause and effect"],
    "category": ["Category", "Risk type", "Risk area"],
    "owner": ["Owner", "Risk owner", "Lead officer", "Owner (post)", "Accountable officer"],
    "committee": ["Committee", "Overseeing committee"],
    "status": ["Status", "Response", "Current status", "4Ts", "Treatment (4 T's)"],
    "review": ["Next review", "Review date", "Date of next review"],
    "controls": ["Controls", "Existing controls", "Mitigation in place", "Current controls"],
    "actions": ["Actions", "Further action required", "Mitigating actions", "Planned action"],
    "action_due": ["Target date", "By when", "Action due date"],
    "action_owner": ["Action owner", "By whom"],
    "inherent_likelihood": ["Inherent likelihood", "L (Gross)", "Likelihood before controls", "Raw probability (1-5)"],
    "inherent_score": ["Inherent risk", "Gross score", "Score with no controls", "Pre-mitigation rating"],
    "residual_impact": ["Net impact", "I (Residual risk)", "Impact after mitigation"],
    "residual_score": ["Net risk score", "Risk with controls", "Post-mitigation RAG status"],
    "current_score": ["Now", "Current risk", "Current RAG", "Current score (L x I)"],
    "current_swapped": ["Current score (Impact x Likelihood)"],
    "target_score": ["Target", "Target score", "Target risk level"],
    "_likelihood": ["L", "Likelihood", "Probability"],
    "_score": ["Score", "RAG", "Risk rating", "L x I", "Likelihood x impact"],
    "ambitions": ["Ambitions it hangs on", "Strategic objective"],
    "": ["Last review", "Direction of travel", "Risk appetite", "Previous score", "Comments", "Weather", "Date raised"],
}


@pytest.mark.parametrize(
    ("heading", "field"), [(heading, field) for field, headings in READ.items() for heading in headings]
)
def test_a_heading_is_read(heading, field):
    assert field_of(heading) == field


@pytest.mark.parametrize(
    ("heading", "step"), [("Impact (1-4)", 4), ("Likelihood 1 to 10", 10), ("Score out of 25", 25), ("Impact", None)]
)
def test_a_scale_in_a_heading_is_seen(heading, step):
    assert highest_step(heading) == step
