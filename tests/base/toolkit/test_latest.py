"""What lists read as the latest is held against what it is taken from."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from deliverables.models import Deliverable
from risks.models import Risk
from targets.models import Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(kept_demonstration, tmp_path):
    kept_demonstration.place(tmp_path)


def proved():
    said, wrong = io.StringIO(), io.StringIO()
    try:
        call_command("verify_latest", stdout=said, stderr=wrong)
    except CommandError as error:
        return said.getvalue(), wrong.getvalue(), str(error)
    return said.getvalue(), wrong.getvalue(), ""


def test_the_demonstration_points_at_its_latest_everywhere(demonstration):
    said, wrong, failed = proved()
    assert (wrong, failed) == ("", "")
    assert sorted(line.partition(":")[0] for line in said.splitlines()) == [
        "latest current scores of risks",
        "latest inherent scores of risks",
        "latest results of series",
        "latest target scores of risks",
        "latest updates of deliverables",
    ]
    assert " 0 looked at" not in said


@pytest.mark.parametrize(
    ("model", "field", "kind"),
    [
        (Deliverable, "latest", "updates of deliverables"),
        (Series, "latest", "results of series"),
        (Risk, "inherent", "inherent scores of risks"),
        (Risk, "current", "current scores of risks"),
        (Risk, "target", "target scores of risks"),
    ],
)
def test_one_that_points_at_nothing_and_one_that_points_elsewhere_are_told(demonstration, model, field, kind):
    first, second, *_ = model.objects.exclude(**{field: None}).order_by("pk")
    model.objects.filter(pk=first.pk).update(**{field: None})
    model.objects.filter(pk=second.pk).update(**{field: getattr(first, f"{field}_id")})
    said, wrong, failed = proved()
    assert wrong.splitlines() == [
        f"latest {kind}: {first} (number {first.pk}) holds None, and its latest is {getattr(first, f'{field}_id')}.",
        f"latest {kind}: {second} (number {second.pk}) holds {getattr(first, f'{field}_id')}, and its latest is "
        f"{getattr(second, f'{field}_id')}.",
    ]
    assert "2 stray" in said
    assert failed.startswith("2 records do not point at their latest.")


def test_one_that_points_at_what_is_not_of_record_any_more_is_told(submitted):
    type(submitted).objects.filter(pk=submitted.pk).update(state="sent_back")
    _, wrong, _ = proved()
    assert f"holds {submitted.pk}, and its latest is None" in wrong
