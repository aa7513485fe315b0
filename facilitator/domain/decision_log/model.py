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
from typing import Annotated

from facilitator.domain.agenda import (
    NAME_CELLS,
    PARAGRAPH_CELLS,
    TITLE_CELLS,
    AgreementRequired,
    Attribution,
    Fallback,
    InputKind,
    MaxRounds,
    Phase,
    ReviewAfterDays,
    Rules,
)
from facilitator.domain.decision_log.verdicts import Verdict
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.discussion import ClaimPattern
from facilitator.domain.fields import Called, Id, Number, Text, Whole, Writing
from facilitator.domain.people import Seat
from facilitator.domain.rounds import Ballot, Tally

FORMAT = "facilitator.decision-log/1"
"""What a decision log's ``format`` key says."""

MOST_COUNTED = 100_000
"""More participants, or ballots in a round, than any session has."""
LARGEST_SCALE = 7
"""The most categories that statements are rated on."""

AnId = Annotated[str, Id.ANY]
TeamId = Annotated[str, Id.TEAM]
SessionId = Annotated[str, Id.SESSION]
PersonId = Annotated[str, Text(NAME_CELLS)]
Digest = Annotated[str, Text(TITLE_CELLS, may_be_empty=True)]
ProseLine = Annotated[str, Text(TITLE_CELLS, is_prose=True)]
ProseBlock = Annotated[str, Text(PARAGRAPH_CELLS, is_block=True, is_prose=True)]
"""The facilitator's or the agenda's own wording."""
SaidLine = Annotated[str, Text(TITLE_CELLS)]
SaidBlock = Annotated[str, Text(PARAGRAPH_CELLS, is_block=True)]
"""What somebody said or noted, which stays as it is."""
Count = Annotated[int, Whole(0, MOST_COUNTED)]
Share = Annotated[float, Number()]

_USUAL = Rules()
"""What holds where a log doesn't say."""


class LogStatus(StrEnum):
    """Whether every task was reached."""

    COMPLETE = "complete"
    ENDED_EARLY = "ended-early"


@dataclass(frozen=True, kw_only=True)
class LogTable:
    """What every table of the file has."""

    extra: Annotated[Mapping[str, object], Writing.NEVER] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LogSession(LogTable):
    """Which workshop it was. ``follows`` is the earlier session that it was compared with."""

    id: SessionId
    title: ProseLine
    agenda: AnId = ""
    agenda_digest: Digest = ""
    facilitators: Annotated[tuple[ProseLine, ...], Writing.ALWAYS] = ()
    started_at: datetime
    ended_at: datetime
    status: LogStatus = LogStatus.COMPLETE
    attribution: Attribution = Attribution.NAMED
    follows: SessionId | None = None
    rehearsal: bool = False


@dataclass(frozen=True, kw_only=True)
class LogRules(LogTable):
    """The rules as they stood; ``approver`` is who escalated tasks went to."""

    agreement_required: AgreementRequired = _USUAL.agreement_required
    max_rounds: MaxRounds = _USUAL.max_rounds
    review_after_days: ReviewAfterDays = _USUAL.review_after_days
    fallback: Fallback = _USUAL.fallback
    approver: ProseLine = ""


@dataclass(frozen=True, kw_only=True)
class LogTeam(LogTable):
    """A team of the agenda."""

    id: TeamId
    name: ProseLine


@dataclass(frozen=True, kw_only=True)
class LogParticipant(LogTable):
    """Who took part, facilitators apart. Without ``id`` and ``name`` when anonymous."""

    id: PersonId | None = None
    name: ProseLine | None = None
    team: AnId
    seat: Seat = Seat.VOTER


@dataclass(frozen=True, kw_only=True)
class LogSupport(LogTable):
    """What a team owes to the driver; ``detail`` and ``when`` may be empty."""

    team: AnId
    input: InputKind
    detail: ProseBlock = ""
    when: ProseBlock = ""

    @property
    def terms(self) -> tuple[str, ...]:
        """What exactly, and when, as far as that is said."""
        return tuple(filter(None, (self.detail, self.when)))


@dataclass(frozen=True, kw_only=True)
class LogDissent(LogTable):
    """An objection kept with a decision.

    ``name`` is absent when anonymous; so is ``team`` where it would give somebody away.
    """

    name: ProseLine | None = None
    team: AnId | None = None
    position: AnId = ""
    reason: SaidBlock = ""
    would_change: Annotated[str, Text(PARAGRAPH_CELLS, is_block=True, may_be_empty=True)] = ""


