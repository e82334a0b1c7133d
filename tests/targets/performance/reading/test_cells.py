from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from targets.performance import Figure, Kind, read_figures, show

D = Decimal

PERCENTAGE, COUNT, RATE, RATIO, MONEY = Kind.PERCENTAGE, Kind.COUNT, Kind.RATE, Kind.RATIO, Kind.MONEY
HOURS, RANK, LEVEL, GRADE, QUALITATIVE = Kind.HOURS, Kind.RANK, Kind.LEVEL, Kind.GRADE, Kind.QUALITATIVE


def per(value, number, unit, counted=""):
    written = D(value)
    return Figure(RATE, written, None, unit, max(0, -written.as_tuple().exponent), number, counted)


LOST, GROUP = "working hours lost per member of staff", "nationally, of the most similar group"
SINGLE = [
    ("46.4%", Figure(PERCENTAGE, D("46.4"), decimals=1)),
    ("46.4 %", Figure(PERCENTAGE, D("46.4"), decimals=1)),
    ("52 per cent", Figure(PERCENTAGE, D("52"))),
    ("52 Per Cent", Figure(PERCENTAGE, D("52"))),
    ("2 Percentage Points", Figure(PERCENTAGE, D("2"), unit="percentage points")),
    ("384 Per 1,000 officers", per("384", 1000, "officers")),
    ("22ND", Figure(RANK, D("22"))),
    ("LEVEL 3", Figure(LEVEL, D("3"))),
    ("9.5 days lost per officer per year", Figure(HOURS, D("9.5"), unit="days lost per officer per year", decimals=1)),
    ("52 percent", Figure(PERCENTAGE, D("52"))),
    ("32.0%", Figure(PERCENTAGE, D("32"), decimals=1)),
    ("100%", Figure(PERCENTAGE, D("100"))),
    (".5%", Figure(PERCENTAGE, D("0.5"), decimals=1)),
    ("-3.2%", Figure(PERCENTAGE, D("-3.2"), decimals=1)),
    ("−3.2%", Figure(PERCENTAGE, D("-3.2"), decimals=1)),
    ("12.", Figure(COUNT, D("12"))),
    ("+3.2%", Figure(PERCENTAGE, D("3.2"), decimals=1)),
    ("(4.1%)", Figure(PERCENTAGE, D("-4.1"), decimals=1)),
    ("62% of victims", Figure(PERCENTAGE, D("62"), unit="of victims")),
    ("+2pp", Figure(PERCENTAGE, D("2"), unit="percentage points")),
    ("2 percentage points", Figure(PERCENTAGE, D("2"), unit="percentage points")),
    ("-1.5 %pts", Figure(PERCENTAGE, D("-1.5"), unit="percentage points", decimals=1)),
    ("21,609", Figure(COUNT, D("21609"))),
    ("21609", Figure(COUNT, D("21609"))),
    ("12 345", None),
    ("12\u00a0345", Figure(COUNT, D("12345"))),
    ("12,345.6", Figure(COUNT, D("12345.6"), decimals=1)),
    ("1,000,000", Figure(COUNT, D("1000000"))),
    ("0", Figure(COUNT, D("0"))),
    ("0.0", Figure(COUNT, D("0"), decimals=1)),
    ("(4.1)", Figure(COUNT, D("-4.1"), decimals=1)),
    ("334 drug users", Figure(COUNT, D("334"), unit="drug users")),
    ("2.3 million journeys", Figure(COUNT, D("2300000"), unit="million journeys", decimals=1)),
    ("5 m²", Figure(COUNT, D("5"), unit="m²")),
    ("384 per 1,000 officers", per("384", 1000, "officers")),
    ("73.5 per 1,000 population", per("73.5", 1000, "population")),
    ("73.5 per 1000 population", per("73.5", 1000, "population")),
    ("73.5 per thousand population", per("73.5", 1000, "population")),
    ("18.3 per 10,000 population", per("18.3", 10000, "population")),
    ("18.3 per hundred officers", per("18.3", 100, "officers")),
    ("5.1 per 100 million vehicle kilometres", per("5.1", 10**8, "vehicle kilometres")),
    ("0.53 per 1,000 population in Kent", per("0.53", 1000, "population in Kent")),
    ("345 complaints per 1,000 officers", per("345", 1000, "officers", "complaints")),
    ("2 per head", per("2", 1, "head")),
    ("15.4% : 3.6%", Figure(RATIO, D("15.4"), D("3.6"), "%", 1)),
    ("15.4%:3.6%", Figure(RATIO, D("15.4"), D("3.6"), "%", 1)),
    ("9.0% : 3.6%", Figure(RATIO, D("9"), D("3.6"), "%", 1)),
    ("2 : 1", Figure(RATIO, D("2"), D("1"))),
    ("2:1", Figure(RATIO, D("2"), D("1"))),
    ("1 in 4", Figure(RATIO, D("1"), D("4"), "in")),
    ("1 in 10 people", Figure(RATIO, D("1"), D("10"), "in people")),
    ("3 out of 5", Figure(RATIO, D("3"), D("5"), "out of")),
    ("£1.5m", Figure(MONEY, D("1500000"), unit="£m", decimals=1)),
    ("£1.5 m", Figure(MONEY, D("1500000"), unit="£m", decimals=1)),
    ("£1.5M", Figure(MONEY, D("1500000"), unit="£m", decimals=1)),
    ("£1.5 Million", Figure(MONEY, D("1500000"), unit="£ million", decimals=1)),
    ("£50K", Figure(MONEY, D("50000"), unit="£k")),
    ("£1.5mn", Figure(MONEY, D("1500000"), unit="£m", decimals=1)),
    ("£2.3 million", Figure(MONEY, D("2300000"), unit="£ million", decimals=1)),
    ("£2.3 million saved", Figure(MONEY, D("2300000"), unit="£ million saved", decimals=1)),
    ("£1.2bn", Figure(MONEY, D("1200000000"), unit="£bn", decimals=1)),
    ("£50k", Figure(MONEY, D("50000"), unit="£k")),
    ("£1,886.86", Figure(MONEY, D("1886.86"), decimals=2)),
    ("£ 12", Figure(MONEY, D("12"))),
    ("-£3m", Figure(MONEY, D("-3000000"), unit="£m")),
    ("£-3m", Figure(MONEY, D("-3000000"), unit="£m")),
    ("(£3m)", Figure(MONEY, D("-3000000"), unit="£m")),
    ("£994.58 per 1,000 population", Figure(MONEY, D("994.58"), unit="population", decimals=2, per=1000)),
    ("35.5 working hours lost per member of staff", Figure(HOURS, D("35.5"), unit=LOST, decimals=1)),
    ("45 mins", Figure(HOURS, D("45"), unit="mins")),
    ("12 working days", Figure(HOURS, D("12"), unit="working days")),
    ("9.5 days per officer", Figure(HOURS, D("9.5"), unit="days per officer", decimals=1)),
    ("22nd", Figure(RANK, D("22"))),
    ("1st nationally", Figure(RANK, D("1"), unit="nationally")),
    ("22nd nationally, 7th of the most similar group", Figure(RANK, D("22"), D("7"), GROUP)),
    ("22nd nationally and 7th in our family", Figure(RANK, D("22"), D("7"), "nationally, in our family")),
    ("22nd nationally; 7th in our family", Figure(RANK, D("22"), D("7"), "nationally, in our family")),
    ("Level 3", Figure(LEVEL, D("3"))),
    ("level 3", Figure(LEVEL, D("3"))),
    ("Grade 2", Figure(LEVEL, D("2"), unit="Grade")),
    ("Band 2.5", Figure(LEVEL, D("2.5"), unit="Band", decimals=1)),
    ("Good", Figure(GRADE, None, words="Good")),
    ("requires improvement", Figure(GRADE, None, words="requires improvement")),
    ("Meets the standard", Figure(GRADE, None, words="Meets the standard")),
]


