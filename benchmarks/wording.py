"""The words on a voter's screen by which a benchmark sees how far somebody is.

They stand on the real screens, and in what the floors send.
"""

from __future__ import annotations

from facilitator.domain.rounds import ABSTAIN, NEED_INFO
from facilitator.domain.words.choices import CHOICES

QUESTION = "Who drives battlecards?"
"""The one task's question; short enough to stand on one line."""

CODE_PROMPT = b"Code: "
FORM = b"Who are you?"
BALLOT = (QUESTION.encode(), CHOICES[ABSTAIN].encode(), CHOICES[NEED_INFO].encode())
"""The question and the last of the choices."""
RECORDED = b"Recorded"
