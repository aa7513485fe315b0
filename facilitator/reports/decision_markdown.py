"""One decision as Markdown: what was decided and why, with whose support, after which votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from facilitator.domain.ballots import NEED_INFO, Ballot
from facilitator.domain.decision_log import (
    DecisionLog,
    LogDecision,
    LogDissent,
    LogRound,
    LogSupport,
)
from facilitator.domain.decisions import Outcome
from facilitator.domain.discussion import movement
from facilitator.domain.words.figures import listed, percent, time_of_day
from facilitator.reports.decision_text import (
    CHOICES,
    INPUTS,
    MOST_MOVERS,
    NAMING_NONE,
    WITHHELD,
    vote_told,
)
from facilitator.reports.markdown_words import (
    aside,
    bullets,
    name_of,
    quote,
    short_names,
    strong,
    table,
    words,
)


@dataclass(frozen=True, slots=True)
class Names:
    """What to call teams, choices and people by their ids, all of it Markdown already."""

    teams: Mapping[str, str]
    shorts: Mapping[str, str]
    people: Mapping[str, str]
    team_of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, log: DecisionLog) -> Names:
        """The names that a log has."""
        teams = {team: words(name) for team, name in log.team_names.items()}
        return cls(
            teams={**CHOICES, **teams},
            shorts=short_names(teams),
            people={p.id: words(p.name) for p in log.participants if p.id and p.name},
            team_of={p.id: p.team for p in log.participants if p.id and p.name},
        )

    def team(self, identifier: str | None) -> str:
        """A team's name, or a choice in words; nothing for none."""
        return self.teams.get(identifier or "", words(identifier or ""))

    def person(self, identifier: str) -> str:
        """A participant's name."""
        return self.people.get(identifier, words(identifier))

    def author(self, identifier: str) -> str:
        """A participant's name, and the team that they speak for, whatever they vote for."""
        team = self.team_of.get(identifier)
        return self.person(identifier) + (f" ({self.team(team)})" if team else "")


def decision_markdown(log: DecisionLog, decision: LogDecision, names: Names) -> Iterator[str]:
    """The parts of a decision's own section; what the table of all decisions says is not said."""
    yield f"### {words(decision.title)}"
    yield " ".join(filter(None, _outcome(log, decision, names)))
    yield quote(decision.rationale) if decision.rationale else ""
    if decision.support:
        yield "**Support**"
        yield bullets(support_words(given, names) for given in decision.support)
    if decision.dissent:
        yield "**Dissent**"
        yield bullets(_dissent(objection, names) for objection in decision.dissent)
    if decision.rounds:
        yield "**Votes**"
        yield _tallies(decision, names)
        yield " ".join(_moves(decision, names))
        yield bullets(_reasons(decision, names))


def has_section(decision: LogDecision) -> bool:
    """Whether there is more to tell of it than a line in the table of all decisions."""
    told = (decision.rationale, decision.support, decision.dissent, decision.rounds)
    return decision.outcome is not Outcome.SKIPPED or any(told)


def support_words(given: LogSupport, names: Names) -> str:
    """What a team owes to the driver: who, what kind of input, what exactly and when."""
    what = f"{names.team(given.team)} {INPUTS[given.input]}"
    what += f": {words(given.detail)}" if given.detail else ""
    return f"{what}, {aside(words(given.when))}" if given.when else what


def _outcome(log: DecisionLog, decision: LogDecision, names: Names) -> Iterator[str]:
    owner = f"; {words(decision.owner)} answers for it" if decision.owner else ""
    if decision.outcome is Outcome.DECIDED:
        yield f"{strong(names.team(decision.driver))} drives{owner}."
    else:
        whom = words(log.rules.approver) if decision.outcome is Outcome.ESCALATED else ""
        told = strong(decision.outcome.value.capitalize())
        yield f"{told}{f' to {whom}' if whom else ''}{owner}."
    facts = " · ".join(_circumstances(log, decision))
    yield f"{facts[:1].upper()}{facts[1:]}." if facts else ""


