"""The sessions by date, broken files among them."""

from __future__ import annotations

from facilitator.domain.days import day_of
from facilitator.domain.words.figures import day
from facilitator.ui.reviewing.drawing.words import QUIET, marked
from facilitator.ui.reviewing.model import Past
from facilitator.ui.reviewing.ports import SessionCard
from facilitator.ui.widgets.dialogs import Choice
from facilitator.ui.widgets.lines import line, say
from facilitator.ui.widgets.rows import Column, Row, Table


def sessions_table(past: Past) -> Table:
    """A row for each file, the newest first."""
    rows = tuple(_row(card) for card in past.found.cards)
    return Table((Column("Session"), Column("", 6)), rows, "")


def _row(card: SessionCard) -> Row:
    if card.log is None:
        return Row(card.id, (say("✘ broken", "$text-error"), say(card.id)))
    when = say(day(day_of(card.log.session.started_at)))
    title = say(card.log.session.title)
    if card.log.session.rehearsal:
        title = line(say("◌ ", QUIET), title)
    return Row(card.id, (when, marked(title, contradicts=card.log.contradicts)))


def session_choices(past: Past) -> list[Choice]:
    """The sessions to choose from in a menu, the newest first."""
    return [
        Choice(
            card.id,
            f"{day(day_of(card.log.session.started_at))}  {card.log.session.title}",
            f"{card.id}{', a rehearsal' if card.log.session.rehearsal else ''}"
            f"{', contradicts itself' if card.log.contradicts else ''}",
        )
        for card in past.found.cards
        if card.log is not None
    ]
