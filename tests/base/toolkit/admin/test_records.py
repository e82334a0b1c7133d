"""What the admin saves goes through the same actions as the pages, and leaves the same history."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.models import Deliverable, Measurement, ReportingPeriod
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Committee, Meeting
from kpa_tracker.base.people.roles import Role
from plans.models import Ambition, Plan, Priority, Scale, ScalePoint
from risks.models import Risk
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, SubItemFactory
from tests.factories.people import AppointmentFactory, AuthorityFactory, CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory, PriorityFactory, ScaleFactory
from tests.factories.risks import RiskFactory


def address(record, page="change"):
    args = [record.pk] if getattr(record, "pk", None) else []
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=args)


def filled(response):
    """Return what the browser would send back of a form in the admin, its inlines included."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    sent = {}
    for form in [response.context["adminform"].form, *(form for formset in formsets for form in formset.forms)]:
        for field in form:
            value = field.value()
            sent[field.html_name] = value() if callable(value) else value
    for formset in formsets:
        sent |= {field.html_name: field.value() for field in formset.management_form}
    return {name: value for name, value in sent.items() if value is not None}


@pytest.fixture
def client(administrator, as_person):
    return as_person(administrator)


@pytest.fixture
def save(client):
    """Return a function that changes some fields of a record's form and sends it."""

    def send(record, page="change", **changes):
        url = address(record, page)
        return client.post(url, {**filled(client.get(url)), **changes})

    return send


def errors(response):
    form = response.context["adminform"].form
    return {name: list(texts) for name, texts in form.errors.items()}


@pytest.fixture
def one(authority):
    plan = PlanFactory(authority=authority, state=Plan.State.DRAFT)
    descriptor = DescriptorFactory(ambition__plan=plan)
    return DeliverableFactory(plan=plan, ambition=descriptor.ambition, descriptor=descriptor, due="June 2010")


# --- The same history -------------------------------------------------------------------------------------------------


def test_the_admin_and_the_page_leave_the_same_event_but_for_the_door(one, authority, client, save):
    post, committee = PostFactory(authority=authority), CommitteeFactory(authority=authority)
    MeasurementFactory(deliverable=one, text="Agreed")
    twin = DeliverableFactory(plan=one.plan, ambition=one.ambition, descriptor=one.descriptor, due="June 2010")
    Deliverable.objects.filter(pk=twin.pk).update(title=one.title)
    MeasurementFactory(deliverable=twin, text="Agreed")
    words = {"title": "New title", "lead": post.pk, "committee": committee.pk, "deadline": "Q2 2010/11"}
    save(one, **words, **{"measurements-0-text": "Agreed by all"})
    page = {**words, "reference": twin.reference, "measurement_1": "Agreed by all", "version": 1}
    client.post(reverse("deliverable-edit", args=[twin.pk]), page)
    admin, site = history_of(one).get(), history_of(twin).get()
    assert (admin.changes, admin.verb, admin.actor_id) == (site.changes, site.verb, site.actor_id)
    assert set(admin.changes) >= {"title", "lead", "committee", "deadline_text", "measurements"}
    assert (admin.door, site.door) == ("admin", "page")


def test_a_new_record_is_one_event_with_its_parts(one, authority, save):
    post = PostFactory(authority=authority, title="Treasurer")
    save(
        Deliverable(),
        "add",
        ambition=one.ambition_id,
        descriptor=one.descriptor_id,
        reference="9.9",
        title="A new one",
        supporting=[post.pk],
        deadline="ongoing",
        **{"measurements-TOTAL_FORMS": "1", "measurements-0-text": "Agreed"},
    )
    made = Deliverable.objects.get(reference="9.9")
    event = Event.objects.filter(subject_type="deliverables.deliverable").get()
    assert (made.plan, made.deadline_text) == (one.plan, "ongoing")
    assert (event.changes["supporting"], event.changes["measurements"]) == ([None, ["Treasurer"]], [None, ["Agreed"]])


