"""Every page, asked for whatever an address can say: no answer is a failure, nothing hidden is listed, an address
that is refused lists nothing, and no record is another afterwards."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest import mock

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.pages import ListPage, visible
from tests.access.addresses import ENTRIES, address_of
from tests.hostile.campaign.conftest import REQUESTS, SHARES, all_are_sent, of_the_campaign
from tests.hostile.campaign.filling import offered_by
from tests.hostile.sending import digest, listening, whole
from tests.hostile.world import NOBODYS
from tests.hostile.worst import TEXTS

pytestmark = pytest.mark.django_db
PARTS = 2
SHARE = SHARES["pages"] / PARTS
WHO = ("administrator", "owner", "member", "foreign", "bare")
LISTS = [name for name, entry in ENTRIES.items() if issubclass(entry.callback.view_class, ListPage)]
OTHERS = [name for name in ENTRIES if name not in LISTS]
NAMES = (
    *("sort", "page", "export", "as_of", "per_page", "words", "plan", "state", "row", "list", "history", "number"),
    *(
        "since",
        "who",
        "name",
        "query",
        "year",
        "measure",
        "with",
        "basis",
        "committee",
        "authority",
        "about",
        "of",
        "show",
    ),
    *("q", "o", "id", "pk__in", "authority__name", "lead__person__password", "archived_at", "next", "page\x00"),
)
"""What addresses of ours take, and what they do not."""
SORTS = (
    "-pk",
    "pk",
    "lead__email",
    "-authority",
    "title,-title",
    "--title",
    "password",
    "\x00",
    "archived_by__password",
)


TAKEN_OUT = {"plan exported", "register exported"}
"""The one thing that reading leaves: that somebody took a whole document out."""


def values_of(scene: Any, name: str, field: Any) -> st.SearchStrategy[str]:
    """Return what is drawn for a facet: what it offers, numbers of others' records, and the worst."""
    numbers = [str(one.pk) for one in (*scene.made.values(), *scene.theirs.values())][:30]
    known = {"sort": SORTS, "export": ("csv", "xlsx", "pdf"), "page": ("0", "2", "last", "-1", str(NOBODYS))}
    offered = [*known.get(name, ()), *(offered_by(field) if field else ())]
    choices = [st.sampled_from(offered)] if offered else []
    return st.one_of(*choices, st.sampled_from(numbers), TEXTS)


def query_of(scene: Any, facets: dict[str, Any]) -> st.SearchStrategy[str]:
    """Draw what stands behind an address: some parameters, one of them twice now and then."""
    names = st.sampled_from([*facets, *facets, *NAMES])
    pairs = names.flatmap(lambda name: st.tuples(st.just(name), values_of(scene, name, facets.get(name))))
    return st.lists(pairs, min_size=1, max_size=4).map(written)


def written(pairs: list[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value.encode(errors="replace").decode())
    return query.urlencode()


def table_of(answer: Any) -> Any:
    return (getattr(answer, "context_data", None) or {}).get("table")


def facets_of(scene: Any, name: str) -> dict[str, Any]:
    shown = scene.senders["administrator"].get(address_of(name, scene.made))
    found = (getattr(shown, "context_data", None) or {}).get("filter")
    return dict(found.form.fields) if hasattr(found, "form") else {}


def listed_wrongly(answer: Any, name: str, person: Any) -> list[Any]:
    """Return the rows of a list that the person may not see, and all rows where the address was refused."""
    context = getattr(answer, "context_data", None) or {}
    if name not in LISTS or table_of(answer) is None:
        return []
    rows = [row.record for row in table_of(answer).rows]
    if hasattr(context.get("filter"), "form") and context["filter"].form.errors:
        return rows
    model = ENTRIES[name].callback.view_class.model
    seen = set(visible(model, person).filter(pk__in=[one.pk for one in rows]).values_list("pk", flat=True))
    return [one for one in rows if one.pk not in seen]


@pytest.fixture(scope="module")
def asked(scene: Any, lasting: Any) -> list[tuple[str, str, st.SearchStrategy[str]]]:
    """Each page with its address and what is drawn for it; the lists among them three times as often."""

    def known(name: str) -> tuple[str, str, st.SearchStrategy[str]]:
        return name, address_of(name, scene.made), query_of(scene, facets_of(scene, name))

    with listening():
        found = lasting(lambda: {name: known(name) for name in ENTRIES})
    return [found[name] for name in (*LISTS, *LISTS, *LISTS, *OTHERS)]


def drawn_from(some: list[Any]) -> st.SearchStrategy[Any]:
    """Draw a page with its address, and what stands behind that."""
    return st.sampled_from(some).flatmap(lambda page: st.tuples(st.just(page[:2]), page[2]))


def opened(scene: Any, who: str, name: str, address: str) -> tuple[int, list[str], list[Any]]:
    """Return what somebody is answered, what broke, and the rows that were not theirs to see."""
    with listening() as broken:
        answer = scene.senders[who].get(address)
        whole(answer)
    return answer.status_code, broken, listed_wrongly(answer, name, scene.people.get(who))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_answers_and_lists_nothing_hidden(part, scene, asked):
    found: Counter[int] = Counter()
    before, already = digest(), set(Event.objects.values_list("pk", flat=True))

    @of_the_campaign(SHARE)
    @given(drawn_from(asked[part::PARTS]), st.sampled_from(WHO))
    def asks(drawn: tuple[tuple[str, str], str], who: str) -> None:
        (name, address), query = drawn
        status, *wrong = opened(scene, who, name, f"{address}?{query}")
        found[status] += 1
        assert (who, address, query, wrong) == (who, address, query, [[], []])

    with all_are_sent(SHARE):
        asks()
    assert {200, 404} <= set(found)
    assert max(found) < 500
    left = {table for table, found in digest().items() if found != before[table]}
    assert left <= {"audit_event", "audit_chainhead"}
    assert set(Event.objects.exclude(pk__in=already).values_list("verb", flat=True)) <= TAKEN_OUT


def found_in_lists(scene: Any, asked: list[Any]) -> tuple[set[int], list[str], list[Any]]:
    """Send a small campaign to the lists alone; return what they answered, what broke, what they showed wrongly."""
    found, broken, wrong = set(), [], []

    @of_the_campaign(100 / REQUESTS)
    @given(drawn_from([one for one in asked if one[0] in LISTS]), st.sampled_from(WHO))
    def asks(drawn: tuple[tuple[str, str], str], who: str) -> None:
        (name, address), query = drawn
        status, broke, shown = opened(scene, who, name, f"{address}?{query}")
        found.add(status)
        broken.extend(broke)
        wrong.extend(shown)

    asks()
    return found, broken, wrong


def test_a_list_that_takes_a_number_for_granted_would_be_found(scene, asked):
    def for_granted(page: Any) -> Any:
        int(next(iter(page.request.GET.values()), "1"))
        return careful(page)

    careful = ListPage.get_queryset
    with mock.patch.object(ListPage, "get_queryset", for_granted):
        found, broken, _ = found_in_lists(scene, asked)
    assert (500 in found, bool(broken)) == (True, True)


def test_a_list_that_forgot_whose_rows_it_shows_would_be_found(scene, asked):
    def everybodys(page: Any) -> Any:
        return page.model._base_manager.all()

    with mock.patch.object(ListPage, "get_queryset", everybodys):
        _, _, wrong = found_in_lists(scene, asked)
    assert wrong
