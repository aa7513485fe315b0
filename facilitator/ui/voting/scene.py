"""All that a voter's screen shows, as one frozen value: what is drawn, and what keys act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from facilitator.domain.agenda import Team
from facilitator.domain.commands import Command
from facilitator.domain.decisions import Dissent
from facilitator.domain.people import NAME_CELLS
from facilitator.domain.rounds import REASON_CHARACTERS, Ballot, Mark
from facilitator.domain.views import Stage, VoterView
from facilitator.live.arrivals import Place
from facilitator.ui.voting.line_editor import LineEditor, editor_of

CHOICE_KEYS = "123456789XYZ"
"""The keys of the first, second … candidate; an agenda has at most twelve."""


def choice_keys(choices: int) -> str:
    """The keys of so many choices, in short: ``1-3``, ``1-9 X-Z``."""
    known = min(choices, len(CHOICE_KEYS))
    if known <= _DIGITS:
        return f"1-{known}"
    return f"1-{_DIGITS} X-{CHOICE_KEYS[known - 1]}".replace("X-X", "X")


_DIGITS = 9


class Tone(Enum):
    """How a notice is meant."""

    PLAIN = auto()
    GOOD = auto()
    BAD = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about what was just done, until the next key."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class JoinForm:
    """The seat being asked for. ``team`` indexes ``teams``; None until one is picked.

    ``suggested``: the name is still the one that the connection brought; typing replaces it.
    ``bound``: it can't be changed, and only the team is asked for. ``observes``: the seat is to be
    one without a vote, though in a team like every other.
    """

    teams: tuple[Team, ...]
    name: LineEditor = field(default_factory=lambda: LineEditor(most_cells=NAME_CELLS))
    team: int | None = None
    in_name: bool = True
    suggested: bool = False
    title: str = ""
    named: bool = True
    bound: bool = False
    observes: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The ballot that the voter wants in the round ``of``: (step, number). No choice, no ballot."""

    of: tuple[str, int] = ("", 0)
    choice: str | None = None
    confidence: int | None = None
    reason: str = ""
    today: str | None = None


Marks = tuple[tuple[str, Mark], ...]
"""Answers by their item."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An answer on its way to the journal; a mark of None takes the item's answer back."""

    item: str
    mark: Mark | None
    serial: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the voter is in the round ``of`` (step, number), and what is on its way.

    The cursor moves on with the key, before the journal has answered. So what is on its way is kept
    here item by item, over what the session says is recorded, until it has said yes or no.

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


@dataclass(frozen=True, slots=True)
class Objection:
    """One's objection to the decision on ``step``, as it is being put into one's own words."""

    step: str = ""
    reason: str = ""
    would_change: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line that is asked for: ``enter`` and ``escape`` are what those two keys do.

    ``entered`` takes the line, and ``left`` is what becomes of a scene whose line was given up.
    ``cut_short`` is said when the room turns meanwhile; a prompt without it stays open then.
    ``applies`` says whether a line that was not recorded is still of use where the room is now.
    """

    title: str
    entered: Callable[[Scene, str], Reaction]
    enter: str = "Keep it"
    escape: str = "Cancel"
    left: Callable[[Scene], Scene] = lambda scene: scene
    cut_short: str = ""
    applies: Callable[[Scene], bool] = lambda _scene: True
    most_characters: int = REASON_CHARACTERS
    most_cells: int = 2 * REASON_CHARACTERS


@dataclass(frozen=True, slots=True)
class Scene:
    """The screen of one connection.

    ``view`` is None until a seat is held; ``form`` asks for one. ``prompt`` is what a line is typed
    for in ``editor``; both are None while none is. ``aside`` is what the step asks by keys of its
    own on top of its page, in a word that only the step knows. ``clock`` is the timer in words.
    ``pending`` counts commands under way; ``is_slow`` is set when they have been for long enough to
    say so. ``not_recording`` says why the journal takes nothing, "" while it does. ``resume_code``
    is shown until it is put away. ``not_you`` is what somebody else types to sit elsewhere, where a
    key opened this seat.
    """

    view: VoterView | None = None
    form: JoinForm | None = None
    prompt: Prompt | None = None
    editor: LineEditor | None = None
    aside: str = ""
    draft: Draft = field(default_factory=Draft)
    sheet: Sheet = field(default_factory=Sheet)
    objection: Objection = field(default_factory=Objection)
    notice: Notice | None = None
    helping: bool = False
    scroll: int = 0
    clock: str = ""
    pending: int = 0
    is_slow: bool = False
    not_recording: str = ""
    resume_code: str = ""
    come_back: str = ""
    not_you: str = ""

    @property
    def stage(self) -> Stage | None:
        """Where the room stands; None while no seat is held."""
        return self.view.stage.stage if self.view else None

    @property
    def dissent(self) -> Dissent | None:
        """The objection that is kept in one's name with the decision on screen."""
        return self.view.dissent if self.view and self.stage is Stage.SETTLED else None

    @property
    def me(self) -> str:
        """The id of whoever sits here; "" before anybody does."""
        return self.view.me.id if self.view else ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The items that the open round asks of this seat."""
        return self.view.asked if self.view else ()

    @property
    def wanted(self) -> dict[str, Mark]:
        """One's own answers on items, those on their way among them."""
        return wanted(self.view.marks if self.view else (), self.sheet)

    def asking(self, prompt: Prompt, text: str = "") -> Scene:
        """With a line to type, which begins as ``text``."""
        editor = editor_of(
            text, most_cells=prompt.most_cells, most_characters=prompt.most_characters
        )
        return replace(self, prompt=prompt, editor=editor)

    def saying(self, words: str, tone: Tone = Tone.PLAIN) -> Scene:
        """With a notice."""
        return replace(self, notice=Notice(words, tone))

    def watching(self) -> Scene:
        """With nothing asked on top of the page any more."""
        return replace(self, prompt=None, editor=None, aside="")


@dataclass(frozen=True, slots=True)
class Leave:
    """Close this connection; seat and ballot stay."""


Request = Command | Place | Leave
"""What a key may ask for: something of the session, a seat in it, or to leave."""
Reaction = tuple[Scene, tuple[Request, ...]]
"""What a key comes to: the next scene, and what is asked for."""


def round_at_hand(view: VoterView) -> tuple[str, int]:
    """The step and number of the open round; a number of 0 when none is open."""
    stage = view.stage
    return (stage.step.id if stage.step else "", stage.round.number if stage.round else 0)


def draft_of(ballot: Ballot | None, of: tuple[str, int]) -> Draft:
    """A draft that says what a recorded ballot says."""
    if ballot is None:
        return Draft(of)
    return Draft(of, ballot.choice, ballot.confidence, ballot.reason, ballot.today)


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


def next_open(items: tuple[str, ...], answered: Mapping[str, Mark], after: int) -> int | None:
    """The place of the next item without an answer, from behind ``after`` on and around."""
    places = (*range(after + 1, len(items)), *range(min(after + 1, len(items))))
    return next((place for place in places if items[place] not in answered), None)
