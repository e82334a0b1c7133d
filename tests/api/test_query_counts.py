"""Every list asks the database as often for one record as for three, with all that hangs on them."""

from __future__ import annotations

import pytest

from tests.api.records import NAMES, list_url, numbers
from tests.factories import deliverables, inspections, people, plans, progress, risks, targets

pytestmark = pytest.mark.django_db


def committee(a):
    made = people.CommitteeFactory(authority=a, chair=people.PostFactory(authority=a))
    made.members.set(people.PostFactory.create_batch(2, authority=a))
    people.MeetingFactory(committee=made)


def post(a):
    made = people.held_post(a, answers_to=people.PostFactory(authority=a))
    people.CommitteeFactory(authority=a).members.add(made)


def plan(a):
    made = plans.PlanFactory(authority=a, previous=plans.PlanFactory(authority=a))
    for kind in (plans.SectionFactory, plans.GlossaryEntryFactory, plans.PriorityFactory):
        kind.create_batch(2, plan=made)


def ambition(a):
    made = plans.AmbitionFactory(plan__authority=a)
    made.priorities.set(plans.PriorityFactory.create_batch(2, plan=made.plan))


def deliverable(a):
    body, post = people.CommitteeFactory(authority=a), people.PostFactory(authority=a)
    made = progress.rated(plans.PlanFactory(authority=a), "amber", before="green", committee=body, lead=post)
    made.supporting.set(people.PostFactory.create_batch(2, authority=a))
    made.priorities.set(plans.PriorityFactory.create_batch(2, plan=made.plan))
    deliverables.MeasurementFactory.create_batch(2, deliverable=made)
    deliverables.SubItemFactory(deliverable=made, committee=body)


def update(a):
    post = people.PostFactory(authority=a)
    person = people.PersonFactory()
    deliverables.ProgressUpdateFactory(
        deliverable__plan__authority=a, recovery_by=post, on_behalf_of=post, submitted_by=person
    )


def measure(a):
    post, body = people.PostFactory(authority=a), people.CommitteeFactory(authority=a)
    made = targets.MeasureFactory(authority=a, owner=post, committee=body, source=targets.SourceFactory(authority=a))
    targets.DefinitionFactory(measure=made)
    for series in targets.SeriesFactory.create_batch(2, measure=made):
        series.latest = targets.ResultFactory(series=series)
        series.save()


def target(a):
    made = targets.TargetFactory(series__measure__authority=a)
    made.baseline = targets.BaselineFactory(series=made.series)
    made.objective = targets.ObjectiveFactory(plan=made.plan)
    made.save()
    targets.ToleranceFactory(target=made, committee=people.CommitteeFactory(authority=a), set_by="")
    targets.ExpectedValueFactory(target=made)


def inspection(a):
    made = inspections.InspectionFactory(authority=a)
    inspections.JudgementFactory(inspection=made, grade=made.scale.grades.first())


def recommendation(a):
    made = inspections.RecommendationFactory(
        inspection=inspections.InspectionFactory(authority=a),
        owner=people.PostFactory(authority=a),
        committee=people.CommitteeFactory(authority=a),
    )
    made.deliverables.set(deliverables.DeliverableFactory.create_batch(2, plan__authority=a))


def risk(a):
    made = risks.RiskFactory(
        authority=a,
        owner=people.PostFactory(authority=a),
        committee=people.CommitteeFactory(authority=a),
        category=risks.CategoryFactory(authority=a),
    )
    for basis in ("inherent", "current", "target"):
        risks.AssessmentFactory(risk=made, basis=basis)
    made.ambitions.set(plans.AmbitionFactory.create_batch(2, plan__authority=a))
    made.deliverables.set(deliverables.DeliverableFactory.create_batch(2, plan__authority=a))


FULL = {
    "committees": (committee, 5),
    "meetings": (lambda a: people.MeetingFactory(committee__authority=a), 4),
    "posts": (post, 6),
    "plans": (plan, 8),
    "ambitions": (ambition, 5),
    "descriptors": (lambda a: plans.DescriptorFactory(ambition__plan__authority=a), 4),
    "deliverables": (deliverable, 9),
    "periods": (lambda a: deliverables.ReportingPeriodFactory(plan__authority=a), 4),
    "updates": (update, 4),
    "measures": (measure, 6),
    "targets": (target, 7),
    "results": (lambda a: targets.ResultFactory(series__measure__authority=a), 4),
    "inspections": (inspection, 6),
    "recommendations": (recommendation, 5),
    "risks": (risk, 8),
}
"""(maker of a record with all that its answer names, how often its list asks)"""


def test_every_list_but_that_of_authorities_is_counted():
    """Who sees three authorities has three appointments; they are read by one query like all others."""
    assert set(NAMES) - set(FULL) == {"authorities"}


@pytest.mark.parametrize("name", list(FULL))
def test_a_list_asks_as_often_for_one_as_for_three(name, authority, program, django_assert_num_queries):
    make, count = FULL[name]
    make(authority)
    before = len(numbers(program.get(list_url(name))))  # also keeps the day of the token's use
    with django_assert_num_queries(count):
        program.get(list_url(name))
    make(authority)
    make(authority)
    with django_assert_num_queries(count):
        assert len(numbers(program.get(list_url(name)))) >= before + 2
