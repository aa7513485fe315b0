"""The decision in force on the task at hand, and whether the blind vote still holds it."""

from __future__ import annotations

from facilitator.domain.ballots import ABSTAIN, NEED_INFO
from facilitator.domain.views import InForceView, StageView, Standing
from facilitator.ui.standing import NOT_TOLD
from facilitator.ui.theme import Sign
from facilitator.ui.widgets.lines import Lines, paragraph
from facilitator.ui.widgets.phrases import day, percent

_SIGNS = {
    Standing.HELD: (Sign("✔", "held"), "$text-success"),
    Standing.WAVERING: (Sign("◐", "wavering"), "$text-warning"),
    Standing.DRIFTED: (Sign("✘", "drifted"), "$text-error"),
    None: (Sign("○", "not told"), "$text-secondary"),
}


def in_force_lines(stage: StageView, width: int) -> Lines:
    """One sentence, with a sign before it; nothing where no decision is in force."""
    held = stage.in_force
    if held is None:
        return []
    sign, colour = _SIGNS[held.standing]
    return paragraph(in_force_said(stage, held), width, colour, first=f"{sign.glyph} ")


def in_force_said(stage: StageView, held: InForceView) -> str:
    """The old decision, and what the first, blind round says of it."""
    owner = f" ({held.owner})" if held.owner else ""
    since = f"In force since {day(held.decided_on)}: {held.driver}{owner}."
    match held.standing:
        case None:
            return f"{since} {NOT_TOLD}"
        case Standing.HELD:
            return f"{since} The room still holds it."
        case Standing.WAVERING:
            share = percent(held.share)
            return f"{since} The room holds it, but wavers: {share} in the blind round."
        case Standing.DRIFTED:
            named, votes = _blind_votes(stage, held.driver)
            return f"{since} The room has drifted: {named} of {votes} named it in the blind round."


def _blind_votes(stage: StageView, driver: str) -> tuple[int, int]:
    """How many named the driver in the first round, of how many who named any team."""
    real = [bar for bar in stage.reveals[0].bars if bar.choice not in (ABSTAIN, NEED_INFO)]
    return sum(b.count for b in real if b.label == driver), sum(b.count for b in real)
