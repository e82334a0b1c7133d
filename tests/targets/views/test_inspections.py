"""Pages on inspections and recommendations: who may, what they show, how a recommendation ends."""

from __future__ import annotations

import csv
import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from targets.actions.inspections import add_judgement
from targets.models import Inspection, Judgement, Recommendation
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import InspectionFactory, JudgementFactory, RecommendationFactory
from tests.factories.people import AppointmentFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.targets import GradeScaleFactory

pytestmark = pytest.mark.django_db
EDITORS = {Role.EDITOR, Role.ADMINISTRATOR}
State = Recommendation.State
REPORT, TRACKER, FILE = 11, 12, 7
"""Queries of a report's page, of the tracker and of a file of judgements, sign-in and permissions among them."""


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def owner(officer, post):
    AppointmentFactory(person=officer, post=post, role=Role.OFFICER)
    return officer


@pytest.fixture
def inspection(authority):
    scale = GradeScaleFactory(authority=authority)
    return InspectionFactory(
        authority=authority, title="Baseline assessment 2006", scale=scale, published_on=datetime.date(2010, 3, 1)
    )


@pytest.fixture
def recommendation(inspection, post):
    return RecommendationFactory(
        inspection=inspection, owner=post, state=State.IN_PROGRESS, reference="R1", text="Train call takers."
    )


def address(name, record=None):
    return reverse(name, args=[record.pk] if record else [])


def page_of(client, name, record=None, **query):
    response = client.get(address(name, record), query)
    assert response.status_code == 200
    return response.content.decode()


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", ["inspection-list", "recommendation-list", "recommendation-archived"])
def test_everybody_of_the_authority_reads_the_lists(as_person, authority, recommendation, role, name):
    client = as_person(person_with(role, authority=authority))
    assert client.get(address(name)).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_authority_reads_a_report_and_what_it_asks_for(as_person, authority, recommendation, role):
    client = as_person(person_with(role, authority=authority))
    assert "Train call takers." in page_of(client, "inspection", recommendation.inspection)
    assert "Train call takers." in page_of(client, "recommendation", recommendation)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "name",
    ["inspection-edit", "inspection-archive", "inspection-comments", "judgement-add", "recommendation-add"],
)
def test_editors_alone_keep_reports(as_person, authority, inspection, role, name):
    client = as_person(person_with(role, authority=authority))
    assert client.get(address(name, inspection)).status_code == (200 if role in EDITORS else 404)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "name",
    [
        *("recommendation-edit", "recommendation-archive", "recommendation-sign-off"),
        *("recommendation-send-back", "recommendation-reject", "recommendation-reopen"),
    ],
)
def test_editors_alone_decide_on_recommendations(as_person, authority, recommendation, role, name):
    client = as_person(person_with(role, authority=authority))
    assert client.get(address(name, recommendation)).status_code == (200 if role in EDITORS else 404)


@pytest.mark.parametrize("name", ["recommendation-report", "recommendation-ask"])
def test_the_owner_reports_and_asks_for_sign_off_and_another_officer_does_not(
    as_person, authority, recommendation, owner, name
):
    assert as_person(owner).get(address(name, recommendation)).status_code == 200
    other = person_with(Role.OFFICER, authority=authority)
    assert as_person(other).get(address(name, recommendation)).status_code == 404


@pytest.mark.parametrize("name", ["inspection", "inspection-edit", "inspection-comments"])
def test_another_authoritys_report_does_not_exist(as_person, stranger, editor, inspection, name):
    foreign = as_person(person_with(Role.EDITOR))
    assert foreign.get(address(name, inspection)).status_code == 404
    assert as_person(stranger).get(address(name, inspection)).status_code == 404
    assert as_person(editor).get(address(name, inspection)).status_code == 200


def test_another_authoritys_recommendations_are_not_listed(as_person, recommendation):
    assert "Train call takers." not in page_of(as_person(person_with(Role.EDITOR)), "recommendation-list")


# --- A report ---------------------------------------------------------------------------------------------------------


