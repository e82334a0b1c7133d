"""The worst texts in what is published: the public site, its feeds and its files stay whole."""

from __future__ import annotations

import pytest
from django.apps import apps

from plans.models import Plan
from tests.hostile.reading import faults_in, kind_of
from tests.hostile.test_stored import WORST, plant
from tests.publication.site.conftest import publish_plan, quick, small_plan
from tests.publication.site.crawl import crawl

pytestmark = pytest.mark.django_db
__all__ = ["quick"]


def test_the_public_site_is_whole(quick, client):
    plan = small_plan()
    Plan.objects.filter(pk=plan.pk).update(title="Plan")
    for app in ("people", "plans", "deliverables", "risks", "targets"):
        for model in apps.get_app_config(app).get_models():
            plant(model)
    publish_plan(Plan.objects.get(pk=plan.pk), note=WORST, why=WORST)
    answers = {address: (kind_of(one), one.status_code, one.content) for address, one in crawl(client).items()}
    wrong = {
        a: faults_in(kind, said)
        for a, (kind, status, said) in answers.items()
        if status >= 500 or faults_in(kind, said)
    }
    assert wrong == {}
    assert {"text/html", "application/atom+xml", "application/zip"} <= {kind for kind, _, _ in answers.values()}
