"""Rules for what is taken up today: the shortlist, earlier promises, tasks that come back."""

from __future__ import annotations

from facilitator.domain.agenda import (
    MOST_STEPS,
    ContestedTask,
    FollowUp,
    Shortlist,
    default_question,
)
from facilitator.domain.anonymity import item_shown
from facilitator.domain.commands import (
    BringBackTask,
    Envelope,
    RecordStatuses,
    Refusal,
    RemoveTask,
    ReopenShortlist,
    SettleShortlist,
)
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.days import day_of
from facilitator.domain.earlier import due_tasks
from facilitator.domain.events import (
    ShortlistReopened,
    ShortlistSettled,
    StatusesRecorded,
    TaskAdded,
    TaskRemoved,
)
from facilitator.domain.marks import TOLD, ItemRound
from facilitator.domain.rules.agenda_changes import closing_part
from facilitator.domain.rules.decisions import MOST_CELLS
from facilitator.domain.rules.people import Decided
from facilitator.domain.shortlisting import chosen, dots_withheld, rank
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line


def settle_shortlist(state: Session, sent: Envelope[SettleShortlist]) -> Decided:
    """Take the tasks that the dots chose, or others with a reason."""
    command = sent.command
    step = _shortlist_at_hand(state, command.step)
    if isinstance(step, Refusal):
        return step
    if step.id in state.choices:
        return Refusal("The tasks are chosen already. Reopen the choice to change it.")
    if state.open_round(step.id) is not None:
        return Refusal("Dots are still being placed. Close the round first.")
    held = state.last_revealed(step.id)
    if held is None:
        return Refusal("Nobody has placed a dot yet.")
    reason = _clean_overruling(command.reason)
    if isinstance(reason, Refusal):
        return reason
    taken = tuple(task for task in step.tasks if task in command.taken)
    overrules = set(taken) != set(chosen(step, rank(state, step, held)))
    if not taken or len(taken) != len(command.taken):
        return Refusal("Take at least one of the tasks that were on offer, each once.")
    if overrules and not reason:
        return Refusal(_unexplained(state, held))
    given = reason if overrules else ""
    return (ShortlistSettled(at=sent.at, step=step.id, taken=taken, reason=given, by=sent.by),)


def _unexplained(state: Session, held: ItemRound) -> str:
    if dots_withheld(state, held):
        return "Too few placed dots for them to choose: say why you take these."
    return "The dots chose other tasks: say why you overrule them."


def _clean_overruling(typed: str) -> str | Refusal:
    try:
        return clean_line(typed, most_cells=MOST_CELLS)
    except TextTooLong as error:
        return Refusal(f"The reason {error}.")
    except TextRefused as error:
        return Refusal(f"That reason can't be kept: {error}.")


def reopen_shortlist(state: Session, sent: Envelope[ReopenShortlist]) -> Decided:
    """Choose again."""
    command = sent.command
    step = _shortlist_at_hand(state, command.step)
    if isinstance(step, Refusal):
        return step
    if step.id not in state.choices:
        return Refusal("The tasks are not chosen yet.")
    return (ShortlistReopened(at=sent.at, step=step.id, by=sent.by),)


def _shortlist_at_hand(state: Session, step_id: str) -> Shortlist | Refusal:
    step = state.current_step
    if step is None or step.id != step_id:
        return Refusal("The room has moved on to another step.")
    return step if isinstance(step, Shortlist) else Refusal("This step has no shortlist.")


def record_statuses(state: Session, sent: Envelope[RecordStatuses]) -> Decided:
    """Record what became of earlier promises, by the word of those who were to receive them."""
    command = sent.command
    step = state.current_step
    if step is None or step.id != command.step or not isinstance(step, FollowUp):
        return Refusal("The room has moved on to another step.")
    if state.open_round(step.id) is not None:
        return Refusal("The round is open. Close it first.")
    owed = {promise.id: promise for promise in state.owed}
    if not owed or set(command.statuses) != set(owed):
        return Refusal("Say of each open promise what became of it, and of no other.")
    for promise, status in command.statuses.items():
        told = statuses_told(state, step.id, promise)
        if status not in told:
            words = ", ".join(each.value for each in told)
            return Refusal(f"“{owed[promise].text}”: the receiving team says {words}.")
    return (
        StatusesRecorded(at=sent.at, step=step.id, statuses=dict(command.statuses), by=sent.by),
    )


def statuses_told(state: Session, step: str, promise: str) -> tuple[CommitmentStatus, ...]:
    """What the receiving team says of an earlier promise, most said first.

    When nobody says anything it is still open; so it is where anonymity lets nothing be told.
    """
    held = state.last_revealed(step)
    if held is None:
        return (CommitmentStatus.OPEN,)
    counts = item_shown(state.agenda, held, promise, range(1, len(TOLD) + 1)).counts
    said = [(count, status) for count, status in zip(counts, TOLD, strict=True) if count]
    said.sort(key=lambda each: -each[0])
    return tuple(status for _, status in said) or (CommitmentStatus.OPEN,)


def bring_back(state: Session, sent: Envelope[BringBackTask]) -> Decided:
    """Put a task of the earlier session on today's agenda, before the closing steps."""
    command = sent.command
    if state.earlier is None:
        return Refusal("There is no earlier session to take a task from.")
    today = day_of(state.started_at)
    due = {each.decision.task: each.decision for each in due_tasks(state.earlier, today)}
    found = due.get(command.task)
    if found is None:
        return Refusal("That task is not due from the earlier session.")
    if any(step.id == found.task for step in state.steps):
        return Refusal("That task is on today's agenda already.")
    if len(state.steps) >= MOST_STEPS:
        return Refusal(f"The agenda is full: it has {MOST_STEPS} steps.")
    task = ContestedTask(
        id=found.task,
        title=found.title,
        question=default_question(found.title),
        candidates=tuple(team.id for team in state.agenda.teams),
        phase=found.phase,
    )
    return (TaskAdded(at=sent.at, task=task, before=closing_part(state), by=sent.by),)


def remove_task(state: Session, sent: Envelope[RemoveTask]) -> Decided:
    """Take a task that was added on the spot off the agenda again."""
    command = sent.command
    if command.task not in state.added:
        return Refusal("Only a task that was added today can be taken off again.")
    if command.task in state.entered:
        return Refusal("The room has been on that task: defer, park or skip it instead.")
    return (TaskRemoved(at=sent.at, task=command.task, by=sent.by),)
