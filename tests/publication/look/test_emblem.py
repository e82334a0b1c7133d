"""The emblem of the demonstration: a picture that is taken in as any logo."""

from __future__ import annotations

import io

from PIL import Image

from kpa_tracker.interfaces.publication.look.emblem import SIZE, draw_emblem
from kpa_tracker.interfaces.publication.look.pictures import read_logo


def drawn(main="#0b4f5c", accent="#9a3b00"):
    return Image.open(io.BytesIO(draw_emblem(main, accent)))


def test_it_has_both_colours_on_white():
    emblem = drawn()
    at = [emblem.getpixel(place) for place in ((2, 2), (100, 30), (40, 70), (90, 150))]
    assert at == [(255, 255, 255), (0x9A, 0x3B, 0x00), (0x0B, 0x4F, 0x5C), (255, 255, 255)]
    assert (emblem.size, emblem.mode) == (SIZE, "RGB")


def test_it_is_taken_in_as_a_logo_and_is_the_same_each_time():
    first, again = (read_logo(io.BytesIO(draw_emblem("#0b4f5c", "#9a3b00"))) for _ in range(2))
    assert first == again
    assert len(first.content) < 8_000


def test_other_colours_are_another_picture():
    assert draw_emblem("#000000", "#9a3b00") != draw_emblem("#0b4f5c", "#9a3b00")
