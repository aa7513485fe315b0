"""What the body of a screen speaks of: of a voter's picture, all that does not change by itself.

Counts, the clock and a name in the header change all the time and for everybody differently. The
body is drawn from what is here, so that it is drawn once for all screens that show the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.ballots import Ballot
from facilitator.domain.decisions import Dissent
from facilitator.domain.people import Seat
from facilitator.domain.views import (
    CommitView,
    DecisionView,
    FollowUpView,
    InForceView,
    OutlineEntry,
    PlanView,
    PromiseView,
    RateView,
    RevealView,
    ShortlistView,
    SinceView,
    Stage,
    StageView,
    TaskView,
    VoterView,
)
from facilitator.ui.voting.sheet import Marks


@dataclass(frozen=True, slots=True)
class Subject:
    """Only what the stage shows is filled in. ``mine`` is the choice of one's own ballot.

    ``kind`` is that of the step. ``asked`` are the items that the open round asks of this voter and
    ``marks`` their own answers; ``is_concerned`` says whether a round in this step will ask them.
    """

    stage: Stage
    is_voter: bool = True
    named: bool = True
    kind: str = ""
    name: str = ""
    team: str = ""
    team_name: str = ""
    title: str = ""
    text: str = ""
    outline: tuple[OutlineEntry, ...] = ()
    task: TaskView | None = None
    ballot: Ballot | None = None
    mine: str | None = None
    agreement_required: float = 0.0
    reveal: RevealView | None = None
    decision: DecisionView | None = None
    in_force: InForceView | None = None
    dissent: Dissent | None = None
    has_answered: bool = False
    rate: RateView | None = None
    shortlist: ShortlistView | None = None
    commit: CommitView | None = None
    follow_up: FollowUpView | None = None
    plan: PlanView | None = None
    asked: tuple[str, ...] = ()
    marks: Marks = ()
    is_concerned: bool = False
    settled: tuple[tuple[str, DecisionView], ...] = ()
    promised: tuple[PromiseView, ...] = ()
    unsettled: tuple[PromiseView, ...] = ()
    set_aside: tuple[str, ...] = ()
    since: SinceView | None = None


def subject_of(view: VoterView) -> Subject:
    """What a picture's stage speaks of."""
    stage, me = view.stage, view.me
    is_voter = me.seat is Seat.VOTER
    if stage.stage is Stage.GATHERING:
        return Subject(
            stage.stage,
            is_voter,
            stage.named,
            name=me.name,
            team_name=me.team_name,
            outline=stage.outline,
        )
    if stage.stage is Stage.ENDED:
        return Subject(
            stage.stage,
            is_voter,
            name=me.name,
            team=me.team or "",
            settled=stage.settled,
            promised=stage.promised,
            unsettled=stage.unsettled,
            set_aside=stage.set_aside,
            since=stage.since,
        )
    if stage.task is not None:
        return _of_task(view, stage.task, is_voter=is_voter)
    if stage.step is not None and stage.step.kind not in ("brief", "task"):
        return _of_items(view, stage.step.kind, is_voter=is_voter)
    title = stage.step.title if stage.step else ""
    return Subject(stage.stage, is_voter, title=title, text=stage.text)


def _of_task(view: VoterView, task: TaskView, *, is_voter: bool) -> Subject:
    stage = view.stage
    match stage.stage:
        case Stage.VOTING:
            return Subject(stage.stage, is_voter, kind="task", task=task, ballot=view.ballot)
        case Stage.REVEALED | Stage.SETTLED:
            return Subject(
                stage.stage,
                is_voter,
                kind="task",
                task=task,
                mine=view.ballot.choice if view.ballot else None,
                agreement_required=stage.agreement_required,
                reveal=stage.reveal,
                decision=stage.decision,
                in_force=stage.in_force if stage.stage is Stage.REVEALED else None,
                dissent=view.dissent if stage.stage is Stage.SETTLED else None,
                has_answered=view.has_answered_dissent,
            )
        case _:
            return Subject(stage.stage, is_voter, kind="task", task=task)


def _of_items(view: VoterView, kind: str, *, is_voter: bool) -> Subject:
    stage = view.stage
    closes = kind == "close"
    return Subject(
        stage.stage,
        is_voter,
        stage.named,
        kind=kind,
        title=stage.step.title if stage.step else "",
        rate=stage.rate,
        shortlist=stage.shortlist,
        commit=stage.commit,
        follow_up=stage.follow_up,
        plan=stage.plan,
        asked=view.asked,
        marks=view.marks,
        is_concerned=is_voter and (not stage.named or (view.me.team or "") in _concerned(stage)),
        settled=stage.settled if closes else (),
        promised=stage.promised if closes else (),
        unsettled=stage.unsettled if closes else (),
        set_aside=stage.set_aside if closes else (),
        since=stage.since,
    )


def _concerned(stage: StageView) -> tuple[str, ...]:
    """The ids of the teams whose matter a promise or a follow-up is."""
    if stage.commit is not None and stage.commit.at_hand is not None:
        return (stage.commit.at_hand.giver.id, stage.commit.at_hand.receiver.id)
    if stage.follow_up is not None:
        return tuple(each.receiver.id for each in stage.follow_up.owed)
    return ()
