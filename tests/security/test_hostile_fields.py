"""No hostile text gets in by any field of any command, whoever sends it.

Each command that the rooms of other tests are made of is given once more with each text of the
corpus in each of its fields in turn: it is refused, or what comes of it holds none of that.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from itertools import chain
from typing import Union, get_args, get_origin, get_type_hints

import pytest

from facilitator.domain.commands import Refusal
from facilitator.domain.fold import evolve
from facilitator.domain.rules import decide
from tests.hostile import ESCAPES
from tests.security.test_hostile_screens import ROOMS
from tests.worlds.commands import COMMANDS

OF_THE_PROGRAM = {
    ("StartSession", field): "made by the program, or of an agenda that was read and checked"
    for field in ("session", "agenda", "join_code", "earlier", "remarks", "likeness")
} | {
    (command, field): "made by the program: the name's likeness, what opens a seat, a connection"
    for command, some in {
        "JoinSession": ("likeness", "credential", "connection", "facilitator_code"),
        "SeatSomebody": ("likeness",),
        "ResumeSeat": ("credential", "connection"),
        "LeaveSession": ("connection",),
        "IssueFacilitatorCode": ("digest",),
        "ReportServerLost": ("server",),
        "NoteLogWritten": ("file",),
    }.items()
    for field in some
}
"""Fields that nobody fills, and why they may hold anything."""


def places_of(kind, path=()):
    """Where a type holds text, at any depth: the fields that lead there."""
    if isinstance(kind, types.UnionType) or get_origin(kind) in (Union, tuple, Mapping):
        arguments = [each for each in get_args(kind) if each not in (type(None), Ellipsis)]
        yield from chain.from_iterable(places_of(each, path) for each in arguments)
    elif get_origin(kind) is not None and issubclass(get_origin(kind), Mapping):
        yield from chain.from_iterable(places_of(each, path) for each in get_args(kind))
    elif kind is str:
        yield path
    elif is_dataclass(kind):
        for name, below in get_type_hints(kind).items():
            yield from places_of(below, (*path, name))


def written(value, text, path=()):
    """Every way to put ``text`` into one field of a value; each with the place of the field."""
    if is_dataclass(value):
        for each in fields(value):
            below = getattr(value, each.name)
            for place, other in written(below, text, (*path, each.name)):
                yield place, replace(value, **{each.name: other})
    elif isinstance(value, tuple):
        for index, below in enumerate(value):
            for place, other in written(below, text, path):
                yield place, (*value[:index], other, *value[index + 1 :])
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield path, {**value, key + text: below}
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield path, text + value


def texts_in(value):
    """Every text that a value holds."""
    if is_dataclass(value):
        for each in fields(value):
            yield from texts_in(getattr(value, each.name))
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(texts_in, value))
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(texts_in(each) for pair in value.items() for each in pair)
    elif isinstance(value, str):
        yield value


def tries(sent, text):
    """Every way to put ``text`` into one field of a command, or into who sends it."""
    for place, other in written(sent, text):
        yield place[1:] if place[0] == "command" else place, other


@cache
def given():
    """One command of each kind that fills the same fields, each with the state before it."""
    found = {}
    for make in ROOMS.values():
        state = None
        for sent in make().commands:
            filled = frozenset(place for place, _ in tries(sent, "x"))
            found.setdefault((type(sent.command).__name__, filled), (state, sent))
            for event in decide(state, sent):
                state = evolve(state, event)
    return list(found.values())


def is_the_programs(command, place):
    return (type(command).__name__, place[0]) in OF_THE_PROGRAM


NOT_GIVEN = {
    "CorrectTeam": {"participant", "team"},
    "ReadmitParticipant": {"participant"},
    "HandOverLead": {"to"},
    "WithdrawBallot": {"step", "participant"},
    "WithdrawMark": {"step", "participant", "item"},
    "ReopenShortlist": {"step"},
    "TakeUpPromise": {"step", "promise"},
    "ReopenPromise": {"step", "promise"},
    "MoveStep": {"step", "before"},
    "WithdrawDissent": {"step", "participant"},
    "BringBackTask": {"task"},
    "RemoveTask": {"task"},
    "ReopenDecision": {"step"},
    "LowerHand": {"participant"},
    "AddTask": {"before", "candidates"},
}
"""Fields of commands that no room here has given: ids alone, which have to be there already."""


def test_every_field_of_every_command_is_tried_or_is_no_persons():
    everything = {
        (kind.__name__, *place)
        for kind in COMMANDS
        for place in places_of(kind)
        if (kind.__name__, place[0]) not in OF_THE_PROGRAM
    }
    tried = {
        (type(sent.command).__name__, *place)
        for _, sent in given()
        for place, _ in tries(sent, "x")
    }
    not_tried = {(kind, name) for kind, names in NOT_GIVEN.items() for name in names}
    assert everything - tried == not_tried


NOT_LOOKED_AT = {("StartSession", "by"), ("JoinSession", "by"), ("OpenRound", "about")}
"""Fields that are not looked at: who has no seat yet is nobody, most rounds are about nothing."""


@pytest.mark.parametrize("what", ESCAPES)
def test_no_field_of_a_command_lets_it_in(what):
    text = ESCAPES[what]
    tried = 0
    for state, sent in given():
        for place, other in tries(sent, text):
            if is_the_programs(sent.command, place):
                continue
            outcome = decide(state, other)
            tried += 1
            if isinstance(outcome, Refusal):
                told = outcome.reason
                assert all(char.isprintable() or char == "\u00a0" for char in told), ascii(told)
                assert text not in told, ascii(told)
                continue
            assert (type(sent.command).__name__, *place) in NOT_LOOKED_AT
            assert not any(text in held for event in outcome for held in texts_in(event))
    assert tried > len(given())
