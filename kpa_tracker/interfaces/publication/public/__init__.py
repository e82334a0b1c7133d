"""What the public may read: the columns that ALLOWED names, and nothing else."""

from kpa_tracker.interfaces.publication.public.allowed import ALLOWED
from kpa_tracker.interfaces.publication.public.plan import NotForThePublic, public_document

__all__ = ["ALLOWED", "NotForThePublic", "public_document"]