def _circumstances(log: DecisionLog, decision: LogDecision) -> Iterator[str]:
    required = log.rules.agreement_required
    if decision.agreement is not None and decision.agreement < required:
        yield f"agreement short of the {percent(required)} required"
    if decision.pattern is not None:
        yield f"{vote_told(decision)} {decision.pattern}"
    if decision.driver_absent:
        yield "nobody of the driver's team was there"
    if decision.decided_at != log.session.started_at:  # else it is a day alone, and known
        yield f"recorded at {time_of_day(decision.decided_at)}"
    if decision.how:
        yield f"taken by {words(decision.how)}"
    if decision.phase is not None:
        yield f"{decision.phase} phase"
    if decision.supersedes is not None:
        yield f"replaces the decision of {name_of(decision.supersedes)}"


def _dissent(objection: LogDissent, names: Names) -> str:
    who = words(objection.name or "Somebody")
    team = f" ({names.team(objection.team)})" if objection.team else ""
    reason = f": “{words(objection.reason)}”" if objection.reason else ""
    wanted = f"wanted {names.team(objection.position)}" if objection.position else "objected"
    told = f"{strong(who)}{team} {wanted}{reason}"
    if objection.would_change:
        return f"{told} – would change that mind: {words(objection.would_change)}"
    return told if reason else f"{told}."


def _tallies(decision: LogDecision, names: Names) -> str:
    """Every round's votes, with a column for each team that some of them are from."""
    voting = {team for held in decision.rounds for team in held.tally.by_team}
    teams = [team for team in names.shorts if team in voting]
    teams += sorted(voting.difference(teams))
    heads = ["Round", "For", "Votes", *(names.shorts.get(team, words(team)) for team in teams)]
    rows = [row for held in decision.rounds for row in _tally(held, teams, names)]
    return table(heads, "rlr" + "r" * len(teams), rows)


def _tally(held: LogRound, teams: list[str], names: Names) -> Iterator[list[str]]:
    tally, first = held.tally, str(held.number)
    for choice, votes in sorted(tally.votes.items(), key=lambda item: (-item[1], item[0])):
        split = (tally.by_team.get(team, {}).get(choice, 0) for team in teams)
        yield [first, names.team(choice), str(votes), *(str(n) if n else "" for n in split)]
        first = ""
    others = {
        "Abstained": tally.abstained,
        CHOICES[NEED_INFO]: tally.need_info,
        "Silent": tally.silent,
        WITHHELD.capitalize(): tally.withheld,
    }
    for what, count in others.items():
        if count:
            yield [first, aside(what), str(count), *("" for _ in teams)]
            first = ""
    if first:
        yield [first, aside("Nobody was there"), "0", *("" for _ in teams)]


def _moves(decision: LogDecision, names: Names) -> Iterator[str]:
    """Who changed their vote from round to round, where votes are named."""
    for before, held in pairwise(decision.rounds):
        if held.ballots:
            yield f"{_movers(before, held, names)}."


def _movers(before: LogRound, held: LogRound, names: Names) -> str:
    old = {cast.participant: cast.ballot.choice for cast in before.ballots}
    new = {cast.participant: cast.ballot for cast in held.ballots}
    moved = movement({cast.participant: cast.ballot for cast in before.ballots}, new)
    if not moved.movers:
        return f"Nobody moved in round {held.number}"
    if moved.movers > MOST_MOVERS:
        return f"In round {held.number} {moved.movers} moved and {moved.stayed} stayed"
    movers = [
        f"{names.person(who)} ({names.team(old[who])} → {names.team(ballot.choice)})"
        for who, ballot in new.items()
        if who in old and old[who] != ballot.choice
    ]
    return f"Moved in round {held.number}: {listed(movers)}"


def _reasons(decision: LogDecision, names: Names) -> Iterator[str]:
    """What people said with their votes; nobody is quoted twice for the same vote."""
    said: set[tuple[str, str, str]] = set()
    for held in decision.rounds:
        for cast in held.ballots:
            key = (cast.participant, cast.ballot.choice, cast.ballot.reason)
            if cast.ballot.reason and key not in said:
                said.add(key)
                facts = list(_how(cast.ballot))
                facts += [f"round {held.number}"] if len(decision.rounds) > 1 else []
                choice = cast.ballot.choice
                choice = NAMING_NONE.get(choice) or f"for {names.team(choice)}"
                who = f"{names.author(cast.participant)}, {choice}"
                told = f" ({', '.join(facts)})" if facts else ""
                yield f"“{words(cast.ballot.reason)}” – {who}{told}"


def _how(ballot: Ballot) -> Iterator[str]:
    if ballot.confidence:
        yield f"sure {ballot.confidence}/5"
    if ballot.proxy:
        yield "by proxy"
