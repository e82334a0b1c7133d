"""The pages of the register."""

from __future__ import annotations

import datetime
import io

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from risks.actions import archive_risk
from risks.models import Risk
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory
from tests.factories.risks import AssessmentFactory, RiskFactory

pytestmark = pytest.mark.django_db
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]
EDITORS = {Role.EDITOR, Role.ADMINISTRATOR}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def risk(authority):
    return RiskFactory(authority=authority, reference="KPA 05", title="Too few members")


def linked_risk(authority, plan, *, rating="red", **values):
    """Return a risk with an owner, a committee, an ambition and a rated deliverable under it."""
    owner, committee = PostFactory(authority=authority), CommitteeFactory(authority=authority)
    risk = RiskFactory(authority=authority, owner=owner, committee=committee, **values)
    ambition = AmbitionFactory(plan=plan, reference="A")
    deliverable = DeliverableFactory(plan=plan, ambition=ambition, descriptor=DescriptorFactory(ambition=ambition))
    period = plan.periods.first() or ReportingPeriodFactory(plan=plan)
    ProgressUpdateFactory(deliverable=deliverable, period=period, rating=rating, latest=True)
    risk.ambitions.add(ambition)
    risk.deliverables.add(deliverable)
    return risk


def references(client, **query):
    response = client.get(reverse("risk-list"), query)
    return {row.record.reference for row in response.context["table"].rows}


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("address", ["risk-list", "risk", "risk-archived"])
def test_everybody_of_the_authority_reads_the_register(as_person, authority, risk, role, address):
    if address == "risk-archived":
        archive_risk(risk, seen=1, reason="Passed.", by=person_with(Role.EDITOR, authority=authority))
    client = as_person(person_with(role, authority=authority))
    response = client.get(reverse(address, args=[risk.pk] if address == "risk" else []))
    assert (response.status_code, "Too few members" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("address", ["risk-add", "risk-edit", "risk-archive"])
def test_editors_alone_change_the_register(as_person, authority, risk, role, address):
    client = as_person(person_with(role, authority=authority))
    url = reverse(address, args=[] if address == "risk-add" else [risk.pk])
    assert client.get(url).status_code == (200 if role in EDITORS else 404)


@pytest.mark.parametrize("address", ["risk", "risk-edit", "risk-archive", "risk-restore"])
def test_another_authoritys_risk_does_not_exist(as_person, stranger, risk, address):
    assert as_person(stranger).get(reverse(address, args=[risk.pk])).status_code == 404
    assert as_person(stranger).post(reverse(address, args=[risk.pk]), {"reason": "Passed."}).status_code in (404, 405)
    assert not history_of(risk).exists()


def test_another_authoritys_risks_are_not_listed(as_person, editor, stranger, risk):
    client = as_person(stranger)
    assert references(client) == set()
    archive_risk(risk, seen=1, reason="Passed.", by=editor)
    assert len(client.get(reverse("risk-archived")).context["table"].rows) == 0


def test_the_register_is_narrowed(as_person, authority, plan, officer, risk):
    red = linked_risk(authority, plan, reference="KPA 06")
    linked_risk(authority, plan, reference="KPA 07", rating="green")
    client = as_person(officer)
    assert references(client) == {"KPA 05", "KPA 06", "KPA 07"}
    assert references(client, state="unlinked") == {"KPA 05"}
    assert references(client, state="linked") == {"KPA 06", "KPA 07"}
    assert references(client, state="resting_on_red") == {"KPA 06"}
    assert references(client, owner=red.owner.pk) == {"KPA 06"}
    assert references(client, committee=red.committee.pk) == {"KPA 06"}
    assert references(client, words="few members") == {"KPA 05"}
    assert references(client, state="haunted") == set()


def test_a_row_names_what_hangs_on_the_risk_and_the_worst_of_it(as_person, authority, plan, officer):
    risk = linked_risk(authority, plan, reference="KPA 06", title="Money runs out")
    response = as_person(officer).get(reverse("risk-list"), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    ambition, deliverable = risk.ambitions.get(), risk.deliverables.get()
    assert lines == [
        "Reference,Risk,Owner,Committee,Category,Now,Score now,Likelihood now,Impact now,Since the last review,Target,"
        "Target score,Against appetite,Status,Next review,Next review by,"
        "Ambitions it hangs on,Deliverables,Worst of its deliverables",
        f"KPA 06,Money runs out,{risk.owner},{risk.committee},,Not scored,,,,Not scored,Not scored,,Not scored,Open,"
        f"None due,,{ambition},{deliverable.reference},Red",
    ]


def test_the_risks_page_shows_links_and_ratings_and_history(as_person, authority, plan, editor):
    risk = linked_risk(authority, plan)
    client = as_person(editor)
    client.post(reverse("risk-archive", args=[risk.pk]), {"reason": "The danger has passed.", "version": 1})
    page = client.get(reverse("risk", args=[risk.pk])).content.decode()
    for text in (
        risk.owner.title,
        risk.committee.name,
        risk.ambitions.get().title,
        risk.deliverables.get().title,
        "Red",
    ):
        assert text in page
    assert f"{editor.name} archived the risk, because the danger has passed." in page
    assert "Restore it" in page


def test_a_risk_is_added_from_the_page(as_person, editor, plan):
    ambition = AmbitionFactory(plan=plan)
    sent = {"reference": "KPA 25", "title": "A flood", "ambitions": [ambition.pk]}
    response = as_person(editor).post(reverse("risk-add"), sent)
    risk = Risk.objects.get(reference="KPA 25")
    assert response.url == reverse("risk", args=[risk.pk])
    assert (risk.authority_id, list(risk.ambitions.all())) == (plan.authority_id, [ambition])
    assert history_of(risk).get().door == "page"


def test_a_reference_that_is_taken_is_said_so(as_person, editor, risk):
    response = as_person(editor).post(reverse("risk-add"), {"reference": "KPA 05", "title": "A flood"})
    assert response.status_code == 422
    assert "already has a risk with this reference" in response.content.decode()


def test_the_form_offers_nothing_of_another_authority(as_person, editor, risk):
    foreign = AmbitionFactory(title="Somebody else's ambition")
    client = as_person(editor)
    assert foreign.title not in client.get(reverse("risk-edit", args=[risk.pk])).content.decode()
    sent = {"reference": "KPA 05", "title": "x", "version": 1, "ambitions": [foreign.pk]}
    assert client.post(reverse("risk-edit", args=[risk.pk]), sent).status_code == 422
    assert Risk.objects.get(pk=risk.pk).title == "Too few members"


def test_an_editor_of_two_authorities_says_which_one_the_risk_is_for(as_person, authority, editor):
    post = PostFactory()
    person_with(Role.EDITOR, post=post)
    editor.appointments.create(post=post, role=Role.EDITOR, starts_on="2009-04-01")
    client = as_person(editor)
    sent = {"reference": "X 1", "title": "A flood"}
    assert client.post(reverse("risk-add"), sent).status_code == 422
    client.post(reverse("risk-add"), {**sent, "authority": post.authority_id})
    assert Risk.objects.get().authority_id == post.authority_id


def test_a_risk_is_changed_from_the_page(as_person, editor, risk):
    sent = {"reference": "KPA 05", "title": "Far too few members", "version": 1}
    response = as_person(editor).post(reverse("risk-edit", args=[risk.pk]), sent)
    assert response.url == reverse("risk", args=[risk.pk])
    assert Risk.objects.get(pk=risk.pk).title == "Far too few members"


def test_the_second_of_two_editors_sees_both_texts_and_saves_again(as_person, editor, risk):
    Risk.objects.filter(pk=risk.pk).update(title="What the first wrote", version=2)
    client, url = as_person(editor), reverse("risk-edit", args=[risk.pk])
    sent = {"reference": "KPA 05", "title": "What the second wrote", "version": 1}
    response = client.post(url, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "What the first wrote" in page
    assert "What the second wrote" in page
    assert 'name="version" value="2"' in page
    client.post(url, {**sent, "version": 2})
    assert Risk.objects.get(pk=risk.pk).title == "What the second wrote"


def test_a_risk_is_archived_with_a_reason_and_restored(as_person, editor, risk):
    client = as_person(editor)
    assert client.post(reverse("risk-archive", args=[risk.pk]), {"reason": ""}).status_code == 422
    client.post(reverse("risk-archive", args=[risk.pk]), {"reason": "Passed.", "version": 1})
    assert references(client) == set()
    rows = client.get(reverse("risk-archived")).content.decode()
    for text in ("KPA 05", "Passed.", editor.name, "12 April 2010"):
        assert text in rows
    assert reverse("risk-restore", args=[risk.pk]) in client.get(risk.get_absolute_url()).content.decode()
    assert client.get(reverse("risk-restore", args=[risk.pk])).status_code == 405
    client.post(reverse("risk-restore", args=[risk.pk]))
    assert references(client) == {"KPA 05"}


def test_members_are_not_offered_to_restore_and_a_file_offers_nothing(as_person, editor, member, risk):
    archive_risk(risk, seen=1, reason="Passed.", by=editor)
    client = as_person(member)
    assert "Restore" not in client.get(risk.get_absolute_url()).content.decode()
    lines = b"".join(as_person(editor).get(reverse("risk-archived"), {"export": "csv"}).streaming_content)
    assert lines.decode("utf-8-sig").splitlines() == [
        "Reference,Risk,Archived on,By,Why",
        f"KPA 05,Too few members,12 April 2010,{editor.name},Passed.",
    ]


def test_the_file_of_the_register_has_numbers_and_days_and_no_formula(as_person, authority, officer):
    post = PostFactory(authority=authority, title="=HYPERLINK(1)")
    risk = RiskFactory(authority=authority, title="+1", owner=post, next_review=datetime.date(2010, 6, 30))
    for basis in ("current", "target"):
        AssessmentFactory(risk=risk, basis=basis)
    content = as_person(officer).get(reverse("risk-list"), {"export": "xlsx"}).content
    head, row = load_workbook(io.BytesIO(content)).active.iter_rows()
    named = dict(zip([cell.value for cell in head], row, strict=True))
    numbers = ("Score now", "Likelihood now", "Impact now", "Target score")
    assert [(named[name].value, named[name].data_type) for name in numbers] == [
        (12, "n"), (3, "n"), (4, "n"), (12, "n"),
    ]  # fmt: skip
    assert (named["Next review by"].value.date(), named["Next review by"].is_date) == (datetime.date(2010, 6, 30), True)
    assert named["Now"].value == "High (12)"
    assert [(named[name].value, named[name].data_type) for name in ("Risk", "Owner")] == [
        ("+1", "s"), ("=HYPERLINK(1)", "s"),
    ]  # fmt: skip


def test_an_ended_risk_is_due_for_no_review_in_the_file(as_person, authority, officer):
    ended = {"status": "closed", "status_reason": "Over.", "next_review": datetime.date(2010, 6, 30)}
    RiskFactory(authority=authority, **ended)
    content = as_person(officer).get(reverse("risk-list"), {"export": "xlsx"}).content
    head, row = load_workbook(io.BytesIO(content)).active.values
    assert [dict(zip(head, row, strict=True))[name] for name in ("Next review", "Next review by")] == ["None due", None]


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_costs_the_same_for_one_risk_and_three(
    as_person, authority, plan, officer, number, django_assert_num_queries
):
    for _ in range(number):
        linked_risk(authority, plan)
    client = as_person(officer)
    with django_assert_num_queries(15):
        client.get(reverse("risk-list"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_risks_page_costs_the_same_for_one_deliverable_and_three(
    as_person, authority, plan, officer, number, django_assert_num_queries
):
    risk = linked_risk(authority, plan)
    risk.deliverables.set([DeliverableFactory(plan=plan) for _ in range(number)])
    client = as_person(officer)
    with django_assert_num_queries(20):
        client.get(reverse("risk", args=[risk.pk]))


def risks_of(record, user):
    request = RequestFactory().get("/")
    request.user = user
    return Template("{% load risk_links %}{% risks_of record %}").render(
        Context({"record": record, "request": request})
    )


def test_an_ambition_and_its_deliverables_name_their_risks(authority, plan, officer, django_assert_num_queries):
    risk = linked_risk(authority, plan, reference="KPA 06")
    through = RiskFactory(authority=authority, reference="KPA 07")
    through.ambitions.add(risk.ambitions.get())
    officer.standing  # noqa: B018
    deliverable = risk.deliverables.select_related("ambition__plan", "plan").get()
    with django_assert_num_queries(3):
        shown = risks_of(deliverable, officer)
    assert (shown.count("KPA 06"), shown.count("KPA 07")) == (1, 1)
    assert shown.index("KPA 06") < shown.index("Through the ambition") < shown.index("KPA 07")
    with django_assert_num_queries(2):
        shown = risks_of(deliverable.ambition, officer)
    assert "KPA 06" in shown
    assert "Through" not in shown


def test_a_record_without_risks_says_so_and_a_stranger_is_told_nothing(plan, officer, stranger):
    ambition = AmbitionFactory(plan=plan)
    assert "No risk of the register is linked to this." in risks_of(ambition, officer)
    assert risks_of(ambition, stranger).strip() == ""