def test_links_leave_their_old_and_new(authority, save):
    committee = CommitteeFactory(authority=authority)
    first, second = PostFactory(authority=authority, title="First"), PostFactory(authority=authority, title="Second")
    committee.members.add(first)
    save(committee, members=[second.pk])
    assert history_of(committee).get().changes == {"members": [["First"], ["Second"]]}


def test_each_part_in_an_inline_has_its_own_event(authority, save):
    plan = PlanFactory(authority=authority)
    priority = PriorityFactory(plan=plan, title="Crime")
    save(
        plan,
        **{
            "priorities-0-title": "Less crime",
            "priorities-TOTAL_FORMS": "2",
            "priorities-1-title": "Trust",
            "priorities-1-plan": plan.pk,
        },
    )
    made = Priority.objects.get(title="Trust")
    assert history_of(priority).get().changes == {"title": ["Crime", "Less crime"]}
    assert (history_of(made).get().verb, history_of(plan).count()) == ("priority created", 0)


def test_measurements_are_struck_out_with_the_deliverable(one, save):
    MeasurementFactory(deliverable=one, text="Agreed", position=1)
    MeasurementFactory(deliverable=one, text="Published", position=2)
    SubItemFactory(deliverable=one, text="Fraud", committee_text="Audit")
    save(one, **{"measurements-0-DELETE": "on"})
    assert list(Measurement.objects.values_list("text", flat=True)) == ["Published"]
    assert history_of(one).get().changes == {"measurements": [["Agreed", "Published"], ["Published"]]}


def test_saving_what_is_the_same_leaves_no_event(one, save):
    assert save(one).status_code == 302
    assert history_of(one).count() == 0


def test_djangos_own_log_stays_empty(one, save):
    from django.contrib.admin.models import LogEntry

    save(one, title="New")
    assert LogEntry.objects.count() == 0


# --- What is refused --------------------------------------------------------------------------------------------------


def test_the_slower_of_two_sees_both_texts_and_may_then_save(one, client, save):
    url = address(one)
    read = filled(client.get(url))
    save(one, title="Theirs")
    answer = client.post(url, {**read, "title": "Mine"})
    shown = errors(answer)
    assert shown["title"] == ["Saved by somebody else meanwhile: Theirs"]
    assert "Nothing that you typed is lost" in shown["__all__"][0]
    assert 'value="Mine"' in answer.content.decode()
    again = client.post(url, {**filled(answer), "title": "Mine and theirs"})
    assert (again.status_code, Deliverable.objects.get(pk=one.pk).title) == (302, "Mine and theirs")


def test_what_an_action_refuses_stands_beside_its_field_and_nothing_is_saved(authority, save):
    adopted = DeliverableFactory(plan__authority=authority, due="June 2010")
    answer = save(adopted, title="New", deadline="July 2010", **{"measurements-0-text": "Agreed"})
    assert "only by a request" in errors(answer)["deadline"][0]
    kept = Deliverable.objects.get(pk=adopted.pk)
    assert (kept.title, kept.measurements.count(), Event.objects.count()) == (adopted.title, 0, 0)


def test_a_refused_part_undoes_the_whole_change(authority, save):
    plan = PlanFactory(authority=authority)
    PriorityFactory(plan=plan, title="Crime")
    twice = {"priorities-TOTAL_FORMS": "2", "priorities-1-title": "Crime", "priorities-1-plan": plan.pk}
    answer = save(plan, title="New title", **twice)
    assert answer.status_code == 200
    assert Plan.objects.get(pk=plan.pk).title == plan.title


def test_a_closed_plan_refuses_in_the_same_words(authority, save):
    answer = save(PlanFactory(authority=authority, state=Plan.State.CLOSED), title="New")
    assert errors(answer) == {"__all__": ["This plan is closed. It stays as it was when its year ended."]}


def test_a_date_that_nobody_understands_is_refused(one, save):
    assert "is not a date that the tracker understands" in errors(save(one, deadline="when ready"))["deadline"][0]


def test_the_lead_does_not_support(one, authority, save):
    post = PostFactory(authority=authority)
    assert errors(save(one, lead=post.pk, supporting=[post.pk])) == {
        "supporting": ["The lead post cannot support the same deliverable as well."]
    }


