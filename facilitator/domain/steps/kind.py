"""What a kind of step says for itself, and what most kinds have in common.

In every kind but tasks, rounds ask about items, each answered by a number
(:class:`~facilitator.domain.rounds.Mark`).
"""

# ruff: noqa: ARG002 - a kind is given all that any kind goes by

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from facilitator.domain.agenda import Attribution, StepBase
from facilitator.domain.people import Participant
from facilitator.domain.rounds import Marks, Round, marks_of
from facilitator.domain.state import Session


class Stage(StrEnum):
    """Where the room stands."""

    GATHERING = "gathering"
    BRIEF = "brief"
    READY = "ready"
    VOTING = "voting"
    REVEALED = "revealed"
    SETTLED = "settled"
    CLOSING = "closing"
    ENDED = "ended"


class NextAction(StrEnum):
    """What SPACE does."""

    BEGIN = "begin"
    NEXT = "next"
    START_VOTING = "start-voting"
    CLOSE_AND_REVEAL = "close-and-reveal"
    DECIDE = "decide"
    NEW_ROUND = "new-round"
    FALL_BACK = "fall-back"
    TAKE = "take"
    RECORD_TOLD = "record-told"
    PROMISE = "promise"
    REWORD = "reword"
    END = "end"
    LEAVE = "leave"


StepT = TypeVar("StepT", bound=StepBase)
ViewT = TypeVar("ViewT")


class StepKind(ABC, Generic[StepT, ViewT]):
    """One kind of step: its record is a ``StepT``, its picture a ``ViewT``.

    ``word`` is what agenda files call it. ``unasked`` is where the room stands before it was asked
    anything; ``is_closing`` says that such steps belong to an agenda's end; ``is_one_answer`` that
    all marks of a person are one answer, of which no part may be told from the others.
    """

    word: ClassVar[str]
    unasked: ClassVar[Stage] = Stage.READY
    is_closing: ClassVar[bool] = False
    is_one_answer: ClassVar[bool] = False

    @abstractmethod
    def view(self, state: Session, step: StepT) -> ViewT:
        """What the step is about, as everybody may see it."""

    def items_asked(self, state: Session, step: StepT) -> tuple[str, ...]:
        """The ids of the items that a round asks about."""
        return ()

    def items_for(self, state: Session, step: StepT, voter: Participant) -> tuple[str, ...]:
        """Those of them that one voter is asked about."""
        return self.items_asked(state, step)

    def numbers(self, step: StepT) -> range:
        """The numbers that a mark can have, besides None."""
        return range(0)

    def is_concluded(self, state: Session, step: StepT) -> bool:
        """Whether what the step is to bring about has been recorded."""
        return False

    def teams_concerned(self, state: Session, step: StepT, about: str) -> frozenset[str]:
        """The teams whose matter a round is."""
        return frozenset(state.agenda.team_names)

    def teams_asked(self, state: Session, step: StepT, about: str) -> frozenset[str]:
        """The teams whose voters are asked in a round.

        Where attribution is anonymous everybody is asked about everything: else a small team's
        answers would be known.
        """
        everybody = frozenset(state.agenda.team_names)
        if state.agenda.rules.attribution is Attribution.ANONYMOUS:
            return everybody
        return everybody & self.teams_concerned(state, step, about)

    def has_finished(
        self, state: Session, step: StepT, held: Round[Any], person: Participant
    ) -> bool:
        """Whether somebody has answered all that a round asks of them."""
        marks = marks_of(held, person.id)
        return marks.keys() >= frozenset(self.items_for(state, step, person))

    def is_done(self, state: Session, step: StepT, held: Round[Any], person: Participant) -> bool:
        """Whether others may see that somebody is done."""
        return self.has_finished(state, step, held, person)

    def asks_why(self, item: str) -> bool:
        """Whether a reason may come with a mark."""
        return False

    def flaw_of_opening(self, state: Session, step: StepT, about: str) -> str:
        """Why no round may be opened now; ``about`` is the promise that is to be asked about."""
        return "A round in this step asks about all of it." if about else ""

    def flaw_of_value(self, step: StepT, marks: Marks, item: str, value: int | None) -> str:
        """Why a mark can't have this value beside somebody's other ``marks``."""
        numbers = self.numbers(step)
        if value is None or value in numbers:
            return ""
        return f"Answer with {numbers[0]} to {numbers[-1]}, or abstain."

    def newest_round(self, state: Session, step: StepT) -> Round[Any] | None:
        """The newest round on what is at hand, if any was held."""
        return next(reversed(state.rounds_on(step.id)), None)

    def stage(self, state: Session, step: StepT) -> Stage:
        """Where the room stands when it is on such a step."""
        if state.open_round(step.id) is not None:
            return Stage.VOTING
        if self.is_concluded(state, step):
            return Stage.SETTLED
        return Stage.REVEALED if self.has_revealed(state, step) else self.unasked

    def has_revealed(self, state: Session, step: StepT) -> bool:
        """Whether there is anything to see of what is at hand."""
        held = self.newest_round(state, step)
        return held is not None and held.is_revealed

    def after_reveal(self, state: Session, step: StepT) -> NextAction | None:
        """What is to be done after a reveal; None to go on to the next step."""
        return None

    def passes_by_itself(self, state: Session) -> bool:
        """Whether there is nothing in it today."""
        return False

    def is_settled(self, state: Session, step: StepT) -> bool:
        """Whether a step needs no more time: there is nothing in it, or it was entered and left."""
        if self.passes_by_itself(state):
            return True
        return step.id in state.entered and step.id != state.current


class ItemKind(StepKind[StepT, ViewT]):
    """A kind of step whose rounds ask about items."""

    @abstractmethod
    def items_asked(self, state: Session, step: StepT) -> tuple[str, ...]:
        """The ids of the items that a round asks about."""

    @abstractmethod
    def numbers(self, step: StepT) -> range:
        """The numbers that a mark can have, besides None."""
