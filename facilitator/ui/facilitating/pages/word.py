"""Who has the word, and for how long."""

from __future__ import annotations

from datetime import datetime

from facilitator.domain.views import WordView
from facilitator.domain.words.figures import ago
from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import Lines, line, say

SPEAKING_SECONDS = 60
"""From here on it is said that the time to speak is over; nobody is cut off."""
_NAME_CELLS = 28


def word_lines(word: WordView | None, now: datetime, width: int) -> Lines:
    """One line while somebody speaks, none else; past the time a word says so."""
    if word is None:
        return []
    told = f"▸ {fit(word.name, _NAME_CELLS)} has the word "
    spoken = ago(word.since, now)
    if (now - word.since).total_seconds() <= SPEAKING_SECONDS:
        return [line(say(fit(told, width - len(spoken)), "bold"), say(spoken, "bold $text-accent"))]
    late = f"{spoken} time"
    return [line(say(fit(told, width - len(late)), "bold"), say(late, "bold $text-warning"))]
