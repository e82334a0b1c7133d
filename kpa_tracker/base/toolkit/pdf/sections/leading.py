"""Where links and bookmarks of a document in sections lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kpa_tracker.base.toolkit.pdf.sections.cutting import SCHEME

if TYPE_CHECKING:
    from pikepdf import Pdf


class Places:
    """The named places of a document while sections are added to it. Of two with the same name the first is meant."""

    def __init__(self, whole: Pdf) -> None:
        self.whole, self.found = whole, named(whole.Root)

    def add(self, section: Pdf) -> None:
        """Add the places of a section whose pages were added already."""
        import pikepdf

        if names := section.Root.get("/Names"):
            held = section.make_indirect(pikepdf.Dictionary(Names=names))
            self.found = named(self.whole.copy_foreign(held)) | self.found

    def write(self) -> None:
        """Name the places, and let links into other sections lead there by name as those within a section do."""
        import pikepdf

        listed = [part for name in sorted(self.found) for part in (pikepdf.String(name), self.found[name])]
        self.whole.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=pikepdf.Array(listed)))
        for page in self.whole.pages:
            for link in page.obj.get("/Annots", ()):
                lead_within(link)


def named(holder: Any) -> dict[str, Any]:
    """Return the places that a file names."""
    entries = list(holder.Names.Dests.Names) if "/Names" in holder else []
    return dict(zip(map(str, entries[::2]), entries[1::2], strict=True))


def lead_within(link: Any) -> None:
    import pikepdf

    address = str(link.A.URI) if "/A" in link else ""
    if address.startswith(SCHEME):
        name = unquote(address.removeprefix(SCHEME))
        link.Dest = link.Contents = pikepdf.String(name)
        del link.A


def add_bookmarks(whole: Pdf, section: Pdf) -> None:
    """Add the bookmarks of a section behind those below the last one of the first level, which is the title's."""
    if "/Outlines" not in section.Root:
        return
    new, root = whole.copy_foreign(section.Root.Outlines), whole.Root.Outlines
    title = root.Last
    for one in siblings(new.First):
        one.Parent = title
    if before := title.get("/Last"):
        before.Next, new.First.Prev = new.First, before
    else:
        title.First = new.First
    title.Last = new.Last
    for above in (title, root):
        above.Count = int(above.Count) + int(new.Count)


def siblings(bookmark: Any) -> Iterator[Any]:
    while bookmark is not None:
        yield bookmark
        bookmark = bookmark.get("/Next")
