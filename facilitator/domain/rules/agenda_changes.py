"""Rules for what changes on the way: tasks added, steps moved, parked items merged."""

from __future__ import annotations

from facilitator.domain.agenda import (
    MOST_STEPS,
    SENTENCE_CELLS,
    TITLE_CELLS,
    Close,
    Commit,
    ContestedTask,
    default_question,
)
from facilitator.domain.commands import AddTask, Envelope, MergeItems, MoveStep, Refusal
from facilitator.domain.events import ItemsMerged, StepMoved, TaskAdded
from facilitator.domain.rules.people import MOST_PARKED_CHARACTERS, Decided
from facilitator.domain.slugs import slug, unlike
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line

FEWEST_CANDIDATES = 2
"""A task that one team alone could drive is not debatable."""


def add_task(state: Session, sent: Envelope[AddTask]) -> Decided:
    """Put a new task on today's agenda."""
    command = sent.command
    title = _clean(command.title, TITLE_CELLS, "title")
    question = _clean(command.question, SENTENCE_CELLS, "question")
    if isinstance(title, Refusal):
        return title
    if isinstance(question, Refusal):
        return question
    flaw = _flaw_of_task(state, title, command)
    if flaw:
        return Refusal(flaw)
    wanted = frozenset(command.candidates) or frozenset(team.id for team in state.agenda.teams)
    task = ContestedTask(
        id=_new_id(state, title),
        title=title,
        question=question or default_question(title),
        candidates=tuple(team.id for team in state.agenda.teams if team.id in wanted),
        source="Added in the session",
    )
    return (
        TaskAdded(
            at=sent.at,
            task=task,
            before=command.before or closing_part(state),
            by=sent.by,
            parked=command.parked,
        ),
    )


def _flaw_of_task(state: Session, title: str, command: AddTask) -> str:
    known = {team.id for team in state.agenda.teams}
    if not title:
        return "Say what the task is."
    if any(task.title.casefold() == title.casefold() for task in state.tasks):
        return "A task of that name is on the agenda already."
    if len(state.steps) >= MOST_STEPS:
        return f"The agenda is full: it has {MOST_STEPS} steps."
    if command.candidates and not (
        set(command.candidates) <= known and len(set(command.candidates)) >= FEWEST_CANDIDATES
    ):
        return "Pick at least two of the teams as candidates."
    if command.before is not None and not is_ahead(state, command.before):
        return "A new task comes before a step that was not reached yet."
    if command.parked is not None and command.parked not in {i.number for i in state.parked_now}:
        return "That item is not in the parking lot any more."
    return ""


def move_step(state: Session, sent: Envelope[MoveStep]) -> Decided:
    """Take a step earlier or later among those that were not reached yet."""
    command = sent.command
    if not is_ahead(state, command.step):
        return Refusal("Only a step that was not reached yet can be moved.")
    if command.before is not None and not is_ahead(state, command.before):
        return Refusal("A step can be moved only among those that were not reached yet.")
    if command.before == command.step:
        return ()
    steps = [step for step in state.steps if step.id != command.step]
    if command.before is None and any(isinstance(step, Close) for step in steps):
        return Refusal("The last word belongs to the closing step.")
    return (StepMoved(at=sent.at, step=command.step, before=command.before, by=sent.by),)


def merge_items(state: Session, sent: Envelope[MergeItems]) -> Decided:
    """Make one parked item of several."""
    command = sent.command
    here = {item.number for item in state.parked_now}
    items = tuple(dict.fromkeys(command.items))
    if len(items) < FEWEST_CANDIDATES or not set(items) <= here:
        return Refusal("Pick two or more items that are in the parking lot.")
    text = _clean(command.text, 2 * MOST_PARKED_CHARACTERS, "item")
    if isinstance(text, Refusal):
        return text
    if not text or len(text) > MOST_PARKED_CHARACTERS:
        return Refusal(f"Write 1 to {MOST_PARKED_CHARACTERS} characters.")
    return (ItemsMerged(at=sent.at, items=tuple(sorted(items)), text=text, by=sent.by),)


def is_ahead(state: Session, step_id: str) -> bool:
    """Whether a step is still to come: on the agenda, not the current one, never entered."""
    return step_id in {step.id for step in state.steps} and step_id not in state.entered


def closing_part(state: Session) -> str | None:
    """The step ahead of which a task that comes in on the spot stands; None for the end.

    That is the first of the promises and closing steps with which the agenda ends, but never one
    that the room has passed.
    """
    place = len(state.steps)
    while place > 0 and isinstance(state.steps[place - 1], Commit | Close):
        place -= 1
    current = state.current_step
    if current is not None:
        place = max(place, state.steps.index(current) + 1)
    return state.steps[place].id if place < len(state.steps) else None


def _clean(typed: str, most_cells: int, what: str) -> str | Refusal:
    try:
        return clean_line(typed, most_cells=most_cells)
    except TextTooLong as error:
        return Refusal(f"That {what} {error}.")
    except TextRefused as error:
        return Refusal(f"That {what} can't be used: {error}.")


def _new_id(state: Session, title: str) -> str:
    """An id made of the title, unlike that of every step and every task decided before."""
    taken = {step.id for step in state.steps}
    if state.earlier:
        told = (*state.earlier.decisions, *state.earlier.in_force)
        taken.update(decision.task for decision in told)
    return unlike(slug(title, "task"), taken)
