"""What simulated people say, fit for any task of any agenda, and how a rehearsal goes, in words."""

from __future__ import annotations

from typing import assert_never

from facilitator.domain import views
from facilitator.domain.words.figures import day, number
from facilitator.domain.words.sentences import outcome_sentence
from facilitator.domain.words.signs import LEFT_OUT

REASONS_FOR_US = (
    "We hold the knowledge it takes",
    "We talk to the people concerned every week",
    "In practice it lands on our desk already",
    "We feel it first when it goes wrong",
    "We have the figures to judge it by",
    "It follows from what we are measured on",
    "We can start on it tomorrow",
    "Nobody else would keep it up to date",
)
"""Why one's own team should drive."""

REASONS_FOR_OTHERS = (
    "They hold the knowledge it takes",
    "They talk to the people concerned every week",
    "They do most of it today",
    "They have the time and the tools for it",
    "They can decide it without asking anybody",
    "We would only pass on what they tell us",
    "It needs one voice, and theirs is heard",
    "They are measured on the result",
)
"""Why another team should."""

REASONS_TO_WAIT = (
    "I have not seen enough of it to say",
    "I would like to know what it costs first",
    "It depends on how large we mean it to be",
)
"""Why somebody names no team."""

OBJECTIONS = (
    "Not with the people we have this quarter",
    "The day is too soon for us",
    "It is not clear to me what exactly is owed",
    "We depend on somebody outside this room for it",
    "I would promise less and keep it",
)
"""Why somebody objects to a promise."""

DOUBTS = (
    "Too much of it hangs on two people",
    "I miss who looks after it between now and the review",
    "We have promised as much before",
    "The first month is the hard one, and it is thin there",
)
"""Why somebody shows one finger or two."""

CHANGES_OF_MIND = (
    "A quarter in which the work did not come back to us",
    "Seeing who does it on a busy day",
    "Figures on where the time goes",
    "",
)
"""What would change a dissenter's mind; nothing, with some."""

RATIONALES = (
    "The room heard both sides, and most would rather have one clear driver than wait.",
    "They can start at once, and the others said what they need from them.",
    "The knowledge sits there today; the review shows whether that holds.",
)
"""Why a team drives although it does not lead the vote, or not clearly."""

PARKED = (
    "Where do new people find out how we work together?",
    "Who tells the regions?",
    "One list of who to ask for what",
    "How much of this survives the next reorganisation?",
    "Our meetings overlap on Tuesdays",
    "What do partners expect of us here?",
    "Shared figures that both sides believe",
    "Which of our tools could go?",
    "Invite finance next time",
    "What happens on holidays and at weekends?",
    "How do we say no to requests from above?",
    "A short version of today for everybody who is not here",
)
"""What comes up and belongs to another day; each comes up once at the most."""

WITHOUT_DOTS = "Too few of us placed dots to go by them: we begin at the top of the list."
"""Why tasks are taken that dots can't choose."""

PROMISE = "Tell the other side a week ahead of changes that concern them"
"""What teams promise where the agenda proposes nothing."""
REWORDED = "{text} – in a first version, reviewed after one quarter"
"""A promise that somebody objected to, made smaller."""
SUPPORT = "What they learn about it in their own work"
SUPPORT_WHEN = "before each larger change"
"""What other teams owe a driver where the agenda suggests nothing."""


def step_told(stage: views.StageView) -> str:
    """The step that the room has turned to."""
    if stage.step is None:
        return ""
    step = stage.step
    return f"Step {step.number} of {step.total}: {step.title} ({step.kind})"


def round_told(stage: views.StageView) -> str:
    """What the round that was just revealed has said."""
    if stage.reveal is not None:
        return f"round {stage.reveal.number}: {_reveal(stage.reveal)}"
    match stage.matter:
        case views.RateView():
            return _ratings(stage.matter)
        case views.ShortlistView():
            return _dots(stage.matter)
        case views.FollowUpView():
            return _follow_up(stage.matter)
        case views.CommitView():
            return _consent(stage.matter)
        case views.CloseView(plan=plan):
            return _fingers(plan) if plan else ""
        case views.TaskView() | views.BriefView() | None:
            return ""
        case _:
            assert_never(stage.matter)


def decision_told(stage: views.StageView) -> str:
    """What became of the task at hand."""
    return outcome_sentence(stage.decision) if stage.decision else ""


def taken_told(shortlist: views.ShortlistView) -> str:
    """Which tasks are taken."""
    return "taken: " + "; ".join(each.title for each in shortlist.ranked if each.taken)


def promise_told(promise: views.PromiseView, *, agreed: bool) -> str:
    """What became of a promise."""
    by = f", by {day(promise.due)}" if promise.due else ""
    what = f"promised{by}" if agreed else LEFT_OUT.word
    return f"{promise.giver.short} → {promise.receiver.short}: {what}"


def _reveal(reveal: views.RevealView) -> str:
    if reveal.withheld:
        return _few(reveal.withheld, "vote")
    named = [f"{bar.label} {bar.count}" for bar in reveal.bars]
    met = "the rule is met" if reveal.rule_met else "the rule is not met"
    return f"{reveal.pattern} – {', '.join(named) or 'nobody voted'}; {met}"


def _few(number: int, noun: str) -> str:
    """Why nothing is told of a round of an anonymous session."""
    return f"{number} {noun}{'' if number == 1 else 's'}, too few to tell what they say"


def _ratings(rate: views.RateView) -> str:
    medians = [result.median for result in rate.results if result.median is not None]
    gaps = sum(result.has_gap for result in rate.results)
    if not medians:
        few = any(result.withheld for result in rate.results)
        return "too few rated it to tell" if few else "nothing was rated"
    spread = f"medians from {number(min(medians))} to {number(max(medians))} of {len(rate.scale)}"
    return f"{len(medians)} rated, {spread}" + (f"; {gaps} seen unlike by teams" if gaps else "")


def _dots(shortlist: views.ShortlistView) -> str:
    if shortlist.withheld:
        return f"dots: {_few(shortlist.withheld, 'voter')}"
    return "dots: " + ", ".join(f"{each.title} {each.dots}" for each in shortlist.ranked)


def _follow_up(follow_up: views.FollowUpView) -> str:
    parts = (
        f"{each.giver.short} → {each.receiver.short} {each.possible[0].value}"
        for each in follow_up.owed
        if each.possible
    )
    return "promises: " + ", ".join(parts)


def _consent(commit: views.CommitView) -> str:
    consent = commit.consent
    if consent is None or commit.at_hand is None:
        return ""
    between = f"{commit.at_hand.giver.short} → {commit.at_hand.receiver.short}"
    if consent.withheld:
        return f"{between}: {_few(consent.withheld, 'answer')}"
    return f"{between}: {consent.yes} say yes, {len(consent.objections)} object"


def _fingers(plan: views.PlanView) -> str:
    if plan.plan.withheld:
        return f"fingers on the plan: {_few(plan.plan.withheld, 'answer')}"
    shown = plan.plan.counts
    return "fingers on the plan, one to five: " + " ".join(str(count) for count in shown)
