"""A task's rounds: how the votes fell, who moved, and what people said."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from facilitator.domain.ballots import ABSTAIN, NEED_INFO, Tally
from facilitator.domain.decision_log import DecisionLog, LogBallot, LogDecision, LogRound
from facilitator.domain.discussion import movement
from facilitator.domain.words.figures import counted, listed
from facilitator.ui.reviewing.drawing.words import CHOICES, QUIET, share_said, team
from facilitator.ui.text import cells, fit, pad
from facilitator.ui.widgets.bars import bar
from facilitator.ui.widgets.lines import Lines, flowing, line, paragraph, say

NAMING_NONE = {ABSTAIN: "abstained", NEED_INFO: "needs to know more"}
"""What is said of whoever names no team."""
_NAME_CELLS, _LEAST_BAR, _MOST_BAR = 24, 6, 30
_FIGURES_CELLS = 14
_MOST_MOVERS = 6


def round_lines(log: DecisionLog, decision: LogDecision, width: int) -> Lines:
    """Every round, the first one first; reasons where the log holds them."""
    lines: Lines = []
    before: LogRound | None = None
    for held in decision.rounds:
        lines += [_head(held, width), *vote_lines(log, held.tally, width, indent=2)]
        lines += _moves(log, before, held, width)
        for cast in held.ballots:
            if cast.ballot.reason:
                lines += _voice(log, cast, width)
        before = held
    return lines


def _head(held: LogRound, width: int) -> Content:
    tally = held.tally
    aside = (
        (tally.abstained, "abstained"),
        (tally.need_info, "need to know more"),
        (tally.silent, "silent"),
        (tally.withheld, "withheld: too few to be told"),
    )
    facts = [counted(tally.eligible, "voter"), *(f"{n} {what}" for n, what in aside if n)]
    told = f"Round {held.number}"
    return line(say(told, "bold"), "  ", say(fit(" · ".join(facts), width - len(told) - 2), QUIET))


def vote_lines(log: DecisionLog, tally: Tally, width: int, *, indent: int = 0) -> Lines:
    """A bar for each team that was named, the most-named first; who named it where all fits."""
    names = log.team_names
    rows: list[tuple[Content, str]] = []
    label = max((cells(team(names, choice)) for choice in tally.votes), default=0)
    label = min(label, _NAME_CELLS, max(8, width // 3))
    room = max(_LEAST_BAR, min(_MOST_BAR, width - indent - label - _FIGURES_CELLS))
    for choice, votes in sorted(tally.votes.items(), key=lambda each: (-each[1], each[0])):
        share = tally.share(choice)
        figures = f" {votes:>3}  {share_said(share):>4}"
        full = bar(share, room)
        row = line(
            " " * indent,
            say(pad(team(names, choice), label)),
            " ",
            full,
            " " * (room - full.cell_length),
            say(figures, QUIET),
        )
        rows.append((row, _split(names, tally, choice)))
    has_room = all(row.cell_length + 3 + cells(split) <= width for row, split in rows)
    return [
        line(row, "   ", say(split, QUIET)) if split and has_room else row for row, split in rows
    ]


def _split(names: Mapping[str, str], tally: Tally, choice: str) -> str:
    """Which teams' people named it."""
    shares = ((voted, counts.get(choice, 0)) for voted, counts in tally.by_team.items())
    return ", ".join(f"{n} {team(names, voted)}" for voted, n in shares if n)


def _moves(log: DecisionLog, before: LogRound | None, held: LogRound, width: int) -> Lines:
    if before is None or before.tally.withheld or held.tally.withheld:
        return []
    if not held.ballots or not before.ballots:
        return _shifts(log, before.tally, held.tally, width)
    old = {cast.participant: cast.ballot for cast in before.ballots}
    new = {cast.participant: cast.ballot for cast in held.ballots}
    moved = movement(old, new)
    if not moved.movers:
        return paragraph("Nobody moved.", width, QUIET, first="  ")
    names = {**CHOICES, **log.team_names}
    people = {person.id: person.name or "" for person in log.participants}
    if moved.movers > _MOST_MOVERS:
        told = [f"{team(names, a)} → {team(names, b)}: {n}" for (a, b), n in moved.moves.items()]
    else:
        told = [
            f"{people.get(who, who)}: {team(names, old[who].choice)} → {team(names, ballot.choice)}"
            for who, ballot in new.items()
            if who in old and old[who].choice != ballot.choice
        ]
    return flowing([f"moved {told[0]}", *told[1:]], width, "$text-primary", first="  ")


def _shifts(log: DecisionLog, before: Tally, after: Tally, width: int) -> Lines:
    """By how much each team's votes changed, where it is not known who cast which."""
    changes = {
        choice: after.votes.get(choice, 0) - before.votes.get(choice, 0)
        for choice in dict.fromkeys([*after.votes, *before.votes])
    }
    told = [f"{team(log.team_names, c)} {n:+d}".replace("-", "−") for c, n in changes.items() if n]
    words = f"Since the round before: {listed(told)}" if told else "As in the round before."
    return paragraph(words, width, QUIET, first="  ")


def _voice(log: DecisionLog, cast: LogBallot, width: int) -> Lines:
    names = {**CHOICES, **log.team_names}
    ballot = cast.ballot
    authors = {
        person.id: f"{person.name} ({team(names, person.team)})"
        for person in log.participants
        if person.name
    }
    who = authors.get(cast.participant, cast.participant)
    sure = f", sure {ballot.confidence}/5" if ballot.confidence else ""
    proxy = ", entered by the facilitator" if ballot.proxy else ""
    choice = NAMING_NONE.get(ballot.choice) or f"for {team(names, ballot.choice)}"
    said = f"“{ballot.reason}” {who}, {choice}{sure}{proxy}"
    return paragraph(said, width, QUIET, first="  ")
