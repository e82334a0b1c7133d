"""What the history says in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kpa_tracker.base.audit.sentences import Change, because, shown, tell
from risks.models import Risk


def event(verb, *, reason="", **changes):
    return SimpleNamespace(actor_name="Jane Smith", verb=verb, changes=changes, reason=reason)


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        (
            event("deliverable changed", deadline_text=["June 2010", "September 2010"], reason="The partner is late."),
            "Jane Smith changed the deadline from June 2010 to September 2010, because the partner is late.",
        ),
        (event("risk created", title=[None, "Fire"]), "Jane Smith added the risk."),
        (event("risk changed", owner=[None, "Treasurer"]), "Jane Smith set the owner to Treasurer."),
        (event("risk changed", owner=["Treasurer", None]), "Jane Smith removed the owner, which was Treasurer."),
        (
            event("risk changed", title=["Fire", "Flood"], owner=["A", "B"]),
            "Jane Smith changed the title from Fire to Flood and changed the owner from A to B.",
        ),
        (
            event("deliverable changed", supporting=[["A", "B"], ["B", "C", "D"]]),
            "Jane Smith added C and D to the supporting posts and took A out of the supporting posts.",
        ),
        (event("ambition moved", position=[3, 2]), "Jane Smith moved the ambition from place 3 to place 2."),
        (event("risk archived", reason="It has passed"), "Jane Smith archived the risk, because it has passed."),
        (event("progressupdate accepted", state=["submitted", "accepted"]), "Jane Smith accepted the update."),
        (event("progressupdate drafted", forecast=["red", ""]), "Jane Smith drafted the update."),
        (event("plan changed", state=["draft", "adopted"]), "Jane Smith changed the state from draft to adopted."),
        (
            event("evidence withdrawn", title=["Minutes", None], reason="it counts a month twice"),
            "Jane Smith withdrew the evidence “Minutes”, because it counts a month twice.",
        ),
        (event("evidence added", title=[None, "Minutes"]), "Jane Smith added the evidence “Minutes”."),
        (
            event("progressupdate submitted", forecast=["red", ""], rating=["red", None]),
            "Jane Smith submitted the update: no forecast any more, no rating any more.",
        ),
        (
            event("progressupdate sent back", reason="APA guidance"),
            "Jane Smith sent back the update. Reason: APA guidance.",
        ),
        (
            event("progressupdate submitted", stage=[None, "in_progress"], rating=["green", "amber_red"]),
            "Jane Smith submitted the update: stage in progress, rating amber/red instead of green.",
        ),
        (event("person changed", is_active=[True, False]), "Jane Smith changed the right to sign in from yes to no."),
        (
            event("meeting changed", held_on=["2010-04-12", "2010-05-03"]),
            "Jane Smith changed the day of the meeting from 12 April 2010 to 3 May 2010.",
        ),
        (
            event("deadlinerequest made", **{"deadline asked for": ["June 2010", "July 2010"]}),
            "Jane Smith asked to move the deadline from June 2010 to July 2010.",
        ),
        (event("person password set"), "Jane Smith set the password of the person."),
        (event("imported"), "Jane Smith imported the record."),
        (event("plan changed"), "Jane Smith changed the plan."),
    ],
)  # fmt: skip
def test_an_event_reads_as_a_sentence(happened, sentence):
    assert tell(happened).sentence == sentence


@pytest.mark.parametrize(
    ("before", "after", "verb"),
    [("", "New words.", "wrote"), ("Old words.", "New words.", "rewrote"), ("Old words.", "", "cleared")],
)
def test_prose_is_told_of_in_the_sentence_and_shown_below_it(before, after, verb):
    told = tell(event("risk changed", description=[before, after]))
    assert told.sentence == f"Jane Smith {verb} the description."
    assert told.texts == (Change("Description", before or "nothing", after or "nothing"),)


def test_a_long_title_stands_below_the_sentence():
    told = tell(event("risk changed", title=["Short", "x" * 91]))
    assert told.sentence == "Jane Smith rewrote the title."
    assert [text.after for text in told.texts] == ["x" * 91]


def test_all_that_a_new_record_was_given_is_shown_below_without_the_columns_behind_it():
    made = {"title": [None, "Write it"], "deadline_text": [None, "May"], "deadline_due": [None, "2010-05-31"]}
    told = tell(event("deliverable created", **made))
    assert told.texts == (Change("Title", "nothing", "Write it"), Change("Deadline", "nothing", "May"))


def test_the_words_of_a_draft_are_told_only_to_those_who_may_read_drafts():
    drafted = event("progressupdate drafted", rating=[None, "red"], done=[None, "Not for reading yet."])
    assert (tell(drafted).sentence, tell(drafted).texts) == ("Jane Smith drafted the update.", ())
    assert tell(drafted, drafts=True).sentence == "Jane Smith drafted the update: rating red."
    assert tell(drafted, drafts=True).texts[0].after == "Not for reading yet."


@pytest.mark.parametrize(
    ("reason", "end"),
    [
        ("", "."),
        ("  ", "."),
        ("The report is late!", ", because the report is late!"),
        ("because it rained", ", because it rained."),
        ("Kent asked for it", ". Reason: Kent asked for it."),
    ],
)
def test_a_reason_ends_the_sentence(reason, end):
    assert because(reason) == end


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (True, "yes"),
        (None, "nothing"),
        ("", "nothing"),
        (0, "0"),
        ([], "nothing"),
        (["a", "b"], "a and b"),
        ("2010-02-30", "2010-02-30"),
        ("not_started", "not started"),
        ("Snake_case File", "Snake_case File"),
    ],
)
def test_a_stored_value_reads_as_words(stored, words):
    assert shown(stored) == words


@pytest.mark.parametrize(("code", "word"), Risk.Proximity.choices)
def test_how_soon_a_risk_may_happen_is_said_in_the_words_of_its_form(code, word):
    event = SimpleNamespace(actor_name="Jane Smith", verb="risk changed", changes={"proximity": ["", code]}, reason="")
    told = tell(event).sentence
    assert told.endswith(f"to {word[0].lower()}{word[1:]}.")
    assert "time by which it may happen" in told


def test_a_code_of_another_field_is_not_taken_for_a_proximity():
    event = SimpleNamespace(
        actor_name="Jane Smith", verb="measure changed", changes={"frequency": ["month", "year"]}, reason=""
    )
    assert tell(event).sentence.endswith("from month to year.")
