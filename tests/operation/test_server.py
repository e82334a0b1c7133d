"""How gunicorn serves the site: what it writes, and what it clears away when it starts."""

from __future__ import annotations

import gc
import io
import json
import logging
import runpy

import pytest
from gunicorn.config import Config

from kpa_tracker.base.toolkit.logs import JsonLines, PlainLines
from tests.architecture.test_repository import ROOT


@pytest.fixture
def served(monkeypatch, tmp_path):
    """Return gunicorn's settings as they are read with something in the environment."""
    monkeypatch.syspath_prepend(str(ROOT))

    def read(**said):
        for name, value in {"KPA_VAR_DIR": str(tmp_path), **said}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "gunicorn.conf.py"))

    yield read
    for name in ("gunicorn.error", "gunicorn.access"):
        logging.getLogger(name).handlers.clear()


@pytest.mark.parametrize(("shape", "formatter"), [("json", JsonLines), ("plain", PlainLines)])
def test_its_own_lines_have_the_shape_of_the_sites(served, shape, formatter):
    logger = served(LOG_FORMAT=shape)["Lines"](Config())
    assert {type(handler.formatter) for handler in logger.error_log.handlers} == {formatter}


def test_a_line_of_a_request_that_broke_says_neither_query_nor_secret(served):
    logger = served(LOG_FORMAT="json")["Lines"](Config())
    written = io.StringIO()
    for handler in logger.error_log.handlers:
        handler.stream = written
    logger.error("Error handling request %s", "/calendar/Zq3vX8rT2mN5kL7pB9wD4.ics?q=Jane")
    line = json.loads(written.getvalue().splitlines()[0])
    assert (line["from"], line["says"]) == ("gunicorn.error", "Error handling request /calendar/[token].ics?[left out]")


def test_what_was_counted_before_is_cleared_away_when_it_starts(served, tmp_path):
    old, other = tmp_path / "metrics" / "counter_1.db", tmp_path / "metrics" / "notes"
    old.parent.mkdir()
    old.touch()
    other.touch()
    served()["on_starting"](None)
    assert (old.exists(), other.exists()) == (False, True)


def test_what_was_loaded_before_the_processes_part_stays_shared(served):
    """Else the collector would write into all of it, and each worker have a copy of its own: a third more memory."""
    loaded = len(gc.get_objects())
    try:
        served()["pre_fork"](None, None)
        assert gc.get_freeze_count() >= loaded
        assert len(gc.get_objects()) < loaded / 10
    finally:
        gc.unfreeze()
