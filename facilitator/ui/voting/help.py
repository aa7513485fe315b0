"""Help for a screen: what it is for, what its keys do, and whose seat it is."""

from __future__ import annotations

from facilitator.domain.views import Stage
from facilitator.ui.ink import Ink, blocks, line, padded, paragraph
from facilitator.ui.text import cells
from facilitator.ui.voting.steps import kind_of
from facilitator.ui.voting.steps.kind import LEAVE, TEXT_WIDTH, WATCHING, Key, Page, Picture, behind

SCROLL: Key = ("↑ ↓", "Scroll, also PageUp and PageDown, where there is more")
SCROLL_BY_PAGE: Key = ("PgUp PgDn", "Scroll, where there is more")
LEAVING: Key = ("Q", "Leave. Seat and answers stay yours")
WORDS = {
    Stage.GATHERING: "The room gathers. The facilitator begins; this screen follows by itself.",
    Stage.ENDED: "The workshop is over. What was decided is in the decision log.",
}
"""What a screen is for that belongs to no step."""


def help_page(picture: Picture, width: int) -> Page:
    """What the keys of the screen behind do, and what somebody types whose seat this is not."""
    keys, words = help_words(picture)
    column = max(cells(key) for key, _ in keys) + 2
    who, not_you = picture.not_you or ("", "")
    return Page(
        main=blocks(
            [line("Help for this screen", Ink.STRONG)],
            paragraph(words, min(width, TEXT_WIDTH)),
            [
                row
                for key, what in keys
                for row in behind(
                    padded(line(key, Ink.KEY), column), paragraph(what, max(20, width - column))
                )
            ],
            [*paragraph(who, width), line(f"  {not_you}", Ink.STRONG)] if not_you else [],
        ),
        keys=(("?", "Back"), LEAVE),
    )


def help_words(picture: Picture) -> tuple[tuple[Key, ...], str]:
    """The keys of the screen behind, and what that screen is for."""
    words, own = _of_the_step(picture)
    if picture.stage is Stage.ENDED:
        return (SCROLL, LEAVING), words
    if not picture.is_voter:
        words = f"{words} {WATCHING}"
    elif picture.dissent is not None:
        words += " It keeps your objection, and its words are yours until the room moves on."
    elif picture.stage is Stage.VOTING and not own:
        words += " This time others are asked, not you."
    takes_arrows = any("↑" in key + what for key, what in own)
    return (
        *own,
        ("H", "Raise your hand, or lower it"),
        ("P", "Park something: a thought for later, so that it is not lost"),
        SCROLL_BY_PAGE if takes_arrows else SCROLL,
        LEAVING,
    ), words


def _of_the_step(picture: Picture) -> tuple[str, tuple[Key, ...]]:
    """What the screen is for, and the keys that only this kind of step has."""
    stage = picture.stage or Stage.GATHERING
    if picture.matter is None:
        return WORDS[stage], ()
    kind = kind_of(picture.matter)
    anonymous = {} if picture.named else kind.anonymous_words
    words = anonymous.get(stage) or kind.words.get(stage, "")
    return words, kind.keys(picture.matter, picture)
