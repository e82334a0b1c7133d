import pytest

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions import (
    answer_questions,
    confirm_import,
    proposal_of,
    read_plan_of,
    stage_import,
)
from kpa_tracker.interfaces.exchange.models import StagedImport
from plans.models import Ambition, Descriptor, Plan, Priority
from risks.models import Risk
from tests.exchange.files import workbook
from tests.exchange.real_plans import NEEDED, take_in
from tests.factories.deliverables import ReportingPeriodFactory
from tests.factories.exchange import StagedImportFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.risks import RiskFactory

HEADINGS = ["Ambition", "Objective", "Action", "Lead", "By when", "Measure", "Committee", "Risk", "Linked priority"]
FIRST = ["Safe streets", "Less violence", "Patrol the park", "Clerk", "June 2010", "Hours", "Audit", "R1", "Confidence"]
SECOND = ["Safe streets", "Less violence", "Light the lanes", "", "", "", "", "", ""]
THIRD = ["Good value", "Lower cost", "Share the fleet", "Treasurer / Clerk", "ongoing", "Cars", "", "R1", ""]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def clerk(authority):
    return PostFactory(authority=authority, title="Clerk")


def staged(plan, *rows):
    return StagedImportFactory(plan=plan, rows=[HEADINGS, *(rows or (FIRST, SECOND, THIRD))])


def imported(plan, *rows, by, names=None, **options):
    one = staged(plan, *rows)
    if names:
        answer_questions(one, answers={}, names=names)
    return confirm_import(one, by=by, **options)


def counts(plan):
    return (
        Ambition.objects.filter(plan=plan).count(),
        Descriptor.objects.filter(ambition__plan=plan).count(),
        Deliverable.objects.filter(plan=plan).count(),
    )


def of(plan, title):
    return Deliverable.objects.get(plan=plan, title=title)


def test_the_table_becomes_the_plan(plan, clerk, editor):
    imported(plan, by=editor)
    assert counts(plan) == (2, 2, 3)
    patrol = of(plan, "Patrol the park")
    assert patrol.ambition.title == "Safe streets"
    assert patrol.descriptor.title == "Less violence"
    assert (patrol.lead, patrol.deadline_text, patrol.reference) == (clerk, "June 2010", "1.1.1")
    assert [one.text for one in patrol.measurements.all()] == ["Hours"]
    assert [one.title for one in patrol.priorities.all()] == ["Confidence"]


def test_gaps_stay_gaps(plan, clerk, editor):
    imported(plan, by=editor)
    lights = of(plan, "Light the lanes")
    assert (lights.lead, lights.deadline_text, lights.measurements.count()) == (None, "", 0)


def test_unknown_posts_and_committees_are_not_made_and_the_words_are_kept(plan, clerk, editor):
    done = imported(plan, by=editor)
    fleet = of(plan, "Share the fleet")
    assert (fleet.lead, fleet.source_owner) == (None, "Treasurer / Clerk")
    assert list(fleet.supporting.all()) == [clerk]
    assert not Post.objects.filter(title="Treasurer").exists()
    assert not Committee.objects.filter(name="Audit").exists()
    assert done.result["posts_left"] == ["Treasurer"]
    assert done.result["committees_left"] == ["Audit"]
    assert ["Share the fleet", "Treasurer / Clerk"] in done.result["without_owner"]


def test_posts_and_committees_that_were_ticked_are_made(plan, clerk, editor):
    imported(plan, by=editor, names={"posts": {"Treasurer": "new"}, "committees": {"Audit": "new"}})
    assert of(plan, "Share the fleet").lead.title == "Treasurer"
    assert of(plan, "Patrol the park").committee.name == "Audit"


def test_a_name_can_stand_for_a_post_that_exists(plan, clerk, editor, authority):
    treasurer = PostFactory(authority=authority, title="Chief Finance Officer")
    committee = CommitteeFactory(authority=authority, name="Audit and Finance Committee")
    names = {"posts": {"Treasurer": str(treasurer.pk)}, "committees": {"Audit": str(committee.pk)}}
    imported(plan, by=editor, names=names)
    assert of(plan, "Share the fleet").lead == treasurer
    assert of(plan, "Patrol the park").committee == committee


