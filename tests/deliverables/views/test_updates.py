from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deliverables.actions.reviews import send_back_update
from deliverables.actions.updates import NOTHING_SEEN, place_of, save_draft, submit_update
from deliverables.forms.updates import as_seen
from deliverables.models import Evidence, ProgressUpdate
from kpa_tracker.base.people.roles import Role
from tests.factories.deliverables import EvidenceFactory, ProgressUpdateFactory
from tests.factories.people import PostFactory, person_with
from tests.factories.situations import GREEN, close

State = ProgressUpdate.State
SECRET = "Whispered: nobody has begun."
FORM = {**GREEN, "seen": "0.0", "save": "submit"}


@pytest.fixture
def url(deliverable, period):
    return reverse("update-write", args=[deliverable.pk, period.pk])


@pytest.fixture
def previous(deliverable, earlier_period, owner):
    return ProgressUpdateFactory(
        deliverable=deliverable,
        period=earlier_period,
        state=State.ACCEPTED,
        written_by=owner,
        done="The first draft was circulated.",
        next_steps="Consultation until March.",
        latest=True,
    )


def errors_of(response):
    return {field: list(texts) for field, texts in response.context["form"].errors.items()}


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_the_owner_opens_the_form(as_person, owner, url):
    assert as_person(owner).get(url).status_code == 200


def test_a_supporting_post_opens_the_form(as_person, deliverable, authority, url):
    post = PostFactory(authority=authority)
    helper = person_with(Role.OFFICER, post=post)
    assert as_person(helper).get(url).status_code == 404
    deliverable.supporting.add(post)
    assert as_person(helper).get(url).status_code == 200


def test_an_editor_opens_the_form_for_somebody_else(as_person, editor, url):
    assert as_person(editor).get(url).status_code == 200


@pytest.mark.parametrize("who", ["officer", "member", "auditor", "stranger"])
def test_who_does_not_answer_for_it_finds_no_form(who, as_person, url, request):
    client = as_person(request.getfixturevalue(who))
    assert (client.get(url).status_code, client.post(url, FORM).status_code) == (404, 404)
    assert not ProgressUpdate.objects.exists()


def test_an_auditor_changes_nothing_even_in_a_post_that_leads(as_person, post, url):
    assert as_person(person_with(Role.AUDITOR, post=post)).post(url, FORM).status_code == 404
    assert not ProgressUpdate.objects.exists()


def test_a_chair_reports_on_what_their_post_leads(as_person, post, url):
    assert as_person(person_with(Role.MEMBER, post=post)).post(url, FORM).status_code == 302


def test_what_everybody_leads_every_officer_may_report_on(as_person, officer, deliverable, authority, url):
    deliverable.lead = PostFactory(authority=authority, kind="everyone", title="ALL")
    deliverable.save()
    assert as_person(officer).get(url).status_code == 200


def test_what_everybody_leads_is_closed_to_other_authorities(as_person, stranger, deliverable, authority, url):
    deliverable.lead = PostFactory(authority=authority, kind="everyone", title="ALL")
    deliverable.save()
    assert as_person(stranger).get(url).status_code == 404


def test_a_stranger_to_the_site_is_asked_to_sign_in(client, url):
    assert client.get(url).status_code == 302


def test_an_archived_deliverable_offers_no_form(as_person, owner, editor, deliverable, url):
    deliverable.archived_at, deliverable.archived_by = datetime.datetime.now(datetime.timezone.utc), editor
    deliverable.save()
    assert as_person(owner).get(url).status_code == 404


def test_a_period_of_another_plan_does_not_exist_here(as_person, owner, deliverable):
    other = ProgressUpdateFactory().period
    assert as_person(owner).get(reverse("update-write", args=[deliverable.pk, other.pk])).status_code == 404


# --- The form ---------------------------------------------------------------------------------------------------------


def test_the_last_update_stands_beside_the_form(as_person, owner, url, previous):
    page = as_person(owner).get(url).content.decode()
    assert "The last update" in page
    assert "The first draft was circulated." in page
    assert previous.period.name in page


def test_the_scale_says_what_each_rating_means_where_it_is_chosen(as_person, owner, url):
    page = as_person(owner).get(url).content.decode()
    assert [f"What {code} means." in page for code in ("red", "amber", "green")] == [True, True, True]


def test_the_form_starts_with_the_last_stage_and_without_a_rating(as_person, owner, url, previous):
    initial = as_person(owner).get(url).context["form"].initial
    assert (initial["stage"], initial.get("rating")) == ("in_progress", None)


