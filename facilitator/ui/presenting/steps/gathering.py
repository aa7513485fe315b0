"""While people gather: how to join, and what is ahead."""

from __future__ import annotations

from facilitator.domain.views import StageView
from facilitator.domain.words.figures import counted, in_groups
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.presenting.blocks import (
    Block,
    columns,
    from_few_rows,
    page_of,
    rows_of,
    text,
)
from facilitator.ui.presenting.scene import JoinWay, Scene
from facilitator.ui.widgets.bigtype import GLYPH_CELLS
from facilitator.ui.widgets.lines import Lines

_TWO_COLUMNS = 108
_GAP = 4
_AGENDA_CELLS = 34


def gathering(scene: Scene, width: int, height: int) -> Lines:
    """How to join; beside it, or below where it is narrow, the agenda."""
    view = scene.view
    joining = [*join(scene.join), here(view)]
    if width < _TWO_COLUMNS:
        return page_of([*joining, from_few_rows(agenda(view, extra=True))], width, height)
    left = max(width * 3 // 5, min(len(scene.join.command) * GLYPH_CELLS, width - _AGENDA_CELLS))
    right = page_of([_heading(view), agenda(view, gap=0)], width - left - _GAP, height)
    return columns(page_of(joining, left, height), right, left, _GAP)


def join(way: JoinWay) -> list[Block]:
    """The command, and the code that it asks for."""
    blocks: list[Block] = []
    if way.command:
        blocks += [
            text("Join from any terminal:", "$muted", most=1, rank=6, in_one_line=True),
            text(way.command, "bold $text-primary", rank=0, gap=0),
        ]
    if not way.code:
        return [*blocks, text("Only those on the roster get in.", "bold $accent", rank=1)]
    ask = "It asks for this code:" if way.command else "The code to join with:"
    return [
        *blocks,
        text(ask, "$muted", most=1, rank=6, in_one_line=True),
        text(in_groups(way.code), "bold $accent", rank=1, gap=0),
    ]


def here(view: StageView) -> Block:
    """How many have come."""
    told = f"{counted(view.here, 'person', 'people')} here" if view.here else "Nobody here yet"
    return text(told, "bold", most=1, rank=4)


def _heading(view: StageView) -> Block:
    minutes = sum(entry.minutes or 0 for entry in view.outline)
    told = f"{counted(len(view.outline), 'step')}" + (f", {minutes} minutes" if minutes else "")
    return text(told, "$muted", most=1, rank=6, in_one_line=True)


def agenda(view: StageView, *, extra: bool = False, gap: int = 1) -> Block:
    """Every step with its sign."""
    current = next((n for n, each in enumerate(view.outline) if each.is_current), 0)
    entries = [
        (
            "·" if entry.status.value == "ahead" else STEP_SIGNS[entry.status].glyph,
            entry.title,
            "bold $accent" if entry.is_current else "",
        )
        for entry in view.outline
    ]
    return rows_of(entries, rank=5, gap=gap, extra=extra, at=current)