def test_posts_of_another_authority_are_never_taken(plan, editor):
    other = PostFactory(title="Clerk")
    imported(plan, by=editor, names={"posts": {"Clerk": str(other.pk)}})
    assert of(plan, "Patrol the park").lead is None


def test_the_same_file_again_changes_nothing(plan, clerk, editor):
    imported(plan, by=editor)
    before = Event.objects.count()
    done = imported(plan, by=editor)
    assert counts(plan) == (2, 2, 3)
    assert done.result["counts"] == {"made": 0, "changed": 0, "unchanged": 7}
    assert Event.objects.count() == before + 1  # the import itself


def test_only_what_the_file_changed_is_changed(plan, clerk, editor):
    imported(plan, by=editor)
    versions = dict(Deliverable.objects.values_list("title", "version"))
    done = imported(plan, FIRST, [*SECOND[:4], "May 2010", *SECOND[5:]], THIRD, by=editor)
    assert done.result["counts"]["changed"] == 1
    assert of(plan, "Light the lanes").deadline_text == "May 2010"
    after = dict(Deliverable.objects.values_list("title", "version"))
    assert {title for title in after if after[title] != versions[title]} == {"Light the lanes"}


def test_what_people_changed_since_stands_while_the_file_says_the_same(plan, clerk, editor):
    imported(plan, by=editor)
    Deliverable.objects.filter(title="Patrol the park").update(title="Patrol both parks", deadline_text="July 2010")
    imported(plan, by=editor)
    assert counts(plan) == (2, 2, 3)
    assert of(plan, "Patrol both parks").deadline_text == "July 2010"


def test_a_reworded_row_is_the_same_deliverable(plan, clerk, editor):
    imported(plan, by=editor)
    known = of(plan, "Patrol the park").pk
    imported(plan, [*FIRST[:2], "Patrol the park daily", *FIRST[3:]], SECOND, THIRD, by=editor)
    assert of(plan, "Patrol the park daily").pk == known
    assert counts(plan) == (2, 2, 3)


def test_a_reworded_ambition_keeps_what_hangs_on_it(plan, clerk, editor):
    imported(plan, by=editor)
    known = Ambition.objects.get(title="Safe streets").pk
    imported(plan, ["Safer streets", *FIRST[1:]], ["Safer streets", *SECOND[1:]], THIRD, by=editor)
    assert Ambition.objects.get(title="Safer streets").pk == known
    assert counts(plan) == (2, 2, 3)


def test_what_stands_under_an_archived_ambition_is_left_out(plan, clerk, editor):
    from plans.actions import archive

    imported(plan, by=editor)
    gone = Ambition.objects.get(title="Good value")
    archive(gone, seen=gone.version, reason="Dropped", by=editor)
    done = imported(plan, FIRST, SECOND, THIRD, [*THIRD[:2], "Sell the vans", *THIRD[3:]], by=editor)
    assert not Deliverable.objects.filter(title="Sell the vans").exists()
    assert "Good value: It is archived here, so it is left as it is." in done.result["notes"]


def test_an_ambition_takes_changed_words_and_priorities(plan, editor):
    rows = [["Aim", "Action", "Linked priority"], ["Safe\nWords", "Patrol", "Trust"], ["", "Visit", ""]]
    confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    rows[1] = ["Safe\nOther words", "Patrol", "Trust\nValue"]
    confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    ambition = Ambition.objects.get()
    assert ambition.description == "Other words"
    assert {one.title for one in ambition.priorities.all()} == {"Trust", "Value"}


