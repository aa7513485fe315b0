"""A contested task before, during and after its vote; and the other steps' text."""

from __future__ import annotations

from facilitator.domain.decisions import Dissent, Outcome
from facilitator.domain.views import DecisionView, FacilitatorView, RevealView, Stage, TaskView
from facilitator.domain.words.choices import rules_sentence, support_sentence
from facilitator.domain.words.figures import counted, day, listed
from facilitator.ui.facilitating.pages.asking import progress_lines
from facilitator.ui.facilitating.pages.notes import (
    QUIET,
    band,
    outcome_sentence,
    say_this,
    team_shorts,
    title,
)
from facilitator.ui.facilitating.pages.reveal import reveal_lines
from facilitator.ui.widgets.lines import BLANK, Lines, heading, paragraph, say
from facilitator.ui.widgets.prose import prose


def task_lines(view: FacilitatorView, looked_at: int | None, width: int) -> Lines:
    """The panel of a task at its present stage; ``looked_at`` is an earlier round, or None."""
    match view.stage.stage:
        case Stage.VOTING:
            return voting_lines(view, width)
        case Stage.REVEALED:
            return reveal_lines(view, looked_at, width)
        case Stage.SETTLED:
            return settled_task_lines(view, width)
        case _:
            return ready_lines(view, width)


def brief_lines(view: FacilitatorView, width: int) -> Lines:
    """A step to read or say."""
    stage = view.stage
    if not stage.step:
        return []
    text = prose(stage.text, width) if stage.text else ()
    return [*title(stage.step.title, width), *say_this(view, width), BLANK, *text]


def ready_lines(view: FacilitatorView, width: int) -> Lines:
    """A task on which nobody has voted yet."""
    task = view.stage.task
    if not task:
        return []
    candidates = listed([c.name for c in task.candidates], joint="or")
    lines = _question(task, width)
    if task.background:
        lines += [BLANK, *prose(task.background, width)]
    lines += [BLANK, *paragraph(candidates, width, "bold", first="Choices: ")]
    lines += paragraph(rules_sentence(view.rules), width, QUIET)
    return [*lines, *say_this(view, width)]


def voting_lines(view: FacilitatorView, width: int) -> Lines:
    """An open round: how many have voted, and who is missing; never what."""
    task = view.stage.task
    if not task or not view.stage.round:
        return []
    lines = [*_question(task, width), BLANK, *progress_lines(view, "voting", width)]
    lines += [*_rounds_before(view, width), *say_this(view, width)]
    if task.background:
        lines += [BLANK, *prose(task.background, width)]
    return lines


def settled_task_lines(view: FacilitatorView, width: int) -> Lines:
    """A task with its outcome, as the room sees it."""
    stage = view.stage
    decision = stage.decision
    if not stage.task or not decision:
        return []
    colour = "success" if decision.outcome is Outcome.DECIDED else "warning"
    headline = outcome_sentence(decision)
    if decision.outcome is Outcome.ESCALATED and view.rules.approver:
        headline = f"Escalated to {view.rules.approver}"
    lines = [*_question(stage.task, width), BLANK, *band(headline, width, colour)]
    lines += _fact("Why", decision.rationale, width)
    lines += _fact("Review", day(decision.review_on) if decision.review_on else "", width)
    lines += _support(decision, width) + _dissent(decision, view, width)
    if stage.reveals:
        lines += heading("Votes", width)
        shorts = team_shorts(stage)
        for reveal in stage.reveals:
            lines += paragraph(_in_short(reveal, shorts), width, first=f"Round {reveal.number}: ")
    return lines


def _question(task: TaskView, width: int) -> Lines:
    lines = title(task.question, width)
    marks = [task.phase or "", "market-facing" if task.market_facing else ""]
    if said := " · ".join(mark for mark in marks if mark):
        lines.append(say(said, QUIET))
    return lines


def _rounds_before(view: FacilitatorView, width: int) -> Lines:
    shorts = team_shorts(view.stage)
    return [
        row
        for reveal in view.stage.reveals
        for row in paragraph(
            _in_short(reveal, shorts), width, QUIET, first=f"Round {reveal.number} was "
        )
    ]


def _in_short(reveal: RevealView, shorts: dict[str, str] | object) -> str:
    if reveal.withheld:
        return f"{counted(reveal.withheld, 'vote')}, not shown"
    known = shorts if isinstance(shorts, dict) else {}
    bars = [f"{known.get(bar.choice, bar.label)} {bar.count}" for bar in reveal.bars]
    return " · ".join(bars) or "no votes"


def _fact(label: str, text: str, width: int) -> Lines:
    return [BLANK, *paragraph(text, width, first=f"{label:<8}")] if text else []


def _support(decision: DecisionView, width: int) -> Lines:
    if not decision.support:
        return []
    lines = heading("Support", width)
    for team, given in decision.support:
        lines += paragraph(support_sentence(team, given), width, first="• ")
    return lines


def _dissent(decision: DecisionView, view: FacilitatorView, width: int) -> Lines:
    if not decision.dissent and not view.withdrawn:
        return []
    names = {team.id: team.name for team in view.room}
    lines = heading(f"Dissent ({counted(len(decision.dissent), 'objection')})", width)
    for dissent in decision.dissent:
        own = names.get(dissent.team, "")
        who = f"{dissent.name} ({own})" if dissent.name and own else dissent.name or own
        wants = names.get(dissent.position, dissent.position)
        lines += paragraph(f"{who}, for {wants}: “{dissent.reason}”", width, first="• ")
        if dissent.would_change:
            told = f"what would change that: “{dissent.would_change}”"
            lines += paragraph(told, width, QUIET, first="  ")
        lines += _their_say(dissent, view, width)
    if view.withdrawn:
        lines += paragraph(f"Withdrawn by {listed(view.withdrawn)}", width, first="– ")
    return lines


def _their_say(dissent: Dissent, view: FacilitatorView, width: int) -> Lines:
    """Whether its author stands by it; without a name there is nobody to ask."""
    if dissent.participant is None:
        return []
    if dissent.participant in view.objectors_heard:
        return paragraph("in their own words, or confirmed", width, "$text-success", first="  ✔ ")
    return paragraph("not confirmed by them yet", width, QUIET, first="  ○ ")