@dataclass(frozen=True, kw_only=True)
class LogBallot(LogTable):
    """One participant's ballot, by the participant's id."""

    participant: PersonId
    ballot: Annotated[Ballot, Writing.FLAT]


@dataclass(frozen=True, kw_only=True)
class LogRound(LogTable):
    """One revealed round. ``ballots`` is empty when anonymous.

    Where too few have voted for anything to be told, ``tally`` says how many, and no votes.
    """

    number: Count
    opened_at: datetime
    closed_at: datetime
    tally: Annotated[Tally, Writing.FLAT]
    ballots: tuple[LogBallot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LogDecision(LogTable):
    """What became of a task.

    ``driver`` is set exactly when it is decided, and so is ``agreement`` (a share, 0 to 1, of the
    last round) where that round is told; ``pattern`` is of the first round of which anything is
    told. Where there are no rounds ``how`` may say in a few words how it was decided.
    """

    task: AnId
    title: ProseLine
    phase: Phase | None = None
    outcome: Outcome
    driver: AnId | None = None
    owner: ProseLine = ""
    rationale: ProseBlock = ""
    agreement: Share | None = None
    pattern: ClaimPattern | None = None
    driver_absent: bool = False
    decided_at: datetime
    review_on: date | None = None
    supersedes: SessionId | None = None
    verdict: Verdict | None = None
    how: SaidLine = ""
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

    step: AnId
    statement: AnId
    text: ProseBlock
    scale: Annotated[int, Whole(2, LARGEST_SCALE)]
    counts: tuple[Count, ...]
    median: Annotated[float, Number(1.0, float(LARGEST_SCALE))] | None = None
    consensus: Share | None = None
    agreement: Annotated[float, Number(-1.0)] | None = None
    by_team: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ShortlistEntry(LogTable):
    """How many dots a task got, from how many people, and whether it was taken.

    ``dots`` and ``people`` are None where too few placed any for that to be told. ``reason`` says
    why, where the facilitator overruled the dots on this task, or the dots could choose none.
    """

    task: AnId
    dots: Count | None = None
    people: Count | None = None
    taken: bool = False
    reason: ProseBlock = ""


@dataclass(frozen=True, kw_only=True)
class Commitment(LogTable):
    """``giver`` promises ``text`` to ``receiver``.

    ``owner`` is who in the giving team answers for it, "" where nobody was named.
    """

    id: AnId
    giver: Annotated[AnId, Called("from")]
    receiver: Annotated[AnId, Called("to")]
    text: ProseBlock
    owner: ProseLine = ""
    due: date | None = None
    status: CommitmentStatus = CommitmentStatus.OPEN
    carried_from: SessionId | None = None


@dataclass(frozen=True, kw_only=True)
class LogParkedItem(LogTable):
    """Something set aside. ``raised_by`` is absent when anonymous; ``became`` is a task's id."""

    text: ProseBlock
    raised_by: ProseLine | None = None
    became: AnId | None = None


@dataclass(frozen=True, kw_only=True)
class CloseFigures(LogTable):
    """Fists of five, counted from one finger to five: on the plan, and on the time it took.

    Either is empty where too few have answered it for that to be told.
    """

    plan: tuple[Count, ...] = ()
    return_on_time: tuple[Count, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Amendment(LogTable):
    """A change to the log after the session had ended."""

    at: datetime
    by: SaidLine
    what: SaidBlock


@dataclass(frozen=True, kw_only=True)
class DecisionLog(LogTable):
    """What a session left behind.

    ``contradicts`` says that what stands in its file contradicts itself, or what lies beside it.
    Such a log counts, and is marked wherever it is shown.
    """

    session: LogSession
    rules: LogRules
    teams: Annotated[tuple[LogTeam, ...], Writing.ALWAYS]
    participants: Annotated[tuple[LogParticipant, ...], Writing.ALWAYS] = ()
    decisions: Annotated[tuple[LogDecision, ...], Writing.ALWAYS] = ()
    ratings: tuple[Rating, ...] = ()
    shortlist: tuple[ShortlistEntry, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    parking_lot: tuple[LogParkedItem, ...] = ()
    close: CloseFigures | None = None
    amendments: tuple[Amendment, ...] = ()
    contradicts: Annotated[bool, Writing.NEVER] = False

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
