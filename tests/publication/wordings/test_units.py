"""What has to be approved of a plan is found in few queries, and in ones that no missing statistics make slow."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpa_tracker.interfaces.publication.wordings import units_of_plan
from tests.publication.site.conftest import small_plan


def test_progress_is_found_by_number(db):
    """With the rule of what is public joined in again, PostgreSQL took minutes while it counted its tables empty."""
    plan = small_plan()
    with CaptureQueriesContext(connection) as asked:
        assert units_of_plan(plan)
    [of_progress] = [one["sql"] for one in asked if 'FROM "deliverables_progressupdate"' in one["sql"]]
    assert of_progress.count("SELECT") == 1