@pytest.mark.parametrize(("text", "figure"), SINGLE)
def test_one_figure_is_read_with_its_unit_and_precision(text, figure):
    assert read_figures(text).figure == figure


@pytest.mark.parametrize(("text", "figure"), SINGLE)
@pytest.mark.parametrize("marker", ["¹", " ²", "*", " [3]"])
def test_a_figure_keeps_the_marker_of_its_footnote(text, figure, marker):
    read = read_figures(text + marker)
    assert read.figure == figure
    assert [part.markers for part in read.parts] in ([], [(marker.strip(" []").translate({0xB9: "1", 0xB2: "2"}),)])


COMPOUND = [
    ("80.1% White 77.1% BME", {"White": "80.1%", "BME": "77.1%"}),
    ("80.1% White, 77.1% BME", {"White": "80.1%", "BME": "77.1%"}),
    ("80.1% (White) 77.1% (BME)", {"White": "80.1%", "BME": "77.1%"}),
    ("80.1% White British 77.1% White Irish", {"White British": "80.1%", "White Irish": "77.1%"}),
    ("White 80.1% BME 77.1%", {"White": "80.1%", "BME": "77.1%"}),
    ("White: 80.1%; BME: 77.1%", {"White": "80.1%", "BME": "77.1%"}),
    ("White 80.1% / BME 77.1%", {"White": "80.1%", "BME": "77.1%"}),
    ("White - 80.1% | BME - 77.1%", {"White": "80.1%", "BME": "77.1%"}),
    ("White 80.1% and BME 77.1%", {"White": "80.1%", "BME": "77.1%"}),
    ("White 80.1%\nBME 77.1%", {"White": "80.1%", "BME": "77.1%"}),
    ("(i) 821 (ii) 5.1", {"(i)": "821", "(ii)": "5.1"}),
    ("(i) 8.9 (ii) 18.3", {"(i)": "8.9", "(ii)": "18.3"}),
    ("(a) 821; (b) 5.1; (c) £3m", {"(a)": "821", "(b)": "5.1", "(c)": "£3m"}),
    ("(1) 821 (2) 5.1", {"(1)": "821", "(2)": "5.1"}),
    ("(i) primary 8.9 (ii) secondary 18.3", {"(i) primary": "8.9", "(ii) secondary": "18.3"}),
    ("8.9 (i) 18.3 (ii)", {"(i)": "8.9", "(ii)": "18.3"}),
    ("KCC area 2,469 Medway 526", {"KCC area": "2,469", "Medway": "526"}),
    ("2,469 (KCC area), 526 (Medway)", {"KCC area": "2,469", "Medway": "526"}),
    ("KCC area 31.1% Medway 35.5%", {"KCC area": "31.1%", "Medway": "35.5%"}),
    ("KCC area U/A Medway 526", {"KCC area": None, "Medway": "526"}),
    ("White 80.1%; BME n/a", {"White": "80.1%", "BME": None}),
    ("Kent 1 in 4, Medway 1 in 5", {"Kent": "1 in 4", "Medway": "1 in 5"}),
    ("Kent 22nd, Medway 30th", {"Kent": "22nd", "Medway": "30th"}),
    ("Kent Level 3 Medway Level 2", {"Kent": "Level 3", "Medway": "Level 2"}),
    ("North £1.5m South £2m", {"North": "£1.5m", "South": "£2m"}),
    ("10-17 31.1% 18-24 20.0%", {"10-17": "31.1%", "18-24": "20.0%"}),
    ("2007/08: 81.1%; 2008/09: 84.8%", {"2007/08": "81.1%", "2008/09": "84.8%"}),
    ("Q1 45 Q2 50 Q3 48", {"Q1": "45", "Q2": "50", "Q3": "48"}),
    (
        "Kent 0.49 per 1,000 population Medway 0.86 per 1,000 population",
        {"Kent": "0.49 per 1,000 population", "Medway": "0.86 per 1,000 population"},
    ),
    (
        "0.49 per 1,000 population in Kent 0.86 per 1,000 population in Medway",
        {"Kent": "0.49 per 1,000 population", "Medway": "0.86 per 1,000 population"},
    ),
    ("Kent 5 days, Medway 6 days", {"Kent": "5 days", "Medway": "6 days"}),
]


