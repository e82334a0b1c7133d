"""How every computed figure is worked out, in words. Each sentence stands beside its rule in the code."""

from __future__ import annotations

from dataclasses import dataclass

from deliverables.models.returns import CONTRADICTIONS, LATE, PLACES
from deliverables.models.selections import HOW_MOVED, SELECTIONS
from kpa_tracker.base.toolkit.ratings import THREE_POINT


@dataclass(frozen=True)
class Explanation:
    """One computed figure: the anchor that pages link to, its name, its rule."""

    anchor: str
    title: str
    text: str


COUNTS = (
    Explanation(
        "counted",
        "What is counted",
        "Every deliverable of the plan that has not been archived, and does not stand under anything archived, is "
        "counted once. Each number leads to the list that it counts.",
    ),
    Explanation(
        "ratings",
        "Ratings",
        "A deliverable counts under the rating of its latest update that was submitted or accepted, whichever period "
        "that was for. Drafts and updates that were sent back do not count. What nobody has rated is “not rated”, so "
        f"that {', '.join(point.word.lower() for point in reversed(THREE_POINT.points))} and not rated add up to all.",
    ),
    Explanation(
        "stages",
        "Stages",
        "The stage comes from the same update as the rating. What was never reported on has not started. A stage is no "
        "rating: something complete can be amber, because it came late or fell short.",
    ),
    Explanation(
        "plan",
        "Which plan",
        "Unless you choose one, a dashboard shows the adopted plan of today; of several, the one that started last. "
        "After its end a plan counts until the next one is adopted, because its last period is still being reported.",
    ),
)
MOVEMENT = Explanation("movement", "Since the last period", HOW_MOVED)
OTHERS = (
    Explanation(
        "reported",
        "Submitted, of all",
        "How many updates of a reporting period have been submitted or accepted, of all that it asks for: of every "
        "deliverable that the plan has today, except what was complete or cancelled before the period and says nothing "
        "new. While some are outstanding a period is open; then it is submitted, under review, and reviewed once every "
        "update was accepted. Once it is closed, nothing in it changes.",
    ),
    Explanation(
        "register",
        "The risk register",
        "Risks that are archived, closed or terminated are not counted. Each of the others counts once under the level "
        "of its current score, by the matrix in force, or as not scored. What wants an eye overlaps: a risk beyond "
        "appetite may be overdue for review too.",
    ),
    Explanation(
        "risks",
        "Risks that rest on what is red",
        "A risk of the register is shown where it is linked to a red deliverable, or to an ambition that has one.",
    ),
    Explanation(
        "contradictions",
        "Statements that do not go together",
        "Marked complete without evidence, marked complete but not green, late but not started, a return to green that "
        "has passed or comes after the deadline: the system only points at them. What is right, the owner decides.",
    ),
)

