"""Two authorities with one record of every kind each, and every address that takes the number of a record."""

from __future__ import annotations

import datetime

from django.urls import URLResolver, get_resolver, reverse

from kpa_tracker.base.toolkit.pages import ActionPage
from risks.scoring import pairs
from targets.models import Inspection
from tests.base.toolkit.admin.test_every_admin import MADE_BY
from tests.factories.api import ApiTokenFactory
from tests.factories.deliverables import CommentFactory, ConsultationFactory, FateFactory
from tests.factories.exchange import (
    BookImportFactory,
    ImportMappingFactory,
    ImportRunFactory,
    RegisterImportFactory,
    StagedImportFactory,
    StagedReturnFactory,
)
from tests.factories.inspections import InspectionFactory, JudgementFactory, RecommendationFactory
from tests.factories.notifications import MessageFactory
from tests.factories.packs import PackFactory
from tests.factories.people import SavedViewFactory, person_with
from tests.factories.pictures import PictureFactory
from tests.factories.publication import PublicAddressFactory, PublicationFactory, RenderingFactory, WordingFactory
from tests.factories.risks import CellFactory, SchemeFactory
from tests.factories.scrutiny import (
    AgendaItemFactory,
    AttendanceFactory,
    CommitteeRatingFactory,
    MinutedActionFactory,
    QuestionFactory,
    ResolutionFactory,
)
from tests.factories.sign_in import AuthenticatorFactory, UserSessionFactory
from tests.factories.targets import ResultFactory
from tests.journeys.every_page import NOT_HERE

NOBODYS = 987654
NAMED_BY_VIEW = {
    "factor-remove": "authenticator",
    "session-end": "usersession",
    "evidence": "evidence",
    "result-record": "series",
    "result-correct": "result",
    "result-judge": "result",
}
"""Kinds of record that a view looks up by itself; pages on others are tried beside them."""
PUBLISHED = {"comments_on": datetime.date(2010, 4, 1)}
"""What a report has once the office's comments are out: then they can be corrected."""


def scheme_with_cells(authority):
    """How an authority scores, entered without an event: who looks for one looks for what a request did."""
    made = SchemeFactory(authority=authority)
    for likelihood, impact in pairs():
        CellFactory(scheme=made, likelihood=likelihood, impact=impact)
    return made


MAKERS = {
    **MADE_BY,
    "scheme": scheme_with_cells,
    "inspection": lambda authority: InspectionFactory(authority=authority, **PUBLISHED),
    "recommendation": lambda authority: RecommendationFactory(
        inspection__authority=authority, **{f"inspection__{name}": value for name, value in PUBLISHED.items()}
    ),
    "picture": lambda authority: PictureFactory(plan__authority=authority),
    "consultation": lambda authority: ConsultationFactory(plan__authority=authority),
    "comment": lambda authority: CommentFactory(consultation__plan__authority=authority),
    "fate": lambda authority: FateFactory(deliverable__plan__authority=authority),
    "message": lambda authority: MessageFactory(authority=authority, state="failed"),
    "judgement": lambda authority: JudgementFactory(inspection__authority=authority),
    "result": lambda authority: ResultFactory(series__measure__authority=authority),
    "importmapping": lambda authority: ImportMappingFactory(authority=authority),
    "stagedimport": lambda authority: StagedImportFactory(plan__authority=authority),
    "stagedtargets": lambda authority: StagedImportFactory(plan__authority=authority, sort="targets"),
    "stagedbook": lambda authority: BookImportFactory(plan__authority=authority),
    "stagedregister": lambda authority: RegisterImportFactory(register_of=authority),
    "importrun": lambda authority: ImportRunFactory(staged__plan__authority=authority),
    "stagedreturn": lambda authority: StagedReturnFactory(period__plan__authority=authority),
    "agendaitem": lambda authority: AgendaItemFactory(meeting__committee__authority=authority),
    "attendance": lambda authority: AttendanceFactory(meeting__committee__authority=authority),
    "question": lambda authority: QuestionFactory(committee__authority=authority),
    "minutedaction": lambda authority: MinutedActionFactory(meeting__committee__authority=authority),
    "resolution": lambda authority: ResolutionFactory(meeting__committee__authority=authority),
    "committeerating": lambda authority: CommitteeRatingFactory(deliverable__plan__authority=authority),
    "wording": lambda authority: WordingFactory(authority=authority),
    "rendering": lambda authority: RenderingFactory(plan__authority=authority, drawn=True),
    "publication": lambda authority: PublicationFactory(
        plan=PublicAddressFactory(plan__authority=authority, plan__title="Published").plan
    ),
    "pack": lambda authority: PackFactory(meeting__committee__authority=authority),
    "apitoken": lambda authority: ApiTokenFactory(person=person_with("officer", authority=authority)),
    "authenticator": lambda authority: AuthenticatorFactory(user=person_with("officer", authority=authority)),
    "usersession": lambda authority: UserSessionFactory(user=person_with("officer", authority=authority)),
    "savedview": lambda authority: SavedViewFactory(person=person_with("officer", authority=authority)),
}


def patterns(resolver=None):
    """Yield every address of ours, the admin's, the sign-in's and the public site's aside."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin" and not any(name in str(entry.urlconf_name) for name in NOT_HERE):
                yield from patterns(entry)
        elif hasattr(entry.callback, "view_class"):
            yield entry


def model_of(entry):
    """Return the name of the kind of record that an address takes the number of; nothing where it takes none."""
    if "pk" not in entry.pattern.converters:
        return ""
    if entry.name.startswith("import-measures-"):
        return "stagedtargets"
    if entry.name.startswith("import-book-"):
        return "stagedbook"
    if entry.name.startswith("import-register-"):
        return "stagedregister"
    made = entry.callback.view_class(**entry.callback.view_initkwargs)
    return made.model._meta.model_name if getattr(made, "model", None) else NAMED_BY_VIEW.get(entry.name, "unknown")


def acting():
    """Return (name of the address, kind of record) of every page that changes something."""
    known = [entry for entry in patterns() if set(entry.pattern.converters) <= {"pk", "period"}]
    found = [(e.name, model_of(e)) for e in known if issubclass(e.callback.view_class, ActionPage)]
    return [(name, kind) for name, kind in found if kind in MAKERS or not kind]


def address(name, kind, made):
    """Return the address of a page on the record of its kind among those that were made."""
    if not kind:
        return reverse(name)
    if name == "inspection-comments":
        Inspection.objects.filter(pk=made[kind].pk).update(comments_on=None)
    second = [made["reportingperiod"].pk] if name == "update-write" else []
    return reverse(name, args=[made[kind].pk, *second])


class World(dict):
    """One record of every kind of an authority, each made when it is first asked for."""

    def __init__(self, authority):
        super().__init__()
        self.authority = authority

    def __missing__(self, kind):
        self[kind] = made = MAKERS[kind](self.authority)
        if kind == "deliverable":
            self._in_the_plan_of_the_period(made)
        return made

    def get(self, kind, default=None):
        return self[kind] if kind in MAKERS else default

    def _in_the_plan_of_the_period(self, deliverable):
        """The period and the deliverable belong to one plan, as they do in life."""
        plan = self["reportingperiod"].plan
        deliverable.plan = deliverable.ambition.plan = plan
        deliverable.ambition.save()
        deliverable.save()


def world_of(authority):
    """Make one record of every kind."""
    made = World(authority)
    for kind in MAKERS:
        made[kind]
    return made
