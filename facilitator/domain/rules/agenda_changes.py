"""Rules for what is taken today: tasks shortlisted, added and taken off, steps moved."""

from __future__ import annotations

from facilitator.domain import commands, events
from facilitator.domain.agenda import (
    FEWEST_CANDIDATES,
    MOST_STEPS,
    SENTENCE_CELLS,
    TITLE_CELLS,
    ContestedTask,
    default_question,
)
from facilitator.domain.commands import Envelope
from facilitator.domain.decisions import MOST_CELLS
from facilitator.domain.earlier import due_tasks
from facilitator.domain.rounds import ItemRound
from facilitator.domain.rules.common import (
    Events,
    Refused,
    at_hand,
    line,
    recorded,
    refuse_in_open_round,
)
from facilitator.domain.slugs import slug, unlike
from facilitator.domain.state import Session
from facilitator.domain.steps import kind_of
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.shortlist import Shortlist, dots_withheld, rank
from facilitator.domain.words.figures import day_of

_NO_SHORTLIST = "This step has no shortlist."


def add_task(state: Session, sent: Envelope[commands.AddTask]) -> Events:
    """Put a new task on today's agenda."""
    command = sent.command
    title = line(command.title, TITLE_CELLS, "That title", "That title can't be used")
    question = line(
        command.question, SENTENCE_CELLS, "That question", "That question can't be used"
    )
    _check_task(state, title, command)
    wanted = command.candidates or state.agenda.team_names
    task = ContestedTask(
        id=_new_id(state, title),
        title=title,
        question=question or default_question(title),
        candidates=tuple(team for team in state.agenda.team_names if team in wanted),
        source="Added in the session",
    )
    before = command.before or closing_part(state)
    return (recorded(events.TaskAdded, sent, task=task, before=before),)


def _check_task(state: Session, title: str, command: commands.AddTask) -> None:
    wanted = set(command.candidates)
    if not title:
        raise Refused("Say what the task is.")
    if any(task.title.casefold() == title.casefold() for task in state.tasks):
        raise Refused("A task of that name is on the agenda already.")
    _check_room_left(state)
    if wanted and not (
        wanted <= state.agenda.team_names.keys() and len(wanted) >= FEWEST_CANDIDATES
    ):
        raise Refused("Pick at least two of the teams as candidates.")
    if command.before is not None and not state.is_ahead(command.before):
        raise Refused("A new task comes before a step that was not reached yet.")
    if command.parked is not None and command.parked not in {i.number for i in state.parked_now}:
        raise Refused("That item is not in the parking lot any more.")


def bring_back(state: Session, sent: Envelope[commands.BringBackTask]) -> Events:
    """Put a task of the earlier session on today's agenda, before the closing steps."""
    if state.earlier is None:
        raise Refused("There is no earlier session to take a task from.")
    today = day_of(state.started_at)
    due = {each.decision.task: each.decision for each in due_tasks(state.earlier, today)}
    found = due.get(sent.command.task)
    if found is None:
        raise Refused("That task is not due from the earlier session.")
    if any(step.id == found.task for step in state.steps):
        raise Refused("That task is on today's agenda already.")
    _check_room_left(state)
    task = ContestedTask(
        id=found.task,
        title=found.title,
        question=default_question(found.title),
        candidates=tuple(state.agenda.team_names),
        phase=found.phase,
    )
    return (events.TaskAdded(at=sent.at, task=task, before=closing_part(state), by=sent.by),)


def _check_room_left(state: Session) -> None:
    if len(state.steps) >= MOST_STEPS:
        raise Refused(f"The agenda is full: it has {MOST_STEPS} steps.")


def remove_task(state: Session, sent: Envelope[commands.RemoveTask]) -> Events:
    """Take a task that was added on the spot off the agenda again."""
    task = sent.command.task
    if task not in state.added:
        raise Refused("Only a task that was added today can be taken off again.")
    if task in state.entered:
        raise Refused("The room has been on that task: defer, park or skip it instead.")
    return (recorded(events.TaskRemoved, sent),)


def move_step(state: Session, sent: Envelope[commands.MoveStep]) -> Events:
    """Take a step earlier or later among those that were not reached yet."""
    command = sent.command
    if not state.is_ahead(command.step):
        raise Refused("Only a step that was not reached yet can be moved.")
    if command.before is not None and not state.is_ahead(command.before):
        raise Refused("A step can be moved only among those that were not reached yet.")
    if command.before == command.step:
        return ()
    steps = [step for step in state.steps if step.id != command.step]
    if command.before is None and any(isinstance(step, Close) for step in steps):
        raise Refused("The last word belongs to the closing step.")
    return (recorded(events.StepMoved, sent),)


def settle_shortlist(state: Session, sent: Envelope[commands.SettleShortlist]) -> Events:
    """Take the tasks that the dots chose, or others with a reason."""
    command = sent.command
    step = at_hand(state, command.step, Shortlist, _NO_SHORTLIST)
    if step.id in state.choices:
        raise Refused("The tasks are chosen already. Reopen the choice to change it.")
    refuse_in_open_round(state, "Dots are still being placed. Close the round first.")
    held = state.last_revealed(step.id)
    if held is None:
        raise Refused("Nobody has placed a dot yet.")
    reason = line(command.reason, MOST_CELLS, "The reason", "That reason can't be kept")
    taken = tuple(task for task in step.tasks if task in command.taken)
    overrules = set(taken) != {each.task for each in rank(state, step, held) if each.by_dots}
    if not taken or len(taken) != len(command.taken):
        raise Refused("Take at least one of the tasks that were on offer, each once.")
    if overrules and not reason:
        raise Refused(_unexplained(state, held))
    given = reason if overrules else ""
    return (recorded(events.ShortlistSettled, sent, taken=taken, reason=given),)


def _unexplained(state: Session, held: ItemRound) -> str:
    if dots_withheld(state, held):
        return "Too few placed dots for them to choose: say why you take these."
    return "The dots chose other tasks: say why you overrule them."


def reopen_shortlist(state: Session, sent: Envelope[commands.ReopenShortlist]) -> Events:
    """Choose again; the dots stay."""
    step = at_hand(state, sent.command.step, Shortlist, _NO_SHORTLIST)
    if step.id not in state.choices:
        raise Refused("The tasks are not chosen yet.")
    return (recorded(events.ShortlistReopened, sent),)


def closing_part(state: Session) -> str | None:
    """The step ahead of which a task that comes in on the spot stands; None for the end.

    That is the first of the promises and closing steps with which the agenda ends, but never one
    that the room has passed.
    """
    place = len(state.steps)
    while place > 0 and kind_of(state.steps[place - 1]).is_closing:
        place -= 1
    current = state.current_step
    if current is not None:
        place = max(place, state.steps.index(current) + 1)
    return state.steps[place].id if place < len(state.steps) else None


def _new_id(state: Session, title: str) -> str:
    """An id made of the title, unlike that of every step and every task decided before."""
    taken = {step.id for step in state.steps}
    if state.earlier:
        parts = (*state.earlier.decisions, *state.earlier.in_force)
        taken.update(decision.task for decision in parts)
    return unlike(slug(title, "task"), taken)
