"""Decision logs made up by the number: sound ones, of one workshop after another over some years.

Drawn from a seed, so that the same folder can be made again. Drivers change, tasks are deferred and
come back, promises are kept or carried on, as over years of real workshops.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from facilitator.domain.agenda import Attribution, Fallback, InputKind, Phase
from facilitator.domain.decision_log.model import (
    Commitment,
    DecisionLog,
    LogBallot,
    LogDecision,
    LogParticipant,
    LogRound,
    LogRules,
    LogSession,
    LogStatus,
    LogSupport,
    LogTeam,
)
from facilitator.domain.decisions import CommitmentStatus, Outcome, verdict_between
from facilitator.domain.discussion import read_claims
from facilitator.domain.people import Seat
from facilitator.domain.rounds import Ballot, count
from facilitator.storage.decision_log_toml import dump_log

TEAMS = ("pm", "pmm", "sales")
PEOPLE = ("Ana", "Raj", "Lee", "Kim", "Zoe", "Max", "Eva", "Tom", "Ida")
FIRST = datetime(2020, 1, 6, 9, tzinfo=UTC)
EVERY = timedelta(days=2)
REASONS = ("we talk to buyers every week", "they know the product", "", "", "it is their launch")
SESSIONS_KEPT = 3
"""How many agendas take turns."""


def write_past(folder: Path, logs: int, tasks: int, *, seed: int = 1) -> list[Path]:
    """Fill a folder, made if need be, with that many logs of that many decisions each."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for log in past_logs(logs, tasks, seed=seed):
        path = folder / f"{log.session.id}.toml"
        path.write_bytes(dump_log(log))
        written.append(path)
    return written


