"""The calls into the apps' own actions that an import makes, one for each record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from deliverables.actions.deliverables import change_deliverable, create_deliverable, move_to, references_from
from deliverables.actions.parts import Item
from deliverables.actions.updates import NOTHING_SEEN, save_draft
from deliverables.models import Deliverable
from kpa_tracker.base.people.actions import enter
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.interfaces.exchange.comparing import Values, fitted
from kpa_tracker.interfaces.exchange.directory import full_name, kind_of, plain
from kpa_tracker.interfaces.exchange.matching import normal
from kpa_tracker.interfaces.exchange.models import Origin
from kpa_tracker.interfaces.exchange.steps import Proposal, RiskStep, Step
from plans.actions import change_part, change_plan, create_part
from plans.models import Ambition, Descriptor, GlossaryEntry, Priority, ScalePoint, Section
from risks.actions import add_risk, change_risk
from risks.models import Risk

REFERENCE_TAKEN = "Another deliverable has the reference {} already, so this one has its own."
ORIGINS_AT_ONCE = 200
UNNAMED_RISK = "Title not given in the imported plan"


class Application:
    """Takes the steps of one proposal, as one person."""

    def __init__(self, proposal: Proposal, *, by: Any) -> None:
        self.proposal, self.plan, self.by = proposal, proposal.plan, by
        posts = Post.objects.filter(authority=self.plan.authority_id).current()
        committees = Committee.objects.filter(authority=self.plan.authority_id).current()
        self.posts = {plain(post.title): post for post in posts}
        self.committees = {plain(committee.name): committee for committee in committees}
        self.priorities = {normal(priority.title): priority for priority in self.plan.priorities.all()}
        self.counted: dict[tuple[int, int | None], Iterator[str]] = {}
        self.origins: list[tuple[Step, Values]] = []
        self.references = set(Deliverable.objects.filter(plan=self.plan).values_list("reference", flat=True))
        self.points = set(ScalePoint.objects.filter(scale=self.plan.scale_id).values_list("code", flat=True))

    # --- What rows point at -----------------------------------------------------------------------------------------
    def make_names(self) -> None:
        """Make the posts and committees that the person asked for, and no other."""
        authority = self.plan.authority
        for name in self.proposal.directory.posts.to_make:
            post = enter(Post(authority=authority, title=name[:200], kind=kind_of(name)), by=self.by)
            self.posts[plain(post.title)] = post
        for name in self.proposal.directory.committees.to_make:
            committee = enter(Committee(authority=authority, name=name[:200]), by=self.by)
            self.committees[plain(full_name(committee))] = committee

    def make_priorities(self) -> None:
        for title in self.proposal.new_priorities:
            self.priorities[normal(title)] = create_part(Priority(plan=self.plan, title=title), by=self.by)

    def change_plan(self, *, with_text: bool) -> None:
        texts = {"vision", "values"}
        changes = {name: new for name, (_, new) in self.proposal.plan_changes.items() if with_text or name not in texts}
        if changes:
            change_plan(self.plan, seen=self.plan.version, changes=changes, by=self.by)

    # --- The three levels -------------------------------------------------------------------------------------------
    def take(self, step: Step) -> None:
        """Make or change the record of one row, and remember what the row said."""
        if step.left_out:
            return
        make, change = self._make_part, self._change_part
        if step.kind == "deliverable":
            make, change = self._make_deliverable, self._change_deliverable
        step.record = make(step) if step.is_new else change(step)
        self._remember(step)

    def _change_part(self, step: Step) -> Any:
        if not step.changes:
            return step.record
        values, links = self._columns({name: new for name, (_, new) in step.changes.items()})
        return change_part(step.record, seen=step.record.version, changes={**values, **links}, by=self.by)

    def _make_part(self, step: Step) -> Any:
        values, links = self._columns(step.values)
        if step.kind == "ambition":
            return create_part(Ambition(plan=self.plan, **values), links=links, by=self.by)
        return create_part(Descriptor(ambition=step.above.record, **values), by=self.by)

    def _make_deliverable(self, step: Step) -> Deliverable:
        ambition, descriptor = self._place(step)
        values, links = self._columns(step.values)
        parts = {name: values.pop(name) for name in ("measurements", "sub_items")}
        values["reference"] = self._free_reference(step, ambition, descriptor)
        deadline = values.pop("deadline")
        made = Deliverable(plan=self.plan, ambition=ambition, descriptor=descriptor, **values)
        made.deadline = deadline
        return create_deliverable(made, links=links, by=self.by, **parts)

    def _free_reference(self, step: Step, ambition: Ambition, descriptor: Descriptor | None) -> str:
        """Keep the file's own reference where it is free; else take the next one of the place in the plan."""
        wanted = step.values["reference"]
        if not wanted or wanted in self.references:
            step.note = REFERENCE_TAKEN.format(wanted) if wanted else step.note
            wanted = self._next_reference(ambition, descriptor)
        self.references.add(wanted)
        return str(wanted)

    def _next_reference(self, ambition: Ambition, descriptor: Descriptor | None) -> str:
        """Go on counting where the last one of the place left off, so that a long file is not counted from one for
        every row."""
        place = (ambition.pk, descriptor.pk if descriptor else None)
        if place not in self.counted:
            self.counted[place] = references_from(ambition, descriptor)
        return next(one for one in self.counted[place] if one not in self.references)

    def _change_deliverable(self, step: Step) -> Deliverable:
        record = step.record
        if "place" in step.changes:
            ambition, descriptor = self._place(step)
            record = move_to(record, ambition=ambition, descriptor=descriptor, seen=record.version, by=self.by)
        wanted = {name: new for name, (_, new) in step.changes.items() if name != "place"}
        if wanted.get("reference") in self.references:
            step.note = REFERENCE_TAKEN.format(wanted.pop("reference"))
        if wanted:
            values, links = self._columns(wanted)
            record = change_deliverable(record, seen=record.version, changes={**values, **links}, by=self.by)
        return record

    def _place(self, step: Step) -> tuple[Ambition, Descriptor | None]:
        """Return the records over a deliverable; without a middle level it hangs straight under its ambition."""
        return step.above.above.record, step.above.record if step.above.kind == "descriptor" else None

    def _columns(self, wanted: Values) -> tuple[Values, Values]:
        """Turn names into records: columns for the record itself, and links to several others."""
        values, links = dict(wanted), Values()
        for name in ("priorities", "supporting"):
            if name in values:
                links[name] = self._records(name, values.pop(name))
        for name, meaning_of in self._meanings.items():
            if name in values:
                values[name] = meaning_of(values[name])
        return values, links

    def _records(self, name: str, titles: list[str]) -> list[Any]:
        if name == "priorities":
            return [self.priorities[normal(title)] for title in titles]
        return [self.posts[plain(title)] for title in titles]

    @property
    def _meanings(self) -> dict[str, Callable[[Any], Any]]:
        """What a column's words stand for; a name that is not known here stands for nobody."""
        return {
            "lead": lambda title: self.posts.get(plain(title)),
            "committee": self._committee,
            "deadline": parse_partial_date,
            "sub_items": lambda items: [Item(text, self._committee(title), written) for text, title, written in items],
        }

    def _committee(self, title: str) -> Committee | None:
        return self.committees.get(plain(title))

    def _remember(self, step: Step) -> None:
        values = {**step.values, "place": step.parent.heading if step.parent else []}
        if step.before == values:
            return
        self.origins.append((step, values))

    def _origin(self, step: Step, values: Values) -> Origin:
        text = getattr(step.read, "source_text", "") or step.read.title
        return Origin(plan=self.plan, kind=step.kind, record_id=step.record.pk, text=text, values=values)

    def keep_origins(self) -> None:
        """Write what the rows said, all at once, when their records have their keys."""
        Origin.objects.bulk_create(
            (self._origin(step, values) for step, values in self.origins),
            batch_size=ORIGINS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["plan", "kind", "record_id"],
            update_fields=["text", "values"],
        )

    # --- Around the table -------------------------------------------------------------------------------------------
    def add_text(self) -> None:
        """Add terms and sections that the plan does not have. Sections stay internal until somebody publishes them."""
        for term in self.proposal.new_terms:
            entry = GlossaryEntry(plan=self.plan, term=fitted(term.term, 60), meaning=fitted(term.meaning, 400))
            create_part(entry, by=self.by)
        for section in self.proposal.new_sections:
            title = fitted(section.heading, 200)
            create_part(Section(plan=self.plan, title=title, body=section.text, is_public=False), by=self.by)

    def link_risks(self) -> None:
        for step in self.proposal.risks:
            self._link_risk(step)

    def _link_risk(self, step: RiskStep) -> None:
        """Enter a risk by its reference, or add the rows that name it to those it has; no link is taken away."""
        ambitions, deliverables = _taken(step.ambitions), _taken(step.deliverables)
        if step.record is None:
            risk = Risk(authority=self.plan.authority, reference=step.reference, title=UNNAMED_RISK)
            step.record = add_risk(risk, ambitions=ambitions, deliverables=deliverables, by=self.by)
        elif not step.record.is_archived:
            change_risk(
                step.record,
                seen=step.record.version,
                ambitions={*step.record.ambitions.all(), *ambitions},
                deliverables={*step.record.deliverables.all(), *deliverables},
                by=self.by,
            )

    def draft_progress(self, step: Step) -> None:
        """Put what the file says of progress into a draft, for the officer to look at and submit."""
        if step.left_out or step.record is None or self.proposal.period is None:
            return
        read = step.read
        rating = read.rating if read.rating in self.points else ""
        content = {"stage": read.stage, "rating": rating, "done": read.update}
        save_draft(step.record, period=self.proposal.period, content=content, seen=NOTHING_SEEN, by=self.by)


def _taken(steps: Iterable[Step]) -> list[Any]:
    """Return the records of the steps that were taken."""
    return [step.record for step in steps if step.record is not None and not step.left_out]
