"""The end: reading back what was decided, and where the log lies."""

from __future__ import annotations

from facilitator.domain.decisions import Outcome
from facilitator.domain.views import FacilitatorView, StepStatus
from facilitator.ui.facilitating.drawing.parts import QUIET, band, say_this, settled_lines, title
from facilitator.ui.widgets.lines import BLANK, Lines, heading, paragraph, say
from facilitator.ui.widgets.phrases import counted, listed

_TITLES_NAMED = 4


def closing_lines(view: FacilitatorView, width: int) -> Lines:
    """The step that reads back all that was decided."""
    step = view.stage.step
    return [
        *title(step.title if step else "", width),
        *say_this(view, width),
        *heading("What was decided", width),
        *settled_lines(view.stage, width),
        *_left_over(view, width),
    ]


def ended_lines(view: FacilitatorView, log: str, trouble: str, width: int) -> Lines:
    """The last panel: ``log`` is where the decision log lies, ``trouble`` why it does not."""
    stage = view.stage
    if trouble:
        lines = band("The workshop is over, but its log is not written yet.", width, "warning")
        lines += [BLANK, *paragraph(trouble, width, "bold $text-error"), BLANK]
        lines += paragraph("Nothing is lost: the session is kept. W tries again.", width)
    elif log:
        lines = band("The workshop is over. Its decisions are in the log.", width, "success")
        lines += [BLANK, *paragraph(log, width, "bold $text-primary", first="  "), BLANK]
        lines += paragraph("Keep it with your team's documents, in git if you can.", width)
        shown = f"facilitator log show {stage.session}"
        lines += paragraph(shown, width, "bold", first="Read it       ")
        lines += paragraph("facilitator log list", width, "bold", first="All of them   ")
    else:
        lines = [*band("The workshop is over.", width, "primary"), say("Writing the log …", QUIET)]
    return [*lines, *heading(_summary(view), width), *settled_lines(stage, width)]


def what_is_left(view: FacilitatorView) -> str:
    """What ending now would leave: reached and unsettled, or never reached."""
    outline = view.stage.outline
    ahead = [entry.title for entry in outline if entry.status is StepStatus.AHEAD]
    begun = (StepStatus.STARTED, StepStatus.CURRENT)
    loose = [e.title for e in outline if e.kind == "task" and e.status in begun]
    said = []
    if loose:
        said.append(f"Without an outcome, so parked or skipped: {listed(loose, _TITLES_NAMED)}.")
    if ahead:
        said.append(f"Not reached: {listed(ahead, _TITLES_NAMED)}.")
    return " ".join(said) or "Every step was taken."


def _left_over(view: FacilitatorView, width: int) -> Lines:
    lines: Lines = []
    open_still = [
        entry.title
        for entry in view.stage.outline
        if entry.kind == "task" and entry.status in (StepStatus.AHEAD, StepStatus.STARTED)
    ]
    if open_still:
        lines += heading("Still open", width)
        lines += paragraph(listed(open_still), width, "$text-warning")
    if view.parked:
        lines += heading(f"Parking lot ({len(view.parked)})", width)
        for item in view.parked:
            lines += paragraph(item.text, width, first="• ")
    return lines


def _summary(view: FacilitatorView) -> str:
    outcomes = [decision.outcome for _, decision in view.stage.settled]
    decided = outcomes.count(Outcome.DECIDED)
    return f"{decided} of {counted(len(outcomes), 'task')} decided"
