"""Adding pictures to a plan: each by a name that stays, its bytes stored once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.kept import fingerprint
from plans.actions import add_picture, archive, change_part, copy_pictures, restore
from plans.actions import pictures as adding
from plans.models import Picture, PictureFile
from tests.factories.pictures import PictureFactory, drawn
from tests.factories.plans import PlanFactory


def new(plan, **said):
    return Picture(plan=plan, **{"name": "crime", "alt": "Crime fell", **said})


def test_a_picture_is_kept_as_it_was_drawn_with_one_event_that_names_its_fingerprint(plan, editor):
    made = add_picture(new(plan, name="Crime-By-Year"), drawn=drawn(), by=editor)
    event = history_of(made).get()
    assert (made.name, event.verb, event.actor_id) == ("crime-by-year", "picture created", editor.pk)
    assert made.file.hand_out() == drawn().content
    assert event.changes["file_hash"] == [None, fingerprint(drawn().content)]


def test_the_same_bytes_are_stored_once_an_authority(plan, editor):
    for name in ("one", "two"):
        add_picture(new(plan, name=name), drawn=drawn(), by=editor)
    add_picture(new(PlanFactory(state="draft")), drawn=drawn(), by=editor)
    assert (Picture.objects.count(), PictureFile.objects.count()) == (3, 2)


@pytest.mark.parametrize("name", ["crime", "CRIME"])
def test_two_pictures_of_a_plan_never_have_one_name(plan, editor, name):
    first = add_picture(new(plan), drawn=drawn(), by=editor)
    archive(first, seen=1, reason="Old", by=editor)
    with pytest.raises(ValidationError, match="perhaps among what is archived"):
        add_picture(new(plan, name=name), drawn=drawn(colour="#000000"), by=editor)
    assert Picture.objects.get() == first


@pytest.mark.parametrize("said", [{"alt": ""}, {"name": ""}, {"name": "a b"}, {"name": "a/b"}, {"alt": "x" * 401}])
def test_a_picture_without_words_or_a_name_is_refused(plan, editor, said):
    with pytest.raises(ValidationError):
        add_picture(new(plan, **said), drawn=drawn(), by=editor)
    assert not Picture.objects.exists()


def test_a_closed_plan_takes_no_picture(closed, editor):
    with pytest.raises(Refused, match="This plan is closed"):
        add_picture(new(closed), drawn=drawn(), by=editor)


def test_a_plan_has_so_many_pictures_and_no_more(plan, editor, monkeypatch):
    monkeypatch.setattr(adding, "MOST", 2)
    first = add_picture(new(plan, name="a"), drawn=drawn(), by=editor)
    add_picture(new(plan, name="b"), drawn=drawn(), by=editor)
    with pytest.raises(Refused, match="Archive one that no text needs"):
        add_picture(new(plan, name="c"), drawn=drawn(), by=editor)
    archive(first, seen=1, reason="Old", by=editor)
    add_picture(new(plan, name="c"), drawn=drawn(), by=editor)


def test_its_words_change_and_its_picture_stays(plan, editor):
    made = add_picture(new(plan), drawn=drawn(), by=editor)
    change_part(made, seen=1, changes={"alt": "Crime rose", "caption": "Source"}, by=editor)
    now = Picture.objects.get()
    assert (now.alt, now.caption, now.file, now.version) == ("Crime rose", "Source", made.file, 2)
    with pytest.raises(Conflict):
        change_part(made, seen=1, changes={"alt": "Too late"}, by=editor)


def test_it_is_archived_and_comes_back(plan, editor):
    made = add_picture(new(plan), drawn=drawn(), by=editor)
    archive(made, seen=1, reason="Old", by=editor)
    assert not plan.pictures.current().exists()
    restore(made, seen=2, by=editor)
    assert history_of(made).first().verb == "picture restored"
    assert plan.pictures.current().get() == made


@pytest.mark.parametrize("write", [lambda file: file.save(), lambda file: file.delete()])
def test_its_bytes_are_written_once(plan, editor, write):
    with pytest.raises(Refused, match="A picture stays as it is"):
        write(add_picture(new(plan), drawn=drawn(), by=editor).file)


def test_a_plan_takes_over_the_pictures_of_another_with_their_words(plan, editor):
    old = PictureFactory(plan=PlanFactory(authority=plan.authority))
    copy_pictures(old.plan.pictures.all(), into=plan, by=editor)
    new = plan.pictures.get()
    assert (new.name, new.alt, new.caption, new.file) == (old.name, old.alt, old.caption, old.file)
    assert history_of(new).get().verb == "picture created"
