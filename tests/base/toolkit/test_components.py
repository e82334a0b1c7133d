"""The components: GOV.UK Frontend's markup where it has a macro, ours where it has none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils.safestring import SafeString

from kpa_tracker.base.toolkit import ratings
from tests.base.toolkit.official import official, same


def drawn(source, **context):
    return Template("{% load components %}" + source).render(Context(context))


def asked(rf, address="/", **context):
    return {"request": rf.get(address), **context}


def test_a_tag_is_the_official_one():
    assert same(drawn('{% tag "Alpha" %}'), official("tag"))
    assert same(drawn('{% tag "Grey" "grey" %}'), official("tag", "grey"))


def test_breadcrumbs_are_the_official_ones():
    items = [
        ("Home", "/"),
        ("Section", "/section"),
        ("Sub-section", "/section/sub-section"),
        ("Sub Sub-section", "/section/sub-section/sub-sub-section"),
    ]
    assert same(drawn("{% breadcrumbs items %}", items=items), official("breadcrumbs"))


def test_a_warning_is_the_official_one():
    words = "You can be fined up to £5,000 if you don’t register."
    assert same(drawn("{% warning %}{{ words }}{% endwarning %}", words=words), official("warning-text"))


def test_details_are_the_official_ones():
    body = official("details").split('<div class="govuk-details__text">')[1].split("</div>")[0].strip()
    assert same(
        drawn('{% details "Help with nationality" %}{{ body }}{% enddetails %}', body=body), official("details")
    )


def test_an_inset_is_the_official_one():
    words = official("inset-text").split(">")[1].split("<")[0].strip()
    assert same(drawn("{% inset %}{{ words }}{% endinset %}", words=words), official("inset-text"))


def test_a_message_is_the_official_banner():
    expected = official(
        "notification-banner", "default", ("govuk-notification-banner-title", "notice-1"), ("Important", "Please note")
    )
    note = Message(constants.INFO, "This publication was withdrawn on 7 March 2014.")
    assert same(drawn("{% notices found %}", found=[note]), expected)


def test_success_is_announced():
    html = drawn("{% notices found %}", found=[Message(constants.SUCCESS, "The risk is saved.")])
    assert 'govuk-notification-banner--success" role="alert"' in html
    assert "Done" in html


def test_pages_are_the_official_ones_and_keep_the_filters(rf):
    page = Paginator(range(30), 10).page(2)
    links = [(f'"/page/{number}"', f'"?rating=red&amp;page={number}"') for number in (1, 2, 3)]
    links += [('"/previous"', '"?rating=red&amp;page=1"'), ('"/next"', '"?rating=red&amp;page=3"')]
    found = drawn("{% pagination page %}", page=page, **asked(rf, "/?rating=red&page=2"))
    assert same(found, official("pagination", "default", *links))


def test_many_pages_are_shortened_as_officially(rf):
    page = Paginator(range(400), 10).page(10)
    found = drawn("{% pagination page %}", page=page, **asked(rf))
    numbers = [part.split('"')[0] for part in found.split('aria-label="Page ')[1:]]
    assert numbers == ["1", "9", "10", "11", "40"]
    assert found.count("&ctdot;") == 2


def test_one_page_needs_no_paging(rf):
    assert drawn("{% pagination page %}", page=Paginator(range(3), 10).page(1), **asked(rf)).strip() == ""


def test_facts_are_the_official_summary_list():
    value = official("summary-list").split("Contact information")[1].split('value">')[1].split("</dd>")[0]
    facts = [
        ("Name", "Firstname Lastname"),
        ("Date of birth", "13/08/1980"),
        ("Contact information", SafeString(value)),
    ]
    rows = "{% for key, value in facts %}{% row key %}{{ value }}{% endrow %}{% endfor %}"
    found = drawn("{% summary_list %}" + rows + "{% endsummary_list %}", facts=facts)
    assert same(found, official("summary-list"))


def test_a_fact_without_a_link_leaves_room_where_another_has_one():
    found = drawn(
        '{% summary_list %}{% row "Owner" action="Change" url="/x" %}A{% endrow %}'
        '{% row "Title" %}B{% endrow %}{% endsummary_list %}'
    )
    assert found.count("govuk-summary-list__row--no-actions") == 1
    assert '<a class="govuk-link" href="/x">Change<span class="govuk-visually-hidden"> owner</span></a>' in found


@pytest.mark.parametrize(
    ("code", "look", "word"),
    [
        ("red", "red", "Red"),
        ("amber_green", "amber-green", "Amber/Green"),
        ("", "none", "Not rated"),
        (None, "none", "Not rated"),
    ],
)
def test_a_rating_is_a_word_with_a_shape(code, look, word):
    assert drawn("{% rating code %}", code=code).strip() == f'<span class="app-rating app-rating--{look}">{word}</span>'


def test_a_rating_takes_its_plan_s_own_word():
    found = drawn('{% rating "green" "Achieved in its entirety" %}').strip()
    assert found == '<span class="app-rating app-rating--green">Achieved in its entirety</span>'


def test_an_unknown_rating_is_an_error_and_not_a_colour():
    with pytest.raises(KeyError):
        drawn('{% rating "purple" %}')


def test_complete_does_not_look_green():
    found = drawn('{% stage "complete" %}')
    assert found.strip() == '<span class="app-stage app-stage--complete">Complete</span>'
    assert "rating" not in found


def test_a_computed_flag_explains_itself_to_a_screen_reader():
    flag = SimpleNamespace(key="overdue", word="Overdue", sentence="Due by 31 March: 12 days ago.", kind="time")
    assert drawn("{% flag flag %}", flag=flag).strip() == (
        '<span class="app-flag app-flag--strong">Overdue</span>'
        ' <span class="govuk-visually-hidden">(Due by 31 March: 12 days ago.)</span>'
    )


def test_a_flag_beside_its_own_sentence_does_not_say_it_twice():
    flag = SimpleNamespace(key="overdue", word="Overdue", sentence="Due by 31 March: 12 days ago.", kind="time")
    assert drawn("{% flag flag False %}", flag=flag).strip() == '<span class="app-flag app-flag--strong">Overdue</span>'


@pytest.mark.parametrize(
    ("kind", "look"),
    [
        ("time", "app-flag"),
        ("reporting", "app-flag app-flag--quiet"),
        ("contradiction", "app-flag app-flag--contradiction"),
    ],
)
def test_flags_differ_by_what_they_are_about(kind, look):
    flag = SimpleNamespace(key="x", word="X", sentence="", kind=kind)
    assert f'class="{look}"' in drawn("{% flags found %}", found=[flag])


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("red", "green", "up"),
        ("green", "amber", "down"),
        ("amber", "amber", "level"),
        ("", "red", "new"),
        ("red", "", "lost"),
    ],
)
def test_movement_is_an_arrow_and_a_word(before, now, found):
    html = drawn("{% movement before now %}", before=before, now=now)
    assert f"app-movement--{found}" in html
    assert ratings.movement(before, now).word in html


def test_a_number_leads_to_the_list_behind_it():
    html = drawn('{% stat 4 "Red" "/deliverables/?rating=red" "red" %}')
    assert same(
        html,
        '<li class="app-stat app-stat--red"><span class="app-stat__number">4</span><span class="app-stat__label">'
        '<a class="app-stat__link" href="/deliverables/?rating=red">'
        '<span class="app-rating app-rating--red">Red</span></a>'
        "</span></li>",
    )


def test_a_tab_knows_that_it_is_open(rf):
    items = [("Overview", "/plan/1/"), ("History", "/plan/1/history/")]
    html = drawn("{% tabs items %}", items=items, **asked(rf, "/plan/1/history/?page=2"))
    assert html.count("aria-current") == 1
    assert 'href="/plan/1/history/" aria-current="page"' in html


def test_a_button_that_changes_something_sends_a_form():
    html = drawn('{% page_action "Close the period" "/close/" "post-warning" %}', csrf_token="abc")
    assert '<form method="post" action="/close/">' in html
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="abc">' in html
    assert "govuk-button--warning" in html


def test_a_button_that_only_leads_somewhere_is_a_link():
    html = drawn('{% page_action "Add a risk" "/risks/add/" "primary" %}')
    assert '<a href="/risks/add/" role="button"' in html
    assert "<form" not in html


def test_several_equal_buttons_say_which_they_are():
    html = drawn('{% post_button "Archive" "/x/" "secondary" "risk KPA 05" %}', csrf_token="abc")
    assert '<span class="govuk-visually-hidden">risk KPA 05</span>' in html


def test_a_comparison_says_in_words_what_differs():
    html = drawn("{% comparison rows %}", rows=[("Rating", "Red", "Green"), ("Next", "Same", "Same")])
    assert html.count("Differs") == 1
    assert 'data-label="What you typed"' in html


def test_steps_say_where_one_is():
    html = drawn("{% steps names 2 %}", names=["File", "Columns", "Confirm"])
    assert 'app-steps__step--done">File<span class="govuk-visually-hidden"> (done)</span>' in html
    assert 'aria-current="step">Columns' in html


def test_an_empty_state_says_why_and_what_next():
    html = drawn('{% empty_state "Nothing is late" "Every deadline was met." "See what is next" "/next/" %}')
    assert "Every deadline was met." in html
    assert '<a class="govuk-link" href="/next/">See what is next</a>' in html


def test_the_marking_is_read_out_as_what_it_is():
    assert same(
        drawn('{% marking "OFFICIAL-SENSITIVE" %}'),
        '<p class="app-marking app-marking--official-sensitive">'
        '<span class="govuk-visually-hidden">Protective marking: </span>OFFICIAL-SENSITIVE</p>',
    )


@pytest.mark.parametrize(
    "source",
    [
        '{% rating "green" words %}',
        "{% stat 1 words words %}",
        "{% tag words %}",
        "{% inset %}{{ words }}{% endinset %}",
        "{% empty_state words words %}",
        "{% warning %}{{ words }}{% endwarning %}",
        "{% card %}{{ words }}{% endcard %}",
        "{% row words %}{{ words }}{% endrow %}",
        "{% flag words %}",
        "{% visually_hidden words %}",
        "{% scroll words %}{{ words }}{% endscroll %}",
    ],
)
def test_what_people_typed_is_never_markup(source):
    assert "<script>" not in drawn(source, words="<script>alert(1)</script>")


def test_a_wide_table_can_be_reached_and_scrolled_from_the_keyboard():
    html = drawn('{% scroll "Ratings by ambition" %}x{% endscroll %}')
    assert html == '<div class="app-scroll" role="region" aria-label="Ratings by ambition" tabindex="0">x</div>'


@pytest.mark.django_db
def test_a_page_names_itself_its_authority_and_the_service(rf):
    html = render_to_string(
        "base.html", {"page_title": "Risks", "authority": SimpleNamespace(name="Kent Police Authority")}
    )
    assert "<title>Risks - Kent Police Authority - Plan tracker</title>" in html


@pytest.mark.django_db
def test_every_page_has_its_landmarks_and_a_way_past_the_navigation():
    html = render_to_string("base.html", {"page_title": "Risks", "nav": [("Risks", "/risks/", True)]})
    for part in (
        'href="#main-content"',
        '<main class="govuk-main-wrapper app-main" id="main-content">',
        "<header",
        "<footer",
    ):
        assert html.count(part) == 1
    assert '<a class="govuk-service-navigation__link" href="/risks/" aria-current="true">' in html


@pytest.mark.parametrize(
    "name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"]
)
def test_an_error_page_needs_no_context(name):
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert "GOV.UK" not in html


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_says_so():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


@pytest.mark.django_db
def test_an_address_that_does_not_exist_keeps_the_navigation(as_person, officer):
    response = as_person(officer).get("/there-is-nothing-here/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert 'href="/my-work/"' in response.content.decode()


def test_no_page_carries_a_script_or_a_style_of_its_own():
    html = render_to_string("base.html", {"page_title": "x"}) + render_to_string("500.html")
    assert "<style" not in html
    assert " style=" not in html
    assert html.count("<script") == html.count('<script type="module" src=')
