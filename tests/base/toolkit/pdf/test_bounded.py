"""Drawing in a process of its own: as well as here, and within its bounds."""

from __future__ import annotations

import io
import re
import subprocess

import pytest
from django.urls import reverse

from kpa_tracker.base.toolkit.pdf import PdfUnavailable, bounded, child, loaded
from kpa_tracker.base.toolkit.pdf.apart import Apart, environment
from kpa_tracker.base.toolkit.pdf.bounded import BROKE_OFF, TOO_HEAVY, TOO_SLOW, NotDrawn, render_bounded
from kpa_tracker.base.toolkit.pdf.sections import cutting
from kpa_tracker.base.toolkit.remembered import RememberedFiles
from tests.architecture.test_repository import tracked_files
from tests.base.toolkit.pdf.reading import failures_of_pdf_ua, text_of
from tests.factories.situations import meanwhile

PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>A</title></head><body><h1>A</h1>{}</body></html>'
LONG = PAGE.format("<p>Word upon word.</p>" * 20_000)
MEGABYTE = 1024 * 1024
GIBIBYTE = 1024 * MEGABYTE


@pytest.mark.once
def test_it_draws_what_is_drawn_here():
    drawn = render_bounded(PAGE.format("<p>Größe — “so”.</p>"))
    assert failures_of_pdf_ua(drawn) == []
    assert "Größe — “so”." in text_of(drawn)


@pytest.mark.once
@pytest.mark.parametrize(
    ("bounds", "why"),
    [({"wall": 0.5}, TOO_SLOW), ({"cpu": 1}, TOO_SLOW), ({"memory": 200 * MEGABYTE}, TOO_HEAVY)],
    ids=["by the clock", "of the processor", "memory"],
)
def test_what_takes_more_than_its_bounds_is_given_up(bounds, why):
    with pytest.raises(NotDrawn) as reason:
        render_bounded(LONG, **bounds)
    assert str(reason.value) == why


TABLES = f'<table>{cutting.ROW}"><td>Row</table>' * 8
SECTIONS = PAGE.format(cutting.MARK.join(["<p>Cover</p>", TABLES, TABLES, TABLES]))
LONG_SECTIONS = PAGE.format(cutting.MARK.join(["<p>Cover</p>", *([TABLES + "<p>Word upon word.</p>" * 20_000] * 3)]))


@pytest.fixture
def short_ones_are_cut(monkeypatch):
    monkeypatch.setattr(cutting, "MOST_ROWS_WHOLE", 20)
    monkeypatch.setattr(cutting, "ROWS_TOGETHER", 10)


@pytest.mark.once
def test_a_long_one_is_drawn_in_sections_each_within_the_bounds(short_ones_are_cut):
    assert len(cutting.sections_of(SECTIONS)) == 4
    assert text_of(render_bounded(SECTIONS)).count("Row") == 24


@pytest.mark.once
@pytest.mark.parametrize(
    ("bounds", "why"), [({"wall": 0.5}, TOO_SLOW), ({"memory": 200 * MEGABYTE}, TOO_HEAVY)], ids=["time", "memory"]
)
def test_a_section_that_takes_more_ends_all(bounds, why, short_ones_are_cut, monkeypatch):
    loaded()  # which starts processes of its own to look for libraries, the first time
    started, honest = [], subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **more: started.append(honest(*args, **more)) or started[-1])
    with pytest.raises(NotDrawn) as reason:
        render_bounded(LONG_SECTIONS, **bounds)
    assert str(reason.value) == why
    assert 1 <= len(started) <= 2
    assert all(process.returncode is not None for process in started)


@pytest.mark.parametrize(
    ("code", "said", "why"),
    [
        (-24, b"", TOO_SLOW),
        (-9, b"", TOO_HEAVY),
        (-6, b"", TOO_HEAVY),
        (3, b"", TOO_HEAVY),
        (1, b"MemoryError", TOO_HEAVY),
        (1, b"ImportError: iup.so: failed to map segment from shared object", TOO_HEAVY),
        (1, b"Traceback", BROKE_OFF),
        (0, b"", BROKE_OFF),
    ],
)
def test_how_the_process_ends_is_told_in_plain_words(code, said, why, monkeypatch):
    done = subprocess.CompletedProcess([], code, b"not a PDF", said)
    monkeypatch.setattr(Apart, "ended", lambda *given: done)
    with pytest.raises(NotDrawn) as reason:
        render_bounded(PAGE)
    assert str(reason.value) == why


def test_the_process_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/name")
    given, honest = {}, subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **more: given.update(more) or honest(*args, **more))
    with pytest.raises(NotDrawn):
        Apart(memory=GIBIBYTE, cpu=10, wall=10).do("no such task", b"")
    assert given["env"] == environment()
    assert set(environment()) == {"DJANGO_SETTINGS_MODULE", "LANG", "PATH", "HOME"}


