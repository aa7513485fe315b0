"""What a facilitator may see: the stage, the room, and the one next thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from facilitator.domain.agenda import ContestedTask, Rules, Suggestion, Support
from facilitator.domain.decisions import Dissent
from facilitator.domain.fields import copied
from facilitator.domain.people import Participant, Seat
from facilitator.domain.retitled import Retitled, retitled
from facilitator.domain.rounds import Ballot, Marks, VotingRound
from facilitator.domain.state import ParkedItem, Session
from facilitator.domain.steps import kind_of
from facilitator.domain.steps.kind import NextAction, Stage
from facilitator.domain.turnout import Exposure, Turnout, exposure, turnout
from facilitator.domain.views.stage import StageView, stage_view
from facilitator.domain.words.figures import day_of

NO_REASON = "Gave no reason with the vote."
"""What stands for the reason of an objector who typed none: the objection is kept all the same."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody in the room.

    Without ``has_terminal`` facilitators vote for them. ``is_asked`` by the open round;
    ``has_voted`` says that all it asks was answered (of dots in an anonymous session, that some
    were placed), never how. ``has_own`` says that something of
    it was answered by themselves, which nobody may replace. ``removed`` is why they were asked to
    leave, "" while they may be here.
    """

    id: str
    name: str
    seat: Seat
    is_here: bool
    changed_at: datetime | None
    is_asked: bool
    has_voted: bool
    has_terminal: bool
    hand_raised_at: datetime | None
    has_own: bool = False
    removed: str = ""


@dataclass(frozen=True, slots=True)
class TeamInRoom:
    """A team with those of it who hold a seat."""

    id: str
    name: str
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the decision form starts from; ``owners`` are the people of each team, by team id.

    ``leader`` is that of the newest round, None where that may not be told; ``support`` is the
    agenda's suggestion where it suggests that driver; ``stances`` holds everybody who named a team
    in the newest round, with the reason given. It is empty when attribution is anonymous.
    """

    leader: str | None
    owners: tuple[tuple[str, tuple[str, ...]], ...]
    support: tuple[Support, ...]
    stances: tuple[Dissent, ...]
    review_on: date


@dataclass(frozen=True, slots=True)
class FacilitatorView:
    """The facilitator's picture. ``waiting`` names who has not voted in the open round.

    ``rules`` are the agenda's; ``suggested`` is its own answer, None before the first reveal.
    ``next_step`` is the id and title of the step that NEXT or BEGIN leads to. ``people`` are the
    voters' names by team id, to pick an owner from. ``lead`` is who of the facilitators leads, by
    id; ``removed`` are those who were asked to leave; ``ahead`` the ids and titles of the steps not
    reached yet. ``objectors_heard`` are those, by id, who have had their say on what the decision
    at hand keeps of their objection; ``withdrawn`` names those who no longer object. ``exposure``
    is what could be worked out of the open round if it were revealed now.
    ``follows`` are the title and day of the session that this one is held against, ``remarks``
    sentences on its log and others.
    ``retitled`` are the tasks that seem to be others than last time, until the first step.
    """

    stage: StageView
    next_action: NextAction
    next_step: tuple[str, str] | None
    previous_step: tuple[str, str] | None
    room: tuple[TeamInRoom, ...]
    facilitators: tuple[PersonView, ...]
    waiting: tuple[str, ...]
    hands: tuple[str, ...]
    parked: tuple[ParkedItem, ...]
    notes: str
    suggested: Suggestion | None
    draft: Draft | None
    join_code: str
    rules: Rules
    people: tuple[tuple[str, tuple[str, ...]], ...]
    lead: str = ""
    removed: tuple[PersonView, ...] = ()
    ahead: tuple[tuple[str, str], ...] = ()
    objectors_heard: frozenset[str] = frozenset()
    withdrawn: tuple[str, ...] = ()
    exposure: Exposure | None = None
    follows: tuple[str, date] | None = None
    remarks: tuple[str, ...] = ()
    retitled: tuple[Retitled, ...] = ()


