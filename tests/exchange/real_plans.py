"""Real documents beside this repository, and the way in that somebody takes with them."""

import pytest

from kpa_tracker.interfaces.exchange.actions import (
    answer_questions,
    confirm_import,
    proposal_of,
    read_plan_of,
    stage_import,
)
from kpa_tracker.interfaces.exchange.reading.interpret import suggested_answers
from tests.exchange.files import SOURCES

NEEDED = pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents are not beside this repository")


def take_in(plan, file, *, by):
    """Import a file with what is suggested for it; every post that it names is new."""
    one = stage_import(plan, name=file, content=(SOURCES / file).read_bytes(), by=by)
    answer_questions(one, answers=suggested_answers(read_plan_of(one)), names={})
    posts = proposal_of(one).directory.posts.wanted
    answer_questions(one, answers={}, names={"posts": dict.fromkeys(posts, "new")})
    return confirm_import(one, by=by)
