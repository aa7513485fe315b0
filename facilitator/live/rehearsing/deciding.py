"""What a facilitator records who goes by the rules: whole decisions, and promises with a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from facilitator.domain.agenda import Fallback
from facilitator.domain.commitments import Promise
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.state import Session
from facilitator.domain.step import SENTENCE_CELLS
from facilitator.domain.tasks import ContestedTask, InputKind, Support
from facilitator.domain.views import Draft, FacilitatorView, PromiseView
from facilitator.live.rehearsing import words
from facilitator.live.rehearsing.dice import happens

_DECIDES_ANYWAY = 0.4
"""How often a task without agreement gets a driver all the same, with a rationale."""
_MOST_SUPPORTERS = 3
_FIRST_DUE = timedelta(days=30)
_LATER_DUE = timedelta(days=90)


def decision_for(
    state: Session, task: ContestedTask, view: FacilitatorView, chance: Random, today: date
) -> Decision:
    """The outcome of a task: the leader where the rule is met, else mostly the rules' fallback."""
    draft, reveal = view.draft, view.stage.reveal
    if draft is None or reveal is None:
        return Decision(Outcome.SKIPPED)
    if reveal.rule_met and draft.leader is not None:
        return _decided(state, task, draft, driver=draft.leader, chance=chance, today=today)
    suggested = view.suggested.driver if view.suggested else None
    driver = suggested or draft.leader
    if driver is not None and happens(chance, _DECIDES_ANYWAY):
        decided = _decided(state, task, draft, driver=driver, chance=chance, today=today)
        return replace(decided, rationale=chance.choice(words.RATIONALES))
    if state.agenda.rules.fallback is Fallback.ESCALATE:
        return Decision(Outcome.ESCALATED)
    return Decision(Outcome.DEFERRED, review_on=_in_the_future(draft.review_on, today))


def dated(promise: PromiseView, view: FacilitatorView, chance: Random, today: date) -> Promise:
    """The promise with a day by which it is to be kept, and somebody who answers for it."""
    people = dict(view.people).get(promise.giver.id, ())
    return Promise(
        id=promise.id,
        giver=promise.giver.id,
        receiver=promise.receiver.id,
        text=promise.text,
        due=today + _FIRST_DUE,
        owner=promise.owner or (chance.choice(people) if people else ""),
    )


def made_smaller(promise: PromiseView, today: date) -> Promise:
    """The promise as those may consent to it who objected: less of it, and later."""
    text = words.REWORDED.format(text=promise.text)
    return Promise(
        id=promise.id,
        giver=promise.giver.id,
        receiver=promise.receiver.id,
        text=text if len(text) < SENTENCE_CELLS // 2 else promise.text,
        due=today + _LATER_DUE,
        owner=promise.owner,
    )


def promise_of_ones_own(state: Session) -> Promise:
    """A promise where the agenda proposes none, from its first team to its second."""
    giver, receiver = state.agenda.teams[:2]
    return Promise(id="", giver=giver.id, receiver=receiver.id, text=words.PROMISE)


def _decided(
    state: Session, task: ContestedTask, draft: Draft, *, driver: str, chance: Random, today: date
) -> Decision:
    owners = dict(draft.owners).get(driver, ())
    against = tuple(stance for stance in draft.stances if stance.position != driver)
    is_suggested = task.suggested is not None and task.suggested.driver == driver
    support = task.suggested.support if task.suggested and is_suggested else ()
    return Decision(
        outcome=Outcome.DECIDED,
        driver=driver,
        owner=chance.choice(owners) if owners else "",
        support=support or _usual_support(state, driver),
        dissent=tuple(
            replace(each, would_change=chance.choice(words.CHANGES_OF_MIND)) for each in against
        ),
        review_on=_in_the_future(draft.review_on, today),
    )


def _usual_support(state: Session, driver: str) -> tuple[Support, ...]:
    present = {voter.team for voter in state.voters}
    others = [t.id for t in state.agenda.teams if t.id in present and t.id != driver]
    return tuple(
        Support(team, InputKind.CONSULT, words.SUPPORT, words.SUPPORT_WHEN)
        for team in others[:_MOST_SUPPORTERS]
    )


def _in_the_future(day: date, today: date) -> date:
    """A review that was preset yesterday, and is recorded after midnight, may have come already."""
    return max(day, today + timedelta(days=1))
