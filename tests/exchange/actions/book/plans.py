"""A plan with something of everything that its workbook carries, and its way out and back in."""

import datetime
import io

from openpyxl import load_workbook

from kpa_tracker.interfaces.exchange.actions.book import export_book, propose_book, read_book, take_over_book
from kpa_tracker.interfaces.exchange.actions.book.held import canonical, held_by
from kpa_tracker.interfaces.exchange.reading.child import read
from plans.actions import create_plan
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, SubItemFactory
from tests.factories.people import AuthorityFactory, CommitteeFactory, PostFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PlanFactory,
    PriorityFactory,
    SectionFactory,
)
from tests.factories.risks import RiskFactory
from tests.factories.targets import (
    BaselineFactory,
    DefinitionFactory,
    ExpectedValueFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    MeasureSetFactory,
    ObjectiveFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
    ToleranceFactory,
)


def whole_plan(authority, **values):
    """Return a draft plan with every kind of record, honest gaps among them."""
    plan = PlanFactory(authority=authority, title="Plan 2009/10", state="draft", **values)
    plan.vision, plan.values, plan.foreword = (
        "Safe streets.",
        "- **Fair**\n\n- Open",
        "## Welcome\n\nRead on.\n\n    code",
    )
    plan.ambition_word = "Theme"
    plan.save()
    priority, other = (
        PriorityFactory(plan=plan, title=title, position=n) for n, title in enumerate(["Safety", "Value"])
    )
    SectionFactory(plan=plan, title="About us", body="Two\n\nparagraphs", place="before", position=1)
    SectionFactory(plan=plan, title="Money", body="| a | b |\n|---|---|", place="after", is_public=False, position=1)
    GlossaryEntryFactory(plan=plan, term="BCS", meaning="British Crime Survey")
    GlossaryEntryFactory(plan=plan, term="PSA", meaning="")
    first = AmbitionFactory(plan=plan, reference="A", title="Safe", description="All\n\nof it", position=1)
    first.priorities.set([priority, other])
    second = AmbitionFactory(plan=plan, title="Safe", position=2)
    descriptor = DescriptorFactory(ambition=first, title="Streets", position=1)
    DescriptorFactory(ambition=second, title="Streets", position=1)
    _deliverables(plan, descriptor, second, priority)
    _targets(plan, priority)
    return plan


def _deliverables(plan, descriptor, other, priority):
    ambition = descriptor.ambition
    clerk, chief = (PostFactory(authority=plan.authority, title=title) for title in ("Clerk", "Chief Executive"))
    estates = CommitteeFactory(authority=plan.authority, name="Estates Committee", short_name="EC")
    full = DeliverableFactory(
        plan=plan,
        ambition=ambition,
        descriptor=descriptor,
        reference="1.1",
        title="Light the lanes",
        description="Lamp by lamp.\n\nStreet by street.",
        lead=clerk,
        committee=estates,
        due="June 2010",
        public_wording="More light.",
        source_owner="Clrk",
        position=1,
    )
    full.supporting.set([chief])
    full.priorities.set([priority])
    MeasurementFactory(deliverable=full, text="Lamps counted", position=1)
    MeasurementFactory(deliverable=full, text="Two\nlines", position=2)
    SubItemFactory(deliverable=full, text="Buy → lamps", committee=estates, position=1)
    SubItemFactory(deliverable=full, text="Hang them", committee_text="Lamp Ctee", position=2)
    SubItemFactory(deliverable=full, text="Look at them", position=3)
    bare = DeliverableFactory(plan=plan, ambition=other, descriptor=None, reference="1.2", title="=SUM(A1)")
    risk = RiskFactory(authority=plan.authority, reference="KPA 05", title="Dark")
    risk.deliverables.set([full, bare])
    risk.ambitions.set([ambition])


