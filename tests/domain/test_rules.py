"""Every command has one rule that decides it."""

from __future__ import annotations

from typing import get_args

from facilitator.domain.commands import Command, StartSession
from facilitator.domain.rules import ANYBODY, FACILITATORS


def test_every_command_but_the_first_has_one_rule():
    assert not FACILITATORS.keys() & ANYBODY.keys()
    assert FACILITATORS.keys() | ANYBODY.keys() | {StartSession} == set(get_args(Command))
