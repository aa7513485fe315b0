"""The rounds of a decision log against themselves, their ballots and who was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from facilitator.domain.anonymity import FEWEST_TOLD, teams_shown
from facilitator.domain.decision_log.faults import Checks, Faults, Place
from facilitator.domain.decision_log.model import DecisionLog, LogBallot, LogRound
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR, Tally, count

Move = tuple[str, str]
"""Somebody's id, and the team that they may have voted for."""


class RoundChecks(Checks):
    """The checks of a log's rounds."""

    def __init__(self, log: DecisionLog, faults: Faults) -> None:
        super().__init__(log, faults)
        self._has_ballots = any(held.ballots for told in log.decisions for held in told.rounds)
        self._misplaced: list[tuple[Place, str, set[Move]]] = []

    def check(self, held: LogRound, index: int, at: Place) -> None:
        """Note whatever is wrong with one round, which stands at ``at``."""
        told = "the rounds are numbered from 1, which makes this"
        if held.number != index + 1:
            what, mend = f"is {held.number}, but {told} {index + 1}", f"write {index + 1}"
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
            for place, told, _ in self._misplaced:
                self._faults.add(place, told, "correct it, or the ballots")
            return
        who, team = min(common)
        index = next(n for n, each in enumerate(self._log.participants) if each.id == who)
        told = f'is "{self._there.voters[who]}", but the rounds count their ballots for "{team}"'
        self._faults.add(("participants", index, "team"), told, f'write "{team}"')

    def _check_eligible(self, tally: Tally, at: Place) -> None:
        total = tally.real_votes + tally.abstained + tally.need_info + tally.silent
        total += tally.withheld
        last = "silent and withheld" if tally.withheld else "and silent"
        told = f"votes, abstained, need_info{',' * bool(tally.withheld)} {last} add up to"
        self._faults.expect((*at, "eligible"), tally.eligible, total, told)
        voters = sum(self._there.by_team.values())
        if self._there.is_told and tally.eligible > voters:
            told = f"is {tally.eligible}, but only {voters} of the participants are voters"
            mend = "list everybody, or correct it"
            self._faults.add((*at, "eligible"), told, mend, alike=f"too few: {voters}")

    def _check_withheld(self, tally: Tally, place: Place) -> None:
        """Ballots are withheld where votes are anonymous, few, and nothing else is told of them."""
        if self._there.is_named:
            told = "has no place where votes are named"
            self._faults.add(place, told, "take it out", alike=told)
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
                mend, alike = "keep one of the two", f"twice {cast.participant}"
                self._faults.add((*place, "participant"), told, mend, alike=alike)
            elif self._there.is_told and cast.participant not in self._there.voters:
                told = f'"{cast.participant}" is not a voter among the participants'
                mend, alike = "list the voter, or correct the id", f"voter {cast.participant}"
                self._faults.add((*place, "participant"), told, mend, alike=alike)
            if cast.ballot.choice not in (ABSTAIN, NEED_INFO):
                self._check_team(cast.ballot.choice, (*place, "choice"))
            if cast.ballot.today not in (None, NOBODY, UNCLEAR):
                self._check_team(cast.ballot.today, (*place, "today"))
            ballots.setdefault(cast.participant, cast)
        if self._has_ballots:
            self._check_counts(held, ballots, at)
        else:  # only figures were kept
            self._check_sums(held.tally, self._there.by_team, at)

    def _check_counts(self, held: LogRound, ballots: Mapping[str, LogBallot], at: Place) -> None:
        """The tally is what the ballots make it; by team, as far as everybody's team is told."""
        electorate = {voter: self._there.voters.get(voter, "") for voter in ballots}
        counted = count({voter: cast.ballot for voter, cast in ballots.items()}, electorate)
        tally = without_zeros(held.tally)
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
        ballots: Mapping[str, LogBallot],
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
                told = "is a team too small for its figures to be kept"
                place = (*at, "by_team", team)
                self._faults.add(place, told, "take it out", alike=f"small {team}")
                sizes = {**sizes, team: held.tally.eligible}
        self._check_sums(held.tally, sizes, at)

    def _check_sums(self, tally: Tally, sizes: Mapping[str, int], at: Place) -> None:
        """No team has more votes than voters, nor all teams together more than there are."""
        summed: Counter[str] = Counter()
        for team, votes in tally.by_team.items():
            summed.update(votes)
            if self._there.is_told and sum(votes.values()) > sizes.get(team, 0):
                told = f"has more votes than the {sizes.get(team, 0)} voters of that team"
                place = (*at, "by_team", team)
                self._faults.add(place, told, "correct the figures", alike=f"votes of {team}")
        for choice, number in summed.items():
            if number > tally.votes.get(choice, 0):
                told = f'counts {number} for "{choice}", more than votes does'
                self._faults.add((*at, "by_team"), told, "correct one of the two")


def without_zeros(tally: Tally) -> Tally:
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


def _otherwise(found: object, expected: object) -> str:
    return f"is {toml_of(found)}, but the ballots make it {toml_of(expected)}"


def toml_of(value: object) -> str:
    """A figure as one would write it in the file."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {toml_of(below)}" for key, below in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return str(value).lower()
