from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import exporting as actions
from tests.base.toolkit.pdf.reading import text_of
from tests.factories.people import AuthorityFactory, CommitteeFactory
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(authority):
    committee = CommitteeFactory(authority=authority, name="Audit Committee", short_name="Audit")
    RiskFactory(authority=authority, title="Fuel is dear", committee=committee)
    RiskFactory(authority=authority, title="Records are lost")
    return committee


def export(*arguments):
    call_command("export_register_pdf", *map(str, arguments))


@pytest.mark.parametrize(("asked", "internal", "kind"), [([], True, "internal"), (["--public"], False, "public")])
def test_the_register_is_written_whole_or_for_the_public(authority, committee, tmp_path, capsys, asked, internal, kind):
    file = tmp_path / "register.pdf"
    export(authority.pk, *asked, "--output", file)
    assert ("not for publication" in text_of(file.read_bytes())) is internal
    assert capsys.readouterr().out.startswith(f"Wrote {file} (")
    (event,) = history_of(authority)
    assert event.door == "command"
    assert tell(event).sentence == f"The system exported the register: as the {kind} register."


@pytest.mark.parametrize("column", ["pk", "name", "short_name", "slug"])
def test_the_authority_is_found_by_its_number_or_its_names(authority, tmp_path, monkeypatch, column):
    monkeypatch.chdir(tmp_path)
    export(str(getattr(authority, column)).upper())
    assert [entry.name for entry in tmp_path.iterdir()] == ["risk-register-working-2010-04-12.pdf"]


@pytest.mark.parametrize("column", ["pk", "name", "short_name"])
def test_one_committee_has_its_own(authority, committee, tmp_path, column):
    file = tmp_path / "register.pdf"
    export(authority.pk, "--committee", getattr(committee, column), "--output", file)
    text = text_of(file.read_bytes())
    assert ("Fuel is dear" in text, "Records are lost" in text) == (True, False)


def test_an_unknown_authority_is_answered_with_those_there_are(authority):
    with pytest.raises(
        CommandError, match=rf"No authority is called Atlantis\. The authorities are:\n  {authority.pk}  "
    ):
        export("Atlantis")


def test_another_authoritys_committee_is_not_there(authority, committee):
    CommitteeFactory(authority=AuthorityFactory(), name="Their own")
    with pytest.raises(CommandError, match=r"No committee is called Their own\. The committees are:\n") as refused:
        export(authority.pk, "--committee", "Their own")
    assert f"{committee.pk}  Audit" in str(refused.value)


def test_what_could_not_be_drawn_is_said_and_leaves_no_event(authority, monkeypatch):
    def unable(html):
        raise PdfUnavailable("apt-get install it")

    monkeypatch.setattr(actions, "render_pdf", unable)
    with pytest.raises(CommandError, match="apt-get install it"):
        export(authority.pk)
    assert not history_of(authority).exists()
