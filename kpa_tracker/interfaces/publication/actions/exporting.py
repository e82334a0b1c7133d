"""Taking documents out as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import slugify

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit.documents import Sheet, write_document
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pdf.bounded import render_pdf
from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.publication.actions.word.plan import plan_blocks
from kpa_tracker.interfaces.publication.content import Document, one_page
from kpa_tracker.interfaces.publication.look import on_paper
from kpa_tracker.interfaces.publication.look.placed import addresses_of, files_of
from kpa_tracker.interfaces.publication.public import public_document, public_register
from kpa_tracker.interfaces.publication.working import internal_register, performance_report, working_document
from plans.models import Plan

MOST_LINES = 600
"""Lines of results that are drawn while a browser waits: more take longer than the server lets a page take."""
MOST_ROWS = 1_500
"""Deliverables of a plan that are drawn while a browser waits: half a minute."""
MOST_PUBLISHED = 5_000
"""Deliverables of a plan that is published: two minutes of two processors."""
MOST_TOGETHER = 1_500
"""Deliverables in one part of it: one process draws them in half a minute, within its memory."""


class TooLong(Refused):
    """The document has more in it than can be drawn while somebody waits."""


@dataclass(frozen=True)
class ExportedFile:
    """A file to hand out."""

    name: str
    content: bytes


def export_plan(plan: Plan, *, public: bool, by: Any, most: int | None = None) -> ExportedFile:
    """Draw the public or the working document as a PDF, and record who took it.

    Nothing changes by it, but the working document holds what is not for the public, and the authority may have to say
    who had a copy. The event is written after the drawing, so that nobody waits for the history meanwhile. Refuses a
    public document of a draft, and more deliverables than `most`; raises PdfUnavailable where the server cannot draw.
    Costs a second and 20 ms a row.
    """
    document = public_document(plan) if public else working_document(plan)
    check_length(len(document.rows), most, "plan", "deliverable")
    return exported(document, plan, by=by)


def check_length(number: int, most: int | None, what: str, of: str) -> None:
    """Refuse what a browser does not wait for."""
    if most is not None and number > most:
        raise TooLong(
            f"This {what} has {counted(number, of)}. Drawing it takes some minutes, so it is drawn meanwhile."
        )


def export_plan_to_word(plan: Plan, *, public: bool, by: Any) -> ExportedFile:
    """Write the public or the working document as a Word file for those who go on with it, and record who took it.

    Refuses a public document of a draft, and what would be hundreds of pages. Costs about 4 ms a row.
    """
    document = public_document(plan) if public else working_document(plan)
    foot = document.period if public else "Working document: not for publication"
    sheet = Sheet(document.marking, foot, document.authority, is_wide=True, look=on_paper(document.look))
    content = write_document(document.title, plan_blocks(document), sheet, files_of(document.pictures))
    return taken(ExportedFile(file_name(document, "docx"), content), f"{document.kind} in Word", plan, by=by)


def export_one_page(plan: Plan, *, public: bool, by: Any) -> ExportedFile:
    """Draw the public or the working plan on one sheet as a PDF, and record who took it.

    Refuses and raises as `export_plan` does. Costs a second or two: a single page, however many deliverables there are.
    """
    return exported(one_page(public_document(plan) if public else working_document(plan)), plan, by=by)


def export_performance(plan: Plan, *, by: Any, most: int | None = None) -> ExportedFile:
    """Draw how the measures of a plan stand as a PDF, and record who took it, as of the plan itself.

    Refuses more lines of results than `most`: a browser does not wait for them. Raises PdfUnavailable where the server
    cannot draw. Costs about 120 ms and 3.5 MB for each line with its chart: 600 lines took 67 to 83 s.
    """
    report = performance_report(plan)
    check_length(len(report.lines), most, "report", "line of results")
    return exported(report, plan, by=by)


def export_register(authority: Authority, *, committee: Committee | None, public: bool, by: Any) -> ExportedFile:
    """Draw the internal or the public register of an authority, or of one of its committees, and record who took it.

    Raises PdfUnavailable where the server cannot draw. Costs about 50 ms for each risk.
    """
    document = (public_register if public else internal_register)(authority, committee)
    return exported(document, authority, by=by)


def exported(document: Document, of: Plan | Authority, *, by: Any) -> ExportedFile:
    """Draw a document, then write down who took it."""
    file = ExportedFile(file_name(document), render_pdf(as_html(document)))
    return taken(file, document.kind, of, by=by)


def taken(file: ExportedFile, kind: str, of: Plan | Authority, *, by: Any) -> ExportedFile:
    """Write down who took which document."""
    verb = "plan exported" if isinstance(of, Plan) else "register exported"
    record(verb, of, by=by, authority_id=of.authority_id, changes={"as": [None, kind]})
    return file


def as_html(document: Document) -> str:
    """Return the whole document as the HTML that its PDF is drawn from."""
    pictures = addresses_of(document.pictures)
    return render_to_string(
        document.template,
        {"document": document, "look": on_paper(document.look), "address_of": pictures.__getitem__},
    )


def file_name(document: Document, ending: str = "pdf") -> str:
    name = slugify(document.called) or document.about
    kind = "public" if document.is_public else "working"
    return f"{name}-{kind}-{document.made_on:%Y-%m-%d}.{ending}"
