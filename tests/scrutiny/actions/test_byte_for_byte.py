"""A frozen pack's files are handed out byte for byte whatever is changed afterwards, by every kind of action."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from deliverables.actions.deadlines import approve_deadline
from deliverables.actions.deliverables import archive_deliverable, change_deliverable, create_deliverable
from deliverables.actions.periods import close_period
from deliverables.actions.reviews import accept_update
from deliverables.models import DeadlineRequest, ProgressUpdate
from kpa_tracker.base.people.actions import amend
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.scrutiny.actions.answering import answer
from kpa_tracker.interfaces.scrutiny.actions.packs import drawn, freeze_pack
from kpa_tracker.interfaces.scrutiny.assembling import assemble
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating
from plans.actions.plans import change_plan
from plans.actions.scales import change_points
from risks.actions.assessing import assess_risk
from risks.actions.register import archive_risk
from risks.models import Assessment
from targets.actions.recommendations import change_recommendation
from targets.actions.results import record_result
from tests.factories.deliverables import DeliverableFactory, SubItemFactory
from tests.factories.packs import loaded, oversight
from tests.factories.people import CommitteeFactory, PersonFactory
from tests.factories.scrutiny import CommitteeRatingFactory
from tests.factories.situations import meanwhile

pytestmark = pytest.mark.django_db
YEAR = {"starts": datetime.date(2009, 4, 1), "ends": datetime.date(2010, 3, 31)}


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def rename_the_post(over, by):
    amend(fresh(over.lead), seen=over.lead.version, changes={"title": "Director of Finance"}, by=by)


def rename_the_committee(over, by):
    committee = fresh(over.committee)
    amend(committee, seen=committee.version, changes={"name": "Scrutiny Committee", "short_name": "Scrutiny"}, by=by)


def rename_the_authority(over, by):
    authority = fresh(over.plan.authority)
    amend(authority, seen=authority.version, changes={"name": "Policing Board"}, by=by)


def mark_the_plan_otherwise(over, by):
    plan = fresh(over.plan)
    change_plan(plan, seen=plan.version, changes={"marking": "RESTRICTED", "title": "Another plan"}, by=by)


def reword_a_deliverable(over, by):
    red = fresh(over.red)
    change_deliverable(red, seen=red.version, changes={"title": "Count it all again", "lead": None}, by=by)


def give_a_deliverable_to_another_committee(over, by):
    green, other = fresh(over.green), CommitteeFactory(authority=over.plan.authority)
    change_deliverable(green, seen=green.version, changes={"committee": other}, by=by)


def archive_a_deliverable(over, by):
    one = fresh(over.unrated)
    archive_deliverable(one, seen=one.version, reason="Done elsewhere.", by=by)


def add_a_deliverable(over, by):
    new = DeliverableFactory.build(
        plan=over.plan, ambition=over.red.ambition, descriptor=None, committee=over.committee, reference="1.99"
    )
    create_deliverable(new, by=by)


def move_a_deadline(over, by):
    red, asking = fresh(over.red), PersonFactory()
    wanted = parse_partial_date("December 2010")
    asked = DeadlineRequest.objects.create(
        deliverable=red,
        old_text=red.deadline_text,
        old_precision=red.deadline_precision,
        old_due=red.deadline_due,
        new_text=wanted.text,
        new_precision=wanted.precision,
        new_due=wanted.due,
        reason="It takes longer.",
        requested_by=asking,
        requested_at=red.created_at,
    )
    approve_deadline(asked, seen=asked.version, by=by)


def accept_an_update(over, by):
    update = fresh(over.red).latest
    accept_update(update, seen=update.version, by=by, rating="amber")


def enter_a_result(over, by):
    record_result(over.made["series"], **YEAR, content={"value": Decimal(52)}, by=by)


def score_a_risk(over, by):
    risk = fresh(over.risk)
    score = {"likelihood": 5, "impact": 5, "impact_kind": "service", "rationale": "Much worse."}
    scored = Assessment(risk=risk, basis="current", **score)
    assess_risk(scored, seen=risk.version, by=by)


def archive_a_risk(over, by):
    risk = fresh(over.risk)
    archive_risk(risk, seen=risk.version, reason="It is over.", by=by)


def reword_a_recommendation(over, by):
    one = fresh(over.made["recommendation"])
    change_recommendation(one, seen=one.version, changes={"text": "Count a third time"}, by=by)


def answer_a_question(over, by):
    question = fresh(over.made["question"])
    answer(question, text="It costs little.", seen=question.version, by=by)


def change_the_scales_words(over, by):
    scale = fresh(over.plan.scale)
    change_points(scale, seen=scale.version, words={"red": {"word": "Not yet achieved"}}, by=by)


def rate_as_a_committee(over, by):
    CommitteeRatingFactory(deliverable=over.green, meeting=over.made["action"].meeting, rating="red", minute="10/9")
    assert CommitteeRating.objects.unanswered().exists()


def reword_a_part(over, by):
    meanwhile(over.part, text="Another part")


def close_the_period(over, by):
    ProgressUpdate.objects.filter(state="submitted").update(state="accepted")
    close_period(fresh(over.period), seen=fresh(over.period).version, by=by)


def move_the_meeting(over, by):
    """It is refused: members were given papers for that day."""
    meeting = fresh(over.made["coming"])
    with pytest.raises(Refused, match="stays as it is"):
        amend(meeting, seen=meeting.version, changes={"held_on": datetime.date(2010, 5, 19)}, by=by)


def freeze_another_edition(over, by):
    over.frozen(by=by, why="A sum was misprinted.")


EDITS = [
    rename_the_post,
    rename_the_authority,
    mark_the_plan_otherwise,
    reword_a_deliverable,
    give_a_deliverable_to_another_committee,
    archive_a_deliverable,
    add_a_deliverable,
    move_a_deadline,
    accept_an_update,
    enter_a_result,
    score_a_risk,
    archive_a_risk,
    reword_a_recommendation,
    answer_a_question,
    change_the_scales_words,
    rate_as_a_committee,
    reword_a_part,
    close_the_period,
    move_the_meeting,
    freeze_another_edition,
    rename_the_committee,
]


@pytest.fixture
def over(authority):
    made = oversight(authority)
    made.part = SubItemFactory(deliverable=made.other, committee=made.committee, text="Fleet strategy")
    return made


def handed_out(client, pack):
    """The files as a browser gets them."""
    return {kind: client.get(f"{pack.get_absolute_url()}files/{kind}/").content for kind in ("pdf", "xlsx")}


def shown(client, pack):
    """What the page of the pack shows of it, without what it says of today."""
    page = client.get(pack.get_absolute_url()).content.decode()
    return page[page.index('class="plan-document') :]


def test_every_kind_of_edit_leaves_a_frozen_packs_files_byte_for_byte(over, editor, member, as_person):
    pack = over.pack(by=editor)
    frozen, client = freeze_pack(pack, seen=pack.version, by=editor), as_person(member)
    files, page = handed_out(client, frozen), shown(client, frozen)
    assert (files["pdf"][:5], files["xlsx"][:2]) == (b"%PDF-", b"PK")
    for edit in EDITS:
        edit(over, editor)
        assert handed_out(client, frozen) == files, edit.__name__
        assert shown(client, frozen) == page, edit.__name__
    assert dict_of(drawn(frozen, assemble(loaded(frozen)))) != files, "the planted fault: drawn again, they are others"


def dict_of(made):
    return {one.kind: one.content for one in made}


@pytest.mark.parametrize("edit", [one for one in EDITS if one not in (move_the_meeting, freeze_another_edition)])
def test_each_of_these_edits_would_change_the_pack(edit, over, editor):
    """An edit that changes nothing that the pack shows would prove nothing."""
    pack = over.pack(by=editor)
    before = assemble(loaded(pack))
    edit(over, editor)
    assert assemble(loaded(pack)) != before