def test_a_report_is_entered_with_its_judgement_and_recommendation(as_person, editor, authority):
    scale = GradeScaleFactory(authority=authority)
    client = as_person(editor)
    said = {"title": "Baseline", "inspectorate": "HMIC", "published_on": "1/10/2006", "scale": scale.pk, "forces": 43}
    assert client.post(address("inspection-add"), said).status_code == 302
    inspection = Inspection.objects.get()
    counts = {f"forces_{g.pk}": n for g, n in zip(scale.grades.order_by("rank"), (0, 15, 28, 0), strict=True)}
    judged = {"area": "Fairness", "grade": scale.grades.get(word="Good").pk, "travel": "stable", **counts}
    assert client.post(address("judgement-add", inspection), judged).status_code == 302
    asked = {"reference": "R1", "kind": "recommendation", "text": "Train call takers.", "due": "June 2010"}
    assert client.post(address("recommendation-add", inspection), asked).status_code == 302
    one = Recommendation.objects.get()
    assert (one.state, one.due_text, one.due_due) == (State.AWAITING, "June 2010", datetime.date(2010, 6, 30))
    page = page_of(client, "inspection", inspection)
    assert "Fairness" in page
    assert [n for _, n in client.get(address("inspection", inspection)).context["totals"]] == [0, 1, 0, 0]


def test_a_distribution_that_does_not_add_up_is_shown_to_whoever_typed_it(as_person, editor, inspection):
    grades = inspection.scale.grades.order_by("rank")
    counts = {f"forces_{g.pk}": n for g, n in zip(grades, (1, 15, 28, 0), strict=True)}
    response = as_person(editor).post(address("judgement-add", inspection), {"area": "F", "travel": "stable", **counts})
    assert response.status_code == 422
    assert "add up to 44, and 43 forces" in response.content.decode()


def test_a_judgement_is_corrected_and_keeps_its_distribution(as_person, editor, inspection):
    grades = list(inspection.scale.grades.order_by("rank"))
    counts = dict(zip(grades, (0, 15, 28, 0), strict=True))
    judgement = add_judgement(
        Judgement(inspection=inspection, area="Fairness", grade=grades[2]), distribution=counts, by=editor
    )
    client = as_person(editor)
    form = client.get(address("judgement-edit", judgement)).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"travel": "improved"}
    assert client.post(address("judgement-edit", judgement), said).status_code == 302
    judgement.refresh_from_db()
    assert judgement.travel == "improved"
    assert [one.forces for one in judgement.distribution.order_by("grade__rank")] == [0, 15, 28, 0]


def test_the_day_of_publication_is_moved_with_its_reason_on_the_page(as_person, editor, inspection):
    client, edit = as_person(editor), address("inspection-edit", inspection)
    form = client.get(edit).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"published_on": "1/2/2010"}
    refused = client.post(edit, said)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert client.post(edit, said | {"reason": "The cover has another day."}).status_code == 302
    assert Inspection.objects.get().published_on == datetime.date(2010, 2, 1)
    assert "because the cover has another day." in page_of(client, "inspection", inspection)


def test_judgements_are_taken_away_with_grades_directions_and_distributions(as_person, member, editor, inspection):
    grades = list(inspection.scale.grades.order_by("rank"))
    counts = dict(zip(grades, (0, 15, 28, 0), strict=True))
    first = {"domain": "Citizen Focus", "reference": "1A", "area": "Fairness", "grade": grades[2], "travel": "improved"}
    add_judgement(Judgement(inspection=inspection, **first), distribution=counts, by=editor)
    add_judgement(Judgement(inspection=inspection, area="Reach"), by=editor)
    client = as_person(member)
    assert "?export=xlsx" in page_of(client, "inspection", inspection)
    taken = client.get(address("inspection", inspection), {"export": "csv"})
    rows = list(csv.reader(taken.getvalue().decode("utf-8-sig").splitlines()))
    graded = [f"Forces graded {grade}" for grade in grades]
    assert rows == [
        ["Domain", "Reference", "Area", "Grade", "Direction of travel", *graded, "Forces in all"],
        ["Citizen Focus", "1A", "Fairness", "Good", "Improved", "0", "15", "28", "0", "43"],
        ["", "", "Reach", "Not graded", "Not graded", "", "", "", "", ""],
    ]
    book = client.get(address("inspection", inspection), {"export": "xlsx"})
    assert book.headers["Content-Disposition"].endswith('.xlsx"')
    assert (
        as_person(person_with(Role.EDITOR)).get(address("inspection", inspection), {"export": "csv"}).status_code == 404
    )


def test_a_report_without_judgements_or_scale_offers_no_file(as_person, member, authority):
    bare = InspectionFactory(authority=authority, scale=None)
    client = as_person(member)
    assert "?export=" not in page_of(client, "inspection", bare)
    assert client.get(address("inspection", bare), {"export": "csv"}).status_code == 200


