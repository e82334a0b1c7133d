"""The four page skeletons and the table that all lists share."""

from __future__ import annotations

import re
from types import SimpleNamespace

import django_filters
import django_tables2 as tables
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.html import format_html
from django_tables2 import RequestConfig

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.base.toolkit.samples import SampleTable, table_rows

pytestmark = pytest.mark.django_db


class OneQuestion(PlainForm):
    reason = forms.CharField(label="Why?")


class Ratings(django_filters.FilterSet):
    rating = django_filters.ChoiceFilter(choices=[("red", "Red"), ("green", "Green")])


def request_for(rf, address="/"):
    request = rf.get(address)
    request.user = AnonymousUser()
    return request


def list_html(rf, address="/", *, rows=None, per_page=4, **context):
    request = request_for(rf, address)
    table = SampleTable(table_rows() if rows is None else rows, empty_text="Nothing is late.")
    RequestConfig(request, paginate={"per_page": per_page}).configure(table)
    return render_to_string("pages/list.html", {"page_title": "Risks", "table": table, **context}, request)


def headers(html):
    """Return {column: (its aria-sort, the address that sorts by it)}."""
    found = re.findall(
        r'<th scope="col"[^>]*?(?: aria-sort="(\w+)")?><a class="app-table__sort" href="([^"]*)">([^<]*)', html
    )
    return {name: (direction, address) for direction, address, name in found}


# --- Lists ------------------------------------------------------------------------------------------------------------


def test_a_list_says_how_many_there_are_and_which_page_this_is(rf):
    html = list_html(rf, "/?page=2")
    assert '<p role="status"><strong>11</strong> rows, page 2 of 3</p>' in html


def test_a_list_of_one_is_counted_in_the_singular(rf):
    assert "<strong>1</strong> row</p>" in list_html(rf, rows=table_rows()[:1])


def test_a_sorted_column_says_so_and_its_link_turns_it_round(rf):
    html = list_html(rf, "/?sort=title&rating=red&page=2")
    assert headers(html)["Title"] == ("ascending", "?sort=-title&amp;rating=red")
    assert headers(list_html(rf, "/?sort=-title"))["Title"] == ("descending", "?sort=title")


def test_sorting_keeps_the_filters_and_goes_back_to_the_first_page(rf):
    assert headers(list_html(rf, "/?rating=red&page=2"))["Lead post"] == ("", "?rating=red&amp;sort=lead")


def test_a_table_stays_a_table_for_a_screen_reader_when_a_phone_stacks_its_rows(rf):
    html = list_html(rf)
    for role in ("table", "rowgroup", "row", "columnheader", "cell"):
        assert f'role="{role}"' in html
    assert '<td role="cell" data-label="Lead post">No owner</td>' in html


def test_a_heading_with_markup_becomes_plain_words_beside_each_cell(rf):
    class Ticked(tables.Table):
        tick = tables.Column(verbose_name=format_html('<span class="x">Choose "{}"</span>', "it"), orderable=False)

    request = request_for(rf)
    html = Ticked([{"tick": 1}], request=request).as_html(request)
    assert 'data-label="Choose &quot;it&quot;"' in html.replace("&#34;", "&quot;")


def test_a_table_without_a_caption_is_named_after_its_page(rf):
    class Plain(SampleTable):
        class Meta:
            attrs = {}

    request = request_for(rf)
    html = render_to_string("pages/list.html", {"page_title": "Risks", "table": Plain(table_rows())}, request)
    assert 'role="table" aria-label="Risks"' in html


def test_an_empty_list_says_why_and_shows_no_table_head(rf):
    html = list_html(rf, rows=[])
    assert "Nothing is late." in html
    assert "columnheader" not in html


def test_the_files_hold_exactly_the_list_that_is_shown(rf):
    html = list_html(rf, export_formats=("xlsx", "csv"), export_query="rating=red&sort=title")
    assert 'href="?rating=red&amp;sort=title&amp;export=xlsx"' in html
    assert 'href="?export=csv"' in list_html(rf, export_formats=("csv",), export_query="")


