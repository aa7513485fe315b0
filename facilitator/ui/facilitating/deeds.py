"""What a key of the facilitator's screen comes to, as data; the conductor carries it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from facilitator.domain.commands import Command
from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import FacilitatorView
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms.form import Form
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.widgets.dialogs import Choice
from facilitator.ui.widgets.keys import Key, key


@dataclass(frozen=True, slots=True)
class Send:
    """A command to the session, and what is said once it was taken.

    ``undoes`` the command before: there is no redo.
    """

    command: Command
    done: str = ""
    undoes: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """Why a key does nothing now."""

    why: str


@dataclass(frozen=True, slots=True)
class Say:
    """An answer to a key that changes nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """A question before something that matters, and what a yes comes to.

    ``reworded`` words the question by what the session is by now, while it waits for its answer.
    """

    question: str
    then: Deed
    yes: str
    no: str
    more: str = ""
    reworded: Callable[[FacilitatorView], str] | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """One of several, and what each comes to."""

    title: str
    choices: Sequence[Choice]
    then: Callable[[str], Deed]


@dataclass(frozen=True, slots=True)
class Write:
    """One line of text, and what it comes to. After a refusal it is asked for again as typed."""

    title: str
    take: str
    then: Callable[[str], Deed]


@dataclass(frozen=True, slots=True)
class Fill:
    """A form to fill in, made with a clock; ``done`` is said once what it holds was recorded."""

    form: Callable[[Clock], Form]
    done: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """Another status beside an earlier promise, until it is recorded."""

    promise: str
    status: CommitmentStatus


@dataclass(frozen=True, slots=True)
class Leave:
    """End the app; ``hands_on`` where others go on, and nobody is to be disconnected."""

    hands_on: bool = False


class Do(Enum):
    """What only the screen itself can do."""

    NOTHING = auto()
    RECOVER = auto()
    WRITE_LOG = auto()
    CHOOSE_STEP = auto()
    ARRANGE_STEPS = auto()
    SHOW_ROOM = auto()
    SHOW_JOIN = auto()
    SHOW_FACILITATORS = auto()
    SHOW_HELP = auto()


Deed = Send | Refuse | Say | Confirm | Choose | Write | Fill | Pick | Leave | Do


# Keys, and what they do

Does = Callable[[Scene], Scene | Deed]
"""From the scene on which a key was pressed to the next one, or to what is to be done."""


@dataclass(frozen=True, slots=True)
class Act:
    """A key, and what it does: one entry is offered, explained and carried out."""

    key: Key
    does: Does

    def named(self, label: str) -> Act:
        """The same under another label."""
        return Act(self.key.named(label), self.does)


def act(shown: str, label: str, meaning: str, does: Does, *, names: str = "") -> Act:
    """An act by the key as it is written; ``names`` are Textual's for a key that is no letter."""
    return Act(key(shown, label, meaning, names=names), does)
