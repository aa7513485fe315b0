"""A task over all its sessions: a small chart of agreement, and how the votes fell each time."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.domain.days import day_of
from facilitator.domain.decision_log import LogRound
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.comparison import support_changes
from facilitator.domain.past.register import Chapter, History
from facilitator.domain.words.choices import INPUTS
from facilitator.domain.words.figures import counted, day
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.reviewing.drawing.words import (
    QUIET,
    WARN,
    contradicts_lines,
    outcome_said,
    share_said,
    team,
    verdict_said,
)
from facilitator.ui.text import fit
from facilitator.ui.widgets.bars import bar
from facilitator.ui.widgets.lines import BLANK, Lines, flowing, heading, line, paragraph, say

_DAY, _PERCENT = 10, 4
_LEAST_BAR, _MOST_BAR = 8, 32
_VERDICT = 12
_MOST_ROWS = 12
"""So many sessions stand in the chart: the newest ones."""
_MOST_CHAPTERS = 36
"""So many sessions have a paragraph: the newest ones. More would be slow to draw."""
REQUIRED = "│"
"""Stands in a bar where the agreement required is."""


def timeline_lines(told: History, width: int) -> Lines:
    """The task's chart, then a paragraph for each of the newest sessions, the last one first."""
    chapters = told.chapters
    lines = paragraph(told.title, width, "bold")
    lines += [say(fit(told.task, width), QUIET), BLANK, *_chart(chapters, width)]
    earlier = max(0, len(chapters) - _MOST_CHAPTERS)
    for place in range(len(chapters) - 1, earlier - 1, -1):
        before = (each for each in reversed(chapters[:place]) if each.decision.driver)
        lines += _chapter(chapters[place], next(before, None), width)
    if earlier:
        left = f"{counted(earlier, 'earlier session')}: facilitator log history {told.task}"
        lines += [BLANK, *paragraph(left, width, QUIET)]
    return lines


def _chart(chapters: Sequence[Chapter], width: int) -> Lines:
    """One row a session, the earliest on top: day, agreement as a bar, verdict, who drives."""
    room = max(_LEAST_BAR, min(_MOST_BAR, width - _DAY - _PERCENT - _VERDICT - 24))
    title = f"{'':<{_DAY}}  agreement in the last round, {REQUIRED} required"
    lines: Lines = [say(fit(title, width), QUIET)]
    earlier = len(chapters) - _MOST_ROWS
    if earlier > 0:
        lines.append(
            say(fit(f"{'…':<{_DAY}}  {counted(earlier, 'earlier session')}", width), QUIET)
        )
    return lines + [_chart_row(chapter, room, width) for chapter in chapters[-_MOST_ROWS:]]


def _chart_row(chapter: Chapter, room: int, width: int) -> Content:
    when = day(day_of(chapter.decision.decided_at))
    share = chapter.decision.agreement
    needed = chapter.log.rules.agreement_required
    head = line(
        say(f"{when:<{_DAY}}", QUIET),
        "  ",
        _bar(share, needed, room),
        say(f" {share_said(share):>{_PERCENT}}"),
        "  ",
    )
    tail = line(
        outcome_said(chapter.log, chapter.decision),
        "  ",
        verdict_said(chapter.verdict, wavering=chapter.wavering),
    )
    return line(head, tail.truncate(max(0, width - head.cell_length), ellipsis=True))


def _bar(share: float | None, needed: float, room: int) -> Content:
    """A bar with a mark where the share required is, whatever the bar hides of it."""
    if share is None:
        return say("·" * room, QUIET)
    at = min(room - 1, round(needed * room))
    full = bar(share, room, "$text-primary" if share >= needed else "$text-warning")
    blank = line(full, " " * (room - full.cell_length))
    return line(blank[:at], say(REQUIRED, "bold"), blank[at + 1 :])


def _chapter(chapter: Chapter, before: Chapter | None, width: int) -> Lines:
    log, decision = chapter.log, chapter.decision
    rehearsed = ", a rehearsal" if log.session.rehearsal else ""
    title = f"{day(day_of(decision.decided_at))}   {log.session.title}{rehearsed}"
    lines = [*heading(title, width), *contradicts_lines(log, width)]
    lines.append(
        line(
            outcome_said(log, decision),
            say(f", {decision.owner}" if decision.owner else ""),
            "   ",
            verdict_said(chapter.verdict),
        )
    )
    if chapter.wavering and decision.blind is not None:
        share = share_said(decision.blind.share(decision.driver or ""))
        told = f"Wavering: only {share} named {team(log.team_names, decision.driver)} at first."
        lines += paragraph(told, width, WARN)
    if decision.rationale:
        lines += paragraph(" ".join(decision.rationale.split()), width)
    for held in decision.rounds:
        lines += _round(chapter, held, width)
    return [*lines, *_support(chapter, before, width)]


def _round(chapter: Chapter, held: LogRound, width: int) -> Lines:
    """One line: how the votes of a round fell."""
    names, tally = chapter.log.team_names, held.tally
    votes = sorted(tally.votes.items(), key=lambda each: (-each[1], each[0]))
    told = [f"{team(names, choice)} {n}" for choice, n in votes]
    aside = tally.abstained + tally.need_info + tally.silent
    if aside:
        told.append(f"{aside} named nobody")
    if tally.withheld:
        told = [withheld_words(tally.withheld, "vote")]
    marks = "".join(mark * n for (_, n), mark in zip(votes, "●○◆◇■□▲△▼▽★☆", strict=False))
    label = f"Round {held.number}  "
    dots = fit(marks, 24)
    head = line(say(label, QUIET), say(dots, "$text-primary"), "  ")
    if head.cell_length + len(" · ".join(told)) <= width:
        return [line(head, say(" · ".join(told)))]
    return [head, *flowing(told, width, first=" " * len(label))]


def _support(chapter: Chapter, before: Chapter | None, width: int) -> Lines:
    """The support agreed, or what changed of it since it was decided before."""
    names = chapter.log.team_names
    decision = chapter.decision
    if decision.outcome is not Outcome.DECIDED:
        return []
    if before is None or not before.decision.support:
        told = [f"{team(names, g.team)} {INPUTS[g.input].verb}" for g in decision.support]
        return flowing([f"support: {told[0]}", *told[1:]], width, QUIET) if told else []
    changes = support_changes(before.decision.support, decision.support)
    told = [f"+ {team(names, g.team)} {INPUTS[g.input].verb}" for g in changes.added]
    told += [f"− {team(names, g.team)} {INPUTS[g.input].verb}" for g in changes.removed]
    if changes.changed:
        told.append(f"{counted(len(changes.changed), 'other')} reworded")
    return flowing([f"support: {told[0]}", *told[1:]], width, QUIET) if told else []
