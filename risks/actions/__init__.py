"""What changes the register: risks, scores, treatment, decisions, and how all this is scored."""

from risks.actions.assessing import assess_risk, confirm_score, confirm_scores
from risks.actions.deciding import accept_risk, change_status, end_acceptance, standing_acceptance
from risks.actions.register import (
    ELSEWHERE,
    add_risk,
    archive_risk,
    change_risk,
    next_reference,
    reference_after,
    restore_risk,
)
from risks.actions.schemes import (
    add_category,
    archive_category,
    change_category,
    define_steps,
    make_scheme,
    move_category,
    restore_category,
    scheme_of,
    set_matrix,
    set_review_months,
)
from risks.actions.treating import add_part, archive_part, change_part, record_test, restore_part

__all__ = [
    "ELSEWHERE",
    "accept_risk",
    "add_category",
    "add_part",
    "add_risk",
    "archive_category",
    "archive_part",
    "archive_risk",
    "assess_risk",
    "change_category",
    "change_part",
    "change_risk",
    "change_status",
    "confirm_score",
    "confirm_scores",
    "define_steps",
    "end_acceptance",
    "make_scheme",
    "move_category",
    "next_reference",
    "record_test",
    "reference_after",
    "restore_category",
    "restore_part",
    "restore_risk",
    "scheme_of",
    "set_matrix",
    "set_review_months",
    "standing_acceptance",
]
