"""The pages that are measured, each beside its floor, with the most that it may cost in times that floor. No Django.

Addresses name their records in braces; `places` finds them in a seeded database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

HELLO = "/floor/hello/"
"""A session, a person who has signed in, a template."""
TO_ALL = "/floor/public/"
LIST = "/floor/list/"
FILTERED = "/floor/list/?plan={plan}&rating=green&sort=-deadline_due"
MATRIX = "/floor/matrix/"
TOUCHED = "/floor/touched/?deliverable={deliverable}"
EDITOR, OFFICER, INSPECTOR, NOBODY = "editor", "officer", "inspector", ""
"""Who asks: of the authority that is looked at, of all authorities, or anybody."""


@dataclass(frozen=True)
class Page:
    """A page with its bar: at most so many times its floor, and where it is said, at most so many queries."""

    name: str
    path: str
    floor: str
    most: float
    who: str = EDITOR
    queries: int | None = None
    unchanged: bool = False
    """Asked for with the mark of the copy that the reader has: 304."""
    anew: bool = False
    """Asked for each time after somebody of the authority has written something: nothing that was kept serves."""


LISTS = (
    Page("deliverables", "/deliverables/?plan={plan}&rating=green&sort=-deadline_text", FILTERED, 1.8),
    Page("deliverables-plain", "/deliverables/", LIST, 1.8),
    Page("deliverables-late", "/deliverables/?plan={plan}&flag=overdue", FILTERED, 1.8),
    Page("deliverables-all", "/deliverables/", LIST, 1.8, who=INSPECTOR),
    Page("measures", "/measures/?sort=reference", LIST, 1.8),
    Page("risks", "/risks/?sort=-current", LIST, 1.8),
    Page("history", "/history/", LIST, 1.8),
)
"""Beside measures, risks and the history stands the list of deliverables that was written by hand: 50 rows of ten
columns, with rights and a form of filters."""
PICTURES = (
    Page("authority", "/authorities/{authority}/", MATRIX, 2.0, queries=6),
    Page("committee", "/committees/{committee}/", MATRIX, 2.0, queries=6),
    Page("ambition", "/ambitions/{ambition}/", MATRIX, 2.0, queries=6),
    Page("my-work", "/my-work/", MATRIX, 2.0, who=OFFICER, queries=6),
)
PICTURES += tuple(replace(page, name=f"{page.name}-anew", anew=True) for page in PICTURES)
RECORDS = (
    Page("deliverable", "/deliverables/{deliverable}/", LIST, 2.0),
    Page("measure", "/measures/{measure}/", LIST, 2.0),
)
PUBLIC = (
    Page("public-unchanged", "{public}", HELLO, 1.3, who=NOBODY, unchanged=True),
    Page("public", "{public}", HELLO, 1.5, who=NOBODY),
    Page("public-ambition", "{public}ambitions/1/", HELLO, 1.5, who=NOBODY),
    Page("public-unchanged-strictly", "{public}", TO_ALL, 1.3, who=NOBODY, unchanged=True),
    Page("public-strictly", "{public}", TO_ALL, 1.5, who=NOBODY),
)
"""Hello is said to somebody who has signed in, as in the figures that the bar comes from; strictly, to anybody."""
SAVING = Page("save-update", "/deliverables/{reported}/update/{period}/", "/floor/write/", 2.5, who=OFFICER)
BESIDE = ("files", "xlsx", "import", "pdf", "lasting", "weight", "audit", "readers")
"""What is measured beside the pages."""
PAGES = (*LISTS, *PICTURES, *RECORDS, *PUBLIC)
