"""A contested task before, during and after its vote; and the other steps' text."""

from __future__ import annotations

from facilitator.domain.decisions import Outcome
from facilitator.domain.views import DecisionView, FacilitatorView, RevealView, TaskView
from facilitator.ui.facilitating.drawing.parts import (
    QUIET,
    band,
    outcome_sentence,
    say_this,
    team_shorts,
    title,
)
from facilitator.ui.text import fit
from facilitator.ui.widgets.bars import track
from facilitator.ui.widgets.lines import BLANK, Lines, heading, line, paragraph, say, spread
from facilitator.ui.widgets.phrases import counted, day, listed, rules_sentence
from facilitator.ui.widgets.prose import prose

_PEOPLE_NAMED = 12
_NAME_CELLS = 24


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
    task, held = view.stage.task, view.stage.round
    if not task or not held:
        return []
    share = held.voted / held.eligible if held.eligible else 0.0
    label = line(say(f"Round {held.number} of {view.stage.max_rounds}", "bold"), " · voting")
    figure = say(f"{held.voted} of {held.eligible}", "bold $text-primary")
    complete = "$text-success" if held.eligible and share >= 1 else "$text-primary"
    lines = [*_question(task, width), BLANK, spread(label, figure, width)]
    lines += [track(share, width, complete)] * 2
    lines += [BLANK, *_waiting(view, width), *_rounds_before(view, width), *say_this(view, width)]
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


def _waiting(view: FacilitatorView, width: int) -> Lines:
    if not view.stage.round or not view.stage.round.eligible:
        return [say("Nobody who may vote has joined yet.", QUIET)]
    if not view.waiting:
        return [say("Everybody has voted.", "bold $text-success")]
    names = [fit(name, _NAME_CELLS) for name in view.waiting]
    return paragraph(listed(names, _PEOPLE_NAMED), width, first="Waiting for ", rest="")


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
        what = f"{team.name} · {given.input.value}: {given.detail}, {given.when}"
        lines += paragraph(what, width, first="• ")
    return lines


def _dissent(decision: DecisionView, view: FacilitatorView, width: int) -> Lines:
    if not decision.dissent:
        return []
    names = {team.id: team.name for team in view.room}
    lines = heading(f"Dissent ({counted(len(decision.dissent), 'objection')})", width)
    for dissent in decision.dissent:
        who = dissent.name or names.get(dissent.team, "")
        wants = names.get(dissent.position, dissent.position)
        lines += paragraph(f"{who}, for {wants}: “{dissent.reason}”", width, first="• ")
        if dissent.would_change:
            told = f"what would change that: “{dissent.would_change}”"
            lines += paragraph(told, width, QUIET, first="  ")
    return lines