def test_text_around_the_table_is_taken_once_and_stays_internal(plan, editor):
    from kpa_tracker.base.toolkit.grids import Grid, Paragraph
    from tests.factories.exchange import document_of

    document = document_of()
    words = [("Our vision", "Calm streets"), ("Values", "We listen"), ("Courage", "We act"), ("Foreword", "Welcome")]
    document.blocks[:0] = [block for head, text in words for block in (Paragraph(head, 2), Paragraph(text))]
    terms = document_of([["PA", "Police Authority"], ["NP", ""]], name="Glossary").grids
    document.blocks += [Grid("Glossary", terms[0].rows)]
    for _ in range(2):
        one = StagedImportFactory(plan=plan, document=document.to_json())
        confirm_import(one, by=editor)
    plan.refresh_from_db()
    assert plan.vision == "Calm streets"
    assert plan.values == "We listen\n\n### Courage\n\nWe act\n\n### Foreword\n\nWelcome"
    assert [entry.term for entry in plan.glossary.all()] == ["NP", "PA"]
    Plan.objects.filter(pk=plan.pk).update(vision="Typed by hand")
    confirm_import(StagedImportFactory(plan=plan, document=document.to_json()), by=editor)
    plan.refresh_from_db()
    assert plan.vision == "Typed by hand"


def test_text_around_the_table_can_be_left_out(plan, editor):
    from kpa_tracker.base.toolkit.grids import Paragraph
    from tests.factories.exchange import document_of

    document = document_of()
    document.blocks[:0] = [Paragraph("Our vision", 2), Paragraph("Calm"), Paragraph("Foreword", 2), Paragraph("Hello")]
    confirm_import(StagedImportFactory(plan=plan, document=document.to_json()), by=editor, with_text=False)
    plan.refresh_from_db()
    assert (plan.vision, plan.sections.count()) == ("", 0)
    confirm_import(StagedImportFactory(plan=plan, document=document.to_json()), by=editor)
    assert [(one.title, one.is_public) for one in plan.sections.all()] == [("Foreword", False)]


def test_a_very_long_title_is_cut_and_kept_whole_in_the_description(plan, editor):
    long = "word " * 120
    confirm_import(StagedImportFactory(plan=plan, rows=[["Aim", "Action"], ["Safe", long]]), by=editor)
    made = Deliverable.objects.get()
    assert made.title.endswith("word…")
    assert len(made.title) <= 400
    assert made.description == long.strip()


def test_a_reference_that_became_another_rows_is_kept_as_it_was(plan, editor):
    rows = [["Ref", "Aim", "Action"], ["A1", "Safe", "Patrol"], ["A2", "Safe", "Visit"]]
    confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    rows[1][0], rows[2][0] = "A9", "A1"
    confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    assert set(Deliverable.objects.values_list("reference", flat=True)) <= {"A1", "A2", "A9"}
    assert counts(plan)[2] == 2


def test_a_row_under_another_heading_moves(plan, clerk, editor):
    imported(plan, by=editor)
    imported(plan, FIRST, ["Good value", "Lower cost", *SECOND[2:]], THIRD, by=editor)
    assert of(plan, "Light the lanes").ambition.title == "Good value"
    assert counts(plan) == (2, 2, 3)


def test_a_row_no_longer_in_the_file_stays_and_is_named(plan, clerk, editor):
    imported(plan, by=editor)
    done = imported(plan, FIRST, THIRD, by=editor)
    assert counts(plan)[2] == 3
    assert [text.partition(" ")[2] for text in done.result["gone"]] == ["Light the lanes"]


def test_what_was_archived_is_not_brought_back(plan, clerk, editor):
    from deliverables.actions.deliverables import archive_deliverable

    imported(plan, by=editor)
    lights = of(plan, "Light the lanes")
    archive_deliverable(lights, seen=lights.version, reason="Dropped", by=editor)
    done = imported(plan, by=editor)
    assert counts(plan)[2] == 3
    assert done.result["notes"] == ["Light the lanes: It is archived here, so it is left as it is."]


def test_risks_are_entered_by_reference_and_linked_both_ways(plan, clerk, editor):
    imported(plan, by=editor)
    risk = Risk.objects.get(authority=plan.authority)
    assert (risk.reference, risk.title) == ("R1", "Title not given in the imported plan")
    assert {one.title for one in risk.deliverables.all()} == {"Patrol the park", "Share the fleet"}


