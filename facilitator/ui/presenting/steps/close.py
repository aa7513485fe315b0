"""The end: reading back what was decided, the fists of five, and thanks."""

from __future__ import annotations

from facilitator.domain.decisions import Outcome
from facilitator.domain.marks import LOW_FINGERS
from facilitator.domain.views import FingersView, PlanView, Stage, StageView
from facilitator.domain.words.figures import counted
from facilitator.domain.words.sentences import since_rows, since_title, withheld_words
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.commit import promised
from facilitator.ui.presenting.steps.progress import progress
from facilitator.ui.widgets.bars import bar
from facilitator.ui.widgets.lines import BLANK, Lines, beside, line, paragraph, say

_GAP = 6
_LABEL_CELLS = 14


def closing(view: StageView) -> list[Block]:
    """The read-back; while the room shows its fingers, how many have."""
    if view.stage is Stage.VOTING:
        ask = "A fist of five: how well does this plan stand? Was it worth your time?"
        return [text(ask, "bold $text", rank=0), *progress(view), *_read_back(view, extra=True)]
    if view.plan is not None:
        return [_plan(view.plan), *_read_back(view, extra=True)]
    return [text("What we take with us", "bold $text", rank=2), *_read_back(view)]


def ended(view: StageView) -> list[Block]:
    """Thanks, and what it came to."""
    outcomes = [decision.outcome for _, decision in view.settled]
    decided = outcomes.count(Outcome.DECIDED)
    told = [f"{decided} of {counted(view.tasks_today, 'task')} decided"] if outcomes else []
    if view.promised:
        told.append(counted(len(view.promised), "promise"))
    if view.set_aside:
        told.append(f"{len(view.set_aside)} in the parking lot")
    blocks = [text("Thank you!", "bold $text-success", rank=0)]
    if told:
        blocks.append(text(" · ".join(told), "bold", most=1, rank=1))
    return [*blocks, *_read_back(view, extra=True)]


def _read_back(view: StageView, *, extra: bool = False) -> list[Block]:
    entries = []
    for title, decision in view.settled:
        sign = OUTCOME_SIGNS[decision.outcome]
        if decision.outcome is Outcome.DECIDED and decision.driver:
            entries.append((sign.glyph, f"{title}: {decision.driver.name}", "bold $text-success"))
        else:
            entries.append((sign.glyph, f"{title}: {sign.word}", "$text-warning"))
    blocks = [rows_of(entries, rank=3, extra=extra)] if entries else []
    if not entries and not extra:
        blocks = [text("No task has its outcome yet.", "$muted", most=1)]
    agreed = promised(view)
    blocks += [rows_of(agreed, rank=4, extra=extra)] if agreed else []
    return [*blocks, *_since(view)]


def _since(view: StageView) -> list[Block]:
    """What changed since the earlier session, where there is room left for it."""
    rows = list(since_rows(view.since)) if view.since is not None else []
    if view.since is None or not rows:
        return []
    title = text(since_title(view.since), "bold $text-secondary", most=1, rank=5, extra=True)
    return [title, rows_of([(*row, "") for row in rows], rank=5, extra=True)]


def _plan(plan: PlanView) -> Block:
    """Both fists of five, side by side."""

    def at(rows: int, width: int) -> Lines:
        half = (width - _GAP) // 2
        return beside(
            _fingers("The plan", plan.plan, rows, half),
            _fingers("Worth our time", plan.return_on_time, rows, half),
            half,
            _GAP,
        )

    return Block(
        (lambda width: at(1, width), lambda width: at(2, width), lambda width: at(3, width)),
        rank=0,
    )


def _fingers(name: str, fingers: FingersView, rows: int, width: int) -> Lines:
    most = max(*fingers.counts, 1)
    room = max(1, width - _LABEL_CELLS)
    lines: Lines = [say(name, "bold $text-secondary")]
    if fingers.withheld:
        return [*lines, *paragraph(withheld_words(fingers.withheld), width, "$muted")]
    for number in range(len(fingers.counts), 0, -1):
        count = fingers.counts[number - 1]
        colour = "$text-warning" if number <= LOW_FINGERS else "$text-primary"
        drawn = bar(count / most, room, colour) if count else say("")
        label = f"{counted(number, 'finger'):<9}"
        lines.append(line(say(label, "bold"), say(f"{count:>3}  ", "bold $accent"), drawn))
        lines += [line(" " * _LABEL_CELLS, drawn)] * (rows - 1 if count else 0)
        lines += [BLANK] * (rows > 1)
    return lines
