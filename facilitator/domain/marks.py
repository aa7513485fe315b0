"""Rounds in which each person answers several items by a number.

Statements rated, dots placed, promises told kept or missed, consent, a fist of five: all are blind
rounds like a vote on a task, with one mark for each person and item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilitator.domain.rounds import Round


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's answer on one item; what the number means is the step's matter.

    None is an answer too: "can't say", or standing aside. ``proxy`` marks, for ever, what the
    facilitator entered for somebody in the room.
    """

    value: int | None
    reason: str = ""
    proxy: bool = False


Marks = Mapping[str, Mark]
"""One person's answers, by item."""
ItemRound = Round[Marks]
"""A round on the items of a step."""


def marks_of(held: ItemRound, participant: str) -> Marks:
    """One person's answers in a round."""
    return held.answers.get(participant, {})


@dataclass(frozen=True, slots=True)
class ItemCount:
    """The pure count of one item: ``counts`` per number from low to high, the rest apart.

    ``withheld`` answers were given, and nothing of them is told.
    """

    counts: tuple[int, ...]
    cant_say: int
    silent: int
    withheld: int = 0


def count_item(
    held: ItemRound, item: str, numbers: range, voters: Iterable[str] | None = None
) -> ItemCount:
    """Count the marks on an item by ``voters``, by default everybody who was asked."""
    counts = dict.fromkeys(numbers, 0)
    cant_say = silent = 0
    for voter in held.electorate if voters is None else voters:
        mark = marks_of(held, voter).get(item)
        if mark is None:
            silent += 1
        elif mark.value in counts:
            counts[mark.value] += 1
        else:
            cant_say += 1
    return ItemCount(tuple(counts.values()), cant_say, silent)
