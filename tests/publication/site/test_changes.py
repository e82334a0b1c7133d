"""What changed from one publication to the next."""

from __future__ import annotations

import re

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions.publishing import withdraw
from tests.factories.deliverables import DeliverableFactory
from tests.factories.publication import PublicationFactory
from tests.publication.site.conftest import SECOND, TOP, publish_plan
from tests.publication.site.test_plans import has


def sums_of(page):
    """Return the rows of the first table: before, gone, new, after, changed, the same."""
    table = re.search(r"<tbody.*?</tbody>", page, re.S)[0]
    rows = re.findall(r"<th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>", table, re.S)
    return {name: [int(n) for n in re.findall(r">(\d+)</td>", cells)] for name, cells in rows}


def test_the_first_publication_has_no_page_of_changes(published, read):
    assert "What changed" not in read()
    read("changes/", status=404)


def test_a_rating_that_moved_is_told_in_words_shapes_and_colours(again, read):
    page = read("changes/")
    assert has(page, "From publication 1 of 1 February 2010 to publication 2 of 1 March 2010.", "It is late.") == []
    row = re.search(r"<tr role=\"row\">\s*<th[^>]*>Rating</th>.*?</tr>", page, re.S)[0]
    assert ("app-rating--red" in row, "app-rating--amber" in row) == (True, True)


def test_its_sums_reconcile_and_stand_on_the_overview_too(again, read):
    sums = sums_of(read("changes/"))
    assert sums["Deliverables"] == [3, 0, 0, 3, 1, 2]
    for before, gone, new, after, changed, same in sums.values():
        assert before - gone + new == after
        assert after - new == changed + same
    overview = read()
    assert has(overview, "What changed since publication 1", "Deliverables: 0 new, 0 gone, 1 changed, 2 the same") == []
    assert "Glossary: 0 new" not in overview
    assert f'href="{TOP}changes/"' in overview


def test_what_is_new_and_what_is_gone_is_named(plan, published, read):
    gone = Deliverable.objects.get(plan=plan, reference="2.1")
    DeliverableFactory(plan=plan, ambition=gone.ambition, descriptor=None, reference="2.2", title="Plant trees")
    Deliverable.objects.filter(pk=gone.pk).update(archived_at=SECOND, archived_by=published.published_by)
    publish_plan(plan, at=SECOND)
    page = read("changes/")
    assert has(page, "New (1)", "2.2 Plant trees", "Gone (1)", "2.1 Hold meeting 2.1") == []
    assert sums_of(page)["Deliverables"] == [3, 1, 1, 3, 0, 2]


def test_a_past_publication_leads_to_what_is_different_now(plan, again, read):
    plan.sections.filter(title="Who we are").update(body="Eighteen members.")
    publish_a_third(plan)
    assert f'href="{TOP}1/since/"' in read("1/")
    page = read("1/since/")
    assert has(page, "to publication 3", "Seventeen members.", "Eighteen members.", "It is late.") == []
    assert 'content="noindex"' in page


def publish_a_third(plan):
    return publish_plan(plan, at=SECOND.replace(day=20))


def test_the_current_one_is_not_compared_with_itself(again, read):
    read("2/since/", status=404)
    read("since/", status=404)


def test_a_past_one_is_compared_with_the_one_before_it_at_its_own_address(plan, again, read):
    plan.sections.filter(title="Who we are").update(body="Eighteen members.")
    publish_a_third(plan)
    page = read("2/changes/")
    assert has(page, "From publication 1", "to publication 2", "It is late.") == []
    assert "Eighteen" not in page


def test_both_cost_one_query_more_than_a_page(again, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(f"{TOP}changes/")
    with django_assert_num_queries(3):
        client.get(f"{TOP}1/since/")
    with django_assert_num_queries(4):
        client.get(TOP)


def test_a_withdrawn_one_is_passed_by(plan, again, read):
    plan.sections.filter(title="Who we are").update(body="Eighteen members.")
    publish_a_third(plan)
    with clock.at(SECOND.replace(day=25)):
        withdraw(again, reason="Wrong.", by=again.published_by)
    assert has(read("changes/"), "From publication 1", "to publication 3") == []


def test_where_the_pages_alone_are_drawn_otherwise_nothing_is_said_to_differ(published, client):
    copy = PublicationFactory(
        plan=published.plan, content=published.content, published_at=SECOND, public_from=SECOND, number=2
    )
    page = client.get(f"{TOP}changes/").content.decode()
    assert has(page, "Nothing in the text of the plan is different.") == []
    assert has(client.get(TOP).content.decode(), "Nothing in the text of the plan is different.") == []
    assert copy.number == 2
