"""The pages of a published plan."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.db import models
from django.utils.html import strip_tags

from deliverables.models import Deliverable, Measurement, ProgressUpdate
from kpa_tracker.interfaces.publication.content import Risk as Named
from kpa_tracker.interfaces.publication.models import PublicationFile
from kpa_tracker.interfaces.publication.public import plan as public_plan
from kpa_tracker.interfaces.publication.site.plans import risks_of, texts_of
from kpa_tracker.interfaces.publication.site.shelf import document_of, shelf_of
from plans.models import Ambition, GlossaryEntry, Plan, Section
from risks.models import Risk
from targets.models import Target
from tests.factories.people import PersonFactory
from tests.publication.site.conftest import FIRST, SECOND, SITE, TOP, publish_plan, small_plan


def words(html):
    return re.sub(r"\s+", " ", strip_tags(html.replace("<", " <")))


def has(html, *texts):
    said = words(html)
    return [text for text in texts if text not in said]


def test_the_overview_says_what_the_plan_is_for_and_where_to_write(published, read):
    page = read()
    assert has(page, "Business Plan 2009/10", "without fear", "Openness.", "This is the plan.", "Marlstone") == []
    assert has(page, "Safer streets", "The first year.", "published on 1 February 2010", "Adopted") == []
    assert "<strong>without fear</strong>" in page


def test_its_table_adds_up_and_leads_to_each_ambition(published, read):
    page = read()
    rows = re.findall(r"<tr role=\"row\".*?</tr>", page, re.S)
    figures = [[int(n) for n in re.findall(r">(\d+)</td>", row)] for row in rows[1:]]
    assert figures == [[2, 0, 0, 1, 1], [1, 1, 0, 0, 0], [3, 1, 0, 1, 1]]
    assert [sum(column) for column in zip(*figures[:-1], strict=True)] == figures[-1]
    assert all(sum(row[1:]) == row[0] for row in figures)
    assert f'href="{TOP}ambitions/1/"' in page


def test_without_progress_there_are_no_ratings(db, read):
    plan = small_plan()
    ProgressUpdate.objects.update(public_wording="")
    publish_plan(plan)
    page = read()
    assert has(page, "No progress has been published yet.") == []
    assert ("app-rating" in page, "What the ratings mean" in page) == (False, False)
    assert "No progress published yet" not in read("ambitions/1/")


def test_an_ambition_has_its_deliverables_with_all_that_the_public_may_know(published, read):
    page = read("ambitions/1/")
    said = (
        "Ambition 1: Listen",
        "We listen.",
        "People can listen",
        "1.1 Hold meeting 1.1",
        "In the north",
        "June 2010",
    )
    assert has(page, *said, "Minutes are out", "Audit Committee", "It was held.", "Safer streets") == []
    assert has(page, "No progress published yet", "Nobody may Listen.") == []
    assert "app-rating--green" in page


def test_what_is_not_set_is_said(plan, read):
    Deliverable.objects.filter(plan=plan).update(deadline_text="", public_wording="")
    Measurement.objects.all().delete()
    publish_plan(plan)
    assert has(read("ambitions/1/"), "No deadline set", "Not set yet") == []


def test_targets_stand_beside_their_baselines_with_footnotes_that_lead_to_their_notes(published, read):
    page = read("targets/")
    assert has(page, "Increase to 52%", "Baseline", "Source") == []
    marks, notes = set(re.findall(r'href="#([\w-]+-note-\d+)"', page)), set(re.findall(r'id="([\w-]+-note-\d+)"', page))
    assert marks == notes != set()


def test_risks_stand_under_what_they_put_at_stake(published, read):
    page = read("risks/")
    assert has(page, "Ambition 1: Listen", "Nobody may Listen.", "Nobody may Account.") == []


def test_a_risk_without_words_for_the_public_is_not_named_and_without_any_there_is_no_page(plan, read):
    first, second = Risk.objects.order_by("pk")
    Risk.objects.filter(pk=first.pk).update(public_wording="")
    publish_plan(plan)
    assert (first.reference in read("risks/"), second.reference in read("risks/")) == (False, True)
    Risk.objects.update(public_wording="")
    publish_plan(plan, at=SECOND)
    read("risks/", status=404)


def test_a_publication_that_names_a_risk_alone_goes_on_doing_so(plan, read, monkeypatch):
    """As publications did before a risk had to be approved to be named."""
    monkeypatch.setattr(public_plan, "named", lambda risk: Named(risk["reference"], ""))
    publish_plan(plan)
    assert has(read("risks/"), "Nothing has been published about this risk yet.") == []


def test_sections_and_glossary_have_pages(published, read):
    assert has(read("text/before-1/"), "Who we are", "Seventeen members.") == []
    assert "<em>quarter</em>" in read("text/after-1/")
    assert has(read("glossary/"), "BCS", "British Crime Survey") == []


def test_the_whole_plan_stands_on_one_page(published, read):
    said = ("Seventeen members.", "Hold meeting 2.1", "Increase to 52%", "British Crime Survey", "It was held.")
    assert has(read("print/"), *said) == []


def test_files_are_named_with_size_and_fingerprint(published, read):
    page = read("data/")
    for file in published.files.all():
        assert has(page, file.name, f"SHA-256: {file.sha256}") == []
        assert f"{TOP}1/{file.name}" in page
    assert has(page, f"{SITE}{TOP}1/") == []


def test_what_the_data_may_be_used_for_is_said_as_the_package_says_it(published, read):
    kept = zipfile.ZipFile(io.BytesIO(bytes(published.files.get(kind="package").content)))
    [said] = json.loads(kept.read("datapackage.json"))["licenses"]
    assert f'href="{said["path"]}">{said["title"]}</a>' in read("data/")


def test_without_a_data_package_no_licence_is_named(published, read):
    models.QuerySet(PublicationFile).filter(kind="package").delete()
    assert "Licence" not in read("data/")


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (Target, "targets/"),
        (Risk, "risks/"),
        (GlossaryEntry, "glossary/"),
        (Section, "text/before-1/"),
        (Ambition, "ambitions/2/"),
    ],
)
def test_what_a_plan_does_not_have_has_no_page(plan, read, model, path):
    publish_plan(plan)
    assert f'href="{TOP}{path}"' in read()
    read(path)
    model.objects.update(archived_at=FIRST, archived_by=PersonFactory(), archived_reason="Gone")
    publish_plan(plan, at=SECOND)
    assert f'href="{TOP}{path}"' not in read()
    read(path, status=404)


def test_every_page_leads_to_the_ones_before_and_after(published, read):
    path, seen = "", []
    while True:
        page = read(path)
        seen.append(path)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        if not found:
            break
        path = found[1].removeprefix(TOP)
        assert f'href="{TOP}{seen[-1]}" rel="prev"' in read(path) or path == "print/"
    assert seen == [
        "", "ambitions/1/", "ambitions/2/", "targets/", "risks/", "text/before-1/", "text/after-1/", "glossary/",
        "data/", "print/",
    ]  # fmt: skip


def test_an_earlier_publication_stays_as_it_was_and_says_that_it_is_past(again, read):
    page = read("1/ambitions/2/")
    assert has(page, "This is publication 1, of 1 February 2010.", "It was held.") == []
    assert "app-rating--red" in page
    assert f'href="{TOP}1/ambitions/1/"' in page
    assert has(read("ambitions/2/"), "This is publication") == ["This is publication"]
    assert "app-rating--amber" in read("ambitions/2/")


def test_renaming_breaks_no_link(published, plan, read):
    Plan.objects.filter(pk=plan.pk).update(title="Another name", starts_on="2012-04-01", ends_on="2013-03-31")
    type(plan.authority).objects.filter(pk=plan.authority_id).update(name="Another", slug="another", contact="Nowhere")
    assert has(read(), "Business Plan 2009/10", "Weald Police Authority", "Marlstone") == []


def test_what_is_public_is_what_the_publication_holds(published):
    shelf = shelf_of("weald", "business-plan-200910")
    document = document_of(shelf.current)
    assert [one.number for one in risks_of(document)] == [1, 2]
    assert [part.anchor for part in texts_of(document)] == ["before-1", "after-1"]


PLACING = "See [the meetings](#section-how-it-is-watched).\n\n## In short\n\n{}\n"


def placing(plan, lines):
    Section.objects.filter(plan=plan, place="before").update(body=PLACING.format(lines))
    Section.objects.filter(plan=plan, place="after").update(title="How it is watched")
    return publish_plan(plan)


@pytest.mark.parametrize(
    ("mark", "path", "words"),
    [
        ("targets", "targets/", "1.2 Targets"),
        ("deliverables: 2", "ambitions/2/", "1.2 Ambition 2: Account"),
        ("risks", "risks/", "Risks"),
        ("glossary", "glossary/", "Glossary"),
    ],
)
def test_where_a_section_places_a_table_it_leads_to_the_page_that_has_it(plan, read, mark, path, words):
    placing(plan, f"[[{mark}]]")
    page = read("text/before-1/")
    assert f'<p><a class="govuk-link" href="{TOP}{path}">{words}' in page
    assert has(page, "1 Who we are", "1.1 In short") == []
    read(path)


def test_what_has_no_page_of_its_own_stands_in_its_section(plan, read):
    placing(plan, "[[requirements]]\n\n[[priorities]]\n\n[[priorities]]")
    page = read("text/before-1/")
    assert (
        has(page, "What a plan has to have", "Adoption by the authority", "The authority has adopted this plan") == []
    )
    assert f'<a class="see" href="{TOP}#glance">The plan at a glance</a>' in page
    assert f'See <a class="see" href="{TOP}">section 1</a>.' in page


def test_references_lead_from_page_to_page_of_the_same_publication(plan, read):
    placing(plan, "text")
    assert f'<a href="{TOP}text/after-1/" class="see"' in read("text/before-1/")
    assert f'<a href="{TOP}1/text/after-1/" class="see"' in read("1/text/before-1/")
    assert '<a href="#after-1" class="see"' in read("print/")
    assert has(read("text/before-1/"), "the meetings (section 2)") == []


def test_headings_on_the_page_of_a_section_skip_no_level(plan, read):
    placing(plan, "text")
    assert '<h2 id="before-1-1">1.1 In short</h2>' in read("text/before-1/")
