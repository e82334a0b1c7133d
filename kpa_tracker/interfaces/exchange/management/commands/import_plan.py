from __future__ import annotations

import argparse
import re
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange import report
from kpa_tracker.interfaces.exchange.actions import take_over
from kpa_tracker.interfaces.exchange.actions.book import ReadBook, propose_book, read_book, take_over_book
from kpa_tracker.interfaces.exchange.actions.book.reading import dates_of
from kpa_tracker.interfaces.exchange.directory import NEW
from kpa_tracker.interfaces.exchange.management.importing import NOTHING_FOUND, WRONG_PLACE, ImportCommand
from kpa_tracker.interfaces.exchange.proposals import propose
from kpa_tracker.interfaces.exchange.reading.book import is_book
from kpa_tracker.interfaces.exchange.reading.interpret import Choices, interpret, suggested_answers
from kpa_tracker.interfaces.exchange.reading.plan import ReadPlan
from kpa_tracker.interfaces.exchange.steps import Proposal
from plans.actions import create_plan
from plans.models import Plan


class Command(ImportCommand):
    help = (
        "Read a plan from a Word, Excel, CSV or text file and say what importing it would do. Nothing is changed "
        "without --confirm. A question that is not answered leaves the text as it is written. Exits with 2 where the "
        "file cannot be read, 3 where it holds no plan, 4 where authority or plan are unknown, 5 where it is "
        "refused, 6 where --strict is said and not everything was understood."
    )
    takes_books = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--new-plan", default="", metavar="TITLE", help="start this plan instead, as a draft")
        parser.add_argument("--accept-suggestions", action="store_true", help="answer every question as suggested")
        parser.add_argument("--new-posts", action="store_true", help="make the owners that are not known here")
        parser.add_argument("--new-committees", action="store_true", help="make the committees that are not known here")

    def look(self, options: dict[str, Any]) -> None:
        document = self.document(options["file"])
        if is_book(document):
            with self.all_or_nothing():
                self.compare_or_import_book(read_book(document), options)
            return
        read = self.read(document, accept=options["accept_suggestions"])
        self.tell(read, report.about_reading(read))
        if not read.counts.deliverables:
            raise CommandError("No plan was found in the file.", returncode=NOTHING_FOUND)
        with self.all_or_nothing():
            self.compare_or_import(read, options)

    def compare_or_import_book(self, book: ReadBook, options: dict[str, Any]) -> None:
        """Compare a plan's own workbook with the plan; with --confirm import it."""
        by = self.person(options["by"])
        authority = self.authority(options["authority"], needed=True)
        plan = self.plan_of_book(authority, book, options, by=by) if authority else None
        if plan is None:
            return
        proposal = propose_book(plan, book)
        self.tell_compared(proposal, report.about_book(proposal), proposal.problems)
        self.conclude(lambda: take_over_book(plan, book, by=by), options)

    def plan_of_book(
        self, authority: Authority, book: ReadBook, options: dict[str, Any], *, by: Person | None
    ) -> Plan | None:
        """Return the plan that a workbook goes into; a new one has the days that the workbook says."""
        if not options["new_plan"]:
            return self.open_plan(authority, options["plan"], needed=True)
        first, last = dates_of(book)
        plan = Plan(authority=authority, title=options["new_plan"], starts_on=first, ends_on=last)
        return create_plan(plan, by=by)

    def read(self, document: SourceDocument, *, accept: bool) -> ReadPlan:
        read = interpret(document)
        return interpret(document, Choices(answers=suggested_answers(read))) if accept else read

    def compare_or_import(self, read: ReadPlan, options: dict[str, Any]) -> None:
        """Compare with the plan; with --confirm import. A plan that is only looked at is not started either."""
        by = self.person(options["by"])
        plan = self.plan_for(read, options, by=by)
        if plan is None:
            self.say(["No plan was named, so nothing was compared. Name one with --plan or --new-plan."])
            return
        proposal = self.propose(plan, read, options)
        self.tell_compared(proposal, report.about_proposal(proposal))
        self.conclude(lambda: take_over(plan, read, proposal.directory.decisions, by=by), options)

    def propose(self, plan: Plan, read: ReadPlan, options: dict[str, Any]) -> Proposal:
        unknown = propose(plan, read, {}).directory
        names = {
            "posts": dict.fromkeys(unknown.posts.wanted, NEW) if options["new_posts"] else {},
            "committees": dict.fromkeys(unknown.committees.wanted, NEW) if options["new_committees"] else {},
        }
        return propose(plan, read, names)

    def plan_for(self, read: ReadPlan, options: dict[str, Any], *, by: Person | None) -> Plan | None:
        named = options["new_plan"] or options["plan"]
        authority = self.authority(options["authority"], needed=bool(options["confirm"] or named))
        if authority is None:
            return None
        if options["new_plan"]:
            return self.start_plan(authority, options["new_plan"], read, by=by)
        return self.open_plan(authority, options["plan"], needed=options["confirm"])

    def start_plan(self, authority: Authority, title: str, read: ReadPlan, *, by: Person | None) -> Plan:
        """Start a plan for the period that the title or the file names: April to March."""
        years = re.findall(r"\d{2,4}", read.period or "") or re.findall(r"20\d\d", title)
        if not years:
            text = "The file does not say which years the plan is for. Make the plan on the site first."
            raise CommandError(text, returncode=WRONG_PLACE)
        first, last = int(years[0]), last_year(years[0], years[-1])
        plan = Plan(authority=authority, title=title, starts_on=date(first, 4, 1))
        plan.ends_on = date(max(last, first + 1), 3, 31)
        return create_plan(plan, by=by)


def last_year(first: str, last: str) -> int:
    """Return the last of some years, which may be written in two digits: "2009/10", "1999/00"."""
    year = int(first[: -len(last)] + last)
    return year if year >= int(first) else year + 100
