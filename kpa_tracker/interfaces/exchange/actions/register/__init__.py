"""What an import of a risk register does: compare, then take over in one transaction."""

from kpa_tracker.interfaces.exchange.actions.register.proposing import propose_register
from kpa_tracker.interfaces.exchange.actions.register.steps import RegisterProposal, RegisterStep
from kpa_tracker.interfaces.exchange.actions.register.taking import take_over_register

__all__ = ["RegisterProposal", "RegisterStep", "propose_register", "take_over_register"]
