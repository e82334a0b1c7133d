"""Taking in a picture that somebody offers: known by its content, measured before it is decoded, drawn anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageFile, ImageOps

from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.base.toolkit.pdf import ONE_AT_A_TIME
from kpa_tracker.base.toolkit.uploads import KINDS, in_megabytes

FORMATS = ("PNG", "JPEG")
TYPES = {"png": "image/png", "jpg": "image/jpeg"}
"""What pictures are served as, by how their names end."""
MOST_AS_PNG = 1024 * 1024
"""The bytes above which a PNG is a photograph, and kept as one."""
QUALITY = 85


@dataclass(frozen=True)
class Bounds:
    """What a picture may measure: the bytes of its file, its pixels each way and in all; and within which pixels it is
    kept."""

    noun: str
    bytes: int
    fewest: int
    most: int
    in_all: int
    within: tuple[int, int]

    @property
    def not_one(self) -> str:
        return f"This is not a picture that can be used. Save the {self.noun} as PNG or JPEG, and choose that file."


PICTURE = Bounds("picture", 5 * 1024 * 1024, 32, 8_000, 16_000_000, (1_600, 1_600))
"""A picture in a text: sharp across a page of paper, taken with any telephone."""


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept: of our own drawing on white, with nothing else in it. Its name holds its fingerprint."""

    name: str
    content: bytes
    width: int
    height: int


def read_picture(file: IO[bytes]) -> Drawn:
    """Return a picture for a text as it is kept: a JPEG, or a PNG where it was one and is no photograph.

    Refuses what `on_white` refuses. Costs at most 230 MB and four seconds: a PNG of 16 million pixels.
    """
    paper = on_white(file, PICTURE)
    ending, content = "png", as_png(paper)
    if KINDS["jpg"].is_one(file) or len(content) > MOST_AS_PNG:
        ending, content = "jpg", as_jpeg(paper)
    return Drawn(f"picture-{fingerprint(content)[:20]}.{ending}", content, *paper.size)


def type_of(name: str) -> str:
    """Return what a picture is served as, by the name that it is kept under."""
    return TYPES[name.rpartition(".")[2]]


def on_white(file: IO[bytes], bounds: Bounds) -> Image.Image:
    """Return a picture on white, upright and as large as it is kept.

    Refuses what is no PNG or JPEG, whatever it is called; one of too many bytes and, before it is decoded, of too many
    pixels; what breaks off or cannot be decoded.
    """
    file.seek(0)
    content = file.read(bounds.bytes + 1)
    largest = in_megabytes(bounds.bytes)
    refuse_where(
        (not content, "The file is empty."),
        (len(content) > bounds.bytes, f"The {bounds.noun} may have {largest} at most. Save it smaller."),
        (not any(KINDS[kind].is_one(io.BytesIO(content)) for kind in ("png", "jpg")), bounds.not_one),
    )
    try:
        with whole_ones_alone():
            return drawn_anew(content, bounds)
    except Refused:
        raise
    except Exception as error:  # whatever a decoder trips over, the file is damaged to whoever chose it
        raise Refused(bounds.not_one) from error


@contextmanager
def whole_ones_alone() -> Iterator[None]:
    """Let no picture pass that breaks off. WeasyPrint lets them, in the whole process: nothing is drawn meanwhile."""
    with ONE_AT_A_TIME:
        usual, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = usual


def drawn_anew(content: bytes, bounds: Bounds) -> Image.Image:
    """Decode a picture of bounded size and draw it again on white: what else the file held stays behind."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as offered:
        check_pixels(*offered.size, bounds)
        offered.draft(None, (max(bounds.within),) * 2)  # a JPEG is decoded no larger than it is needed
        ImageOps.exif_transpose(offered, in_place=True)
        upright = offered.convert("RGBA")
    upright.thumbnail(bounds.within)
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    return paper


def check_pixels(across: int, down: int, bounds: Bounds) -> None:
    fewest, most = sorted((across, down))
    has = f"The {bounds.noun} has {across} by {down} pixels."
    refuse_where(
        (fewest < bounds.fewest, f"{has} It needs {bounds.fewest} each way at least."),
        (
            most > bounds.most or across * down > bounds.in_all,
            f"{has} It may have {bounds.most:,} each way and {bounds.in_all:,} in all at most. Save it smaller.",
        ),
    )


def as_png(paper: Image.Image) -> bytes:
    made = io.BytesIO()
    paper.save(made, "PNG", optimize=True)
    return made.getvalue()


def as_jpeg(paper: Image.Image) -> bytes:
    made = io.BytesIO()
    paper.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
