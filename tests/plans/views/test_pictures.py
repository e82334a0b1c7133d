"""Pages of a plan's pictures: all of them, adding one, changing its words, and the picture itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from plans.models import Picture, PictureFile
from tests.answers import answer, text
from tests.factories.people import person_with
from tests.factories.pictures import PictureFactory, upload
from tests.factories.plans import SectionFactory

WORDS = {"name": "crime", "alt": "Crime fell", "caption": "Source: records"}
LINE = "![](picture:crime)"


@pytest.fixture
def crime(plan):
    return PictureFactory(plan=plan, **WORDS)


def page_of(plan):
    return reverse("plan-pictures", args=[plan.pk])


def file_of(picture):
    return reverse("picture-file", args=[picture.plan_id, picture.file.name])


def send(client, plan, **said):
    return client.post(reverse("picture-add", args=[plan.pk]), {**WORDS, "file": upload(), **said})


# --- All of them ---


def test_pictures_stand_with_their_words_their_line_and_where_they_are_used(plan, crime, editor, as_person):
    used = SectionFactory(plan=plan, title="How crime fell", body=f"So:\n\n{LINE}", is_public=False)
    page = text(as_person(editor).get(page_of(plan)))
    assert f'<img src="{file_of(crime)}" alt="Crime fell" width="120" height="60">' in page
    assert (f"<code>{LINE}</code>" in page, "How crime fell</a> (not in the public plan)" in page) == (True, True)
    assert reverse("section-edit", args=[used.pk]) in page


def test_a_picture_that_no_section_places_says_so(plan, crime, editor, as_person):
    SectionFactory(plan=plan, body=f"See {LINE}")
    assert "No section yet" in text(as_person(editor).get(page_of(plan)))


def test_a_plan_without_pictures_says_what_they_are_for(plan, editor, as_person):
    assert "There is no picture yet" in text(as_person(editor).get(page_of(plan)))


def test_whoever_only_reads_sees_them_and_changes_nothing(plan, crime, member, as_person):
    SectionFactory(plan=plan, title="How crime fell", body=LINE)
    page = text(as_person(member).get(page_of(plan)))
    assert ("How crime fell" in page, "picture-add" in page) == (True, False)
    assert [address for address in ("/edit/", "/archive/", "/pictures/add/") if address in page] == []


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_a_plan_that_is_over_offers_no_change(plan, crime, editor, as_person, state):
    changes = {"state": "closed"} if state == "closed" else {"archived_at": plan.created_at, "archived_by": editor}
    type(plan).objects.filter(pk=plan.pk).update(**changes)
    assert reverse("picture-add", args=[plan.pk]) not in text(as_person(editor).get(page_of(plan)))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_one_picture_as_for_three(plan, editor, as_person, number, django_assert_num_queries):
    PictureFactory.create_batch(number, plan=plan)
    SectionFactory.create_batch(number, plan=plan, body=LINE)
    client = as_person(editor)
    client.get(page_of(plan))
    with django_assert_num_queries(QUERIES):
        client.get(page_of(plan))


QUERIES = 7


def test_the_bytes_stay_behind_where_pictures_are_listed(plan, crime, django_assert_num_queries):
    (found,) = plan.pictures.for_list()
    with django_assert_num_queries(0):
        assert found.figure.width == 120
    with django_assert_num_queries(1):
        assert found.file.hand_out()


@pytest.mark.parametrize("page", ["plan-words", "plan-outline"])
def test_the_way_to_them_stands_where_the_plan_is_written(plan, editor, as_person, page):
    assert page_of(plan) in text(as_person(editor).get(reverse(page, args=[plan.pk])))


def test_what_is_archived_is_found_with_the_way_back(plan, crime, editor, as_person):
    client = as_person(editor)
    client.post(reverse("picture-archive", args=[crime.pk]), {"version": 1, "reason": "A newer one is there"})
    assert "Recorded" not in text(client.get(page_of(plan)))
    archived = text(client.get(reverse("plan-outline-archived", args=[plan.pk])))
    assert ("A newer one is there" in archived, reverse("picture-restore", args=[crime.pk]) in archived) == (True, True)
    client.post(reverse("picture-restore", args=[crime.pk]), {"version": 2})
    assert Picture.objects.get().archived_at is None


# --- Adding one ---


def test_a_picture_is_added_and_one_comes_to_where_it_stands(plan, editor, as_person):
    client = as_person(editor)
    assert 'enctype="multipart/form-data"' in text(client.get(reverse("picture-add", args=[plan.pk])))
    sent_back = send(client, plan, name="Crime")
    made = Picture.objects.get()
    assert (made.name, made.alt, made.caption) == ("crime", "Crime fell", "Source: records")
    assert sent_back.url == f"{page_of(plan)}#picture-{made.pk}"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"alt": ""}, "what it shows"),
        ({"name": ""}, "name"),
        ({"name": "two words"}, "letters, numbers, underscores or hyphens"),
        ({"file": ""}, "picture"),
        ({"file": upload("GIF", name="x.png")}, "This is not a picture that can be used"),
        ({"file": upload(size=(8, 8))}, "It needs 32 each way at least"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(plan, editor, as_person, said, words):
    sent_back = send(as_person(editor), plan, **said)
    assert (sent_back.status_code, words in text(sent_back).lower() or words in text(sent_back)) == (422, True)
    assert not PictureFile.objects.exists()


def test_a_second_picture_of_a_name_is_refused(plan, crime, editor, as_person):
    sent_back = send(as_person(editor), plan, name="CRIME")
    assert (sent_back.status_code, "already has a picture of this name" in text(sent_back)) == (422, True)


def test_a_closed_plan_takes_none(closed, editor, as_person):
    assert "This plan is closed" in text(send(as_person(editor), closed))
    assert not Picture.objects.exists()


@pytest.mark.parametrize("role", ["officer", "member", "auditor"])
def test_whoever_may_not_change_the_plan_finds_no_such_page(plan, crime, as_person, role):
    client = as_person(person_with(role, authority=plan.authority))
    for page, record in (("picture-add", plan), ("picture-edit", crime), ("picture-archive", crime)):
        nothing = answer(client.get(reverse(page, args=[987654])))
        assert answer(client.get(reverse(page, args=[record.pk]))) == nothing


# --- Its words ---


def test_its_words_are_changed_and_neither_its_name_nor_its_file(plan, crime, editor, as_person):
    client, page = as_person(editor), reverse("picture-edit", args=[crime.pk])
    form = client.get(page).context["form"]
    assert list(form.fields) == ["alt", "caption", "version"]
    client.post(page, {"alt": "Crime rose", "caption": "", "name": "other", "version": 1, "file": upload()})
    now = Picture.objects.get()
    assert (now.name, now.alt, now.caption, now.file_id) == ("crime", "Crime rose", "", crime.file_id)


def test_the_slower_of_two_sees_both_texts(crime, editor, as_person):
    client, page = as_person(editor), reverse("picture-edit", args=[crime.pk])
    client.post(page, {"alt": "Theirs", "version": 1})
    lost = client.post(page, {"alt": "Mine", "version": 1})
    assert lost.status_code == 422
    assert ("Mine", "Theirs") in [(typed, saved) for _, typed, saved in lost.context["comparison"]]


# --- The picture itself ---


def test_a_picture_is_handed_out_privately_to_whoever_reads_the_plan(crime, member, as_person):
    given = as_person(member).get(file_of(crime))
    assert (given.status_code, given.content) == (200, bytes(crime.file.content))
    kept = [given.headers[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")]
    assert kept == ["image/png", "private, no-store", "nosniff"]


def test_an_archived_picture_is_still_handed_out(crime, editor, as_person):
    client = as_person(editor)
    client.post(reverse("picture-archive", args=[crime.pk]), {"version": 1, "reason": "Old"})
    assert client.get(file_of(crime)).status_code == 200


def test_a_picture_of_a_plan_that_one_may_not_read_is_not_there(crime, stranger, as_person):
    client = as_person(stranger)
    other = file_of(crime).replace(crime.file.name, "picture-0.png")
    assert answer(client.get(file_of(crime))) == answer(client.get(other))
    assert client.get(file_of(crime)).status_code == 404


def test_a_picture_of_another_plan_is_not_handed_out_as_this_ones(plan, crime, editor, as_person):
    elsewhere = PictureFactory(plan__authority=plan.authority)
    address = reverse("picture-file", args=[plan.pk, elsewhere.file.name])
    assert as_person(editor).get(address).status_code == 404


# --- In the text ---


def test_the_page_of_the_sections_shows_the_picture(plan, crime, member, as_person):
    SectionFactory(plan=plan, body=f"So:\n\n{LINE}\n\n![](picture:other)")
    page = text(as_person(member).get(reverse("plan-words", args=[plan.pk])))
    assert (f'<img src="{file_of(crime)}" alt="Crime fell"' in page, "<p>![](picture:other)</p>" in page) == (
        True,
        True,
    )


def test_the_form_of_a_section_says_which_lines_show_pictures(plan, crime, editor, as_person):
    page = text(as_person(editor).get(reverse("section-add", args=[plan.pk])))
    assert (f"{LINE} shows: Crime fell" in page, page_of(plan) in page) == (True, True)


def test_the_form_of_a_section_shows_how_the_picture_will_look(plan, crime, editor, as_person):
    typed = {"title": "Us", "body": LINE, "place": "after", "preview": "1"}
    page = text(as_person(editor).post(reverse("section-add", args=[plan.pk]), typed))
    assert f'<img src="{file_of(crime)}"' in page


@pytest.mark.parametrize("body", ["![](picture:other)", f"See {LINE}", "![](picture:archived)"])
def test_a_line_that_shows_nothing_is_refused(plan, crime, editor, as_person, body):
    gone = PictureFactory(plan=plan, name="archived")
    client = as_person(editor)
    client.post(reverse("picture-archive", args=[gone.pk]), {"version": 1, "reason": "Old"})
    sent_back = client.post(reverse("section-add", args=[plan.pk]), {"title": "Us", "body": body, "place": "after"})
    assert (sent_back.status_code, "places nothing" in text(sent_back)) == (422, True)
    kept = client.post(reverse("section-add", args=[plan.pk]), {"title": "Us", "body": LINE, "place": "after"})
    assert kept.status_code == 302
