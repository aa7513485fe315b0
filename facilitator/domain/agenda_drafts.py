"""Agendas that are drafted for somebody: a first one from a few answers, the next one from a log.

A first agenda is made of a title, who takes part, and which tasks are debatable. The next one is of
what a decision log leaves due: tasks to look at again, and those left undecided. What was decided
last time stays out of it: the room is to vote blind once more.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import TypeVar

from facilitator.domain import agenda
from facilitator.domain.decision_log.model import DecisionLog, LogDecision
from facilitator.domain.decisions import UNDECIDED, Outcome
from facilitator.domain.fields import copied
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR
from facilitator.domain.slugs import slug, unlike
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.text import TextRefused, cells, clean_line, visible
from facilitator.domain.words.figures import day, day_of

FEWEST_TEAMS = 2
BRIEF_MINUTES = 5
FOLLOW_UP_MINUTES = 10
CLOSE_MINUTES = 10
TASK_MINUTES = 8
"""How long a task takes: explain it, vote, listen, vote again, decide."""

_TAKEN_TEAM_IDS = frozenset({ABSTAIN, NEED_INFO, NOBODY, UNCLEAR})
_BRIEF_TEXT = """\
A **grey area** is a task for which you could defend more than one owner.
That is nobody's fault: a division of work that suited us once stops fitting, and nobody decides to change it.

With each task we do three things.

1. **Vote alone, in silence.** Who should *drive* it here? Nobody sees your vote until all are revealed.
2. **Listen.** Where we differ, the side with the fewest votes speaks first.
3. **Settle it.** One driver, the reasons, what the others owe, and a date on which we look again.

The **driver** is the one team that answers for the result. Driving is not doing it all."""  # noqa: E501 - prose
_BRIEF_NOTES = "Ask each person for one task where they have been unsure whose it is. One sentence."
_CLOSE_NOTES = "Read each decision aloud: the driver first, then what the others owe, and when."
_OPENING = "Last time, on "
"""How the paragraph begins that is put before a background, in place of an earlier one."""

StepT = TypeVar("StepT", bound=agenda.StepBase)
_FOLLOW_UP = FollowUp(id="since-last-time", title="Since last time", minutes=FOLLOW_UP_MINUTES)
_CLOSE = Close(id="the-game-plan", title="The game plan", minutes=CLOSE_MINUTES)


class AnswerRefused(ValueError):  # noqa: N818 - reads as what happened
    """An answer does not fit. The message is a sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class TeamAnswer:
    """A team as it was named; without a ``short`` name one is made up."""

    name: str
    short: str = ""


def title_answer(text: str) -> str:
    """A title as it is kept: of the workshop or of a task; raises AnswerRefused."""
    return _answer(text, "title", agenda.TITLE_CELLS)


def team_answer(name: str, short: str = "") -> TeamAnswer:
    """A team as it is kept; raises AnswerRefused."""
    kept = _answer(short, "short name", agenda.SHORT_CELLS) if short.strip() else ""
    return TeamAnswer(_answer(name, "name of a team", agenda.NAME_CELLS), kept)


def short_name(name: str, taken: Container[str] = ()) -> str:
    """A short name for a team, which none in ``taken`` (in small letters) has.

    "Sales" stays as it is, "Product Management" becomes "PM", and "Product Marketing" after it
    "PMa".
    """
    found = (short for short in _short_names(name) if _is_fit(short))
    return next(short for short in found if short.casefold() not in taken)


def starter_agenda(
    agenda_id: str,
    title: str,
    teams: Sequence[TeamAnswer],
    tasks: Sequence[str],
    *,
    minutes: int | None = None,
    reserved: Sequence[str] = (),
    within: int = agenda.MOST_MINUTES,
) -> agenda.Agenda:
    """A brief, the tasks one after another, and the close.

    ``agenda_id`` is a file's name or a title, of which a slug is made. ``minutes`` is each task's
    timebox; without it tasks take :data:`TASK_MINUTES`, or less where that many would last longer
    than ``within`` minutes in all. No task gets one of the ids in ``reserved``. Raises
    AnswerRefused when the answers make no agenda.
    """
    _refuse_number(len(teams), "team", FEWEST_TEAMS, agenda.MOST_TEAMS)
    _refuse_number(len(tasks), "task", 1, agenda.MOST_STEPS - 2)
    _refuse_twice([team.name for team in teams], "team")
    _refuse_twice([team.short for team in teams if team.short], "short name")
    _refuse_twice(tasks, "task")
    brief = Brief(
        id="why-we-are-here",
        title="Why we are here",
        minutes=BRIEF_MINUTES,
        notes=_BRIEF_NOTES,
        text=_BRIEF_TEXT,
    )
    close = replace(_CLOSE, notes=_CLOSE_NOTES)
    team_list = _teams(teams)
    each = minutes or _minutes_each(len(tasks), within)
    ids = _ids(tasks, "task", {brief.id, close.id, *reserved})
    task_steps = [_task(*task, team_list, each) for task in zip(ids, tasks, strict=True)]
    return agenda.Agenda(
        id=slug(agenda_id, "workshop") or slug(title, "workshop") or "workshop",
        title=title,
        teams=team_list,
        steps=(brief, *task_steps, close),
    )


