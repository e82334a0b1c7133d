"""The structure of a document in sections: one tree of all that is read, and what each page and link belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Pdf


class Structure:
    """The structure of a document while sections are added to it."""

    def __init__(self, whole: Pdf) -> None:
        self.whole, self.root = whole, whole.Root.StructTreeRoot
        self.document = self.root.K[0]
        self.of_pages: list[Any] = []
        self.of_links: list[Any] = []
        self.links: list[Any] = []
        self.take(self.root, len(whole.pages))

    def add(self, section: Pdf) -> None:
        """Add the structure of a section whose pages were added already."""
        root = self.whole.copy_foreign(section.Root.StructTreeRoot)
        self.take(root, len(section.pages))
        document = root.K[0]
        for element in document.K:
            element.P = self.document
            self.document.K.append(element)
        # What stands in margins hangs on it as well, unread; with it all else would be kept twice.
        del document.K
        document.P = self.document

    def take(self, root: Any, pages: int) -> None:
        """Note what the pages that came last belong to, and the links on them."""
        entries = list(root.ParentTree.Nums)
        belongs = dict(zip(map(int, entries[::2]), entries[1::2], strict=True))
        for page in self.whole.pages[-pages:]:
            self.of_pages.append(belongs[int(page.obj.StructParents)])
            links = [link for link in page.obj.get("/Annots", ()) if "/StructParent" in link]
            self.links += links
            self.of_links += [belongs[int(link.StructParent)] for link in links]

    def write(self) -> None:
        """Number pages and links from the first to the last, and say to which elements they belong."""
        for number, page in enumerate(self.whole.pages):
            page.obj.StructParents = number
        for number, link in enumerate(self.links, start=len(self.of_pages)):
            link.StructParent = number
        every = enumerate([*self.of_pages, *self.of_links])
        self.root.ParentTree.Nums = [part for entry in every for part in entry]
