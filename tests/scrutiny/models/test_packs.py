"""What was given to members stays: packs, their files and where updates went are written once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.scrutiny.models import Pack, PackFile, PackUse
from tests.factories.packs import PackFactory, PackFileFactory, PackUseFactory
from tests.factories.people import PersonFactory, person_with
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen():
    return PackFactory(frozen=True)


def test_a_frozen_pack_is_never_written_again(frozen):
    with pytest.raises(Refused, match="stays as it was"):
        Pack.objects.filter(pk=frozen.pk).update(content={"head": {"plan": "Another"}})
    with pytest.raises(Refused, match="stays as it was"):
        compare_and_set(frozen, seen=frozen.version, fields=["content"])
    with pytest.raises(Refused, match="stays as it was"):
        frozen.save()


def test_a_pack_that_is_being_assembled_is_written():
    pack = PackFactory()
    pack.why = "Because."
    pack.save()
    assert Pack.objects.filter(pk=pack.pk).update(why="No.") == 1


@pytest.mark.parametrize("is_frozen", [True, False])
def test_no_pack_is_deleted(is_frozen):
    pack = PackFactory(frozen=is_frozen)
    with pytest.raises(Refused):
        Pack.objects.filter(pk=pack.pk).delete()
    with pytest.raises(Refused):
        pack.delete()


@pytest.mark.parametrize("make", [PackFileFactory, PackUseFactory])
def test_what_was_stored_with_it_is_neither_changed_nor_deleted(make):
    stored = make()
    everything = type(stored).objects.filter(pk=stored.pk)
    for attempt in (stored.save, stored.delete, everything.delete, lambda: everything.update(pack=stored.pack)):
        with pytest.raises(Refused, match="stays as it was"):
            attempt()
    assert everything.exists()


def test_a_file_knows_whether_its_bytes_are_those_that_were_stored():
    file = PackFileFactory()
    assert PackFile.objects.get(pk=file.pk).is_untouched
    file.content = b"%PDF-1.7 other"
    assert not file.is_untouched


WRONG = {
    "scrutiny_pack_frozen_with_content": {"content": {"head": {}}},
    "scrutiny_pack_frozen_by_and_at": {"frozen_at": timezone.now(), "content": {"head": {}}},
    "scrutiny_pack_later_edition_says_why": {"number": 2},
}


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG)
def test_a_pack_is_frozen_whole_or_not_at_all(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        PackFactory(**values)


def test_one_pack_of_a_kind_is_assembled_at_a_time_and_every_edition_has_a_number_of_its_own(frozen):
    same = {"meeting": frozen.meeting, "plan": frozen.plan}
    PackFactory(**same, number=2, why="A rating was wrong.")
    PackFactory(**same, scope="plan")
    for values in ({"number": 3, "why": "Another."}, {"number": 1, "frozen": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PackFactory(**same, **values)


def test_a_pack_has_one_file_of_a_kind_and_none_is_empty():
    file = PackFileFactory()
    for values in ({"pack": file.pack}, {"content": b""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PackFileFactory(**values)


def test_a_pack_shows_a_deliverable_once():
    use = PackUseFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PackUseFactory(pack=use.pack, deliverable=use.deliverable)


@pytest.mark.parametrize(
    ("role", "assembling", "given"),
    [
        (Role.EDITOR, True, True),
        (Role.ADMINISTRATOR, True, True),
        (Role.AUDITOR, True, True),
        (Role.OFFICER, False, True),
        (Role.MEMBER, False, True),
    ],
)
def test_what_is_being_assembled_is_seen_by_editors_and_auditors_alone(authority, stranger, role, assembling, given):
    person = person_with(role, authority=authority)
    of = {"meeting__committee__authority": authority}
    packs = {False: PackFactory(**of), True: PackFactory(**of, frozen=True)}
    seen = [Pack.objects.visible_to(person).filter(pk=packs[is_frozen].pk).exists() for is_frozen in (False, True)]
    may = [person.has_perm("scrutiny.view_pack", packs[is_frozen]) for is_frozen in (False, True)]
    assert seen == may == [assembling, given]
    assert not Pack.objects.visible_to(stranger).exists()
    assert not stranger.has_perm("scrutiny.view_pack", packs[True])


def test_files_and_uses_are_seen_with_their_pack(authority, member, stranger):
    file = PackFileFactory(pack__meeting__committee__authority=authority)
    use = PackUseFactory(pack=file.pack)
    for kind, stored in ((PackFile, file), (PackUse, use)):
        assert list(kind.objects.visible_to(member)) == [stored]
        assert not kind.objects.visible_to(stranger).exists()
        assert stored.authority_id == authority.pk


def test_editions_are_told_apart(frozen):
    second = PackFactory(
        meeting=frozen.meeting, plan=frozen.plan, number=2, why="Wrong.", frozen=True, frozen_by=PersonFactory()
    )
    hand = PackFactory(meeting=frozen.meeting, plan=frozen.plan, number=3, why="Again.")
    assert list(Pack.objects.superseded()) == [frozen]
    assert list(Pack.objects.latest_edition()) == [second]
    assert list(Pack.objects.assembling()) == [hand]


@pytest.mark.parametrize(
    ("words", "found"), [("audit", 1), ("plan nine", 1), ("misprint", 1), ("audit other", 0), ("", 1)]
)
def test_packs_are_searched_by_committee_plan_and_reason(words, found):
    PackFactory(meeting__committee__name="Audit Committee", plan=PlanFactory(title="Plan nine"), why="A misprint.")
    assert Pack.objects.matching(words).count() == found


def test_names_say_what_things_are(frozen):
    second = PackFactory(meeting=frozen.meeting, plan=frozen.plan, number=2, why="Wrong.")
    assert str(frozen) == f"Pack for {frozen.meeting}"
    assert str(second) == f"Pack for {frozen.meeting}, edition 2"
    assert str(PackFileFactory(pack=frozen)) == "pack.pdf"
    use = PackUseFactory(pack=frozen)
    assert str(use) == f"{use.deliverable} in {frozen}"
