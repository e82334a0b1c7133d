"""Pictures: their bytes, what is stored of them, and as plans have them."""

from __future__ import annotations

import io
import struct
import zlib

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory
from PIL import Image

from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.base.toolkit.pictures import read_picture
from plans.models import Picture, PictureFile
from tests.factories.people import AuthorityFactory
from tests.factories.plans import PlanFactory


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(across, down, data=b""):
    """A PNG that says how large it is, and holds no more than some data."""
    head = struct.pack(">IIBBBBB", across, down, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def picture(format="PNG", size=(120, 60), colour="#5b1236", mode="RGB", **options):
    """Return the bytes of a picture of one colour."""
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, format, **options)
    return made.getvalue()


def drawn(*said, **options):
    """A picture as forms hand it to actions."""
    return read_picture(io.BytesIO(picture(*said, **options)))


def upload(*said, name="chart.png", **options):
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, picture(*said, **options), content_type="image/png")


class PictureFileFactory(DjangoModelFactory):
    class Meta:
        model = PictureFile

    class Params:
        colour = "#12355b"

    authority = factory.SubFactory(AuthorityFactory)
    width, height = 120, 60
    content = factory.LazyAttribute(lambda made: picture(colour=made.colour))
    name = factory.LazyAttribute(lambda made: f"picture-{fingerprint(made.content)[:20]}.png")
    size = factory.LazyAttribute(lambda made: len(made.content))
    sha256 = factory.LazyAttribute(lambda made: fingerprint(made.content))


class PictureFactory(DjangoModelFactory):
    class Meta:
        model = Picture

    plan = factory.SubFactory(PlanFactory)
    file = factory.SubFactory(
        PictureFileFactory,
        authority=factory.SelfAttribute("..plan.authority"),
        colour=factory.Sequence(lambda n: f"#{n % 0xFFFFFF:06x}"),
    )
    name = factory.Sequence(lambda n: f"picture-{n}")
    alt = "Recorded crime fell every year from 2003 to 2008."
    caption = "Source: the force's own records."
