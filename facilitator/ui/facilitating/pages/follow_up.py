"""Since last time: what became of promises, and which tasks are due; never an earlier driver."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import FacilitatorView, FollowUpView, Stage
from facilitator.domain.words.figures import day
from facilitator.ui.facilitating.pages.notes import notes, title
from facilitator.ui.ink import BLANK, Ink, Line, heading, line, paragraph
from facilitator.ui.pieces.decision import due_tasks
from facilitator.ui.pieces.progress import progress
from facilitator.ui.pieces.promise import owed


def standing(
    follow_up: FollowUpView, chosen: Mapping[str, CommitmentStatus]
) -> dict[str, CommitmentStatus]:
    """What stands beside each promise: what was recorded, else what was chosen here or most said.

    A choice that nobody said (the room was asked again since) counts no more.
    """
    found = {}
    for each in follow_up.owed:
        picked = chosen.get(each.id)
        said = picked if picked in each.possible and picked else each.possible[0]
        found[each.id] = each.status or said if follow_up.told else said
    return found


def page(
    view: FacilitatorView,
    follow_up: FollowUpView,
    chosen: Mapping[str, CommitmentStatus],
    width: int,
) -> list[Line]:
    """The promises and the tasks that are due; ``chosen`` is what was picked here by K."""
    lines = title(view, width)
    if follow_up.held_on is None:
        words = "There is no earlier session to follow up: this one is the first."
        return [*lines, BLANK, *paragraph(words, width), *notes(view, width)]
    before = f"{follow_up.earlier}, {day(follow_up.held_on)}"
    lines += paragraph(f"Last time: {before}", width, Ink.MUTED)
    if view.stage.stage is Stage.VOTING:
        lines += [BLANK, *progress(view.stage, view.waiting, "how did it go?", width)]
    lines += _promises(view, follow_up, chosen, width)
    return [*lines, *due_tasks(follow_up.due, width), *notes(view, width)]


def _promises(
    view: FacilitatorView,
    follow_up: FollowUpView,
    chosen: Mapping[str, CommitmentStatus],
    width: int,
) -> list[Line]:
    if not follow_up.owed:
        return [*heading("Promises", width), line("No promise was left open.", Ink.MUTED)]
    now: Mapping[str, CommitmentStatus] = standing(follow_up, chosen)
    match view.stage.stage:
        case Stage.SETTLED:
            title = "What became of the promises"
        case Stage.REVEALED:
            title = "What the receiving teams say" if view.stage.named else "What the room says"
        case _:
            title, now = f"Promised, and still open ({len(follow_up.owed)})", {}
    lines = heading(title, width)
    for each in follow_up.owed:
        lines += owed(each, now.get(each.id), width)
    return lines
