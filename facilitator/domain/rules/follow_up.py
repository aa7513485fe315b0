"""Rules for what became of earlier promises."""

from __future__ import annotations

from facilitator.domain.commands import Envelope, RecordStatuses
from facilitator.domain.events import StatusesRecorded
from facilitator.domain.rules.common import Events, Refused, at_hand, refuse_in_open_round
from facilitator.domain.state import Session
from facilitator.domain.steps.follow_up import FollowUp, statuses_told


def record_statuses(state: Session, sent: Envelope[RecordStatuses]) -> Events:
    """Record what became of earlier promises, by the word of those who were to receive them."""
    command = sent.command
    step = at_hand(state, command.step, FollowUp)
    refuse_in_open_round(state, "The round is open. Close it first.")
    owed = {promise.id: promise for promise in state.owed}
    if not owed or set(command.statuses) != set(owed):
        raise Refused("Say of each open promise what became of it, and of no other.")
    for promise, status in command.statuses.items():
        told = statuses_told(state, step.id, promise)
        if status not in told:
            words = ", ".join(each.value for each in told)
            raise Refused(f"“{owed[promise].text}”: the receiving team says {words}.")
    statuses = dict(command.statuses)
    return (StatusesRecorded(at=sent.at, step=step.id, statuses=statuses, by=sent.by),)
