"""The answers a voter gives in a round that asks about several items, recorded or on their way.

The cursor moves on with the key, before the journal has answered. So what is on its way is kept
here item by item, over what the session says is recorded, until the session has said yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from facilitator.domain.rounds import Mark

Marks = tuple[tuple[str, Mark], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """An answer on its way to the journal; a mark of None takes the item's answer back."""

    item: str
    mark: Mark | None
    serial: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the voter is in the round ``of`` (step, number), and what is on its way.

    ``cursor`` counts the items from 0; with ``listing`` the list of all answers is shown, and the
    cursor stands in it. There is at most one wish for each item: the newest. ``serial`` is that of
    the last wish. ``value`` is the answer for which a reason is being typed.
    """

    of: tuple[str, int] = ("", 0)
    cursor: int = 0
    listing: bool = False
    wishes: tuple[Wish, ...] = ()
    serial: int = 0
    value: int | None = None

    def with_wish(self, item: str, mark: Mark | None) -> Sheet:
        """With an answer on its way, in place of an older one on the same item."""
        others = tuple(wish for wish in self.wishes if wish.item != item)
        serial = self.serial + 1
        return replace(self, wishes=(*others, Wish(item, mark, serial)), serial=serial)

    def wish(self, item: str) -> Wish | None:
        """What is on its way for an item."""
        return next((wish for wish in self.wishes if wish.item == item), None)

    def is_newest(self, serial: int) -> bool:
        """Whether nothing newer is on its way for the item of this wish."""
        return any(wish.serial == serial for wish in self.wishes)

    def without(self, serial: int) -> Sheet:
        """With that wish no longer on its way: it is recorded, or it never will be."""
        return replace(self, wishes=tuple(w for w in self.wishes if w.serial != serial))

    def put_back(self, place: int) -> Sheet:
        """At an item whose answer was not recorded, unless the voter is at an earlier one."""
        earlier = place if self.listing else min(place, self.cursor)
        return replace(self, cursor=earlier, listing=False)


def wanted(marks: Marks, sheet: Sheet) -> dict[str, Mark]:
    """The answers as the voter wants them, by item: what is recorded, and what is on its way."""
    found = dict(marks)
    for wish in sheet.wishes:
        if wish.mark is None:
            found.pop(wish.item, None)
        else:
            found[wish.item] = wish.mark
    return found


def recorded(marks: Marks, sheet: Sheet) -> dict[str, Mark]:
    """The answers that the journal has and that nothing on its way is about to change."""
    return {item: mark for item, mark in marks if sheet.wish(item) is None}


def dots_placed(marks: Mapping[str, Mark]) -> int:
    """How many dots lie on all tasks together."""
    return sum(mark.value or 0 for mark in marks.values())


def next_open(items: tuple[str, ...], answered: Mapping[str, Mark], after: int) -> int | None:
    """The place of the next item without an answer, from behind ``after`` on and around."""
    places = (*range(after + 1, len(items)), *range(min(after + 1, len(items))))
    return next((place for place in places if items[place] not in answered), None)
