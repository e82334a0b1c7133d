from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.actions.wordings import approve_as_it_reads, send_back_wording
from kpa_tracker.interfaces.publication.templatetags.publication_links import (
    asked_of_section,
    published_in,
    texts_for_me,
    wording_of,
)
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import PersonFactory, person_with
from tests.factories.plans import SectionFactory
from tests.factories.publication import (
    PublicAddressFactory,
    PublicationUseFactory,
    RequirementFactory,
    WithdrawalFactory,
)
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return plan_to_publish(authority)


@pytest.fixture
def other(authority):
    return person_with(Role.EDITOR, authority=authority)


def seen_by(user, rf):
    request = rf.get("/")
    request.user = user
    return {"request": request}


def page(client, record):
    return " ".join(client.get(record.get_absolute_url()).content.decode().split())


def test_an_officer_reads_on_the_deliverable_how_its_public_wording_stands(plan, editor, other, officer, as_person):
    one = submitted(plan, by=editor, kind="progress")
    approve_as_it_reads(one, seen=1, by=other)
    said = page(as_person(officer), plan.deliverables.get())
    assert "How its public wording stands" in said
    assert f"by {other}, 12 April 2010" in said
    assert "Nobody has submitted it for approval." in said


def test_an_owner_reads_on_the_risk_why_its_wording_was_sent_back(plan, editor, other, officer, as_person):
    one = submitted(plan, by=editor, kind="risk")
    send_back_wording(one, reason="Too long for the public.", seen=1, by=other)
    said = page(as_person(officer), plan.ambitions.get().risks.get())
    assert ("Sent back" in said, "Too long for the public." in said) == (True, True)


def test_a_record_without_a_text_for_the_public_says_so(plan, officer, as_person):
    silent = DeliverableFactory(plan=plan, ambition=plan.ambitions.get())
    assert "Nothing is written for the public here." in page(as_person(officer), silent)


def test_who_may_not_see_the_authority_is_shown_nothing(plan, stranger, rf):
    assert wording_of(seen_by(stranger, rf), plan.deliverables.get()) == {"may_read": False}


def test_an_editor_is_told_of_what_others_submitted_by_plan_and_register(plan, editor, other, rf, as_person):
    submitted(plan, by=editor, kind="section")
    submitted(plan, by=editor, kind="plan")
    submitted(plan.authority, by=editor)
    assert [(one.number, one.of) for one in texts_for_me(seen_by(other, rf))] == [
        (2, "Annual plan"),
        (1, str(plan.authority)),
    ]
    said = " ".join(as_person(other).get("/my-work/").content.decode().split())
    assert "2 texts wait for your approval" in said


@pytest.mark.parametrize("who", ["editor", "officer", "auditor", "stranger"])
def test_nobody_is_told_of_their_own_or_of_what_they_may_not_approve(plan, editor, who, request, rf):
    submitted(plan, by=editor)
    assert texts_for_me(seen_by(request.getfixturevalue(who), rf)) == []


def test_somebody_without_any_role_costs_nothing(rf, django_assert_num_queries):
    nobody = PersonFactory()
    nobody.authority_ids  # noqa: B018 (asked for once in every request)
    with django_assert_num_queries(0):
        assert texts_for_me(seen_by(nobody, rf)) == []


@pytest.fixture
def used(plan, officer):
    """An update that the second of two publications gives the public; the first had it too and was withdrawn."""
    update = plan.deliverables.get().updates.get()
    PublicAddressFactory(plan=plan)
    for number in (1, 2):
        PublicationUseFactory(update=update, publication__plan=plan, publication__number=number)
    WithdrawalFactory(publication=plan.publications.get(number=1))
    return update


def test_an_officer_reads_which_publication_gives_the_public_an_update(used, plan, officer, as_person):
    client, standing = as_person(officer), plan.publications.get(number=2)
    for address in (used.deliverable.get_absolute_url(), f"{used.deliverable.get_absolute_url()}updates/"):
        said = " ".join(client.get(address).content.decode().split())
        assert f'href="{standing.get_absolute_url()}">Publication 2 of Annual plan' in said
        assert f"gives the public the update for {used.period}" in said
        assert "Publication 1 of" not in said


def test_what_was_not_published_says_so(plan, officer, as_person):
    said = page(as_person(officer), plan.deliverables.get())
    assert "nothing that was published says how it stands" in said


def test_who_may_not_see_the_authority_reads_of_no_publication(used, stranger, rf):
    assert published_in(seen_by(stranger, rf), used.deliverable) == []


def test_two_queries_however_many_publications_and_one_where_there_are_none(
    used, officer, rf, django_assert_num_queries
):
    PublicationUseFactory(update=used, publication__plan=used.deliverable.plan, publication__number=3)
    context = seen_by(officer, rf)
    assert context["request"].user.has_perm("publication.view_wording", used.deliverable)
    with django_assert_num_queries(2):
        assert [str(one.publication.plan) + str(one.update.period) for one in published_in(context, used.deliverable)]
    other = DeliverableFactory(plan=used.deliverable.plan)
    with django_assert_num_queries(1):
        assert published_in(context, other) == []


def test_a_sections_form_says_what_the_section_answers(plan, editor, as_person):
    section = SectionFactory(plan=plan, title="Budget")
    asked = RequirementFactory(authority=plan.authority, title="Resources", source="An Act", seen_by="section")
    address = f"/sections/{section.pk}/edit/"
    client = as_person(editor)
    assert "Nothing on the checklist says that this section answers it." in client.get(address).content.decode()
    asked.sections.add(section)
    page = client.get(address).content.decode()
    for name, one in (("requirement-edit", asked), ("checklist", plan.authority)):
        assert f'href="{reverse(name, args=[one.pk])}"' in page


def test_what_a_section_answers_is_told_of_sections_and_to_those_who_read_the_checklist(plan, editor, stranger, rf):
    section = SectionFactory(plan=plan)
    assert asked_of_section(seen_by(editor, rf), section)["may_read"]
    assert asked_of_section(seen_by(stranger, rf), section) == {"may_read": False}
    assert asked_of_section(seen_by(editor, rf), plan) == {"may_read": False}


def test_what_was_taken_off_the_checklist_is_answered_by_nothing(plan, editor, rf):
    section = SectionFactory(plan=plan)
    gone = RequirementFactory(
        authority=plan.authority, archived_at="2010-01-01T00:00Z", archived_by=editor, archived_reason="Done with"
    )
    gone.sections.add(section)
    assert asked_of_section(seen_by(editor, rf), section)["found"] == []


def test_who_may_not_change_the_checklist_reads_it(plan, rf):
    section = SectionFactory(plan=plan)
    RequirementFactory(authority=plan.authority, title="Resources").sections.add(section)
    seen = asked_of_section(seen_by(person_with(Role.OFFICER, authority=plan.authority), rf), section)
    assert (seen["may_read"], seen["may_change"]) == (True, False)
