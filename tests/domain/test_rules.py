"""Every command has one rule that decides it."""

from __future__ import annotations

from facilitator.domain.commands import StartSession
from facilitator.domain.rules import ANYBODY, FACILITATORS
from tests.worlds.commands import COMMANDS


def test_every_command_but_the_first_has_one_rule():
    assert not FACILITATORS.keys() & ANYBODY.keys()
    assert FACILITATORS.keys() | ANYBODY.keys() | {StartSession} == set(COMMANDS)
