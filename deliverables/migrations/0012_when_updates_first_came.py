"""When each update first came: from the history where it was sent back or pulled back, else when it was submitted."""

import re
from collections import defaultdict

from django.db import migrations
from django.db.models import F
from django.utils import timezone

DELIVERABLE, PERIOD = "deliverables.deliverable", "deliverables.reportingperiod"
SUBMITTED, SENT_BACK, PULLED_BACK = (f"progressupdate {verb}" for verb in ("submitted", "sent back", "pulled back"))
VERSION = re.compile(r", version (\d+)$")


def keep_first_times(apps, schema_editor):
    model = apps.get_model("deliverables", "ProgressUpdate")
    submitted = model.objects.exclude(submitted_at=None)
    submitted.update(first_submitted_at=F("submitted_at"))
    told = told_of(apps)
    rows = list(submitted.filter(deliverable__in=list(told)).select_related("deliverable", "period"))
    names = names_of(apps) if rows else {}
    for row in rows:
        of_it = [event for event in told[row.deliverable_id] if is_of(event, row, names[row.deliverable.plan_id])]
        row.first_submitted_at = first_time(row, of_it)
    model.objects.bulk_update(rows, ["first_submitted_at"], batch_size=500)


def told_of(apps):
    """Return the events of what came and went, the oldest first, of each deliverable of which any update went."""
    events = apps.get_model("audit", "Event").objects.filter(subject_type=DELIVERABLE)
    went = events.filter(verb__in=[SENT_BACK, PULLED_BACK]).values("subject_id")
    told = defaultdict(list)
    for event in events.filter(verb__in=[SUBMITTED, SENT_BACK, PULLED_BACK], subject_id__in=went).order_by("pk"):
        told[event.subject_id].append(event)
    return told


def names_of(apps):
    """Return what the periods of each plan were ever called, with their keys."""
    periods = list(apps.get_model("deliverables", "ReportingPeriod").objects.values_list("pk", "plan_id", "name"))
    renamed = apps.get_model("audit", "Event").objects.filter(subject_type=PERIOD, changes__has_key="name")
    once = defaultdict(set)
    for event in renamed:
        once[event.subject_id] |= {name for name in event.changes["name"] if name}
    names = defaultdict(set)
    for pk, plan, name in periods:
        names[plan] |= {(called, pk) for called in {name, *once[pk]}}
    return names


def is_of(event, row, names):
    """Whether an event tells of this version, by the end of its name."""
    found = VERSION.search(event.subject_name)
    name = VERSION.sub("", event.subject_name)
    called = [(len(period), pk) for period, pk in names if name.endswith(f", {period}")]
    version = int(found[1]) if found else 1
    return version == row.number and max(called, default=(0, 0))[1] == row.period_id


def first_time(row, told):
    """Return when it first came; None of a draft whose writer pulled it back by the due day."""
    first = came(told, row.period.due_on)
    if first is None and row.state == "draft" and told:
        return None
    return min(first or row.submitted_at, row.submitted_at)


def came(told, due_on):
    """Return when what was submitted, sent back and pulled back first came."""
    first, was_sent_back = None, False
    for event in told:
        if event.verb == SUBMITTED:
            first = first or event.at
        elif event.verb == SENT_BACK:
            was_sent_back = True
        elif not was_sent_back and timezone.localdate(event.at) <= due_on:
            first = None
    return first


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("deliverables", "0011_when_an_update_first_came"),
    ]

    operations = [
        migrations.RunPython(keep_first_times, migrations.RunPython.noop),
    ]
