"""Pictures that somebody offers for a text: taken in on white, or refused in words before they cost anything."""

from __future__ import annotations

import io
import random
import zlib

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from kpa_tracker.base.toolkit import pictures
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pictures import MOST_AS_PNG, PICTURE, read_picture, type_of
from tests.factories.pictures import chunk, picture, png


@pytest.fixture(autouse=True, params=[False, True], ids=["before a PDF", "after a PDF"])
def lenient(request, monkeypatch):
    """Drawing a PDF lets broken pictures pass from then on, for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", request.param)
    yield
    assert ImageFile.LOAD_TRUNCATED_IMAGES is request.param


def read(content):
    return read_picture(io.BytesIO(content))


def opened(content):
    return Image.open(io.BytesIO(content))


def noise(size, format):
    """A picture that no drawing program makes: every point has a colour of its own."""
    made = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3)).save(made, format, quality=60)
    return made.getvalue()


@pytest.mark.parametrize(("format", "ending"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_picture_keeps_its_kind_and_is_called_by_its_fingerprint(format, ending):
    drawn = read(picture(format))
    assert (opened(drawn.content).format, drawn.width, drawn.height) == (format, 120, 60)
    assert drawn.name.startswith("picture-")
    assert (drawn.name.endswith(f".{ending}"), type_of(drawn.name)) == (True, f"image/{format.lower()}")


def test_a_photograph_saved_as_png_is_kept_as_a_jpeg():
    drawn = read(noise((1000, 600), "PNG"))
    assert (opened(drawn.content).format, len(drawn.content) < MOST_AS_PNG) == ("JPEG", True)


def test_the_same_picture_has_the_same_name_and_another_another():
    assert read(picture()) == read(picture())
    assert read(picture()).name != read(picture(colour="#000000")).name


def test_what_is_see_through_stands_on_white():
    drawn = read(picture(mode="RGBA", colour=(200, 0, 0, 0)))
    assert opened(drawn.content).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_one_is_made_smaller_in_its_proportions():
    drawn = read(picture(size=(3200, 400)))
    assert (drawn.width, drawn.height) == opened(drawn.content).size == (1600, 200)


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_one_that_lies_on_its_side_is_turned_as_the_camera_says(format):
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = read(picture(format, size=(120, 60), exif=exif))
    assert (drawn.width, drawn.height) == (60, 120)


def test_where_and_when_it_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x010E], exif[0x0132] = "taken by somebody", "2010:04:12 09:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    kept = read(picture("JPEG", exif=exif, comment=b"by somebody", icc_profile=b"x" * 400) + b"<script>").content
    assert (b"somebody" in kept, b"2010:04" in kept, b"script" in kept) == (False, False, False)
    assert (dict(opened(kept).getexif()), "icc_profile" in opened(kept).info, "comment" in opened(kept).info) == (
        {},
        False,
        False,
    )


def test_what_a_png_says_beside_its_points_is_not_kept():
    said = PngInfo()
    said.add_text("Comment", "by somebody")
    assert opened(read(picture(pnginfo=said, dpi=(300, 300))).content).info == {}


@pytest.mark.parametrize(
    "content",
    [
        *(picture(one) for one in ("GIF", "BMP", "TIFF", "WEBP")),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        b"%PDF-1.7",
        b"GIF89a<script>",
        b"\xff\xd8\xff<?php system('id'); ?>",
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 500,
        b"\xff\xd8\xff" + b"\x00" * 500,
        picture()[:60],
        picture("JPEG", size=(400, 400))[:400],
        png(100, 100, b"too little"),
        b"\xff\xd8\xff" + picture()[3:],
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_whole_png_or_jpeg_is_refused_in_words(content):
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.message == PICTURE.not_one


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="The file is empty"):
        read(b"")


def test_too_many_bytes_are_refused_and_the_rest_is_not_even_read():
    file = io.BytesIO(picture() + b"\x00" * 2 * PICTURE.bytes)
    with pytest.raises(Refused, match="may have 5 MB at most"):
        read_picture(file)
    assert file.tell() == PICTURE.bytes + 1


@pytest.mark.parametrize("size", [(8001, 100), (100, 8001), (4001, 4000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_anything_is_decoded(size, monkeypatch):
    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", lambda *_, **__: pytest.fail("It was decoded."))
    with pytest.raises(Refused) as refused:
        read(png(*size))
    assert "pixels" in refused.value.message or refused.value.message == PICTURE.not_one


@pytest.mark.parametrize(
    ("size", "words"),
    [((8001, 100), "may have 8,000 each way and 16,000,000 in all"), ((31, 200), "needs 32 each way at least")],
)
def test_pixels_are_named_where_there_are_too_many_or_too_few(size, words):
    with pytest.raises(Refused, match=words):
        read(png(*size))


def test_a_text_that_grows_when_it_is_unpacked_is_refused():
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"\x00" * 80_000_000, 9))
    whole = picture()
    with pytest.raises(Refused):
        read(whole[:33] + bomb + whole[33:])
