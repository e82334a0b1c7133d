"""The stamp by which a plan knows a workbook of its own: nobody else can write one, and another site's is another."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from plans.models import Plan

SALT = "kpa_tracker.exchange.book"


def stamp_of(plan: Plan) -> str:
    return salted_hmac(SALT, str(plan.pk)).hexdigest()[:20]


def is_of(stamp: str, plan: Plan) -> bool:
    """Whether a workbook was taken out of this very plan, so that its keys are those of this plan's records."""
    return constant_time_compare(stamp, stamp_of(plan))
