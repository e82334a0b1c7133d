"""Pictures that somebody offers as a logo: taken in on white, or refused in words before they cost anything."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from kpa_tracker.base.toolkit import pictures
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.publication.look.pictures import LOGO, read_logo
from tests.factories.pictures import chunk, picture, png


@pytest.fixture(autouse=True, params=[False, True], ids=["before a PDF", "after a PDF"])
def lenient(request, monkeypatch):
    """Drawing a PDF lets broken pictures pass from then on, for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", request.param)
    yield
    assert ImageFile.LOAD_TRUNCATED_IMAGES is request.param


def read(content):
    return read_logo(io.BytesIO(content))


def opened(content):
    return Image.open(io.BytesIO(content))


def rewound(file):
    file.read()
    return file


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_a_png_or_jpeg_of_any_colours_becomes_a_png(format, mode):
    kept = opened(read(picture(format, mode=mode, colour=0)).content)
    assert (kept.format, kept.mode, kept.size) == ("PNG", "RGB", (120, 60))


def test_a_jpeg_for_printing_becomes_a_png():
    assert opened(read(picture("JPEG", mode="CMYK", colour=(0, 99, 99, 0))).content).mode == "RGB"


def test_what_is_see_through_stands_on_white():
    kept = opened(read(picture(mode="RGBA", colour=(200, 0, 0, 0))).content)
    assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_one_is_made_smaller_in_its_proportions():
    assert opened(read(picture(size=(2400, 600))).content).size == (600, 150)


def test_one_that_lies_on_its_side_is_turned_as_the_camera_says():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(read(picture("JPEG", size=(120, 60), exif=exif)).content).size == (60, 120)


def test_nothing_else_of_the_file_is_kept():
    said = PngInfo()
    said.add_text("Comment", "taken by somebody")
    kept = read(picture(pnginfo=said, dpi=(300, 300), icc_profile=b"x" * 400) + b"<script>").content
    assert (b"somebody" in kept, b"script" in kept, b"iCCP" in kept, opened(kept).info) == (False, False, False, {})


def test_the_same_picture_has_the_same_name_and_another_another():
    assert read(picture()) == read(picture())
    assert read(picture(colour="#000000")).name != read(picture()).name
    assert read(picture()).name.startswith("logo-")


def test_it_is_read_from_its_beginning():
    assert read_logo(rewound(io.BytesIO(picture()))) == read(picture())


@pytest.mark.parametrize(
    "content",
    [
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture("WEBP"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"MZ\x90",
        b"\x00" * 2000,
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 500,
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"\x00" * 500,
        picture()[:60],
        picture("JPEG", size=(400, 400))[:400],
        png(100, 100, b"too little"),
        b"\xff\xd8\xff" + picture()[3:],
        b"\x89PNG\r\n\x1a\n" + picture("GIF"),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_whole_png_or_jpeg_is_refused_in_words(content):
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.message == LOGO.not_one


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="The file is empty"):
        read(b"")


def test_too_many_bytes_are_refused_and_the_rest_is_not_even_read():
    file = io.BytesIO(picture() + b"\x00" * 2 * LOGO.bytes)
    with pytest.raises(Refused, match="may have 1 MB at most"):
        read_logo(file)
    assert file.tell() == LOGO.bytes + 1


@pytest.mark.parametrize("size", [(4001, 100), (100, 4001), (2001, 2000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_anything_is_decoded(size, monkeypatch):
    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", lambda *_, **__: pytest.fail("It was decoded."))
    with pytest.raises(Refused) as refused:
        read(png(*size))
    assert "pixels" in refused.value.message or refused.value.message == LOGO.not_one


def test_too_many_pixels_are_named():
    with pytest.raises(Refused, match="has 4001 by 100 pixels"):
        read(png(4001, 100))


@pytest.mark.parametrize("size", [(31, 200), (200, 31), (1, 1)])
def test_too_few_pixels_are_refused(size):
    with pytest.raises(Refused, match="needs 32 each way at least"):
        read(picture(size=size))


@pytest.mark.parametrize("size", [(32, 32), (2000, 2000), (4000, 1000)])
def test_the_smallest_and_the_largest_are_taken(size):
    assert opened(read(picture(size=size)).content).format == "PNG"


def test_a_text_that_grows_when_it_is_unpacked_is_refused():
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"\x00" * 80_000_000, 9))
    whole = picture()
    with pytest.raises(Refused):
        read(whole[:33] + bomb + whole[33:])
