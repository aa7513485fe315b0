"""A session itself, and the parts of its log besides decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from facilitator.domain.agenda import Attribution
from facilitator.domain.agreement import PERCEPTION_GAP, median
from facilitator.domain.decision_log import DecisionLog, LogStatus, Rating, ShortlistEntry
from facilitator.domain.decision_log.titles import task_titles
from facilitator.domain.people import Seat
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.signs import GAP, STATUS_SIGNS
from facilitator.ui.reviewing.drawing.words import (
    QUIET,
    WARN,
    columns,
    contradicts_lines,
    share_said,
    team,
)
from facilitator.ui.reviewing.ports import SessionCard
from facilitator.ui.widgets.lines import BLANK, Lines, flowing, paragraph


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a log: how many entries it has, and what is told of them."""

    count: Callable[[DecisionLog], int]
    draw: Callable[[DecisionLog, int], Lines]


def broken_lines(card: SessionCard, width: int) -> Lines:
    """What is wrong with a file, and how to see all of it."""
    check = f"facilitator log check {card.named}"
    return [
        *paragraph(card.id, width, "bold"),
        *paragraph(card.problem, width, "bold $text-error", first="✘ "),
        BLANK,
        *paragraph(f"Everything to mend: {check}", width, QUIET),
    ]


def whole_lines(session: str, log: DecisionLog, width: int) -> Lines:
    """When it was, who was there, under which rules."""
    held = log.session
    rules = log.rules
    start, end = held.started_at, held.ended_at
    ended = f"{end:%H:%M}" if end.date() == start.date() else f"{day(end.date())} {end:%H:%M}"
    seats = [person.seat for person in log.participants]
    people = [counted(seats.count(Seat.VOTER), "voter")] if seats else []
    if Seat.OBSERVER in seats:
        people.append(counted(seats.count(Seat.OBSERVER), "observer"))
    otherwise = f"escalated to {rules.approver}" if rules.approver else f"{rules.fallback}"
    named = "named votes" if held.attribution is Attribution.NAMED else "anonymous votes"
    lines = [
        *paragraph(held.title, width, "bold"),
        *flowing(
            [
                day(start.date()) + f" {start:%H:%M}–{ended} UTC" * (start != end),
                *([f"facilitated by {listed(held.facilitators)}"] if held.facilitators else []),
                *people,
            ],
            width,
        ),
        *flowing(
            [
                "complete" if held.status is LogStatus.COMPLETE else "ended early",
                named,
                f"{share_said(rules.agreement_required)} agreement required",
                f"at most {counted(rules.max_rounds, 'round')}, then {otherwise}",
            ],
            width,
            QUIET,
        ),
    ]
    if held.rehearsal:
        lines += paragraph("A rehearsal: nothing of this was decided.", width, WARN, first="◌ ")
    lines += contradicts_lines(log, width)
    if held.follows:
        lines += paragraph(f"follows {held.follows}", width, QUIET)
    lines += paragraph(session, width, QUIET)
    by_team = _people_by_team(log, width)
    return [*lines, BLANK, *by_team] if by_team else lines


def _people_by_team(log: DecisionLog, width: int) -> Lines:
    lines: Lines = []
    for entry in log.teams:
        names = [p.name for p in log.participants if p.team == entry.id and p.name]
        if names:
            lines += paragraph(entry.name, width, "$text-secondary")
            lines += paragraph(", ".join(names), width, first="  ")
    return lines


def _ratings(log: DecisionLog, width: int) -> Lines:
    lines: Lines = []
    for rating in log.ratings:
        lines += paragraph(rating.text, width)
        lines += flowing(_rating_facts(log, rating), width, QUIET, first="  ")
        teams = [found for c in rating.by_team.values() if (found := median(c)) is not None]
        if teams and max(teams) - min(teams) >= PERCEPTION_GAP:
            lines += paragraph(f"{GAP}: the teams see this differently", width, WARN, first="  ")
    return lines