@pytest.mark.parametrize(("text", "series"), COMPOUND)
def test_several_figures_are_read_with_their_labels(text, series):
    read = read_figures(text)
    assert {part.label: part.figure and show(part.figure) for part in read.parts} == series
    assert [part.unavailable for part in read.parts] == [shown is None for shown in series.values()]
    assert (read.understood, read.unavailable, read.figure) == (True, False, None)


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("KCC area 0.5 ² Medway 0.3 ²", [("2",), ("2",)]),
        ("KCC area 2,194 ³ Medway 480", [("3",), ()]),
        ("80.1%¹ White 77.1%² BME", [("1",), ("2",)]),
        ("80.1% White ¹ 77.1% BME*", [("1",), ("*",)]),
        ("KCC area U/A ¹ Medway 526 ¹ ²", [("1",), ("1", "2")]),
    ],
)
def test_each_figure_has_its_own_markers(text, markers):
    assert [part.markers for part in read_figures(text).parts] == markers


@pytest.mark.parametrize(
    ("text", "figure", "note"),
    [
        ("6 (one per policing area)", "6", "one per policing area"),
        ("46.4% (provisional)", "46.4%", "provisional"),
        ("46.4%\n(provisional) ¹", "46.4%", "provisional"),
        ("80% (April 2008 to March 2009)", "80%", "April 2008 to March 2009"),
        ("0.53 per 1,000 population (Kent)", "0.53 per 1,000 population", "Kent"),
    ],
)
def test_what_follows_in_brackets_is_a_note(text, figure, note):
    (part,) = read_figures(text).parts
    assert (show(part.figure), part.note) == (figure, note)


