"""What people type, fit to be kept, or a refusal that says what is wrong with it."""

from __future__ import annotations

from facilitator.domain.ballots import REASON_CHARACTERS
from facilitator.domain.commands import Refusal
from facilitator.domain.text import TextRefused, TextTooLong, clean_line


def clean_reason(typed: str) -> str | Refusal:
    """The reason given with a vote, in normal form."""
    too_long = Refusal(f"A reason has at most {REASON_CHARACTERS} characters.")
    try:
        reason = clean_line(typed, most_cells=2 * REASON_CHARACTERS)
    except TextTooLong:
        return too_long
    except TextRefused as error:
        return Refusal(f"That reason can't be used: {error}.")
    return reason if len(reason) <= REASON_CHARACTERS else too_long
