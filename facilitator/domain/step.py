"""What every step of an agenda has, and the limits of what its fields hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from facilitator.domain.fields import Id, Text, Whole

MOST_MINUTES = 240
"""The longest timebox; a whole workshop may last longer, with a warning."""

TITLE_CELLS = 120
"""Widest title of an agenda or step. Outlines cut what doesn't fit; 32 cells or fewer read best."""
NAME_CELLS = 60
"""Widest name of a team, a person or an approver."""
SHORT_CELLS = 8
"""Widest short name of a team."""
SENTENCE_CELLS = 300
"""Widest text of one line: a question, a statement, a purpose, a promise, a detail of support."""
LABEL_CELLS = 40
"""Widest label on a scale."""
PARAGRAPH_CELLS = 2000
"""Longest summary or reason."""
PAGE_CELLS = 20_000
"""Longest Markdown text or notes: about seven printed pages."""

AnId = Annotated[str, Id.ANY]
NameLine = Annotated[str, Text(NAME_CELLS)]
TitleLine = Annotated[str, Text(TITLE_CELLS)]
Sentence = Annotated[str, Text(SENTENCE_CELLS)]
Paragraph = Annotated[str, Text(PARAGRAPH_CELLS, is_block=True)]
PageBlock = Annotated[str, Text(PAGE_CELLS, is_block=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBase:
    """What every step has. ``minutes`` is its timebox; ``notes`` are for the facilitator only."""

    id: AnId
    title: TitleLine
    minutes: Annotated[int, Whole(1, MOST_MINUTES)] | None = None
    notes: PageBlock = ""
