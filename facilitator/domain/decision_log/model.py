"""The decision log, key by key as in its file; fields stand in the order of its keys.

Every table has an ``extra``: keys that a newer program wrote and this one doesn't know, kept as
they were found so that they are there again when the log is rewritten. Moments are UTC with whole
seconds. Text that is optional and absent is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from facilitator.domain.agenda import Attribution, Fallback, InputKind, Phase
from facilitator.domain.ballots import Ballot, Tally
from facilitator.domain.claims import ClaimPattern
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.decision_log.verdicts import Verdict
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat

FORMAT = "facilitator.decision-log/1"
"""What a decision log's ``format`` key says."""


class LogStatus(StrEnum):
    """Whether every task was reached."""

    COMPLETE = "complete"
    ENDED_EARLY = "ended-early"


@dataclass(frozen=True, kw_only=True)
class LogTable:
    """What every table of the file has."""

    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LogSession(LogTable):
    """Which workshop it was. ``follows`` is the earlier session that it was compared with."""

    id: str
    title: str
    agenda: str
    agenda_digest: str
    facilitators: tuple[str, ...]
    started_at: datetime
    ended_at: datetime
    status: LogStatus
    attribution: Attribution
    follows: str | None = None
    rehearsal: bool = False


@dataclass(frozen=True, kw_only=True)
class LogRules(LogTable):
    """The rules as they stood; ``approver`` is who escalated tasks went to."""

    agreement_required: float
    max_rounds: int
    review_after_days: int
    fallback: Fallback
    approver: str = ""


@dataclass(frozen=True, kw_only=True)
class LogTeam(LogTable):
    """A team of the agenda."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class LogParticipant(LogTable):
    """Who took part, facilitators apart. Without ``id`` and ``name`` when anonymous."""

    id: str | None = None
    name: str | None = None
    team: str
    seat: Seat


@dataclass(frozen=True, kw_only=True)
class LogSupport(LogTable):
    """What a team owes to the driver; ``detail`` and ``when`` may be empty."""

    team: str
    input: InputKind
    detail: str
    when: str

    @property
    def terms(self) -> tuple[str, ...]:
        """What exactly, and when, as far as that is said."""
        return tuple(filter(None, (self.detail, self.when)))


@dataclass(frozen=True, kw_only=True)
class LogDissent(LogTable):
    """An objection kept with a decision.

    ``name`` is absent when anonymous; so is ``team`` where it would give somebody away.
    """

    name: str | None = None
    team: str | None = None
    position: str
    reason: str = ""
    would_change: str = ""


@dataclass(frozen=True, kw_only=True)
class LogBallot(LogTable):
    """One participant's ballot, by the participant's id."""

    participant: str
    ballot: Ballot


@dataclass(frozen=True, kw_only=True)
class LogRound(LogTable):
    """One revealed round. ``ballots`` is empty when anonymous.

    Where too few have voted for anything to be told, ``tally`` says how many, and no votes.
    """

    number: int
    opened_at: datetime
    closed_at: datetime
    tally: Tally
    ballots: tuple[LogBallot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LogDecision(LogTable):
    """What became of a task.

    ``driver`` is set exactly when it is decided, and so is ``agreement`` (a share, 0 to 1, of the
    last round) where that round is told; ``pattern`` is of the first round of which anything is
    told. Where there are no rounds ``how`` may say in a few words how it was decided.
    """

    task: str
    title: str
    phase: Phase | None = None
    outcome: Outcome
    driver: str | None = None
    owner: str = ""
    rationale: str = ""
    agreement: float | None = None
    pattern: ClaimPattern | None = None
    driver_absent: bool = False
    decided_at: datetime
    review_on: date | None = None
    supersedes: str | None = None
    verdict: Verdict | None = None
    how: str = ""
    support: tuple[LogSupport, ...] = ()
    dissent: tuple[LogDissent, ...] = ()
    rounds: tuple[LogRound, ...] = ()

    @property
    def blind(self) -> Tally | None:
        """The votes of the first, blind round; None where nothing is told of it."""
        first = self.rounds[0].tally if self.rounds else None
        return None if first is None or first.withheld else first

    @property
    def pattern_round(self) -> int:
        """The number of the round that ``pattern`` is of: the first of which anything is told."""
        return self.told[0].number if self.told else 1

    @property
    def told(self) -> tuple[LogRound, ...]:
        """The rounds of which more is told than that they were held."""
        return tuple(held for held in self.rounds if not held.tally.withheld)


@dataclass(frozen=True, kw_only=True)
class Rating(LogTable):
    """One statement's ratings: counts per category from low to high, overall and per team.

    ``median`` and ``consensus`` are None without ratings, ``agreement`` also on a scale of two.
    """

    step: str
    statement: str
    text: str
    scale: int
    counts: tuple[int, ...]
    median: float | None = None
    consensus: float | None = None
    agreement: float | None = None
    by_team: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ShortlistEntry(LogTable):
    """How many dots a task got, from how many people, and whether it was taken.

    ``dots`` and ``people`` are None where too few placed any for that to be told. ``reason`` says
    why, where the facilitator overruled the dots on this task, or the dots could choose none.
    """

    task: str
    dots: int | None = None
    people: int | None = None
    taken: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Commitment(LogTable):
    """``giver`` promises ``text`` to ``receiver``; the file's keys are ``from`` and ``to``.

    ``owner`` is who in the giving team answers for it, "" where nobody was named.
    """

    id: str
    giver: str
    receiver: str
    text: str
    owner: str = ""
    due: date | None = None
    status: CommitmentStatus
    carried_from: str | None = None


@dataclass(frozen=True, kw_only=True)
class LogParkedItem(LogTable):
    """Something set aside. ``raised_by`` is absent when anonymous; ``became`` is a task's id."""

    text: str
    raised_by: str | None = None
    became: str | None = None


@dataclass(frozen=True, kw_only=True)
class CloseFigures(LogTable):
    """Fists of five, counted from one finger to five: on the plan, and on the time it took.

    Either is empty where too few have answered it for that to be told.
    """

    plan: tuple[int, ...] = ()
    return_on_time: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Amendment(LogTable):
    """A change to the log after the session had ended."""

    at: datetime
    by: str
    what: str


@dataclass(frozen=True, kw_only=True)
class DecisionLog(LogTable):
    """What a session left behind.

    ``contradicts`` is no key of the file: it says that what stands there contradicts itself, or
    what lies beside it. Such a log counts, and is marked wherever it is shown.
    """

    session: LogSession
    rules: LogRules
    teams: tuple[LogTeam, ...]
    participants: tuple[LogParticipant, ...] = ()
    decisions: tuple[LogDecision, ...] = ()
    ratings: tuple[Rating, ...] = ()
    shortlist: tuple[ShortlistEntry, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    parking_lot: tuple[LogParkedItem, ...] = ()
    close: CloseFigures | None = None
    amendments: tuple[Amendment, ...] = ()
    contradicts: bool = False

    def decision(self, task: str) -> LogDecision | None:
        """What the log says of a task; None when it doesn't mention it."""
        return next((found for found in self.decisions if found.task == task), None)

    @property
    def amended_at(self) -> datetime | None:
        """When it was amended last; None where it never was."""
        return max((each.at for each in self.amendments), default=None)

    @property
    def last_written(self) -> datetime:
        """When it came to say what it says: at the session's end, or when it was last amended."""
        return max(self.session.ended_at, self.amended_at or self.session.ended_at)

    @property
    def team_names(self) -> dict[str, str]:
        """Each team's name by its id."""
        return {team.id: team.name for team in self.teams}
