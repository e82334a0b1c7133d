"""Any measure with all that is said of it: grades, definitions, series, baseline, target, tolerances, profile."""

import datetime
from decimal import Decimal

from hypothesis import strategies as st

from tests.exchange.actions.book.any_words import LONG, lines, texts, unique, words
from tests.factories.targets import (
    BaselineFactory,
    DefinitionFactory,
    ExpectedValueFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    MeasureSetFactory,
    ObjectiveFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
    ToleranceFactory,
)

YEAR = (datetime.date(2009, 4, 1), datetime.date(2010, 3, 31))
QUARTERS = [
    (datetime.date(2009, 4, 1), datetime.date(2009, 6, 30)),
    (datetime.date(2009, 7, 1), datetime.date(2009, 9, 30)),
    (datetime.date(2009, 10, 1), datetime.date(2009, 12, 31)),
    (datetime.date(2010, 1, 1), datetime.date(2010, 3, 31)),
]
SORTS = [
    {"kind": "percentage", "direction": "up", "form": "floor", "value": 1},
    {"kind": "count", "direction": "down", "form": "ceiling", "value": 1},
    {"kind": "hours", "direction": "hold", "form": "absolute", "value": 1},
    {"kind": "percentage", "direction": "up", "form": "range", "value": 1, "second": 2},
    {"kind": "rate", "direction": "none", "form": "relative", "change_percent": 1},
    {"kind": "money", "direction": "hold", "form": "relative", "change_by": 1},
    {"kind": "level", "direction": "up", "form": "level", "value": 1},
    {"kind": "rank", "direction": "down", "form": "rank", "value": 1, "second": 2},
    {"kind": "ratio", "direction": "none", "form": "absolute", "value": 1, "second": 2},
    {"kind": "grade", "direction": "up", "form": "grade", "value": 2},
    {"kind": "qualitative", "direction": "none", "form": "words"},
]
"""What a target can be: its numbers say which of two drawn figures stands where; a grade's is its place."""
FIGURES = ("value", "second", "change_percent", "change_by")

days = st.dates(datetime.date(1990, 1, 1), datetime.date(2010, 4, 12))
in_year = st.dates(*YEAR)
amounts = st.decimals(0, 10**11 - 1, places=4)
changes = st.decimals(1, 99999, places=4)
notes = st.lists(st.tuples(words, st.sampled_from(["", "*", "†", "1)", "a]"])), max_size=2)
bodies = st.one_of(words, st.just("a long one"))
baselines = st.fixed_dictionaries(
    {
        "text": words,
        "value": st.none() | st.decimals(-(10**11) + 1, 10**11 - 1, places=4),
        "period": st.none() | st.tuples(days, days).map(sorted),
        "is_projected": st.booleans(),
        "footnotes": notes,
    }
)
tolerances = st.fixed_dictionaries(
    {
        "amber_within": amounts,
        "measured_in": st.sampled_from(["units", "percent"]),
        "applies_from": in_year,
        "committee": st.integers(0, 3),
        "set_by": words,
        "set_on": days,
        "reason": texts,
    }
)
measures = st.lists(
    st.fixed_dictionaries(
        {
            "title": words,
            "sort": st.sampled_from(SORTS),
            "figures": st.tuples(changes, changes).map(sorted).filter(lambda pair: pair[0] < pair[1]),
            "unit": lines,
            "decimals": st.integers(0, 4),
            "source": st.none() | st.tuples(words, lines),
            "set": st.none() | st.tuples(words, lines),
            "owner": st.integers(0, 3),
            "committee": st.integers(0, 3),
            "footnotes": notes,
            "grades": unique.filter(lambda said: len(said) > 2),
            "definitions": st.lists(st.tuples(bodies, days), max_size=2, unique_by=lambda pair: pair[1]),
            "series": st.lists(st.tuples(lines, st.none() | st.integers(0, 4)), min_size=1, max_size=2),
            "objective": st.booleans(),
            "text": words,
            "is_strict": st.booleans(),
            "baseline": st.none() | baselines,
            "tolerances": st.lists(tolerances, max_size=2),
            "profile": st.lists(st.none() | amounts, max_size=4),
        }
    ),
    max_size=2,
)


def nth(records, number):
    """Return one of some records; none for zero and for what is not there."""
    return records[number - 1] if 0 < number <= len(records) else None


def enter_measure(plan, row, named):
    """Enter a measure, and the plan's target for its first series."""
    authority, sort = plan.authority, row["sort"]
    measure = MeasureFactory(
        authority=authority,
        **{name: row[name] for name in ("title", "unit", "decimals")},
        **{name: sort[name] for name in ("kind", "direction")},
        gathering="last",
        scale=GradeScaleFactory(authority=authority, grades=row["grades"]) if sort["kind"] == "grade" else None,
        source=shared(authority.sources, SourceFactory, "name", "note", row["source"]),
        set=shared(authority.measure_sets, MeasureSetFactory, "title", "introduction", row["set"]),
        owner=nth(named["posts"], row["owner"]),
        committee=nth(named["committees"], row["committee"]),
    )
    measure.footnotes.set(footnotes(authority, row["footnotes"]))
    for text, day in row["definitions"]:
        DefinitionFactory(measure=measure, text=LONG.get(text, text), applies_from=day)
    found = dict(row["series"])
    series = [SeriesFactory(measure=measure, name=name, decimals=number) for name, number in found.items()]
    enter_target(plan, series[0], row, named)
    return measure


def shared(known, factory, name, beside, said):
    """Return the source or the set of this name: one that is there already says what it said."""
    if said is None:
        return None
    found = known.filter(**{name: said[0]}).first()
    return found or factory(authority=known.instance, **{name: said[0], beside: said[1]})


def footnotes(authority, said):
    return [FootnoteFactory(authority=authority, text=text, mark=mark) for text, mark in said]


def enter_target(plan, series, row, named):
    sort = row["sort"]
    figures = [Decimal(1), Decimal(2)] if sort["form"] == "grade" else row["figures"]
    own = {name: figures[sort[name] - 1] if name in sort else None for name in FIGURES}
    target = TargetFactory(
        series=series,
        plan=plan,
        form=sort["form"],
        text=row["text"],
        is_strict=row["is_strict"],
        objective=ObjectiveFactory(plan=plan, priority=nth(named["priorities"], 1)) if row["objective"] else None,
        baseline=baseline_of(series, row["baseline"]),
        **own,
    )
    target.footnotes.set(footnotes(plan.authority, row["footnotes"]))
    if sort["form"] != "words":
        enter_yardsticks(target, row, named)


def baseline_of(series, said):
    if said is None:
        return None
    starts, ends = said["period"] or (None, None)
    own = {name: said[name] for name in ("text", "value", "is_projected")}
    baseline = BaselineFactory(series=series, starts=starts, ends=ends, **own)
    baseline.footnotes.set(footnotes(series.measure.authority, said["footnotes"]))
    return baseline


def enter_yardsticks(target, row, named):
    for said in row["tolerances"]:
        committee = nth(named["committees"], said["committee"])
        own = {name: said[name] for name in ("amber_within", "measured_in", "applies_from", "set_by", "set_on")}
        reason = LONG.get(said["reason"], said["reason"])
        ToleranceFactory(target=target, committee=committee, reason=reason, **own)
    for (starts, ends), value in zip(QUARTERS, row["profile"], strict=False):
        if value is not None:
            ExpectedValueFactory(target=target, starts=starts, ends=ends, value=value)
