"""What became of tasks: the outcome and all that hangs on it; what is read back, what is due."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from facilitator.domain import views
from facilitator.domain.decisions import Dissent, Outcome
from facilitator.domain.earlier import DueReason
from facilitator.domain.words.choices import support_sentence
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.sentences import outcome_sentence, since_rows, since_title
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui import ink
from facilitator.ui.ink import BLANK, Entry, Ink, Line, line, paragraph
from facilitator.ui.pieces.promise import promise_words, promised

_LABEL_CELLS = 8


def outcome_ink(outcome: Outcome) -> str:
    """A decision is good; all else is still to be thought of."""
    return Ink.GOOD if outcome is Outcome.DECIDED else Ink.WARN


def decision(
    view: views.DecisionView,
    names: Mapping[str, str],
    width: int,
    *,
    approver: str = "",
    heard: Collection[str] = (),
    withdrawn: Sequence[str] = (),
) -> list[Line]:
    """A task's outcome with all that hangs on it; ``names`` are those of teams by id.

    ``heard`` are the ids of objectors who have had a say of their own, ``withdrawn`` the names of
    those who object no more.
    """
    is_passed_up = view.outcome is Outcome.ESCALATED and approver
    headline = f"Escalated to {approver}" if is_passed_up else outcome_sentence(view)
    lines = ink.band(headline, width, outcome_ink(view.outcome))
    lines += _fact("Why", view.rationale, width)
    lines += _fact("Review", day(view.review_on) if view.review_on else "", width)
    if view.support:
        lines += [*ink.heading("Support", width), *ink.entries(support_entries(view), width)]
    if view.dissent or withdrawn:
        lines += ink.heading(f"Dissent ({counted(len(view.dissent), 'objection')})", width)
    for each in view.dissent:
        lines += _objection(each, names, width, heard=heard)
    if withdrawn:
        lines += paragraph(f"Withdrawn by {listed(withdrawn)}", width, first="– ")
    return lines


def _fact(label: str, text: str, width: int) -> list[Line]:
    return [BLANK, *paragraph(text, width, first=f"{label:<{_LABEL_CELLS}}")] if text else []


def support_entries(decision: views.DecisionView) -> list[Entry]:
    """What other teams owe to the driver."""
    return [("•", support_sentence(team, given), Ink.TEXT) for team, given in decision.support]


def _objection(
    each: Dissent, names: Mapping[str, str], width: int, *, heard: Collection[str]
) -> list[Line]:
    own = names.get(each.team, "")
    who = f"{each.name} ({own})" if each.name and own else each.name or own or "Someone"
    wants = names.get(each.position, each.position)
    lines = paragraph(f"{who}, for {wants}: “{each.reason}”", width, first="• ")
    if each.would_change:
        would = f"what would change that: “{each.would_change}”"
        lines += paragraph(would, width, Ink.MUTED, first="  ")
    return [*lines, *_their_say(each, heard, width)]


def _their_say(dissent: Dissent, heard: Collection[str], width: int) -> list[Line]:
    """Whether its author stands by it; without a name there is nobody to ask."""
    if dissent.participant is None:
        return []
    if dissent.participant in heard:
        return paragraph("in their own words, or confirmed", width, Ink.GOOD, first="  ✔ ")
    return paragraph("not confirmed by them yet", width, Ink.MUTED, first="  ○ ")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """All that the session has come to, as it is read back at its end: as a stage has it."""

    settled: tuple[tuple[str, views.DecisionView], ...] = ()
    promised: tuple[views.PromiseView, ...] = ()
    unsettled: tuple[views.PromiseView, ...] = ()
    set_aside: tuple[str, ...] = ()
    since: views.SinceView | None = None

    @classmethod
    def of(cls, stage: views.StageView) -> ReadBack:
        """What a stage has of it."""
        return cls(stage.settled, stage.promised, stage.unsettled, stage.set_aside, stage.since)


def read_back(told: ReadBack | views.StageView, width: int) -> list[Line]:
    """Everything that was settled, promised, left open and set aside."""
    lines = [*ink.heading("What was decided", width), *settled(told.settled, width)]
    if told.promised:
        lines += [*ink.heading("What was promised", width), *promised(told.promised, width)]
    unsettled = [("•", promise_words(each), Ink.WARN) for each in told.unsettled]
    parked = [("•", each, Ink.TEXT) for each in told.set_aside]
    return [
        *lines,
        *since(told.since, width),
        *under("Not agreed", unsettled, width),
        *under(f"Parking lot ({len(parked)})", parked, width),
    ]


def under(title: str, rows: Sequence[Entry], width: int) -> list[Line]:
    """A list below its heading; nothing where it is empty."""
    return [*ink.heading(title, width), *ink.entries(rows, width)] if rows else []


def settled(tasks: Sequence[tuple[str, views.DecisionView]], width: int) -> list[Line]:
    """Every task that has its outcome."""
    if not tasks:
        return paragraph("No task has its outcome yet.", width, Ink.MUTED)
    lines: list[Line] = []
    for title, view in tasks:
        sign = ((f"{OUTCOME_SIGNS[view.outcome].glyph} ", outcome_ink(view.outcome)),)
        lines += paragraph(title, width, Ink.STRONG, first=sign)
        lines += paragraph(outcome_sentence(view), width, first="  ")
        lines += ink.flowing(_in_figures(view), width, Ink.MUTED, first="  ")
    return lines


def _in_figures(decision: views.DecisionView) -> list[str]:
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


def summary(stage: views.StageView) -> str:
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


def since_entries(since: views.SinceView | None) -> list[Entry]:
    """What changed since the earlier session."""
    return [(*row, Ink.TEXT) for row in since_rows(since)] if since is not None else []


def since(view: views.SinceView | None, width: int) -> list[Line]:
    """What changed since the earlier session; nothing where nothing did."""
    return under(since_title(view), since_entries(view), width) if view is not None else []


_PLACES = {
    views.Place.NOT_TODAY: "not today",
    views.Place.ON_AGENDA: "on the agenda",
    views.Place.BROUGHT_BACK: "taken up today",
}


def due_tasks(tasks: Sequence[views.DueView], width: int) -> list[Line]:
    """The tasks that are due again. Who drives them is not told: they are voted on blind."""
    if not tasks:
        return [*ink.heading("Tasks", width), line("No task is due.", Ink.MUTED)]
    lines = ink.heading(f"{counted(len(tasks), 'task')} due", width)
    for each in tasks:
        is_today = each.place is not views.Place.NOT_TODAY
        sign, hue = ("▸ ", Ink.GOOD) if is_today else ("  ", Ink.MUTED)
        task: Line = ((sign, Ink.GOOD), (each.title, Ink.TEXT))
        lines.append(ink.spread(task, line(_PLACES[each.place], hue), width))
        lines += paragraph(due_words(each), width, Ink.MUTED, first="  ")
    return lines


def due_words(each: views.DueView) -> str:
    """Why a task is due."""
    match each.reason:
        case DueReason.REVIEW:
            return f"review was due {day(each.review_on)}" if each.review_on else "review was due"
        case DueReason.OPEN:
            return "left open"
        case DueReason.REOPENED:
            return "reopened: it had a driver once"
        case _ as reason:
            assert_never(reason)
