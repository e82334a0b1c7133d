from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import exporting as actions
from tests.base.toolkit.pdf.reading import text_of
from tests.factories.plans import PlanFactory
from tests.publication.sample import wanted


@pytest.fixture
def plan(authority):
    plan = PlanFactory(authority=authority, title="The plan")
    wanted(plan)
    return plan


def export(*arguments):
    call_command("export_performance_pdf", *map(str, arguments))


def test_the_report_is_written_by_the_plans_number_and_recorded(plan, tmp_path, capsys):
    file = tmp_path / "report.pdf"
    export(plan.pk, "--output", file)
    assert "not for publication" in text_of(file.read_bytes())
    assert capsys.readouterr().out.startswith(f"Wrote {file} (")
    (event,) = history_of(plan)
    assert event.door == "command"
    assert tell(event).sentence == "The system exported the plan: as the performance report."


def test_the_report_names_its_own_file(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    export("the PLAN")
    assert [entry.name for entry in tmp_path.iterdir()] == ["the-plan-performance-report-working-2010-04-12.pdf"]


def test_an_unknown_plan_is_answered_with_the_ones_there_are(plan):
    with pytest.raises(CommandError, match=rf"No plan is called Another[\s\S]*{plan.pk}  The plan"):
        export("Another")


def test_what_could_not_be_drawn_is_said_and_leaves_no_event(plan, monkeypatch):
    def unable(html):
        raise PdfUnavailable("apt-get install it")

    monkeypatch.setattr(actions, "render_pdf", unable)
    with pytest.raises(CommandError, match="apt-get install it"):
        export(plan.pk)
    assert not history_of(plan).exists()
