"""A task before its vote, and with its outcome."""

from __future__ import annotations

from facilitator.domain.decisions import Outcome
from facilitator.domain.views import DecisionView, StageView
from facilitator.domain.words.choices import support_sentence
from facilitator.domain.words.figures import counted, day
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.presenting.blocks import Block, from_few_rows, rows_of, text
from facilitator.ui.presenting.steps.brief import markdown
from facilitator.ui.presenting.steps.gathering import agenda
from facilitator.ui.presenting.steps.progress import question


def ready(view: StageView) -> list[Block]:
    """The question, who could drive it, and what there is to know."""
    task = view.task
    if task is None:
        return []
    blocks = [question(view)]
    if task.background:
        blocks.append(markdown(task.background, rank=4, extra=True))
    candidates = [(f"{n}", each.name, "bold") for n, each in enumerate(task.candidates, start=1)]
    return [*blocks, rows_of(candidates, rank=3)]


def settled(view: StageView) -> list[Block]:
    """The decision, and what comes next."""
    decision = view.decision
    if decision is None:
        return []
    blocks = [question(view, rank=4, most=1), *_outcome(decision), *_support(decision)]
    if more := _more(decision):
        blocks.append(text(more, "$muted", most=1, rank=5))
    return [*blocks, from_few_rows(agenda(view, extra=True))]


def _outcome(decision: DecisionView) -> list[Block]:
    """What was decided, with the driver's name as large as any word on the wall."""
    words, style = headline(decision)
    if decision.driver is None:
        return [text(words, style, rank=0)]
    owner = f"Owner: {decision.owner}" if decision.owner else ""
    return [
        text(f"{words}. The driver:", style, most=1, rank=6, in_one_line=True),
        text(decision.driver.name, style, rank=0, gap=0),
        *([text(owner, "bold", most=1, rank=2)] if owner else []),
    ]


def headline(decision: DecisionView) -> tuple[str, str]:
    """An outcome in a few words, with its style."""
    sign = OUTCOME_SIGNS[decision.outcome].glyph
    match decision.outcome:
        case Outcome.DECIDED:
            return f"{sign} Decided", "bold $text-success"
        case Outcome.DEFERRED:
            return f"{sign} Deferred: nobody drives it yet", "bold $text-warning"
        case Outcome.ESCALATED:
            return f"{sign} Escalated", "bold $text-warning"
        case Outcome.PARKED:
            return f"{sign} Parked", "bold $text-warning"
        case Outcome.SKIPPED:
            return f"{sign} Skipped", "bold $text-warning"


def _support(decision: DecisionView) -> list[Block]:
    if not decision.support:
        return []
    entries = [("•", support_sentence(team, given), "") for team, given in decision.support]
    return [rows_of(entries, rank=3)]


def _more(decision: DecisionView) -> str:
    """Objections are counted here: names beside them stand in the log."""
    told = []
    if decision.dissent:
        told.append(f"{counted(len(decision.dissent), 'objection')} on record")
    if decision.review_on:
        told.append(f"review on {day(decision.review_on)}")
    words = " · ".join(told)
    return words[:1].upper() + words[1:]
