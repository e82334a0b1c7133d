"""What became of a plan's deliverables: the numbers add up, the undecided are named, each is decided on its page."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliverables.models import Deliverable, Fate
from tests.answers import text
from tests.factories.deliverables import DeliverableFactory, FateFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.plans import AmbitionFactory
from tests.factories.situations import meanwhile

WHY = "Something else matters more."


@pytest.fixture
def decided(promised, successor):
    """Three of five decided: one carried forward, one merged into the same, one dropped."""
    FateFactory(deliverable=promised["1.3"], outcome="carried", reason="", became=[successor])
    FateFactory(deliverable=promised["1.4"], outcome="merged", reason=WHY, became=[successor])
    FateFactory(deliverable=promised["1.5"], outcome="dropped", reason="Nobody asked for it.")
    return promised


@pytest.fixture
def read(member):
    """Read as a member, in a browser of their own."""
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return lambda name, *args, **asked: client.get(reverse(name, args=args), asked)


# --- The plan's page and the list -------------------------------------------------------------------------------------


def test_the_numbers_add_up_to_all_and_lead_to_their_lists(decided, plan, read):
    shown = read("plan-fates", plan.pk)
    parts = {part.word: part for part in shown.context["parts"]}
    assert {word: len(part.deliverables) for word, part in parts.items()} == {
        "Not decided yet": 2,
        "Completed": 0,
        "Carried forward": 1,
        "Merged": 1,
        "Replaced": 0,
        "Dropped": 1,
    }
    assert shown.context["total"] == 5
    for part in parts.values():
        listed = read("fate-list", plan=plan.pk, outcome=part.key).context["table"].rows
        assert sorted(row.record.pk for row in listed) == sorted(one.pk for one in part.deliverables)


def test_the_page_names_the_undecided_and_what_the_others_became(decided, plan, read):
    page = text(read("plan-fates", plan.pk))
    for words in ("1.1 Promise 1", "1.2 Promise 2", "2.1 What follows", "Business plan 2010/11", WHY):
        assert words in page
    assert "Decide<span" not in page


def test_an_editor_finds_the_way_to_decide_each(decided, plan, editor, as_person):
    page = text(as_person(editor).get(reverse("plan-fates", args=[plan.pk])))
    for one in decided.values():
        assert reverse("fate-decide", args=[one.pk]) in page


def test_before_a_plan_follows_the_page_leads_editors_to_begin_it(promised, plan, editor, member, as_person):
    url = reverse("plan-fates", args=[plan.pk])
    assert as_person(editor).get(url).context["page_actions"] == [
        ("Begin next year's plan", reverse("plan-roll", args=[plan.pk]), "primary")
    ]
    shown = as_person(member).get(url)
    assert (shown.context["page_actions"], shown.context["parts"]) == ([], [])
    assert "No plan follows this one yet" in text(shown)


def test_a_plan_that_holds_nothing_says_so(follower, plan, read):
    assert "holds no deliverables now" in text(read("plan-fates", plan.pk))


def test_the_list_holds_what_stands_in_plans_that_another_follows(decided, successor, read):
    elsewhere = DeliverableFactory(plan__authority=successor.plan.authority)
    found = {row.record for row in read("fate-list").context["table"].rows}
    assert found == set(decided.values())
    assert elsewhere not in found


def test_the_list_is_narrowed_and_taken_away(decided, plan, read):
    answer = read("fate-list", outcome="merged", export="csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][6:9] == ["What became of it", "What it became", "Why"]
    assert [(row[0], row[6], row[7], row[8]) for row in rows[1:]] == [
        ("1.4", "Merged", "2.1 What follows (Business plan 2010/11)", WHY)
    ]
    assert read("fate-list", words="Promise 1", outcome="none").context["table"].rows[0].get_cell_value("outcome") == ""
    assert len(read("fate-list", lead=decided["1.3"].lead_id).context["table"].rows) == 5
    assert "choose one from the list" in text(read("fate-list", outcome="forgotten"))


@pytest.mark.parametrize("sort", ["reference", "-reference", "outcome", "-decided_at", "decided_by", "lead", "plan"])
def test_the_list_is_sorted(decided, read, sort):
    assert len(read("fate-list", sort=sort).context["table"].rows) == 5


# --- Deciding one -----------------------------------------------------------------------------------------------------


@pytest.fixture
def decide(as_person, editor):
    client = as_person(editor)

    def send(one, **said):
        url = reverse("fate-decide", args=[one.pk])
        return client.post(url, said) if said else client.get(url)

    return send


def test_a_fate_is_decided_and_stands_on_both_pages(promised, successor, decide, read):
    answer = decide(promised["1.3"], outcome="carried", became=[successor.pk], reason="It goes on.", version="0")
    assert (answer.status_code, answer.url) == (302, promised["1.3"].get_absolute_url())
    old, new = (text(read("deliverable", one.pk)) for one in (promised["1.3"], successor))
    assert "What became of it</h2>" in old
    assert "2.1 What follows" in old
    assert "Where it came from</h2>" in new
    assert "1.3 Promise 3" in new
    assert "It goes on." in new


def test_a_copy_is_offered_and_made(promised, follower, decide):
    AmbitionFactory(plan=follower, title="Safe streets")
    assert "Put a copy of it into “Business plan 2010/11” now" in text(decide(promised["1.4"]))
    decide(promised["1.4"], outcome="carried", copied="on", version="0")
    assert str(promised["1.4"].fate.became.get()) == "1.4 Promise 4"


def test_a_deadline_that_was_not_carried_is_told_where_it_came_from(promised, follower, decide, read):
    AmbitionFactory(plan=follower, title="Safe streets")
    decide(promised["1.3"], outcome="carried", copied="on", version="0")
    new = promised["1.3"].fate.became.get()
    assert "Its deadline there was March 2010." in text(read("deliverable", new.pk))


def test_a_refusal_stands_beside_its_question_and_keeps_what_was_typed(promised, follower, decide):
    answer = decide(promised["1.3"], outcome="dropped", reason="", version="0")
    assert (answer.status_code, answer.context["form"].errors) == (422, {"reason": ["Say why it was dropped."]})
    answer = decide(promised["1.3"], outcome="carried", reason=WHY, version="0")
    assert answer.context["form"].errors == {
        "became": ["Choose the one deliverable of the new plan that it was carried forward as."]
    }
    assert answer.context["form"]["reason"].value() == WHY


def test_what_was_decided_meanwhile_is_shown_and_not_overwritten(promised, follower, decide):
    decide(promised["1.3"], outcome="dropped", reason=WHY, version="0")
    answer = decide(promised["1.3"], outcome="completed", reason="Minuted.", version="0")
    assert answer.status_code == 422
    assert "decided this already: dropped" in text(answer)
    assert Fate.objects.get().outcome == "dropped"


def test_a_version_of_what_nobody_has_decided_breaks_nothing(promised, follower, decide):
    assert decide(promised["1.3"], outcome="dropped", reason=WHY, version="5").status_code == 302
    assert Fate.objects.get().outcome == "dropped"


def test_a_fate_is_changed_from_what_it_is(promised, follower, decide):
    decide(promised["1.3"], outcome="dropped", reason=WHY, version="0")
    form = decide(promised["1.3"]).context["form"]
    assert (form["outcome"].value(), form["reason"].value(), form["version"].value()) == ("dropped", WHY, 1)
    decide(promised["1.3"], outcome="completed", reason="Minuted.", version="1")
    assert Fate.objects.get().outcome == "completed"


def test_the_slower_of_two_sees_both_texts(promised, follower, decide):
    decide(promised["1.3"], outcome="dropped", reason="The first.", version="0")
    decide(promised["1.3"], outcome="dropped", reason="The second.", version="1")
    answer = decide(promised["1.3"], outcome="dropped", reason="The third.", version="1")
    assert answer.status_code == 422
    assert ("Why", "The third.", "The second.") in answer.context["comparison"]
    assert decide(promised["1.3"], outcome="dropped", reason="The third.", version="2").status_code == 302


def test_before_a_plan_follows_the_page_says_so(promised, decide):
    shown = decide(promised["1.3"])
    assert "No plan follows this one yet" in text(shown)
    assert "copied" not in shown.context["form"].fields


@pytest.mark.parametrize(("who", "status"), [("editor", 200), ("member", 404), ("auditor", 404), ("stranger", 404)])
def test_editors_of_the_authority_decide_and_nobody_else(promised, as_person, request, who, status):
    client = as_person(request.getfixturevalue(who))
    assert client.get(reverse("fate-decide", args=[promised["1.3"].pk])).status_code == status


@pytest.mark.parametrize("name", ["plan-fates", "deliverable-years"])
def test_everybody_of_the_authority_reads_it_and_nobody_else(decided, plan, member, stranger, as_person, name):
    url = reverse(name, args=[plan.pk if name == "plan-fates" else decided["1.3"].pk])
    assert [as_person(one).get(url).status_code for one in (member, stranger)] == [200, 404]
    assert as_person(stranger).get(reverse("fate-list")).context["table"].rows.data.data.count() == 0


# --- Across the years -------------------------------------------------------------------------------------------------


def test_a_promise_is_read_across_the_years(decided, successor, read):
    page = text(read("deliverable-years", successor.pk))
    for words in ("1.3 Promise 3", "1.4 Promise 4", "(this one)", "Came from", "Merged", WHY):
        assert words in page
    assert "1.5 Promise 5" not in page


def test_each_period_of_each_year_has_its_rating(decided, earlier_period, successor, read):
    ProgressUpdateFactory(deliverable=decided["1.3"], period=earlier_period, rating="amber", state="accepted")
    page = text(read("deliverable-years", successor.pk))
    assert "Quarter 3, October to December 2009" in page
    assert "Amber" in page
    assert "its plan is a draft" in page


# --- Cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_no_page_asks_once_a_row(plan, follower, member, as_person, rows):
    old = [DeliverableFactory(plan=plan, reference=f"7.{at}") for at in range(rows)]
    new = DeliverableFactory(plan=follower)
    for one in old:
        FateFactory(deliverable=one, outcome="merged", became=[new])
        ProgressUpdateFactory(deliverable=one, period=ReportingPeriodFactory.create(plan=plan, **months(one)))
    client = as_person(member)
    client.get("/plans/")
    costs = {}
    for name, record in {"plan-fates": plan, "fate-list": None, "deliverable-years": new, "deliverable": new}.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, args=[record.pk] if record else [])).status_code == 200
        costs[name] = len(asked)
    assert costs == {"plan-fates": 9, "fate-list": 13, "deliverable-years": 18, "deliverable": 26}


def months(one):
    month = 1 + int(one.reference.partition(".")[2])
    return {"observed_from": f"2009-{month:02d}-01", "observed_to": f"2009-{month:02d}-28"}


def test_what_is_archived_counts_for_nothing(decided, plan, editor, read):
    meanwhile(decided["1.5"], archived_at="2010-04-01T09:00Z", archived_by=editor)
    assert read("plan-fates", plan.pk).context["total"] == Deliverable.objects.filter(plan=plan).current().count() == 4
