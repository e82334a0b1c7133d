"""A plan of the length that authorities write, with everything a document has to cope with."""

from __future__ import annotations

import datetime

from tests.factories.deliverables import (
    DeliverableFactory,
    EvidenceFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
    SubItemFactory,
)
from tests.factories.people import AuthorityFactory, CommitteeFactory, PersonFactory, PostFactory
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
    ExpectedValueFactory,
    FootnoteFactory,
    MeasureFactory,
    ObjectiveFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
    ToleranceFactory,
)

JANUARY, DECEMBER = datetime.date(2008, 1, 1), datetime.date(2008, 12, 31)

AMBITIONS = (
    ("1", "People in every part of the county can say what they expect of their police, and be heard", 14),
    ("2", "The public money that the Force spends is spent well and openly", 16),
    ("3", "The Force is held to account for what it promised", 17),
    ("4", "The Authority itself is well led, well advised and easy to reach", 10),
)
TITLES = (
    "Agree a yearly programme of public meetings with the district councils",
    "Publish the costs of policing for every household in a leaflet that goes out with the council tax demand",
    "Review how complaints against senior officers are handled, and report what was learnt",
    "Set up a panel of residents who are asked twice a year",
    "Scrutinise the medium-term financial plan before it comes to the full Authority in February",
    "Write a joint strategy with partners for each of the nine areas that the Authority oversees",
    "Test the plan for keeping services going through a flu pandemic",
    "Members visit each custody suite without notice",
)
DETAILS = (
    "",
    "Work with the Force's own team and with neighbouring authorities, so that nothing is asked twice.",
    "The first round covers the four districts with the lowest confidence in the last survey; the others follow in the "
    "second half of the year.\n• agree the questions\n• choose the places\n• publish what was said within a month",
)
MEASURES = (
    "A programme is agreed by the committee",
    "At least six in ten of those asked say that they feel able to influence decisions, as the yearly survey has it",
    "The auditor finds no significant weakness",
)
DONE = (
    "The first three meetings were held; 140 people came.",
    "The draft went to the committee in January and came back with changes to the timetable. The consultants' report "
    "is in hand, and the two districts that had not answered now have.",
)
NEXT = ("The last two meetings are in May.", "The final text goes to the full Authority in June.")
DEADLINES = ("June 2010", "", "31/03/2010", "ongoing", "Q4 2009/10", "", "quarterly", "Dec 2009")
RATINGS = ("green", "amber", "green", "red", "green", "", "green")
LONG = (
    "This one took more explaining than the rest, because three bodies had to agree before anything could start. " * 28
)


def full_plan(*, authority=None, rows=57):
    """Return a plan of four ambitions with `rows` deliverables in all, gaps kept as gaps."""
    authority = authority or AuthorityFactory(
        name="Weald Police Authority",
        short_name="WPA",
        contact="The Chief Executive\nGateway House, 4 Mill Street\nMarlstone ME14 9AA\n\nenquiries@authority.example",
    )
    plan = PlanFactory(
        authority=authority,
        title="Business Plan 2009/10",
        marking="NOT PROTECTIVELY MARKED",
        vision="A county where people feel safe, and where the police answer to the people whom they serve.",
        values="- **Openness**: what we decide, and why, can be read by anybody.\n- **Fairness**: everybody is heard.\n"
        "- **Thrift**: every pound is public money.",
        foreword="This is the plan of a year in which money is short and expectations are high.\n\n"
        "It says what we will do, who will do it and how anybody will know. Read it, ask about it, hold us to it.\n\n"
        "*The Chair of the Authority*",
    )
    narratives(plan)
    period = ReportingPeriodFactory(
        plan=plan,
        name="Quarter 3",
        observed_from=datetime.date(2009, 10, 1),
        observed_to=datetime.date(2009, 12, 31),
        opens_on=datetime.date(2010, 1, 1),
        due_on=datetime.date(2010, 1, 20),
    )
    posts = [
        PostFactory(authority=authority, title=title) for title in ("Chief Executive", "Treasurer", "Policy Officer")
    ]
    committee = CommitteeFactory(authority=authority, name="Audit and Governance Committee")
    person = PersonFactory(name="Robin Example")
    for number, (reference, title, share) in enumerate(AMBITIONS):
        ambition = AmbitionFactory(
            plan=plan, reference=reference, title=title, description=DETAILS[2 - number % 2], position=number
        )
        ambition.priorities.set(list(plan.priorities.all())[number : number + 2])
        for risk in range(6):
            RiskFactory(
                authority=authority, reference=f"WPA {number * 6 + risk:02}", title="Partners leave what was agreed"
            ).ambitions.add(ambition)
        fill(ambition, round(rows * share / 57), posts, committee, period, person)
    promises(plan)
    return plan


