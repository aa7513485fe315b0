"""Rules for rounds on the items of a step: who may answer what, and until when."""

from __future__ import annotations

from facilitator.domain.agenda import Close, Commit, FollowUp, Rate, Shortlist, Step
from facilitator.domain.asking import is_asked, items_asked, numbers_for
from facilitator.domain.commands import Envelope, MarkItem, OpenRound, Refusal, WithdrawMark
from facilitator.domain.consent import promises_at
from facilitator.domain.events import ItemMarked, MarkWithdrawn, RoundOpened
from facilitator.domain.marks import PLAN, ItemRound, Mark, marks_of
from facilitator.domain.people import Participant, Seat
from facilitator.domain.rules.common import clean_reason
from facilitator.domain.rules.people import Decided
from facilitator.domain.state import Session

ASKS = (Rate, Shortlist, FollowUp, Commit, Close)
"""The kinds of step, besides tasks, in which the room is asked something."""


def open_items(state: Session, step: Step, sent: Envelope[OpenRound]) -> Decided:
    """Open a round on the items of the current step."""
    command = sent.command
    rounds = state.rounds_on(step.id)
    flaw = _flaw_of_opening(state, step, command)
    if flaw:
        return Refusal(flaw)
    if state.open_round(step.id) is not None:
        return Refusal("A round is open already.")
    if command.number != len(rounds) + 1:
        return Refusal("Another round was held meanwhile.")
    return (RoundOpened(at=sent.at, step=step.id, number=command.number, about=command.about),)


def _flaw_of_opening(state: Session, step: Step, command: OpenRound) -> str:
    if not isinstance(step, ASKS):
        return "This step has no vote."
    if isinstance(step, Commit):
        records = {record.promise.id: record for record in promises_at(state, step.id)}
        record = records.get(command.about)
        if record is None:
            return "This step has no such promise."
        return "This promise is settled. Reopen it first." if record.agreed is not None else ""
    if command.about:
        return "A round in this step asks about all of it."
    if isinstance(step, Shortlist) and step.id in state.choices:
        return "The tasks are chosen. Reopen the choice to place dots again."
    if isinstance(step, FollowUp):
        if not state.owed:
            return "Nothing was promised that could be followed up."
        if step.id in state.statuses_told:
            return "It is recorded what became of the promises."
    return ""


def mark(state: Session, sent: Envelope[MarkItem]) -> Decided:
    """Answer on one item."""
    command = sent.command
    held = _round_at_hand(state, command, sent.by)
    if isinstance(held, Refusal):
        return held
    step = state.step(command.step)
    flaw = _flaw_of_value(state, step, command, held)
    if flaw:
        return Refusal(flaw)
    reason = clean_reason(command.reason)
    if isinstance(reason, Refusal):
        return reason
    if reason and not _asks_why(step, command.item):
        return Refusal("No reason is asked for here.")
    given = Mark(command.value, reason, proxy=sent.by != command.participant)
    if given == marks_of(held, command.participant).get(command.item):
        return ()
    return (
        ItemMarked(
            at=sent.at,
            step=command.step,
            number=held.number,
            participant=command.participant,
            item=command.item,
            mark=given,
        ),
    )


def withdraw_mark(state: Session, sent: Envelope[WithdrawMark]) -> Decided:
    """Take an answer on one item back."""
    command = sent.command
    held = _round_at_hand(state, command, sent.by)
    if isinstance(held, Refusal):
        return held
    if command.item not in marks_of(held, command.participant):
        return ()
    return (
        MarkWithdrawn(
            at=sent.at,
            step=command.step,
            number=held.number,
            participant=command.participant,
            item=command.item,
        ),
    )


def _round_at_hand(
    state: Session, command: MarkItem | WithdrawMark, by: str
) -> ItemRound | Refusal:
    """The open round in which somebody answers for a voter, or why they can't."""
    voter = state.participants.get(command.participant)
    if voter is None or voter.seat is not Seat.VOTER or voter.removed is not None:
        return Refusal("Only voters can answer.")
    held = state.open_round(command.step)
    is_vote = command.step in {task.id for task in state.tasks}
    if held is None or held.number != command.number or is_vote:
        return Refusal("This round is closed: answers are no longer taken.")
    if not is_asked(state, command.step, held, voter):
        return Refusal("This round asks others, not your team.")
    if command.item not in items_asked(state, command.step, voter):
        return Refusal("That is not asked of you here.")
    flaw = _flaw_of_author(state, command, by, voter, held)
    return Refusal(flaw) if flaw else held


def _flaw_of_author(
    state: Session, command: MarkItem | WithdrawMark, by: str, voter: Participant, held: ItemRound
) -> str:
    author = state.participants.get(by)
    if by == voter.id:
        return ""
    if author is None or author.seat is not Seat.FACILITATOR:
        return "An answer is its voter's own."
    own = {item for item, given in marks_of(held, voter.id).items() if not given.proxy}
    # Which tasks have dots is the answer itself: to refuse for those alone would tell it.
    is_one_answer = isinstance(state.step(command.step), Shortlist)
    if command.item in own or (is_one_answer and own):
        return f"{voter.name} has answered: that answer is theirs alone."
    return ""


def _asks_why(step: Step, item: str) -> bool:
    return isinstance(step, Commit) or (isinstance(step, Close) and item == PLAN)


def _flaw_of_value(state: Session, step: Step, command: MarkItem, held: ItemRound) -> str:
    numbers = numbers_for(state, step.id)
    if isinstance(step, Shortlist):
        if command.value not in numbers:
            return f"Place 1 to {step.dots} dots on a task, or take them back."
        marks = marks_of(held, command.participant)
        others = sum(m.value or 0 for item, m in marks.items() if item != command.item)
        if others + (command.value or 0) > step.dots:
            return "All your dots are placed. Take one back to place it elsewhere."
        return ""
    if command.value is not None and command.value not in numbers:
        return f"Answer with {numbers[0]} to {numbers[-1]}, or abstain."
    return ""