def test_a_descriptor_of_another_ambition_is_refused(one, save):
    other = AmbitionFactory(plan=one.plan)
    answer = save(
        Deliverable(), "add", ambition=other.pk, descriptor=one.descriptor_id, reference="9.9", title="A new one"
    )
    assert errors(answer)["descriptor"] == [f"This does not belong to “{other}”."]


HOSTILE = [
    ("lead", lambda: PostFactory().pk),
    ("committee", lambda: CommitteeFactory().pk),
    ("supporting", lambda: [PostFactory().pk]),
    ("priorities", lambda: [PriorityFactory().pk]),
]


@pytest.mark.parametrize(("field", "theirs"), HOSTILE)
def test_another_authoritys_record_is_not_a_choice(one, save, field, theirs):
    answer = save(one, **{field: theirs()})
    assert list(errors(answer)) == [field]
    assert "valid choice" in errors(answer)[field][0]


def test_an_administrator_here_who_only_reads_there_adds_nothing_there(authority, administrator, client):
    elsewhere = AppointmentFactory(person=administrator, role=Role.MEMBER).post.authority
    url = address(Committee(), "add")
    sent = {**filled(client.get(url)), "authority": elsewhere.pk, "name": "Ours now", "position": 0}
    answer = client.post(url, sent)
    assert errors(answer) == {"__all__": ["You do not administer the authority that this belongs to."]}
    assert not Committee.objects.exists()


def test_where_somebody_only_reads_the_form_is_to_read(administrator, client):
    elsewhere = AppointmentFactory(person=administrator, role=Role.MEMBER).post.authority
    theirs = CommitteeFactory(authority=elsewhere, name="Theirs")
    assert client.post(address(theirs), {"name": "Ours now"}).status_code == 403
    assert Committee.objects.get(pk=theirs.pk).name == "Theirs"


def test_what_is_said_once_is_not_changed_afterwards(authority, save):
    ambition = AmbitionFactory(plan__authority=authority)
    save(ambition, plan=PlanFactory(authority=authority).pk, title="New")
    kept = Ambition.objects.get(pk=ambition.pk)
    assert (kept.plan, kept.title) == (ambition.plan, "New")


# --- Archiving --------------------------------------------------------------------------------------------------------


def choose(client, record, action, **more):
    url = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_changelist")
    return client.post(f"{url}?archived=all", {"action": action, "_selected_action": [record.pk], **more})


def test_archiving_asks_for_a_reason(one, client):
    asked = choose(client, one, "archive")
    assert "they can be brought back" in asked.content.decode()
    assert "Say why you archive it." in choose(client, one, "archive", reason=" ").content.decode()
    assert not Deliverable.objects.get(pk=one.pk).is_archived


def test_archiving_and_bringing_back_are_events(one, client):
    choose(client, one, "archive", reason="Merged.")
    choose(client, one, "restore")
    assert [(e.verb, e.reason, e.door) for e in history_of(one)] == [
        ("deliverable restored", "", "admin"),
        ("deliverable archived", "Merged.", "admin"),
    ]


def test_what_cannot_be_archived_says_why(authority, client):
    held = AppointmentFactory(post__authority=authority).post
    answer = choose(client, held, "archive", reason="Gone.")
    told = [str(message) for message in answer.wsgi_request._messages]
    assert told == [f"{held}: Somebody holds this post. End their appointment first."]


def test_lists_leave_out_what_is_archived_until_asked(one, client):
    choose(client, one, "archive", reason="Merged.")
    url = reverse("admin:deliverables_deliverable_changelist")
    queries = ({}, {"archived": "yes"}, {"archived": "all"})
    assert [client.get(url, query).context["cl"].result_count for query in queries] == [0, 1, 1]


def test_the_list_is_narrowed_to_what_is_missing(one, authority, client):
    MeasurementFactory(deliverable=one)
    led = DeliverableFactory(plan=one.plan, ambition=one.ambition, lead=PostFactory(authority=authority))
    url = reverse("admin:deliverables_deliverable_changelist")
    gaps = ("without_owner", "without_deadline", "without_measurement")
    shown = [list(client.get(url, {"gap": gap}).context["cl"].result_list) for gap in gaps]
    assert shown == [[one], [led], [led]]