def test_an_empty_list_offers_no_files(rf):
    assert "export=" not in list_html(rf, rows=[], export_formats=("xlsx",))


def test_filters_stand_above_the_list_and_can_be_cleared(rf):
    request = request_for(rf, "/risks/?rating=red")
    html = list_html(rf, "/risks/?rating=red", filter=Ratings(request.GET, queryset=Authority.objects.none()))
    assert '<option value="red" selected>Red</option>' in html
    assert '<a class="govuk-link" href="/risks/">Clear all filters</a>' in html
    assert "(optional)" not in html


def test_a_wrong_filter_is_an_error_of_the_page(rf):
    request = request_for(rf, "/?rating=pink")
    html = list_html(rf, "/?rating=pink", filter=Ratings(request.GET, queryset=Authority.objects.none()))
    assert "<title>Error: Risks" in html
    assert '<a href="#id_rating">' in html


# --- Forms, confirmations, records ------------------------------------------------------------------------------------


def test_a_form_page_has_one_heading_its_purpose_and_a_way_back(rf):
    context = {
        "page_title": "Archive a risk",
        "purpose": "Take it out of the register.",
        "form": OneQuestion(),
        "submit_label": "Archive it",
        "cancel_url": "/risks/1/",
    }
    html = render_to_string("pages/form.html", context, request_for(rf))
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Archive a risk"]
    assert '<p class="app-purpose">Take it out of the register.</p>' in html
    assert '<a class="govuk-link" href="/risks/1/">Cancel</a>' in html
    assert "csrfmiddlewaretoken" in html
    assert "enctype" not in html


def test_a_form_with_a_file_is_sent_as_one(rf):
    class Upload(PlainForm):
        file = forms.FileField()

    html = render_to_string("pages/form.html", {"form": Upload()}, request_for(rf))
    assert 'enctype="multipart/form-data"' in html


def test_a_form_with_errors_says_so_in_its_title_and_at_its_head(rf):
    html = render_to_string(
        "pages/form.html", {"page_title": "Archive a risk", "form": OneQuestion({})}, request_for(rf)
    )
    assert "<title>Error: Archive a risk" in html
    assert html.index("There is a problem") < html.index("<h1")
    assert '<a href="#id_reason">Fill in “Why?”.</a>' in html


def test_two_people_who_changed_the_same_are_shown_both_versions(rf):
    context = {"form": OneQuestion({"reason": "mine"}), "comparison": [("Why?", "mine", "theirs")]}
    html = render_to_string("pages/form.html", context, request_for(rf))
    assert "Nothing you typed is lost" in html
    assert ">mine</span>" in html
    assert ">theirs</span>" in html
    assert 'value="mine"' in html


def test_a_confirmation_says_what_will_happen(rf):
    context = {"form": OneQuestion(), "consequences": "It leaves every list."}
    html = render_to_string("pages/confirm.html", context, request_for(rf))
    assert "govuk-warning-text" in html
    assert "It leaves every list." in html


def test_a_record_shows_its_marking_its_tabs_and_what_may_be_done(rf):
    context = {
        "page_title": "Estates strategy",
        "marking": "OFFICIAL",
        "tabs": [("Overview", "/d/1/"), ("History", "/d/1/history/")],
        "page_actions": [("Write an update", "/d/1/update/", "primary")],
        "breadcrumbs": [("Deliverables", "/d/"), ("Estates strategy", "")],
    }
    html = render_to_string("pages/record.html", context, request_for(rf, "/d/1/"))
    assert "app-marking--official" in html
    assert 'href="/d/1/" aria-current="page"' in html
    assert '<a href="/d/1/update/" role="button"' in html
    assert '<li class="govuk-breadcrumbs__list-item" aria-current="page">Estates strategy</li>' in html


def test_a_person_signs_out_with_a_form_and_not_with_a_link(rf):
    html = render_to_string("base.html", {"user": SimpleNamespace(is_authenticated=True, __str__=str)})
    assert '<form method="post" action="/accounts/logout/">' in html
