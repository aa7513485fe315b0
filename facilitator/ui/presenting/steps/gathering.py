"""While people gather: how to join, and what is ahead."""

from __future__ import annotations

from facilitator.domain.views import OutlineEntry, StageView, StepStatus
from facilitator.domain.words.figures import counted, in_groups
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.ink import Ink, Line, beside
from facilitator.ui.pieces.bigtype import GLYPH_CELLS
from facilitator.ui.presenting.blocks import (
    Block,
    from_few_rows,
    page_of,
    rows_of,
    text,
)
from facilitator.ui.presenting.scene import JoinWay, Scene

_TWO_COLUMNS = 108
_GAP = 4
_AGENDA_CELLS = 34


def gathering(scene: Scene, width: int, height: int) -> list[Line]:
    """How to join; beside it, or below where it is narrow, the agenda."""
    view = scene.view
    joining = [*join(scene.join), here(view)]
    if width < _TWO_COLUMNS:
        return page_of([*joining, from_few_rows(agenda(view, extra=True))], width, height)
    left = max(width * 3 // 5, min(len(scene.join.command) * GLYPH_CELLS, width - _AGENDA_CELLS))
    right = page_of([_heading(view), agenda(view, gap=0)], width - left - _GAP, height)
    return beside(page_of(joining, left, height), right, left, _GAP)


def join(way: JoinWay) -> list[Block]:
    """The command, and the code that it asks for."""
    blocks: list[Block] = []
    if way.command:
        blocks += [
            text("Join from any terminal:", Ink.MUTED, most=1, rank=6, in_one_line=True),
            text(way.command, Ink.MINE, rank=0, gap=0),
        ]
    if not way.code:
        return [*blocks, text("Only those on the roster get in.", Ink.ACCENT, rank=1)]
    ask = "It asks for this code:" if way.command else "The code to join with:"
    return [
        *blocks,
        text(ask, Ink.MUTED, most=1, rank=6, in_one_line=True),
        text(in_groups(way.code), Ink.ACCENT, rank=1, gap=0),
    ]


def here(view: StageView) -> Block:
    """How many have come."""
    told = f"{counted(view.here, 'person', 'people')} here" if view.here else "Nobody here yet"
    return text(told, Ink.STRONG, most=1, rank=4)


def _heading(view: StageView) -> Block:
    minutes = sum(entry.minutes or 0 for entry in view.outline)
    told = f"{counted(len(view.outline), 'step')}" + (f", {minutes} minutes" if minutes else "")
    return text(told, Ink.MUTED, most=1, rank=6, in_one_line=True)


def step_glyph(entry: OutlineEntry) -> str:
    """A step's sign; those to come have one, too, so that they are seen from afar."""
    return "·" if entry.status is StepStatus.AHEAD else STEP_SIGNS[entry.status].glyph


def agenda(view: StageView, *, extra: bool = False, gap: int = 1) -> Block:
    """Every step with its sign."""
    current = next((n for n, each in enumerate(view.outline) if each.is_current), 0)
    entries = [
        (
            step_glyph(entry),
            entry.title,
            Ink.ACCENT if entry.is_current else Ink.TEXT,
        )
        for entry in view.outline
    ]
    return rows_of(entries, rank=5, gap=gap, extra=extra, at=current)
