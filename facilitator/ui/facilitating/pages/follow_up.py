"""Since last time: what became of promises, and which tasks are due; never an earlier driver."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.earlier import DueReason
from facilitator.domain.views import (
    DueView,
    FacilitatorView,
    FollowUpView,
    OwedView,
    Place,
    Stage,
)
from facilitator.domain.words.figures import counted, day
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.facilitating.pages.asking import progress_lines
from facilitator.ui.facilitating.pages.notes import QUIET, say_this, title
from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import BLANK, Lines, heading, line, paragraph, say, spread

_NAME_CELLS = 24
_PLACES = {
    Place.NOT_TODAY: "not today",
    Place.ON_AGENDA: "on the agenda",
    Place.BROUGHT_BACK: "taken up today",
}


def standing(
    follow_up: FollowUpView, chosen: Mapping[str, CommitmentStatus]
) -> dict[str, CommitmentStatus]:
    """What stands beside each promise: what was recorded, else what was chosen here or most said.

    A choice that nobody said (the room was asked again since) counts no more.
    """
    found = {}
    for owed in follow_up.owed:
        picked = chosen.get(owed.id)
        said = picked if picked in owed.possible and picked else owed.possible[0]
        found[owed.id] = owed.status or said if follow_up.told else said
    return found


def due_said(due: DueView) -> str:
    """Why a task is due."""
    match due.reason:
        case DueReason.REVIEW:
            return f"review was due {day(due.review_on)}" if due.review_on else "review was due"
        case DueReason.OPEN:
            return "left open"
        case DueReason.REOPENED:
            return "reopened: it had a driver once"


def follow_up_lines(
    view: FacilitatorView, chosen: Mapping[str, CommitmentStatus], width: int
) -> Lines:
    """The panel of a follow-up at its present stage; ``chosen`` is what was picked here by K."""
    follow_up, step = view.stage.follow_up, view.stage.step
    if follow_up is None or step is None:
        return []
    lines = title(step.title, width)
    if follow_up.held_on is None:
        told = "There is no earlier session to follow up: this one is the first."
        return [*lines, BLANK, *paragraph(told, width), *say_this(view, width)]
    before = f"{follow_up.earlier}, {day(follow_up.held_on)}"
    lines += paragraph(f"Last time: {before}", width, QUIET)
    if view.stage.stage is Stage.VOTING:
        lines += [BLANK, *progress_lines(view, "how did it go?", width)]
    lines += _owed(view, follow_up, chosen, width)
    lines += _due(follow_up, width)
    return [*lines, *say_this(view, width)]


def _owed(
    view: FacilitatorView,
    follow_up: FollowUpView,
    chosen: Mapping[str, CommitmentStatus],
    width: int,
) -> Lines:
    if not follow_up.owed:
        return [*heading("Promises", width), say("No promise was left open.", QUIET)]
    revealed = view.stage.stage in (Stage.REVEALED, Stage.SETTLED)
    now = standing(follow_up, chosen)
    if view.stage.stage is Stage.SETTLED:
        told = "What became of the promises"
    elif revealed:
        told = "What the receiving teams say" if view.stage.named else "What the room says"
    else:
        told = f"Promised, and still open ({len(follow_up.owed)})"
    lines = heading(told, width)
    for owed in follow_up.owed:
        lines += _promise(owed, now[owed.id] if revealed else None, width)
    return lines


def _promise(owed: OwedView, status: CommitmentStatus | None, width: int) -> Lines:
    if status is None:
        lines = paragraph(_words(owed), width, first="• ")
    else:
        sign = STATUS_SIGNS[status]
        first, *others = paragraph(_words(owed), width - 2)
        glyph = say(f"{sign.glyph} ", f"bold {_colour(status)}")
        lines = [line(glyph, first), *(line("  ", other) for other in others)]
        said = " · ".join(f"{STATUS_SIGNS[each].word} {count}" for each, count in owed.said)
        told = say(sign.word, f"bold {_colour(status)}")
        if owed.withheld:
            few = paragraph(withheld_words(owed.withheld), width, QUIET, first="  ")
            lines += [line("  ", told), *few]
        else:
            lines.append(line("  ", told, say(f"   said: {said or 'nothing'}", QUIET)))
    return [*lines, line("  ", _when(owed, is_kept=status is CommitmentStatus.KEPT))]


def _words(owed: OwedView) -> str:
    return f"{owed.giver.short} → {owed.receiver.short}: {owed.text}"


def _when(owed: OwedView, *, is_kept: bool) -> Content:
    due = f"due {day(owed.due)}" if owed.due else "no day was set"
    owner = f" · {fit(owed.owner, _NAME_CELLS)}" if owed.owner else ""
    late = say(" · overdue", "bold $text-warning") if owed.overdue and not is_kept else say("")
    return line(say(f"{due}{owner}", QUIET), late)


def _colour(status: CommitmentStatus) -> str:
    colours = {CommitmentStatus.KEPT: "$text-success", CommitmentStatus.MISSED: "$text-error"}
    return colours.get(status, "$text-warning")


def _due(follow_up: FollowUpView, width: int) -> Lines:
    if not follow_up.due:
        return [*heading("Tasks", width), say("No task is due.", QUIET)]
    lines = heading(f"{counted(len(follow_up.due), 'task')} due", width)
    for each in follow_up.due:
        is_today = each.place is not Place.NOT_TODAY
        sign = "▸ " if is_today else "  "
        place = say(_PLACES[each.place], "bold $text-success" if is_today else QUIET)
        lines.append(spread(line(say(sign, "bold $text-success"), each.title), place, width))
        lines += paragraph(due_said(each), width, QUIET, first="  ")
    return lines
