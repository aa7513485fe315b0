"""One decision against its own rounds, every round against its own ballots and who was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from facilitator.domain.anonymity import FEWEST_TOLD, teams_shown
from facilitator.domain.decision_log import model
from facilitator.domain.decision_log.faults import Checks, Faults, Place, is_before, quoted
from facilitator.domain.decision_log.model import DecisionLog, LogDecision, LogRound, moment_text
from facilitator.domain.decisions import Outcome
from facilitator.domain.discussion import ClaimPattern, ClaimReading, read_claims
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR, Tally, count

Move = tuple[str, str]
"""Somebody's id, and the team that they may have voted for."""
_OF_ROUNDS = ("agreement", "pattern")
"""What is worked out of the rounds."""


class RoundChecks(Checks):
    """The checks of a log's rounds."""

    def __init__(self, log: DecisionLog, faults: Faults) -> None:
        super().__init__(log, faults)
        self._misplaced: list[tuple[Place, str, set[Move]]] = []

    def check(self, held: LogRound, index: int, at: Place) -> None:
        """Note whatever is wrong with one round, which stands at ``at``."""
        text = "the rounds are numbered from 1, which makes this"
        if held.number != index + 1:
            what, mend = f"is {held.number}, but {text} {index + 1}", f"write {index + 1}"
            self._faults.add((*at, "number"), what, mend, alike=f"number {at[:2]}")
        for choice in held.tally.votes:
            self._check_team(choice, (*at, "votes", choice))
        for team, votes in held.tally.by_team.items():
            self._check_team(team, (*at, "by_team", team))
            for choice in votes:
                self._check_team(choice, (*at, "by_team", team, choice))
        self._check_eligible(held.tally, at)
        if held.tally.withheld:
            self._check_withheld(held.tally, (*at, "withheld"))
        if self._there.is_named:
            self._check_ballots(held, at)
        else:
            self._check_hidden(held, at)

    def finish(self) -> None:
        """Note what the rounds say by team that their ballots don't.

        Where it is everywhere as though one person had another team, that is what is wrong.
        """
        moves = [moved for _, _, moved in self._misplaced]
        common = set.intersection(*moves) if len(moves) > 1 else set()
        if not common:
            for place, text, _ in self._misplaced:
                self._faults.add(place, text, "correct it, or the ballots")
            return
        who, team = min(common)
        index = next(n for n, each in enumerate(self._log.participants) if each.id == who)
        text = f'is "{self._there.voters[who]}", but the rounds count their ballots for "{team}"'
        self._faults.add(("participants", index, "team"), text, f'write "{team}"')

    def _check_eligible(self, tally: Tally, at: Place) -> None:
        total = tally.real_votes + tally.abstained + tally.need_info + tally.silent
        total += tally.withheld
        last = "silent and withheld" if tally.withheld else "and silent"
        text = f"votes, abstained, need_info{',' * bool(tally.withheld)} {last} add up to"
        self._faults.expect((*at, "eligible"), tally.eligible, total, text)
        self._check_voters((*at, "eligible"), tally.eligible, "is {}")

    def _check_withheld(self, tally: Tally, place: Place) -> None:
        """Ballots are withheld where votes are anonymous, few, and nothing else is told of them."""
        if self._there.is_named:
            text = "has no place where votes are named"
            self._faults.add(place, text, "take it out", alike=text)
        elif tally.withheld >= FEWEST_TOLD:
            text = f"is {tally.withheld}, but from {FEWEST_TOLD} ballots on the votes are told"
            self._faults.add(place, text, "write the votes, and take it out")
        if tally.real_votes or tally.abstained or tally.need_info or tally.by_team:
            text = "stands beside votes: of a round either all is told or nothing"
            self._faults.add(place, text, "take one of the two out")

    def _check_ballots(self, held: LogRound, at: Place) -> None:
        ballots: dict[str, model.LogBallot] = {}
        for index, cast in enumerate(held.ballots):
            place = (*at, "ballots", index)
            if cast.participant in ballots:
                text = f'"{cast.participant}" has a ballot in this round already'
                mend, alike = "keep one of the two", f"twice {cast.participant}"
                self._faults.add((*place, "participant"), text, mend, alike=alike)
            elif self._there.is_told and cast.participant not in self._there.voters:
                text = f'"{cast.participant}" is not a voter among the participants'
                mend, alike = "list the voter, or correct the id", f"voter {cast.participant}"
                self._faults.add((*place, "participant"), text, mend, alike=alike)
            if cast.ballot.choice not in (ABSTAIN, NEED_INFO):
                self._check_team(cast.ballot.choice, (*place, "choice"))
            if cast.ballot.today not in (None, NOBODY, UNCLEAR):
                self._check_team(cast.ballot.today, (*place, "today"))
            ballots.setdefault(cast.participant, cast)
        if self._there.has_ballots:
            self._check_counts(held, ballots, at)
        else:  # only figures were kept
            self._check_sums(held.tally, self._there.by_team, at)

    def _check_counts(
        self, held: LogRound, ballots: Mapping[str, model.LogBallot], at: Place
    ) -> None:
        """The tally is what the ballots make it; by team, as far as everybody's team is told."""
        electorate = {voter: self._there.voters.get(voter, "") for voter in ballots}
        counted = count({voter: cast.ballot for voter, cast in ballots.items()}, electorate)
        tally = _without_zeros(held.tally)
        for key in ("votes", "abstained", "need_info"):
            found, expected = getattr(tally, key), getattr(counted, key)
            if found != expected:
                told = _otherwise(found, expected)
                self._faults.add((*at, key), told, "correct it, or the ballots")
        if not self._there.are_told_apart or not ballots.keys() <= self._there.voters.keys():
            return
        if tally.by_team != counted.by_team and tally.votes == counted.votes:
            told = _otherwise(tally.by_team, counted.by_team)
            moved = self._moved(ballots, counted.by_team, tally.by_team)
            self._misplaced.append(((*at, "by_team"), told, moved))

    def _moved(
        self,
        ballots: Mapping[str, model.LogBallot],
        counted: Mapping[str, Mapping[str, int]],
        found: Mapping[str, Mapping[str, int]],
    ) -> set[Move]:
        """Who, with another team, would make the ballots by team what is found; and which team."""
        moves = set()
        for who, cast in ballots.items():
            if not cast.ballot.names_team:
                continue
            for team in found:
                after = {each: Counter(votes) for each, votes in counted.items()}
                after.setdefault(team, Counter())[cast.ballot.choice] += 1
                after[self._there.voters[who]][cast.ballot.choice] -= 1
                left = {each: +votes for each, votes in after.items() if +votes}
                if left == {each: Counter(votes) for each, votes in found.items()}:
                    moves.add((who, team))
        return moves

    def _check_hidden(self, held: LogRound, at: Place) -> None:
        """In an anonymous session: no ballots, and no figure that gives somebody away."""
        if held.ballots:
            self._hide((*at, "ballots"), "ballots")
        sizes: Mapping[str, int] = self._there.by_team
        if not self._there.is_told:  # so many of a team were there at least
            by_team = held.tally.by_team.items()
            sizes = Counter({team: sum(votes.values()) for team, votes in by_team})
        everybody = [team for team in sizes for _ in range(sizes[team])]
        shown = {team for team, size in sizes.items() if size >= FEWEST_TOLD}
        if held.tally.eligible == len(everybody):
            shown &= teams_shown({str(n): team for n, team in enumerate(everybody)})
        for team in held.tally.by_team:
            if team in self._there.teams and team not in shown:
                self._hide_small(team, (*at, "by_team", team))
                sizes = {**sizes, team: held.tally.eligible}
        self._check_sums(held.tally, sizes, at)

    def _check_sums(self, tally: Tally, sizes: Mapping[str, int], at: Place) -> None:
        """No team has more votes than voters, nor all teams together more than there are."""
        summed: Counter[str] = Counter()
        for team, votes in tally.by_team.items():
            summed.update(votes)
            if self._there.is_told and sum(votes.values()) > sizes.get(team, 0):
                text = f"has more votes than the {sizes.get(team, 0)} voters of that team"
                place = (*at, "by_team", team)
                self._faults.add(place, text, "correct the figures", alike=f"votes of {team}")
        for choice, number in summed.items():
            if number > tally.votes.get(choice, 0):
                text = f'counts {number} for "{choice}", more than votes does'
                self._faults.add((*at, "by_team"), text, "correct one of the two")


