"""The child process that reads one file, called here in this process: its answer, its bounds, its readers."""

from __future__ import annotations

import io
import json
import resource

import pytest

from kpa_tracker.base.toolkit.grids import SourceDocument, UnreadableFile
from kpa_tracker.interfaces.exchange.reading import child
from kpa_tracker.interfaces.exchange.reading.archive import DAMAGED
from tests.exchange.files import word, workbook

ROWS = [["Aim", "Action"], ["Safe", "Patrol"], ["Calm", "Visit"]]


class Input:
    def __init__(self, content):
        self.buffer = io.BytesIO(content)


@pytest.fixture
def answer(monkeypatch, capsys):
    """Return what the child writes for a file; nothing is limited, for this process goes on."""
    monkeypatch.setattr(child, "limit_this_process", lambda: None)

    def ask(name, content):
        monkeypatch.setattr("sys.argv", ["child", name])
        monkeypatch.setattr("sys.stdin", Input(content))
        child.main()
        return json.loads(capsys.readouterr().out)

    return ask


def test_it_answers_with_the_document(answer):
    (grid,) = SourceDocument.from_json(answer("plan.xlsx", workbook(ROWS))["document"]).grids
    assert [[cell.text for cell in row.cells] for row in grid.rows] == ROWS


def test_it_answers_with_the_reason_where_it_cannot_read(answer):
    assert answer("plan.csv", b"") == {"unreadable": "The file is empty."}


def test_it_answers_where_its_memory_does_not_suffice(answer, monkeypatch):
    def greedy(kind):
        raise MemoryError

    monkeypatch.setattr(child, "reader_for", greedy)
    assert answer("plan.xlsx", workbook(ROWS)) == {"unreadable": child.TOO_HEAVY}


def test_whatever_a_library_trips_over_is_a_damaged_file(monkeypatch):
    def stumbling(kind):
        raise KeyError("xl/sharedStrings.xml")

    monkeypatch.setattr(child, "reader_for", stumbling)
    with pytest.raises(UnreadableFile, match="damaged"):
        child.read("plan.xlsx", workbook(ROWS))
    assert DAMAGED.startswith("The file is damaged")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", word(ROWS)), ("a.xlsx", workbook(ROWS)), ("a.csv", b"Aim,Action\nSafe,Patrol\nCalm,Visit\n")],
)
def test_each_kind_has_its_reader(name, content):
    (grid,) = child.read(name, content).grids
    assert [[cell.text for cell in row.cells] for row in grid.rows] == ROWS


def test_a_wrong_name_is_the_first_note():
    assert child.read("plan.docx", workbook(ROWS)).notes[0].startswith("The file's name ends in .docx")


def test_it_may_write_nothing_and_take_only_so_much(monkeypatch):
    limits = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, both: limits.update({kind: both}))
    child.limit_this_process()
    assert limits == {
        resource.RLIMIT_AS: (child.MEMORY_BYTES, child.MEMORY_BYTES),
        resource.RLIMIT_CPU: (child.CPU_SECONDS, child.CPU_SECONDS),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
    }