@pytest.mark.parametrize("judgements", [1, 3])
def test_a_file_of_judgements_costs_the_same_with_one_and_with_three(
    as_person, member, inspection, django_assert_num_queries, judgements
):
    JudgementFactory.create_batch(judgements, inspection=inspection)
    client = as_person(member)
    with django_assert_num_queries(FILE):
        client.get(address("inspection", inspection), {"export": "xlsx"})


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (datetime.date(2010, 3, 1), "Day 42 of 56, due 26 April 2010"),
        (datetime.date(2010, 2, 15), "Day 56 of 56, due 12 April 2010"),
        (datetime.date(2010, 2, 14), "1 day late"),
    ],
)
def test_the_page_and_the_list_say_where_the_56_days_stand(as_person, member, inspection, published, words):
    Inspection.objects.update(published_on=published)
    client = as_person(member)
    assert words in page_of(client, "inspection", inspection)
    assert words in page_of(client, "inspection-list")


def test_comments_are_published_when_each_recommendation_has_a_line(as_person, editor, recommendation):
    client, inspection = as_person(editor), recommendation.inspection
    said = {"version": 1, "on": "12/4/2010", "comments": "We agree."}
    refused = client.post(address("inspection-comments", inspection), said)
    assert (refused.status_code, "no comment yet: R1" in refused.content.decode()) == (422, True)
    Recommendation.objects.update(comment="Training began.")
    assert client.post(address("inspection-comments", inspection), said).status_code == 302
    assert "Published 12 April 2010" in page_of(client, "inspection", inspection)


@pytest.fixture
def published_report(recommendation):
    Recommendation.objects.update(comment="Training began.")
    Inspection.objects.update(comments_on=datetime.date(2010, 4, 1), comments="We agree.")
    return Inspection.objects.get(pk=recommendation.inspection_id)


def test_published_comments_are_corrected_on_a_page_of_their_own(as_person, editor, published_report):
    client, correct = as_person(editor), address("inspection-correct-comments", published_report)
    page = page_of(client, "inspection", published_report)
    assert (correct in page, f'{address("inspection-comments", published_report)}"' in page) == (True, False)
    assert client.get(address("inspection-comments", published_report)).status_code == 404
    assert client.post(correct, {"version": 1, "comments": "We agree in part."}).status_code == 422
    sent = {"version": 1, "comments": "We agree in part.", "reason": "One word was lost"}
    assert client.post(correct, sent).status_code == 302
    page = page_of(client, "inspection", published_report)
    assert all(words in page for words in ("Published 1 April 2010, corrected 12 April 2010", "One word was lost"))


def test_a_published_line_is_corrected_on_a_page_of_its_own(as_person, editor, published_report, recommendation):
    client, correct = as_person(editor), address("recommendation-correct-line", recommendation)
    assert correct in page_of(client, "recommendation", recommendation)
    for name in ("recommendation-edit", "recommendation-report"):
        assert "comment" not in client.get(address(name, recommendation)).context["form"].fields
    assert client.post(correct, {"version": 1, "comment": "n/a", "reason": "Wrong"}).status_code == 422
    sent = {"version": 1, "comment": "Training ended.", "reason": "The wrong tense"}
    assert client.post(correct, sent).status_code == 302
    page = page_of(client, "recommendation", recommendation)
    assert "Published 1 April 2010, corrected 12 April 2010" in page
    assert "corrected the comment" in page


def test_nothing_is_corrected_before_it_is_published(as_person, editor, inspection, recommendation):
    client = as_person(editor)
    assert client.get(address("inspection-correct-comments", inspection)).status_code == 404
    assert client.get(address("recommendation-correct-line", recommendation)).status_code == 404
    assert address("recommendation-correct-line", recommendation) not in page_of(
        client, "recommendation", recommendation
    )


def test_members_correct_nothing_that_is_published(as_person, member, editor, published_report, recommendation):
    pages = [("inspection-correct-comments", published_report), ("recommendation-correct-line", recommendation)]
    for page in pages:
        assert as_person(member).get(address(*page)).status_code == 404
        assert as_person(editor).get(address(*page)).status_code == 200


