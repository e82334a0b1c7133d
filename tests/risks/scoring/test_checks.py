"""The standing checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from risks.scoring.appetite import Stance
from risks.scoring.checks import CHECKS, Facts, findings

TODAY = date(2010, 4, 12)
SOUND = Facts(
    owner="Treasurer",
    owner_is_held=True,
    inherent=(4, 5),
    current=(3, 4),
    target=(2, 4),
    stance=Stance.TREATED,
    treating=1,
    next_review=date(2010, 4, 12),
    unchanged_since=date(2009, 4, 12),
)


def found(**facts):
    return {one.check: one.sentence for one in findings(replace(SOUND, **facts), TODAY)}


def test_of_a_risk_that_holds_together_nothing_is_found():
    assert found() == {}


@pytest.mark.parametrize(
    ("facts", "check", "sentence"),
    [
        ({"current": (5, 5)}, "above_inherent", "It scores 25 now, and 20 without any control."),
        ({"target": (4, 4)}, "target_above", "Its target is 16; it scores 12 already."),
        (
            {"treating": 0},
            "lowered_by_nothing",
            "It scores 12 instead of 20, but no control is known to work and no action is done.",
        ),
        ({"stance": Stance.BEYOND}, "beyond", "Beyond appetite, neither treated nor accepted."),
        ({"stance": Stance.LAPSED}, "beyond", "Beyond appetite, its acceptance has run out."),
        (
            {"is_tolerated": True},
            "accepted_by_nobody",
            "It is tolerated, but no acceptance names who approved it.",
        ),
        ({"owner": ""}, "vacant", "No post answers for it."),
        ({"owner_is_held": False}, "vacant", "Nobody holds the post of Treasurer."),
        ({"next_review": date(2010, 4, 11)}, "review_overdue", "Its review was due on 11 April 2010."),
        ({"untested": ("Spot checks", "Audit")}, "untested", "Never tested: Spot checks, Audit."),
        ({"ended_deliverables": ("1.2.3",)}, "rests_on_ended", "No longer under way: 1.2.3."),
        ({"unchanged_since": date(2009, 4, 11)}, "unchanged", "Scored the same since 11 April 2009."),
    ],
)
def test_one_thing_amiss_is_one_finding(facts, check, sentence):
    assert found(**facts) == {check: sentence}


def test_what_is_not_scored_is_found_once_and_compared_with_nothing():
    assert found(current=None, unchanged_since=None, stance=Stance.NOT_SCORED) == {
        "not_scored": "Nobody has scored it as it stands."
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"inherent": None, "treating": 0},
        {"target": None},
        {"current": (4, 5), "treating": 0},
        {"target": (3, 4)},
        {"is_tolerated": True, "has_acceptance": True},
        {"is_tolerated": True, "stance": Stance.WITHIN},
        {"next_review": None},
        {"stance": Stance.ACCEPTED},
    ],
)
def test_what_is_not_amiss_is_not_found(facts):
    assert found(**facts) == {}


def test_every_check_says_why_it_matters_and_what_mends_it():
    assert len({check.key for check in CHECKS}) == len(CHECKS)
    assert all(check.name and check.why.endswith(".") and check.mend for check in CHECKS)
