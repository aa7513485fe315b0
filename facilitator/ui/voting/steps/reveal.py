"""A revealed round: who got how many, what the split is called, what was said, who moved."""

from __future__ import annotations

from facilitator.domain.views import BallotView, ChoiceCount, RevealView, TaskView
from facilitator.domain.words.figures import stars
from facilitator.domain.words.sentences import in_force_sentence, rule_sentence, withheld_words
from facilitator.domain.words.signs import YOURS
from facilitator.ui.ink import Ink, Line, fitted, line, padded, paragraph
from facilitator.ui.text import cells, fit
from facilitator.ui.voting.page import TALK, Page, Picture, behind, blocks, hung, titled

LONGEST_BAR = 24


def page(task: TaskView, picture: Picture, reveal: RevealView, width: int) -> Page:
    """The newest reveal of the task at hand."""
    rule = "" if reveal.withheld else rule_sentence(reveal, picture.agreement_required) + "."
    return Page(
        main=blocks(
            paragraph(task.question, width, Ink.STRONG),
            [
                *tally(picture.mine, reveal, width),
                *(paragraph(rule, width, Ink.MUTED) if rule else []),
            ],
            [] if reveal.withheld else _pattern(reveal, width),
            paragraph(in_force_sentence(picture.in_force), width) if picture.in_force else [],
            _movement(reveal, width),
            _teams(reveal, task, width),
            _turns(reveal, width),
            _today(reveal, task, width),
            _reasons(reveal, width),
        ),
        status=f"Voting is closed. {TALK}",
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


def _pattern(reveal: RevealView, width: int) -> list[Line]:
    """The claim pattern by name, and what to ask the room."""
    ink = Ink.GOOD if reveal.pattern == "agreed" else Ink.WARN
    name = f"{str(reveal.pattern).upper()}  "
    rows = paragraph(reveal.sentence, max(20, width - cells(name)), Ink.STRONG)
    if reveal.driver_absent:
        rows.append(line("Nobody of that team is in the room.", Ink.WARN))
    return behind(line(name, ink), rows)


def _movement(reveal: RevealView, width: int) -> list[Line]:
    moved = reveal.movement
    if moved is None:
        return []
    people = "Nobody" if not moved.movers else f"{moved.movers}"
    title = f"Since round {reveal.number - 1}: {people} moved, {moved.stayed} stayed"
    if moved.names:
        moves = [f"{name}: {old} → {new}" for name, old, new in moved.names]
    else:
        moves = [f"{count}: {old} → {new}" for old, new, count in moved.moves]
    return [line(title), *(fitted(line(f"  {each}", Ink.MUTED), width) for each in moves)]


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
        row = (
            *padded(line(f"  {team.name}"), column + 2),
            (f"  {stand:<10} ", Ink.STRONG if team.position else Ink.WARN),
            (votes, Ink.MUTED),
        )
        rows.append(fitted(row, width))
    return titled("By team", rows, width)


def _turns(reveal: RevealView, width: int) -> list[Line]:
    rows: list[Line] = []
    for number, turn in enumerate(reveal.turns, 1):
        who = ", ".join(turn.speakers) or f"Someone who said {turn.label}"
        rows.append(fitted(((f"  {number} {who}", Ink.TEXT), (f"  {turn.why}", Ink.MUTED)), width))
    return titled("To hear first", rows, width)


def _today(reveal: RevealView, task: TaskView, width: int) -> list[Line]:
    names = {choice.id: choice.name for choice in task.today_choices}
    said = ", ".join(f"{names.get(choice, choice)} {count}" for choice, count in reveal.today)
    return titled("Who drives it today", hung(line("  "), said, width) if said else [], width)


def _reasons(reveal: RevealView, width: int) -> list[Line]:
    rows: list[Line] = []
    for each in reveal.reasons:
        who = f"{_author(each)} for {each.choice}" if each.name else each.choice
        by_proxy = " (entered by the facilitator)" if each.proxy else ""
        sure = f"  {stars(each.confidence)}" if each.confidence else ""
        rows += [line(fit(f"  {who}{by_proxy}{sure}", width), Ink.MUTED)] if who else []
        rows += hung(line("    " if who else "  "), f"“{each.reason}”", width)
    return titled("Reasons", rows, width)


def _author(ballot: BallotView) -> str:
    """Who says something, and for which team they speak, whatever they vote for."""
    return f"{ballot.name} ({ballot.team})" if ballot.team else ballot.name
