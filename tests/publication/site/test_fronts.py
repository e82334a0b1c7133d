"""The pages above the plans."""

from __future__ import annotations

import pytest

from plans.models import Plan
from tests.publication.site.conftest import HOME, SECOND, TOP, publish_plan, small_plan, weald
from tests.publication.site.test_plans import has


def test_without_anything_published_the_front_page_says_so(client, db):
    page = client.get("/public/").content.decode()
    assert has(page, "Nothing is published yet") == []
    assert client.get("/public/sitemap.xml").status_code == 200


def test_the_front_page_has_each_authority_with_its_current_plans_by_name(again, read, plan):
    publish_plan(small_plan(weald(name="Downs Police Authority", slug="downs"), title="Plan of the Downs"))
    page = read("/public/")
    assert page.index("Downs Police Authority") < page.index("Weald Police Authority")
    assert [f'href="{address}"' in page for address in (HOME, TOP, "/public/downs/plan-of-the-downs/")] == [True] * 3
    assert page.count("Business Plan 2009/10") == 1
    assert has(page, "Published on 1 March 2010") == []


def test_an_authority_has_its_plans_its_address_its_feed_and_its_statement(again, read):
    page = read(HOME)
    assert has(page, "Business Plan 2009/10", "1 earlier publication", "Gateway House", "Marlstone") == []
    assert [f'href="{HOME}{path}"' in page for path in ("feed.atom", "accessibility/")] == [True, True]
    assert "Plans of earlier years" not in page


def test_a_plan_whose_years_are_over_stands_apart(plan, published, read):
    old = small_plan(plan.authority, title="Plan 2008/09")
    Plan.objects.filter(pk=old.pk).update(state="closed")
    publish_plan(old, at=SECOND)
    page = read(HOME)
    running, ended = page.split("Plans of earlier years")
    assert ("Business Plan 2009/10" in running, "Plan 2008/09" in running) == (True, False)
    assert has(ended, "Plan 2008/09", "its period has ended") == []


def test_an_authority_without_an_address_says_so(db, read):
    publish_plan(small_plan(weald(contact="")))
    assert has(read(HOME), "The authority has given no address here yet.") == []


def test_the_statement_says_what_is_known_and_whom_to_turn_to(published, read):
    page = read(f"{HOME}accessibility/")
    said = ("Weald Police Authority", "Marlstone", "Equality Advisory and Support Service", "2018", "prepared on")
    assert has(page, *said, "have not been tried by people who use assistive technology", "1 February 2010") == []


def test_every_publication_is_listed_with_what_was_new(again, read):
    page = read("publications/")
    assert has(page, "Publication 2 (current)", "A better year.", "Publication 1", "The first year.") == []
    assert f'href="{TOP}1/"' in page


def test_a_publication_without_a_note_says_so(plan, read):
    publish_plan(plan, note="")
    assert has(read("publications/"), "Nothing was written.") == []
    assert "What is new" not in read()


@pytest.mark.parametrize("title", ["Accessibility", "Feed"])
def test_no_plan_takes_the_address_of_another_page(db, client, title):
    plan = small_plan(title=title)
    made = publish_plan(plan)
    plan.refresh_from_db()
    address = f"{HOME}{plan.public_address.plan_slug}/"
    assert f"publication {made.number}" in client.get(address).content.decode().lower()
    assert "Accessibility of these pages" in client.get(f"{HOME}accessibility/").content.decode()


def test_a_demonstration_says_that_it_is_one(db, read):
    publish_plan(small_plan(weald(is_demonstration=True)))
    for address in ("/public/", HOME, TOP, f"{TOP}publications/"):
        assert has(read(address), "Demonstration.", "Nothing here is a statement by an authority.") == []


def test_real_use_does_not(published, read):
    assert [("Demonstration." in read(address)) for address in ("/public/", HOME, TOP)] == [False] * 3


def test_the_sign_in_page_leads_here_once_something_is_public(client, plan):
    assert 'href="/public/"' not in client.get("/accounts/login/").content.decode()
    publish_plan(plan)
    assert 'href="/public/"' in client.get("/accounts/login/").content.decode()
