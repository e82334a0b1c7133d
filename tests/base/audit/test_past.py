"""Reading the past: what events changed is taken back in memory, and nothing is saved."""

import datetime

import pytest

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.past import Rewinding, end_of, events_since, is_own
from kpa_tracker.base.people.actions import amend, archive_committee, restore
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit import clock
from plans.actions import parts
from plans.models import Ambition, Descriptor
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory

pytestmark = pytest.mark.django_db
PARENTS = {Descriptor: ("ambition_id",), Ambition: ("plan_id",)}


def at(day, hour=12):
    return datetime.datetime(2009, 6, day, hour, tzinfo=datetime.timezone.utc)


START = at(1)


def rewound(*records, to=START, events=lambda found: found):
    """Return the records as they are saved, taken back to a moment."""
    fresh = [type(one).objects.get(pk=one.pk) for one in records]
    kinds = {type(one) for one in records}
    since = events_since(to, authorities=[records[0].authority_id], kinds=kinds)
    Rewinding(fresh, parents=PARENTS).to(events(since))
    return fresh


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority, name="Finance", remit="Money")


def changed(of, day, *, by, **changes):
    with clock.at(at(day)):
        amend(of, seen=type(of).objects.get(pk=of.pk).version, changes=changes, by=by)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(datetime.date(2010, 3, 28), 23), (datetime.date(2009, 10, 25), 25), (datetime.date(2009, 6, 1), 24)],
)
def test_a_day_ends_at_midnight_in_london_however_long_it_is(day, hours):
    began, ended = (end_of(one).timestamp() for one in (day - datetime.timedelta(days=1), day))
    assert ended - began == hours * 3600


def test_a_column_says_what_it_said_before_each_later_event(committee, editor):
    changed(committee, 2, by=editor, remit="Money and buildings")
    changed(committee, 3, by=editor, remit="Buildings", name="Estates")
    for day, said in (
        (1, ("Finance", "Money")),
        (2, ("Finance", "Money and buildings")),
        (3, ("Estates", "Buildings")),
    ):
        (then,) = rewound(committee, to=at(day, 23))
        assert (then.name, then.remit) == said
    assert Committee.objects.get().remit == "Buildings"


def test_a_gap_comes_back_as_a_gap(committee, authority, editor):
    post = PostFactory(authority=authority)
    changed(committee, 2, by=editor, chair=post)
    then, _ = rewound(committee, post)
    assert then.chair is None


def test_a_name_leads_to_the_record_that_bore_it_then(committee, authority, editor):
    clerk, treasurer = (PostFactory(authority=authority, title=title) for title in ("Clerk", "Treasurer"))
    changed(committee, 2, by=editor, chair=clerk)
    changed(committee, 3, by=editor, chair=treasurer)
    changed(clerk, 4, by=editor, title="Secretary")
    changed(treasurer, 5, by=editor, title="Clerk")
    then, *_ = rewound(committee, clerk, treasurer, to=at(2, 23))
    assert (then.chair.pk, str(then.chair)) == (clerk.pk, "Clerk")


def test_a_name_that_leads_nowhere_is_a_gap(committee, authority, editor):
    clerk = PostFactory(authority=authority, title="Clerk")
    changed(committee, 2, by=editor, chair=clerk)
    changed(committee, 3, by=editor, chair=None)
    (then,) = rewound(committee, to=at(2, 23))
    assert then.chair is None


def test_what_was_archived_then_is_archived_and_what_came_back_was_not(committee, editor):
    with clock.at(at(2)):
        archive_committee(committee, seen=1, reason="Merged.", by=editor)
    with clock.at(at(4)):
        restore(committee, seen=2, by=editor)
    assert [rewound(committee, to=at(day))[0].is_archived for day in (1, 3, 5)] == [False, True, False]


def test_an_event_of_a_part_is_not_taken_for_one_of_the_record(committee, editor):
    with clock.at(at(2)):
        record(
            "evidence added", committee, by=editor, authority_id=committee.authority_id, changes={"name": ["x", "y"]}
        )
    assert not is_own(Event.objects.get())
    assert rewound(committee)[0].name == "Finance"


def test_events_of_other_kinds_and_authorities_are_left_out(committee, editor):
    changed(committee, 2, by=editor, remit="Buildings")
    authority = committee.authority_id
    assert events_since(at(1), authorities=[authority], kinds=[Committee]).count() == 1
    assert events_since(at(1), authorities=[authority], kinds=[Post]).count() == 0
    assert events_since(at(1), authorities=[authority + 1], kinds=[Committee]).count() == 0
    assert events_since(at(3), authorities=[authority], kinds=[Committee]).count() == 0


# --- The order --------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(authority):
    plan = PlanFactory(authority=authority)
    return [AmbitionFactory(plan=plan, title=title, position=place) for place, title in enumerate("ABC", start=4)]


def moved(one, day, *, by, up=True):
    one = Ambition.objects.get(pk=one.pk)
    with clock.at(at(day)):
        parts.move(one, up=up, seen=one.version, by=by)


def in_order(*records, **how):
    return "".join(one.title for one in sorted(rewound(*records, **how), key=lambda one: one.position))


def test_the_order_is_that_of_the_day(three, editor):
    moved(three[2], 2, by=editor)
    moved(three[2], 3, by=editor)
    assert [in_order(*three, to=at(day, 23)) for day in (1, 2, 3)] == ["ABC", "ACB", "CAB"]
    assert [one.position for one in rewound(*three)] == [4, 5, 6]


def as_older(events):
    """Return events as they were written before they told the place of each."""
    found = list(events)
    for event in found:
        event.changes = {"position": event.changes["position"]}
    return found


def test_older_events_tell_two_places_and_that_is_enough(three, editor):
    moved(three[2], 2, by=editor)
    moved(three[0], 3, by=editor, up=False)
    beside = AmbitionFactory(plan=PlanFactory(authority=three[0].plan.authority), title="Z", position=3)
    found = [in_order(*three, beside, to=at(day, 23), events=as_older)[:3] for day in (1, 2, 3)]
    assert found == ["ABC", "ACB", "CAB"]
    assert rewound(*three, beside, events=as_older)[-1].position == 3


def test_of_two_with_one_name_the_one_beside_is_meant(three, editor):
    here, there = (DescriptorFactory(ambition=ambition, title="Same") for ambition in three[:2])
    back = Rewinding([*three, here, there], parents=PARENTS)
    assert back.meant(there, Descriptor, "Same") == there
    assert back.meant(here, Descriptor, "Same") == here
    assert back.meant(here, Descriptor, "Other") is None
