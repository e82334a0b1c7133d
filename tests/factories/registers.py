"""The life of a register beside that of a plan: every action that changes how a risk stands, each on its day."""

from __future__ import annotations

import datetime

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit import clock
from risks import actions
from risks.models import Acceptance, Action, Assessment, Category, Control, Risk
from risks.models.facts import last_move
from risks.scoring import Level, standard_matrix
from tests.factories.lives import noon
from tests.factories.people import AppointmentFactory, PersonFactory

CONTROL = {"type": Control.Type.PREVENTIVE}


class RegisterLife:
    """A register whose risks hang on a plan that lives beside it."""

    def __init__(self, life):
        self.life, self.editor, self.authority = life, life.editor, life.authority

    def risk(self, reference):
        return Risk.objects.get(authority=self.authority, reference=reference)

    def enter(self, reference, title, *, ambitions=(), deliverables=(), **said):
        new = Risk(authority=self.authority, reference=reference, title=title, **said)
        actions.add_risk(new, ambitions=ambitions, deliverables=deliverables, by=self.editor)

    def change(self, reference, *, ambitions=None, deliverables=None, **said):
        risk = self.risk(reference)
        for name, value in said.items():
            setattr(risk, name, value)
        links = {
            "ambitions": risk.ambitions.all() if ambitions is None else ambitions,
            "deliverables": risk.deliverables.all() if deliverables is None else deliverables,
        }
        actions.change_risk(risk, seen=risk.version, **links, by=self.editor)

    def score(self, reference, likelihood, impact, basis="current"):
        risk = self.risk(reference)
        pair = {"likelihood": likelihood, "impact": impact, "impact_kind": "service"}
        made = Assessment(risk=risk, basis=basis, rationale="As we see it.", **pair)
        actions.assess_risk(made, seen=risk.version, by=self.editor)

    def decide(self, reference, status, reason):
        risk = self.risk(reference)
        actions.change_status(risk, status=status, reason=reason, seen=risk.version, by=self.editor)

    def again(self, record):
        return type(record).objects.get(pk=record.pk)

    # --- The days ---------------------------------------------------------------------------------------------------

    def begin(self):
        life = self.life
        life.draft()
        chair = life.posts["Treasurer"]
        AppointmentFactory(post=chair, person=PersonFactory(), starts_on=datetime.date(2009, 1, 1))
        self.category = actions.add_category(
            Category(authority=self.authority, name="Money", appetite=Level.MEDIUM), by=self.editor
        )

    def register(self):
        life = self.life
        told = {"owner": life.posts["Chief Executive"], "committee": life.committees["HR Committee"]}
        links = {"ambitions": [life.parts["Trust"]], "deliverables": [life.one("1.1"), life.one("1.2")]}
        self.enter("R 1", "Money runs out", category=self.category, proximity="now", cause="Cuts", **told, **links)
        self.enter("R 2", "Nobody comes")
        self.enter("R 3", "A flood", deliverables=[life.one("2.1")])

    def score_first(self):
        self.score("R 1", 4, 4)
        self.score("R 1", 5, 5, "inherent")
        self.score("R 1", 2, 2, "target")
        self.score("R 2", 1, 1)

    def treat(self):
        post = self.again(self.life.posts["Clerk"])
        self.control = actions.add_part(
            Control(risk=self.risk("R 1"), title="A lock", owner=post, **CONTROL), by=self.editor
        )
        self.other = actions.add_part(Control(risk=self.risk("R 2"), title="A key", **CONTROL), by=self.editor)
        self.action = actions.add_part(Action(risk=self.risk("R 1"), title="Ask"), by=self.editor)
        self.decide("R 1", "treated", "There is a lock.")

    def rename(self):
        self.life.rename()

    def test(self):
        shown = {"tested_on": clock.today(), "note": "Tried."}
        control = self.again(self.control)
        actions.record_test(control, effectiveness="ineffective", **shown, seen=control.version, by=self.editor)
        action = self.again(self.action)
        changes = {"state": "dropped", "outcome": "Nobody answered."}
        actions.change_part(action, seen=action.version, changes=changes, by=self.editor)

    def relink(self):
        life = self.life
        self.change("R 1", ambitions=[self.again(life.parts["Value"])], deliverables=[life.one("1.1"), life.one("2.2")])
        self.change("R 2", ambitions=[self.again(life.parts["Trust"])], title="Nobody stays", effect="Empty rooms.")
        self.change("R 3", deliverables=[], owner=self.again(life.posts["Clerk"]), category=self.category)

    def accept(self):
        risk, treasurer = self.risk("R 1"), Post.objects.get(pk=self.life.posts["Treasurer"].pk)
        borne = Acceptance(risk=risk, approver=treasurer, until=datetime.date(2009, 7, 1), reason="It is borne.")
        actions.accept_risk(borne, seen=risk.version, by=self.editor)

    def lower_appetite(self):
        category = self.again(self.category)
        changes = {"appetite": Level.LOW, "name": "Finance"}
        actions.change_category(category, seen=category.version, changes=changes, by=self.editor)

    def redraw(self):
        scheme = actions.scheme_of(self.authority, by=self.editor)
        matrix = {
            **standard_matrix(),
            (1, 1): Level.MEDIUM,
            (5, 5): Level.VERY_HIGH,
            (4, 4): Level.HIGH,
            (4, 3): Level.HIGH,
        }
        matrix |= {pair: max(level, Level.MEDIUM) for pair, level in matrix.items()}
        actions.set_matrix(scheme, matrix=matrix, seen=scheme.version, by=self.editor)

    def review(self):
        risk = self.risk("R 1")
        actions.confirm_score(risk, rationale="No change.", seen=risk.version, by=self.editor)
        self.score("R 2", 4, 5)
        self.score("R 3", 3, 3)

    def take_back(self):
        risk = self.risk("R 1")
        actions.end_acceptance(risk, reason="It has grown.", seen=risk.version, by=self.editor)

    def report(self):
        self.life.consult()
        self.life.adopt()
        self.life.first_quarter()
        post = self.again(self.life.posts["Treasurer"])
        cause = {"cause": "Ill.", "recovery": "Help.", "recovery_by": post, "green_on": datetime.date(2009, 9, 30)}
        self.life.say("1.1", 1, rating="red", late_reason="", **cause)

    def end(self):
        self.decide("R 3", "terminated", "The river moved.")
        archived = self.risk("R 2")
        actions.archive_risk(archived, seen=archived.version, reason="Merged.", by=self.editor)
        control = self.again(self.control)
        actions.archive_part(control, seen=control.version, reason="Broken.", by=self.editor)

    def come_back(self):
        risk = self.risk("R 2")
        actions.restore_risk(risk, seen=risk.version, by=self.editor)
        self.decide("R 3", "open", "It came back.")
        control = self.again(self.control)
        actions.restore_part(control, seen=control.version, by=self.editor)