def past_logs(logs: int, tasks: int, *, seed: int = 1) -> Iterator[DecisionLog]:
    """Logs of three agendas in turn, each following the one of its agenda before it."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    before: dict[str, DecisionLog] = {}
    in_force: dict[tuple[str, str], str] = {}
    for number in range(logs):
        agenda = f"workshop-{'abc'[number % SESSIONS_KEPT]}"
        log = _Made(dice, agenda, number, before.get(agenda), in_force).log(tasks)
        before[agenda] = log
        yield log


class _Made:
    """One log in the making."""

    def __init__(
        self,
        dice: random.Random,
        agenda: str,
        number: int,
        earlier: DecisionLog | None,
        in_force: dict[tuple[str, str], str],
    ) -> None:
        self._dice = dice
        self._agenda = agenda
        self._start = FIRST + number * EVERY
        self._earlier = earlier
        self._in_force = in_force
        self._id = f"{self._start:%Y-%m-%d}-{agenda}-{_ending(number)}"

    def log(self, tasks: int) -> DecisionLog:
        decisions = tuple(self._decision(task) for task in range(1, tasks + 1))
        return DecisionLog(
            session=LogSession(
                id=self._id,
                title=f"Who drives what in {self._agenda}?",
                agenda=self._agenda,
                agenda_digest="sha256:" + "0" * 64,
                facilitators=("Ines",),
                started_at=self._start,
                ended_at=self._start + timedelta(minutes=4 * tasks + 10),
                status=LogStatus.COMPLETE,
                attribution=Attribution.NAMED,
                follows=self._earlier.session.id if self._earlier else None,
            ),
            rules=LogRules(
                agreement_required=0.75,
                max_rounds=3,
                review_after_days=120,
                fallback=Fallback.DEFER,
            ),
            teams=tuple(LogTeam(id=team, name=f"Team {team.upper()}") for team in TEAMS),
            participants=tuple(
                LogParticipant(id=voter, name=name, team=team, seat=Seat.VOTER)
                for (voter, team), name in zip(_electorate().items(), PEOPLE, strict=True)
            ),
            decisions=decisions,
            commitments=tuple(self._commitments()),
        )

    def _decision(self, number: int) -> LogDecision:
        task = f"{self._agenda[-1]}-task-{number}"
        opened = self._start + timedelta(minutes=4 * number)
        rounds = tuple(self._rounds(opened))
        last = rounds[-1].tally
        outcome = self._dice.choice([Outcome.DECIDED] * 8 + [Outcome.DEFERRED, Outcome.PARKED])
        decided = outcome is Outcome.DECIDED
        driver = last.leaders[0] if decided else None
        first = read_claims(rounds[0].tally, frozenset(TEAMS))
        made = LogDecision(
            task=task,
            title=f"Task {number} of {self._agenda}",
            phase=list(Phase)[number % len(Phase)],
            outcome=outcome,
            driver=driver,
            owner=self._dice.choice(PEOPLE) if decided else "",
            rationale="They hear it first, and they have the people for it." if decided else "",
            agreement=round(last.share(driver), 4) if driver else None,
            pattern=first.pattern,
            driver_absent=first.driver_absent,
            decided_at=rounds[-1].closed_at,
            review_on=(opened + timedelta(days=120)).date()
            if outcome in (Outcome.DECIDED, Outcome.DEFERRED)
            else None,
            support=tuple(self._support(driver)) if driver else (),
            rounds=rounds,
        )
        return self._compared(made)

    def _compared(self, made: LogDecision) -> LogDecision:
        if self._earlier is None:
            verdict, supersedes = None, None
        else:
            verdict = verdict_between(self._earlier.decision(made.task), made)
            standing = self._in_force.get((self._agenda, made.task))
            supersedes = standing if made.driver else None
        if made.driver:
            self._in_force[self._agenda, made.task] = self._id
        return LogDecision(**{**vars(made), "verdict": verdict, "supersedes": supersedes})

    def _support(self, driver: str) -> Iterator[LogSupport]:
        for team in TEAMS:
            if team != driver:
                yield LogSupport(
                    team=team,
                    input=self._dice.choice(list(InputKind)),
                    detail="what they know of it",
                    when="two weeks before launch",
                )

    def _rounds(self, opened: datetime) -> Iterator[LogRound]:
        leaning = self._dice.choice(TEAMS)
        for number in range(1, self._dice.choice([2, 3])):
            cast = {
                voter: Ballot(
                    choice=self._dice.choice([leaning, leaning, team, *TEAMS]),
                    confidence=self._dice.randint(1, 5),
                    reason=self._dice.choice(REASONS),
                )
                for voter, team in _electorate().items()
            }
            start = opened + timedelta(minutes=number)
            yield LogRound(
                number=number,
                opened_at=start,
                closed_at=start + timedelta(seconds=40),
                tally=count(cast, _electorate()),
                ballots=tuple(LogBallot(participant=who, ballot=b) for who, b in cast.items()),
            )

    def _commitments(self) -> Iterator[Commitment]:
        if self._earlier is not None:
            for owed in self._earlier.commitments:
                if owed.status is CommitmentStatus.OPEN:
                    told = {
                        "status": self._dice.choice(list(CommitmentStatus)),
                        "carried_from": self._earlier.session.id,
                    }
                    yield Commitment(**{**vars(owed), **told})
        giver, receiver = self._dice.sample(TEAMS, 2)
        yield Commitment(
            id=f"promise-{self._start:%Y%m%d}",
            giver=giver,
            receiver=receiver,
            text="What was heard from customers, every month",
            due=(self._start + timedelta(days=60)).date(),
            status=CommitmentStatus.OPEN,
        )


def _electorate() -> dict[str, str]:
    return {f"p{n}": TEAMS[n % len(TEAMS)] for n in range(1, len(PEOPLE) + 1)}


def _ending(number: int) -> str:
    """Four letters and digits that differ from log to log."""
    digits: Sequence[str] = "0123456789abcdefghijklmnopqrstuvwxyz"
    found = ""
    for _ in range(4):
        number, place = divmod(number, len(digits))
        found = digits[place] + found
    return found
