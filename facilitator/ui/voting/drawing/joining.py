"""The form for taking a seat."""

from __future__ import annotations

from facilitator.domain.people import NAME_CELLS
from facilitator.domain.words.signs import OBSERVER
from facilitator.ui.ink import Ink, Line, line, paragraph
from facilitator.ui.text import cells, pad
from facilitator.ui.voting.drawing.page import Page, blocks
from facilitator.ui.voting.drawing.welcome import TEXT_WIDTH
from facilitator.ui.voting.line_editor import LineEditor
from facilitator.ui.voting.scene import CHOICE_KEYS, JoinForm

_WHO = "Welcome. Who are you?"


def joining(form: JoinForm, width: int) -> Page:
    """Name and team."""
    votes = "beside your name" if form.named else "without any name"
    words = f"Votes are secret until the reveal, and then shown {votes}."
    ready = not form.in_name and form.team is not None
    enter = ("Watch" if form.observes else "Take the seat") if ready else "Next"
    back = () if form.bound else (("Tab", "Back to the name"),)
    watch = "Vote after all" if form.observes else "Observe"
    choose = (("1-9 ↑↓", "Choose the team"), ("O", watch), *back)
    main = blocks(
        [line("Welcome. Which is your team?" if form.bound else _WHO, Ink.STRONG)],
        [
            (("  Your name   ", Ink.STRONG if form.in_name else Ink.MUTED), *_name(form)),
        ],
        [line("  Your team", Ink.MUTED if form.in_name else Ink.STRONG), *_teams(form)],
        [_observing(form)],
        paragraph(words, min(width, TEXT_WIDTH), Ink.MUTED),
    )
    return Page(
        main=main,
        status=_what_next(form),
        keys=(("Enter", enter), ("Ctrl+C", "Leave"), *(() if form.in_name else choose)),
        is_tight=True,
        focus=0 if form.in_name else len(main),
    )


def field(editor: LineEditor, width: int) -> Line:
    """One line being typed, with the cursor in it; it slides when it is longer than the field."""
    editor = editor.shown
    before, after = editor.text[: editor.cursor], editor.text[editor.cursor :]
    while cells(before) > width - 2:
        before = before[1:]
    under = after[:1] or " "
    rest = pad(after[1:], max(0, width - cells(before) - cells(under)))
    return ((before, Ink.FIELD), (under, Ink.CURSOR), (rest, Ink.FIELD))


def _name(form: JoinForm) -> Line:
    if form.in_name:
        return field(form.name, NAME_CELLS + 2)
    return ((pad(form.name.shown.text, NAME_CELLS + 2), Ink.FIELD),)


def _teams(form: JoinForm) -> list[Line]:
    return [
        (
            ("  ▸ " if number == form.team else "    ", Ink.MINE),
            (f"{key}  ", Ink.MUTED if form.in_name else Ink.KEY),
            (team.name, Ink.MINE if number == form.team else Ink.TEXT),
        )
        for number, (key, team) in enumerate(zip(CHOICE_KEYS, form.teams, strict=False))
    ]


def _observing(form: JoinForm) -> Line:
    """The seat without a vote, for whoever is only here to watch."""
    return (
        ("  ▸ " if form.observes else "    ", Ink.MINE),
        ("O  ", Ink.MUTED if form.in_name else Ink.KEY),
        ("Observe, without a vote", Ink.MINE if form.observes else Ink.TEXT),
        *(((f"  {OBSERVER.glyph} chosen; O again to vote", Ink.MUTED),) if form.observes else ()),
    )


def _what_next(form: JoinForm) -> str:
    if form.in_name:
        return "Type your name as the room knows you, then press Enter."
    if form.team is None:
        return "Choose your team by its number."
    if form.observes:
        return "Press Enter to watch, without a vote."
    return "Press Enter to take the seat."
