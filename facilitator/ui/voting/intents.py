"""What a voter can want of the session; ``keys`` make these, ``orders`` make commands of them."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.marks import Mark
from facilitator.domain.people import Seat
from facilitator.ui.voting.scene import Draft, Scene


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """Join under this name, in the team of this id."""

    name: str
    team: str
    seat: Seat = Seat.VOTER


@dataclass(frozen=True, slots=True)
class Cast:
    """Cast or replace the ballot; the draft names a choice."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take the ballot back."""


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """Answer on one item in the round ``of``; a mark of None takes the answer back.

    ``serial`` is that of the wish on the sheet which this carries out.
    """

    of: tuple[str, int]
    item: str
    mark: Mark | None
    serial: int


@dataclass(frozen=True, slots=True)
class AnswerItems:
    """Several answers at once, each on its own item."""

    each: tuple[AnswerItem, ...]


@dataclass(frozen=True, slots=True)
class AnswerObjection:
    """Have one's objection kept so; ``is_own`` when in one's own words, not as it stood."""

    step: str
    reason: str
    would_change: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class WithdrawObjection:
    """No longer object to the decision on this step."""

    step: str


@dataclass(frozen=True, slots=True)
class SetHand:
    """Raise the hand, or lower it."""

    up: bool


@dataclass(frozen=True, slots=True)
class Park:
    """Set something aside for later."""

    text: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Close this connection; seat and ballot stay."""


Intent = (
    TakeSeat
    | Cast
    | Withdraw
    | AnswerItem
    | AnswerItems
    | AnswerObjection
    | WithdrawObjection
    | SetHand
    | Park
    | Leave
)
Step = tuple[Scene, Intent | None]
"""What a key comes to: the next scene, and perhaps something to carry out."""