def test_still_green_fills_the_form_from_the_last_update(as_person, owner, url, previous):
    initial = as_person(owner).get(url, {"same": "1"}).context["form"].initial
    assert (initial["stage"], initial["rating"], initial["next_steps"], initial["done"]) == (
        "in_progress",
        "green",
        "Consultation until March.",
        f"No change since {previous.period}.",
    )


def test_still_green_is_an_update_of_its_own(as_person, owner, url, previous, deliverable):
    client = as_person(owner)
    filled = client.get(url, {"same": "1"}).context["form"].initial
    sent = {name: value for name, value in filled.items() if value not in (None, "")}
    assert client.post(url, {**sent, "save": "submit"}).status_code == 302
    assert list(deliverable.updates.order_by("pk").values_list("done", flat=True)) == [
        "The first draft was circulated.",
        f"No change since {previous.period}.",
    ]


def test_why_it_is_still_green_is_asked_only_where_the_deadline_has_passed(
    as_person, owner, url, late_deliverable, period
):
    client = as_person(owner)
    late = client.get(reverse("update-write", args=[late_deliverable.pk, period.pk]))
    assert ["late_reason" in page.context["form"].fields for page in (client.get(url), late)] == [False, True]


def test_only_posts_of_the_authority_are_offered(as_person, owner, url, post):
    PostFactory(title="Somebody else's post")
    offered = as_person(owner).get(url).context["form"].fields["recovery_by"].queryset
    assert set(offered) == {post, *offered.filter(authority=post.authority)}


# --- Sending ----------------------------------------------------------------------------------------------------------


def test_handing_in_leads_back_to_my_work(as_person, owner, url):
    response = as_person(owner).post(url, FORM)
    assert (response.status_code, response.url) == (302, reverse("my-work"))
    assert ProgressUpdate.objects.get().state == State.SUBMITTED


def test_a_double_clicked_button_is_one_update(as_person, owner, url):
    client = as_person(owner)
    answers = [client.post(url, FORM).status_code for _ in range(2)]
    assert (answers, ProgressUpdate.objects.count()) == ([302, 302], 1)


def test_a_draft_is_saved_incomplete_and_leads_back_to_the_form(as_person, owner, url):
    response = as_person(owner).post(url, {"seen": "0.0", "done": "Half a", "save": "draft"})
    assert (response.status_code, response.url) == (302, url)
    assert as_person(owner).get(url).context["form"].initial["done"] == "Half a"


@pytest.mark.parametrize("rating", ["amber", "red"])
def test_amber_and_red_are_refused_without_cause_recovery_who_and_date(rating, as_person, owner, url):
    response = as_person(owner).post(url, {**FORM, "rating": rating})
    assert response.status_code == 422
    assert sorted(errors_of(response)) == ["cause", "green_on", "recovery", "recovery_by"]


def test_amber_is_taken_with_all_of_them(as_person, owner, url, post):
    told = {"cause": "Late advice", "recovery": "We draft it", "recovery_by": post.pk, "green_on": "31 May 2010"}
    assert as_person(owner).post(url, {**FORM, "rating": "amber", **told}).status_code == 302
    assert ProgressUpdate.objects.get().green_on == datetime.date(2010, 5, 31)


def test_a_missing_reason_for_green_though_overdue_stands_beside_its_question(
    as_person, owner, late_deliverable, period
):
    url = reverse("update-write", args=[late_deliverable.pk, period.pk])
    response = as_person(owner).post(url, FORM)
    assert errors_of(response) == {"late_reason": ["The deadline has passed. Say why it is still green."]}


def test_complete_without_evidence_is_refused_beside_the_file(as_person, owner, url):
    response = as_person(owner).post(url, {**FORM, "stage": "complete"})
    assert errors_of(response) == {"evidence": ["Attach or link something that shows it is complete."]}


def test_complete_is_taken_with_a_file(as_person, owner, url):
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    assert as_person(owner).post(url, {**FORM, "stage": "complete", "evidence": file}).status_code == 302
    assert Evidence.objects.get().update == ProgressUpdate.objects.get()


def test_a_file_of_another_type_is_refused_beside_its_field(as_person, owner, url):
    response = as_person(owner).post(url, {**FORM, "evidence": SimpleUploadedFile("a.exe", b"MZ")})
    assert list(errors_of(response)) == ["evidence"]
    assert not ProgressUpdate.objects.exists()


def test_a_file_and_a_link_at_once_are_refused(as_person, owner, url):
    both = {"evidence": SimpleUploadedFile("a.pdf", b"%PDF-"), "evidence_link": "https://authority.example"}
    assert list(errors_of(as_person(owner).post(url, {**FORM, **both}))) == ["evidence_link"]


