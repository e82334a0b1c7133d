"""The demonstration: what its files say (`reading`), and its past, played through the actions (all the others)."""

from kpa_tracker.interfaces.scrutiny.demonstration.loading import DAY, PASSWORD, Account, AlreadyInUse, accounts, load

__all__ = ["DAY", "PASSWORD", "Account", "AlreadyInUse", "accounts", "load"]