def _targets(plan, priority):
    authority = plan.authority
    measure = MeasureFactory(
        authority=authority,
        reference="SPI 1",
        title="Satisfied callers",
        owner=PostFactory(authority=authority, title="Analyst"),
        source=SourceFactory(authority=authority, name="Own survey", sort="survey", note="Of 600 callers."),
        set=MeasureSetFactory(authority=authority, title="Statutory", introduction="By **law**."),
    )
    measure.footnotes.set([FootnoteFactory(authority=authority, text="Unweighted.", mark="*")])
    series = SeriesFactory(measure=measure, name="", position=1)
    SeriesFactory(measure=measure, name="Medway", unit="callers", decimals=2, position=2)
    year = (datetime.date(2008, 4, 1), datetime.date(2009, 3, 31))
    baseline = BaselineFactory(series=series, starts=year[0], ends=year[1], is_projected=True)
    baseline.footnotes.set([FootnoteFactory(authority=authority, text="Nine months.")])
    objective = ObjectiveFactory(plan=plan, title="Answer", priority=priority, position=1)
    target = TargetFactory(series=series, plan=plan, objective=objective, baseline=baseline, position=1)
    target.footnotes.set([FootnoteFactory(authority=authority, text="Set in March.")])
    plan.deliverables.get(reference="1.1").measures.set([measure])
    _said_further(target, measure)


def _said_further(target, measure):
    DefinitionFactory(measure=measure, text="All who answered.", applies_from=datetime.date(2005, 4, 1))
    DefinitionFactory(measure=measure, text="Two\n\nparagraphs", applies_from=datetime.date(2009, 4, 1))
    estates = target.plan.deliverables.get(reference="1.1").committee
    ToleranceFactory(target=target, reason="As last year.")
    later = {"applies_from": datetime.date(2009, 10, 1), "measured_in": "percent", "amber_within": 5}
    ToleranceFactory(target=target, committee=estates, set_by="", **later)
    ExpectedValueFactory(target=target)
    ExpectedValueFactory(
        target=target, starts=datetime.date(2009, 7, 1), ends=datetime.date(2010, 3, 31), value="50.25"
    )


def graded(plan):
    """Add to a plan a measure with a scale of grades, and a target that is one of them."""
    scale = GradeScaleFactory(authority=plan.authority, name="Baseline", era="2004 to 2006")
    scale.grades.filter(word="Good").update(meaning="Better than\nmost.")
    measure = MeasureFactory(authority=plan.authority, kind="grade", title="Leadership", scale=scale)
    series = SeriesFactory(measure=measure, name="")
    TargetFactory(series=series, plan=plan, text="At least Good", form="grade", value=3, position=2)
    return plan


def sent_out(plan):
    """Return a plan's workbook."""
    return export_book(plan, by=None).content


def come_back(content):
    """Return what is read of a workbook."""
    return read_book(read("plan.xlsx", content))


def empty_plan_for(plan, authority=None, title=""):
    """Return an empty plan of an authority that has nothing else."""
    authority = authority or AuthorityFactory()
    made = Plan(authority=authority, title=title or plan.title, starts_on=plan.starts_on, ends_on=plan.ends_on)
    return create_plan(made, by=None)


def copied(plan):
    """Return the plan that comes of a plan's workbook in an empty authority."""
    copy = empty_plan_for(plan)
    take_over_book(copy, come_back(sent_out(plan)), by=None)
    return Plan.objects.get(pk=copy.pk)


def edited(content, *cells, save=None):
    """Return a workbook in which some cells were edited as in Excel: (sheet, key or heading, column, value)."""
    book = load_workbook(io.BytesIO(content))
    for sheet, key, heading, value in cells:
        cell_at(book[sheet], key, heading).value = value
    if save:
        save(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell_at(sheet, key, heading):
    """Return a cell by what stands at the beginning of its row and at the head of its column."""
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == key)
    return sheet.cell(row, column)


def differences(plan, other):
    """Return the cells of which two plans' workbooks say another thing."""
    one, two = canonical(held_by(plan)), canonical(held_by(other))
    numbers = [(name, len(rows), len(two[name])) for name, rows in one.items() if len(rows) != len(two[name])]
    pairs = [(name, *pair) for name, rows in one.items() for pair in zip(rows, two[name], strict=False)]
    return numbers + [
        (name, column, text, right[column])
        for name, left, right in pairs
        for column, text in left.items()
        if right[column] != text
    ]


def told(proposal):
    """Return what a proposal would change: (sheet, row, what, old, new)."""
    return [(step.sheet.title, step.title, *change) for step in proposal.changed for change in step.shown_changes]


def proposed(plan, content):
    return propose_book(plan, come_back(content))
