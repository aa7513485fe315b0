"""The close on the facilitator's screen: fists of five, what was decided, where the log lies."""

from __future__ import annotations

import shlex

from facilitator.domain.steps.close import FINGERS, PLAN, RETURN_ON_TIME
from facilitator.domain.views import CloseView, FacilitatorView, Stage, StepStatus
from facilitator.domain.words.figures import counted, listed
from facilitator.ui.facilitating.deeds import Act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import StepKind, notes, title
from facilitator.ui.ink import BLANK, Ink, Line, band, heading, line, paragraph
from facilitator.ui.pieces.decision import read_back, settled, since, summary
from facilitator.ui.pieces.distribution import doubts, plan
from facilitator.ui.pieces.progress import progress
from facilitator.ui.text import fit

_TITLES_NAMED = 4
_TEXT_CELLS = 40
_AGAIN = again(open_round, "Ask for fingers again?")


def _page(scene: Scene, close: CloseView, width: int) -> list[Line]:
    """The fists of five, and all that was decided."""
    view, stage = scene.view, scene.view.stage
    lines = title(view, width)
    if stage.stage is Stage.VOTING:
        asked = progress(stage, view.waiting, "fist of five", width)
        lines += [BLANK, *asked, *notes(view, width)]
    elif close.plan:
        lines += [BLANK, *plan(close.plan, width), *doubts(close.plan, width)]
    else:
        lines += notes(view, width)
    return [*lines, *read_back(stage, width), *_still_open(view, width)]


def ended(scene: Scene, width: int) -> list[Line]:
    """The last page: where the decision log lies, and what it says."""
    stage = scene.view.stage
    words = summary(stage)
    lines = [*_log(scene, width), *(heading(words, width) if words else [])]
    lines += settled(stage.settled, width) if stage.settled else []
    return [*lines, *since(stage.since, width)]


def _log(scene: Scene, width: int) -> list[Line]:
    """Where the log lies, or why it does not."""
    log, trouble = scene.log_path, scene.log_trouble
    if trouble:
        words = "The workshop is over, but its log is not safely written yet."
        lines = [*band(words, width, Ink.WARN), BLANK, *paragraph(trouble, width, Ink.BAD), BLANK]
        kept = "Nothing is lost: the session is kept. W tries again."
        return [*lines, *paragraph(kept, width)]
    if not log:
        over = band("The workshop is over.", width, Ink.MINE)
        return [*over, line("Writing the log …", Ink.MUTED)]
    is_here = log.endswith(".toml") and ": " not in log
    shown = f"facilitator log show {shlex.quote(log) if is_here else scene.view.stage.session}"
    return [
        *band("The workshop is over. Its decisions are in the log.", width, Ink.GOOD),
        BLANK,
        *paragraph(log, width, Ink.MINE, first="  "),
        BLANK,
        *paragraph("Keep it with your team's documents, in git if you can.", width),
        *paragraph(shown, width, Ink.STRONG, first="Read it       "),
        *paragraph("facilitator review", width, Ink.STRONG, first="All of them   "),
    ]


def _titles(view: FacilitatorView, *statuses: StepStatus, kind: str = "") -> list[str]:
    """The titles of the steps that have come so far."""
    return [
        entry.title
        for entry in view.stage.outline
        if entry.status in statuses and kind in ("", entry.kind)
    ]


def what_is_left(view: FacilitatorView) -> str:
    """What ending now would leave: reached and unsettled, or never reached."""
    ahead = _titles(view, StepStatus.AHEAD)
    parts = []
    if loose := _titles(view, StepStatus.STARTED, StepStatus.CURRENT, kind="task"):
        parts.append(f"Without an outcome, so parked or skipped: {listed(loose, _TITLES_NAMED)}.")
    if view.stage.unsettled:
        texts = [f"“{fit(each.text, _TEXT_CELLS)}”" for each in view.stage.unsettled]
        parts.append(f"Not agreed: {listed(texts, _TITLES_NAMED)}.")
    if ahead:
        parts.append(f"Not reached: {listed(ahead, _TITLES_NAMED)}.")
    return " ".join(parts) or "Every step was taken."


def _still_open(view: FacilitatorView, width: int) -> list[Line]:
    """The tasks that may still be taken up."""
    since = view.stage.since
    in_force = {each.title for each in since.untouched} if since else set()
    started = _titles(view, StepStatus.AHEAD, StepStatus.STARTED, kind="task")
    still_open = [each for each in started if each not in in_force]
    words = paragraph(listed(still_open), width, Ink.WARN)
    return [*heading("Still open", width), *words] if still_open else []


def _offered(scene: Scene, _: CloseView) -> tuple[Act, ...]:
    return (_AGAIN.named("Ask again"),) if scene.stage is Stage.REVEALED else ()


def _asks(*_: object) -> tuple[Asked, ...]:
    fingers: dict[str, int | None] = {counted(n, "finger"): n for n in FINGERS}
    fingers["abstains"] = None
    return (
        Asked(PLAN, "The plan", fingers),
        Asked(RETURN_ON_TIME, "Was it worth the time?", fingers),
    )


CLOSE = StepKind(
    page=_page,
    starts=lambda _: "Ask for fingers",
    acts=(_AGAIN,),
    offered=_offered,
    asks=_asks,
)