def test_what_is_entered_after_publication_warns_and_says_so(as_person, editor, published_report):
    sent = {"reference": "R9", "kind": "recommendation", "text": "Do it."}
    added = as_person(editor).post(address("recommendation-add", published_report), sent, follow=True)
    assert "it has none among them" in added.content.decode()
    late = Recommendation.objects.get(reference="R9")
    assert "After publication" in page_of(as_person(editor), "recommendation", late)
    assert page_of(as_person(editor), "inspection", published_report).count("After publication") == 1


def test_comments_that_nobody_asks_for_are_not_offered(as_person, editor, inspection):
    client, comments = as_person(editor), address("inspection-comments", inspection)
    assert comments in page_of(client, "inspection", inspection)
    Inspection.objects.update(needs_comments=False)
    assert comments not in page_of(client, "inspection", inspection)


def test_a_report_leaves_the_lists_and_comes_back(as_person, editor, inspection):
    client = as_person(editor)
    client.post(address("inspection-archive", inspection), {"reason": "Entered twice.", "version": 1})
    assert inspection.title not in page_of(client, "inspection-list")
    assert "Entered twice." in page_of(client, "inspection", inspection)
    client.post(address("inspection-restore", inspection))
    assert inspection.title in page_of(client, "inspection-list")


# --- From a recommendation to its end ---------------------------------------------------------------------------------


def step(client, name, recommendation, **said):
    recommendation.refresh_from_db()
    return client.post(address(f"recommendation-{name}", recommendation), {"version": recommendation.version, **said})


def test_from_the_owners_word_to_the_second_persons_signature(as_person, owner, editor, recommendation):
    officer = as_person(owner)
    assert step(officer, "report", recommendation, remains="Two shifts.", comment="Begun.").status_code == 302
    assert step(officer, "ask", recommendation, words="Minute 12 of May.").status_code == 302
    second = as_person(editor)
    assert "Minute 12 of May." in page_of(second, "recommendation-sign-off", recommendation)
    assert step(second, "sign-off", recommendation).status_code == 302
    page = page_of(as_person(owner), "recommendation", recommendation)
    assert "Signed off by" in page
    assert str(editor) in page


def test_whoever_asked_is_not_offered_to_sign_off_and_is_refused(as_person, editor, recommendation):
    client = as_person(editor)
    step(client, "ask", recommendation, words="Minute 12.")
    assert address("recommendation-sign-off", recommendation) not in page_of(client, "recommendation", recommendation)
    refused = step(client, "sign-off", recommendation)
    assert (refused.status_code, "Somebody else has to sign it off" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["ask", "reject"])
def test_a_step_without_its_words_is_refused_beside_the_question(as_person, editor, recommendation, name):
    response = step(as_person(editor), name, recommendation, words="")
    assert response.status_code == 422
    assert response.context["form"].errors["words"]


def test_whoever_was_slower_is_told_and_loses_nothing(as_person, editor, recommendation):
    client = as_person(editor)
    stale = {"version": recommendation.version, "words": "Not ours to do."}
    step(client, "report", recommendation, remains="Half.")
    late = client.post(address("recommendation-reject", recommendation), stale)
    page = late.content.decode()
    assert (late.status_code, "Somebody else changed this" in page, "Not ours to do." in page) == (422, True, True)


def test_only_the_steps_of_its_state_are_offered(as_person, editor, recommendation):
    client = as_person(editor)
    page = page_of(client, "recommendation", recommendation)
    assert address("recommendation-reject", recommendation) in page
    assert address("recommendation-reopen", recommendation) not in page
    step(client, "reject", recommendation, words="Costs too much.")
    page = page_of(client, "recommendation", recommendation)
    assert address("recommendation-reject", recommendation) not in page
    assert address("recommendation-reopen", recommendation) in page
    assert "Costs too much." in page


def test_the_deliverables_that_answer_it_stand_on_its_page(as_person, member, recommendation, authority):
    plan = PlanFactory(authority=authority)
    answering = DeliverableFactory(plan=plan, title="Run a course for call takers")
    answering.recommendations.add(recommendation)
    assert "Run a course for call takers" in page_of(as_person(member), "recommendation", recommendation)


# --- The tracker ------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(inspection, post):
    closed = {"evidence": "Minute.", "signed_off_by": person_with(Role.EDITOR), "signed_off_at": "2010-04-01T00:00Z"}
    return [
        RecommendationFactory(inspection=inspection, reference="R1", owner=None),
        RecommendationFactory(
            inspection=inspection, reference="R2", owner=post, state="in_progress", due_due=datetime.date(2010, 3, 31)
        ),
        RecommendationFactory(
            inspection=inspection, reference="R3", owner=post, state="in_progress", due_due=datetime.date(2010, 6, 30)
        ),
        RecommendationFactory(inspection=inspection, reference="R4", state="closed", comment="Done.", **closed),
        RecommendationFactory(
            inspection=inspection, reference="A1", kind="improvement", state="rejected", rejected_reason="No."
        ),
    ]


