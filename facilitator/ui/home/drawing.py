"""What the home screen shows, as functions from the model to lines."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.agenda import Agenda
from facilitator.domain.steps import KIND_WORDS
from facilitator.domain.words.choices import rules_sentence
from facilitator.domain.words.figures import counted, day, duration, listed
from facilitator.ui.home.model import AgendaCard, HomeModel, InterruptedCard
from facilitator.ui.text import fit, pad
from facilitator.ui.widgets.lines import BLANK, Lines, heading, line, paragraph, say, spread

_QUIET = "$muted"
_KIND_CELLS = 10
_ORIGIN_CELLS = 60
_PLAN_CELLS = 72
"""Beyond this the minutes would stand too far from their step."""


def agenda_lines(card: AgendaCard, width: int) -> Lines:
    """What an agenda contains, or what keeps it from being used."""
    lines = paragraph(card.title, width, "bold")
    lines += paragraph(fit(card.origin, _ORIGIN_CELLS), width, _QUIET)
    if card.problems:
        lines += [BLANK, *_problems(card, width)]
    if card.summary:
        # The file's line breaks are its author's column, not this one's.
        lines += [BLANK, *paragraph(" ".join(card.summary.split()), width)]
    return [*lines, *_plan(card.agenda, width)] if card.agenda else lines


def interrupted_lines(card: InterruptedCard, width: int) -> Lines:
    """Where a session stood when it stopped."""
    decided = f"{card.tasks_decided} of {counted(card.tasks_total, 'task')} decided"
    promise = "Enter goes on where it stood. Every seat, every vote and every decision is kept."
    return [
        *paragraph(card.title, width, "bold"),
        *paragraph(f"Stopped {when(card)}", width, _QUIET),
        BLANK,
        *paragraph(decided, width, "bold $text-primary"),
        BLANK,
        *paragraph(promise, width),
        BLANK,
        *paragraph(card.session, width, _QUIET, first="Session  "),
    ]


def when(card: InterruptedCard) -> str:
    """When a session stopped, as people write it."""
    return f"{card.stopped_at:%Y-%m-%d %H:%M}"


def past_line(model: HomeModel, width: int) -> Content:
    """One line on past decisions, and what of them is due."""
    past = model.past
    if past is None:
        return say(fit(f"Reading past decisions in {model.sessions_folder} …", width), _QUIET)
    if past.problem:
        return say(fit(past.problem, width), "$text-error")
    if not past.logs:
        return say(fit(f"No past decisions yet. Logs go to {model.sessions_folder}", width), _QUIET)
    held = counted(past.logs, "rehearsal" if past.rehearsed else "past session")
    newest = f"; newest: {fit(past.newest, 36)}" if past.newest else ""
    on = f", {day(past.newest_on)}" if past.newest_on else ""
    due = "P shows them"
    if past.due:
        due = f"! {past.due} overdue: P shows them"
    elif not past.rehearsed:
        due = "nothing due · P shows them"
    style = "bold $text-warning" if past.due else _QUIET
    return spread(say(f"{held}{newest}{on}", _QUIET), say(due, style), width)


def _problems(card: AgendaCard, width: int) -> Lines:
    number = counted(len(card.problems), "problem")
    told = f"Can't be held before {number} in its file {_is(len(card.problems))} mended:"
    lines = paragraph(told, width, "bold $text-error", first="✘ ")
    for problem in card.problems:
        lines += paragraph(problem, width, first="• ")
    return lines


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _plan(agenda: Agenda, width: int) -> Lines:
    length = f" · {duration(agenda.minutes)}" if agenda.minutes else ""
    lines = heading(f"{counted(len(agenda.steps), 'step')}{length}", width)
    for number, step in enumerate(agenda.steps, start=1):
        minutes = f" {step.minutes} min" if step.minutes else ""
        kind = pad(KIND_WORDS[type(step)], _KIND_CELLS)
        name = line(say(f"{number:>2}  {kind}", _QUIET), say(step.title))
        lines.append(spread(name, say(minutes, _QUIET), min(width, _PLAN_CELLS)))
    lines += heading(counted(len(agenda.teams), "team"), width)
    lines += paragraph(listed([team.name for team in agenda.teams]), width)
    lines += heading("Rules", width)
    is_named = agenda.rules.attribution == "named"
    named = "Votes are shown with names" if is_named else "Votes stay anonymous"
    return [*lines, *paragraph(f"{named} after the reveal. {rules_sentence(agenda.rules)}", width)]
