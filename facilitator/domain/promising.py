"""Rules for what teams promise each other: worded, agreed by both, or left out."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.agenda import SENTENCE_CELLS, Commit
from facilitator.domain.agreement import FEWEST_TOLD
from facilitator.domain.commands import (
    CommandBase,
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
from facilitator.domain.seating import Decided
from facilitator.domain.slugs import slug, unlike
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line

MOST_PROMISES = 60
"""Promises a step can hold: far more than a room can agree in a day."""
WORDS_OF_AN_ID = 5
"""How much of a promise its id spells out."""


def promise(
    state: Session, command: TakeUpPromise | WordPromise | SettlePromise | ReopenPromise
) -> Decided:
    """Whatever happens to a promise of the current step."""
    step = state.current_step
    if step is None or step.id != command.step or not isinstance(step, Commit):
        return Refusal("The room has moved on to another step.")
    if state.open_items(step.id) is not None:
        return Refusal("The room is being asked. Close the round first.")
    if isinstance(command, WordPromise):
        return _word(state, step, command)
    records = {record.promise.id: record for record in promises_at(state, step.id)}
    record = records.get(command.promise)
    if record is None:
        return Refusal("This step has no such promise.")
    if isinstance(command, SettlePromise):
        return _settle(state, step, record, command)
    if isinstance(command, TakeUpPromise):
        return (PromiseTakenUp(at=command.at, step=step.id, promise=command.promise),)
    if record.agreed is None:
        return Refusal("This promise is still open.")
    return (PromiseReopened(at=command.at, step=step.id, promise=command.promise, by=command.by),)


def _word(state: Session, step: Commit, command: WordPromise) -> Decided:
    worded = _clean(command.promise)
    if isinstance(worded, Refusal):
        return worded
    flaw = _flaw(state, worded, command)
    if flaw:
        return Refusal(flaw)
    if worded.id:
        records = {record.promise.id: record for record in promises_at(state, step.id)}
        record = records.get(worded.id)
        if record is None:
            return Refusal("This step has no such promise.")
        if record.agreed is not None:
            return Refusal("This promise is settled. Reopen it to reword it.")
        if record.promise == worded:
            return ()
    else:
        if len(state.promises.get(step.id, {})) >= MOST_PROMISES:
            return Refusal(f"This step is full: it holds {MOST_PROMISES} promises.")
        worded = replace(worded, id=_new_id(state, worded.text))
    if is_still_owed(state, PromiseRecord(worded)):
        return Refusal("That was promised in an earlier session, and is still open.")
    return (PromiseWorded(at=command.at, step=step.id, promise=worded, by=command.by),)


def _clean(typed: Promise) -> Promise | Refusal:
    try:
        text = clean_line(typed.text, most_cells=SENTENCE_CELLS)
        owner = clean_line(typed.owner, most_cells=NAME_CELLS)
    except TextTooLong as error:
        return Refusal(f"That promise {error}.")
    except TextRefused as error:
        return Refusal(f"That promise can't be kept like this: {error}.")
    return replace(typed, text=text, owner=owner)


def _flaw(state: Session, worded: Promise, command: CommandBase) -> str:
    known = {team.id for team in state.agenda.teams}
    if not worded.text:
        return "Say what is promised."
    if worded.giver not in known or worded.receiver not in known:
        return "A promise is from one of the teams to another."
    if worded.giver == worded.receiver:
        return "A promise goes to another team than the one that makes it."
    if worded.due is not None and worded.due <= day_of(command.at):
        return "The day by which it is to be kept has to lie in the future."
    return ""


def _new_id(state: Session, text: str) -> str:
    """An id made of the words, the first few spelt, unlike every other promise's."""
    taken = {each.id for each in state.earlier.promised} if state.earlier else set()
    taken.update(promise for records in state.promises.values() for promise in records)
    return unlike(slug(text, "promise", most_words=WORDS_OF_AN_ID), taken)


def _settle(state: Session, step: Commit, record: PromiseRecord, command: SettlePromise) -> Decided:
    if record.agreed is not None:
        return Refusal("This promise is settled already. Reopen it to change it.")
    if command.agreed:
        held = round_about(state, step.id, record)
        if held is None or not held.is_revealed:
            return Refusal("Ask both teams first.")
        consent = read_consent(state, record, held)
        if consent.withheld:
            return Refusal(
                f"Too few have answered for anything to be told: {FEWEST_TOLD} answers are needed."
            )
        if consent.objectors:
            return Refusal(
                "Somebody objects. Hear why; then reword it, ask again, or leave it out."
            )
        if not consent.is_given:
            names = [state.agenda.team(team).name for team in consent.lacking]
            return Refusal(
                f"Nobody said yes for {' and '.join(names)}." if names else "Nobody said yes."
            )
    return (
        PromiseSettled(
            at=command.at,
            step=step.id,
            promise=record.promise.id,
            agreed=command.agreed,
            by=command.by,
        ),
    )
