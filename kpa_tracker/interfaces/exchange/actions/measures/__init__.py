"""What an import of targets or of results does: compare, then take over in one transaction."""

from kpa_tracker.interfaces.exchange.actions.measures.proposing import propose_targets
from kpa_tracker.interfaces.exchange.actions.measures.proposing_results import propose_results
from kpa_tracker.interfaces.exchange.actions.measures.result_steps import ResultProposal, ResultStep
from kpa_tracker.interfaces.exchange.actions.measures.results import take_over_results
from kpa_tracker.interfaces.exchange.actions.measures.target_steps import TargetProposal, TargetStep
from kpa_tracker.interfaces.exchange.actions.measures.targets import take_over_targets

__all__ = [
    "ResultProposal",
    "ResultStep",
    "TargetProposal",
    "TargetStep",
    "propose_results",
    "propose_targets",
    "take_over_results",
    "take_over_targets",
]
