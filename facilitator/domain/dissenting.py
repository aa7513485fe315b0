"""Rules for objectors: what a decision keeps of them is theirs to confirm, reword or withdraw."""

from __future__ import annotations

from facilitator.domain.commands import AnswerDissent, Envelope, Refusal, WithdrawDissent
from facilitator.domain.decisions import Dissent
from facilitator.domain.events import DissentAnswered, DissentWithdrawn
from facilitator.domain.rules.decisions import MOST_CELLS
from facilitator.domain.rules.people import Decided
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line


def answer_dissent(state: Session, sent: Envelope[AnswerDissent | WithdrawDissent]) -> Decided:
    """Have a say on the objection that is kept in one's name."""
    command = sent.command
    if sent.by != command.participant:
        return Refusal("An objection is its author's own.")
    kept = dissent_of(state, command.step, command.participant)
    if kept is None:
        return Refusal("No objection of yours is kept with this decision.")
    if isinstance(command, WithdrawDissent):
        return (DissentWithdrawn(at=sent.at, step=command.step, participant=command.participant),)
    try:
        reason = clean_line(command.reason, most_cells=MOST_CELLS)
        would_change = clean_line(command.would_change, most_cells=MOST_CELLS)
    except TextTooLong as error:
        return Refusal(f"That {error}.")
    except TextRefused as error:
        return Refusal(f"That can't be kept: {error}.")
    if not reason:
        return Refusal("Say why you object, or withdraw the objection.")
    return (
        DissentAnswered(
            at=sent.at,
            step=command.step,
            participant=command.participant,
            reason=reason,
            would_change=would_change,
        ),
    )


def dissent_of(state: Session, step: str, participant: str) -> Dissent | None:
    """What a decision keeps of somebody's objection; None when nothing."""
    decision = state.record(step).decision
    if decision is None:
        return None
    return next((each for each in decision.dissent if each.participant == participant), None)
