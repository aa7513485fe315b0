"""The end: reading back what was decided, and where the log lies."""

from __future__ import annotations

import shlex

from facilitator.domain.decisions import Outcome
from facilitator.domain.marks import LOW_FINGERS
from facilitator.domain.views import (
    FacilitatorView,
    FingersView,
    PlanView,
    SinceView,
    Stage,
    StepStatus,
)
from facilitator.domain.words.figures import counted, listed
from facilitator.domain.words.sentences import since_rows, since_title, withheld_words
from facilitator.ui.facilitating.pages.asking import progress_lines
from facilitator.ui.facilitating.pages.notes import (
    QUIET,
    band,
    promised_lines,
    say_this,
    settled_lines,
    title,
)
from facilitator.ui.text import fit
from facilitator.ui.widgets.bars import bar
from facilitator.ui.widgets.lines import BLANK, Lines, beside, heading, line, paragraph, say

_TITLES_NAMED = 4
_TEXT_CELLS = 40
_NAME_CELLS = 24
_BETWEEN = 4


def close_lines(view: FacilitatorView, width: int) -> Lines:
    """The step that reads back all that was decided, at its present stage."""
    stage = view.stage
    lines = title(stage.step.title if stage.step else "", width)
    if stage.stage is Stage.VOTING:
        lines += [BLANK, *progress_lines(view, "fist of five", width), *say_this(view, width)]
    elif stage.plan:
        lines += [BLANK, *_plan(stage.plan, width)]
    else:
        lines += say_this(view, width)
    return [*lines, *_read_back(view, width)]


def _read_back(view: FacilitatorView, width: int) -> Lines:
    stage = view.stage
    lines = [*heading("What was decided", width), *settled_lines(stage, width)]
    if stage.promised:
        lines += [*heading("What was promised", width), *promised_lines(stage, width)]
    return [*lines, *_since(stage.since, width), *_left_over(view, width)]


def _since(since: SinceView | None, width: int) -> Lines:
    """What changed since the earlier session."""
    rows = list(since_rows(since)) if since is not None else []
    if since is None or not rows:
        return []
    lines = heading(since_title(since), width)
    for sign, sentence in rows:
        lines += paragraph(sentence, width, first=f"{sign} ")
    return lines


def _plan(plan: PlanView, width: int) -> Lines:
    half = (width - _BETWEEN) // 2
    lines = beside(
        _fingers("The plan", plan.plan, half),
        _fingers("Return on time", plan.return_on_time, half),
        half,
        _BETWEEN,
    )
    if plan.low:
        lines += heading("What would make it a three?", width)
        for each in plan.low:
            who = fit(each.name, _NAME_CELLS) or "someone"
            shown = f", {counted(each.fingers, 'finger')}" if each.fingers else ""
            reason = f"“{each.reason}”" if each.reason else "gave no reason"
            told = f"{who}{shown}: {reason}"
            lines += paragraph(told, width, first="• ")
    return lines


def _fingers(name: str, fingers: FingersView, width: int) -> Lines:
    most = max(*fingers.counts, 1)
    room = max(1, width - 2 - len(str(most)) - 1)
    lines: Lines = [say(fit(name, width), "bold")]
    if fingers.withheld:
        return [*lines, *paragraph(withheld_words(fingers.withheld), width, QUIET)]
    for number in range(len(fingers.counts), 0, -1):
        count = fingers.counts[number - 1]
        colour = "$text-warning" if number <= LOW_FINGERS else "$text-primary"
        drawn = line(bar(count / most, room, colour), say(f" {count}", "bold")) if count else BLANK
        lines.append(line(say(f"{number} ", QUIET), drawn))
    apart = [
        f"{word} {count}"
        for word, count in (("abstained", fingers.abstained), ("silent", fingers.silent))
        if count
    ]
    return [*lines, say(fit(" · ".join(apart), width), QUIET)] if apart else lines


def ended_lines(view: FacilitatorView, log: str, trouble: str, width: int) -> Lines:
    """The last panel: ``log`` is where the decision log lies, ``trouble`` why not."""
    stage = view.stage
    if trouble:
        lines = band(
            "The workshop is over, but its log is not safely written yet.", width, "warning"
        )
        lines += [BLANK, *paragraph(trouble, width, "bold $text-error"), BLANK]
        lines += paragraph("Nothing is lost: the session is kept. W tries again.", width)
    elif log:
        lines = band("The workshop is over. Its decisions are in the log.", width, "success")
        lines += [BLANK, *paragraph(log, width, "bold $text-primary", first="  "), BLANK]
        lines += paragraph("Keep it with your team's documents, in git if you can.", width)
        is_here = log.endswith(".toml") and ": " not in log
        shown = f"facilitator log show {shlex.quote(log) if is_here else stage.session}"
        lines += paragraph(shown, width, "bold", first="Read it       ")
        lines += paragraph("facilitator review", width, "bold", first="All of them   ")
    else:
        lines = [*band("The workshop is over.", width, "primary"), say("Writing the log …", QUIET)]
    lines += heading(_summary(view), width)
    lines += settled_lines(stage, width) if stage.settled else []
    return [*lines, *_since(stage.since, width)]


def what_is_left(view: FacilitatorView) -> str:
    """What ending now would leave: reached and unsettled, or never reached."""
    outline = view.stage.outline
    ahead = [entry.title for entry in outline if entry.status is StepStatus.AHEAD]
    begun = (StepStatus.STARTED, StepStatus.CURRENT)
    loose = [e.title for e in outline if e.kind == "task" and e.status in begun]
    said = []
    if loose:
        said.append(f"Without an outcome, so parked or skipped: {listed(loose, _TITLES_NAMED)}.")
    if view.stage.unsettled:
        texts = [f"“{fit(each.text, _TEXT_CELLS)}”" for each in view.stage.unsettled]
        said.append(f"Not agreed: {listed(texts, _TITLES_NAMED)}.")
    if ahead:
        said.append(f"Not reached: {listed(ahead, _TITLES_NAMED)}.")
    return " ".join(said) or "Every step was taken."


def _left_over(view: FacilitatorView, width: int) -> Lines:
    lines: Lines = []
    since = view.stage.since
    in_force = {each.title for each in since.untouched} if since is not None else set()
    open_still = [
        entry.title
        for entry in view.stage.outline
        if entry.kind == "task"
        and entry.status in (StepStatus.AHEAD, StepStatus.STARTED)
        and entry.title not in in_force
    ]
    if open_still:
        lines += heading("Still open", width)
        lines += paragraph(listed(open_still), width, "$text-warning")
    if view.stage.unsettled:
        lines += heading("Not agreed", width)
        for each in view.stage.unsettled:
            told = f"{each.giver.short} → {each.receiver.short}: {each.text}"
            lines += paragraph(told, width, "$text-warning", first="• ")
    if view.stage.set_aside:
        lines += heading(f"Parking lot ({len(view.stage.set_aside)})", width)
        for item in view.stage.set_aside:
            lines += paragraph(item, width, first="• ")
    return lines


def _summary(view: FacilitatorView) -> str:
    outcomes = [decision.outcome for _, decision in view.stage.settled]
    decided = outcomes.count(Outcome.DECIDED)
    told = [f"{decided} of {counted(view.stage.tasks_today, 'task')} decided"]
    if view.stage.promised:
        told.append(counted(len(view.stage.promised), "promise"))
    if view.stage.set_aside:
        told.append(f"{len(view.stage.set_aside)} in the parking lot")
    return " · ".join(told)