def test_a_rating_off_the_plans_scale_is_refused(as_person, owner, url):
    assert list(errors_of(as_person(owner).post(url, {**FORM, "rating": "amber_red"}))) == ["rating"]


def test_control_characters_do_not_reach_the_record(as_person, owner, url):
    as_person(owner).post(url, {**FORM, "done": "Done\x00 and\x0b dusted"})
    assert "\x00" not in ProgressUpdate.objects.get().done


def test_a_closed_period_says_so(as_person, owner, url, period):
    close(period)
    response = as_person(owner).post(url, FORM)
    assert response.status_code == 422
    assert "is closed" in errors_of(response)["__all__"][0]


def test_a_period_that_takes_no_updates_offers_no_form(as_person, owner, url, deliverable, period, today):
    close(period)
    assert as_person(owner).get(url).url == reverse("update-due", args=[deliverable.pk])
    period.closed_at, period.closed_by, period.opens_on = None, None, today + datetime.timedelta(days=1)
    period.save()
    assert as_person(owner).get(url).url == reverse("update-due", args=[deliverable.pk])


def test_what_was_sent_back_shows_why(as_person, owner, editor, url, submitted):
    send_back_update(submitted, reason="Say which draft.", seen=submitted.version, by=editor)
    page = as_person(owner).get(url)
    assert "Say which draft." in page.content.decode()
    assert page.context["form"].initial["done"] == submitted.done


def test_a_submitted_update_opens_as_a_correction(as_person, owner, url, submitted):
    page = as_person(owner).get(url)
    assert page.context["page_title"] == "Correct an update"
    as_person(owner).post(url, {**FORM, "done": "Corrected", "seen": as_seen(submitted)})
    submitted.refresh_from_db()
    assert [submitted.state, *ProgressUpdate.objects.filter(number=2).values_list("done", flat=True)] == [
        "corrected",
        "Corrected",
    ]


# --- Two writers ------------------------------------------------------------------------------------------------------


@pytest.fixture
def second(post):
    """Somebody else in the same post."""
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def lost(as_person, owner, second, deliverable, period, url):
    """The answer to somebody whose text comes after the owner's."""
    save_draft(deliverable, period=period, content={**GREEN, "done": "The owner's text"}, seen=NOTHING_SEEN, by=owner)
    return as_person(second).post(url, {**FORM, "done": "The second text"})


def test_the_second_writer_is_shown_both_texts(lost):
    page = lost.content.decode()
    assert (lost.status_code, "The owner&#x27;s text" in page, "The second text" in page) == (422, True, True)
    assert ("What was done?", "The second text", "The owner's text") in lost.context["comparison"]


def test_the_second_writers_text_is_still_in_the_form_and_can_be_sent_again(lost, as_person, second, url):
    form = lost.context["form"]
    assert form["done"].value() == "The second text"
    again = {**FORM, "done": form["done"].value(), "seen": form["seen"].value()}
    assert as_person(second).post(url, again).status_code == 302
    assert ProgressUpdate.objects.get().done == "The second text"


def test_the_second_writer_may_keep_the_first_ones_text(lost, as_person, second, url):
    assert f'href="{url}"' in lost.content.decode()
    assert as_person(second).get(url).context["form"].initial["done"] == "The owner's text"


def test_the_second_writers_file_is_kept(as_person, owner, editor, deliverable, period, url):
    save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    as_person(editor).post(url, {**FORM, "done": "Mine", "evidence": file})
    kept = Evidence.objects.get()
    assert (kept.filename, kept.added_by, kept.deliverable) == ("minutes.pdf", editor, deliverable)


# --- A draft that is not theirs to read -------------------------------------------------------------------------------


@pytest.fixture
def draft(deliverable, period, owner):
    return save_draft(deliverable, period=period, content={"done": SECRET}, seen=NOTHING_SEEN, by=owner)


def test_an_editor_is_told_of_a_draft_and_does_not_read_it(as_person, owner, editor, url, draft):
    page = as_person(editor).get(url).content.decode()
    assert (f"{owner.name} saved a draft of this update" in page, SECRET in page) == (True, False)
    assert SECRET in as_person(owner).get(url).content.decode()


def test_an_editor_who_knows_of_the_draft_takes_its_place(as_person, editor, url, draft):
    assert as_person(editor).post(url, {**FORM, "seen": as_seen(draft)}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.done, draft.submitted_by) == (State.SUBMITTED, GREEN["done"], editor)


