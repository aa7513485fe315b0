"""A contested task on the facilitator's screen: voted on, decided, set aside, reopened."""

from __future__ import annotations

from functools import partial

from facilitator.domain.commands import RecordDecision, ReopenDecision
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.discussion import WayOn
from facilitator.domain.views import FacilitatorView, NextAction, Stage, TaskView
from facilitator.ui.facilitating.deeds import Act, Confirm, Deed, Fill, Refuse, Say, Send, act
from facilitator.ui.facilitating.forms.decision import DecisionForm
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import (
    Next,
    Reopening,
    StepKind,
)
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice
from facilitator.ui.widgets.keys import Key

_APPROVER_CELLS = 30


def _decide(scene: Scene) -> Deed:
    """Fill in the decision, and record it."""
    return _fill_in(scene, Outcome.DECIDED, "Vote first: a decision follows a reveal.")


def _fall_back(scene: Scene) -> Deed:
    """Defer or escalate, as the rules say."""
    outcome = Outcome.ESCALATED if scene.view.rules.approver else Outcome.DEFERRED
    return _fill_in(scene, outcome, "Vote first: a task is set aside after a reveal.")


def _fill_in(scene: Scene, outcome: Outcome, too_early: str) -> Deed:
    if not isinstance(scene.view.stage.matter, TaskView):
        return Refuse("Only a task gets an outcome.")
    if scene.stage is Stage.SETTLED:
        return Say("This task has its outcome. B reopens it.")
    if scene.stage is not Stage.REVEALED:
        return Say(too_early)
    return Fill(partial(DecisionForm, scene.view, outcome), done="Recorded.")


def _skip(scene: Scene) -> Deed:
    """Leave a task out that nobody has voted on."""
    step = scene.view.stage.step
    if step is None or scene.stage is Stage.SETTLED:
        return Refuse("Only a task without an outcome can be skipped.")
    skipping = Send(RecordDecision(step=step.id, decision=Decision(Outcome.SKIPPED)))
    if scene.stage is not Stage.READY:
        return skipping
    question, more = f"Skip “{step.title}”?", "The log will say so."
    return Confirm(question, skipping, yes="Skip it", no="Keep it", more=more)


def _fall_back_label(view: FacilitatorView) -> str:
    """What falling back means under this agenda's rules."""
    approver = view.rules.approver
    return f"Escalate to {fit(approver, _APPROVER_CELLS)}" if approver else "Defer"


_DECIDE = act("D", "Decide", "Record the decision: driver, support, dissent.", _decide)
_AGAIN = again(open_round)
_FALL_BACK = act(
    "F", "Defer", "Set the task aside as the rules say: defer or escalate.", _fall_back
)
_SKIP = act("S", "Skip", "Leave a step out; only before anything was asked.", _skip)
_ROUNDS = Act(Key("", "← →", "press('←')", "Rounds", ""), lambda scene: scene.looking(-1))


def _offered(scene: Scene) -> tuple[Act, ...]:
    view = scene.view
    if scene.stage is Stage.READY:
        return (_SKIP,)
    if scene.stage is not Stage.REVEALED or not view.stage.reveal:
        return ()
    acts = [_DECIDE] if view.next_action is not NextAction.DECIDE else []
    is_next = view.next_action is NextAction.NEW_ROUND
    if WayOn.NEW_ROUND in view.stage.reveal.ways.open and not is_next:
        acts.append(_AGAIN)
    if view.next_action is not NextAction.FALL_BACK:
        acts.append(_FALL_BACK.named("Escalate" if view.rules.approver else "Defer"))
    if len(view.stage.reveals) > 1:
        acts.append(_ROUNDS)
    return tuple(acts)


def _reopening(scene: Scene) -> tuple[Reopening, ...]:
    """Take up again a task that has its outcome, once it is clear what that means."""
    step = scene.view.stage.step
    if step is None or scene.view.stage.decision is None:
        return ()
    more = "Its decision no longer holds until a new one is recorded. Every round stays."
    reopening = Send(ReopenDecision(step=step.id))
    deed = Confirm(f"Reopen “{step.title}”?", reopening, yes="Reopen", no="Leave it", more=more)
    kept = "All its rounds stay, and a new one can be held."
    return (Reopening(Choice("task", "Reopen this task", kept), deed),)


TASK = StepKind(
    starts=lambda _: "Start voting",
    opens=open_round,
    leads={
        NextAction.NEW_ROUND: Next(
            lambda view: f"Vote again: round {len(view.stage.reveals) + 1}", open_round
        ),
        NextAction.DECIDE: Next(lambda _: "Decide", _decide),
        NextAction.FALL_BACK: Next(_fall_back_label, _fall_back),
    },
    acts=(_DECIDE, _AGAIN, _FALL_BACK, _SKIP),
    offered=_offered,
    did=("voted", "chose"),
    reopening=_reopening,
)
