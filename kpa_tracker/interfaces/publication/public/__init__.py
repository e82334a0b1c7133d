"""What the public may read: the columns that the lists of allowed ones name, and nothing else."""

from kpa_tracker.interfaces.publication.public.allowed import ALLOWED, ALLOWED_OF_REGISTER
from kpa_tracker.interfaces.publication.public.plan import NotForThePublic, public_document
from kpa_tracker.interfaces.publication.public.register import public_register

__all__ = ["ALLOWED", "ALLOWED_OF_REGISTER", "NotForThePublic", "public_document", "public_register"]