def test_an_editor_who_comes_second_is_told_so_without_the_words(as_person, editor, url, draft):
    answer = as_person(editor).post(url, {**FORM, "done": "The editor's text"})
    page = answer.content.decode()
    assert (answer.status_code, "saved a draft. Only those who answer" in page, SECRET in page) == (422, True, False)
    assert (answer.context["form"]["done"].value(), answer.context["form"]["seen"].value()) == (
        "The editor's text",
        as_seen(draft),
    )


@pytest.mark.parametrize(("who", "reads"), [("owner", True), ("auditor", True), ("editor", False), ("member", False)])
def test_the_words_of_a_draft_stand_nowhere_for_those_who_may_not_read_it(
    as_person, who, reads, deliverable, period, owner, draft, request
):
    """On the deliverable's pages, in its exports and its history; also after what is different was submitted."""
    client = as_person(request.getfixturevalue(who))
    pages = ["deliverable", "deliverable-updates", "deliverable-history"]
    addresses = [reverse(name, args=[deliverable.pk]) for name in pages]
    addresses += [reverse("deliverable-list"), f"{reverse('deliverable-list')}?export=csv", reverse("history")]

    def told():
        answers = [client.get(address) for address in addresses]
        return any(SECRET.encode() in (answer.getvalue() if answer.streaming else answer.content) for answer in answers)

    assert told() == reads
    submit_update(deliverable, period=period, content=GREEN, seen=place_of(draft), by=owner)
    assert told() == reads


def test_a_search_of_the_history_does_not_find_the_words_of_drafts(as_person, editor, deliverable, draft):
    def found(words):
        return len(as_person(editor).get(reverse("history"), {"words": words}).context["table"].rows)

    assert (found("whispered"), found(deliverable.title)) == (0, 1)


def test_the_admin_lists_a_draft_only_once_it_is_submitted(as_person, administrator, deliverable, period, owner, draft):
    listed, one = reverse("admin:deliverables_progressupdate_changelist"), "admin:deliverables_progressupdate_change"
    client = as_person(administrator)
    assert str(deliverable) not in client.get(listed).content.decode()
    assert SECRET not in client.get(reverse(one, args=[draft.pk]), follow=True).content.decode()
    submit_update(deliverable, period=period, content=GREEN, seen=place_of(draft), by=owner)
    assert str(deliverable) in client.get(listed).content.decode()
    assert GREEN["done"] in client.get(reverse(one, args=[draft.pk])).content.decode()


def test_a_broken_version_counts_as_nothing_seen(as_person, owner, deliverable, period, url):
    save_draft(deliverable, period=period, content={"done": "Saved"}, seen=NOTHING_SEEN, by=owner)
    assert as_person(owner).post(url, {**FORM, "seen": "1.x"}).status_code == 422


# --- Which update is due ----------------------------------------------------------------------------------------------


def test_the_due_update_is_that_of_the_oldest_open_period_without_one(
    as_person, owner, deliverable, period, earlier_period
):
    due = reverse("update-due", args=[deliverable.pk])
    assert as_person(owner).get(due).url == reverse("update-write", args=[deliverable.pk, earlier_period.pk])
    submit_update(deliverable, period=earlier_period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    assert (
        as_person(owner).get(due, {"same": "1"}).url
        == reverse("update-write", args=[deliverable.pk, period.pk]) + "?same=1"
    )


def test_without_an_open_period_the_page_says_when_the_next_one_opens(as_person, owner, deliverable, period):
    period.opens_on, period.due_on = datetime.date(2010, 5, 1), datetime.date(2010, 5, 21)
    period.save()
    response = as_person(owner).get(reverse("update-due", args=[deliverable.pk]))
    assert (response.status_code, "1 May 2010" in response.content.decode()) == (200, True)


def test_without_any_period_the_page_says_who_opens_one(as_person, owner, deliverable):
    assert "A plan editor opens" in as_person(owner).get(reverse("update-due", args=[deliverable.pk])).content.decode()


def test_who_may_not_write_is_not_led_to_the_form(as_person, member, deliverable, period):
    assert as_person(member).get(reverse("update-due", args=[deliverable.pk])).status_code == 404


# --- Queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_the_same_number_of_queries_however_much_there_is(
    count, as_person, owner, url, deliverable, plan, authority, previous, django_assert_num_queries
):
    EvidenceFactory.create_batch(count, deliverable=deliverable)
    PostFactory.create_batch(count, authority=authority)
    client = as_person(owner)
    with django_assert_num_queries(12):
        client.get(url)
