"""Signs that stand beside colours, each with the word that says the same. One sign has one meaning.

The meaning of a sign never rests on its colour, nor that of a colour on itself alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from facilitator.domain.decisions import CommitmentStatus, Outcome, Verdict
from facilitator.domain.views import Standing, StepStatus


@dataclass(frozen=True, slots=True)
class Sign:
    """A glyph with the word that says the same."""

    glyph: str
    word: str

    def __str__(self) -> str:
        return f"{self.glyph} {self.word}"


VOTED = Sign("●", "voted")
NOT_YET = Sign("○", "not yet")
OBSERVER = Sign("◐", "observer")
DROPPED = Sign("✕", "dropped")
NO_TERMINAL = Sign("▫", "no terminal")
HAND = Sign("✋", "hand raised")
YOURS = Sign("▸", "your vote")
BROKEN = Sign("✘", "broken")
CONTRADICTS = Sign("≠", "contradicts itself")
GAP = Sign("◆", "perception gap")
LOWEST = Sign("▼", "lowest")
WAVERING = Sign("◐", "wavering")
AGREED = Sign("✔", "agreed")
LEFT_OUT = Sign("–", "left out")
AT_HAND = Sign("▸", "at hand")
TO_COME = Sign("·", "to come")

STEP_SIGNS: Mapping[StepStatus, Sign] = {
    StepStatus.AHEAD: Sign(" ", "ahead"),
    StepStatus.CURRENT: Sign("▶", "now"),
    StepStatus.STARTED: Sign("◌", "started"),
    StepStatus.DONE: Sign("✔", "done"),
    StepStatus.DEFERRED: Sign("↷", "deferred"),
    StepStatus.ESCALATED: Sign("▲", "escalated"),
    StepStatus.PARKED: Sign("◇", "parked"),
    StepStatus.SKIPPED: Sign("–", "skipped"),
    StepStatus.SET_ASIDE: Sign("◦", "set aside"),
}
OUTCOME_SIGNS: Mapping[Outcome, Sign] = {
    Outcome.DECIDED: Sign("✔", "decided"),
    Outcome.DEFERRED: STEP_SIGNS[StepStatus.DEFERRED],
    Outcome.ESCALATED: STEP_SIGNS[StepStatus.ESCALATED],
    Outcome.PARKED: STEP_SIGNS[StepStatus.PARKED],
    Outcome.SKIPPED: STEP_SIGNS[StepStatus.SKIPPED],
}
STATUS_SIGNS: Mapping[CommitmentStatus, Sign] = {
    CommitmentStatus.KEPT: Sign("✔", "kept"),
    CommitmentStatus.PARTLY: Sign("◐", "partly"),
    CommitmentStatus.MISSED: Sign("✘", "missed"),
    CommitmentStatus.OPEN: Sign("○", "still open"),
    CommitmentStatus.DROPPED: Sign("–", "dropped"),
}
VERDICT_SIGNS: Mapping[Verdict, Sign] = {
    Verdict.NEW: Sign("+", "new"),
    Verdict.RAISED: Sign("+", "raised"),
    Verdict.REAFFIRMED: Sign("=", "reaffirmed"),
    Verdict.REVERSED: Sign("⇄", "reversed"),
    Verdict.REOPENED: Sign("↺", "reopened"),
    Verdict.CARRIED: Sign("·", "carried"),
    Verdict.SETTLED: Sign("✔", "settled"),
    Verdict.STILL_OPEN: Sign("…", "still open"),
    Verdict.DROPPED: Sign("–", "dropped"),
}
STANDING_SIGNS: Mapping[Standing | None, Sign] = {
    Standing.HELD: Sign("✔", "held"),
    Standing.WAVERING: WAVERING,
    Standing.DRIFTED: Sign("✘", "drifted"),
    None: Sign("○", "not told"),
}
"""Whether the room still holds the decision in force; None where nothing may be told of it."""
