"""Taking documents out as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import slugify

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.interfaces.publication.content import Document
from kpa_tracker.interfaces.publication.public import public_document, public_register
from kpa_tracker.interfaces.publication.working import internal_register, performance_report, working_document
from plans.models import Plan

MOST_LINES = 600
"""Lines of results that are drawn while a browser waits: more take longer than the server lets a page take."""


class TooLong(Refused):
    """The document has more in it than can be drawn while somebody waits."""


@dataclass(frozen=True)
class ExportedFile:
    """A file to hand out."""

    name: str
    content: bytes


def export_plan(plan: Plan, *, public: bool, by: Any) -> ExportedFile:
    """Draw the public or the working document as a PDF, and record who took it.

    Nothing changes by it, but the working document holds what is not for the public, and the authority may have to say
    who had a copy. The event is written after the drawing, so that nobody waits for the history meanwhile. Refuses a
    public document of a draft; raises PdfUnavailable where the server cannot draw. Costs a second and 20 ms a row.
    """
    return exported(public_document(plan) if public else working_document(plan), plan, by=by)


def export_performance(plan: Plan, *, by: Any, most: int | None = None) -> ExportedFile:
    """Draw how the measures of a plan stand as a PDF, and record who took it, as of the plan itself.

    Refuses more lines of results than `most`: a browser does not wait for them. Raises PdfUnavailable where the server
    cannot draw. Costs about 120 ms and 3.5 MB for each line with its chart: 600 lines took 67 to 83 s.
    """
    report = performance_report(plan)
    if most is not None and len(report.lines) > most:
        raise TooLong(
            f"This report has {len(report.lines)} lines of results, and a file drawn for a browser has {most} at most. "
            "Read it as a page, which has them all. Whoever looks after the server can write the file with "
            "manage.py export_performance_pdf."
        )
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
    verb = f"{document.about} exported"
    record(verb, of, by=by, authority_id=of.authority_id, changes={"as": [None, document.kind]})
    return file


def as_html(document: Document) -> str:
    """Return the whole document as the HTML that its PDF is drawn from."""
    return render_to_string("publication/document.html", {"document": document})


def file_name(document: Document) -> str:
    name = slugify(document.title) or document.about
    kind = "public" if document.is_public else "working"
    return f"{name}-{kind}-{document.made_on:%Y-%m-%d}.pdf"
