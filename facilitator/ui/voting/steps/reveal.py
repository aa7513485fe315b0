"""A revealed round: who got how many, what the split is called, what was said, who moved."""

from __future__ import annotations

from facilitator.domain.views import BallotView, ChoiceCount, RevealView, TaskView
from facilitator.domain.words.sentences import in_force_sentence, rule_sentence, withheld_words
from facilitator.domain.words.signs import YOURS
from facilitator.ui.ink import Ink, Line, fitted, line, padded, paragraph
from facilitator.ui.text import cells, fit
from facilitator.ui.voting.drawing.page import Page, blocks
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.steps.task import stars

LONGEST_BAR = 24


def revealed(subject: Subject, task: TaskView, reveal: RevealView, width: int) -> Page:
    """The newest reveal of the task at hand."""
    rule = "" if reveal.withheld else rule_sentence(reveal, subject.agreement_required) + "."
    return Page(
        main=blocks(
            paragraph(task.question, width, Ink.STRONG),
            [
                *tally(subject.mine, reveal, width),
                *(paragraph(rule, width, Ink.MUTED) if rule else []),
            ],
            [] if reveal.withheld else pattern(reveal, width),
            paragraph(in_force_sentence(subject.in_force), width) if subject.in_force else [],
            _movement(reveal, width),
            _teams(reveal, task, width),
            _turns(reveal, width),
            _today(reveal, task, width),
            _reasons(reveal, width),
        ),
        status="Voting is closed. Talk it over; the facilitator takes it on from here.",
    )