def facilitator_view(state: Session) -> FacilitatorView:
    """The picture for facilitators."""
    stage = stage_view(state)
    step = state.current_step
    there = turnout(state)
    present = [p for p in state.participants.values() if p.removed is None]
    hands = [p for p in present if p.hand_raised_at is not None]
    following = _following(state)
    own = _answered_themselves(state)
    return FacilitatorView(
        stage=stage,
        next_action=_next_action(state, stage, has_following=following is not None),
        next_step=following,
        previous_step=_previous(state),
        room=tuple(
            TeamInRoom(
                team.id,
                team.name,
                tuple(_person(p, there, own) for p in present if p.team == team.id),
            )
            for team in state.agenda.teams
        ),
        facilitators=tuple(_person(p, there, own) for p in state.facilitators),
        waiting=tuple(p.name for p in state.voters if p.id in there.asked - there.done),
        hands=tuple(p.name for p in sorted(hands, key=lambda p: str(p.hand_raised_at))),
        parked=state.parked_now,
        notes=step.notes if step else "",
        suggested=step.suggested if isinstance(step, ContestedTask) and stage.reveals else None,
        draft=_draft(state, step, stage) if isinstance(step, ContestedTask) else None,
        join_code=state.join_code,
        rules=state.agenda.rules,
        people=_voters(state, tuple(state.agenda.team_names)),
        lead=state.lead,
        removed=tuple(
            _person(p, there, own) for p in state.participants.values() if p.removed is not None
        ),
        objectors_heard=frozenset(_heard(state)),
        withdrawn=_withdrawn(state),
        exposure=exposure(state),
        follows=(state.earlier.title, state.earlier.held_on) if state.earlier else None,
        remarks=state.remarks,
        retitled=_retitled(state) if stage.stage is Stage.GATHERING else (),
        ahead=tuple((step.id, step.title) for step in state.steps if state.is_ahead(step.id)),
    )


def _retitled(state: Session) -> tuple[Retitled, ...]:
    return retitled(((task.id, task.title) for task in state.tasks), state.earlier)


def _voters(state: Session, teams: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The voters' names of each of these teams, by team id."""
    return tuple((team, tuple(p.name for p in state.voters if p.team == team)) for team in teams)


def _heard(state: Session) -> list[str]:
    return [who for step, who in sorted(state.dissent_answered) if step == state.current]


def _withdrawn(state: Session) -> tuple[str, ...]:
    """Who had their say on an objection that is no longer kept."""
    decision = state.record(state.current).decision if state.current else None
    if decision is None:
        return ()
    kept = {each.participant for each in decision.dissent}
    return tuple(state.participants[who].name for who in _heard(state) if who not in kept)


def _answered_themselves(state: Session) -> frozenset[str]:
    """Who has answered something in the open round by themselves; never what."""
    held = state.open_round(state.current) if state.current else None
    answers = held.answers if held else {}
    return frozenset(who for who, answer in answers.items() if _is_own(answer))


def _is_own(answer: Ballot | Marks) -> bool:
    """Whether anything of an answer was given by its voter themselves."""
    given = (answer,) if isinstance(answer, Ballot) else answer.values()
    return any(not each.proxy for each in given)


def _person(person: Participant, there: Turnout, own: frozenset[str]) -> PersonView:
    return copied(
        PersonView,
        person,
        is_here=person.is_here,
        is_asked=person.id in there.asked,
        has_voted=person.id in there.done,
        has_terminal=person.has_terminal,
        has_own=person.id in own,
        removed=person.removed or "",
    )


def _next_action(state: Session, stage: StageView, *, has_following: bool) -> NextAction:
    onward = NextAction.NEXT if has_following else NextAction.END
    match stage.stage:
        case Stage.GATHERING:
            return NextAction.BEGIN
        case Stage.READY:
            return NextAction.START_VOTING
        case Stage.CLOSING:
            return NextAction.START_VOTING if stage.here else onward
        case Stage.VOTING:
            return NextAction.CLOSE_AND_REVEAL
        case Stage.REVEALED:
            step = state.current_step
            return (kind_of(step).after_reveal(state, step) if step else None) or onward
        case Stage.ENDED:
            return NextAction.LEAVE
        case _:
            return onward


def _following(state: Session) -> tuple[str, str] | None:
    """The next step that still needs the room: after the current one."""
    place = _place(state)
    for step in state.steps[place + 1 :]:
        if not kind_of(step).is_settled(state, step):
            return (step.id, step.title)
    return None


def _previous(state: Session) -> tuple[str, str] | None:
    place = _place(state)
    return (state.steps[place - 1].id, state.steps[place - 1].title) if place > 0 else None


def _place(state: Session) -> int:
    """The current step's index; −1 while people gather."""
    step = state.current_step
    return -1 if step is None else state.steps.index(step)


def _draft(state: Session, task: ContestedTask, stage: StageView) -> Draft | None:
    reveal = stage.reveal
    record = state.record(task.id)
    if reveal is None:
        return None
    held = record.revealed[-1]
    suggested = task.suggested
    support = suggested.support if suggested and suggested.driver == reveal.leader else ()
    return Draft(
        leader=reveal.leader,
        owners=_voters(state, task.candidates),
        support=support,
        stances=_stances(state, held) if stage.named else (),
        review_on=_review_on(state, held),
    )


def _review_on(state: Session, held: VotingRound) -> date:
    day = day_of(held.closed_at or state.started_at)
    return day + timedelta(days=state.agenda.rules.review_after_days)


def _stances(state: Session, held: VotingRound) -> tuple[Dissent, ...]:
    return tuple(
        Dissent(
            team=team,
            position=ballot.choice,
            reason=ballot.reason or NO_REASON,
            name=state.participants[voter].name,
            participant=voter,
        )
        for voter, team in held.electorate.items()
        if (ballot := held.answers.get(voter)) and ballot.names_team
    )
