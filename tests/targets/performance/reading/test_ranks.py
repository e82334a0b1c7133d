import pytest

from targets.performance.reading.ranks import Rank, read_ranks

READ = [
    ("top ten", (Rank(10),)),
    ("top 10", (Rank(10),)),
    ("Top 10 nationally", (Rank(10, "nationally"),)),
    ("the top 10 of 43 forces", (Rank(10, "of 43 forces"),)),
    ("in the top three", (Rank(3),)),
    ("be in the top five nationally", (Rank(5, "nationally"),)),
    ("top twenty overall", (Rank(20, "overall"),)),
    ("10th nationally", (Rank(10, "nationally"),)),
    ("10th nationally or better", (Rank(10, "nationally"),)),
    ("10th place nationally", (Rank(10, "nationally"),)),
    ("1st", (Rank(1),)),
    ("1st of the most similar group", (Rank(1, "of the most similar group"),)),
    ("top quartile", (Rank(1, "", 4),)),
    ("Top Quartile", (Rank(1, "", 4),)),
    ("upper quartile nationally", (Rank(1, "nationally", 4),)),
    ("within the second quartile", (Rank(2, "", 4),)),
    ("third quartile or better", (Rank(3, "", 4),)),
    ("top third", (Rank(1, "", 3),)),
    ("top half of our family", (Rank(1, "of our family", 2),)),
    ("top quintile", (Rank(1, "", 5),)),
    ("top decile", (Rank(1, "", 10),)),
    ("top 10%", (Rank(1, "", 10),)),
    ("top 30%", (Rank(3, "", 10),)),
    ("top 25 per cent", (Rank(1, "", 4),)),
    ("top 100%", (Rank(1, "", 1),)),
    (
        "top ten nationally and top two in the most similar group",
        (Rank(10, "nationally"), Rank(2, "in the most similar group")),
    ),
    ("22nd nationally, 7th of our family", (Rank(22, "nationally"), Rank(7, "of our family"))),
    ("top quartile nationally; top half regionally", (Rank(1, "nationally", 4), Rank(1, "regionally", 2))),
    ("top 3 in England, Wales and Scotland", (Rank(3, "in England, Wales and Scotland"),)),
]


@pytest.mark.parametrize(("text", "ranks"), READ)
def test_places_are_read_with_the_field_they_are_in(text, ranks):
    assert read_ranks(text) == ranks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "top",
        "top performer",
        "top of the table",
        "bottom quartile",
        "1st phase of rollout",
        "31st March",
        "10",
        "top 0%",
        "top 150%",
        "top ten nationally and satisfied victims",
        "top ten nationally and top",
        "top ten nationally and top 0%",
        "second phase",
        "third of staff",
    ],
)
def test_what_names_no_place_has_no_ranks(text):
    assert read_ranks(text) == ()
