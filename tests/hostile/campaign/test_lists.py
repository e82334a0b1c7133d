"""Every page, asked for whatever an address can say: no answer is a failure, nothing hidden is listed, an address
that is refused lists nothing, and no record is another afterwards."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.pages import ListPage, visible
from tests.access.addresses import ENTRIES, address_of
from tests.hostile.campaign.conftest import of_the_campaign
from tests.hostile.campaign.filling import offered_by
from tests.hostile.sending import digest, listening, whole
from tests.hostile.world import NOBODYS
from tests.hostile.worst import TEXTS

pytestmark = pytest.mark.django_db
PARTS = 2
SHARE = 0.15
"""What part of the campaign asks for pages."""
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


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_answers_and_lists_nothing_hidden(part, scene, asked):
    found: Counter[int] = Counter()
    before, already = digest(), set(Event.objects.values_list("pk", flat=True))
    one = st.sampled_from(asked[part::PARTS])

    @of_the_campaign(SHARE / PARTS)
    @given(one.flatmap(lambda page: st.tuples(st.just(page[:2]), page[2])), st.sampled_from(WHO))
    def asks(drawn: tuple[tuple[str, str], str], who: str) -> None:
        (name, address), query = drawn
        with listening() as broken:
            answer = scene.senders[who].get(f"{address}?{query}")
            whole(answer)
            found[answer.status_code] += 1
        assert (who, address, query, broken) == (who, address, query, [])
        assert (who, address, query, listed_wrongly(answer, name, scene.people.get(who))) == (who, address, query, [])

    asks()
    assert {200, 404} <= set(found)
    assert max(found) < 500
    left = {table for table, found in digest().items() if found != before[table]}
    assert left <= {"audit_event", "audit_chainhead"}
    assert set(Event.objects.exclude(pk__in=already).values_list("verb", flat=True)) <= TAKEN_OUT
