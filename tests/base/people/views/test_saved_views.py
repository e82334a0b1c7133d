"""Views of lists are their keeper's alone, and lead back to what was kept."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import reverse

from kpa_tracker.base.people.models import SavedView
from tests.factories.people import SavedViewFactory

pytestmark = pytest.mark.django_db
KEEP = "/people/views/keep/"
LIST = "/deliverables/"


def kept(**values):
    return {"name": "Red ones", "page": "deliverable-list", "query": "rating=red&sort=-title", **values}


def test_a_view_is_kept_and_leads_back_to_its_list(officer, as_person):
    client = as_person(officer)
    assert client.post(KEEP, kept()).url == f"{LIST}?rating=red&sort=-title"
    page = client.get(LIST).content.decode()
    assert "Red ones" in page
    assert f"{LIST}?rating=red&amp;sort=-title" in page


def test_the_list_offers_to_keep_what_it_shows(officer, as_person):
    client = as_person(officer)
    assert "Keep this view" not in client.get(LIST).content.decode()
    page = client.get(LIST, {"rating": "red", "page": "3"}).content.decode()
    assert f"{KEEP}?page=deliverable-list&amp;query=rating%3Dred" in page
    form = client.get(KEEP, {"page": "deliverable-list", "query": "rating=red"}).context["form"]
    assert (form["page"].value(), form["query"].value()) == ("deliverable-list", "rating=red")


def test_a_list_whose_filter_is_wrong_is_not_offered_to_be_kept(officer, as_person):
    client = as_person(officer)
    assert "Keep this view" not in client.get(LIST, {"rating": "mauve"}).content.decode()
    assert "Keep this view" in client.get(LIST, {"rating": "none"}).content.decode()


def test_the_pages_on_a_view_lead_back_to_its_list(officer, as_person):
    client = as_person(officer)
    asked = client.get(KEEP, {"page": "deliverable-list", "query": "rating=none"})
    assert asked.context["breadcrumbs"] == [("Deliverables", f"{LIST}?rating=none"), ("Keep this view", "")]
    refused = client.post(KEEP, kept(name="", query="rating=none"))
    assert refused.context["breadcrumbs"] == asked.context["breadcrumbs"]
    view = SavedViewFactory(person=officer, page="risk-list", query="")
    leaving = client.get(reverse("view-forget", args=[view.pk]))
    assert leaving.context["breadcrumbs"] == [("Risks", "/risks/"), ("Remove a view", "")]
    assert client.get(KEEP, {"page": "nothing"}).context["breadcrumbs"] == [("Keep this view", "")]


def test_the_same_name_again_replaces_what_it_kept(officer, as_person):
    client = as_person(officer)
    client.post(KEEP, kept())
    client.post(KEEP, kept(query="rating=green"))
    assert SavedView.objects.get(person=officer).query == "rating=green"


def test_the_page_and_the_export_are_not_kept(officer, as_person):
    as_person(officer).post(KEEP, kept(query="rating=red&page=3&export=csv"))
    assert SavedView.objects.get().query == "rating=red"


@pytest.mark.parametrize("page", ["home", "account_logout", "deliverable", "https://elsewhere.example/", ""])
def test_only_views_of_lists_are_kept(officer, as_person, page):
    response = as_person(officer).post(KEEP, kept(page=page))
    assert response.status_code == 422
    assert not SavedView.objects.all()


@pytest.mark.parametrize(
    ("page", "kept_there"),
    [("deliverable-list", True), ("risk-list", True), ("plan-outline", False), ("nothing", False)],
)
def test_views_are_kept_of_lists_that_stand_by_themselves(officer, rf, page, kept_there):
    request = rf.get("/")
    request.user = officer
    drawn = Template("{% load saved_views %}{% saved_views page 'rating=red' %}")
    assert ("Keep this view" in drawn.render(Context({"request": request, "page": page}))) is kept_there


def test_a_name_is_asked_for(officer, as_person):
    assert as_person(officer).post(KEEP, kept(name="  ")).status_code == 422


def test_nobody_sees_or_removes_the_views_of_another(officer, editor, as_person):
    view = SavedViewFactory(person=officer, name="Mine alone", query="rating=red")
    forget = reverse("view-forget", args=[view.pk])
    other = as_person(editor)
    assert "Mine alone" not in other.get(LIST).content.decode()
    assert other.post(forget).status_code == 404
    assert "Mine alone" in as_person(officer).get(LIST).content.decode()


def test_its_keeper_removes_it(officer, as_person):
    view = SavedViewFactory(person=officer, name="Mine alone", query="rating=red")
    client, forget = as_person(officer), reverse("view-forget", args=[view.pk])
    assert forget in client.get(LIST, {"rating": "red"}).content.decode()
    assert "Mine alone" in client.get(forget).content.decode()
    assert client.post(forget).url == LIST
    assert not SavedView.objects.all()


def test_a_list_that_is_gone_leads_to_the_first_page(officer, as_person):
    view = SavedViewFactory(person=officer, page="gone-list")
    assert as_person(officer).post(reverse("view-forget", args=[view.pk])).url == reverse("home")
