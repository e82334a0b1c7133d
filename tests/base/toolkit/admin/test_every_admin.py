"""The admin of every record: lists, forms and choices load, show nothing of another authority, and delete nothing."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from tests.factories import deliverables, inspections, people, plans, publication, risks, targets

MADE_BY = {
    "authority": lambda a: a,
    "committee": lambda a: people.CommitteeFactory(authority=a),
    "meeting": lambda a: people.MeetingFactory(committee__authority=a),
    "post": lambda a: people.PostFactory(authority=a),
    "person": lambda a: people.person_with("officer", authority=a),
    "appointment": lambda a: people.AppointmentFactory(post__authority=a),
    "plan": lambda a: plans.PlanFactory(authority=a),
    "ambition": lambda a: plans.AmbitionFactory(plan__authority=a),
    "descriptor": lambda a: plans.DescriptorFactory(ambition__plan__authority=a),
    "priority": lambda a: plans.PriorityFactory(plan__authority=a),
    "section": lambda a: plans.SectionFactory(plan__authority=a),
    "glossaryentry": lambda a: plans.GlossaryEntryFactory(plan__authority=a),
    "scale": lambda a: plans.ScaleFactory(authority=a),
    "deliverable": lambda a: deliverables.DeliverableFactory(plan__authority=a),
    "reportingperiod": lambda a: deliverables.ReportingPeriodFactory(plan__authority=a),
    "progressupdate": lambda a: deliverables.ProgressUpdateFactory(deliverable__plan__authority=a),
    "deadlinerequest": lambda a: deliverables.DeadlineRequestFactory(deliverable__plan__authority=a),
    "evidence": lambda a: deliverables.EvidenceFactory(deliverable__plan__authority=a),
    "risk": lambda a: risks.RiskFactory(authority=a),
    "category": lambda a: risks.CategoryFactory(authority=a),
    "control": lambda a: risks.ControlFactory(risk__authority=a),
    "action": lambda a: risks.ActionFactory(risk__authority=a),
    "requirement": lambda a: publication.RequirementFactory(authority=a),
    "look": lambda a: publication.LookFactory(authority=a),
    "source": lambda a: targets.SourceFactory(authority=a),
    "footnote": lambda a: targets.FootnoteFactory(authority=a),
    "measureset": lambda a: targets.MeasureSetFactory(authority=a),
    "gradescale": lambda a: targets.GradeScaleFactory(authority=a),
    "measure": lambda a: targets.MeasureFactory(authority=a),
    "series": lambda a: targets.SeriesFactory(measure__authority=a),
    "definition": lambda a: targets.DefinitionFactory(measure__authority=a),
    "comparator": lambda a: targets.ComparatorFactory(series__measure__authority=a),
    "objective": lambda a: targets.ObjectiveFactory(plan__authority=a),
    "baseline": lambda a: targets.BaselineFactory(series__measure__authority=a),
    "target": lambda a: targets.TargetFactory(series__measure__authority=a),
    "tolerance": lambda a: targets.ToleranceFactory(target__series__measure__authority=a),
    "expectedvalue": lambda a: targets.ExpectedValueFactory(target__series__measure__authority=a),
    "inspection": lambda a: inspections.InspectionFactory(authority=a),
    "recommendation": lambda a: inspections.RecommendationFactory(inspection__authority=a),
}
OF_OTHERS = {"account", "auth", "mfa", "sessions", "socialaccount", "usersessions"}
OURS = {m._meta.model_name: m for m in admin.site._registry if m._meta.app_label not in OF_OTHERS}
READ_ONLY = {"progressupdate", "deadlinerequest", "evidence", "expectedvalue"}
SET_UP_BY_COMMAND = {"authority"}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_record_that_people_edit_is_in_the_admin():
    assert set(OURS) == set(MADE_BY)


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_the_list_shows_our_own_and_nothing_of_another_authority(name, authority, administrator, as_person):
    ours, theirs = MADE_BY[name](authority), MADE_BY[name](people.AuthorityFactory(name="Elsewhere"))
    page = as_person(administrator).get(address(OURS[name], "changelist"), {"q": ""})
    shown = {row.pk for row in page.context["cl"].result_list}
    assert (page.status_code, ours.pk in shown, theirs.pk in shown) == (200, True, False)


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_search_and_every_filter_work(name, authority, administrator, as_person):
    MADE_BY[name](authority)
    client = as_person(administrator)
    assert client.get(address(OURS[name], "changelist"), {"q": "no such thing"}).status_code == 200
    assert client.get(address(OURS[name], "changelist"), {"o": "1"}).status_code == 200


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_the_form_opens_for_our_own(name, authority, administrator, as_person):
    record = MADE_BY[name](authority)
    assert as_person(administrator).get(address(OURS[name], "change", record.pk)).status_code == 200


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_what_is_another_authoritys_answers_as_if_it_were_not_there(name, administrator, as_person):
    theirs = MADE_BY[name](people.AuthorityFactory())
    client = as_person(administrator)
    answers = [client.get(address(OURS[name], "change", pk)) for pk in (theirs.pk, 987654)]
    assert [(one.status_code, one.url) for one in answers] == [(302, reverse("admin:index"))] * 2
    assert client.get(address(OURS[name], "history", theirs.pk)).status_code == 302


@pytest.mark.parametrize("name", sorted(set(MADE_BY) - READ_ONLY - SET_UP_BY_COMMAND))
def test_the_form_for_a_new_one_opens(name, administrator, as_person):
    assert as_person(administrator).get(address(OURS[name], "add")).status_code == 200


@pytest.mark.parametrize("name", sorted(READ_ONLY | SET_UP_BY_COMMAND))
def test_what_is_made_elsewhere_is_not_added_here(name, administrator, as_person):
    assert as_person(administrator).get(address(OURS[name], "add")).status_code == 403


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_nothing_is_deleted(name, authority, administrator, as_person):
    record = MADE_BY[name](authority)
    client = as_person(administrator)
    assert client.post(address(OURS[name], "delete", record.pk), {"post": "yes"}).status_code == 403
    client.post(
        address(OURS[name], "changelist"), {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    )
    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_the_history_opens(name, authority, administrator, as_person):
    record = MADE_BY[name](authority)
    assert as_person(administrator).get(address(OURS[name], "history", record.pk)).status_code == 200


@pytest.mark.parametrize("who", ["editor", "officer", "member", "auditor"])
def test_only_administrators_come_in(who, request, as_person):
    answer = as_person(request.getfixturevalue(who)).get(reverse("admin:index"))
    assert answer.status_code in {302, 403}


def test_administrators_come_in(administrator, as_person):
    assert as_person(administrator).get(reverse("admin:index")).status_code == 200


CHOICES = [
    ("deliverables", "deliverable", "lead", "post"),
    ("deliverables", "deliverable", "committee", "committee"),
    ("deliverables", "deliverable", "ambition", "ambition"),
    ("people", "appointment", "person", "person"),
    ("plans", "ambition", "priorities", "priority"),
    ("plans", "plan", "scale", "scale"),
    ("risks", "risk", "deliverables", "deliverable"),
    ("targets", "measure", "source", "source"),
    ("targets", "target", "series", "series"),
    ("targets", "baseline", "footnotes", "footnote"),
]


@pytest.mark.parametrize(("app", "model", "field", "name"), CHOICES)
def test_choices_offer_our_own_alone(app, model, field, name, authority, administrator, as_person):
    ours, theirs = MADE_BY[name](authority), MADE_BY[name](people.AuthorityFactory())
    asked = {"app_label": app, "model_name": model, "field_name": field}
    rows = as_person(administrator).get(reverse("admin:autocomplete"), asked).json()["results"]
    offered = {row["id"] for row in rows}
    assert (str(ours.pk) in offered, str(theirs.pk) in offered) == (True, False)


def test_choices_leave_out_what_is_archived(authority, administrator, as_person):
    gone = people.PostFactory(authority=authority, archived_at="2010-01-01T00:00Z", archived_by=administrator)
    asked = {"app_label": "deliverables", "model_name": "deliverable", "field_name": "lead"}
    rows = as_person(administrator).get(reverse("admin:autocomplete"), asked).json()["results"]
    assert str(gone.pk) not in {row["id"] for row in rows}


def test_an_authority_sees_itself_alone(authority, administrator, as_person):
    people.AuthorityFactory()
    page = as_person(administrator).get(address(Authority, "changelist"))
    assert list(page.context["cl"].result_list) == [authority]
