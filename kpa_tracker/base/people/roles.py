"""What each role may do. Roles are given by appointments; a chair is a post, not a role."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    """A role that an appointment gives."""

    ADMINISTRATOR = "administrator", "Administrator"
    EDITOR = "editor", "Plan editor"
    OFFICER = "officer", "Officer"
    MEMBER = "member", "Committee member"
    AUDITOR = "auditor", "Auditor"


READING = frozenset(
    {
        "people.view_authority",
        "people.view_committee",
        "people.view_meeting",
        "people.view_post",
        "people.view_dashboard",
        "plans.view_plan",
        "targets.view_measure",
        "targets.view_inspection",
        "deliverables.view_deliverable",
        "risks.view_risk",
        "publication.export_plan",
        "publication.view_wording",
        "scrutiny.view_pack",
    }
)
"""What everybody with a role in an authority may read there."""

EDITING = READING | {
    "plans.add_plan",
    "plans.change_plan",
    "plans.adopt_plan",
    "targets.change_measure",
    "targets.change_inspection",
    "targets.record_any_result",
    "deliverables.add_deliverable",
    "deliverables.change_deliverable",
    "deliverables.review_update",
    "deliverables.decide_deadline",
    "deliverables.open_period",
    "deliverables.update_any_deliverable",
    "risks.change_risk",
    "risks.change_scheme",
    "exchange.import_plan",
    "publication.submit_wording",
    "publication.approve_wording",
    "publication.publish",
    "publication.change_requirement",
    "notifications.change_schedule",
    "notifications.view_message",
    "scrutiny.assemble_pack",
    "scrutiny.keep_minutes",
}

ADMINISTERING = EDITING | {
    "people.change_authority",
    "people.change_person",
    "people.change_appointment",
    "people.change_post",
    "people.change_committee",
    "people.use_admin",
    "people.lower_marking",
    "audit.view_event",
    "notifications.send_again",
    "publication.change_look",
}

GRANTS: dict[str, frozenset[str]] = {
    Role.ADMINISTRATOR: ADMINISTERING,
    Role.EDITOR: EDITING | {"audit.view_event"},
    Role.OFFICER: READING,
    Role.MEMBER: READING,
    Role.AUDITOR: READING | {"audit.view_event", "audit.view_draft", "notifications.view_message"},
}
"""What each role may do in the authority of its post. What a post's own holder may do beside it, rules decide."""
