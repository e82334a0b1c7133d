import pytest

from kpa_tracker.interfaces.exchange.reading.registers import texts


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(("Open", "open"), ("Live", "open"), ("Treat", "treated"), ("Being mitigated", "treated")),
        *(("Tolerate", "tolerated"), ("Accepted", "tolerated"), ("Transferred to insurers", "transferred")),
        *(("Terminate", "terminated"), ("Closed", "closed"), ("Open - treat", "treated")),
        *(("Treat / tolerate", ""), ("Pending", ""), ("", "")),
    ],
)
def test_a_status_is_read_where_it_names_one(text, status):
    assert texts.status_of(text) == status


@pytest.mark.parametrize(
    ("text", "soon"),
    [
        *(("Within three months", "now"), ("0 - 3 months", "now"), ("Imminent", "now"), ("within a year", "year")),
        *(
            ("3–12 months", "year"),
            ("In one to three years", "later"),
            ("1 to 3 years", "later"),
            ("3+ years", "distant"),
        ),
        *(("In more than three years", "distant"), ("soonish", ""), ("", "")),
    ],
)
def test_how_soon_is_read(text, soon):
    assert texts.proximity_of(text) == soon


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("KPA05", "kpa 05", True),
        ("KPA 5", "KPA 05", True),
        ("KPA 10", "KPA 1", False),
        ("KPA 100", "KPA 10", False),
        ("R1", "R 01", True),
        ("5", "KPA 5", False),
        ("1.1", "11", False),
        ("CR 1-1", "CR 1.1", True),
        ("OPCC/R/12", "opcc r 12", True),
    ],
)
def test_spellings_of_one_reference(one, other, is_same):
    assert (texts.reference_key(one) == texts.reference_key(other)) is is_same


@pytest.mark.parametrize(
    ("text", "read"),
    [("30 June 2010, overdue", "30 June 2010"), ("None due", ""), ("N/A", ""), ("Q1 2010/11", "Q1 2010/11")],
)
def test_the_next_review_is_a_day_without_its_remark(text, read):
    assert texts.review_in(text) == read


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Cause: a\nRisk: b\nEffect: c", {"cause": "a", "event": "b", "effect": "c"}),
        ("Cause - a. Consequences: c", {"cause": "a.", "effect": "c"}),
        ("Cause: a Event: b Impact: c", {"cause": "a", "event": "b", "effect": "c"}),
        ("First this. Cause: a Effect: c", {}),
        ("Cause: a\nCause: b", {}),
        ("Too little money", {}),
    ],
)
def test_a_cell_is_parted_only_by_its_own_labels(text, parts):
    assert texts.labelled(text) == parts


@pytest.mark.parametrize(
    ("text", "control", "kind"),
    [
        ("Preventive: locks", "locks", "preventive"),
        ("Preventative - locks", "locks", "preventive"),
        ("Yearly audit (detective)", "Yearly audit", "detective"),
        ("Corrective action plan", "Corrective action plan", ""),
        ("Detective", "Detective", ""),
    ],
)
def test_the_type_of_a_control_is_a_label(text, control, kind):
    assert texts.typed(text) == texts.Typed(control, kind)


@pytest.mark.parametrize(("text", "kind"), [("Detective", "detective"), ("Preventive / detective", ""), ("Soft", "")])
def test_the_type_in_its_own_column(text, kind):
    assert texts.type_of(text) == kind


@pytest.mark.parametrize(("text", "reference"), [("7.0", "7"), ("KPA  05", "KPA 05"), ("1.1", "1.1")])
def test_a_reference_is_as_it_is_written(text, reference):
    assert texts.reference_in(text) == reference
