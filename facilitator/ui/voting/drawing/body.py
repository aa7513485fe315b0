"""The body of the screen: the page of the stage, or what is on top of it, and its visible part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from facilitator.domain.views import Stage
from facilitator.ui.ink import BLANK, Ink, Line, fitted, line, padded, spread
from facilitator.ui.voting.drawing import welcome
from facilitator.ui.voting.drawing.help import help_words
from facilitator.ui.voting.drawing.joining import joining
from facilitator.ui.voting.drawing.page import ENDS, Key, Page, sides
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.drawing.typing import typing_keys
from facilitator.ui.voting.line_editor import LineEditor
from facilitator.ui.voting.scene import Draft, JoinForm, Mode, Notice
from facilitator.ui.voting.sheet import Sheet
from facilitator.ui.voting.steps import (
    close,
    commit,
    decision,
    follow_up,
    rate,
    reveal,
    shortlist,
    task,
)
from facilitator.ui.voting.steps.questions import Hand

WATCHING = "You watch, without a vote."


@dataclass(frozen=True, slots=True)
class Still:
    """All that the lines below the head are drawn from; as in a scene."""

    subject: Subject | None
    mode: Mode
    form: JoinForm | None
    editor: LineEditor | None
    draft: Draft
    sheet: Sheet
    notice: Notice | None
    helping: bool
    scroll: int
    is_slow: bool
    hand_raised: bool
    resume_code: str
    come_back: str
    not_you: tuple[str, str]


def page_of(still: Still, inner: int) -> Page:
    """What the stage shows, or what is on top of it."""
    if still.form is not None and still.mode is Mode.JOINING:
        return joining(still.form, inner)
    if still.mode is Mode.CODE:
        return welcome.code(still.resume_code, still.come_back, inner)
    if still.subject is None:
        return Page(status="One moment …", keys=(("Ctrl+C", "Leave"),))
    if still.helping:
        return welcome.help_page(*help_words(still.subject), *still.not_you, inner)
    page = _stage_page(still, still.subject, inner)
    if still.editor is not None:
        return replace(page, status="", keys=typing_keys(still.mode), scroll_keys="")
    if still.mode is Mode.TODAY:
        return page
    if still.mode is Mode.WITHDRAWING:
        return decision.withdrawing(page)
    keys = (*page.keys, *_common(still, still.subject))
    return replace(page, keys=keys, status=_for_watchers(page.status, still.subject))


def _for_watchers(status: str, subject: Subject) -> str:
    """How things stand; observers are told that they watch wherever that is not said already."""
    says_so = subject.is_voter or WATCHING in status or subject.stage is Stage.ENDED
    return status if says_so else f"{WATCHING} {status}"


def _stage_page(still: Still, subject: Subject, inner: int) -> Page:
    asked, columns = subject.task, sides(inner)
    match subject.stage:
        case Stage.READY if asked:
            return task.ready(asked, columns)
        case Stage.VOTING if asked:
            votes = task.Hand(still.draft, still.mode, still.is_slow)
            return task.voting(subject, asked, votes, columns)
        case Stage.REVEALED if asked and subject.reveal:
            return reveal.revealed(subject, asked, subject.reveal, inner)
        case Stage.SETTLED if asked and subject.decision:
            return decision.settled(subject, asked, subject.decision, inner)
        case Stage.ENDED:
            return close.ended(subject, inner)
        case Stage.GATHERING:
            return welcome.gathering(subject, inner)
        case _ if subject.kind in _BY_KIND:
            hand = Hand(still.sheet, still.mode, still.is_slow)
            return _BY_KIND[subject.kind](subject, hand, inner)
        case _:
            return welcome.brief(subject, inner)


_BY_KIND: dict[str, Callable[[Subject, Hand, int], Page]] = {
    "rate": rate.page,
    "shortlist": shortlist.page,
    "follow-up": follow_up.page,
    "commit": commit.page,
    "close": close.page,
}


def _common(still: Still, subject: Subject) -> tuple[Key, ...]:
    if subject.stage is Stage.ENDED:
        return ENDS
    hand = "Lower hand" if still.hand_raised else "Raise hand"
    if subject.stage is Stage.VOTING:
        return (("H", "Hand"), ("P", "Park"), *ENDS)
    return (("H", hand), ("P", "Park something"), *ENDS)


def most_scroll(page: Page, rows: int) -> int:
    """How many lines a page can be scrolled by hand in ``rows`` lines."""
    return 0 if page.focus is not None else _most(_main(page, rows), rows)


def window(page: Page, scroll: int, inner: int, rows: int) -> list[Line]:
    """The visible part of a page in exactly ``rows`` lines."""
    left, right = sides(inner) if page.side is not None else (inner, 0)
    lines = _main(page, rows)
    start = scroll if page.focus is None else max(0, page.focus - rows // 2)
    shown = _scrolled(lines, min(start, _most(lines, rows)), rows, left)
    if page.side is None:
        return shown
    side = _squeezed(page.side, rows)[:rows]
    rule = ((" ┃ ", Ink.RULE),)
    columns = zip(shown, side + [BLANK] * (rows - len(side)), strict=True)
    return [(*padded(a, left), *rule, *fitted(b, right)) for a, b in columns]


def _most(lines: list[Line], rows: int) -> int:
    return max(0, len(lines) - (rows - 1)) if len(lines) > rows else 0


def _main(page: Page, rows: int) -> list[Line]:
    lines = page.main if page.side is not None else [BLANK, *page.main]
    return _squeezed(lines, rows) if page.is_tight else lines


def _scrolled(lines: list[Line], start: int, rows: int, width: int) -> list[Line]:
    """The lines from ``start`` on, with a last one that says how many are not shown."""
    if len(lines) <= rows:
        return [*lines, *([BLANK] * (rows - len(lines)))]
    below = len(lines) - start - (rows - 1)
    words = f"▼ {below} more" if below else "▲ the end"
    mark = spread(BLANK, line(f"▲ {words}" if start and below else words, Ink.KEY), width)
    return [*lines[start : start + rows - 1], mark]


def _squeezed(lines: list[Line], rows: int) -> list[Line]:
    """Without blank lines where there is no room for them."""
    while len(lines) > rows and BLANK in lines:
        place = lines.index(BLANK)
        lines = [*lines[:place], *lines[place + 1 :]]
    return lines
