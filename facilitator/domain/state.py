"""The state of a session, as frozen data; ``fold`` makes it from events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from facilitator.domain.agenda import Agenda, ContestedTask, StepBase
from facilitator.domain.decisions import CommitmentStatus, Decision, Outcome, Promise, PromiseRecord
from facilitator.domain.earlier import Earlier
from facilitator.domain.people import Participant, Seat
from facilitator.domain.rounds import Round


@dataclass(frozen=True, slots=True)
class Timer:
    """When a step was entered, and how many seconds it was given beyond its timebox."""

    started_at: datetime
    extended: int = 0


@dataclass(frozen=True, slots=True)
class ParkedItem:
    """Something set aside; ``by`` is a participant's id.

    ``became`` is the id of the task it was made into; ``merged`` the number of the item that says
    it now.
    """

    number: int
    text: str
    by: str
    became: str | None = None
    merged: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StepRecord:
    """What happened in one step so far: its rounds, and the outcome where it is a task.

    ``decided_by`` is the facilitator who recorded the outcome. ``rounds_before`` counts the rounds
    held before it was last reopened: the most rounds allowed are counted afresh from there.
    """

    rounds: tuple[Round[Any], ...] = ()
    decision: Decision | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    rounds_before: int = 0

    @property
    def open_round(self) -> Round[Any] | None:
        """The round that is taking answers, if any."""
        return self.rounds[-1] if self.rounds and self.rounds[-1].is_open else None

    @property
    def revealed(self) -> tuple[Round[Any], ...]:
        """The rounds that everybody may see, oldest first."""
        return tuple(held for held in self.rounds if held.is_revealed)

    @property
    def as_logged(self) -> Decision:
        """The outcome as the log has it, if the session ends here and the task was reached.

        Whatever was voted on was not skipped, without an outcome it is parked; what never was voted
        on has nothing to record.
        """
        told = self.decision or Decision(Outcome.PARKED)
        if not self.revealed:
            return replace(told, outcome=Outcome.SKIPPED)
        return replace(told, outcome=Outcome.PARKED) if told.outcome is Outcome.SKIPPED else told


@dataclass(frozen=True, slots=True)
class Choice:
    """Which tasks a shortlist took; ``reason`` is "" where it went by the dots."""

    taken: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One workshop as it stands. Made by ``fold`` alone, compared by identity.

    ``steps`` are the agenda's with those added on the spot, in the order in which they are to be
    taken; ``remarks`` are sentences on the logs of earlier sessions. ``entered`` gives every step
    that was entered its timer; ``current`` is None while people gather. ``records`` are by
    step id, ``promises`` by step id and promise id; ``at_hand``
    is, by step, the promise that the room has turned to. ``lead`` is the facilitator who leads,
    ``speaking`` who has the word since when, and ``facilitator_code`` the digest of the code that
    opens a facilitator's seat, "" when none does.
    ``dissent_answered`` are (step, participant) of those who have had their say on an objection.
    ``set_aside`` are tasks that a shortlist did not take. ``statuses`` tell what became of earlier
    promises; ``statuses_told`` are the follow-up steps in which it was told.
    """

    id: str
    agenda: Agenda
    started_at: datetime
    join_code: str
    steps: tuple[StepBase, ...] = ()
    follows: str | None = None
    rehearsal: bool = False
    earlier: Earlier | None = None
    remarks: tuple[str, ...] = ()
    participants: Mapping[str, Participant] = field(default_factory=dict)
    current: str | None = None
    entered: Mapping[str, Timer] = field(default_factory=dict)
    records: Mapping[str, StepRecord] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()
    statuses: Mapping[str, CommitmentStatus] = field(default_factory=dict)
    statuses_told: frozenset[str] = frozenset()
    promises: Mapping[str, Mapping[str, PromiseRecord]] = field(default_factory=dict)
    at_hand: Mapping[str, str] = field(default_factory=dict)
    lead: str = ""
    speaking: tuple[str, datetime] | None = None
    facilitator_code: str = ""
    dissent_answered: frozenset[tuple[str, str]] = frozenset()
    parked: tuple[ParkedItem, ...] = ()
    ended_at: datetime | None = None
    ended_early: bool = False
    log_file: str | None = None

    @property
    def current_step(self) -> StepBase | None:
        """The step that the room is on; None while people gather."""
        return None if self.current is None else self.step(self.current)

    def step(self, step_id: str) -> StepBase:
        """The step of that id; raises KeyError when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    @property
    def tasks(self) -> tuple[ContestedTask, ...]:
        """The contested tasks, in the order in which they are to be taken."""
        return tuple(step for step in self.steps if isinstance(step, ContestedTask))

    def record(self, step: str) -> StepRecord:
        """What happened in the step of that id; an empty record before anything did."""
        return self.records.get(step, _UNTOUCHED)

    def rounds_on(self, step: str) -> tuple[Round[Any], ...]:
        """The rounds held in a step, oldest first."""
        return self.record(step).rounds

    def open_round(self, step: str) -> Round[Any] | None:
        """The round that is open in a step, if any."""
        return self.record(step).open_round

    def last_revealed(self, step: str) -> Round[Any] | None:
        """The newest round of a step that everybody may see, if any."""
        return next(reversed(self.record(step).revealed), None)

    def is_ahead(self, step_id: str) -> bool:
        """Whether a step is still to come: on the agenda, not the current one, never entered."""
        return step_id not in self.entered and any(step.id == step_id for step in self.steps)

    @property
    def owed(self) -> tuple[Promise, ...]:
        """The promises that were open when the earlier session ended."""
        return self.earlier.commitments if self.earlier else ()

    @property
    def team_names(self) -> dict[str, str]:
        """Each team's name by its id, those of the earlier session that are here no more too."""
        earlier = self.earlier.team_names if self.earlier else {}
        return {**earlier, **self.agenda.team_names}

    @property
    def facilitators(self) -> tuple[Participant, ...]:
        """Who holds a facilitator's seat."""
        return self._seated(Seat.FACILITATOR)

    @property
    def voters(self) -> tuple[Participant, ...]:
        """Who may vote."""
        return self._seated(Seat.VOTER)

    def _seated(self, seat: Seat) -> tuple[Participant, ...]:
        everybody = self.participants.values()
        return tuple(p for p in everybody if p.seat is seat and p.removed is None)

    @property
    def parked_now(self) -> tuple[ParkedItem, ...]:
        """The parked items that stand for themselves: neither merged nor made into a task."""
        return tuple(i for i in self.parked if i.merged is None and i.became is None)

    def holder(self, credential: str) -> Participant | None:
        """Whose seat a credential opens."""
        return next((p for p in self.participants.values() if p.credential == credential), None)


_UNTOUCHED = StepRecord()

State = Session | None
"""A session, or None before it has started."""