DAYS = tuple(
    (name, datetime.date(2009, month, day))
    for name, month, day in (
        ("begin", 3, 2),
        ("register", 3, 9),
        ("score_first", 3, 16),
        ("treat", 3, 30),
        ("rename", 4, 20),
        ("test", 4, 27),
        ("relink", 5, 5),
        ("accept", 5, 11),
        ("lower_appetite", 5, 18),
        ("redraw", 5, 20),
        ("review", 6, 2),
        ("take_back", 6, 16),
        ("report", 7, 6),
        ("end", 8, 3),
        ("come_back", 9, 1),
    )
)


def live(life, days=DAYS, *, see=None):
    """Let days of a register pass; return the register, and what was seen on each of them and on the day after."""
    register, seen = RegisterLife(life), {}
    for name, day in days:
        with clock.at(noon(day)):
            getattr(register, name)()
        for after in (day, day + datetime.timedelta(days=1)):
            with clock.at(noon(after)):
                seen[after] = see(register) if see else None
    return register, seen


def told(risk):
    """Return all that a list or a page says of a risk, in plain values: now or as it stood."""
    then = risk.stood_on is not None
    controls = risk.working_controls if then else risk.controls.filter(archived_at=None)
    doing = risk.current_actions if then else risk.actions.filter(archived_at=None)
    borne = risk.standing if then else risk.acceptances.filter(ended_at=None)
    return {
        "says": (risk.reference, risk.title, risk.cause, risk.effect, risk.proximity),
        "owned": [str(one or "") for one in (risk.owner, risk.committee, risk.category)],
        "appetite": risk.category and risk.category.appetite,
        "decided": (risk.status, risk.status_reason, risk.stance),
        "levels": (risk.inherent_level, risk.current_level, risk.target_level),
        "scores": (risk.inherent_score, risk.current_score, risk.target_score),
        "move": last_move(risk),
        "review": (risk.next_review, risk.is_review_overdue),
        "ambitions": [str(one) for one in risk.ambitions.all()],
        "deliverables": [(str(one), one.rating) for one in risk.deliverables.all()],
        "controls": [(str(one), str(one.owner), one.effectiveness, one.tested_on) for one in controls],
        "actions": [(str(one), one.state, one.outcome) for one in doing],
        "borne": [str(one) for one in borne],
    }


def told_now(register):
    return [told(one) for one in Risk.objects.filter(authority=register.authority).for_list().order_by("reference")]
