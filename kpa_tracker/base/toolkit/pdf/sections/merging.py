"""One PDF of the sections of a document. What is said of it as a whole is said by its first section."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpa_tracker.base.toolkit.pdf.sections.leading import Places, add_bookmarks
from kpa_tracker.base.toolkit.pdf.sections.structures import Structure

if TYPE_CHECKING:
    from pikepdf import Pdf

BEFORE, BEHIND = b"q\n", b"\nQ /Artifact BMC q /PageNumber Do Q EMC\n"
"""Around what a page shows: its number is printed for the eye alone, and is no part of what is read."""


def packed(files: list[bytes]) -> bytes:
    """Return files as one: their lengths on the first line."""
    return json.dumps([len(file) for file in files]).encode() + b"\n" + b"".join(files)


def unpacked(given: bytes) -> Iterator[bytes]:
    lengths, _, files = given.partition(b"\n")
    start = 0
    for length in json.loads(lengths):
        yield files[start : start + length]
        start += length


def merge(given: bytes) -> bytes:
    """Merge sections, packed in order, and behind them the pages that have nothing but their numbers.

    The same sections make the same file, byte by byte.
    """
    import pikepdf

    first, *others, numbers = unpacked(given)
    with opened(first) as whole, opened(numbers) as numbered:
        structure, places = Structure(whole), Places(whole)
        for file in others:
            section = opened(file)  # let go at once: two files in memory take twice as much
            for page in section.pages:  # first: all that is copied later knows these pages
                whole.pages.append(page)
            structure.add(section)
            places.add(section)
            add_bookmarks(whole, section)
            del section, page
        structure.write()
        places.write()
        print_numbers(whole, numbered)
        written = io.BytesIO()
        packing = pikepdf.ObjectStreamMode.generate
        whole.save(written, deterministic_id=True, fix_metadata_version=False, object_stream_mode=packing)
    return written.getvalue()


def opened(file: bytes) -> Pdf:
    import pikepdf

    return pikepdf.open(io.BytesIO(file))


def print_numbers(whole: Pdf, numbers: Pdf) -> None:
    """Print on each page what stands on the page of the same place."""
    import pikepdf

    before, behind = whole.make_stream(BEFORE), whole.make_stream(BEHIND)
    for page, number in zip(whole.pages, numbers.pages, strict=True):
        own = pikepdf.Dictionary(dict(page.obj.Resources.items()))  # its section's pages share theirs
        own.XObject = pikepdf.Dictionary(dict(own.XObject.items()))
        own.XObject.PageNumber = whole.copy_foreign(number.as_form_xobject())
        page.obj.Resources = own
        page.obj.Contents = pikepdf.Array([before, page.obj.Contents, behind])
