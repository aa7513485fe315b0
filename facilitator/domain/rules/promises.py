"""Rules for what teams promise each other: worded, agreed by both or left out, kept or missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from facilitator.domain import commands, events
from facilitator.domain.agenda import SENTENCE_CELLS
from facilitator.domain.anonymity import FEWEST_TOLD
from facilitator.domain.commands import Envelope
from facilitator.domain.decisions import Promise, PromiseRecord
from facilitator.domain.people import NAME_CELLS
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
from facilitator.domain.steps import commit
from facilitator.domain.steps.follow_up import FollowUp, statuses_told
from facilitator.domain.words.figures import day_of, listed

MOST_PROMISES = 60
"""Promises a step can hold: far more than a room can agree in a day."""
WORDS_OF_AN_ID = 5
"""How much of a promise its id spells out."""


def take_up(state: Session, sent: Envelope[commands.TakeUpPromise]) -> Events:
    """Turn to a promise of the current step."""
    _at_hand(state, sent.command.step, sent.command.promise)
    return (recorded(events.PromiseTakenUp, sent),)


def reopen(state: Session, sent: Envelope[commands.ReopenPromise]) -> Events:
    """Take a settled promise up again."""
    if _at_hand(state, sent.command.step, sent.command.promise).agreed is None:
        raise Refused("This promise is still open.")
    return (recorded(events.PromiseReopened, sent),)


def settle(state: Session, sent: Envelope[commands.SettlePromise]) -> Events:
    """Record that a promise was agreed by both its teams, or leave it out."""
    command = sent.command
    record = _at_hand(state, command.step, command.promise)
    if record.agreed is not None:
        raise Refused("This promise is settled already. Reopen it to change it.")
    if command.agreed:
        _check_consent(state, command.step, record)
    return (recorded(events.PromiseSettled, sent),)


def _check_consent(state: Session, step: str, record: PromiseRecord) -> None:
    consent = commit.consent_to(state, step, record)
    if consent is None:
        raise Refused("Ask both teams first.")
    if consent.withheld:
        few = "Too few have answered for anything to be told"
        raise Refused(f"{few}: {FEWEST_TOLD} answers are needed.")
    if consent.objections:
        raise Refused("Somebody objects. Hear why; then reword it, ask again, or leave it out.")
    if not consent.is_given:
        teams = f" for {listed(consent.lacking)}" if consent.lacking else ""
        raise Refused(f"Nobody said yes{teams}.")


def word(state: Session, sent: Envelope[commands.WordPromise]) -> Events:
    """Add a promise, or give one other words, another day, an owner."""
    step = sent.command.step
    records = _all_at_hand(state, step)
    worded = _clean(sent.command.promise)
    _check_words(state, worded, day_of(sent.at))
    if not worded.id:
        if len(state.promises.get(step, {})) >= MOST_PROMISES:
            raise Refused(f"This step is full: it holds {MOST_PROMISES} promises.")
        worded = replace(worded, id=_new_id(state, worded.text))
    elif _found(records, worded.id).agreed is not None:
        raise Refused("This promise is settled. Reopen it to reword it.")
    elif records[worded.id].promise == worded:
        return ()
    if commit.is_still_owed(state, PromiseRecord(worded)):
        raise Refused("That was promised in an earlier session, and is still open.")
    return (recorded(events.PromiseWorded, sent, promise=worded),)


def record_statuses(state: Session, sent: Envelope[commands.RecordStatuses]) -> Events:
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
    return (recorded(events.StatusesRecorded, sent, statuses=dict(command.statuses)),)


def _all_at_hand(state: Session, step_id: str) -> Mapping[str, PromiseRecord]:
    """The promises of the current step by id, where they may be changed now."""
    step = at_hand(state, step_id, commit.Commit)
    refuse_in_open_round(state, "The room is being asked. Close the round first.")
    return {record.promise.id: record for record in commit.promises_at(state, step.id)}


def _at_hand(state: Session, step_id: str, promise: str) -> PromiseRecord:
    return _found(_all_at_hand(state, step_id), promise)


def _found(records: Mapping[str, PromiseRecord], promise: str) -> PromiseRecord:
    if promise not in records:
        raise Refused("This step has no such promise.")
    return records[promise]


def _clean(typed: Promise) -> Promise:
    parts = ("That promise", "That promise can't be kept like this")
    return replace(
        typed,
        text=line(typed.text, SENTENCE_CELLS, *parts),
        owner=line(typed.owner, NAME_CELLS, *parts),
    )


def _check_words(state: Session, worded: Promise, today: date) -> None:
    known = state.agenda.team_names
    if not worded.text:
        raise Refused("Say what is promised.")
    if worded.giver not in known or worded.receiver not in known:
        raise Refused("A promise is from one of the teams to another.")
    if worded.giver == worded.receiver:
        raise Refused("A promise goes to another team than the one that makes it.")
    if worded.due is not None and worded.due <= today:
        raise Refused("The day by which it is to be kept has to lie in the future.")


def _new_id(state: Session, text: str) -> str:
    """An id made of the words, the first few spelt, unlike every other promise's."""
    taken = {each.id for each in state.earlier.promised} if state.earlier else set()
    taken.update(promise for records in state.promises.values() for promise in records)
    return unlike(slug(text, "promise", most_words=WORDS_OF_AN_ID), taken)
