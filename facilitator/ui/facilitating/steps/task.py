"""A contested task on the facilitator's screen: voted on, decided, set aside, reopened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from facilitator.domain import views
from facilitator.domain.commands import RecordDecision, ReopenDecision
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.discussion import WayOn
from facilitator.domain.rounds import ABSTAIN, NEED_INFO
from facilitator.domain.words.choices import CHOICES, rules_sentence
from facilitator.domain.words.figures import listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui import ink
from facilitator.ui.facilitating.deeds import Act, Confirm, Deed, Fill, Refuse, Say, Send, act
from facilitator.ui.facilitating.forms.decision import DecisionForm
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import Next, Reopening, StepKind, notes, within
from facilitator.ui.ink import BLANK, Ink, Line, band, heading, line, paragraph
from facilitator.ui.pieces import decision as decisions
from facilitator.ui.pieces import tally
from facilitator.ui.pieces.markdown import markdown_lines
from facilitator.ui.pieces.progress import progress
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice
from facilitator.ui.widgets.keys import Key

_APPROVER_CELLS = 30
_TWO_COLUMNS = 92
"""From this width on, what to talk about stands beside the figures."""
_GAP = 4


def _page(scene: Scene, task: views.TaskView, width: int) -> list[Line]:
    """The task at its present stage."""
    view, decision = scene.view, scene.view.stage.decision
    match view.stage.stage:
        case views.Stage.VOTING:
            return _voting(view, task, width)
        case views.Stage.REVEALED:
            return _revealed(scene, task, width)
        case views.Stage.SETTLED if decision:
            return _settled(view, task, decision, width)
        case _:
            return _ready(view, task, width)


def _question(task: views.TaskView, width: int) -> list[Line]:
    lines = paragraph(task.question, width, Ink.STRONG)
    marks = filter(None, (task.phase, "market-facing" if task.market_facing else ""))
    words = " · ".join(marks)
    return [*lines, line(words, Ink.MUTED)] if words else lines


def _background(task: views.TaskView, width: int) -> list[Line]:
    return [BLANK, *markdown_lines(task.background, width)] if task.background else []


def _ready(view: views.FacilitatorView, task: views.TaskView, width: int) -> list[Line]:
    candidates = listed([each.name for each in task.candidates], joint="or")
    return [
        *_question(task, width),
        *_background(task, width),
        BLANK,
        *paragraph(candidates, width, Ink.STRONG, first="Choices: "),
        *paragraph(rules_sentence(view.rules), width, Ink.MUTED),
        *notes(view, width),
    ]


def _voting(view: views.FacilitatorView, task: views.TaskView, width: int) -> list[Line]:
    """An open round: how many have voted, and who is missing; never what."""
    return [
        *_question(task, width),
        BLANK,
        *progress(view.stage, view.waiting, "voting", width),
        *_rounds(view, "Round {} was ", Ink.MUTED, width),
        *notes(view, width),
        *_background(task, width),
    ]


def _rounds(view: views.FacilitatorView, first: str, style: str, width: int) -> list[Line]:
    """Every revealed round in one line; ``first`` has a place for its number."""
    shorts = tally.team_shorts(view.stage)
    return [
        row
        for each in view.stage.reveals
        for row in paragraph(
            tally.in_short(each, shorts), width, style, first=first.format(each.number)
        )
    ]


def _revealed(scene: Scene, task: views.TaskView, width: int) -> list[Line]:
    """The pattern first, then the rule, the figures, and what to discuss."""
    view, stage, at = scene.view, scene.view.stage, scene.looked_at
    reveal = next((each for each in stage.reveals if each.number == at), stage.reveal)
    if reveal is None:
        return []
    which = _which_round(view, reveal)
    first, *others = paragraph(task.question, width - ink.width_of(which) - 2, Ink.STRONG)
    lines = [ink.spread(first, which, width), *others]
    if reveal.withheld:
        lines += band(withheld_words(reveal.withheld, "vote"), width, Ink.ACCENT)
    else:
        lines += band(tally.pattern_words(reveal), width, tally.pattern_ink(reveal))
        lines += tally.rule(reveal, stage.agreement_required, width)
    lines += tally.in_force(stage.in_force, width)
    return [*lines, *_figures_and_talk(view, task, reveal, width)]


def _figures_and_talk(
    view: views.FacilitatorView, task: views.TaskView, reveal: views.RevealView, width: int
) -> list[Line]:
    """In two columns, or in one that has early what is needed to go on."""
    is_wide = width >= _TWO_COLUMNS
    left = (width - _GAP) // 2 if is_wide else width
    right = width - left - _GAP if is_wide else width
    bars = [BLANK, *tally.tally(reveal, left)]
    turns = tally.turns(reveal, right)
    more = [
        *tally.teams(reveal, tally.team_shorts(view.stage), left),
        *tally.movement(reveal, left),
        *tally.today(reveal, task, left),
    ]
    said = [*tally.reasons(reveal, right), *_suggestion(view, reveal, right)]
    if is_wide:
        return ink.beside([*bars, *more], [*turns, *said], left, _GAP)
    return [*bars, *turns, *more, *said]


def _which_round(view: views.FacilitatorView, reveal: views.RevealView) -> Line:
    most, reveals = view.stage.max_rounds, view.stage.reveals
    words = f"Round {reveal.number}" + (f" of {most}" if reveal.number <= most else "")
    if len(reveals) > 1:
        before = "← " if reveal.number > reveals[0].number else ""
        after = " →" if reveal is not reveals[-1] else ""
        words = f"{before}{words}{after}"
    return line(words, Ink.HEADING)


def _suggestion(view: views.FacilitatorView, reveal: views.RevealView, width: int) -> list[Line]:
    suggested = view.suggested
    if suggested is None or reveal is not view.stage.reveal:
        return []
    names = {team.id: team.name for team in view.room}
    because = f": {suggested.because}" if suggested.because else ""
    words = f"{names.get(suggested.driver, suggested.driver)}{because}"
    return [*heading("The agenda suggests", width), *paragraph(words, width)]


def _settled(
    view: views.FacilitatorView, task: views.TaskView, decision: views.DecisionView, width: int
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


def _decide(scene: Scene, _: views.TaskView) -> Deed:
    """Fill in the decision, and record it."""
    return _fill_in(scene, Outcome.DECIDED, "Vote first: a decision follows a reveal.")


def _fall_back(scene: Scene, _: views.TaskView) -> Deed:
    """Defer or escalate, as the rules say."""
    outcome = Outcome.ESCALATED if scene.view.rules.approver else Outcome.DEFERRED
    return _fill_in(scene, outcome, "Vote first: a task is set aside after a reveal.")


def _fill_in(scene: Scene, outcome: Outcome, too_early: str) -> Deed:
    if scene.stage is views.Stage.SETTLED:
        return Say("This task has its outcome. B reopens it.")
    if scene.stage is not views.Stage.REVEALED:
        return Say(too_early)
    return Fill(partial(DecisionForm, scene.view, outcome), done="Recorded.")


def _skip(scene: Scene) -> Deed:
    """Leave a task out that nobody has voted on."""
    step = scene.view.stage.step
    if step is None or scene.stage is views.Stage.SETTLED:
        return Refuse("Only a task without an outcome can be skipped.")
    skipping = Send(RecordDecision(step=step.id, decision=Decision(Outcome.SKIPPED)))
    if scene.stage is not views.Stage.READY:
        return skipping
    question, more = f"Skip “{step.title}”?", "The log will say so."
    return Confirm(question, skipping, yes="Skip it", no="Keep it", more=more)


def _fall_back_label(scene: Scene, _: views.TaskView) -> str:
    """What falling back means under this agenda's rules."""
    approver = scene.view.rules.approver
    return f"Escalate to {fit(approver, _APPROVER_CELLS)}" if approver else "Defer"


