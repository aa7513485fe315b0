"""One decision against its own rounds, and every round against its own ballots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise

from facilitator.domain.agenda import Attribution
from facilitator.domain.agreement import FEWEST_TOLD
from facilitator.domain.ballots import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR, Tally, count
from facilitator.domain.claims import ClaimPattern, ClaimReading, read_claims, teams_shown
from facilitator.domain.decision_log.faults import Faults, Place
from facilitator.domain.decision_log.model import DecisionLog, LogBallot, LogDecision, LogRound
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat

_ROUNDING = 0.00005 + 1e-9
"""How far a figure of four decimals may lie from the exact one."""


def is_rounded(found: float, exact: float) -> bool:
    """Whether a figure of four decimals is the exact one, rounded."""
    return abs(found - exact) <= _ROUNDING


class DecisionChecks:
    """What the decisions of one log are checked with: its teams and its people."""

    def __init__(self, log: DecisionLog, faults: Faults) -> None:
        self._log = log
        self._faults = faults
        self._teams = {team.id for team in log.teams}
        self._named = log.session.attribution is Attribution.NAMED
        voters = [p for p in log.participants if p.seat is Seat.VOTER]
        self._voters = {p.id: p.team for p in voters if p.id is not None}
        self._voters_by_team = Counter(p.team for p in voters)

    def check(self, decision: LogDecision, at: Place) -> None:
        """Note whatever is wrong with one decision, which stands at ``at``."""
        self._check_outcome(decision, at)
        self._check_support(decision, at)
        for index, dissent in enumerate(decision.dissent):
            place = (*at, "dissent", index)
            self._check_team(dissent.team, (*place, "team"))
            self._check_team(dissent.position, (*place, "position"))
            if dissent.name is not None and not self._named:
                self._hide((*place, "name"))
        for index, held in enumerate(decision.rounds):
            self._check_round(held, index, (*at, "rounds", index))
        self._check_order(decision, at)
        if decision.outcome is not Outcome.SKIPPED:
            self._check_pattern(decision, at)

    def _check_outcome(self, decision: LogDecision, at: Place) -> None:
        outcome = decision.outcome
        decided = outcome is Outcome.DECIDED
        only = {
            "driver": (decision.driver, decided),
            "agreement": (decision.agreement, decided),
            "review_on": (decision.review_on, decided or outcome is Outcome.DEFERRED),
            "pattern": (decision.pattern, outcome is not Outcome.SKIPPED),
        }
        untold = _untold(decision)
        for key, (value, wanted) in only.items():
            if wanted and value is None and key not in untold:
                self._faults.add((*at, key), f"is missing: the task is {outcome}", f"add {key}")
            elif value is not None and not (wanted and key not in untold):
                told = untold.get(key) or f"has no place in a task that is {outcome}"
                self._faults.add((*at, key), told, "take it out")
        if (outcome is Outcome.SKIPPED) == bool(decision.rounds):
            told = "skipped, but has rounds" if decision.rounds else f"{outcome} without a round"
            self._faults.add(
                (*at, "rounds"), f"the task is {told}", "correct its outcome or rounds"
            )
        self._check_team(decision.driver, (*at, "driver"))
        if decision.review_on and is_before(decision.review_on, decision.decided_at):
            self._faults.add((*at, "review_on"), "is before the decision", "write a later day")

    def _check_support(self, decision: LogDecision, at: Place) -> None:
        seen = set()
        for index, given in enumerate(decision.support):
            place = (*at, "support", index)
            self._check_team(given.team, (*place, "team"))
            if given.team == decision.driver:
                self._faults.add(
                    (*place, "team"), f'"{given.team}" drives this task itself', "take it out"
                )
            if (given.team, given.input) in seen:
                told = f'"{given.team}" is listed twice for "{given.input}"'
                self._faults.add((*place, "input"), told, "put both into one")
            seen.add((given.team, given.input))
        if decision.support and decision.outcome is not Outcome.DECIDED:
            told = f"has no place in a task that is {decision.outcome}"
            self._faults.add((*at, "support"), told, "take it out")

    def _check_order(self, decision: LogDecision, at: Place) -> None:
        session = self._log.session
        moments: list[tuple[Place, datetime]] = [(("session", "started_at"), session.started_at)]
        for index, held in enumerate(decision.rounds):
            moments.append(((*at, "rounds", index, "opened_at"), held.opened_at))
            moments.append(((*at, "rounds", index, "closed_at"), held.closed_at))
        moments.append(((*at, "decided_at"), decision.decided_at))
        for (_, before), (place, after) in pairwise(moments):
            if after < before:
                told = f"is before what came first, {moment_text(before)}"
                self._faults.add(place, told, "correct one of the two")
        if decision.decided_at > session.ended_at:
            self._faults.add(
                (*at, "decided_at"), "is after the session's end", "correct one of them"
            )

    def _check_pattern(self, decision: LogDecision, at: Place) -> None:
        if not decision.rounds:
            return
        self._check_first(decision, at)
        last = decision.rounds[-1].tally
        if decision.driver is not None and decision.agreement is not None and not last.withheld:
            share = last.share(decision.driver)
            if not is_rounded(decision.agreement, share):
                told = "the last round's votes make it"
                self._faults.expect((*at, "agreement"), decision.agreement, round(share, 4), told)

    def _check_first(self, decision: LogDecision, at: Place) -> None:
        """What is said of the first round of which anything is told."""
        absent: bool | None = False
        if decision.told:
            first = _without_zeros(decision.told[0].tally)
            reading = read_claims(first, frozenset(self._voters_by_team))
            if decision.pattern is not None:
                told = "the first round's votes make it"
                self._faults.expect((*at, "pattern"), decision.pattern, reading.pattern, told)
            absent = self._is_driver_absent(first, reading)
        if absent is not None and decision.driver_absent != absent:
            told = f"is {_toml(decision.driver_absent)}, but the first round says otherwise"
            self._faults.add((*at, "driver_absent"), told, f"write {_toml(absent)}")

    def _is_driver_absent(self, first: Tally, reading: ClaimReading) -> bool | None:
        """What ``driver_absent`` must be; None when its team may have come after that round."""
        if reading.pattern is not ClaimPattern.AGREED or reading.driver_absent:
            return reading.driver_absent
        everybody = first.eligible == sum(self._voters_by_team.values())
        has_voted = any(position in first.by_team for position in reading.positions.values())
        return False if everybody or has_voted else None

    def _check_round(self, held: LogRound, index: int, at: Place) -> None:
        told = "the rounds are numbered from 1, which makes this"
        self._faults.expect((*at, "number"), held.number, index + 1, told)
        for choice in held.tally.votes:
            self._check_team(choice, (*at, "votes", choice))
        for team, votes in held.tally.by_team.items():
            self._check_team(team, (*at, "by_team", team))
            for choice in votes:
                self._check_team(choice, (*at, "by_team", team, choice))
        self._check_eligible(held.tally, at)
        if held.tally.withheld:
            self._check_withheld(held.tally, (*at, "withheld"))
        if self._named:
            self._check_ballots(held, at)
        else:
            self._check_hidden(held, at)

    def _check_eligible(self, tally: Tally, at: Place) -> None:
        total = tally.real_votes + tally.abstained + tally.need_info + tally.silent
        total += tally.withheld
        last = "silent and withheld" if tally.withheld else "and silent"
        told = f"votes, abstained, need_info{',' * bool(tally.withheld)} {last} add up to"
        self._faults.expect((*at, "eligible"), tally.eligible, total, told)
        voters = sum(self._voters_by_team.values())
        if tally.eligible > voters:
            told = f"is {tally.eligible}, but only {voters} of the participants are voters"
            self._faults.add((*at, "eligible"), told, "list everybody, or correct it")

    def _check_withheld(self, tally: Tally, place: Place) -> None:
        """Ballots are withheld where votes are anonymous, few, and nothing else is told of them."""
        if self._named:
            self._faults.add(place, "has no place where votes are named", "take it out")
        elif tally.withheld >= FEWEST_TOLD:
            told = f"is {tally.withheld}, but from {FEWEST_TOLD} ballots on the votes are told"
            self._faults.add(place, told, "write the votes, and take it out")
        if tally.real_votes or tally.abstained or tally.need_info or tally.by_team:
            told = "stands beside votes: of a round either all is told or nothing"
            self._faults.add(place, told, "take one of the two out")

    def _check_ballots(self, held: LogRound, at: Place) -> None:
        ballots: dict[str, LogBallot] = {}
        for index, cast in enumerate(held.ballots):
            place = (*at, "ballots", index)
            if cast.participant in ballots:
                told = f'"{cast.participant}" has a ballot in this round already'
                self._faults.add((*place, "participant"), told, "keep one of the two")
            elif cast.participant not in self._voters:
                told = f'"{cast.participant}" is not a voter among the participants'
                self._faults.add((*place, "participant"), told, "list the voter, or correct the id")
            if cast.ballot.choice not in (ABSTAIN, NEED_INFO):
                self._check_team(cast.ballot.choice, (*place, "choice"))
            if cast.ballot.today not in (None, NOBODY, UNCLEAR):
                self._check_team(cast.ballot.today, (*place, "today"))
            ballots.setdefault(cast.participant, cast)
        electorate = {voter: self._voters.get(voter, "") for voter in ballots}
        counted = count({voter: cast.ballot for voter, cast in ballots.items()}, electorate)
        tally = _without_zeros(held.tally)
        for key in ("votes", "abstained", "need_info", "by_team"):
            found, expected = getattr(tally, key), getattr(counted, key)
            if found != expected:
                told = f"is {_toml(found)}, but the ballots make it {_toml(expected)}"
                self._faults.add((*at, key), told, "correct it, or the ballots")

    def _check_hidden(self, held: LogRound, at: Place) -> None:
        """In an anonymous session: no ballots, and no figure that gives somebody away."""
        if held.ballots:
            self._hide((*at, "ballots"))
        sizes = self._voters_by_team
        everybody = [team for team in sizes for _ in range(sizes[team])]
        shown = {team for team, size in sizes.items() if size >= FEWEST_TOLD}
        if held.tally.eligible == len(everybody):
            shown &= teams_shown({str(n): team for n, team in enumerate(everybody)})
        summed: Counter[str] = Counter()
        for team, votes in held.tally.by_team.items():
            summed.update(votes)
            if team in self._teams and team not in shown:
                told = "is a team too small for its figures to be kept"
                self._faults.add((*at, "by_team", team), told, "take it out")
            elif sum(votes.values()) > sizes[team]:
                told = f"has more votes than the {sizes[team]} voters of that team"
                self._faults.add((*at, "by_team", team), told, "correct the figures")
        for choice, number in summed.items():
            if number > held.tally.votes.get(choice, 0):
                told = f'counts {number} for "{choice}", more than votes does'
                self._faults.add((*at, "by_team"), told, "correct one of the two")

    def _check_team(self, team: str | None, place: Place) -> None:
        if team is not None and team not in self._teams:
            told = f'"{team}" is not one of the teams'
            self._faults.add(place, told, "list it under [[teams]], or correct it")

    def _hide(self, place: Place) -> None:
        self._faults.add(place, "has no place in an anonymous session", "take it out")


def _untold(decision: LogDecision) -> dict[str, str]:
    """The figures that can't be had, because of a round nothing is told; and why."""
    if not decision.rounds:
        return {}
    untold = {}
    if decision.rounds[-1].tally.withheld:
        untold["agreement"] = "can't be had: nothing is told of the last round"
    if not decision.told:
        untold["pattern"] = "can't be had: nothing is told of any round"
    return untold


def _without_zeros(tally: Tally) -> Tally:
    """The tally without choices and teams that nobody named: written or not, they say the same."""
    by_team = {
        team: {choice: n for choice, n in votes.items() if n}
        for team, votes in tally.by_team.items()
    }
    return Tally(
        eligible=tally.eligible,
        votes={choice: n for choice, n in tally.votes.items() if n},
        by_team={team: votes for team, votes in by_team.items() if votes},
        abstained=tally.abstained,
        need_info=tally.need_info,
        silent=tally.silent,
    )


def _toml(value: object) -> str:
    """A figure as one would write it in the file."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {_toml(below)}" for key, below in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return str(value).lower()


def is_before(day: date, moment: datetime) -> bool:
    """Whether a day was over at a moment everywhere: west of Greenwich it is the day before."""
    return (moment.date() - day).days > 1


def moment_text(moment: datetime) -> str:
    """A moment as the file has it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