def references(client, **query):
    rows = client.get(address("recommendation-list"), query).context["table"].rows
    return [row.record.reference for row in rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["R1", "R2", "R3", "R4", "A1"]),
        ({"status": "in_progress"}, ["R2", "R3"]),
        ({"show": "unfinished"}, ["R1", "R2", "R3"]),
        ({"show": "overdue"}, ["R2"]),
        ({"show": "without_owner"}, ["R1"]),
        ({"show": "without_due"}, ["R1"]),
        ({"show": "without_comment"}, ["R1", "R2", "R3", "A1"]),
        ({"kind": "improvement"}, ["A1"]),
        ({"words": "R3"}, ["R3"]),
    ],
)
def test_the_tracker_is_narrowed(as_person, member, several, query, found):
    assert references(as_person(member), **query) == found


def test_the_counts_above_the_tracker_add_up_to_its_rows(as_person, member, several):
    client = as_person(member)
    for query in ({}, {"show": "unfinished"}):
        response = client.get(address("recommendation-list"), query)
        counts = {label: number for label, number, _ in response.context["by_state"]}
        assert sum(counts.values()) == len(response.context["table"].rows)
    everything = client.get(address("recommendation-list")).context["by_state"]
    assert [number for _, number, _ in everything] == [1, 2, 0, 1, 1]


@pytest.mark.parametrize("query", ["", "?status=closed", "?status=in_progress&kind=recommendation", "?show=overdue"])
def test_each_count_leads_to_exactly_what_it_counts(as_person, member, several, query):
    client, tracker = as_person(member), address("recommendation-list")
    counted = client.get(tracker + query).context["by_state"]
    assert sum(number for _, number, _ in counted) > 0
    for _, number, url in counted:
        assert len(client.get(tracker + url).context["table"].rows) == number


def test_a_status_that_is_none_leaves_the_counts_of_the_others(as_person, member, several):
    client, tracker = as_person(member), address("recommendation-list")
    assert [number for _, number, _ in client.get(tracker, {"status": "x"}).context["by_state"]] == [1, 2, 0, 1, 1]
    wrong = client.get(tracker, {"status": "closed", "show": "x"}).context["by_state"]
    assert sum(number for _, number, _ in wrong) == 0


def test_the_tracker_is_taken_away_in_the_shape_that_members_know(as_person, member, several):
    response = as_person(member).get(address("recommendation-list"), {"export": "csv", "show": "overdue"})
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:2] == ["Ref", "What is asked for"]
    assert [line.split(",")[0] for line in lines[1:]] == ["R2"]
    assert '"In progress, overdue"' in lines[1]


def test_an_archived_recommendation_leaves_the_tracker_and_is_told_with_its_reason(as_person, editor, several):
    client = as_person(editor)
    one = several[0]
    client.post(address("recommendation-archive", one), {"reason": "Entered twice.", "version": one.version})
    assert "R1" not in references(client)
    assert "Entered twice." in page_of(client, "recommendation-archived")
    client.post(address("recommendation-restore", one))
    assert "R1" in references(client)


# --- What a page costs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_a_report_costs_the_same_with_one_row_and_with_three(
    as_person, member, inspection, number, django_assert_num_queries
):
    grades = inspection.scale.grades.order_by("rank")
    for _ in range(number):
        judgement = JudgementFactory(inspection=inspection, grade=grades[2])
        judgement.distribution.create(grade=grades[0], forces=43)
        RecommendationFactory(inspection=inspection, owner=PostFactory(authority=inspection.authority))
    client = as_person(member)
    with django_assert_num_queries(REPORT):
        client.get(address("inspection", inspection))


@pytest.mark.parametrize("number", [1, 3])
def test_the_tracker_costs_the_same_with_one_row_and_with_three(
    as_person, member, inspection, number, django_assert_num_queries
):
    for _ in range(number):
        RecommendationFactory(inspection=inspection, owner=PostFactory(authority=inspection.authority))
    client = as_person(member)
    with django_assert_num_queries(TRACKER):
        client.get(address("recommendation-list"))