def promises(plan):
    """Add targets under two priorities, one of two series and one in words."""
    first, second = list(plan.priorities.all())[:2]
    seen, met = (ObjectiveFactory(plan=plan, priority=one, title=f"Serve {one}") for one in (first, second))
    wanted(plan, objective=seen)
    one = wanted(plan, objective=met, series="White", text="Increase to 78%")
    wanted(plan, objective=met, series="BME", measure=one.series.measure, text="Increase to 75%")
    wanted(plan, objective=met, text="People feel heard", form="words", value=None, baseline=None)


def narratives(plan):
    SectionFactory(
        plan=plan,
        title="Who we are",
        body="The Authority has seventeen members: nine councillors and eight independent people.\n\n## How we work\n\n"
        "We meet in public. [Papers](https://authority.example/papers) are out a week before.\n\n"
        "| Committee | Meets | Members |\n|---|---|--:|\n| Audit | quarterly | 7 |\n| Standards | twice a year | 5 |\n",
    )
    SectionFactory(plan=plan, title="How this plan is watched", place="after", body=f"# Reporting\n\n{LONG[:900]}")
    SectionFactory(
        plan=plan, title="Notes for members only", place="after", body="Not in the public plan.", is_public=False
    )
    for title in ("Safer streets", "Confidence and satisfaction", "Value for money", "Protecting the vulnerable"):
        PriorityFactory(plan=plan, title=title)
    for term, meaning in (
        ("ACPO", "Association of Chief Police Officers"),
        ("BCS", "British Crime Survey"),
        ("CDRP", ""),
    ):
        GlossaryEntryFactory(plan=plan, term=term, meaning=meaning)


def fill(ambition, count, posts, committee, period, person):
    descriptors = [
        DescriptorFactory(ambition=ambition, title=f"{text} {ambition.reference}", position=place)
        for place, text in enumerate(
            ("People know who decides and how to reach them", "Nothing is decided unheard", "We keep our word")
        )
    ]
    for number in range(count):
        one = DeliverableFactory(
            plan=ambition.plan,
            ambition=ambition,
            descriptor=descriptors[number * 3 // max(count, 1)],
            reference=f"{ambition.reference}.{number + 1}",
            title=TITLES[number % len(TITLES)],
            description=DETAILS[number % len(DETAILS)],
            due=DEADLINES[number % len(DEADLINES)],
            lead=posts[number % 3] if number % 5 else None,
            committee=committee if number % 4 == 0 else None,
            position=number,
        )
        furnish(one, number, posts)
        if number % 6 != 5:
            report(one, number, period, person)


def furnish(one, number, posts):
    if number % 3 == 0:
        one.supporting.set(posts[:2])
    for text in MEASURES[: number % 4]:
        MeasurementFactory(deliverable=one, text=text)
    if number == 5:
        for place, text in enumerate(("Estates", "Information technology", "People", "Finance", "Collaboration")):
            SubItemFactory(
                deliverable=one, text=f"{text} strategy", committee_text="the Estates Committee", position=place
            )


def report(one, number, period, person):
    rating = RATINGS[number % len(RATINGS)]
    late = rating in {"amber", "red"}
    update = ProgressUpdateFactory(
        deliverable=one,
        period=period,
        written_by=person,
        state="accepted" if number % 3 else "submitted",
        stage="complete" if number % 8 == 4 else "in_progress",
        rating=rating,
        forecast="green" if rating else "",
        done=LONG if number == 9 else DONE[number % 2],
        next_steps=NEXT[number % 2],
        cause="The partner's figures came six weeks late." if late else "",
        recovery="Two officers work on it until the end of May." if late else "",
        recovery_by=one.lead if late else None,
        green_on=datetime.date(2010, 5, 31) if late else None,
        public_wording=f"{DONE[0]} More are to come." if number % 2 else "",
        latest=True,
    )
    if number % 8 == 4:
        EvidenceFactory(deliverable=one, update=update, added_by=person)


def wanted(plan, *, series="", objective=None, measure=None, **values):
    """Give a plan a target with all that a table of targets names, each part from a record of its own."""
    body = plan.authority
    measure = measure or MeasureFactory(authority=body, source=SourceFactory(authority=body), owner=PostFactory())
    one = SeriesFactory(measure=measure, name=series)
    values.setdefault("baseline", BaselineFactory(series=one, starts=JANUARY, ends=DECEMBER))
    target = TargetFactory(series=one, plan=plan, objective=objective, **values)
    for noted in filter(None, (measure, target, target.baseline)):
        noted.footnotes.add(FootnoteFactory(authority=body))
    ToleranceFactory(target=target, committee=CommitteeFactory(authority=body), set_by="")
    ExpectedValueFactory(target=target)
    return target
