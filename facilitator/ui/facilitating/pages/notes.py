"""Pieces that several stages of the facilitator's screen share."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.decisions import Outcome
from facilitator.domain.views import DecisionView, FacilitatorView, StageView
from facilitator.domain.words.figures import counted, day
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import BLANK, Lines, flowing, line, paragraph, say

_SPACIOUS = 60
"""From this width on a band has an edge above and below; there are rows enough then."""
TITLE = "bold"
QUIET = "$muted"


def title(text: str, width: int) -> Lines:
    """What a stage is about, in bold."""
    return paragraph(text, width, f"{TITLE} $text")


def band(text: str, width: int, colour: str) -> Lines:
    """A sentence that the eye lands on: a solid band of one colour across the whole width."""
    style = f"bold $background on ${colour}"
    rows = paragraph(text, width - 4)
    filled = [say(f"  {row.plain}{' ' * (width - 2 - row.cell_length)}", style) for row in rows]
    if width < _SPACIOUS:
        return filled
    return [say("▄" * width, f"${colour}"), *filled, say("▀" * width, f"${colour}")]


def say_this(view: FacilitatorView, width: int) -> Lines:
    """The notes that are for the facilitator alone: words to say, and what else to do.

    Each line of the notes stands for itself: those that begin with "Say:" are to be said aloud.
    """
    lines: Lines = []
    for each in filter(None, map(str.strip, view.notes.splitlines())):
        if each.startswith(_SAY):
            words = each.removeprefix(_SAY).strip()
            lines += paragraph(words, width, "italic $text-secondary", first=f"{_SAY} ")
        else:
            lines += paragraph(each, width, QUIET, first="" if lines else "Note: ", rest="")
    return [BLANK, *lines] if lines else []


_SAY = "Say:"


def team_shorts(stage: StageView) -> Mapping[str, str]:
    """The candidates' short names by team id."""
    return {c.id: c.short for c in stage.task.candidates} if stage.task else {}


def outcome_sentence(decision: DecisionView) -> str:
    """A decision in one line."""
    match decision.outcome:
        case Outcome.DECIDED:
            driver = decision.driver.name if decision.driver else ""
            return f"{driver} drives it" + (f", {decision.owner} owns it" * bool(decision.owner))
        case Outcome.DEFERRED:
            return "Deferred: nobody drives it yet"
        case Outcome.ESCALATED:
            return "Escalated"
        case Outcome.PARKED:
            return "Parked"
        case Outcome.SKIPPED:
            return "Skipped"


def settled_lines(stage: StageView, width: int) -> Lines:
    """Every task that has its outcome, for reading back."""
    if not stage.settled:
        return [say("No task has its outcome yet.", QUIET)]
    lines: Lines = []
    for task, decision in stage.settled:
        sign = OUTCOME_SIGNS[decision.outcome].glyph
        lines.append(line(say(f"{sign} ", "bold $text-success"), say(fit(task, width - 2), "bold")))
        lines += paragraph(outcome_sentence(decision), width, first="  ")
        lines += flowing(_more(decision), width, QUIET, first="  ")
    return lines


def _more(decision: DecisionView) -> list[str]:
    """What hangs on a decision, in figures."""
    told = []
    if decision.support:
        teams = len({team.id for team, _ in decision.support})
        told.append("1 team supports" if teams == 1 else f"{teams} teams support")
    if decision.dissent:
        told.append(counted(len(decision.dissent), "objection"))
    if decision.review_on:
        told.append(f"review {day(decision.review_on)}")
    return told


def promised_lines(stage: StageView, width: int) -> Lines:
    """Every promise that was agreed, for reading back."""
    lines: Lines = []
    for each in stage.promised:
        told = f"{each.giver.short} → {each.receiver.short}: {each.text}"
        lines += paragraph(told, width, first="✔ ")
        due = f"by {day(each.due)}" if each.due else "no day"
        owner = f" · {each.owner}" if each.owner else ""
        lines += paragraph(f"{due}{owner}", width, QUIET, first="  ")
    return lines
