"""Which committee oversaw each deliverable when its period was closed: from the history where it tells, else from today."""

from django.db import migrations

DELIVERABLE, PERIOD, COMMITTEE = "deliverables.deliverable", "deliverables.reportingperiod", "people.committee"


def keep_committees(apps, schema_editor):
    returns = apps.get_model("deliverables", "ClosedReturn").objects
    closed = apps.get_model("deliverables", "ReportingPeriod").objects.exclude(closed_at=None)
    for period in closed.select_related("plan").order_by("pk"):
        names = Names(apps, period.plan.authority_id)
        last = last_event_of(apps, period)
        told = told_since(apps, period, last)
        rows = list(returns.filter(period=period).select_related("deliverable__committee"))
        for row in rows:
            row.committee = names.overseeing(row.deliverable, told.get(row.deliverable_id))
            row.committee_name = names.full(row.committee, last) if row.committee else ""
        returns.bulk_update(rows, ["committee", "committee_name"], batch_size=500)


def last_event_of(apps, period):
    """Return the number of the event by which a period was closed; where nothing tells of it, of the last one by then."""
    events = apps.get_model("audit", "Event").objects.filter(authority_id=period.plan.authority_id)
    closing = events.filter(subject_type=PERIOD, subject_id=period.pk, verb="reportingperiod closed")
    numbers = closing.values_list("pk", flat=True)
    by_then = events.filter(at__lte=period.closed_at).order_by("-pk").values_list("pk", flat=True)
    return numbers.first() or by_then.first() or 0


def told_since(apps, period, last):
    """Return, by deliverable, the first event after a period was closed that gave it to another committee."""
    events = apps.get_model("audit", "Event").objects.filter(
        authority_id=period.plan.authority_id, subject_type=DELIVERABLE, pk__gt=last, changes__has_key="committee"
    )
    return {event.subject_id: event for event in events.exclude(verb__endswith=" created").order_by("-pk")}


class Names:
    """What the committees of an authority were called after each event."""

    def __init__(self, apps, authority):
        self.committees = list(apps.get_model("people", "Committee").objects.filter(authority=authority))
        events = apps.get_model("audit", "Event").objects.filter(authority_id=authority, subject_type=COMMITTEE)
        self.changes = list(events.exclude(verb__endswith=" created").order_by("-pk"))

    def overseeing(self, deliverable, event):
        """Return the committee that an event took a deliverable from; without one, today's."""
        if event is None:
            return deliverable.committee
        name = event.changes["committee"][0]
        called = [one for one in self.committees if name and self.called(one, event.pk) == name]
        return called[0] if called else None

    def called(self, committee, number):
        return self.at(committee, "short_name", number) or self.full(committee, number)

    def full(self, committee, number):
        return self.at(committee, "name", number)

    def at(self, committee, column, number):
        found = getattr(committee, column)
        for event in self.changes:
            if event.subject_id == committee.pk and event.pk > number and column in event.changes:
                found = event.changes[column][0] or ""
        return found


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("deliverables", "0008_committee_of_a_closed_return"),
        ("people", "0002_post_above"),
    ]

    operations = [
        migrations.RunPython(keep_committees, migrations.RunPython.noop),
    ]
