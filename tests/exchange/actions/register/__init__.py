"""Importing a register: what the tests ask a proposal."""

HEADS = ["Ref", "Risk", "Likelihood", "Impact"]


def left(proposal):
    return [one.text for one in proposal.all_problems]


def remarks(proposal):
    return [text for _, text in proposal.remarks]
