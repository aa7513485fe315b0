"""All that a voter's screen shows, as one frozen value: what is drawn, and what keys act on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from facilitator.domain.agenda import Team
from facilitator.domain.ballots import Ballot
from facilitator.domain.decisions import Dissent
from facilitator.domain.people import NAME_CELLS, Seat
from facilitator.domain.views import Stage, VoterView
from facilitator.ui.voting.line_editor import LineEditor
from facilitator.ui.voting.sheet import Sheet

CHOICE_KEYS = "123456789XYZ"
"""The keys of the first, second … candidate; an agenda has at most twelve."""


class Mode(Enum):
    """What the keys are for just now."""

    JOINING = auto()
    CODE = auto()
    WATCHING = auto()
    REASON = auto()
    PARKING = auto()
    TODAY = auto()
    OBJECTING = auto()
    DOUBTING = auto()
    REWORDING = auto()
    CHANGING = auto()
    WITHDRAWING = auto()


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


@dataclass(frozen=True, slots=True)
class Objection:
    """One's objection to the decision on ``step``, as it is being put into one's own words."""

    step: str = ""
    reason: str = ""
    would_change: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The screen of one connection.

    ``view`` is None until a seat is held. ``clock`` is the timer in words. ``pending`` counts
    commands under way; ``is_slow`` is set when they have been for long enough to say so.
    ``not_recording`` says why the journal takes nothing, "" while it does. ``not_you`` is what
    somebody else types to sit elsewhere, where a key opened this seat.
    """

    view: VoterView | None = None
    mode: Mode = Mode.WATCHING
    form: JoinForm | None = None
    editor: LineEditor | None = None
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
    def may_vote(self) -> bool:
        """Whether a round is open and asks something of this seat."""
        view = self.view
        if view is None or view.stage.stage is not Stage.VOTING:
            return False
        return view.me.seat is Seat.VOTER if view.stage.task else bool(view.asked)


def round_at_hand(view: VoterView) -> tuple[str, int]:
    """The step and number of the open round; a number of 0 when none is open."""
    stage = view.stage
    return (stage.step.id if stage.step else "", stage.round.number if stage.round else 0)


def draft_of(ballot: Ballot | None, of: tuple[str, int]) -> Draft:
    """A draft that says what a recorded ballot says."""
    if ballot is None:
        return Draft(of)
    return Draft(of, ballot.choice, ballot.confidence, ballot.reason, ballot.today)