@pytest.mark.parametrize("text", ["KCC area 2,469", "White: 80.1%", "(i) 821"])
def test_one_figure_with_a_label_is_a_series_and_not_the_whole(text):
    read = read_figures(text)
    assert (len(read.parts), bool(read.parts[0].label), read.figure) == (1, True, None)


@pytest.mark.parametrize("text", ["", "U/A", "Data currently unavailable", "n/a ¹", "–", "No data\n"])
def test_a_cell_that_says_there_is_nothing_is_unavailable(text):
    read = read_figures(text)
    assert (read.understood, read.unavailable, read.figure) == (True, True, None)


def test_a_cell_of_which_all_series_are_missing_is_unavailable():
    read = read_figures("KCC area U/A; Medway U/A")
    assert ([part.label for part in read.parts], read.unavailable) == (["KCC area", "Medway"], True)


def test_the_marker_of_a_missing_value_is_kept():
    assert read_figures("Data currently unavailable ³").parts[0].markers == ("3",)


NOT_UNDERSTOOD = [
    "about 500",
    "c. 500",
    "c.500",
    "~500",
    "over 300",
    "more than 50",
    "up to 10",
    "nearly 40%",
    "<5",
    "≤ 5",
    "≥ 85%",
    "> 3%",
    "±3%",
    "85-90%",
    "85–90%",
    "10 - 17",
    "3 to 5",
    "between 3 and 5",
    "2008/09",
    "2009-10",
    "31 March 2009",
    "March 2009",
    "April 2008 to March 2009",
    "01/04/2009",
    "670 in 2008",
    "12,34",
    "1,2345",
    "1234567890123456",
    "1,234,567,890,123,456",
    "0.123456789",
    "1.2.3",
    "1.5m",
    "5,000,00",
    "€5m",
    "$5",
    "50p",
    "Kent (4.1%) Medway (3.2%)",
    "White (80.1%)",
    "£1.5 m²",
    "10%:5",
    "10% in 5%",
    "80.0% (1)",
    "5.1% (110)",
    "80.1% 77.1%",
    "80.1%; 77.1%",
    "White 80.1% 77.1%",
    "White 80.1% White 77.1%",
    "5 hours 3 days",
    "2 hrs 30 mins",
    "46.4% up from 44%",
    "46.4% which was better than expected",
    "46.4% or more",
    "Increase to 52%",
    "Target 52%",
    "Level three",
    "Level 3 in Kent",
    "31st March",
    "1st phase complete",
    "1st phase, 2nd stage",
    "1st, 2nd, 3rd",
    "22nd nationally, 7th",
    "22nd nationally, Medway 7th",
    "22nd nationally, 7 of the most similar group",
    "aged 10 - 17 31.1%",
    "46.4%, see note",
    "(80% of officers",
    "none",
    "nil",
    "Improved",
    "Roll-out has begun",
    "5 per 1,000 per year",
    "x" * 400,
]


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_kept_as_text_and_never_guessed(text):
    read = read_figures(text)
    assert (read.parts, read.understood, read.unavailable, read.figure) == ((), False, False, None)
    assert (read.text, bool(read.not_understood)) == (text, True)


