"""A contested task before, during and after its vote."""

from __future__ import annotations

from facilitator.domain.views import DecisionView, FacilitatorView, RevealView, Stage, TaskView
from facilitator.domain.words.choices import rules_sentence
from facilitator.domain.words.figures import listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.facilitating.pages.notes import notes
from facilitator.ui.ink import (
    BLANK,
    Ink,
    Line,
    band,
    beside,
    heading,
    line,
    paragraph,
    spread,
    width_of,
)
from facilitator.ui.pieces import decision as decisions
from facilitator.ui.pieces import tally
from facilitator.ui.pieces.markdown import markdown_lines
from facilitator.ui.pieces.progress import progress

_TWO_COLUMNS = 92
"""From this width on, what to talk about stands beside the figures."""
_GAP = 4


def page(view: FacilitatorView, task: TaskView, looked_at: int | None, width: int) -> list[Line]:
    """The task at its present stage; ``looked_at`` is an earlier round, or None."""
    decision = view.stage.decision
    match view.stage.stage:
        case Stage.VOTING:
            return _voting(view, task, width)
        case Stage.REVEALED:
            return _revealed(view, task, looked_at, width)
        case Stage.SETTLED if decision:
            return _settled(view, task, decision, width)
        case _:
            return _ready(view, task, width)


def _question(task: TaskView, width: int) -> list[Line]:
    lines = paragraph(task.question, width, Ink.STRONG)
    marks = filter(None, (task.phase, "market-facing" if task.market_facing else ""))
    words = " · ".join(marks)
    return [*lines, line(words, Ink.MUTED)] if words else lines


def _background(task: TaskView, width: int) -> list[Line]:
    return [BLANK, *markdown_lines(task.background, width)] if task.background else []


def _ready(view: FacilitatorView, task: TaskView, width: int) -> list[Line]:
    candidates = listed([each.name for each in task.candidates], joint="or")
    return [
        *_question(task, width),
        *_background(task, width),
        BLANK,
        *paragraph(candidates, width, Ink.STRONG, first="Choices: "),
        *paragraph(rules_sentence(view.rules), width, Ink.MUTED),
        *notes(view, width),
    ]


def _voting(view: FacilitatorView, task: TaskView, width: int) -> list[Line]:
    """An open round: how many have voted, and who is missing; never what."""
    return [
        *_question(task, width),
        BLANK,
        *progress(view.stage, view.waiting, "voting", width),
        *_rounds(view, "Round {} was ", Ink.MUTED, width),
        *notes(view, width),
        *_background(task, width),
    ]


def _rounds(view: FacilitatorView, first: str, ink: str, width: int) -> list[Line]:
    """Every revealed round in one line; ``first`` has a place for its number."""
    shorts = tally.team_shorts(view.stage)
    return [
        row
        for each in view.stage.reveals
        for row in paragraph(
            tally.in_short(each, shorts), width, ink, first=first.format(each.number)
        )
    ]


def _revealed(
    view: FacilitatorView, task: TaskView, looked_at: int | None, width: int
) -> list[Line]:
    """The pattern first, then the rule, the figures, and what to discuss."""
    stage = view.stage
    reveal = next((each for each in stage.reveals if each.number == looked_at), stage.reveal)
    if reveal is None:
        return []
    which = _which_round(view, reveal)
    first, *others = paragraph(task.question, width - width_of(which) - 2, Ink.STRONG)
    lines = [spread(first, which, width), *others]
    if reveal.withheld:
        lines += band(withheld_words(reveal.withheld, "vote"), width, Ink.ACCENT)
    else:
        lines += band(tally.pattern_words(reveal), width, tally.pattern_ink(reveal))
        lines += tally.rule(reveal, stage.agreement_required, width)
    lines += tally.in_force(stage.in_force, width)
    left = (width - _GAP) // 2
    if width < _TWO_COLUMNS:
        return [*lines, *_in_one_column(view, task, reveal, width)]
    talk = _talk(view, reveal, width - left - _GAP)
    return [*lines, *beside(_figures(view, task, reveal, left), talk, left, _GAP)]


def _which_round(view: FacilitatorView, reveal: RevealView) -> Line:
    most, reveals = view.stage.max_rounds, view.stage.reveals
    words = f"Round {reveal.number}" + (f" of {most}" if reveal.number <= most else "")
    if len(reveals) > 1:
        before = "← " if reveal.number > reveals[0].number else ""
        after = " →" if reveal is not reveals[-1] else ""
        words = f"{before}{words}{after}"
    return line(words, Ink.HEADING)


def _in_one_column(
    view: FacilitatorView, task: TaskView, reveal: RevealView, width: int
) -> list[Line]:
    shorts = tally.team_shorts(view.stage)
    return [
        BLANK,
        *tally.tally(reveal, width),
        *tally.turns(reveal, width),
        *tally.teams(reveal, shorts, width),
        *tally.movement(reveal, width),
        *tally.today(reveal, task, width),
        *tally.reasons(reveal, width),
        *_suggestion(view, reveal, width),
    ]


def _figures(view: FacilitatorView, task: TaskView, reveal: RevealView, width: int) -> list[Line]:
    return [
        BLANK,
        *tally.tally(reveal, width),
        *tally.teams(reveal, tally.team_shorts(view.stage), width),
        *tally.movement(reveal, width),
        *tally.today(reveal, task, width),
    ]


def _talk(view: FacilitatorView, reveal: RevealView, width: int) -> list[Line]:
    return [
        *tally.turns(reveal, width),
        *tally.reasons(reveal, width),
        *_suggestion(view, reveal, width),
    ]


def _suggestion(view: FacilitatorView, reveal: RevealView, width: int) -> list[Line]:
    suggested = view.suggested
    if suggested is None or reveal is not view.stage.reveal:
        return []
    names = {team.id: team.name for team in view.room}
    because = f": {suggested.because}" if suggested.because else ""
    words = f"{names.get(suggested.driver, suggested.driver)}{because}"
    return [*heading("The agenda suggests", width), *paragraph(words, width)]


def _settled(
    view: FacilitatorView, task: TaskView, decision: DecisionView, width: int
) -> list[Line]:
    """The outcome, as the room sees it."""
    found = decisions.decision(
        decision,
        {team.id: team.name for team in view.room},
        width,
        approver=view.rules.approver or "",
        heard=view.objectors_heard,
        withdrawn=view.withdrawn,
    )
    lines = [*_question(task, width), BLANK, *found]
    votes = _rounds(view, "Round {}: ", Ink.TEXT, width)
    return [*lines, *(heading("Votes", width) if votes else []), *votes]
