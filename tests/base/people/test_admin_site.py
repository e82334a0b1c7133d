"""Side doors of the Django admin that are shut."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from tests.base.toolkit.admin.test_every_admin import MADE_BY, OURS
from tests.factories.people import AuthorityFactory


def test_a_password_is_changed_on_the_page_that_records_it(administrator, as_person):
    answer = as_person(administrator).get(reverse("admin:password_change"))
    assert (answer.status_code, answer.url) == (302, reverse("account_change_password"))


@pytest.mark.parametrize("name", sorted(MADE_BY))
def test_no_number_of_a_record_leads_to_its_address(name, administrator, as_person):
    """The address of an authority names it, and a redirection would tell that a record is there."""
    theirs = MADE_BY[name](AuthorityFactory(slug="elsewhere"))
    kind = ContentType.objects.get_for_model(OURS[name])
    answer = as_person(administrator).get(reverse("admin:view_on_site", args=[kind.pk, theirs.pk]))
    assert answer.status_code == 404


def test_a_record_of_ours_is_seen_on_the_site_by_its_own_address(authority, administrator, as_person):
    plan = MADE_BY["plan"](authority)
    page = as_person(administrator).get(reverse("admin:plans_plan_change", args=[plan.pk]))
    assert f'<a href="{plan.get_absolute_url()}" class="viewsitelink">' in page.content.decode()


@pytest.mark.parametrize(
    "path", ["account/emailaddress", "mfa/authenticator", "usersessions/usersession", "socialaccount/socialapp"]
)
def test_how_people_sign_in_is_not_to_be_browsed(path, administrator, as_person):
    assert as_person(administrator).get(f"/admin/{path}/", follow=True).status_code == 404
    assert as_person(administrator).get("/admin/people/person/").status_code == 200
