"""What a kind of step is to a voter's screen: what its page is drawn from, and what kinds share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from facilitator.domain import views
from facilitator.domain.commands import MarkItem, WithdrawMark
from facilitator.domain.decisions import Dissent
from facilitator.domain.rounds import Ballot, Mark
from facilitator.domain.views import Stage
from facilitator.ui.ink import Ink, Line, paragraph, width_of
from facilitator.ui.pieces.decision import ReadBack
from facilitator.ui.text import cells
from facilitator.ui.voting.scene import Marks, Reaction, Scene, recorded, wanted

M = TypeVar("M")
BLIND = (
    "Nobody sees your answers before the reveal, the facilitator neither. They count once this"
    " screen says “Recorded”."
)
Key = tuple[str, str]
"""A key and what it does, for the bottom line."""
LEAVE: Key = ("Q", "Leave")
ENDS: tuple[Key, ...] = (("?", "Help"), LEAVE)
"""The keys that every screen ends its bottom line with."""
TEXT_WIDTH = 76
"""Lines of prose no longer than this stay easy to read, however wide the window."""
WATCHING = "You watch, without a vote."
SLOWLY = "Recording… Nothing is counted before it is recorded."
UNSEEN = "Nobody sees it before the reveal."
TAKEN_ON = "The facilitator takes it on from here."
TALK = "Talk it over; the facilitator takes it on from here."
IN_THE_LOG = "Recorded for the decision log. If it reads wrong, say so now."
NOTHING = ReadBack()


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the lines below the head are drawn from: of a scene, what does not change by itself.

    Counts and the clock change all the time, and a name is everybody's own. Without them a page is
    drawn once for all screens that show the same; so only what the stage shows is filled in.

    ``scene`` is without its view and without what only the head shows; what is drawn of the view is
    here. ``stage`` is None until a seat is held. ``mine`` is the choice of one's own ballot, once
    that is revealed. ``asked`` are the items that the open round asks of this voter, and ``marks``
    their own answers; ``is_concerned`` says whether a round in this step will ask them. ``not_you``
    says whose seat a key has opened, and what somebody else types.
    """

    scene: Scene
    stage: Stage | None = None
    matter: views.Matter | None = None
    title: str = ""
    named: bool = True
    is_voter: bool = True
    hand_raised: bool = False
    name: str = ""
    team: str = ""
    team_name: str = ""
    outline: tuple[views.OutlineEntry, ...] = ()
    asked: tuple[str, ...] = ()
    marks: Marks = ()
    is_concerned: bool = False
    ballot: Ballot | None = None
    mine: str | None = None
    agreement_required: float = 0.0
    reveal: views.RevealView | None = None
    decision: views.DecisionView | None = None
    in_force: views.InForceView | None = None
    dissent: Dissent | None = None
    has_answered: bool = False
    read_back: ReadBack = NOTHING
    not_you: tuple[str, str] | None = None

    @property
    def wanted(self) -> dict[str, Mark]:
        """One's own answers, those on their way among them."""
        return wanted(self.marks, self.scene.sheet)

    @property
    def recorded(self) -> dict[str, Mark]:
        """One's own answers that the journal has."""
        return recorded(self.marks, self.scene.sheet)

    @property
    def is_asked(self) -> bool:
        """Whether an open round asks something of this voter, item by item."""
        return self.stage is Stage.VOTING and bool(self.asked)


@dataclass(frozen=True, slots=True)
class Page:
    """The body of a screen: one column, or a text that scrolls beside one that stays.

    ``status`` says how things stand, when there is nothing newer to say. ``keys`` go from the most
    to the least important: what does not fit is left out from the end. ``focus`` is the line of
    ``main`` that is always shown, where a cursor stands in it: then nothing else scrolls it. With
    ``is_tight``, blank lines go before anything has to be scrolled. ``scroll_keys`` are told where
    there is more than fits.
    """

    main: list[Line] = field(default_factory=list)
    side: list[Line] | None = None
    status: str = ""
    is_good: bool = False
    keys: tuple[Key, ...] = ()
    focus: int | None = None
    is_tight: bool = False
    scroll_keys: str = "↑↓"


def sides(inner: int) -> tuple[int, int]:
    """How wide the text and the choices beside it are, with a rule of three cells between."""
    right = max(30, min(52, inner // 2))
    return inner - right - 3, right


def behind(lead: Line, rows: list[Line]) -> list[Line]:
    """Lines behind a lead, those after the first indented as far."""
    indent = ((" " * width_of(lead), Ink.TEXT),)
    return [(*(indent if n else lead), *row) for n, row in enumerate(rows)]


def titled(title: str, rows: list[Line], width: int, ink: str = Ink.HEADING) -> list[Line]:
    """Lines below their title; nothing where there are none."""
    return [*paragraph(title, width, ink), *rows] if rows else []


def in_one_line(first: str, second: str, width: int) -> str:
    """Both sentences if they fit into a line, else the first alone."""
    both = f"{first} {second}"
    return both if cells(both) <= width else first


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
        step=step, number=number, participant=who, item=item, value=mark.value, reason=mark.reason
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