def _without_zeros(tally: Tally) -> Tally:
    """The tally without choices and teams that nobody named: written or not, they say the same."""
    by_team = {
        team: {choice: n for choice, n in votes.items() if n}
        for team, votes in tally.by_team.items()
    }
    return replace(
        tally,
        votes={choice: n for choice, n in tally.votes.items() if n},
        by_team={team: votes for team, votes in by_team.items() if votes},
    )


def _otherwise(found: object, expected: object) -> str:
    return f"is {_toml_of(found)}, but the ballots make it {_toml_of(expected)}"


class DecisionChecks(Checks):
    """The checks of a log's decisions."""

    def __init__(self, log: DecisionLog, faults: Faults) -> None:
        super().__init__(log, faults)
        self._rounds = RoundChecks(log, faults)

    def finish(self) -> None:
        """Note what only all decisions together tell."""
        self._rounds.finish()

    def check(self, decision: LogDecision, at: Place) -> None:
        """Note whatever is wrong with one decision, which stands at ``at``."""
        self._check_outcome(decision, at)
        self._check_support(decision, at)
        for index, dissent in enumerate(decision.dissent):
            self._check_dissent(decision, dissent, (*at, "dissent", index))
        self._check_dissenters(decision, (*at, "dissent"))
        for index, held in enumerate(decision.rounds):
            self._rounds.check(held, index, (*at, "rounds", index))
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
        is_told = decision.rounds or decision.how
        for key, (value, wanted) in only.items():
            is_due = wanted and key not in untold and decision.rounds and key != "pattern"
            if is_due and value is None:
                self._faults.add((*at, key), f"is missing: the task is {outcome}", f"add {key}")
            elif value is not None and wanted and key in _OF_ROUNDS and not is_told:
                text = "is told of no round: there are none"
                self._faults.add((*at, key), text, 'add the rounds, or how = "show of hands"')
            elif value is not None and not (wanted and key not in untold):
                text = untold.get(key) or f"has no place in a task that is {outcome}"
                self._faults.add((*at, key), text, "take it out")
        if outcome is Outcome.ESCALATED and not self._log.rules.approver:
            text = "is escalated, and the rules name nobody to escalate to"
            mend = 'add fallback = "escalate" and approver under [rules]'
            self._faults.add((*at, "outcome"), text, mend, alike="escalated")
        if decision.how and decision.rounds:
            text = "has no place beside rounds, which say how it was decided"
            self._faults.add((*at, "how"), text, "take it out")
        if outcome is Outcome.SKIPPED and decision.rounds:
            text = "has no place in a task that is skipped"
            self._faults.add((*at, "rounds"), text, "correct its outcome, or take them out")
        self._check_team(decision.driver, (*at, "driver"))
        if decision.review_on and is_before(decision.review_on, decision.decided_at):
            self._faults.add((*at, "review_on"), "is before the decision", "write a later day")

    def _check_dissent(self, decision: LogDecision, dissent: model.LogDissent, at: Place) -> None:
        self._check_team(dissent.team, (*at, "team"))
        self._check_team(dissent.position or None, (*at, "position"))
        if decision.driver is not None and dissent.position == decision.driver:
            text = "is what was decided"
            mend = "say what they wanted, or take this out"
            self._faults.add((*at, "position"), text, mend, alike=f"decided {at[:2]}")
        if dissent.name is None:
            return
        if not self._there.is_named:
            self._hide((*at, "name"), "decisions name")
        elif self._there.is_told:
            teams = {p.team for p in self._log.participants if p.name == dissent.name}
            if not teams:
                text = f"{quoted(dissent.name)} is not among the participants"
                self._faults.add((*at, "name"), text, "list them, or correct the name")
            elif dissent.team is not None and dissent.team not in teams:
                text = f"is not the team of {quoted(dissent.name)}, which is {min(teams)}"
                self._faults.add((*at, "team"), text, "correct one of the two")

    def _check_dissenters(self, decision: LogDecision, at: Place) -> None:
        """Nobody objects twice; but two people may have one name."""
        people = Counter(person.name for person in self._log.participants)
        for index, dissent in enumerate(decision.dissent):
            same = [each.name for each in decision.dissent[:index]].count(dissent.name)
            if dissent.name is not None and same >= max(1, people[dissent.name]):
                text = f"{quoted(dissent.name)} objects twice"
                self._faults.add((*at, index, "name"), text, "put both into one")

    def _check_support(self, decision: LogDecision, at: Place) -> None:
        seen = set()
        for index, given in enumerate(decision.support):
            place = (*at, "support", index)
            self._check_team(given.team, (*place, "team"))
            if given.team == decision.driver:
                text = f'"{given.team}" drives this task itself'
                self._faults.add((*place, "team"), text, "take it out", alike=f"drives {at}")
            if (given.team, given.input) in seen:
                text = f'"{given.team}" is listed twice for "{given.input}"'
                self._faults.add((*place, "input"), text, "put both into one")
            seen.add((given.team, given.input))
        if decision.support and decision.outcome is not Outcome.DECIDED:
            text = f"has no place in a task that is {decision.outcome}"
            self._faults.add((*at, "support"), text, "take it out")

    def _check_order(self, decision: LogDecision, at: Place) -> None:
        session = self._log.session
        moments: list[tuple[Place, datetime]] = [(("session", "started_at"), session.started_at)]
        for index, held in enumerate(decision.rounds):
            moments.append(((*at, "rounds", index, "opened_at"), held.opened_at))
            moments.append(((*at, "rounds", index, "closed_at"), held.closed_at))
        moments.append(((*at, "decided_at"), decision.decided_at))
        for (_, before), (place, after) in pairwise(moments):
            if after < before:
                text = f"is before what came first, {moment_text(before)}"
                self._faults.add(place, text, "correct one of the two", alike=text)
        if decision.decided_at > session.ended_at:
            text = f"is after the session's end, {moment_text(session.ended_at)}"
            self._faults.add((*at, "decided_at"), text, "correct one of the two", alike=text)

    def _check_pattern(self, decision: LogDecision, at: Place) -> None:
        if not decision.rounds:
            return
        self._check_first(decision, at)
        last = decision.rounds[-1].tally
        if decision.driver is not None and decision.agreement is not None and not last.withheld:
            share = last.share(decision.driver)
            text = "the last round's votes make it"
            self._faults.expect_rounded((*at, "agreement"), decision.agreement, share, text)
        if decision.driver is not None and not decision.rationale and not last.withheld:
            self._check_reasons(decision.driver, last, (*at, "rationale"))

    def _check_reasons(self, driver: str, last: Tally, place: Place) -> None:
        """Whatever else than the votes have led to is decided with a reason."""
        required = self._log.rules.agreement_required
        if last.leader != driver:
            why = "most votes were for another team" if last.leader else "no team had most votes"
        elif not last.meets(required):
            why = f"fewer than {required:.0%} of the votes agree"
        else:
            return
        mend = "say why it was decided so"
        self._faults.add(place, f"is missing: {why}", mend, alike=f"rationale {why}")

    def _check_first(self, decision: LogDecision, at: Place) -> None:
        """What is said of the first round of which anything is told."""
        absent: bool | None = False
        if decision.told and not self._there.is_told:
            absent = None
        if decision.told:
            first = _without_zeros(decision.told[0].tally)
            reading = read_claims(first, frozenset(self._there.by_team))
            if decision.pattern is not None and (first.by_team or not self._there.is_named):
                text = "the first round's votes make it"
                self._faults.expect((*at, "pattern"), decision.pattern, reading.pattern, text)
            if self._there.is_told:
                absent = self._is_driver_absent(first, reading)
        if absent is not None and decision.driver_absent != absent:
            text = f"is {_toml_of(decision.driver_absent)}, but the first round says otherwise"
            self._faults.add((*at, "driver_absent"), text, f"write {_toml_of(absent)}")

    def _is_driver_absent(self, first: Tally, reading: ClaimReading) -> bool | None:
        """What ``driver_absent`` must be; None when its team may have come after that round."""
        if reading.pattern is not ClaimPattern.AGREED or reading.driver_absent:
            return reading.driver_absent
        everybody = first.eligible == sum(self._there.by_team.values())
        has_voted = any(position in first.by_team for position in reading.positions.values())
        return False if everybody or has_voted else None


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


def _toml_of(value: object) -> str:
    """A figure as one would write it in the file."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {_toml_of(below)}" for key, below in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return str(value).lower()
