"""Public pages wear the look that they were published with: kept with the publication, and gone with it."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.templatetags.static import static

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.typefaces import TYPEFACES, USUAL
from kpa_tracker.interfaces.publication.models import Look, Publication, PublicationFile
from tests.factories.people import AuthorityFactory
from tests.factories.publication import LookFactory, WithdrawalFactory
from tests.publication.site.conftest import FIRST, HOME, SECOND, TOP, publish_again, publish_plan, small_plan

SHEET = f"{TOP}1/look.css"
PRELOADED = re.compile(r'rel="preload" href="/static/build/fonts/(.+?)-latin-[46]00-normal.woff2"')


@pytest.fixture
def look(plan):
    return LookFactory(authority=plan.authority, with_logo=True)


@pytest.fixture
def worn(look, plan):
    return publish_plan(plan)


def logo_at(look, number=1):
    return f"{TOP}{number}/{look.logo.name}"


@pytest.mark.parametrize(
    "address",
    [TOP, f"{TOP}ambitions/1/", f"{TOP}print/", f"{TOP}1/", HOME, f"{HOME}accessibility/", f"{TOP}publications/"],
)
def test_every_page_of_the_authority_wears_it(look, worn, client, address):
    shown = client.get(address).content.decode()
    assert f'href="{SHEET}"' in shown
    assert f'src="{logo_at(look)}" alt="White horse"' in shown
    assert 'content="#5b1236"' in shown


def test_the_whole_plan_ends_with_the_back_page(worn, read):
    assert "Gateway House" in read("print/").split("back-page")[1]


def test_sheet_and_logo_are_handed_out_with_a_mark_and_are_nothing_to_take_away(look, worn, client, read):
    sheet, logo = client.get(SHEET), client.get(logo_at(look))
    assert sheet.content == b":root { --look-main: #5b1236; --look-accent: #9a5200; }\n"
    assert (sheet["Content-Type"], logo["Content-Type"]) == ("text/css; charset=utf-8", "image/png")
    assert logo.content == bytes(look.logo.content)
    assert [answer.get("Content-Disposition") for answer in (sheet, logo)] == [None, None]
    assert client.get(SHEET, headers={"If-None-Match": sheet["ETag"]}).status_code == 304
    assert "look.css" not in read("data/").split("<main", 1)[1]


def test_a_publication_keeps_the_look_that_it_was_published_with(look, worn, client, plan):
    Look.objects.filter(pk=look.pk).update(main_colour="#003b2e", logo=None, logo_alt="")
    assert b"#5b1236" in client.get(SHEET).content
    assert b"White horse" in client.get(TOP).content
    publish_again(plan)
    with clock.at(SECOND):
        assert b"#003b2e" in client.get(f"{TOP}2/look.css").content
        assert b"#5b1236" in client.get(SHEET).content
        assert client.get(logo_at(look, 2)).status_code == 404


def test_another_look_alone_may_be_published(look, worn, plan):
    Look.objects.filter(pk=look.pk).update(main_colour="#003b2e")
    assert publish_plan(plan, at=SECOND).number == 2


@pytest.mark.parametrize(
    "address", [TOP, f"{TOP}ambitions/1/", f"{TOP}print/", HOME, f"{HOME}accessibility/", f"{TOP}publications/"]
)
def test_every_page_loads_the_typeface_that_was_published_and_no_other(look, plan, client, address):
    Look.objects.update(typeface="source-serif-4")
    publish_plan(plan)
    Look.objects.update(typeface="atkinson-hyperlegible-next")
    shown = client.get(address).content.decode()
    assert shown.count(f'<link rel="stylesheet" href="{static("build/source-serif-4.css")}">') == 1
    assert PRELOADED.findall(shown) == ["source-serif-4"] * 2
    assert "atkinson" not in shown


def test_with_the_usual_typeface_no_page_loads_another(worn, client):
    shown = client.get(TOP).content.decode()
    assert PRELOADED.findall(shown) == [USUAL] * 2
    assert [name for name in TYPEFACES if name in shown] == [USUAL]


def test_another_typeface_alone_may_be_published(look, worn, plan):
    Look.objects.update(typeface="source-serif-4")
    assert publish_plan(plan, at=SECOND).content["look"]["typeface"] == "source-serif-4"


def test_a_look_that_an_earlier_version_kept_has_the_usual_typeface(worn, client, plan):
    stripped = worn.content | {
        "look": {name: said for name, said in worn.content["look"].items() if name != "typeface"}
    }
    rewrite(worn, stripped)
    shown = client.get(TOP).content.decode()
    assert [name for name in TYPEFACES if name in shown] == [USUAL]
    with pytest.raises(Refused, match="Nothing reads otherwise"):
        publish_plan(plan, at=SECOND)


def rewrite(publication, content):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE publication_publication SET content = %s WHERE id = %s", [json.dumps(content), publication.pk]
        )


def test_what_was_published_without_a_look_is_read_as_before(published, plan, client):
    before = client.get(TOP).content
    LookFactory(authority=plan.authority, with_logo=True)
    assert client.get(TOP).content == before
    assert (b"look.css" in before, client.get(SHEET).status_code) == (False, 404)


def test_content_that_an_earlier_version_kept_has_no_look(published, read, client):
    rewrite(published, {name: value for name, value in published.content.items() if name != "look"})
    assert "look.css" not in read("")
    assert "look.css" not in client.get(HOME).content.decode()


def test_the_pages_of_another_authority_stay_as_they_are(look, worn, client):
    publish_plan(small_plan(AuthorityFactory(name="Vale", slug="vale", contact="Vale House")))
    shown = client.get("/public/vale/").content.decode()
    assert [word for word in ("look.css", "White horse") if word in shown] == []


def test_the_front_of_all_authorities_wears_none(worn, client):
    assert b"look.css" not in client.get("/public/").content


def test_before_its_time_and_once_withdrawn_neither_is_there(look, plan, client):
    publish_plan(plan, public_from=SECOND)
    with clock.at(FIRST):
        assert [client.get(one).status_code for one in (SHEET, logo_at(look))] == [404, 404]
    with clock.at(SECOND):
        assert [client.get(one).status_code for one in (SHEET, logo_at(look))] == [200, 200]
        WithdrawalFactory(publication=Publication.objects.get(), at=SECOND)
        assert [client.get(one).status_code for one in (SHEET, logo_at(look))] == [404, 404]


def test_they_are_kept_byte_for_byte_with_the_publication(look, worn):
    kept = PublicationFile.objects.filter(publication=worn, kind__in=["sheet", "logo"]).order_by("kind")
    assert [(file.name, file.is_untouched) for file in kept] == [(look.logo.name, True), ("look.css", True)]