def _task(
    task_id: str, title: str, teams: Sequence[agenda.Team], minutes: int
) -> agenda.ContestedTask:
    return agenda.ContestedTask(
        id=task_id,
        title=title,
        minutes=minutes,
        question=agenda.default_question(title),
        candidates=tuple(team.id for team in teams),
    )


def _minutes_each(tasks: int, within: int) -> int:
    return max(1, min(TASK_MINUTES, (within - BRIEF_MINUTES - CLOSE_MINUTES) // tasks))


def _teams(answers: Sequence[TeamAnswer]) -> tuple[agenda.Team, ...]:
    shorts: list[str] = []
    given = {answer.short.casefold() for answer in answers}
    for answer in answers:
        taken = given | {short.casefold() for short in shorts}
        shorts.append(answer.short or short_name(answer.name, taken))
    ids = _ids(shorts, "team", _TAKEN_TEAM_IDS)
    return tuple(
        agenda.Team(team_id, answer.name, short)
        for team_id, answer, short in zip(ids, answers, shorts, strict=True)
    )


def _short_names(name: str) -> Iterator[str]:
    words = name.split()
    if len(words) == 1 and cells(name) <= agenda.SHORT_CELLS:
        yield name
    initials = "".join(word[0] for word in words if word[0].isalnum()).upper()
    if len(words) > 1 and cells(initials) in range(2, agenda.SHORT_CELLS):
        yield initials
        for more in range(2, 5):
            yield _fitting(initials + words[-1][1:more])
    yield _fitting(words[0])
    for number in count(1):
        yield f"Team {number}"


def _is_fit(short: str) -> bool:
    """Whether a name that was cut is still text: an emoji of several parts may not be."""
    try:
        return clean_line(short, most_cells=agenda.SHORT_CELLS) == short != ""
    except TextRefused:
        return False


def _fitting(text: str) -> str:
    while cells(text) > agenda.SHORT_CELLS:
        text = text[:-1]
    return text


def _ids(titles: Sequence[str], stand_in: str, taken: Collection[str]) -> tuple[str, ...]:
    """A slug of each title, unlike each other and those taken."""
    ids: list[str] = []
    for title in titles:
        ids.append(unlike(slug(title, stand_in), {*taken, *ids}))
    return tuple(ids)


def _answer(text: str, what: str, most_cells: int) -> str:
    try:
        answer = clean_line(text, most_cells=most_cells)
    except TextRefused as refused:
        shown = visible(text, most_cells=40)
        raise AnswerRefused(f"the {what} “{shown}” can't be used: it {_it(refused)}") from refused
    if not answer:
        raise AnswerRefused(f"the {what} is empty: write something")
    return answer


def _it(refused: TextRefused) -> str:
    told = str(refused)
    return told if told.startswith("is ") else f"has a fault: {told}"


def _refuse_number(found: int, what: str, fewest: int, most: int) -> None:
    if not fewest <= found <= most:
        raise AnswerRefused(f"a workshop has {fewest} to {most} {what}s, and here are {found}")


def _refuse_twice(names: Sequence[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            shown = visible(name, most_cells=40)
            raise AnswerRefused(f"the {what} “{shown}” is given twice: take one out")
        seen.add(name.casefold())


def due_decisions(log: DecisionLog, on: date) -> tuple[LogDecision, ...]:
    """What the log leaves due on that day, in its order.

    Everything that was reached and left undecided, and decisions whose review date has come.
    """
    return tuple(
        decision
        for decision in log.decisions
        if decision.outcome in UNDECIDED
        or (decision.outcome is Outcome.DECIDED and (decision.review_on or date.max) <= on)
    )


def next_review(log: DecisionLog, on: date) -> date | None:
    """The first review date of the log after that day; None when there is none."""
    days = (decision.review_on for decision in log.decisions)
    return min((day for day in days if day is not None and day > on), default=None)


def next_agenda(
    log: DecisionLog, on: date, original: agenda.Agenda | None = None
) -> agenda.Agenda | None:
    """An agenda of what the log leaves due on that day; None when that is nothing.

    Its id is that of the log's own agenda, so that it is known as the same workshop, and made of
    the title where the log names none. Teams and
    rules are the log's. ``original`` is that agenda, where it is at hand: from it come each task's
    question, background, candidates, suggestion, source, notes and minutes.
    """
    due = due_decisions(log, on)
    if not due:
        return None
    teams = tuple(_team_of(original, team.id, team.name) for team in log.teams)
    steps = original.steps if original else ()
    tasks = [_task_due(decision, log, teams, original) for decision in due]
    return agenda.Agenda(
        id=log.session.agenda or slug(log.session.title, "workshop"),
        title=log.session.title,
        summary=f"What was due on {day(on)} from the workshop of {day(_held_on(log))}.",
        teams=teams,
        rules=_rules(log, original),
        steps=(_around(tasks, steps, _FOLLOW_UP), *tasks, _around(tasks, reversed(steps), _CLOSE)),
    )


def _held_on(log: DecisionLog) -> date:
    return day_of(log.session.started_at)


def _team_of(original: agenda.Agenda | None, team_id: str, name: str) -> agenda.Team:
    for team in original.teams if original else ():
        if team.id == team_id:
            return agenda.Team(team_id, name, team.short, team.purpose)
    return agenda.Team(team_id, name, team_id[: agenda.SHORT_CELLS].upper())


def _rules(log: DecisionLog, original: agenda.Agenda | None) -> agenda.Rules:
    approver = log.rules.approver or (original.rules.approver if original else None)
    escalates = log.rules.fallback is agenda.Fallback.ESCALATE and bool(approver)
    return copied(
        agenda.Rules,
        log.rules,
        attribution=log.session.attribution,
        fallback=agenda.Fallback.ESCALATE if escalates else agenda.Fallback.DEFER,
        approver=approver if escalates else None,
    )


def _task_due(
    decision: LogDecision,
    log: DecisionLog,
    teams: Sequence[agenda.Team],
    original: agenda.Agenda | None,
) -> agenda.ContestedTask:
    ids = tuple(team.id for team in teams)
    new = _task(decision.task, decision.title, teams, TASK_MINUTES)
    task = _task_of(original, decision.task) or new
    candidates = tuple(team for team in task.candidates if team in ids)
    if len(candidates) < agenda.FEWEST_CANDIDATES:
        candidates = ids
    return replace(
        task,
        title=decision.title,
        minutes=task.minutes or TASK_MINUTES,
        question=task.question if task.title == decision.title else new.question,
        candidates=candidates,
        background=_with_background(_why_it_is_back(decision, log), task.background),
        phase=decision.phase or task.phase,
        suggested=_suggestion(task.suggested, candidates, ids),
    )


def _task_of(original: agenda.Agenda | None, task: str) -> agenda.ContestedTask | None:
    tasks = original.tasks if original else ()
    return next((found for found in tasks if found.id == task), None)


def _suggestion(
    suggestion: agenda.Suggestion | None, candidates: Sequence[str], teams: Sequence[str]
) -> agenda.Suggestion | None:
    """What of the suggestion still makes sense among today's teams."""
    if suggestion is None or suggestion.driver not in candidates:
        return None
    support = tuple(each for each in suggestion.support if each.team in teams)
    return agenda.Suggestion(suggestion.driver, suggestion.because, support)


def _why_it_is_back(decision: LogDecision, log: DecisionLog) -> str:
    """One sentence that says how it ended and why it is back, and nothing of who drives."""
    last = f"{_OPENING}{day(_held_on(log))}, this was"
    review = decision.review_on
    match decision.outcome:
        case Outcome.DECIDED:
            until = f", with a review on {day(review)}" if review else ""
            return f"{last} decided{until}: what was decided stays hidden until the votes are in."
        case Outcome.DEFERRED:
            until = f" until {day(review)}" if review else ""
            return f"{last} deferred{until}: it is back because it was left without a decision."
        case Outcome.ESCALATED:
            to = f" to {log.rules.approver}" if log.rules.approver else ""
            return f"{last} escalated{to}: it is back because the log holds no decision."
        case _:
            return f"{last} parked: it is back because it was left without a decision."


def _with_background(why: str, background: str) -> str:
    """The sentence before the task's own background, where both fit."""
    first, _, rest = background.partition("\n\n")
    own = rest if first.startswith(_OPENING) else background
    both = f"{why}\n\n{own}".strip()
    return both if cells(both) + both.count("\n") <= agenda.PAGE_CELLS else why


def _around(
    tasks: Sequence[agenda.ContestedTask], steps: Iterable[agenda.StepBase], otherwise: StepT
) -> StepT:
    """The first such step, else the one that there is ``otherwise``; no task has its id."""
    found = next((step for step in steps if isinstance(step, type(otherwise))), otherwise)
    minutes = found.minutes or otherwise.minutes
    return replace(found, id=_free(found, tasks), minutes=minutes)


def _free(step: agenda.StepBase, tasks: Sequence[agenda.ContestedTask]) -> str:
    """The step's id, or one like it that no task has."""
    taken = {task.id for task in tasks}
    found = step.id
    while found in taken:
        found = f"step-{found}"[:64]
    return found
