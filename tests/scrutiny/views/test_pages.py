"""The pages of committees' work: who may open them, what they show, what they do."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from deliverables.actions.deliverables import archive_deliverable
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.documents import read_document
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, CommitteeRating, MinutedAction, Question, Resolution
from tests.factories.people import MeetingFactory
from tests.factories.plans import PlanFactory
from tests.factories.scrutiny import (
    HELD_ON,
    AgendaItemFactory,
    AttendanceFactory,
    CommitteeRatingFactory,
    MinutedActionFactory,
    QuestionFactory,
    ResolutionFactory,
    committee_at_work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(work):
    """One record of each kind, all of the meeting that was held."""
    item = AgendaItemFactory(meeting=work["held"], title="Draft plan", presented="A draft.", differences="No numbers.")
    work["deliverable"].plan.state = "adopted"
    work["deliverable"].plan.save()
    return {
        "meeting": work["held"],
        "deliverable": work["deliverable"],
        "item": item,
        "question": QuestionFactory(
            committee=work["committee"], meeting=work["held"], item=item, to=work["lead"], text="Why no numbers?"
        ),
        "action": MinutedActionFactory(meeting=work["held"], item=item, owner=work["lead"], text="Report back."),
        "rating": CommitteeRatingFactory(meeting=work["held"], item=item, deliverable=work["deliverable"]),
        "resolution": ResolutionFactory(meeting=work["held"], item=item, text="The draft is noted."),
        "coming": work["coming"],
    }


READING = [
    ("meeting", "meeting"),
    ("agenda-item", "item"),
    ("question", "question"),
    ("minuted-action", "action"),
    ("committee-rating", "rating"),
    ("meeting-minutes", "meeting"),
]
RECORDING = [
    ("meeting-attendance", "meeting"),
    ("agenda-item-add", "meeting"),
    ("agenda-item-edit", "item"),
    ("agenda-item-withdraw", "item"),
    ("minuted-action-add", "meeting"),
    ("minuted-action-edit", "action"),
    ("minuted-action-close", "action"),
    ("minuted-action-withdraw", "action"),
    ("resolution-add", "meeting"),
    ("resolution-withdraw", "resolution"),
    ("question-withdraw", "question"),
    ("committee-rating-withdraw", "rating"),
]
ASKING = [("committee-rating-add", "deliverable")]
ANSWERING = [
    ("question-answer", "question"),
    ("minuted-action-answer", "action"),
    ("committee-rating-answer", "rating"),
]


def opened_by(person, name, record, as_person):
    return as_person(person).get(reverse(name, args=[record.pk])).status_code


@pytest.mark.parametrize(("name", "kind"), READING)
def test_everybody_of_the_authority_reads_and_nobody_else(name, kind, rows, auditor, officer, stranger, as_person):
    found = [opened_by(person, name, rows[kind], as_person) for person in (auditor, officer, stranger)]
    assert found == [200, 200, 404]


@pytest.mark.parametrize(("name", "kind"), RECORDING + ASKING)
def test_the_committee_and_editors_record(name, kind, rows, work, editor, auditor, officer, stranger, as_person):
    may = [opened_by(person, name, rows[kind], as_person) for person in (work["chair"], work["member"], editor)]
    may_not = [opened_by(person, name, rows[kind], as_person) for person in (auditor, officer, work["owner"], stranger)]
    assert (may, may_not) == ([200] * 3, [404] * 4)


@pytest.mark.parametrize(("name", "kind"), RECORDING)
def test_a_member_of_another_committee_does_not_record(name, kind, rows, work, as_person):
    other = committee_at_work(work["committee"].authority)["member"]
    assert opened_by(other, name, rows[kind], as_person) == 404


@pytest.mark.parametrize(("name", "kind"), ANSWERING)
def test_whoever_is_asked_answers(name, kind, rows, work, editor, officer, member, stranger, as_person):
    people = (work["owner"], editor, officer, member, stranger)
    assert [opened_by(one, name, rows[kind], as_person) for one in people] == [200, 200, 404, 404, 404]


def test_the_meeting_leads_with_what_is_outstanding(rows, work, editor, as_person):
    page = as_person(editor).get(reverse("meeting", args=[work["coming"].pk]))
    assert [one.text for one in page.context["outstanding"]] == ["Report back."]
    html = page.content.decode()
    assert html.index("Outstanding from earlier meetings") < html.index(">Agenda<")


def test_the_agenda_item_follows_the_order_of_a_panel(rows, editor, as_person):
    html = as_person(editor).get(reverse("agenda-item", args=[rows["item"].pk])).content.decode()
    order = [
        "A draft.",
        "No numbers.",
        "Why no numbers?",
        "nothing that bears it out",
        "Report back.",
        "The draft is noted.",
    ]
    assert sorted(order, key=html.index) == order


@pytest.mark.parametrize("name", ["meeting", "agenda-item"])
def test_a_page_asks_the_database_no_more_for_three_of_everything(
    name, rows, editor, as_person, django_assert_num_queries, work
):
    record = rows["meeting" if name == "meeting" else "item"]
    client = as_person(editor)
    counts = []
    for _ in range(2):
        with django_assert_num_queries(QUERIES[name]):
            client.get(reverse(name, args=[record.pk]))
        for _ in range(2):
            QuestionFactory(committee=work["committee"], meeting=work["held"], item=rows["item"], to=work["lead"])
            MinutedActionFactory(meeting=work["held"], item=rows["item"], deliverable=work["deliverable"])
            ResolutionFactory(meeting=work["held"], item=rows["item"])
        counts.append(MinutedAction.objects.count())
    assert counts == [3, 5]


QUERIES = {"meeting": 14, "agenda-item": 10}


def test_a_member_asks_about_a_deliverable(work, as_person):
    url = f"{reverse('question-ask')}?deliverable={work['deliverable'].pk}"
    answer = as_person(work["member"]).post(url, {"text": "What holds it up?"})
    made = Question.objects.get()
    assert (answer.status_code, answer.url, made.to, made.committee) == (
        302,
        made.get_absolute_url(),
        work["lead"],
        work["committee"],
    )


def test_a_question_under_an_item_is_asked_at_its_meeting(rows, work, as_person):
    url = f"{reverse('question-ask')}?item={rows['item'].pk}"
    to = {"text": "And the victims?", "to": work["lead"].pk, "minute": "10/4", "asked_for": work["committee"].chair_id}
    answer = as_person(work["member"]).post(url, to)
    made = Question.objects.latest("pk")
    assert (answer.url, made.meeting, made.minute) == (rows["item"].get_absolute_url(), work["held"], "10/4")
    assert made.asked_for == work["committee"].chair


def test_an_editor_says_which_committee_asks(work, editor, as_person):
    committee_at_work(work["committee"].authority)
    url = f"{reverse('question-ask')}?deliverable={work['deliverable'].pk}"
    client = as_person(editor)
    assert "committee" in client.get(url).context["form"].fields
    client.post(url, {"text": "Why?", "committee": work["committee"].pk})
    assert Question.objects.get().committee == work["committee"]


def test_a_question_about_nothing_names_who_answers(work, as_person):
    client, url = as_person(work["member"]), reverse("question-ask")
    refused = client.post(url, {"text": "Who keeps the seal?"})
    assert (refused.status_code, "Choose the post that answers" in refused.content.decode()) == (422, True)
    assert client.post(url, {"text": "Who keeps the seal?", "to": work["lead"].pk}).status_code == 302


@pytest.mark.parametrize("query", ["deliverable=x", "risk=987654", "meeting=99999999999999999999", "committee=0"])
def test_an_address_that_names_nothing_is_not_there(query, work, as_person):
    assert as_person(work["member"]).get(f"{reverse('question-ask')}?{query}").status_code == 404


def test_nobody_asks_for_a_committee_they_do_not_serve(work, as_person):
    other = committee_at_work(work["committee"].authority)["committee"]
    assert as_person(work["member"]).get(f"{reverse('question-ask')}?committee={other.pk}").status_code == 404


def test_nothing_of_another_authority_is_asked_about(work, as_person):
    elsewhere = committee_at_work()["deliverable"]
    assert as_person(work["member"]).get(f"{reverse('question-ask')}?deliverable={elsewhere.pk}").status_code == 404


@pytest.mark.parametrize(("name", "kind"), ANSWERING)
def test_an_answer_is_given_on_its_page(name, kind, rows, work, as_person):
    sent = {"text": "It is done.", "version": 1}
    answer = as_person(work["owner"]).post(reverse(name, args=[rows[kind].pk]), sent)
    rows[kind].refresh_from_db()
    assert (answer.status_code, rows[kind].answer) == (302, "It is done.")


def test_of_two_answers_the_second_shows_both(rows, work, as_person):
    client, url = as_person(work["owner"]), reverse("minuted-action-answer", args=[rows["action"].pk])
    client.post(url, {"text": "Begun.", "version": 1})
    late = client.post(url, {"text": "Done.", "version": 1})
    assert (late.status_code, late.context["comparison"]) == (422, [("Your answer", "Done.", "Begun.")])


def test_an_agenda_is_written_and_put_in_order(work, editor, as_person):
    client = as_person(editor)
    for title in ("Minutes", "Draft plan"):
        client.post(reverse("agenda-item-add", args=[work["coming"].pk]), {"title": title, "kind": "other"})
    second = AgendaItem.objects.get(title="Draft plan")
    client.post(reverse("agenda-item-up", args=[second.pk]), {"version": second.version})
    assert list(work["coming"].agendaitems.order_by("position").values_list("title", flat=True)) == [
        "Draft plan",
        "Minutes",
    ]


def test_what_was_presented_is_written_down(rows, editor, as_person):
    said = {"title": "Draft plan", "kind": "draft_plan", "presented": "In full.", "differences": "", "version": 1}
    as_person(editor).post(reverse("agenda-item-edit", args=[rows["item"].pk]), said)
    assert AgendaItem.objects.get(pk=rows["item"].pk).presented == "In full."


def test_who_was_there_is_recorded_and_shown_again(work, editor, as_person):
    client, url = as_person(editor), reverse("meeting-attendance", args=[work["held"].pk])
    client.post(url, {"present": [work["committee"].chair_id], "version": 0})
    form = client.get(url).context["form"]
    assert (form.initial["present"], form.initial["version"]) == ([work["committee"].chair], 1)
    assert str(work["committee"].chair) in client.get(work["held"].get_absolute_url()).content.decode()


def test_an_item_on_a_plan_leads_to_what_it_changes_from_the_one_before(work, editor, as_person):
    plan = work["deliverable"].plan
    item = AgendaItemFactory(meeting=work["held"], plan=plan, differences="Numbers were taken out.")
    link, client = reverse("plan-difference", args=[plan.pk]), as_person(editor)
    assert link not in client.get(item.get_absolute_url()).content.decode()
    plan.previous = PlanFactory(authority=plan.authority)
    plan.save()
    assert link in client.get(item.get_absolute_url()).content.decode()
    assert "Numbers were taken out." in client.get(work["held"].get_absolute_url()).content.decode()


def test_who_left_the_committee_since_stays_in_what_was_recorded(work, editor, as_person):
    client, url = as_person(editor), reverse("meeting-attendance", args=[work["held"].pk])
    seat = work["committee"].members.get()
    client.post(url, {"apologies": [seat.pk], "version": 0})
    work["committee"].members.remove(seat)
    form = client.get(url).context["form"]
    client.post(url, {"apologies": [post.pk for post in form.initial["apologies"]], "version": 1})
    assert list(work["held"].attendance.apologies.all()) == [seat]


def test_what_an_action_is_about_stays_though_it_was_archived(work, editor, as_person):
    action = MinutedActionFactory(meeting=work["held"], deliverable=work["deliverable"], owner=work["lead"])
    archive_deliverable(work["deliverable"], seen=work["deliverable"].version, reason="Merged.", by=editor)
    client, url = as_person(editor), reverse("minuted-action-edit", args=[action.pk])
    form = client.get(url).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    assert client.post(url, {**said, "due_on": "30 April 2010"}).status_code == 302
    action.refresh_from_db()
    assert (str(action.due_on), action.deliverable) == ("2010-04-30", work["deliverable"])


def test_an_action_is_minuted_changed_answered_and_closed(work, editor, as_person):
    later = MeetingFactory(committee=work["committee"], held_on=HELD_ON.replace(day=30))
    client = as_person(editor)
    said = {"minute": "10/4", "text": "Report back.", "owner": work["lead"].pk, "due_on": "1 April 2010"}
    client.post(reverse("minuted-action-add", args=[work["held"].pk]), said)
    action = MinutedAction.objects.get()

    def send(name, **values):
        assert client.post(reverse(f"minuted-action-{name}", args=[action.pk]), values).status_code == 302

    send("edit", **{**said, "due_on": "30 April 2010"}, version=1)
    send("answer", text="Done.", version=2)
    send("close", meeting=later.pk, minute="10/9", version=3)
    action.refresh_from_db()
    assert (str(action.due_on), action.answer, action.closed_meeting) == ("2010-04-30", "Done.", later)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        f"minutedaction {verb}" for verb in ("created", "changed", "answered", "closed")
    ]


def test_an_action_is_minuted_on_what_the_address_names(rows, work, editor, as_person):
    url = reverse("minuted-action-add", args=[work["held"].pk])
    form = as_person(editor).get(f"{url}?item={rows['item'].pk}&deliverable={work['deliverable'].pk}").context["form"]
    assert (form.instance.item, form.instance.deliverable) == (rows["item"], work["deliverable"])


def test_a_resolution_is_recorded_under_its_item(rows, work, editor, as_person):
    url = f"{reverse('resolution-add', args=[work['held'].pk])}?item={rows['item'].pk}"
    answer = as_person(editor).post(url, {"minute": "10/7", "text": "Noted again.", "item": rows["item"].pk})
    assert (answer.url, Resolution.objects.latest("pk").item) == (rows["item"].get_absolute_url(), rows["item"])


def test_a_meeting_to_come_minutes_nothing(work, editor, as_person):
    page = as_person(editor).post(
        reverse("resolution-add", args=[work["coming"].pk]), {"minute": "10/7", "text": "Noted."}
    )
    assert (page.status_code, "not been held" in page.content.decode()) == (422, True)


def test_a_committees_rating_offers_the_plans_words_and_its_own_meeting(rows, work, member, as_person):
    url = reverse("committee-rating-add", args=[work["deliverable"].pk])
    client = as_person(work["member"])
    form = client.get(url).context["form"]
    assert form.initial["meeting"] == work["held"]
    assert [code for code, _ in form.fields["rating"].choices] == ["red", "amber", "green"]
    CommitteeRating.objects.all().delete()
    sent = {"meeting": work["held"].pk, "rating": "amber", "reason": "Not borne out.", "minute": "10/5"}
    assert client.post(url, sent).url == CommitteeRating.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("question-withdraw", "question"),
        ("minuted-action-withdraw", "action"),
        ("committee-rating-withdraw", "rating"),
        ("resolution-withdraw", "resolution"),
    ],
)
def test_what_is_taken_back_leaves_the_meeting(name, kind, rows, work, editor, as_person):
    client = as_person(editor)
    answer = client.post(reverse(name, args=[rows[kind].pk]), {"reason": "Entered twice.", "version": 1})
    assert answer.status_code == 302
    rows[kind].refresh_from_db()
    assert rows[kind].is_withdrawn
    assert client.get(rows[kind].get_absolute_url()).status_code == 200
    draft = client.get(reverse("meeting-minutes", args=[work["held"].pk])).content
    assert str(rows[kind]) not in "\n".join(texts_in(draft))


def texts_in(content):
    for block in read_document(content).blocks:
        if hasattr(block, "rows"):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text


def test_the_draft_has_all_that_the_page_has(rows, work, editor, as_person):
    AttendanceFactory(meeting=work["held"]).present.add(work["committee"].chair)
    answer = as_person(editor).get(reverse("meeting-minutes", args=[work["held"].pk]))
    texts = "\n".join(texts_in(answer.content))
    said = ["A draft.", "No numbers.", "Why no numbers?", "Report back.", "RESOLVED that The draft is noted."]
    assert [one for one in [*said, str(work["committee"].chair)] if one not in texts] == []
    assert answer.headers["Content-Disposition"].endswith('-2010-03-16.docx"')


def test_a_meeting_to_come_has_no_minutes(work, editor, as_person):
    answer = as_person(editor).get(reverse("meeting-minutes", args=[work["coming"].pk]), follow=True)
    assert (answer.redirect_chain[0][0], "not been held" in answer.content.decode()) == (
        work["coming"].get_absolute_url(),
        True,
    )


@pytest.mark.parametrize("name", ["question-list", "minuted-action-list"])
def test_lists_show_our_own_alone(name, rows, editor, stranger, as_person):
    ours = rows["question" if name == "question-list" else "action"]
    shown = [
        [row.record for row in as_person(one).get(reverse(name)).context["table"].rows] for one in (editor, stranger)
    ]
    assert shown == [[ours], []]


@pytest.mark.parametrize("name", ["question-list", "minuted-action-list"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "open"}, 1),
        ({"state": "answered"}, 0),
        ({"state": "withdrawn"}, 0),
        ({"whose": "mine"}, 1),
        ({"words": "numbers report"}, 0),
        ({"meeting": "held"}, 1),
        ({"meeting": "coming"}, 0),
        ({"committee": "committee"}, 1),
        ({"item": "item"}, 1),
        ({"deliverable": "deliverable"}, 0),
    ],
)
def test_lists_are_narrowed(name, query, found, rows, work, as_person):
    asked = {**work, **rows}
    sent = {key: asked[value].pk if value in asked else value for key, value in query.items()}
    page = as_person(work["owner"]).get(reverse(name), sent)
    assert len(page.context["table"].rows) == found


def test_what_was_taken_back_is_listed_where_it_is_asked_for(rows, editor, as_person):
    client = as_person(editor)
    client.post(reverse("question-withdraw", args=[rows["question"].pk]), {"reason": "Twice.", "version": 1})
    found = [
        len(client.get(reverse("question-list"), query).context["table"].rows) for query in ({}, {"state": "withdrawn"})
    ]
    assert found == [0, 1]


@pytest.mark.parametrize(("name", "queries"), [("question-list", 11), ("minuted-action-list", 11)])
def test_a_list_asks_no_more_for_three_rows(name, queries, rows, work, editor, as_person, django_assert_num_queries):
    client = as_person(editor)
    for _ in range(2):
        with django_assert_num_queries(queries):
            client.get(reverse(name))
        for _ in range(2):
            QuestionFactory(committee=work["committee"], deliverable=work["deliverable"], meeting=work["held"])
            other = committee_at_work(work["committee"].authority)
            MinutedActionFactory(meeting=other["held"], deliverable=work["deliverable"])


def test_a_list_is_taken_away_as_it_is_shown(rows, editor, as_person):
    file = as_person(editor).get(reverse("minuted-action-list"), {"export": "csv"})
    lines = list(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert (len(lines), "Waits for an answer" in lines[1]) == (2, True)


def test_the_history_of_a_meeting_has_what_was_said_at_it(rows, work, editor, as_person):
    client = as_person(editor)
    sent = {"minute": "10/7", "text": "Noted again.", "item": rows["item"].pk}
    client.post(reverse("resolution-add", args=[work["held"].pk]), sent)
    assert "added the resolution" in client.get(work["held"].get_absolute_url()).content.decode()
