"""The demonstration's plan is published by a command."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.models import Publication, Wording
from tests.factories.people import AuthorityFactory, person_with
from tests.factories.plans import PlanFactory, SectionFactory


@pytest.fixture
def plan(db):
    made = PlanFactory(authority=AuthorityFactory(is_demonstration=True), state="adopted", vision="A vision")
    SectionFactory(plan=made)
    return made


@pytest.fixture
def publish(plan, monkeypatch):
    """Return a function that runs the command for a plan and returns what it says of faults."""
    monkeypatch.setattr(publishing, "render_pdf", lambda html, **more: b"%PDF-1.7")
    editor, administrator = (person_with(role, authority=plan.authority) for role in (Role.EDITOR, Role.ADMINISTRATOR))

    def run(plan=plan, **more):
        said = io.StringIO()
        people = {"by": editor.pk, "approver": administrator.pk}
        call_command("publish_demo", plan.pk, note="New", why="The rest follows.", stderr=said, **people, **more)
        return said.getvalue()

    return run


def test_every_text_is_submitted_by_one_and_approved_by_another_then_all_is_published(publish, plan):
    assert publish() == ""
    assert {one.state for one in Wording.objects.all()} == {"approved"}
    assert all(one.submitted_by != one.decided_by for one in Wording.objects.all())
    made = Publication.objects.get(plan=plan)
    assert (made.note, made.content["vision"]) == ("New", "A vision")
    assert Event.objects.filter(verb="wording approved").count() == Wording.objects.count() == 2


def test_a_plan_of_real_use_is_refused(publish):
    with pytest.raises(CommandError, match="demonstration alone"):
        publish(PlanFactory(state="adopted"))
    assert not Publication.objects.exists()


def test_a_server_that_cannot_draw_leaves_it_unpublished(publish, monkeypatch):
    def cannot(html, **more):
        raise PdfUnavailable

    monkeypatch.setattr(publishing, "render_pdf", cannot)
    assert "Nothing is published" in publish()
    assert not Publication.objects.exists()
