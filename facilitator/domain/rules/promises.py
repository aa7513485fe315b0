"""Rules for what teams promise each other: worded, agreed by both, or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from facilitator.domain.agenda import SENTENCE_CELLS, Commit
from facilitator.domain.agreement import FEWEST_TOLD
from facilitator.domain.commands import (
    Envelope,
    Refusal,
    ReopenPromise,
    SettlePromise,
    TakeUpPromise,
    WordPromise,
)
from facilitator.domain.commitments import Promise, PromiseRecord
from facilitator.domain.consent import is_still_owed, promises_at, read_consent, round_about
from facilitator.domain.days import day_of
from facilitator.domain.events import (
    PromiseReopened,
    PromiseSettled,
    PromiseTakenUp,
    PromiseWorded,
)
from facilitator.domain.people import NAME_CELLS
from facilitator.domain.rules.people import Decided
from facilitator.domain.slugs import slug, unlike
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line

MOST_PROMISES = 60
"""Promises a step can hold: far more than a room can agree in a day."""
WORDS_OF_AN_ID = 5
"""How much of a promise its id spells out."""


def take_up(state: Session, sent: Envelope[TakeUpPromise]) -> Decided:
    """Turn to a promise of the current step."""
    command = sent.command
    record = _record_at_hand(state, command)
    if isinstance(record, Refusal):
        return record
    return (PromiseTakenUp(at=sent.at, step=command.step, promise=command.promise),)


def reopen(state: Session, sent: Envelope[ReopenPromise]) -> Decided:
    """Take a settled promise up again."""
    command = sent.command
    record = _record_at_hand(state, command)
    if isinstance(record, Refusal):
        return record
    if record.agreed is None:
        return Refusal("This promise is still open.")
    return (PromiseReopened(at=sent.at, step=command.step, promise=command.promise, by=sent.by),)


def word(state: Session, sent: Envelope[WordPromise]) -> Decided:
    """Add a promise, or give one other words, another day, an owner."""
    command = sent.command
    records = _records_at_hand(state, command.step)
    if isinstance(records, Refusal):
        return records
    worded = _clean(command.promise)
    if isinstance(worded, Refusal):
        return worded
    flaw = _flaw(state, worded, day_of(sent.at)) or _flaw_of_place(state, command, records)
    if flaw:
        return Refusal(flaw)
    if not worded.id:
        worded = replace(worded, id=_new_id(state, worded.text))
    elif records[worded.id].promise == worded:
        return ()
    if is_still_owed(state, PromiseRecord(worded)):
        return Refusal("That was promised in an earlier session, and is still open.")
    return (PromiseWorded(at=sent.at, step=command.step, promise=worded, by=sent.by),)


def _flaw_of_place(
    state: Session, command: WordPromise, records: Mapping[str, PromiseRecord]
) -> str:
    """Why no promise can be added here, or why this one keeps its words."""
    if not command.promise.id:
        is_full = len(state.promises.get(command.step, {})) >= MOST_PROMISES
        return f"This step is full: it holds {MOST_PROMISES} promises." if is_full else ""
    record = records.get(command.promise.id)
    if record is None:
        return "This step has no such promise."
    return "" if record.agreed is None else "This promise is settled. Reopen it to reword it."


def _records_at_hand(state: Session, step_id: str) -> dict[str, PromiseRecord] | Refusal:
    """The promises of the current step by id, where they may be changed now."""
    step = state.current_step
    if step is None or step.id != step_id or not isinstance(step, Commit):
        return Refusal("The room has moved on to another step.")
    if state.open_round(step.id) is not None:
        return Refusal("The room is being asked. Close the round first.")
    return {record.promise.id: record for record in promises_at(state, step.id)}


def _record_at_hand(
    state: Session, command: TakeUpPromise | SettlePromise | ReopenPromise
) -> PromiseRecord | Refusal:
    records = _records_at_hand(state, command.step)
    if isinstance(records, Refusal):
        return records
    return records.get(command.promise) or Refusal("This step has no such promise.")


def _clean(typed: Promise) -> Promise | Refusal:
    try:
        text = clean_line(typed.text, most_cells=SENTENCE_CELLS)
        owner = clean_line(typed.owner, most_cells=NAME_CELLS)
    except TextTooLong as error:
        return Refusal(f"That promise {error}.")
    except TextRefused as error:
        return Refusal(f"That promise can't be kept like this: {error}.")
    return replace(typed, text=text, owner=owner)


def _flaw(state: Session, worded: Promise, today: date) -> str:
    known = {team.id for team in state.agenda.teams}
    if not worded.text:
        return "Say what is promised."
    if worded.giver not in known or worded.receiver not in known:
        return "A promise is from one of the teams to another."
    if worded.giver == worded.receiver:
        return "A promise goes to another team than the one that makes it."
    if worded.due is not None and worded.due <= today:
        return "The day by which it is to be kept has to lie in the future."
    return ""


def _new_id(state: Session, text: str) -> str:
    """An id made of the words, the first few spelt, unlike every other promise's."""
    taken = {each.id for each in state.earlier.promised} if state.earlier else set()
    taken.update(promise for records in state.promises.values() for promise in records)
    return unlike(slug(text, "promise", most_words=WORDS_OF_AN_ID), taken)


def settle(state: Session, sent: Envelope[SettlePromise]) -> Decided:
    """Record that a promise was agreed by both its teams, or leave it out."""
    command = sent.command
    record = _record_at_hand(state, command)
    if isinstance(record, Refusal):
        return record
    if record.agreed is not None:
        return Refusal("This promise is settled already. Reopen it to change it.")
    flaw = _flaw_of_agreement(state, command.step, record) if command.agreed else ""
    if flaw:
        return Refusal(flaw)
    return (
        PromiseSettled(
            at=sent.at,
            step=command.step,
            promise=command.promise,
            agreed=command.agreed,
            by=sent.by,
        ),
    )


def _flaw_of_agreement(state: Session, step: str, record: PromiseRecord) -> str:
    """Why it can't be said that both teams agree; "" where they do."""
    held = round_about(state, step, record)
    if held is None or not held.is_revealed:
        return "Ask both teams first."
    consent = read_consent(state, record, held)
    if consent.withheld:
        return f"Too few have answered for anything to be told: {FEWEST_TOLD} answers are needed."
    if consent.objectors:
        return "Somebody objects. Hear why; then reword it, ask again, or leave it out."
    if not consent.is_given:
        names = [state.agenda.team(team).name for team in consent.lacking]
        return f"Nobody said yes for {' and '.join(names)}." if names else "Nobody said yes."
    return ""
