"""What the tests of importing a register share."""

import pytest

from kpa_tracker.interfaces.exchange.actions.register import propose_register, take_over_register
from kpa_tracker.interfaces.exchange.reading.registers.found import RegisterChoices
from kpa_tracker.interfaces.exchange.reading.registers.register import read_register
from tests.factories.exchange import document_of


def reading(*rows, **choices):
    return read_register(document_of(rows, name="Register"), RegisterChoices(**choices))


@pytest.fixture
def take(authority, editor):
    def taken(*rows, names=None, **choices):
        return take_over_register(authority, reading(*rows, **choices), by=editor, name="register.xlsx", names=names)

    return taken


@pytest.fixture
def propose(authority):
    def proposed(*rows, names=None):
        return propose_register(authority, reading(*rows), names)

    return proposed