MEASURES = (
    Explanation(
        "measures-counted",
        "How measures are counted",
        "Every measure counts once, by the worst of its series: by the year to date where a year's periods add up or "
        "are averaged, else by the latest result. So red, amber, green, not judged and no data add up to all. Not "
        "judged is what has a result and no rule that gives it a status. A scorecard has one line for each series "
        "instead, which is why it can count more. Overdue for data, without owner and without target are counted "
        "beside it: a measure can be several of these.",
    ),
    Explanation(
        "measures",
        "Status of a result",
        "A result is held against the target of its year and the tolerance in force on its last day; the rule stands "
        "beside it. Exact figures decide, not the rounded ones that are shown. Where the periods of a year add up, a "
        "part of the year is held against what the target's profile expects of it, and without a profile against its "
        "share of the year by months; where a profile leaves a period empty, nothing is expected of it. When a period "
        "is closed, its results keep their status and their rule whatever changes later. What comes later for a closed "
        "period is closed at once and says so.",
    ),
    Explanation(
        "measure-to-date",
        "The year to date",
        "Where the periods of a year add up, a measure stands by the year to date and not by its latest period: the "
        "sum of the year's results against what was wanted of them together, such as “April to December: 264 of "
        "258.75”. Where they are averaged, it stands by their average: by the numerators and denominators together "
        "where each period has its own, so that a busy month weighs more than a quiet one, else by the plain average, "
        "and says which. With every period in, that is the year. Each period keeps its own status beside it. Where one "
        "in between is missing, withheld or counted by another definition, it is named: an average leaves it out, and "
        "where there would be a sum the latest period stands alone.",
    ),
    Explanation(
        "measure-figures",
        "Figures and their digits",
        "Figures are rounded for reading, with more digits where rounding would contradict the rule: 89.96% under "
        "“90% or more”. Where a numerator and a denominator are given, they decide; a figure typed beside them has to "
        "be the same, rounded to the digits typed.",
    ),
    Explanation(
        "measure-judged",
        "Judged otherwise",
        "An owner may judge a result otherwise than its rule, with a reason. Both are shown; scorecards count the "
        "owner's judgement. A measure in words has no rule and counts by its owner's judgement, like any other. Where "
        "the figure or the words are corrected afterwards, the judgement does not count until it is given again.",
    ),
    Explanation(
        "measure-forecast",
        "Forecast for year end",
        "Made from the year's results in the way that the measure names: as the year's profile expects, as last year "
        "went, or in a straight line. In a straight line, what adds up goes on at its rate so far; anything else goes "
        "on along the line that fits the year's results best, which takes two. An average over periods goes by their "
        "numerators and denominators where every period has them, else it is a plain one, and says which. Its inputs "
        "stand beside it. A period without data is left out and never zero. A year whose periods are all in has an "
        "outcome and no forecast. Amber misses the year's target as red does.",
    ),
    Explanation(
        "measure-travel",
        "Direction of travel",
        "The latest result against that of the period before, and of the same period a year before. Nothing is "
        "compared across a new definition, or where one of the two has no data; nor does progress run from a baseline "
        "that was counted otherwise. A period in which the definition changed is like no other. Both places of a rank "
        "count.",
    ),
    Explanation(
        "measure-overdue",
        "Overdue for data",
        "A result is due three weeks after the end of its period, as often as the measure is reported. What is "
        "withheld with a reason is not overdue.",
    ),
)


INSPECTIONS = (
    Explanation(
        "recommendations",
        "Recommendations",
        "Every recommendation and area for improvement that was not archived counts once, in the one state that it is "
        "in: awaiting allocation until a post answers for it, then in progress, pending sign-off once its owner has "
        "given evidence, closed when a second person has signed it off, or rejected with a reason. The states add up "
        "to all. An ambition counts what its deliverables answer.",
    ),
    Explanation(
        "recommendation-overdue",
        "Recommendations overdue, due soon, without owner or date",
        "What is neither closed nor rejected is overdue after the last day that its date names: after 30 June 2010 "
        "where “June 2010” is written. It is due soon in the 30 days up to that day. One can be counted several times "
        "here, or not at all.",
    ),
    Explanation(
        "comments",
        "The 56 days",
        "The office publishes its comments on a report within 56 days of the report's own publication (Police Act "
        "1996, section 55). The day of publication is day 0. Every recommendation needs a comment of one line: the "
        "steps taken, or why none. From the 57th day it says how many days late the comments are, until they are "
        "published.",
    ),
)


RETURNS = Explanation(
    "returns",
    "The board of a period",
    " ".join(
        [
            "Every deliverable of the plan stands at exactly one place, so that the places add up.",
            *(f"{one.word}: {one.how}" for one in (*PLACES.values(), *LATE.values(), *CONTRADICTIONS.values())),
            "While a period is open these are looked at by today, afterwards by the day on which it was closed.",
        ]
    ),
)


def explanations() -> list[Explanation]:
    """Return all of them, in the order of the page."""
    flags = [Explanation(one.key, one.word, one.how) for one in SELECTIONS.values()]
    return [*COUNTS, MOVEMENT, *flags, *OTHERS, RETURNS, *MEASURES, *INSPECTIONS]