def _rating_facts(log: DecisionLog, rating: Rating) -> list[str]:
    if rating.median is None:
        return ["nobody rated it"]
    most = max(rating.counts)
    picture = columns([n / most if n else None for n in rating.counts])
    facts = [f"{picture} {' '.join(map(str, rating.counts))}"]
    facts.append(f"median {rating.median:g} of {rating.scale}")
    if rating.consensus is not None:
        facts.append(f"consensus {rating.consensus:.2f}")
    if rating.agreement is not None:
        facts.append(f"agreement {rating.agreement:.2f}".replace("-", "−"))
    for voted, counts in rating.by_team.items():
        if (found := median(counts)) is not None:
            facts.append(f"{team(log.team_names, voted)} {found:g}")
    return facts


def _shortlist(log: DecisionLog, width: int) -> Lines:
    titles = task_titles(log)
    lines: Lines = []
    for entry in log.shortlist:
        mark = "✔ " if entry.taken else "– "
        told = f"{titles.get(entry.task, entry.task)}: {_dots(entry)}"
        lines += paragraph(told, width, first=mark)
        if entry.reason:
            why = "chosen because" if entry.dots is None else "against the dots"
            lines += paragraph(f"{why}: {entry.reason}", width, QUIET, first="  ")
    return lines


def _dots(entry: ShortlistEntry) -> str:
    if entry.dots is None or entry.people is None:
        return "too few placed dots for them to be told"
    people = counted(entry.people, "person", "people")
    return f"{counted(entry.dots, 'dot')} from {people}" if entry.dots else "no dots"


def _commitments(log: DecisionLog, width: int) -> Lines:
    lines: Lines = []
    for promise in log.commitments:
        ways = f"{team(log.team_names, promise.giver)} → {team(log.team_names, promise.receiver)}"
        sign = STATUS_SIGNS[promise.status]
        lines += paragraph(f"{ways}: {promise.text}", width, first=f"{sign.glyph} ")
        facts = [sign.word]
        facts += [f"due {day(promise.due)}"] if promise.due else []
        facts += [f"{promise.owner} answers for it"] if promise.owner else []
        facts += [f"carried from {promise.carried_from}"] if promise.carried_from else []
        lines += flowing(facts, width, QUIET, first="  ")
    return lines


def _parked(log: DecisionLog, width: int) -> Lines:
    lines: Lines = []
    for item in log.parking_lot:
        who = f" ({item.raised_by})" if item.raised_by else ""
        became = f", became {item.became}" if item.became else ""
        lines += paragraph(f"{item.text}{who}{became}", width, first="◇ ")
    return lines


def _close(log: DecisionLog, width: int) -> Lines:
    if log.close is None:
        return []
    lines: Lines = []
    for what, counts in (("The plan", log.close.plan), ("The time", log.close.return_on_time)):
        told = [f"{n} × {fingers}" for fingers, n in enumerate(counts, start=1) if n]
        middle = median(counts)
        words = f"{listed(told)} of 5, median {middle:g}" if middle else "nobody answered"
        words = words if counts else "too few answered for it to be told"
        lines += paragraph(f"{what}: {words}", width)
    return lines


def _amendments(log: DecisionLog, width: int) -> Lines:
    lines: Lines = []
    for each in log.amendments:
        lines += paragraph(each.what, width)
        lines += paragraph(f"{each.by}, {each.at:%Y-%m-%d %H:%M} UTC", width, QUIET, first="  ")
    return lines


PARTS: Mapping[str, Part] = {
    "Ratings": Part(lambda log: len(log.ratings), _ratings),
    "Shortlist": Part(lambda log: len(log.shortlist), _shortlist),
    "Promises": Part(lambda log: len(log.commitments), _commitments),
    "Parking lot": Part(lambda log: len(log.parking_lot), _parked),
    "Fists of five": Part(lambda log: 2 if log.close else 0, _close),
    "Amended since": Part(lambda log: len(log.amendments), _amendments),
}
"""The parts of a log besides decisions, as they are called and in their order."""
