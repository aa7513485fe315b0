"""What an event takes over from its command: the types can't see it, for it goes by names."""

from __future__ import annotations

import ast
import inspect
from dataclasses import MISSING, fields
from typing import get_type_hints

import pytest

from facilitator.domain import commands, events, rules
from facilitator.domain.rules import agenda_changes, decisions, people, promises, session, voting

_SENT = {"at", "by"}
"""What comes of the envelope."""


def taken_over():
    """Every event that a rule records: its class, the rule's command, what is given besides."""
    for module in (agenda_changes, decisions, people, promises, session, voting):
        for rule in ast.parse(inspect.getsource(module)).body:
            if not isinstance(rule, ast.FunctionDef):
                continue
            sent = next((a.annotation for a in rule.args.args if a.arg == "sent"), None)
            for call in ast.walk(rule):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "recorded":
                    given = {each.arg for each in call.keywords}
                    for name in ast.unparse(sent).removeprefix("Envelope[")[:-1].split(" | "):
                        command = getattr(commands, name.removeprefix("commands."))
                        yield getattr(events, call.args[0].attr), command, given


RECORDED = list(taken_over())


def test_they_are_found():
    assert len(RECORDED) > 30
    assert {
        command for _, command, _ in RECORDED
    } <= rules.FACILITATORS.keys() | rules.ANYBODY.keys()


@pytest.mark.parametrize(
    ("event", "command", "given"),
    RECORDED,
    ids=[f"{e.__name__}: {c.__name__}" for e, c, _ in RECORDED],
)
def test_an_event_finds_what_it_keeps_in_its_command(event, command, given):
    said = get_type_hints(command)
    kept = get_type_hints(event)
    for each in fields(event):
        if each.name in given | _SENT:
            continue
        if each.name in said:
            assert said[each.name] == kept[each.name], each.name
        else:
            assert each.default is not MISSING or each.default_factory is not MISSING, each.name
