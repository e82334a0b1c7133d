"""What committees ask and say, where other pages show it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.interfaces.publication.actions.exporting import as_html
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.scrutiny.actions import answer
from tests.factories.inspections import RecommendationFactory
from tests.factories.people import PostFactory
from tests.factories.risks import RiskFactory
from tests.factories.scrutiny import (
    AgendaItemFactory,
    CommitteeRatingFactory,
    MinutedActionFactory,
    QuestionFactory,
    ResolutionFactory,
)
from tests.factories.targets import MeasureFactory

pytestmark = pytest.mark.django_db
CANARY = "Osprey-7341"
BESIDE = "Rated by a committee"


@pytest.fixture
def adopted(work):
    plan = work["deliverable"].plan
    plan.state = "adopted"
    plan.save()
    return plan


def html_of(client, record):
    response = client.get(record.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_a_committees_rating_stands_beside_the_owners_until_it_is_answered(work, as_person):
    rating = CommitteeRatingFactory(meeting=work["held"], deliverable=work["deliverable"])
    client = as_person(work["member"])
    assert BESIDE in html_of(client, work["deliverable"])
    answer(rating, text="It is put right.", seen=1, by=work["owner"])
    page = html_of(client, work["deliverable"])
    assert (BESIDE in page, "It is put right." in page) == (False, True)


@pytest.mark.parametrize("name", ["measure", "risk", "recommendation", "deliverable", "plan"])
def test_a_member_finds_the_way_to_ask_about_it_and_an_officer_does_not(name, work, adopted, as_person):
    authority = work["committee"].authority
    made = {
        "measure": MeasureFactory,
        "risk": RiskFactory,
        "recommendation": lambda authority: RecommendationFactory(authority=authority, inspection__authority=authority),
        "deliverable": lambda authority: work["deliverable"],
        "plan": lambda authority: adopted,
    }
    subject = made[name](authority=authority)
    asked = QuestionFactory(committee=work["committee"], **{name: subject})
    way = f"{reverse('question-ask')}?{name}={subject.pk}"
    pages = [html_of(as_person(one), subject) for one in (work["member"], work["owner"])]
    assert [(way in page, asked.text in page) for page in pages] == [(True, True), (False, True)]


def test_the_way_to_rate_is_offered_on_what_an_adopted_plan_promises(work, adopted, as_person):
    client, way = as_person(work["member"]), reverse("committee-rating-add", args=[work["deliverable"].pk])
    assert way in html_of(client, work["deliverable"])
    adopted.state = "draft"
    adopted.save()
    assert way not in html_of(client, work["deliverable"])


def test_my_work_shows_what_waits_for_my_posts_alone(work, as_person):
    mine = [
        QuestionFactory(committee=work["committee"], to=work["lead"], text="Mine to answer?"),
        MinutedActionFactory(meeting=work["held"], owner=work["lead"], text="Mine to do."),
        CommitteeRatingFactory(meeting=work["held"], deliverable=work["deliverable"]),
    ]
    QuestionFactory(committee=work["committee"], text="Somebody else's?")
    client = as_person(work["owner"])
    page = client.get(reverse("my-work")).content.decode()
    assert ("Mine to answer?" in page, "Mine to do." in page, "Somebody else" in page) == (True, True, False)
    assert "Asked by committees" in page
    for one in mine:
        answer(one, text="Done.", seen=1, by=work["owner"])
    assert "Asked by committees" not in client.get(reverse("my-work")).content.decode()


def test_a_supporting_post_is_asked_about_the_committees_rating_once(work, as_person):
    other = PostFactory(authority=work["committee"].authority)
    work["deliverable"].supporting.add(work["lead"], other)
    CommitteeRatingFactory(meeting=work["held"], deliverable=work["deliverable"])
    page = as_person(work["owner"]).get(reverse("my-work")).content.decode()
    assert 'Asked by committees <span class="app-muted">(1)</span>' in page


def test_a_committees_page_has_its_members_meetings_and_what_waits(work, adopted, as_person):
    MinutedActionFactory(meeting=work["held"], due_on=work["held"].held_on)
    QuestionFactory(committee=work["committee"])
    page = html_of(as_person(work["member"]), work["committee"])
    shown = [work["member"].name, work["coming"].get_absolute_url(), work["held"].get_absolute_url()]
    assert [one for one in shown if one not in page] == []
    for address in ("minuted-action-list", "question-list"):
        assert f"{reverse(address)}?state=" in page


def test_each_number_of_a_committee_is_that_of_its_list(work, adopted, as_person):
    for due_on in (work["held"].held_on, None):
        MinutedActionFactory(meeting=work["held"], due_on=due_on)
    QuestionFactory(committee=work["committee"])
    MinutedActionFactory()
    client = as_person(work["member"])
    of = f"committee={work['committee'].pk}"
    found = [
        len(client.get(f"{reverse(name)}?state={state}&{of}").context["table"].rows)
        for name, state in (
            ("minuted-action-list", "outstanding"),
            ("minuted-action-list", "overdue"),
            ("question-list", "open"),
        )
    ]
    page = html_of(client, work["committee"])
    assert found == [2, 1, 1]
    assert all(f"state={state}&amp;{of}" in page for state in ("outstanding", "overdue", "open"))


def test_nothing_of_it_reaches_the_public_document(work, adopted):
    item = AgendaItemFactory(meeting=work["held"], plan=adopted, title=CANARY, presented=CANARY, differences=CANARY)
    about = {"deliverable": work["deliverable"], "item": item, "meeting": work["held"]}
    QuestionFactory(committee=work["committee"], text=CANARY, **about)
    MinutedActionFactory(text=CANARY, minute=CANARY, **about)
    CommitteeRatingFactory(reason=CANARY, minute=CANARY, **about)
    ResolutionFactory(meeting=work["held"], item=item, text=CANARY)
    assert CANARY not in as_html(public_document(adopted))
