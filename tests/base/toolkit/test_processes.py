"""Work that outlives the request that asks for it."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

from kpa_tracker.base.toolkit import processes


def test_a_command_is_started_apart_from_the_site(monkeypatch):
    started = []
    monkeypatch.setattr(processes.subprocess, "Popen", lambda command, **more: started.append((command, more)))
    processes.start_command("draw_documents")
    ((command, more),) = started
    assert command == [sys.executable, settings.BASE_DIR / "manage.py", "draw_documents"]
    assert more == {"stdin": subprocess.DEVNULL, "cwd": settings.BASE_DIR, "start_new_session": True}


def test_a_machine_that_only_answers_requests_starts_none(monkeypatch, settings):
    started = []
    monkeypatch.setattr(processes.subprocess, "Popen", lambda command, **more: started.append(command))
    for settings.WORKERS_HERE in (False, True):
        processes.start_command("import_waiting")
    assert [command[-1] for command in started] == ["import_waiting"]
