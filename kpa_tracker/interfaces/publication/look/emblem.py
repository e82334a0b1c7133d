"""The emblem of the demonstration's authority: a shield with a tick, drawn and not taken from anybody."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

IN_WORDS = "A shield with a tick on it, the emblem of this demonstration"
SIZE, FINER = (200, 240), 4
"""How large it is kept, and how much larger it is drawn, so that its edges are smooth."""
SHIELD = ((20, 16), (180, 16), (180, 120), (164, 172), (100, 228), (36, 172), (20, 120))
RIBBON = ((20, 16), (180, 16), (180, 48), (20, 48))
TICK = ((58, 118), (90, 152), (144, 84))
THICK = 20


def draw_emblem(main: str, accent: str) -> bytes:
    """Return the emblem in two colours as a PNG."""
    drawn = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), "white")
    pen = ImageDraw.Draw(drawn)
    pen.polygon(finer(SHIELD), fill=main)
    pen.polygon(finer(RIBBON), fill=accent)
    pen.line(finer(TICK), fill="white", width=THICK * FINER, joint="curve")
    made = io.BytesIO()
    drawn.resize(SIZE, Image.Resampling.LANCZOS).save(made, "PNG")
    return made.getvalue()


def finer(points: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    return [(across * FINER, down * FINER) for across, down in points]