def test_where_nothing_is_drawn_no_process_is_started(monkeypatch):
    def missing():
        raise PdfUnavailable("apt-get install it")

    monkeypatch.setattr(bounded, "loaded", missing)
    monkeypatch.setattr(Apart, "started", lambda *given: pytest.fail("It was started."))
    with pytest.raises(PdfUnavailable):
        render_bounded(PAGE)


def test_the_child_limits_itself_before_it_reads(monkeypatch):
    limits = {}
    monkeypatch.setattr(child.resource, "setrlimit", lambda what, most: limits.update({what: most[0]}))
    child.limit_this_process(5 * MEGABYTE, 7)
    assert limits == {
        child.resource.RLIMIT_AS: 5 * MEGABYTE,
        child.resource.RLIMIT_CPU: 7,
        child.resource.RLIMIT_FSIZE: child.FILE_BYTES,
        child.resource.RLIMIT_CORE: 0,
    }


def test_the_child_ends_at_once_when_all_is_written(monkeypatch):
    """A library that still works in a thread of its own crashed a child in hundreds, after its file was written."""
    ended = []
    monkeypatch.setattr(child, "limit_this_process", lambda memory, seconds: None)
    monkeypatch.setattr(child.sys, "stdin", io.TextIOWrapper(io.BytesIO(b"given")))
    monkeypatch.setitem(child.TASKS, "echo", bytes.upper)
    written = io.BytesIO()
    with monkeypatch.context() as patched:
        patched.setattr(child.sys, "stdout", io.TextIOWrapper(written))
        patched.setattr(child.os, "_exit", lambda code: ended.append((code, written.getvalue())))
        child.main(1, 1, "echo")
    assert ended == [(0, b"GIVEN")]


@pytest.fixture
def apart(settings, monkeypatch):
    """A reader's document is drawn apart, and the drawing hangs for longer than a reader has patience."""
    settings.DRAW_IN_PROCESS = False
    monkeypatch.setattr(bounded, "READER", {"wall": 0.5})
    return monkeypatch


@pytest.mark.once
def test_a_drawing_that_hangs_is_ended_and_the_next_reader_is_served(apart):
    with pytest.raises(PdfUnavailable, match="took too long"):
        bounded.render_pdf(LONG)
    apart.setattr(bounded, "READER", {})
    assert bounded.render_pdf(PAGE.format("")).startswith(b"%PDF-")


def test_who_waits_too_long_for_the_document_of_another_is_told(apart):
    apart.setattr(bounded, "PATIENCE", 0)
    with bounded.ONE_FOR_READERS, pytest.raises(PdfUnavailable, match="Other documents are being drawn"):
        bounded.render_pdf(PAGE)


@pytest.fixture
def counted(settings, monkeypatch):
    """What is drawn apart is counted, and nothing was drawn before."""
    settings.DRAW_IN_PROCESS = False
    drawn = []
    monkeypatch.setattr(
        bounded, "render_bounded", lambda html, **bounds: drawn.append(html) or b"%PDF-" + html.encode()
    )
    monkeypatch.setattr(bounded, "DRAWN", RememberedFiles(bounded.DRAWN.most))
    return drawn


def test_the_same_content_is_drawn_once_and_other_content_anew(counted):
    one, other = PAGE.format("one"), PAGE.format("other")
    assert [bounded.render_pdf(html) for html in (one, one, other, one)] == [
        b"%PDF-" + html.encode() for html in (one, one, other, one)
    ]
    assert counted == [one, other]


def test_what_was_not_drawn_is_tried_again(counted, monkeypatch):
    def fail(html, **bounds):
        raise NotDrawn("Once")

    with monkeypatch.context() as patched:
        patched.setattr(bounded, "render_bounded", fail)
        with pytest.raises(NotDrawn):
            bounded.render_pdf(PAGE)
    assert bounded.render_pdf(PAGE).startswith(b"%PDF-")


def test_a_plan_that_nobody_changed_is_drawn_once_for_all_who_may_read_it(counted, plan, editor, member, as_person):
    address = reverse("plan-pdf", args=[plan.pk])
    for person in (editor, member, editor):
        assert as_person(person).get(address).content.startswith(b"%PDF-")
    assert len(counted) == 1
    meanwhile(plan, title="Another title")
    assert b"Another title" in as_person(member).get(address).content
    assert len(counted) == 2


def test_nothing_that_a_reader_waits_for_is_drawn_without_bounds():
    """Every module but the child's own asks the one that bounds."""
    asks = re.compile(r"from kpa_tracker\.base\.toolkit\.pdf import .*\brender_pdf\b")
    sources = [file for file in tracked_files() if file.suffix == ".py" and "tests" not in file.parts]
    assert [file.name for file in sources if asks.search(file.read_text())] == ["child.py"]
