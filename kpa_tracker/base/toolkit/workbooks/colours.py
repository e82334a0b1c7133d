"""The colour a cell of a workbook is filled with, whichever of Excel's four ways names it."""

from __future__ import annotations

import colorsys
import re
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

THEME_COLOUR = re.compile(
    rb'<a:(dk1|lt1|dk2|lt2|accent[1-6]|hlink|folHlink)>.*?(?:lastClr|srgbClr val)="([0-9A-Fa-f]{6})"', re.S
)
# Excel numbers the theme's colours light before dark; the theme's own part lists dark before light.
THEME_ORDER = ["lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink"]
OFFICE_THEME = {
    "lt1": "FFFFFF", "dk1": "000000", "lt2": "EEECE1", "dk2": "1F497D", "accent1": "4F81BD", "accent2": "C0504D",
    "accent3": "9BBB59", "accent4": "8064A2", "accent5": "4BACC6", "accent6": "F79646",
}  # fmt: skip


class Palette:
    """The colours of one workbook."""

    def __init__(self, theme: bytes | None) -> None:
        self.theme = dict(OFFICE_THEME)
        for name, colour in THEME_COLOUR.findall(theme or b""):
            self.theme[name.decode()] = colour.decode().upper()
        self.known: dict[int, str] = {}
        self.inks: dict[int, str] = {}

    def fill_of(self, cell: Any) -> str:
        """Return RRGGBB, or "" where the cell has no solid fill. Styles are shared: each is worked out once."""
        style = getattr(cell, "_style_id", 0)
        if not style:
            return ""
        if style not in self.known:
            self.known[style] = self._colour(cell.fill)
        return self.known[style]

    def ink_of(self, cell: Any) -> str:
        """Return the colour of a cell's letters as RRGGBB, or "" where no colour was chosen."""
        style = getattr(cell, "_style_id", 0)
        if not style:
            return ""
        if style not in self.inks:
            self.inks[style] = self._shade(getattr(cell.font, "color", None))
        return self.inks[style]

    def fill_of_rule(self, style: Any) -> str:
        """Return the colour of a conditional format's style, where a solid fill keeps it in the background."""
        fill = getattr(style, "fill", None)
        if fill is None or fill.patternType not in {None, "solid"}:
            return ""
        return self._shade(fill.bgColor) or self._shade(fill.fgColor)

    def _colour(self, fill: Any) -> str:
        return self._shade(fill.fgColor) if getattr(fill, "patternType", None) == "solid" else ""

    def _shade(self, colour: Any) -> str:
        base = self._base(colour) if colour is not None else ""
        return tinted(base, colour.tint or 0.0) if base else ""

    def _base(self, colour: Any) -> str:
        if colour.type == "theme" and 0 <= colour.theme < len(THEME_ORDER):
            return self.theme.get(THEME_ORDER[colour.theme], "")
        if colour.type == "indexed" and 0 <= colour.indexed < len(COLOR_INDEX):
            return COLOR_INDEX[colour.indexed][-6:]
        return str(colour.rgb)[-6:].upper() if colour.type == "rgb" and str(colour.rgb) != "00000000" else ""


def tinted(colour: str, tint: float) -> str:
    """Lighten (up to 1) or darken (down to -1) as Excel does: on the lightness alone."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    channels = colorsys.hls_to_rgb(hue, max(0.0, min(1.0, lightness)), saturation)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)
