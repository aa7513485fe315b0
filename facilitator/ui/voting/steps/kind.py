"""What a kind of step is to a voter's screen, and what the kinds have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from facilitator.domain.commands import MarkItem, WithdrawMark
from facilitator.domain.rounds import Ballot, Mark
from facilitator.domain.views import Stage
from facilitator.ui.voting.page import SLOWLY, UNSEEN, Key, Page, Picture, in_one_line
from facilitator.ui.voting.scene import Reaction, Scene

M = TypeVar("M")
BLIND = (
    "Nobody sees your answers before the reveal, the facilitator neither. They count once this"
    " screen says “Recorded”."
)


@dataclass(frozen=True, slots=True)
class StepKind(Generic[M]):
    """What voters see and press in one kind of step; ``M`` is what such a step is about.

    ``page`` draws it so wide. ``press`` is what a key does, by its name and the character that it
    types in capitals; None where it is no key of the step. ``words`` say by stage what the screen
    is for, ``anonymous_words`` where that differs without names; ``keys`` are those that help
    explains.

    ``concerned`` are the ids of the teams that such a step asks, where it doesn't ask all. What the
    step has ``at_hand`` of several things turns the screen when it changes. ``one_by_one``: whoever
    comes back goes on at the first item without an answer. ``counts_rounds``: the head says which
    round it is. ``reads_back``: it shows what the whole session has come to.
    """

    page: Callable[[M, Picture, int], Page]
    press: Callable[[M, Scene, str, str], Reaction | None] = lambda *_: None
    words: Mapping[Stage, str] = field(default_factory=dict)
    anonymous_words: Mapping[Stage, str] = field(default_factory=dict)
    keys: Callable[[M, Picture], tuple[Key, ...]] = lambda *_: ()
    concerned: Callable[[M], tuple[str, ...]] = lambda _: ()
    at_hand: Callable[[M], object] = lambda _: None
    one_by_one: bool = False
    counts_rounds: bool = False
    reads_back: bool = False


def while_asked(*keys: Key) -> Callable[[object, Picture], tuple[Key, ...]]:
    """Keys that a step has while a round asks this voter something."""
    return lambda _, picture: keys if picture.is_asked else ()


def marked(scene: Scene, item: str, mark: Mark | None) -> Reaction:
    """With an answer on its way, and what is asked for: that it be recorded, or taken back."""
    step, number = scene.sheet.of
    who = scene.me
    scene = replace(scene, sheet=scene.sheet.with_wish(item, mark))
    if mark is None:
        return scene, (WithdrawMark(step=step, number=number, participant=who, item=item),)
    command = MarkItem(
        step=step,
        number=number,
        participant=who,
        item=item,
        value=mark.value,
        reason=mark.reason,
    )
    return scene, (command,)


def standing(
    picture: Picture, given: Ballot | Mark | None, until: str, width: int, noun: str = ""
) -> str:
    """How one's own answer stands: to be given, on its way, or recorded and open ``until`` then."""
    if picture.scene.is_slow:
        return SLOWLY
    if given is None:
        return f"One key {'votes' if noun else 'answers'}. {UNSEEN}"
    if given.proxy:
        what = f"this {noun}".strip()
        return f"The facilitator entered {what} for you. Change it until {until}."
    return in_one_line(f"Recorded. {UNSEEN}", f"Change it until {until}.", width)
