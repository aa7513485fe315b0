"""A task before its vote, in it, revealed, and with its outcome."""

from __future__ import annotations

from functools import partial

from facilitator.domain import views
from facilitator.domain.decisions import Outcome
from facilitator.domain.words.figures import counted, day
from facilitator.domain.words.sentences import FROM_THREE_ON, OUTCOMES
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.ink import BLANK, Ink, Line, paragraph
from facilitator.ui.pieces import tally
from facilitator.ui.pieces.decision import outcome_ink, support_entries
from facilitator.ui.presenting.blocks import Block, enlarged, from_few_rows, piece, rows_of, text
from facilitator.ui.presenting.steps.parts import agenda, markdown, progress


def blocks(view: views.StageView, task: views.TaskView) -> list[Block]:
    """A task at its present stage."""
    match view.stage:
        case views.Stage.VOTING:
            return [_question(task, rank=0, most=2), *progress(view)]
        case views.Stage.REVEALED if view.reveal:
            return [_question(task, rank=5), *_revealed(view.reveal, view.agreement_required)]
        case views.Stage.SETTLED if view.decision:
            shown = [_question(task, rank=4), *_settled(view.decision)]
            return [*shown, from_few_rows(agenda(view, extra=True))]
        case _:
            return _ready(task)


def _question(task: views.TaskView, *, rank: int, most: int = 1) -> Block:
    return text(task.question, Ink.STRONG, rank=rank, most=most)


def _ready(task: views.TaskView) -> list[Block]:
    """The question, who could drive it, and what there is to know."""
    known = [markdown(task.background, rank=4, extra=True)] if task.background else []
    names = [(f"{n}", each.name, Ink.STRONG) for n, each in enumerate(task.candidates, start=1)]
    return [_question(task, rank=0, most=2), *known, rows_of(names, rank=3)]


def _revealed(reveal: views.RevealView, agreement_required: float) -> list[Block]:
    """The pattern, the sentence, the bars, the rule."""
    if reveal.withheld:
        few = text(counted(reveal.withheld, "vote"), Ink.ACCENT, rank=0)
        return [few, text(FROM_THREE_ON, Ink.STRONG, rank=1, gap=0)]
    name, sentence = tally.pattern(reveal)
    moved = tally.moved_words(reveal)
    return [
        *([text(name.upper(), tally.pattern_ink(reveal), rank=0)] if name else []),
        text(sentence, Ink.STRONG, most=1, rank=2, gap=0 if name else 1),
        _bars(reveal),
        piece(lambda width: tally.rule(reveal, agreement_required, width), most=1, rank=4),
        *([text(moved, Ink.SECONDARY, most=1, rank=6, extra=True)] if moved else []),
    ]


def _bars(reveal: views.RevealView) -> Block:
    """A bar for each choice: in one row, then thick and with names, then in big type."""

    def large(width: int) -> list[Line] | None:
        lines: list[Line] = []
        for choice in reveal.bars:
            drawn = _large(choice, reveal, width)
            if drawn is None:
                return None
            lines += [*([BLANK] if lines else []), *drawn]
        return [*lines, *([BLANK] if reveal.silent else []), *tally.silent(reveal, width)]

    slim = partial(tally.tally, reveal, with_names=False)
    thick = partial(tally.tally, reveal, rows=2)
    return Block((slim, thick, large), rank=1)


def _large(choice: views.ChoiceCount, reveal: views.RevealView, width: int) -> list[Line] | None:
    """Count and label in big type, and the bar under them."""
    figure = ((f"{choice.count:<3}", Ink.ACCENT),)
    ink = Ink.STRONG if choice.choice == reveal.leader else Ink.TEXT
    words = enlarged(lambda room: paragraph(choice.label, room, ink, first=figure), width, 1)
    if words is None:
        return None
    drawn = tally.choice_bar(choice, reveal, width)
    return [*words, drawn, drawn, *tally.names_of(choice, 0, width)]


def _settled(decision: views.DecisionView) -> list[Block]:
    """The decision, with the driver's name as large as any word on the wall."""
    ink = outcome_ink(decision.outcome)
    words = f"{OUTCOME_SIGNS[decision.outcome].glyph} {OUTCOMES[decision.outcome]}"
    if decision.outcome is not Outcome.DECIDED or decision.driver is None:
        shown = [text(words, ink, rank=0)]
    else:
        shown = [
            text(f"{words}. The driver:", ink, most=1, rank=6, in_one_line=True),
            text(decision.driver.name, ink, rank=0, gap=0),
        ]
    if decision.owner:
        shown.append(text(f"Owner: {decision.owner}", Ink.STRONG, most=1, rank=2))
    if decision.support:
        shown.append(rows_of(support_entries(decision), rank=3))
    if more := _more(decision):
        shown.append(text(more, Ink.MUTED, most=1, rank=5))
    return shown


def _more(decision: views.DecisionView) -> str:
    """Objections are counted here: names beside them stand in the log."""
    parts = []
    if decision.dissent:
        parts.append(f"{counted(len(decision.dissent), 'objection')} on record")
    if decision.review_on:
        parts.append(f"review on {day(decision.review_on)}")
    words = " · ".join(parts)
    return words[:1].upper() + words[1:]
