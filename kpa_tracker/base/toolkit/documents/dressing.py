"""A Word document in the look of an authority: colour and typeface in its styles, the logo above its title."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

from kpa_tracker.base.toolkit.documents.pieces import place_picture
from kpa_tracker.base.toolkit.typefaces import ALIKE, called
from kpa_tracker.base.toolkit.worn import OnPaper

WITHIN = Mm(60), Mm(25)
"""What a logo measures at most."""
COLOURED = frozenset({"Title", "Caption", *(f"Heading {level}" for level in range(1, 10))})
SCRIPTS = ("w:ascii", "w:hAnsi", "w:cs")
FONTS = "/word/fontTable.xml"


def put_on(package: Any, look: OnPaper) -> None:
    """Have the styles of a document say its look, so that whoever goes on with it keeps it."""
    write_in(package, called(look.written_in), ALIKE[look.written_in])
    colour(package, look.main_colour.lstrip("#").upper())
    if look.picture:
        place_picture(package.add_paragraph(), look.picture, look.logo_alt, WITHIN)


def write_in(package: Any, typeface: str, alike: str) -> None:
    """Have every style name a typeface, and the document what Word takes where that is not installed."""
    package.styles["Normal"].font.name = typeface
    for fonts in package.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in SCRIPTS:
            fonts.set(qn(script), typeface)
    (table,) = (part for part in package.part.package.iter_parts() if part.partname == FONTS)
    said = f'<w:font w:name="{typeface}"><w:altName w:val="{alike}"/></w:font></w:fonts>'
    table._blob = table.blob.replace(b"</w:fonts>", said.encode())


def colour(package: Any, main: str) -> None:
    """Give headings and the line below the title a colour."""
    for style in package.styles:
        if style.name in COLOURED:
            style.font.color.rgb = RGBColor.from_string(main)
    for line in package.styles["Title"].element.iter(qn("w:bottom")):
        line.attrib.pop(qn("w:themeColor"), None)
        line.set(qn("w:color"), main)
