"""One decision with its support, its dissent and every round, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.agenda import InputKind
from facilitator.domain.ballots import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR
from facilitator.domain.decision_log import (
    DecisionLog,
    LogBallot,
    LogDecision,
    LogParticipant,
    LogRound,
)
from facilitator.domain.decisions import Outcome
from facilitator.domain.discussion import movement
from facilitator.domain.words.figures import counted, day, percent, time_of_day
from facilitator.reports.wording import bar, indented, plain, plain_block, styled

INPUTS = {
    InputKind.INFORM: "informs",
    InputKind.CONSULT: "is consulted",
    InputKind.REVIEW: "reviews",
    InputKind.CONTRIBUTE: "contributes",
    InputKind.APPROVE: "approves",
}
"""What a supporting team does, as a verb."""
CHOICES = {
    ABSTAIN: "Abstain",
    NEED_INFO: "Need to know more",
    NOBODY: "Nobody",
    UNCLEAR: "Unclear",
}
NAMING_NONE = {ABSTAIN: "abstained", NEED_INFO: "needs to know more"}
"""What is said of whoever names no team."""
WITHHELD = "withheld"
"""What is said of votes of an anonymous session that are too few to be told."""
MOST_MOVERS = 8
"""More people than this who changed their vote are only counted."""


def decision_text(log: DecisionLog, decision: LogDecision) -> RenderableType:
    """A decision in full."""
    names = {**CHOICES, **{team: plain(name) for team, name in log.team_names.items()}}
    parts: list[RenderableType] = [
        styled((plain(decision.title), "bold"), ("  " + plain(decision.task), "dim")),
        indented(styled(*_outcome(decision, names))),
    ]
    if facts := " · ".join(_circumstances(log, decision)):
        parts.append(indented(styled(facts)))
    reasons = _reasons(decision, names)
    if reasons.row_count:
        parts += [Text(), indented(reasons)]
    people = {p.id: plain(p.name) for p in log.participants if p.id and p.name}
    authors = {p.id: _author(p, names) for p in log.participants if p.id and p.name}
    before: LogRound | None = None
    for held in decision.rounds:
        parts += [Text(), indented(_round(held, before, names, people, authors))]
        before = held
    return Group(*parts)


def _outcome(decision: LogDecision, names: Mapping[str, str]) -> Iterator[str | tuple[str, str]]:
    if decision.outcome is Outcome.DECIDED:
        driver = names.get(decision.driver or "", plain(decision.driver or ""))
        yield (driver, "bold green")
        yield " drives"
        yield f"; {plain(decision.owner)} answers for it" if decision.owner else ""
    else:
        yield (decision.outcome.value.capitalize(), "bold yellow")
        yield f" · {plain(decision.owner)}" if decision.owner else ""
    if decision.verdict is not None:
        yield f" · {decision.verdict}"


def _circumstances(log: DecisionLog, decision: LogDecision) -> Iterator[str]:
    required = log.rules.agreement_required
    if decision.agreement is not None:
        fell = "" if decision.agreement >= required else "short of the "
        yield f"{percent(decision.agreement)} agreement ({fell}{percent(required)} required)"
    if decision.pattern is not None:
        absent = ", nobody of the driver's team there" if decision.driver_absent else ""
        yield f"{vote_told(decision)} {decision.pattern}{absent}"
    if decision.decided_at != log.session.started_at:  # else it is a day alone, and known
        yield f"recorded {time_of_day(decision.decided_at)}"
    if decision.how:
        yield f"taken by {plain(decision.how)}"
    if decision.review_on is not None:
        yield f"review on {day(decision.review_on)}"
    if decision.phase is not None:
        yield f"{decision.phase} phase"
    if decision.supersedes is not None:
        yield f"replaces the decision of {plain(decision.supersedes)}"


def vote_told(decision: LogDecision) -> str:
    """Which vote the pattern is of: the first one, unless nothing is told of that."""
    return "first vote" if decision.pattern_round == 1 else f"vote {decision.pattern_round}"


def _reasons(decision: LogDecision, names: Mapping[str, str]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    if decision.rationale:
        table.add_row("Why", styled(plain_block(decision.rationale)))
    for index, given in enumerate(decision.support):
        team = names.get(given.team, plain(given.team))
        line = styled((team, "bold"), f" {INPUTS[given.input]}")
        line.append(f": {plain(given.detail)}" if given.detail else "")
        line.append(f" · {plain(given.when)}" if given.when else "", "dim")
        table.add_row("Support" if index == 0 else "", line)
    for index, dissent in enumerate(decision.dissent):
        team = names.get(dissent.team or "", plain(dissent.team or ""))
        author = plain(dissent.name or "Somebody")
        who = f"{author} ({team})" if team else author
        wanted = names.get(dissent.position, plain(dissent.position))
        line = styled((who, "bold"), f" wanted {wanted}" if wanted else " objected")
        line.append(f": “{plain_block(dissent.reason)}”" if dissent.reason else "")
        if dissent.would_change:
            line.append(f"\nWould change that mind: {plain(dissent.would_change)}", "dim")
        table.add_row("Dissent" if index == 0 else "", line)
    return table


def _round(
    held: LogRound,
    before: LogRound | None,
    names: Mapping[str, str],
    people: Mapping[str, str],
    authors: Mapping[str, str],
) -> RenderableType:
    tally = held.tally
    aside = (
        (tally.abstained, "abstained"),
        (tally.need_info, "need to know more"),
        (tally.silent, "silent"),
        (tally.withheld, WITHHELD),
    )
    facts = [counted(tally.eligible, "voter"), *(f"{n} {what}" for n, what in aside if n)]
    parts: list[RenderableType] = [
        styled((f"Round {held.number}", "bold"), (f"  {' · '.join(facts)}", "dim")),
        _bars(held, names),
    ]
    parts += [styled(line, indent=2) for line in _moves(held, before, names, people)]
    parts += [_voice(cast, names, authors) for cast in held.ballots if cast.ballot.reason]
    return Group(*parts)


def _bars(held: LogRound, names: Mapping[str, str]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    tally = held.tally
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    if tally.by_team:  # a column with nothing in it would make the others narrower than their words
        table.add_column(overflow="fold", style="dim")
    for choice, votes in sorted(tally.votes.items(), key=lambda item: (-item[1], item[0])):
        shares = ((team, counts.get(choice, 0)) for team, counts in tally.by_team.items())
        split = ", ".join(f"{n} {names.get(team, plain(team))}" for team, n in shares if n)
        name = names.get(choice, plain(choice))
        shown = (split,) if tally.by_team else ()
        row = (f"  {name}", bar(tally.share(choice)), str(votes), *shown)
        table.add_row(*map(styled, row))
    return table


def _moves(
    held: LogRound,
    before: LogRound | None,
    names: Mapping[str, str],
    people: Mapping[str, str],
) -> Iterator[str]:
    if before is None or not held.ballots:
        return
    old = {cast.participant: cast.ballot for cast in before.ballots}
    new = {cast.participant: cast.ballot for cast in held.ballots}
    moved = movement(old, new)
    if not moved.movers:
        yield "Nobody moved."
    elif moved.movers > MOST_MOVERS:
        yield f"{moved.movers} moved, {moved.stayed} stayed."
    else:
        for who, ballot in new.items():
            if who in old and old[who].choice != ballot.choice:
                ways = f"{names.get(old[who].choice, '')} → {names.get(ballot.choice, '')}"
                yield f"{people.get(who, plain(who))} moved: {ways}"


def _author(person: LogParticipant, names: Mapping[str, str]) -> str:
    """Who says something, and for which team they speak, whatever they vote for."""
    return f"{plain(person.name or '')} ({names.get(person.team, plain(person.team))})"


def _voice(cast: LogBallot, names: Mapping[str, str], authors: Mapping[str, str]) -> RenderableType:
    ballot = cast.ballot
    sure = f", sure {ballot.confidence}/5" if ballot.confidence else ""
    proxy = ", by proxy" if ballot.proxy else ""
    who = authors.get(cast.participant, plain(cast.participant))
    choice = NAMING_NONE.get(ballot.choice)
    choice = choice or f"for {names.get(ballot.choice, plain(ballot.choice))}"
    line = styled(f"“{plain(ballot.reason)}”", (f" {who}, {choice}{sure}{proxy}", "dim"))
    return indented(line)
