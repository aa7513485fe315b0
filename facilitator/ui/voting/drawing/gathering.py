"""Before the first step, and the steps that are only read: welcome, brief, help, resume code."""

from __future__ import annotations

from facilitator.domain.people import Seat
from facilitator.domain.views import OutlineEntry, VoterView
from facilitator.ui.text import cells
from facilitator.ui.theme import STEP_SIGNS
from facilitator.ui.voting.drawing.markdown import markdown_lines
from facilitator.ui.voting.drawing.page import Page, blocks
from facilitator.ui.voting.ink import BLANK, Ink, Line, line, padded, paragraph, spread
from facilitator.ui.voting.scene import Scene

TEXT_WIDTH = 76
"""Lines of prose no longer than this stay easy to read, however wide the window."""


def gathering(view: VoterView, width: int) -> Page:
    """Who I am, who is here, and what we will do."""
    stage = view.stage
    people = "You are the first one here." if stage.here < 2 else f"{stage.here} people are here."  # noqa: PLR2004
    votes = "beside your name" if stage.named else "without any name"
    secret = f"Votes are secret until everybody has voted, then shown {votes}."
    watching = "You watch, without a vote."
    return Page(
        main=blocks(
            [(("Welcome, ", Ink.STRONG), (view.me.name, Ink.MINE), (".", Ink.STRONG))],
            [
                *([line(f"You sit with {view.me.team_name}.")] if view.me.team_name else []),
                *paragraph(
                    secret if view.me.seat is Seat.VOTER else watching, min(width, TEXT_WIDTH)
                ),
            ],
            [line("What we will do", Ink.STRONG), *_outline(stage.outline, min(width, TEXT_WIDTH))],
        ),
        status=f"The facilitator begins when the room is ready. {people}",
    )


def brief(view: VoterView, width: int) -> Page:
    """Something to read."""
    title = view.stage.step.title if view.stage.step else ""
    text = list(markdown_lines(view.stage.text, min(width, TEXT_WIDTH)))
    ahead = [
        line("The facilitator leads through this step.", Ink.MUTED),
    ]
    return Page(
        main=blocks(paragraph(title, width, Ink.STRONG), text or ahead),
        status="Nothing to press here: listen, read, speak.",
    )


def code(scene: Scene, width: int) -> Page:
    """The resume code, shown once."""
    box = f"   {scene.resume_code}   "
    edge = "━" * cells(box)
    name = scene.view.me.name if scene.view else ""
    return Page(
        main=blocks(
            paragraph(f"You have your seat, {name}.", width, Ink.STRONG),
            [line("Write this down. It is shown only this once:")],
            [
                line(f"  ┏{edge}┓", Ink.KEY),
                line(f"  ┃{box}┃", Ink.KEY),
                line(f"  ┗{edge}┛", Ink.KEY),
            ],
            paragraph(
                "If the connection drops, it brings you back to this very seat and to your"
                " vote. Connect again, and give it in place of the join code:",
                min(width, TEXT_WIDTH),
            ),
            [line(f"  {scene.come_back}", Ink.STRONG)],
        ),
        status="Nobody can vote in your name without this code. Keep it to yourself.",
        keys=(("Enter", "I have written it down"), ("Ctrl+C", "Leave")),
    )


def help_page(keys: tuple[tuple[str, str], ...], words: str, width: int) -> Page:
    """What the keys of the screen behind do, one by one."""
    column = max((cells(key) for key, _ in keys), default=0) + 2
    rows = [(*padded(line(key, Ink.KEY), column), (what, Ink.TEXT)) for key, what in keys]
    return Page(
        main=blocks(
            [line("Help for this screen", Ink.STRONG)],
            paragraph(words, min(width, TEXT_WIDTH)),
            rows,
        ),
        keys=(("?", "Back"), ("Q", "Leave")),
    )


def _outline(outline: tuple[OutlineEntry, ...], width: int) -> list[Line]:
    digits = len(str(len(outline)))
    rows: list[Line] = []
    for number, entry in enumerate(outline, 1):
        minutes = f"{entry.minutes} min" if entry.minutes else ""
        sign = STEP_SIGNS[entry.status].glyph
        left = ((f"{sign} {number:>{digits}}  ", Ink.MUTED), (entry.title, Ink.TEXT))
        rows.append(spread(left, line(minutes, Ink.MUTED), width))
    total = sum(entry.minutes or 0 for entry in outline)
    return [*rows, *([spread(BLANK, line(f"{total} min in all", Ink.MUTED), width)] * bool(total))]
