"""What pages say of themselves to machines."""

from __future__ import annotations

import json
import re

import pytest

from kpa_tracker.base.toolkit.packages import OPEN_GOVERNMENT
from tests.publication.site.conftest import HOME, SITE, TOP, publish_plan, small_plan


def dataset(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


@pytest.mark.parametrize("path", ["", "data/"])
def test_a_publication_is_a_dataset_with_its_files(published, read, path):
    found = dataset(read(path))
    assert (found["@context"], found["@type"], found["version"]) == ("https://schema.org/", "Dataset", "1")
    assert (found["url"], found["identifier"]) == (f"{SITE}{TOP}", f"{SITE}{TOP}1/")
    assert found["creator"] == {
        "@type": "GovernmentOrganization", "name": "Weald Police Authority", "url": f"{SITE}{HOME}",
    }  # fmt: skip
    assert found["datePublished"] == "2010-02-01T09:00:00+00:00"
    told = {(one["contentUrl"], one["sha256"], one["contentSize"]) for one in found["distribution"]}
    assert told == {(f"{SITE}{TOP}1/{file.name}", file.sha256, f"{file.size} B") for file in published.files.all()}


def test_the_data_say_what_a_reader_may_do_with_them(published, read):
    licences = {one["name"]: one.get("license") for one in dataset(read("data/"))["distribution"]}
    package = published.files.get(kind="package").name
    assert licences.pop(package) == OPEN_GOVERNMENT.address
    assert set(licences.values()) == {None}


def test_other_pages_have_none(published, read):
    assert "application/ld+json" not in read("ambitions/1/")


def test_nothing_that_somebody_wrote_ends_the_block(db, client):
    publish_plan(small_plan(title="</script><script>alert(1)</script> & more"))
    address = re.search(rf'href="({HOME}[^/"]+/)"', client.get(HOME).content.decode())[1]
    page = client.get(address).content.decode()
    assert "<script>alert" not in page
    assert dataset(page)["name"].startswith("</script><script>alert(1)</script> & more")


def test_pages_have_titles_and_descriptions_of_their_own_and_absolute_addresses(published, read):
    seen = []
    for path in ("", "ambitions/1/", "ambitions/2/", "targets/", "risks/", "data/", HOME, f"{HOME}accessibility/"):
        page = read(path)
        seen.append(re.search("<title>(.*?)</title>", page)[1])
        meta = dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)">', page))
        assert meta["og:url"].startswith(SITE)
        assert meta["og:url"] == re.search('<link rel="canonical" href="([^"]+)">', page)[1]
        assert (meta["twitter:card"], meta["og:site_name"]) == ("summary", "Weald Police Authority")
        assert meta["description"] == meta["og:description"] != ""
    assert len(set(seen)) == len(seen)
