"""From the records to a committee's pack: what is selected, and what is counted again beside it."""

from kpa_tracker.interfaces.scrutiny.assembling.whole import assemble

__all__ = ["assemble"]
