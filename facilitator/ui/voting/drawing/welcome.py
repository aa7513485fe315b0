"""Before the first step, and the steps that are only read: welcome, brief, help, resume code."""

from __future__ import annotations

from facilitator.domain.views import OutlineEntry
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.ink import BLANK, Ink, Line, line, padded, paragraph, spread
from facilitator.ui.text import cells
from facilitator.ui.voting.drawing.markdown import markdown_lines
from facilitator.ui.voting.drawing.page import Page, blocks
from facilitator.ui.voting.drawing.subject import Subject

TEXT_WIDTH = 76
"""Lines of prose no longer than this stay easy to read, however wide the window."""


def gathering(subject: Subject, width: int) -> Page:
    """Who I am, who is here, and what we will do."""
    votes = "beside your name" if subject.named else "without any name"
    secret = f"Votes are secret until the reveal, and then shown {votes}."
    watching = "You watch, without a vote."
    return Page(
        main=blocks(
            [(("Welcome, ", Ink.STRONG), (subject.name, Ink.MINE), (".", Ink.STRONG))],
            [
                *([line(f"You sit with {subject.team_name}.")] if subject.team_name else []),
                *paragraph(secret if subject.is_voter else watching, min(width, TEXT_WIDTH)),
            ],
            [
                line("What we will do", Ink.STRONG),
                *_outline(subject.outline, min(width, TEXT_WIDTH)),
            ],
        ),
        status="The facilitator begins when the room is ready. This screen follows by itself.",
    )


def brief(subject: Subject, width: int) -> Page:
    """Something to read."""
    text = list(markdown_lines(subject.text, min(width, TEXT_WIDTH)))
    titled = bool(text) and _words(text[0]) == subject.title.casefold()
    ahead = [
        line("The facilitator leads through this step.", Ink.MUTED),
    ]
    return Page(
        main=blocks(
            paragraph(subject.title, width, Ink.STRONG) if not titled else [], text or ahead
        ),
        status="Nothing to press here: listen, read, speak.",
    )


def code(resume_code: str, come_back: str, width: int) -> Page:
    """The resume code, shown once."""
    box = f"   {resume_code}   "
    edge = "━" * cells(box)
    return Page(
        main=blocks(
            paragraph("You have your seat.", width, Ink.STRONG),
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
            [line(f"  {come_back}", Ink.STRONG)],
        ),
        status="Nobody can vote in your name without this code. Keep it to yourself.",
        keys=(("Enter", "I have written it down"), ("Ctrl+C", "Leave")),
    )


def help_page(
    keys: tuple[tuple[str, str], ...], words: str, who: str, not_you: str, width: int
) -> Page:
    """What the keys of the screen behind do, and what somebody types whose seat this is not."""
    column = max((cells(key) for key, _ in keys), default=0) + 2
    rows = [row for key, what in keys for row in _explained(key, what, column, width)]
    return Page(
        main=blocks(
            [line("Help for this screen", Ink.STRONG)],
            paragraph(words, min(width, TEXT_WIDTH)),
            rows,
            [*paragraph(who, width), line(f"  {not_you}", Ink.STRONG)] if not_you else [],
        ),
        keys=(("?", "Back"), ("Q", "Leave")),
    )


def _explained(key: str, what: str, column: int, width: int) -> list[Line]:
    first, *rest = paragraph(what, max(20, width - column))
    indent = ((" " * column, Ink.TEXT),)
    return [(*padded(line(key, Ink.KEY), column), *first), *((*indent, *each) for each in rest)]


def _words(spans: Line) -> str:
    return "".join(text for text, _ in spans).strip().casefold()


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