# --- Records with ways of their own -----------------------------------------------------------------------------------


def test_the_only_authority_is_filled_in(authority, administrator, client):
    assert filled(client.get(address(Committee(), "add")))["authority"] == authority.pk
    other = PostFactory(title="Reader there")
    AppointmentFactory(person=administrator, post=other, role=Role.MEMBER)
    assert "authority" not in filled(client.get(address(Committee(), "add")))


def test_a_new_plan_gets_the_usual_scale(authority, save):
    save(Plan(), "add", authority=authority.pk, title="New plan", starts_on="2010-04-01", ends_on="2011-03-31")
    made = Plan.objects.get(title="New plan")
    assert (made.state, made.scale.points.count()) == ("draft", 3)


def test_a_scale_is_made_with_its_points_and_reworded(authority, save):
    save(Scale(), "add", authority=authority.pk, name="Confidence", kind="five")
    scale = Scale.objects.get(name="Confidence")
    place = list(scale.points.values_list("code", flat=True)).index("red")
    save(scale, **{f"points-{place}-word": "In trouble"})
    assert ScalePoint.objects.get(scale=scale, code="red").word == "In trouble"
    assert history_of(scale).first().changes == {"red word": ["Red", "In trouble"]}


def test_a_period_is_opened_only_on_an_adopted_plan(authority, save):
    adopted = PlanFactory(authority=authority)
    window = {"observed_from": "2009-07-01", "observed_to": "2009-09-30"}
    window |= {"opens_on": "2009-10-01", "due_on": "2009-10-21"}
    draft = PlanFactory(authority=authority, state=Plan.State.DRAFT)
    answer = save(ReportingPeriod(), "add", plan=draft.pk, name="Quarter 2", **window)
    assert "Adopt the plan first" in errors(answer)["__all__"][0]
    assert save(ReportingPeriod(), "add", plan=adopted.pk, name="Quarter 2", **window).status_code == 302


@pytest.mark.parametrize("written", ["27/5/2010", "27 May 2010", "2010-05-27"])
def test_a_day_is_written_as_on_the_sites_own_pages(written, authority, save):
    save(Meeting(), "add", committee=CommitteeFactory(authority=authority).pk, held_on=written)
    assert Meeting.objects.get().held_on == datetime.date(2010, 5, 27)


def test_what_is_no_day_says_how_one_is_written(authority, save):
    response = save(Meeting(), "add", committee=CommitteeFactory(authority=authority).pk, held_on="Thursday")
    assert errors(response) == {"held_on": ["This is not a day. Write it like 31/3/2010 or 31 March 2010."]}


def test_a_risk_keeps_its_links(one, authority, save):
    risk = RiskFactory(authority=authority)
    save(risk, deliverables=[one.pk], title="New")
    assert list(risk.deliverables.all()) == [one]
    assert history_of(risk).get().changes["deliverables"] == [[], [str(one)]]
    save(Risk(), "add", authority=authority.pk, reference="KPA 99", title="Another", ambitions=[one.ambition_id])
    assert list(Risk.objects.get(reference="KPA 99").ambitions.all()) == [one.ambition]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_at_one_row_and_at_three(rows, authority, client, django_assert_num_queries):
    plan = PlanFactory(authority=authority)
    ambition = AmbitionFactory(plan=plan)
    for _ in range(rows):
        DeliverableFactory(
            plan=plan, ambition=ambition, descriptor=None, lead=PostFactory(authority=authority),
            committee=CommitteeFactory(authority=authority),
        )  # fmt: skip
    AuthorityFactory()
    ScaleFactory()
    with django_assert_num_queries(9):
        client.get(reverse("admin:deliverables_deliverable_changelist"))


def test_what_is_missing_is_said_by_its_name(client, save, authority):
    response = save(PostFactory(authority=authority), title="")
    assert errors(response) == {"title": ["Fill in “Title”."]}
    added = client.post(reverse("admin:people_person_add"), {})
    assert "Fill in “Name”." in added.content.decode()
    assert "This field is required." not in added.content.decode()
