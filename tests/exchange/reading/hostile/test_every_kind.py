"""Every kind of hostile file goes through the child process: it is refused in plain words, or read harmlessly, and the
limits on memory, time and writing were set all the while."""

import json
import re

import pytest

from kpa_tracker.base.toolkit.grids import UnreadableFile
from kpa_tracker.interfaces.exchange.reading import bounded, child
from tests.exchange.reading.hostile import archives, documents, texts, workbooks

KINDS = [*archives.KINDS, *workbooks.KINDS, *documents.KINDS, *texts.KINDS]
LIMITS = {"RLIMIT_AS": child.MEMORY_BYTES, "RLIMIT_CPU": child.CPU_SECONDS, "RLIMIT_FSIZE": 0}
NO_WORDS_FOR_PEOPLE = re.compile(r"Error|Exception|Traceback|\bXML\b.*line|\bzip\b|/tmp|None")


@pytest.fixture
def limits(monkeypatch):
    """Collect the limits that each child had when it ended."""
    seen, run = [], bounded.subprocess.run

    def measured(*arguments, **options):
        done = run(*arguments, **options)
        seen.append(json.loads(done.stderr.splitlines()[-1]))
        return done

    monkeypatch.setattr(bounded.subprocess, "run", measured)
    monkeypatch.setattr(bounded, "CHILD", "tests.exchange.reading.hostile.measured_child")
    return seen


def outcome(kind):
    """Return (the refusal, the document): one of the two."""
    try:
        return "", bounded.read_bounded(kind.name, kind.make())
    except UnreadableFile as error:
        return str(error), None


@pytest.mark.parametrize("kind", KINDS, ids=[kind.what for kind in KINDS])
def test_it_is_refused_in_plain_words_or_read_harmlessly_within_its_limits(kind, limits):
    refusal, document = outcome(kind)
    assert kind.refused in refusal
    assert bool(kind.refused) == bool(refusal), refusal
    assert not NO_WORDS_FOR_PEOPLE.search(refusal)
    assert all(one == LIMITS for one in limits)
    if document is not None:
        assert kind.noted in " ".join(document.notes)
        assert kind.table is None or table_of(document, len(kind.table)) == kind.table


def table_of(document, rows):
    """Return the rows of the first table with anything in it, as many as are looked for."""
    grids = [grid for grid in document.grids if grid.rows]
    return tuple(tuple(cell.text for cell in row.cells) for row in grids[0].rows[:rows]) if grids else ()


def test_there_are_at_least_sixty_kinds_and_each_is_made_once():
    names = [kind.what for kind in KINDS]
    assert len(set(names)) == len(names) >= 60


def test_no_kind_needs_the_limits_to_be_stopped():
    """What is refused is refused for what it is: only a reader that runs away would say so."""
    assert not [kind for kind in KINDS if kind.refused in {bounded.TOO_SLOW, child.TOO_HEAVY}]
