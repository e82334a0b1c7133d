import pytest

from targets.performance.kinds import Direction, Form
from targets.performance.reading.frames import bound_of, frames, verb_direction
from targets.performance.reading.wording import Wording, wording_of

TAKEN = [
    ("52%", Wording("52%")),
    ("52%.", Wording("52%")),
    ("52% as measured by the British Crime Survey", Wording("52%", source="British Crime Survey")),
    ("52%, as measured by the British Crime Survey", Wording("52%", source="British Crime Survey")),
    ("52% (as measured by the British Crime Survey)", Wording("52%", source="British Crime Survey")),
    ("52% measured through user surveys", Wording("52%", source="user surveys")),
    ("52% as reported in iQuanta", Wording("52%", source="iQuanta")),
    ("52% by March 2010", Wording("52%", by_when="March 2010")),
    ("52% by 31 March 2010", Wording("52%", by_when="31 March 2010")),
    ("52% in 2009/10", Wording("52%", by_when="2009/10")),
    ("52% by 2012", Wording("52%", by_when="2012")),
    ("52% by the end of March 2010", Wording("52%", by_when="the end of March 2010")),
    ("52% in Kent", Wording("52% in Kent")),
    ("increase by 2000", Wording("increase by 2000")),
    ("reduce by 10%", Wording("reduce by 10%")),
    ("10% reduction on 2008/09", Wording("10% reduction", against="2008/09")),
    ("reduce by 10% from the baseline", Wording("reduce by 10%", against="baseline")),
    ("reduce by 10% against 2008/09 levels", Wording("reduce by 10%", against="2008/09 levels")),
    ("reduce by 10% (compared with last year)", Wording("reduce by 10%", against="last year")),
    ("reduce by 10% from last year's outturn", Wording("reduce by 10%", against="last year's outturn")),
    ("10% below last year", Wording("10% reduction", against="last year")),
    ("10% lower than 2008/09", Wording("10% reduction", against="2008/09")),
    ("10% above the baseline", Wording("10% increase", against="baseline")),
    ("6 (one per policing area)", Wording("6", note="one per policing area")),
    ("6 (a)", Wording("6 (a)")),
    (
        "52% by March 2010 as measured by the British Crime Survey (quarterly)",
        Wording("52%", source="British Crime Survey", by_when="March 2010", note="quarterly"),
    ),
    ("by March 2010", Wording("by March 2010")),
]


@pytest.mark.parametrize(("text", "wording"), TAKEN)
def test_the_endings_of_a_sentence_are_taken_off(text, wording):
    assert wording_of(text) == wording


FLOORS = [
    "no less than 32%",
    "No less than 32%",
    "not less than 32%",
    "no fewer than 32%",
    "no lower than 32%",
    "no worse than 32%",
    "at least 32%",
    "a minimum of 32%",
    "minimum of 32%",
    "minimum 32%",
    "min 32%",
    "min. 32%",
    "≥ 32%",
    "≥32%",
    ">=32%",
    "at or above 32%",
    "32% or more",
    "32% or above",
    "32% or better",
    "32% or higher",
    "32% and over",
    "32%+",
    "32% minimum",
]
CEILINGS = [
    "no more than 32%",
    "not more than 32%",
    "no greater than 32%",
    "no higher than 32%",
    "not exceed 32%",
    "not to exceed 32%",
    "not exceeding 32%",
    "at most 32%",
    "up to 32%",
    "a maximum of 32%",
    "max 32%",
    "max. 32%",
    "within 32%",
    "≤ 32%",
    "<=32%",
    "at or below 32%",
    "32% or less",
    "32% or fewer",
    "32% or below",
    "32% and under",
    "32% maximum",
]
OVER = ["more than 32%", "greater than 32%", "higher than 32%", "over 32%", "above 32%", "exceed 32%", "> 32%", ">32%"]
UNDER = ["less than 32%", "fewer than 32%", "lower than 32%", "under 32%", "below 32%", "< 32%", "<32%"]
BOUNDS = [
    *((text, Form.FLOOR, False) for text in FLOORS),
    *((text, Form.CEILING, False) for text in CEILINGS),
    *((text, Form.FLOOR, True) for text in OVER),
    *((text, Form.CEILING, True) for text in UNDER),
    ("32%", None, False),
]


@pytest.mark.parametrize(("text", "form", "strict"), BOUNDS)
def test_a_bound_is_said_in_many_ways(text, form, strict):
    bound = bound_of(text)
    assert (bound.core, bound.form, bound.strict) == ("32%", form, strict)


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Increase confidence", Direction.UP),
        ("To increase confidence", Direction.UP),
        ("We will raise confidence", Direction.UP),
        ("Reduce burglary", Direction.DOWN),
        ("Cuts in burglary", Direction.DOWN),
        ("Maintain the level", Direction.HOLD),
        ("Remain within budget", Direction.HOLD),
        ("Improve response times", None),
        ("Achieve accreditation", None),
        ("Satisfaction", None),
        ("Increasingly safe", None),
    ],
)
def test_a_verb_says_which_way_or_only_that_it_is_to_be_reached(sentence, direction):
    assert verb_direction(sentence) is direction


@pytest.mark.parametrize(
    ("sentence", "ways"),
    [
        ("52%", [("", "", "", "52%")]),
        ("Increase to 52%", [("", "", "", "Increase to 52%"), ("increase", "", "to", "52%")]),
        ("Achieve 52%", [("", "", "", "Achieve 52%"), ("achieve", "", "", "52%")]),
        (
            "Increase referrals to schools by 10%",
            [
                ("", "", "", "Increase referrals to schools by 10%"),
                ("increase", "referrals", "to", "schools by 10%"),
                ("increase", "referrals to schools", "by", "10%"),
            ],
        ),
        ("Calls under 5 minutes", [("", "", "", "Calls under 5 minutes"), ("", "Calls", "", "under 5 minutes")]),
        ("Offences to 10%", [("", "", "", "Offences to 10%")]),
    ],
)
def test_a_sentence_can_be_seen_in_several_ways_the_plainest_first(sentence, ways):
    assert [(frame.verb, frame.about, frame.how, frame.rest) for frame in frames(sentence)] == ways


def test_the_value_that_a_change_starts_from_is_kept():
    found = [frame for frame in frames("Increase satisfaction from 46% to 52%") if frame.how == "to"]
    assert [(frame.about, frame.start, frame.rest) for frame in found] == [("satisfaction", "46%", "52%")]
