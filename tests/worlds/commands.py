"""Every kind of command."""

from __future__ import annotations

from facilitator.domain import commands

_KINDS = [
    each
    for each in vars(commands).values()
    if isinstance(each, type) and issubclass(each, commands.Command)
]
COMMANDS = tuple(each for each in _KINDS if not any(each in other.__bases__ for other in _KINDS))
