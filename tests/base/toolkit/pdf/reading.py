"""Read a PDF as a reader's software does: its text, its structure, and every string that hides in it."""

from __future__ import annotations

import io
import re

import page
import pikepdf

HEADINGS = {f"/H{level}" for level in range(1, 7)}


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def failures_of_pdf_ua(content):
    """Return what PDF/UA-1 finds wrong."""
    report = page.validate_pdf_bytes(content, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def text_of(content):
    """Return all that is printed, page after page, each run of text on a line."""
    return "\n".join(pages_of(content))


def pages_of(content):
    """Return what is printed on each page."""
    with opened(content) as pdf:
        return ["\n".join(runs_of(one.obj, one.obj.get("/Resources"))) for one in pdf.pages]


def squeezed(text):
    """Return text without blanks, so that where a line breaks does not matter."""
    return re.sub(r"\s+", "", text)


def runs_of(stream, resources):
    """Yield the runs of text of a page or of a form within it."""
    alphabet = {}
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name == "Tf":
            alphabet = alphabet_of(resources["/Font"][str(operands[0])])
        elif name in {"Tj", "TJ"}:
            yield decoded(operands[0], alphabet)
        elif name == "Do":
            form = resources["/XObject"][str(operands[0])]
            if form.get("/Subtype") == "/Form":
                yield from runs_of(form, form.get("/Resources", resources))


def alphabet_of(font):
    """Return which text each glyph's number stands for."""
    mapping = font["/ToUnicode"].read_bytes().decode()
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", mapping)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def decoded(operand, alphabet):
    pieces = [operand] if isinstance(operand, pikepdf.String) else list(operand)
    raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(alphabet.get(int.from_bytes(raw[place : place + 2], "big"), "") for place in range(0, len(raw), 2))


def strings_of(content):
    """Return every string and readable stream of the file: metadata, bookmarks, alternative texts, attachments."""
    found = []
    with opened(content) as pdf:
        for item in [*pdf.objects, pdf.trailer]:
            found += strings_in(item)
    return "\n".join(found)


def strings_in(item):
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        for one in item:
            if not getattr(one, "is_indirect", False):
                yield from strings_in(one)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for _, one in item.items():
            if not getattr(one, "is_indirect", False):
                yield from strings_in(one)
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
            yield item.read_bytes().decode("latin-1")


def elements_of(content):
    """Return the structure as (kind, attributes) in reading order."""
    with opened(content) as pdf:
        return [(str(element["/S"]), plain(element)) for element in walked(pdf.Root["/StructTreeRoot"])]


def walked(element):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from walked(kid)


def plain(element):
    known = element.get("/A", {})
    attributes = known if isinstance(known, pikepdf.Dictionary) else {}
    return {str(key): str(value) for key, value in attributes.items() if not isinstance(value, pikepdf.Array)}


def heading_levels(content):
    return [int(kind[2]) for kind, _ in elements_of(content) if kind in HEADINGS]


def alternative_texts_of(content):
    """Return what the pictures of a file say in words, in reading order."""
    with opened(content) as pdf:
        return [str(one["/Alt"]) for one in walked(pdf.Root["/StructTreeRoot"]) if "/Alt" in one]


def bookmarks_of(content):
    """Return the bookmarks as (depth, title)."""
    with opened(content) as pdf, pdf.open_outline() as outline:
        return list(titles_of(outline.root, 0))


def titles_of(items, depth):
    for item in items:
        yield depth, item.title
        yield from titles_of(item.children, depth + 1)