HINTED = [
    ("52", PERCENTAGE, Figure(PERCENTAGE, D("52"))),
    ("52", COUNT, Figure(COUNT, D("52"))),
    ("0.49", RATE, Figure(RATE, D("0.49"), decimals=2)),
    ("35.5", HOURS, Figure(HOURS, D("35.5"), decimals=1)),
    ("22", RANK, Figure(RANK, D("22"))),
    ("3", LEVEL, Figure(LEVEL, D("3"))),
    ("1500000", MONEY, Figure(MONEY, D("1500000"))),
    ("(3.20)", MONEY, Figure(MONEY, D("-3.2"), decimals=2)),
    ("1.5M", MONEY, Figure(MONEY, D("1500000"), unit="£m", decimals=1)),
    ("1.5m", MONEY, Figure(MONEY, D("1500000"), unit="£m", decimals=1)),
    ("2.5 million", MONEY, Figure(MONEY, D("2500000"), unit="£ million", decimals=1)),
    ("52%", COUNT, Figure(PERCENTAGE, D("52"))),
    ("45 mins", PERCENTAGE, Figure(HOURS, D("45"), unit="mins")),
    ("3", GRADE, Figure(COUNT, D("3"))),
    ("Needs support", GRADE, Figure(GRADE, None, words="Needs support")),
    ("In place in 5 of 6 areas", QUALITATIVE, Figure(QUALITATIVE, None, words="In place in 5 of 6 areas")),
    ("First line.\nSecond line.", QUALITATIVE, Figure(QUALITATIVE, None, words="First line.\nSecond line.")),
]


@pytest.mark.parametrize(("text", "kind", "figure"), HINTED)
def test_a_bare_number_is_of_the_kind_that_is_hinted(text, kind, figure):
    assert read_figures(text, kind).figure == figure


def test_the_grades_of_a_scale_are_read_in_its_own_words():
    grades = ["Delivered", "Partly delivered", "Not delivered"]
    assert read_figures("partly delivered", grades=grades).figure == Figure(GRADE, None, words="partly delivered")
    assert read_figures("partly delivered").understood is False
    assert read_figures("half delivered", GRADE, grades=grades).understood is False


def test_a_finding_in_words_may_be_long():
    finding = "The panel found progress. " * 100
    assert read_figures(finding, QUALITATIVE).figure.words == finding.strip()


def test_a_part_keeps_the_words_it_was_read_from():
    texts = [part.text for part in read_figures("KCC area 2,469 Medway 526").parts]
    assert texts == ["KCC area 2,469", "Medway 526"]


@pytest.mark.parametrize(
    "text", ["35.5 working hours\nlost per member of staff", "35.5 working hours lost\nper member of staff"]
)
def test_a_figure_may_be_broken_over_lines(text):
    assert show(read_figures(text).figure) == "35.5 working hours lost per member of staff"


# What show() writes, read again.

AMOUNTS = st.decimals(min_value=-(10**7), max_value=10**7, allow_nan=False)
PLACES = st.integers(0, 4)


