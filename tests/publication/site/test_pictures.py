"""Pictures in public: those that approved, public sections place, kept with the publication and gone with it."""

from __future__ import annotations

import datetime
import json

import pytest

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.interfaces.publication.actions.publishing import publish
from kpa_tracker.interfaces.publication.models import PublicationFile, Wording
from kpa_tracker.interfaces.publication.models.publications import WORN
from plans.actions import archive, change_part
from plans.models import Picture, Plan, Section
from tests.factories.people import PersonFactory
from tests.factories.pictures import PictureFactory
from tests.factories.plans import SectionFactory
from tests.factories.publication import WithdrawalFactory, approve_all
from tests.publication.site.conftest import FIRST, SECOND, TOP, publish_again, publish_plan
from tests.publication.site.crawl import bodies, crawl

LINE = "![](picture:{})"
TEXT = "text/before-2/"


@pytest.fixture
def shown(plan):
    """A picture in a section for everybody; three that are for the authority alone."""
    public = PictureFactory(plan=plan, name="crime", alt="Crime fell", caption="Below crime")
    SectionFactory(plan=plan, title="How it went", body=LINE.format("crime"))
    for name, section in (("inside", {"is_public": False}), ("archived", {}), ("unused", None)):
        PictureFactory(plan=plan, name=name, alt=f"Inside: {name}", caption=f"Inside: {name}")
        if section is not None:
            SectionFactory(plan=plan, title=name, body=LINE.format(name), **section)
    archive(plan.pictures.get(name="archived"), seen=1, reason="Inside: old", by=PersonFactory())
    return public


@pytest.fixture
def published(shown, plan):
    return publish_plan(plan)


def address_of(picture, number=1):
    return f"{TOP}{number}/{picture.file.name}"


@pytest.mark.parametrize("path", [TEXT, "print/", f"1/{TEXT}", "1/print/"])
def test_the_pages_show_it_with_its_words_from_the_publication(shown, published, read, path):
    said = read(path)
    assert f'<img src="{address_of(shown)}" alt="Crime fell" width="120" height="60">' in said
    assert "<figcaption>Below crime</figcaption>" in said


def test_it_is_handed_out_with_a_mark_and_is_nothing_to_take_away(shown, published, client, read):
    given = client.get(address_of(shown))
    assert (given.status_code, given.content) == (200, bytes(shown.file.content))
    assert [given.get(name) for name in ("Content-Type", "Cache-Control", "ETag", "Content-Disposition")] == [
        "image/png",
        "public, no-cache",
        f'"{fingerprint(given.content)}"',
        None,
    ]
    assert client.get(address_of(shown), headers={"If-None-Match": given["ETag"]}).status_code == 304
    assert shown.file.name not in read("data/").split("<main", 1)[1]


def test_no_other_picture_is_kept_or_said(shown, published, client):
    kept = PublicationFile.objects.filter(publication=published, kind="picture")
    assert [file.name for file in kept] == [shown.file.name]
    assert "Inside" not in json.dumps(published.content)
    everything = b"".join(answer.content for answer in crawl(client).values())
    assert (b"Crime fell" in everything, b"Inside" in everything) == (True, False)
    for one in Picture.objects.exclude(pk=shown.pk):
        assert one.file.name.encode() not in everything
        assert client.get(address_of(one)).status_code == 404


def test_the_pages_of_the_office_are_no_way_to_it(shown, published, client):
    assert client.get(f"/plans/{shown.plan_id}/pictures/{shown.file.name}").status_code == 302


@pytest.mark.parametrize("state", ["waits", "stale"])
def test_a_section_that_is_not_approved_publishes_no_picture(shown, plan, client, state):
    approve_all(plan)
    if state == "waits":
        of_section = Wording.objects.filter(kind="section", subject=Section.objects.get(title="How it went").pk)
        of_section.update(state="submitted", decided_by=None, decided_at=None)
    else:
        change_part(shown, seen=1, changes={"alt": "Crime rose"}, by=PersonFactory())
    with clock.at(FIRST):
        made = publish(Plan.objects.get(pk=plan.pk), by=PersonFactory(), why="The rest follows.")
    assert not made.files.filter(kind="picture").exists()
    assert made.content["pictures"] == []


def test_what_happens_to_it_afterwards_changes_no_byte(shown, published, client):
    before = bodies(crawl(client))
    change_part(shown, seen=1, changes={"alt": "Changed", "caption": ""}, by=PersonFactory())
    archive(Picture.objects.get(pk=shown.pk), seen=2, reason="Old", by=PersonFactory())
    assert bodies(crawl(client)) == before


def test_an_embargo_holds_for_it_to_the_second(shown, plan, client):
    publish_plan(plan, public_from=SECOND)
    for second, status in ((-1, 404), (0, 200)):
        with clock.at(SECOND + datetime.timedelta(seconds=second)):
            assert client.get(address_of(shown)).status_code == status


def test_withdrawing_takes_it_back_at_once(shown, published, client):
    mark = client.get(address_of(shown))["ETag"]
    WithdrawalFactory(publication=published)
    for headers in ({}, {"If-None-Match": mark}):
        assert client.get(address_of(shown), headers=headers).status_code == 404


def test_each_publication_keeps_its_own(shown, published, plan, client):
    change_part(shown, seen=1, changes={"alt": "Crime rose"}, by=PersonFactory())
    publish_again(plan)
    assert 'alt="Crime fell"' in client.get(f"{TOP}1/{TEXT}").content.decode()
    now = client.get(f"{TOP}{TEXT}").content.decode()
    assert f'<img src="{address_of(shown, 2)}" alt="Crime rose"' in now
    changes = client.get(f"{TOP}changes/").content.decode()
    assert ("Crime rose / Below crime" in changes, "Crime fell / Below crime" in changes) == (True, True)


def test_pictures_are_what_pages_are_drawn_with():
    assert set(WORN) == {"sheet", "logo", "picture"}
