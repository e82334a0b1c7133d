"""The days on which deliverables and periods were made, from their times; and what each closed period held, as its board
showed it when the site was upgraded."""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

OF_RECORD, IN_HAND, ENDED = ("submitted", "accepted"), ("draft", "sent_back"), ("complete", "cancelled")
RANKS = {"red": 1, "amber_red": 2, "amber": 3, "amber_green": 4, "green": 5}
OUTSTANDING = ("sent_back", "begun", "not_begun")


def keep_days(apps, schema_editor):
    for name in ("Deliverable", "ReportingPeriod"):
        model = apps.get_model("deliverables", name)
        rows = list(model.objects.only("pk", "created_at"))
        for row in rows:
            row.made_on = timezone.localdate(row.created_at)
        model.objects.bulk_update(rows, ["made_on"], batch_size=500)


def keep_returns(apps, schema_editor):
    returns = apps.get_model("deliverables", "ClosedReturn")
    closed = apps.get_model("deliverables", "ReportingPeriod").objects.exclude(closed_at=None)
    for period in closed.order_by("pk"):
        ended = ended_before(apps, period)
        rows = [returns(period=period, **facts) for facts in held(apps, period, ended)]
        returns.objects.bulk_create(rows, batch_size=500)


def ended_before(apps, period):
    updates = apps.get_model("deliverables", "ProgressUpdate").objects.filter(
        deliverable__plan=period.plan_id, state__in=OF_RECORD, period__observed_from__lt=period.observed_from
    )
    stages = dict(updates.order_by("period__observed_from").values_list("deliverable", "stage"))
    return {pk for pk, stage in stages.items() if stage in ENDED}


def held(apps, period, ended):
    versions = {}
    updates = apps.get_model("deliverables", "ProgressUpdate").objects.filter(period=period)
    for update in updates.order_by("number"):
        versions.setdefault(update.deliverable_id, []).append(update)
    current = Q(descriptor=None) | Q(descriptor__archived_at=None)
    deliverables = apps.get_model("deliverables", "Deliverable").objects.filter(
        current, plan=period.plan_id, archived_at=None, ambition__archived_at=None
    )
    for one in deliverables.order_by("pk"):
        yield facts_of(one, versions.get(one.pk, []), period, one.pk in ended)


def facts_of(one, versions, period, has_ended):
    said = next((version for version in versions if version.state in OF_RECORD), None)
    in_hand = next((version for version in versions if version.state in IN_HAND), None)
    place = place_of(said, in_hand, has_ended)
    closed_on = timezone.localdate(period.closed_at)
    in_time = any(v.submitted_at and timezone.localdate(v.submitted_at) <= period.due_on for v in versions)
    return {
        "deliverable_id": one.pk,
        "lead_id": one.lead_id,
        "place": place,
        "late_in": bool(said) and not in_time,
        "late_out": place in OUTSTANDING and closed_on > period.due_on,
        **contradictions(one, said, closed_on),
    }


def place_of(said, in_hand, has_ended):
    if said:
        return "accepted" if said.state == "accepted" else "to_review"
    if in_hand:
        return "sent_back" if in_hand.reviewed_by_id else "begun"
    return "not_asked" if has_ended else "not_begun"


def contradictions(one, said, closed_on):
    if said is None or said.stage in ENDED:
        return {}
    late = one.deadline_due is not None and one.deadline_due < closed_on
    unplanned = not said.recovery or said.green_on is None
    hopes = 0 < RANKS.get(said.rating, 9) < 4 and RANKS.get(said.forecast, 0) > RANKS.get(said.rating, 9)
    return {
        "green_late": late and said.rating in ("green", "amber_green"),
        "no_next": not said.next_steps,
        "hope": unplanned and hopes,
    }


class Migration(migrations.Migration):
    dependencies = [
        ("deliverables", "0004_closed_returns"),
    ]

    operations = [
        migrations.RunPython(keep_days, migrations.RunPython.noop),
        migrations.RunPython(keep_returns, migrations.RunPython.noop),
    ]
