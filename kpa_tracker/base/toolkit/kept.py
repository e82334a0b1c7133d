"""What is kept as it was: records that are written once, and files byte for byte with their fingerprints."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar, NoReturn

from django.db import models

from kpa_tracker.base.toolkit.errors import Refused


class Tampered(Refused):
    """The stored bytes are not those that were kept."""


class WrittenOnceQuerySet(models.QuerySet[Any]):
    """Records that are written once and read ever after."""

    def update(self, **values: Any) -> NoReturn:
        raise Refused(self.model.STAYS)

    def delete(self) -> NoReturn:
        raise Refused(self.model.STAYS)


class WrittenOnce(models.Model):
    """A record of what people were given or told: once stored, nothing in it ever changes. `STAYS` says why."""

    STAYS: ClassVar[str]

    objects: ClassVar = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write it twice."""
        if not self._state.adding:
            raise Refused(self.STAYS)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Refused(self.STAYS)


class KeptFile(WrittenOnce):
    """A file byte for byte as it was made, with its fingerprint."""

    name = models.CharField(max_length=200, editable=False)
    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta(WrittenOnce.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, *, name: str, content: bytes, **of: Any) -> Any:
        """Store a file with its size and its fingerprint. One query."""
        return cls.objects.create(name=name, content=content, size=len(content), sha256=fingerprint(content), **of)

    @property
    def is_untouched(self) -> bool:
        """Whether the bytes are those that were stored."""
        return fingerprint(bytes(self.content)) == self.sha256

    def hand_out(self) -> bytes:
        """Return the file byte for byte. Refuses where the stored bytes are not those that were kept: better no file
        than one that nobody was ever given."""
        if not self.is_untouched:
            raise Tampered(
                "The stored file is not the one that was kept, so it is not handed out. Tell whoever looks after the "
                "server: the history holds the fingerprint of the right one, and a backup may have it."
            )
        return bytes(self.content)


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