@st.composite
def written(draw, kind, units, *, positive=False, scale=1, **more):
    decimals = draw(PLACES)
    value = D(draw(st.integers(0 if positive else -(10**9), 10**9))).scaleb(-decimals) * scale
    return Figure(kind, value, unit=draw(st.sampled_from(units)), decimals=decimals, **more)


@st.composite
def ratios(draw):
    decimals = draw(PLACES)
    sides = [D(draw(st.integers(0, 10**5))).scaleb(-decimals) for _ in range(2)]
    unit = draw(st.sampled_from(["", "%"]))
    return Figure(RATIO, *sides, unit, decimals)


@st.composite
def odds(draw):
    sides = D(draw(st.integers(0, 100))), D(draw(st.integers(1, 1000)))
    return Figure(RATIO, *sides, draw(st.sampled_from(["in", "out of", "in people", "out of areas"])))


@st.composite
def rates(draw):
    figure = draw(written(RATE, ["population", "officers", "population in Kent", "vehicle kilometres", ""]))
    pers = draw(st.sampled_from([100, 1000, 10_000, 10**6, 10**8]))
    return Figure(
        RATE, figure.value, None, figure.unit, figure.decimals, pers, draw(st.sampled_from(["", "complaints"]))
    )


@st.composite
def ranks(draw):
    place, second = (D(draw(st.integers(1, 200))) for _ in range(2))
    return draw(
        st.sampled_from(
            [
                Figure(RANK, place),
                Figure(RANK, place, unit="nationally"),
                Figure(RANK, place, second, "nationally, of the most similar group"),
            ]
        )
    )


FIGURES = st.one_of(
    written(PERCENTAGE, ["", "of victims", "percentage points"]),
    written(COUNT, ["", "offences", "drug users"]),
    written(COUNT, ["million", "million journeys"], scale=10**6),
    written(COUNT, ["thousand", "thousand miles"], scale=10**3),
    written(MONEY, ["", "saved"]),
    written(MONEY, ["£k"], scale=10**3),
    written(MONEY, ["£m", "£ million", "£m saved"], scale=10**6),
    written(MONEY, ["£bn"], scale=10**9),
    written(MONEY, ["population"], per=1000),
    written(HOURS, ["hours", "working days", "mins", "working hours lost per member of staff"]),
    written(LEVEL, ["", "Grade", "Band", "Tier"], positive=True),
    rates(),
    ratios(),
    odds(),
    ranks(),
)


@given(FIGURES)
@example(Figure(PERCENTAGE, D("-0.5"), decimals=1))
@example(Figure(MONEY, D("-1500000"), unit="£m", decimals=1))
def test_reading_what_is_shown_gives_the_figure_back(figure):
    assert read_figures(show(figure)).figure == figure


@given(st.sampled_from(["Good", "Fair", "In place in 5 of 6 areas.", "Partly met"]))
def test_reading_words_that_are_shown_gives_them_back(words):
    assert read_figures(words, QUALITATIVE).figure == Figure(QUALITATIVE, None, words=words)


@given(FIGURES, FIGURES, st.sampled_from(["; ", " | ", "\n"]))
def test_labelled_figures_in_a_row_are_all_given_back(first, second, gap):
    assume(RANK not in (first.kind, second.kind))
    read = read_figures(f"KCC area: {show(first)}{gap}Medway: {show(second)}")
    assert [(part.label, part.figure) for part in read.parts] == [("KCC area", first), ("Medway", second)]


@given(st.text(max_size=400))
@example("(((((((((((((((((((((")
@example("1" * 399)
@example("per " * 90)
@example("\x00\ud800")
def test_reading_never_raises_and_keeps_the_text(text):
    read = read_figures(text)
    assert read.text == text
    assert read.understood is bool(read.parts)


@given(st.text(alphabet="0123456789%£.,:;/()- inoutfperKMedway¹²\n", max_size=80))
def test_reading_is_whole_or_not_at_all(text):
    read = read_figures(text)
    labels = [part.label for part in read.parts]
    assert len(set(labels)) == len(labels)
    assert all(part.figure is not None or part.unavailable for part in read.parts)