_NO_TASK = "Only a task gets an outcome."
_DECIDE = act(
    "D",
    "Decide",
    "Record the decision: driver, support, dissent.",
    within(views.TaskView, _decide, _NO_TASK),
)
_AGAIN = again(open_round)
_FALL_BACK = act(
    "F",
    "Defer",
    "Set the task aside as the rules say: defer or escalate.",
    within(views.TaskView, _fall_back, _NO_TASK),
)
_SKIP = act("S", "Skip", "Leave a step out; only before anything was asked.", _skip)
_ROUNDS = Act(Key("", "← →", "press('←')", "Rounds", ""), lambda scene: scene.looking(-1))


def _offered(scene: Scene, _: views.TaskView) -> tuple[Act, ...]:
    view = scene.view
    if scene.stage is views.Stage.READY:
        return (_SKIP,)
    if scene.stage is not views.Stage.REVEALED or not view.stage.reveal:
        return ()
    acts = [_DECIDE] if view.next_action is not views.NextAction.DECIDE else []
    is_next = view.next_action is views.NextAction.NEW_ROUND
    if WayOn.NEW_ROUND in view.stage.reveal.ways.open and not is_next:
        acts.append(_AGAIN)
    if view.next_action is not views.NextAction.FALL_BACK:
        acts.append(_FALL_BACK.named("Escalate" if view.rules.approver else "Defer"))
    if len(view.stage.reveals) > 1:
        acts.append(_ROUNDS)
    return tuple(acts)


def _reopening(scene: Scene, _: views.TaskView) -> Reopening | None:
    """Take up again a task that has its outcome, once it is clear what that means."""
    step = scene.view.stage.step
    if step is None or scene.view.stage.decision is None:
        return None
    more = "Its decision no longer holds until a new one is recorded. Every round stays."
    reopening = Send(ReopenDecision(step=step.id))
    deed = Confirm(f"Reopen “{step.title}”?", reopening, yes="Reopen", no="Leave it", more=more)
    kept = "All its rounds stay, and a new one can be held."
    return Reopening(Choice("task", "Reopen this task", kept), deed)


def _choices(task: views.TaskView) -> Sequence[Choice]:
    others = [Choice(each, CHOICES[each]) for each in (ABSTAIN, NEED_INFO)]
    return [*(Choice(each.id, each.name) for each in task.candidates), *others]


TASK = StepKind(
    page=_page,
    starts=lambda _: "Start voting",
    leads={
        views.NextAction.NEW_ROUND: Next(
            lambda scene, _: f"Vote again: round {len(scene.view.stage.reveals) + 1}",
            lambda scene, _: open_round(scene),
        ),
        views.NextAction.DECIDE: Next(lambda *_: "Decide", _decide),
        views.NextAction.FALL_BACK: Next(_fall_back_label, _fall_back),
    },
    acts=(_DECIDE, _AGAIN, _FALL_BACK, _SKIP),
    offered=_offered,
    did=("voted", "chose"),
    choices=_choices,
    reopening=_reopening,
)