def test_a_risk_of_the_register_keeps_its_links_and_gets_more(plan, clerk, editor):
    risk = RiskFactory(authority=plan.authority, reference="r 1", title="Loss of trust")
    imported(plan, by=editor)
    imported(plan, by=editor)
    assert Risk.objects.count() == 1
    assert risk.deliverables.count() == 2


def test_risks_can_be_left_out(plan, clerk, editor):
    imported(plan, by=editor, with_risks=False)
    assert Risk.objects.count() == 0


def test_an_adopted_deadline_is_not_moved_and_the_person_is_told(plan, clerk, editor):
    imported(plan, by=editor)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.ADOPTED)
    done = imported(plan, [*FIRST[:4], "July 2010", *FIRST[5:]], SECOND, THIRD, by=editor)
    assert of(plan, "Patrol the park").deadline_text == "June 2010"
    assert "move only by a request" in done.result["notes"][0]


def test_progress_in_the_file_becomes_drafts_in_the_open_period(authority, clerk, editor):
    plan = PlanFactory(authority=authority, state=Plan.State.ADOPTED)
    period = ReportingPeriodFactory(plan=plan)
    rows = [["Aim", "Action", "Lead", "RAG", "Update"], ["Safe", "Patrol", "Clerk", "Amber", "Begun"]]
    done = confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    update = ProgressUpdate.objects.get()
    assert (update.period, update.state, update.rating, update.done) == (period, "draft", "amber", "Begun")
    assert done.result["drafts"] == 1
    confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    assert ProgressUpdate.objects.count() == 1


def test_progress_without_an_open_period_is_mentioned_and_left(plan, clerk, editor):
    rows = [["Aim", "Action", "RAG"], ["Safe", "Patrol", "Amber"]]
    done = confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    assert ProgressUpdate.objects.count() == 0
    assert "no reporting period" in done.result["notes"][0]


def test_a_rating_that_the_scale_lacks_is_left_out_of_the_draft(authority, editor):
    plan = PlanFactory(authority=authority, state=Plan.State.ADOPTED)
    ReportingPeriodFactory(plan=plan)
    rows = [["Aim", "Action", "RAG", "Update"], ["Safe", "Patrol", "Amber/red", "Begun"]]
    confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    assert ProgressUpdate.objects.get().rating == ""


def test_all_is_an_owner_that_can_be_made(plan, editor):
    rows = [["Aim", "Action", "Owner"], ["Safe", "Patrol", "ALL"]]
    one = StagedImportFactory(plan=plan, rows=rows)
    answer_questions(one, answers={}, names={"posts": {"ALL": "new"}})
    confirm_import(one, by=editor)
    assert of(plan, "Patrol").lead.kind == Post.Kind.EVERYONE


def test_a_plan_of_two_levels_hangs_its_actions_under_the_first(plan, editor):
    confirm_import(StagedImportFactory(plan=plan), by=editor)
    patrol = of(plan, "Patrol the park")
    assert (patrol.ambition.title, patrol.descriptor) == ("Safe streets", None)
    confirm_import(StagedImportFactory(plan=plan), by=editor)
    assert counts(plan) == (1, 0, 1)


def test_a_taken_reference_gets_another_and_is_mentioned(plan, editor):
    rows = [["Ref", "Aim", "Action"], ["A1", "Safe", "Patrol"], ["A1", "Safe", "Visit"]]
    done = confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    assert of(plan, "Patrol").reference == "A1"
    assert of(plan, "Visit").reference != "A1"
    assert "Another deliverable has the reference A1" in done.result["notes"][0]


def test_the_levels_get_the_names_of_the_file_only_in_an_empty_plan(plan, editor):
    rows = [["Theme", "Desired outcome", "Contributory activity"], ["Safe", "Calm", "Patrol"]]
    confirm_import(StagedImportFactory(plan=plan, rows=rows), by=editor)
    plan.refresh_from_db()
    words = (plan.ambition_word, plan.descriptor_word, plan.deliverable_word)
    assert words == ("Theme", "Desired outcome", "Contributory activity")
    confirm_import(staged(plan), by=editor)
    plan.refresh_from_db()
    assert plan.ambition_word == "Theme"


