from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import exporting as actions
from plans.models import Plan
from tests.base.toolkit.pdf.reading import text_of
from tests.factories.plans import PlanFactory


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="The plan")


def export(*arguments):
    call_command("export_plan_pdf", *map(str, arguments))


@pytest.mark.parametrize(("kind", "shown"), [("--working", True), ("--public", False)])
def test_the_plan_is_written_by_its_number(plan, tmp_path, capsys, kind, shown):
    file = tmp_path / "plan.pdf"
    export(plan.pk, kind, "--output", file)
    assert ("not for publication" in text_of(file.read_bytes())) is shown
    assert capsys.readouterr().out.startswith(f"Wrote {file} (")
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.pdf"]
    assert (history_of(plan).get().door, history_of(plan).get().actor_name) == ("command", "The system")


def test_the_plan_is_found_by_its_title_and_named_by_itself(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    export("the PLAN", "--public")
    assert [entry.name for entry in tmp_path.iterdir()] == ["the-plan-public-2010-04-12.pdf"]


def test_which_document_has_to_be_said(plan):
    with pytest.raises(CommandError, match="--public --working is required"):
        export(plan.pk)


def test_an_unknown_plan_is_answered_with_the_ones_there_are(plan):
    with pytest.raises(CommandError, match=rf"No plan is called Another[\s\S]*{plan.pk}  The plan"):
        export("Another", "--public")


def test_where_there_is_no_plan_it_says_so(db):
    with pytest.raises(CommandError, match=r"No plan is called 1\. The plans are:\n  none"):
        export(1, "--public")


def test_a_title_of_two_authorities_is_ambiguous(plan):
    PlanFactory(title="The plan")
    with pytest.raises(CommandError, match="More than one plan"):
        export("The plan", "--public")


def test_a_draft_is_refused_in_a_sentence(plan):
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT)
    with pytest.raises(CommandError, match="is a draft"):
        export(plan.pk, "--public")


def test_a_missing_library_is_named(plan, monkeypatch):
    def unable(html):
        raise PdfUnavailable("apt-get install it")

    monkeypatch.setattr(actions, "render_pdf", unable)
    with pytest.raises(CommandError, match="apt-get install it"):
        export(plan.pk, "--public")


def test_a_folder_that_is_not_there_is_one_clear_line(plan, tmp_path):
    with pytest.raises(CommandError, match=r"Cannot write .*No such file"):
        export(plan.pk, "--public", "--output", tmp_path / "nowhere" / "plan.pdf")
