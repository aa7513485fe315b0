"""How a rehearsal goes, told in short lines."""

from __future__ import annotations

from typing import assert_never

from facilitator.domain.views import (
    BriefView,
    CloseView,
    CommitView,
    FollowUpView,
    PlanView,
    PromiseView,
    RateView,
    RevealView,
    ShortlistView,
    StageView,
    TaskView,
)
from facilitator.domain.words.figures import day
from facilitator.domain.words.sentences import outcome_sentence


def step_told(stage: StageView) -> str:
    """The step that the room has turned to."""
    if stage.step is None:
        return ""
    step = stage.step
    return f"Step {step.number} of {step.total}: {step.title} ({step.kind})"


def round_told(stage: StageView) -> str:
    """What the round that was just revealed has said."""
    if stage.reveal is not None:
        return f"round {stage.reveal.number}: {_reveal(stage.reveal)}"
    match stage.matter:
        case RateView():
            return _ratings(stage.matter)
        case ShortlistView():
            return _dots(stage.matter)
        case FollowUpView():
            return _follow_up(stage.matter)
        case CommitView():
            return _consent(stage.matter)
        case CloseView(plan=plan):
            return _fingers(plan) if plan else ""
        case TaskView() | BriefView() | None:
            return ""
        case _:
            assert_never(stage.matter)


def decision_told(stage: StageView) -> str:
    """What became of the task at hand."""
    return outcome_sentence(stage.decision) if stage.decision else ""


def taken_told(shortlist: ShortlistView) -> str:
    """Which tasks are taken."""
    return "taken: " + "; ".join(each.title for each in shortlist.ranked if each.taken)


def promise_told(promise: PromiseView, *, agreed: bool) -> str:
    """What became of a promise."""
    by = f", by {day(promise.due)}" if promise.due else ""
    what = f"promised{by}" if agreed else "left out"
    return f"{promise.giver.short} → {promise.receiver.short}: {what}"


def _reveal(reveal: RevealView) -> str:
    if reveal.withheld:
        return _few(reveal.withheld, "vote")
    named = [f"{bar.label} {bar.count}" for bar in reveal.bars]
    met = "the rule is met" if reveal.rule_met else "the rule is not met"
    return f"{reveal.pattern} – {', '.join(named) or 'nobody voted'}; {met}"


def _few(number: int, noun: str) -> str:
    """Why nothing is told of a round of an anonymous session."""
    return f"{number} {noun}{'' if number == 1 else 's'}, too few to tell what they say"


def _ratings(rate: RateView) -> str:
    medians = [result.median for result in rate.results if result.median is not None]
    gaps = sum(result.has_gap for result in rate.results)
    if not medians:
        few = any(result.withheld for result in rate.results)
        return "too few rated it to tell" if few else "nothing was rated"
    spread = f"medians from {min(medians):g} to {max(medians):g} of {len(rate.scale)}"
    return f"{len(medians)} rated, {spread}" + (f"; {gaps} seen unlike by teams" if gaps else "")


def _dots(shortlist: ShortlistView) -> str:
    if shortlist.withheld:
        return f"dots: {_few(shortlist.withheld, 'voter')}"
    return "dots: " + ", ".join(f"{each.title} {each.dots}" for each in shortlist.ranked)


def _follow_up(follow_up: FollowUpView) -> str:
    told = (
        f"{each.giver.short} → {each.receiver.short} {each.possible[0].value}"
        for each in follow_up.owed
        if each.possible
    )
    return "promises: " + ", ".join(told)


def _consent(commit: CommitView) -> str:
    consent = commit.consent
    if consent is None or commit.at_hand is None:
        return ""
    between = f"{commit.at_hand.giver.short} → {commit.at_hand.receiver.short}"
    if consent.withheld:
        return f"{between}: {_few(consent.withheld, 'answer')}"
    return f"{between}: {consent.yes} say yes, {len(consent.objections)} object"


def _fingers(plan: PlanView) -> str:
    if plan.plan.withheld:
        return f"fingers on the plan: {_few(plan.plan.withheld, 'answer')}"
    shown = plan.plan.counts
    return "fingers on the plan, one to five: " + " ".join(str(count) for count in shown)
