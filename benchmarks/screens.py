"""What a terminal has been sent, as text to look for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEQUENCES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # colours, cursor
    rb"|\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles and the like
    rb"|[ -/]*[0-~])"  # the rest
)


def text_of(sent: bytes | bytearray) -> bytes:
    """What was sent without the sequences that a terminal obeys."""
    return _SEQUENCES.sub(b"", sent)


def has_all(sent: bytes | bytearray, wanted: Iterable[bytes]) -> bool:
    """Whether all that is wanted can be read in what was sent.

    Text may be cut by a change of colour: what is not there as it stands is looked for again
    without the sequences.
    """
    missing = [each for each in wanted if each not in sent]
    if not missing:
        return True
    plain = text_of(sent)
    return all(each in plain for each in missing)
