"""What became of tasks: the outcome, its driver, support and dissent; and all of them read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from facilitator.domain.decisions import Dissent, Outcome
from facilitator.domain.views import DecisionView, SinceView, StageView
from facilitator.domain.words.choices import support_sentence
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.sentences import outcome_sentence, since_rows, since_title
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.ink import BLANK, Entry, Ink, Line, entries, flowing, heading, paragraph

_LABEL_CELLS = 8


def outcome_ink(outcome: Outcome) -> str:
    """A decision is good; all else is still to be thought of."""
    return Ink.GOOD if outcome is Outcome.DECIDED else Ink.WARN


def fact(label: str, text: str, width: int) -> list[Line]:
    """A word and what there is to say of it; nothing where there is nothing."""
    return [BLANK, *paragraph(text, width, first=f"{label:<{_LABEL_CELLS}}")] if text else []


def review(decision: DecisionView, width: int) -> list[Line]:
    """When the decision is to be looked at again."""
    return fact("Review", day(decision.review_on) if decision.review_on else "", width)


def support_entries(decision: DecisionView) -> list[Entry]:
    """What other teams owe to the driver."""
    return [("•", support_sentence(team, given), Ink.TEXT) for team, given in decision.support]


def dissent(
    dissents: Sequence[Dissent],
    names: Mapping[str, str],
    width: int,
    *,
    heard: Collection[str] = (),
    withdrawn: Sequence[str] = (),
) -> list[Line]:
    """Objections kept with a decision; ``names`` are those of teams by id.

    ``heard`` are the ids of authors who have had a say of their own, ``withdrawn`` the names of
    those who object no more.
    """
    if not dissents and not withdrawn:
        return []
    lines = heading(f"Dissent ({counted(len(dissents), 'objection')})", width)
    for each in dissents:
        own = names.get(each.team, "")
        who = f"{each.name} ({own})" if each.name and own else each.name or own
        wants = names.get(each.position, each.position)
        lines += paragraph(f"{who}, for {wants}: “{each.reason}”", width, first="• ")
        if each.would_change:
            would = f"what would change that: “{each.would_change}”"
            lines += paragraph(would, width, Ink.MUTED, first="  ")
        lines += _their_say(each, heard, width)
    if withdrawn:
        lines += paragraph(f"Withdrawn by {listed(withdrawn)}", width, first="– ")
    return lines


def _their_say(dissent: Dissent, heard: Collection[str], width: int) -> list[Line]:
    """Whether its author stands by it; without a name there is nobody to ask."""
    if dissent.participant is None:
        return []
    if dissent.participant in heard:
        return paragraph("in their own words, or confirmed", width, Ink.GOOD, first="  ✔ ")
    return paragraph("not confirmed by them yet", width, Ink.MUTED, first="  ○ ")


def settled(stage: StageView, width: int) -> list[Line]:
    """Every task that has its outcome, for reading back."""
    if not stage.settled:
        return paragraph("No task has its outcome yet.", width, Ink.MUTED)
    lines: list[Line] = []
    for title, decision in stage.settled:
        sign = ((f"{OUTCOME_SIGNS[decision.outcome].glyph} ", outcome_ink(decision.outcome)),)
        lines += paragraph(title, width, Ink.STRONG, first=sign)
        lines += paragraph(outcome_sentence(decision), width, first="  ")
        lines += flowing(_in_figures(decision), width, Ink.MUTED, first="  ")
    return lines


def _in_figures(decision: DecisionView) -> list[str]:
    """What hangs on a decision."""
    parts = []
    if decision.support:
        teams = len({team.id for team, _ in decision.support})
        parts.append("1 team supports" if teams == 1 else f"{teams} teams support")
    if decision.dissent:
        parts.append(counted(len(decision.dissent), "objection"))
    if decision.review_on:
        parts.append(f"review {day(decision.review_on)}")
    return parts


def summary(stage: StageView) -> str:
    """What the workshop came to, in figures; "" where there was nothing to count."""
    outcomes = [decision.outcome for _, decision in stage.settled]
    parts = []
    if stage.tasks_today:
        tasks = counted(stage.tasks_today, "task")
        parts.append(f"{outcomes.count(Outcome.DECIDED)} of {tasks} decided")
    if stage.promised:
        parts.append(counted(len(stage.promised), "promise"))
    if stage.set_aside:
        parts.append(f"{len(stage.set_aside)} in the parking lot")
    return " · ".join(parts)


def since_entries(since: SinceView | None) -> list[Entry]:
    """What changed since the earlier session."""
    return [(*row, Ink.TEXT) for row in since_rows(since)] if since is not None else []


def since(view: SinceView | None, width: int) -> list[Line]:
    """What changed since the earlier session, under its heading; nothing where nothing did."""
    rows = since_entries(view)
    if view is None or not rows:
        return []
    return [*heading(since_title(view), width), *entries(rows, width)]