def test_every_event_says_that_it_came_through_an_import(plan, clerk, editor):
    imported(plan, by=editor)
    assert set(Event.objects.values_list("door", flat=True)) == {"import"}
    assert Event.objects.filter(verb="plan imported").count() == 1
    assert Event.objects.filter(verb="deliverable created").count() == 3


def test_a_closed_plan_takes_nothing(plan, editor):
    one = staged(plan)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    with pytest.raises(Refused, match="closed"):
        confirm_import(one, by=editor)
    assert counts(plan) == (0, 0, 0)


def test_an_import_is_done_once(plan, editor):
    one = staged(plan)
    confirm_import(one, by=editor)
    with pytest.raises(Refused, match="is done"):
        confirm_import(one, by=editor)


def test_a_file_without_deliverables_is_refused(plan, editor):
    one = StagedImportFactory(plan=plan, rows=[["Name", "Telephone"], ["Clerk", "1"]])
    with pytest.raises(Refused, match="Nothing was found"):
        confirm_import(one, by=editor)


def test_nothing_remains_of_an_import_that_fails_half_way(plan, clerk, editor, monkeypatch):
    from kpa_tracker.interfaces.exchange.actions import applying

    def broken(*args, **kwargs):
        raise Refused("No.")

    monkeypatch.setattr(applying, "add_risk", broken)
    one = staged(plan)
    with pytest.raises(Refused):
        confirm_import(one, by=editor)
    assert counts(plan) == (0, 0, 0)
    assert Priority.objects.count() == 0
    assert Event.objects.count() == 0
    one.refresh_from_db()
    assert one.confirmed_at is None
    assert one.document != {}


def test_a_refusal_names_its_row(plan, clerk, editor, monkeypatch):
    from kpa_tracker.interfaces.exchange.actions import applying

    def broken(*args, **kwargs):
        raise Refused("No.")

    monkeypatch.setattr(applying, "create_deliverable", broken)
    with pytest.raises(Refused, match=r"Plan, row 2, “Patrol the park”: No\."):
        imported(plan, by=editor)


def test_what_was_read_is_not_kept_after_the_import(plan, editor):
    done = confirm_import(staged(plan), by=editor)
    done.refresh_from_db()
    assert (done.document, done.choices) == ({}, {})


def test_comparing_costs_the_same_for_one_row_and_three(plan, editor, django_assert_num_queries):
    imported(plan, by=editor)
    one, three = staged(plan, FIRST), staged(plan)
    for each in (one, three):
        each = StagedImport.objects.for_page().get(pk=each.pk)
        with django_assert_num_queries(15):
            proposal_of(each)


@NEEDED
@pytest.mark.parametrize("name", ["kpa-business-plan-2009-10.docx", "kpa-business-plan-2009-10-page-broken.xlsx"])
def test_a_real_plan_is_imported_whole_and_a_second_form_of_it_changes_little(plan, editor, name):
    take_in(plan, name, by=editor)
    assert counts(plan) == (4, 17, 57)
    assert Risk.objects.count() == 22
    assert Priority.objects.filter(plan=plan).count() == 4
    assert Deliverable.objects.filter(lead=None).count() == 11
    assert Deliverable.objects.filter(deadline_text="").count() == 30
    assert Deliverable.objects.filter(measurements=None).count() == 15
    again = take_in(plan, name, by=editor)
    assert again.result["counts"] == {"made": 0, "changed": 0, "unchanged": 78}
    take_in(plan, "kpa-business-plan-2009-10.txt", by=editor)
    assert counts(plan) == (4, 17, 57)
    assert Risk.objects.count() == 22


def test_the_upload_itself_can_be_read_from_bytes(plan, editor):
    one = stage_import(plan, name="plan.xlsx", content=workbook([HEADINGS, FIRST]), by=editor)
    assert read_plan_of(one).counts.deliverables == 1
