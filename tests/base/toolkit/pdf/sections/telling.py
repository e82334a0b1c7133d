"""What two files of the same document have to have in common, however each was drawn."""

from __future__ import annotations

import re

import pikepdf

from tests.base.toolkit.pdf.reading import alphabet_of, decoded, opened, pages_of, walked

NUMBER = re.compile(r"Page \d+ of \d+")


def printed_on(content):
    """Return what is printed on each page, its number last: in which order margins are drawn tells nobody anything."""
    return [[*NUMBER.sub("", page).split(), *NUMBER.findall(page)] for page in pages_of(content)]


def sizes_of(content):
    with opened(content) as pdf:
        return [[float(side) for side in page.mediabox] for page in pdf.pages]


def links_of(content):
    """Return each link: its page, its place, what it says, and the page and the place that it leads to."""
    with opened(content) as pdf:
        pages, names = numbers_of(pdf), destinations_of(pdf)
        return [
            (number, rounded(link.Rect), str(link.Contents), led(link, names, pages))
            for number, page in enumerate(pdf.pages)
            for link in page.obj.get("/Annots", ())
        ]


def led(link, names, pages):
    return place_of(names[str(link.Dest)], pages) if "/Dest" in link else str(link.A.URI)


def destinations_of(pdf):
    entries = list(pdf.Root.Names.Dests.Names)
    assert [str(name) for name in entries[::2]] == sorted(map(str, entries[::2]))
    return dict(zip(map(str, entries[::2]), entries[1::2], strict=True))


def places_of(content):
    """Return each named place: its page, and where on it."""
    with opened(content) as pdf:
        pages = numbers_of(pdf)
        return {name: place_of(one, pages) for name, one in destinations_of(pdf).items()}


def numbers_of(pdf):
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages)}


def place_of(destination, pages):
    return pages[destination[0].objgen], rounded(list(destination)[2:])


def rounded(figures):
    return [round(float(one), 2) for one in figures]


def bookmarks_of(content):
    """Return each bookmark: its depth, its title, where it leads, and how many below it are counted."""
    with opened(content) as pdf:
        pages = numbers_of(pdf)
        root = pdf.Root.Outlines
        return [(-1, "", None, int(root.Count)), *below(root, 0, pages)]


def below(above, depth, pages):
    one, before = above.get("/First"), None
    while one is not None:
        assert one.Parent.objgen == above.objgen
        assert before is None or one.Prev.objgen == before.objgen
        yield depth, str(one.Title), place_of(one.Dest, pages), int(one.Count)
        yield from below(one, depth + 1, pages)
        one, before = one.get("/Next"), one
    assert before is None or above.Last.objgen == before.objgen


def structure_of(content):
    """Return each element of the structure in reading order: its kind, what is said of it, its page, and its text."""
    with opened(content) as pdf:
        texts = {page.obj.objgen: marked(page) for page in pdf.pages}
        pages = numbers_of(pdf)
        tree = pdf.Root.StructTreeRoot
        assert_belonging(pdf, tree)
        return [described(element, texts, pages) for element in walked(tree)]


def described(element, texts, pages):
    page = element.get("/Pg")
    kids = element.get("/K", [])
    numbers = [int(kid) for kid in kids if isinstance(kid, int)]
    text = "".join(texts[page.objgen][number] for number in numbers)
    said = {str(key): value_of(one) for key, one in element.get("/A", {}).items()}
    return str(element.S), said, str(element.get("/Alt", "")), page is not None and pages[page.objgen], text


def value_of(value):
    """Return an attribute; of the names of headings, which are the file's own, how many there are."""
    return len(value) if isinstance(value, pikepdf.Array) else str(value)


def names_of_headings(content):
    """Return the names of a file's table headings, and those that cells ask for."""
    with opened(content) as pdf:
        elements = list(walked(pdf.Root.StructTreeRoot))
        names = [str(one.ID) for one in elements if "/ID" in one]
        asked = {str(name) for one in elements for name in one.get("/A", {}).get("/Headers", ())}
    return names, asked


def marked(page):
    """Return the text of each piece of a page that is marked as content."""
    found, alphabet, open_ones = {}, {}, []
    for operands, operator in pikepdf.parse_content_stream(page.obj):
        name = str(operator)
        if name in {"BMC", "BDC"}:
            open_ones.append(int(operands[1].MCID) if name == "BDC" else None)
            found.setdefault(open_ones[-1], "")
        elif name == "EMC":
            open_ones.pop()
        elif name == "Tf":
            alphabet = alphabet_of(page.obj.Resources.Font[str(operands[0])])
        elif name in {"Tj", "TJ"} and open_ones:
            found[open_ones[-1]] += decoded(operands[0], alphabet)
    return found


def assert_belonging(pdf, tree):
    """Each page and each link has a number of its own, under which stand the elements that it belongs to."""
    entries = list(tree.ParentTree.Nums)
    keys, values = [int(key) for key in entries[::2]], entries[1::2]
    assert keys == list(range(len(keys)))
    assert [int(page.obj.StructParents) for page in pdf.pages] == keys[: len(pdf.pages)]
    for page in pdf.pages:
        for element in values[int(page.obj.StructParents)]:
            assert element.Pg.objgen == page.obj.objgen
        for link in page.obj.get("/Annots", ()):
            element = values[int(link.StructParent)]
            assert link.objgen in [
                kid.Obj.objgen for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
            ]
    for element in walked(tree):
        for kid in element.get("/K", ()):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