def tally(mine: str | None, reveal: RevealView, width: int) -> list[Line]:
    """One bar a choice, from most to least, with names where votes are named.

    Where votes are withheld, how many there were.
    """
    if reveal.withheld:
        told = paragraph(withheld_words(reveal.withheld, "vote"), width, Ink.STRONG)
        return [*told, *([line(f"{reveal.silent} not voted", Ink.MUTED)] if reveal.silent else [])]
    labels = [bar.label for bar in reveal.bars] + (["Not voted"] if reveal.silent else [])
    column = min(max((cells(label) for label in labels), default=0), max(12, width // 3))
    room = max(6, min(LONGEST_BAR, width - column - 30))
    rows: list[Line] = []
    for bar in reveal.bars:
        rows.extend(_bar(bar, reveal.eligible, (column, room), width, is_mine=bar.choice == mine))
    if reveal.silent:
        blank = " " * room
        head = (("  ", Ink.TEXT), *padded(line("Not voted", Ink.MUTED), column))
        rows.append((*head, (f" {blank} {reveal.silent:>3}", Ink.MUTED)))
    return rows


def _bar(
    bar: ChoiceCount, eligible: int, sizes: tuple[int, int], width: int, *, is_mine: bool
) -> list[Line]:
    column, room = sizes
    full = round(room * bar.count / max(1, eligible))
    ink = Ink.MINE if is_mine else Ink.TEXT
    lead: Line = (
        (f"{YOURS.glyph} " if is_mine else "  ", Ink.MINE),
        *padded(line(bar.label, ink), column),
        (" " + "█" * full, Ink.BAR),
        ("░" * (room - full), Ink.RULE),
        (f" {bar.count:>3}", Ink.STRONG),
    )
    indent = 2 + column + 1 + room + 4 + 2
    note: Line = ((f"  {YOURS.word}", Ink.MINE),) if is_mine else ()
    names = ", ".join(bar.names)
    rest = width - indent - (cells(YOURS.word) + 2 if is_mine else 0)
    if cells(names) <= rest:
        return [(*lead, *note, (f"  {names}", Ink.MUTED))]
    under = paragraph(names, max(10, width - 4), Ink.MUTED)
    return [(*lead, *note), *((("    ", Ink.MUTED), *each) for each in under)]


def pattern(reveal: RevealView, width: int) -> list[Line]:
    """The claim pattern by name, and what to ask the room."""
    ink = Ink.GOOD if reveal.pattern == "agreed" else Ink.WARN
    name = f"{str(reveal.pattern).upper()}  "
    first, *rest = paragraph(reveal.sentence, max(20, width - cells(name)), Ink.STRONG)
    indent = ((" " * cells(name), ink),)
    rows: list[Line] = [((name, ink), *first), *((*indent, *each) for each in rest)]
    if reveal.driver_absent:
        rows.append((*indent, ("Nobody of that team is in the room.", Ink.WARN)))
    return rows


def _movement(reveal: RevealView, width: int) -> list[Line]:
    moved = reveal.movement
    if moved is None:
        return []
    people = "Nobody" if not moved.movers else f"{moved.movers}"
    rows = [line(f"Since round {reveal.number - 1}: {people} moved, {moved.stayed} stayed")]
    if moved.names:
        moves = [f"{name}: {old} → {new}" for name, old, new in moved.names]
    else:
        moves = [f"{count}: {old} → {new}" for old, new, count in moved.moves]
    return [*rows, *(fitted(line(f"  {each}", Ink.MUTED), width) for each in moves)]


def _teams(reveal: RevealView, task: TaskView, width: int) -> list[Line]:
    """Each team's votes in words, and where more than half of it stands."""
    if len(reveal.teams) < 2:  # noqa: PLR2004 - one team is no split
        return []
    short = {c.id: c.short for c in task.candidates}
    column = min(max(cells(team.name) for team in reveal.teams), max(10, width // 3))
    rows: list[Line] = []
    for team in reveal.teams:
        votes = ", ".join(f"{count} {short.get(choice, choice)}" for choice, count in team.votes)
        stand = f"→ {short.get(team.position, team.position)}" if team.position else "split"
        rows.append(
            fitted(
                (
                    ("  ", Ink.TEXT),
                    *padded(line(team.name), column),
                    (f"  {stand:<10} ", Ink.STRONG if team.position else Ink.WARN),
                    (votes, Ink.MUTED),
                ),
                width,
            )
        )
    return [line("By team", Ink.STRONG), *rows]


def _turns(reveal: RevealView, width: int) -> list[Line]:
    if not reveal.turns:
        return []
    rows = []
    for number, turn in enumerate(reveal.turns, 1):
        who = ", ".join(turn.speakers) or f"Someone who said {turn.label}"
        rows.append(fitted(((f"  {number} {who}", Ink.TEXT), (f"  {turn.why}", Ink.MUTED)), width))
    return [line("To hear first", Ink.STRONG), *rows]


def _today(reveal: RevealView, task: TaskView, width: int) -> list[Line]:
    if not reveal.today:
        return []
    names = {choice.id: choice.name for choice in task.today_choices}
    said = ", ".join(f"{names.get(choice, choice)} {count}" for choice, count in reveal.today)
    words = paragraph(said, max(10, width - 2))
    return [line("Who drives it today", Ink.STRONG), *((("  ", Ink.TEXT), *row) for row in words)]


def _author(ballot: BallotView) -> str:
    """Who says something, and for which team they speak, whatever they vote for."""
    return f"{ballot.name} ({ballot.team})" if ballot.team else ballot.name


def _reasons(reveal: RevealView, width: int) -> list[Line]:
    if not reveal.reasons:
        return []
    rows: list[Line] = []
    for each in reveal.reasons:
        who = f"{_author(each)} for {each.choice}" if each.name else each.choice
        by_proxy = " (entered by the facilitator)" if each.proxy else ""
        sure = f"  {stars(each.confidence)}" if each.confidence else ""
        rows += [line(fit(f"  {who}{by_proxy}{sure}", width), Ink.MUTED)] if who else []
        hang = "    " if who else "  "
        words = paragraph(f"“{each.reason}”", max(10, width - 4))
        rows.extend(((hang, Ink.TEXT), *row) for row in words)
    return [line("Reasons", Ink.STRONG), *rows]
