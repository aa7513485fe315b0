"""A facilitator who needs nobody at the keys: always the one next thing, by the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from facilitator.domain import agenda, commands, views
from facilitator.domain.commands import Command, Envelope
from facilitator.domain.decisions import Decision, Outcome, Promise, PromiseRecord
from facilitator.domain.state import Session
from facilitator.domain.steps.commit import is_still_owed
from facilitator.domain.words.figures import day_of
from facilitator.live.ports import Clock
from facilitator.live.rehearsal import words
from facilitator.live.rehearsal.participants import RehearsalStuck, SimulatedParticipants
from facilitator.live.rehearsal.people import Dice, happens
from facilitator.live.session import Accepted, LiveSession

Tell = Callable[[str], None]

MOST_ACTIONS = 20_000
"""Far more than the largest agenda takes: a rehearsal that gets there goes round in circles."""


class AutomaticFacilitator:
    """Takes a session from its lobby to its end; ``me`` is the facilitator's participant id.

    ``tell`` is given a line for every step, and for what came of it.
    """

    def __init__(
        self,
        session: LiveSession,
        me: str,
        room: SimulatedParticipants,
        *,
        clock: Clock,
        dice: Dice,
        tell: Tell,
    ) -> None:
        self._session = session
        self._me = me
        self._room = room
        self._clock = clock
        self._dice = dice
        self._tell = tell
        self._reworded: set[tuple[str, str]] = set()

    async def run(self) -> None:
        """Hold the whole workshop; raises RehearsalStuck when something is refused."""
        for _ in range(MOST_ACTIONS):
            await self._room.settle()
            await self._give_word()
            if self._picture.next_action is views.NextAction.LEAVE:
                return
            await self._go_on(self._picture)
        raise RehearsalStuck("the rehearsal does not come to an end")

    @property
    def _picture(self) -> views.FacilitatorView:
        return views.facilitator_view(self._session.state)

    async def _go_on(self, view: views.FacilitatorView) -> None:  # noqa: C901 - one arm an action
        commit = view.stage.about(views.CommitView)
        if commit is not None and await self._word(view, commit):
            return
        if await self._bring_back(view):
            return
        match view.next_action:
            case views.NextAction.BEGIN | views.NextAction.NEXT:
                await self._enter(view)
            case views.NextAction.START_VOTING | views.NextAction.NEW_ROUND:
                await self._open(view)
            case views.NextAction.CLOSE_AND_REVEAL:
                await self._close(view)
            case views.NextAction.DECIDE | views.NextAction.FALL_BACK:
                await self._decide(view)
            case views.NextAction.TAKE:
                await self._take(view)
            case views.NextAction.RECORD_TOLD:
                await self._record_told(view)
            case views.NextAction.PROMISE:
                await self._settle(view, agreed=True)
            case views.NextAction.REWORD:
                await self._reword(view)
            case views.NextAction.END:
                await self._do(commands.EndSession())

    async def _enter(self, view: views.FacilitatorView) -> None:
        if view.next_step is None:
            raise RehearsalStuck("the agenda has no step to begin with")
        await self._do(commands.EnterStep(step=view.next_step[0]))
        self._tell(words.step_told(self._picture.stage))

    async def _open(self, view: views.FacilitatorView) -> None:
        commit = view.stage.about(views.CommitView)
        if commit and commit.consent and commit.consent.withheld:
            # Whoever is here was asked: asked again they would be as few.
            await self._settle(view, agreed=False)
            return
        number = view.stage.rounds_held + 1
        about = commit.at_hand.id if commit and commit.at_hand else ""
        await self._do(commands.OpenRound(step=_step(view), number=number, about=about))

    async def _close(self, view: views.FacilitatorView) -> None:
        number = view.stage.round.number if view.stage.round else 0
        await self._do(commands.CloseRound(step=_step(view), number=number))
        self._say(words.round_told(self._picture.stage))

    async def _decide(self, view: views.FacilitatorView) -> None:
        state = self._session.state
        task = state.current_step
        if not isinstance(task, agenda.ContestedTask):
            raise RehearsalStuck(f"there is nothing to decide in “{_step(view)}”")
        chance = self._dice("decide", task.id, view.stage.rounds_held)
        decision = decision_for(state, task, view, chance, self._today)
        await self._do(commands.RecordDecision(step=task.id, decision=decision))
        self._say(words.decision_told(self._picture.stage))

    async def _take(self, view: views.FacilitatorView) -> None:
        shortlist = view.stage.about(views.ShortlistView)
        if shortlist is None:
            raise RehearsalStuck(f"there is nothing to take in “{_step(view)}”")
        taken = tuple(each.task for each in shortlist.ranked if each.by_dots)
        reason = ""
        if shortlist.withheld:
            taken = tuple(each.task for each in shortlist.ranked[: shortlist.keep])
            reason = words.WITHOUT_DOTS
        await self._do(commands.SettleShortlist(step=_step(view), taken=taken, reason=reason))
        settled = self._picture.stage.about(views.ShortlistView)
        if settled is not None:
            self._say(words.taken_told(settled))

    async def _record_told(self, view: views.FacilitatorView) -> None:
        follow_up = view.stage.about(views.FollowUpView)
        owed = follow_up.owed if follow_up else ()
        statuses = {promise.id: promise.possible[0] for promise in owed}
        await self._do(commands.RecordStatuses(step=_step(view), statuses=statuses))

    async def _bring_back(self, view: views.FacilitatorView) -> bool:
        """Put the first task that is due on the agenda, once."""
        follow_up = view.stage.about(views.FollowUpView)
        due = follow_up.due if follow_up else ()
        if view.stage.round or any(each.place is views.Place.BROUGHT_BACK for each in due):
            return False
        waiting = [each for each in due if each.place is views.Place.NOT_TODAY]
        if not waiting or len(self._session.state.steps) >= agenda.MOST_STEPS:
            return False
        await self._do(commands.BringBackTask(task=waiting[0].task))
        self._say(f"brought back: {waiting[0].title}")
        return True

    async def _word(self, view: views.FacilitatorView, commit: views.CommitView) -> bool:
        """Give the promise at hand a day; where there is none at all, make one up."""
        promise, step = commit.at_hand, _step(view)
        if promise is None:
            if commit.promises or commit.owed:
                return False
            own = promise_of_ones_own(self._session.state)
            if is_still_owed(self._session.state, PromiseRecord(own)):
                return False
            await self._do(commands.WordPromise(step=step, promise=own))
            return True
        if promise.agreed is not None or promise.due is not None or view.stage.round:
            return False
        chance = self._dice("promise", step, promise.id)
        worded = dated(promise, view, chance, self._today)
        await self._do(commands.WordPromise(step=step, promise=worded))
        return True

    async def _reword(self, view: views.FacilitatorView) -> None:
        """Make it smaller once; then leave it out.

        Nothing helps where a team has nobody here, or where the smaller one is owed already.
        """
        promise, state = _promise(view), self._session.state
        worded = made_smaller(promise, self._today)
        here = {voter.team for voter in state.voters}
        key = (_step(view), promise.id)
        is_past_help = not {promise.giver.id, promise.receiver.id} <= here
        is_owed = is_still_owed(state, PromiseRecord(worded))
        if key in self._reworded or is_past_help or is_owed:
            await self._settle(view, agreed=False)
            return
        self._reworded.add(key)
        await self._do(commands.WordPromise(step=_step(view), promise=worded))
        self._say(f"{promise.giver.short} → {promise.receiver.short}: reworded")

    async def _settle(self, view: views.FacilitatorView, *, agreed: bool) -> None:
        promise = _promise(view)
        await self._do(commands.SettlePromise(step=_step(view), promise=promise.id, agreed=agreed))
        self._say(words.promise_told(promise, agreed=agreed))

    async def _give_word(self) -> None:
        for person in tuple(self._session.state.participants.values()):
            if person.hand_raised_at is not None:
                await self._do(commands.GiveWord(to=person.id))

    async def _do(self, command: Command) -> None:
        answer = await self._session.submit(Envelope(self._clock(), self._me, command))
        if not isinstance(answer, Accepted):
            raise RehearsalStuck(f"{type(command).__name__}: {answer.reason}")

    def _say(self, line: str) -> None:
        if line:
            self._tell(f"    {line}")

    @property
    def _today(self) -> date:
        return day_of(self._clock())


def _step(view: views.FacilitatorView) -> str:
    return view.stage.step.id if view.stage.step else ""


def _promise(view: views.FacilitatorView) -> views.PromiseView:
    commit = view.stage.about(views.CommitView)
    at_hand = commit.at_hand if commit else None
    if at_hand is None:
        raise RehearsalStuck("no promise is at hand")
    return at_hand


_DECIDES_ANYWAY = 0.4
"""How often a task without agreement gets a driver all the same, with a rationale."""
_MOST_SUPPORTERS = 3
_FIRST_DUE = timedelta(days=30)
_LATER_DUE = timedelta(days=90)


def decision_for(
    state: Session,
    task: agenda.ContestedTask,
    view: views.FacilitatorView,
    chance: Random,
    today: date,
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
    if state.agenda.rules.fallback is agenda.Fallback.ESCALATE:
        return Decision(Outcome.ESCALATED)
    return Decision(Outcome.DEFERRED, review_on=_in_the_future(draft.review_on, today))


def dated(
    promise: views.PromiseView, view: views.FacilitatorView, chance: Random, today: date
) -> Promise:
    """The promise with a day by which it is to be kept, and somebody who answers for it."""
    people = dict(view.people).get(promise.giver.id, ())
    owner = promise.owner or (chance.choice(people) if people else "")
    return replace(_worded(promise), due=today + _FIRST_DUE, owner=owner)


def made_smaller(promise: views.PromiseView, today: date) -> Promise:
    """The promise as those may consent to it who objected: less of it, and later."""
    text = words.REWORDED.format(text=promise.text)
    is_short = len(text) < agenda.SENTENCE_CELLS // 2
    return replace(
        _worded(promise), text=text if is_short else promise.text, due=today + _LATER_DUE
    )


def _worded(promise: views.PromiseView) -> Promise:
    return Promise(
        id=promise.id,
        giver=promise.giver.id,
        receiver=promise.receiver.id,
        text=promise.text,
        owner=promise.owner,
    )


def promise_of_ones_own(state: Session) -> Promise:
    """A promise where the agenda proposes none, from its first team to its second."""
    giver, receiver = state.agenda.teams[:2]
    return Promise(id="", giver=giver.id, receiver=receiver.id, text=words.PROMISE)


def _decided(
    state: Session,
    task: agenda.ContestedTask,
    draft: views.Draft,
    *,
    driver: str,
    chance: Random,
    today: date,
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


def _usual_support(state: Session, driver: str) -> tuple[agenda.Support, ...]:
    present = {voter.team for voter in state.voters}
    others = [t.id for t in state.agenda.teams if t.id in present and t.id != driver]
    return tuple(
        agenda.Support(team, agenda.InputKind.CONSULT, words.SUPPORT, words.SUPPORT_WHEN)
        for team in others[:_MOST_SUPPORTERS]
    )


def _in_the_future(day: date, today: date) -> date:
    """A review that was preset yesterday, and is recorded after midnight, may have come already."""
    return max(day, today + timedelta(days=1))
