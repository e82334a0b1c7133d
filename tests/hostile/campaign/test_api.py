"""The API, asked by schemathesis for what its own document offers and for what it does not: each answer is one that the
document knows, and nothing is changed."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest import mock

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from kpa_tracker.interfaces.api.openapi import document
from kpa_tracker.interfaces.api.views.answers import ListAnswer
from tests.factories.api import ApiTokenFactory, text_of
from tests.hostile.campaign.conftest import REQUESTS, SHARES, all_are_sent, of_the_campaign
from tests.hostile.sending import Sender, digest, listening

pytestmark = pytest.mark.django_db
SHARE = SHARES["api"]
WHO = ("administrator", "owner", "foreign", "bare", "nobody")
METHODS = ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
KNOWN = {200, 400, 401, 403, 404, 405}
"""What the document says of answers; that of too many is tried elsewhere."""
SERVER = "http://testserver"


@pytest.fixture(scope="module")
def programs(scene: Any, lasting: Any) -> dict[str, Sender]:
    """A program for each, with a token that was used today already."""

    def made() -> dict[str, Sender]:
        texts = {who: text_of(ApiTokenFactory(person=scene.people[who])) for who in WHO if who in scene.people}
        texts["nobody"] = f"kpa_{'0' * 16}_{'x' * 43}"
        found = {who: Sender(headers={"authorization": f"Bearer {text}"}) for who, text in texts.items()}
        for program in found.values():
            program.get("/api/v1/plans/")
        return found

    return lasting(made)


def cases() -> st.SearchStrategy[Any]:
    """Draw a request that the document describes, or one that is wrong somewhere."""
    described = schemathesis.openapi.from_dict(document())
    operations = [found.ok() for found in described.get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return st.one_of([one.as_strategy(generation_mode=mode) for one in operations for mode in modes])


def send(program: Sender, sent: dict[str, Any], method: str = "GET", **headers: str) -> Any:
    """Send what was drawn."""
    query = {str(name): as_text(value) for name, value in (sent["params"] or {}).items()}
    return program.generic(method, sent["url"].removeprefix(SERVER), query_params=query, headers=headers)


def as_text(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def answered(
    programs: dict[str, Sender], sent: dict[str, Any], method: str, **headers: str
) -> tuple[list[int], list[str]]:
    """Return what everybody is answered, and one of them in another way; and what broke."""
    with listening() as broken:
        answers = [send(programs[who], sent).status_code for who in WHO]
        answers.append(send(programs["owner"], sent, method, **headers).status_code)
    return answers, broken


def test_the_api_answers_whatever_is_asked_and_changes_nothing(programs):
    found: Counter[int] = Counter()
    before = digest()

    @of_the_campaign(SHARE / (len(WHO) + 1))
    @given(cases(), st.sampled_from(METHODS))
    def asks(case: Any, method: str) -> None:
        sent = case.as_transport_kwargs(base_url=SERVER)
        answers, broken = answered(programs, sent, method, **case.headers or {})
        found.update(answers)
        assert (sent, method, broken) == (sent, method, [])

    with all_are_sent(SHARE):
        asks()
    assert (set(found), digest()) == (KNOWN, before)


def takes_a_number_for_granted(page: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    """Take what is asked first for a number."""
    int(next(iter(request.GET.values()), "1"))
    return careful(page, request, *args, **kwargs)


careful = ListAnswer.get


def test_a_list_of_the_api_that_takes_a_number_for_granted_would_be_found(programs):
    failed, found = [], set()

    @of_the_campaign(60 / REQUESTS)
    @given(cases(), st.sampled_from(METHODS))
    def asks(case: Any, method: str) -> None:
        answers, broken = answered(programs, case.as_transport_kwargs(base_url=SERVER), method)
        failed.extend(broken)
        found.update(answers)

    with mock.patch.object(ListAnswer, "get", takes_a_number_for_granted):
        asks()
    assert (bool(failed), 500 in found) == (True, True)
