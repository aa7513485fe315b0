"""What the voter wants, as a command to the session."""

from __future__ import annotations

from datetime import datetime

from facilitator.domain.commands import (
    AnswerDissent,
    CastBallot,
    Command,
    JoinSession,
    LowerHand,
    MarkItem,
    ParkItem,
    RaiseHand,
    WithdrawBallot,
    WithdrawDissent,
    WithdrawMark,
)
from facilitator.ui.voting.arrival import Arrival
from facilitator.ui.voting.intents import (
    AnswerItem,
    AnswerObjection,
    Cast,
    Intent,
    Park,
    SetHand,
    TakeSeat,
    Withdraw,
    WithdrawObjection,
)
from facilitator.ui.voting.scene import Draft


def command_of(
    intent: Intent, me: str, draft: Draft, arrival: Arrival, at: datetime
) -> Command | None:
    """The command for an intent of participant ``me``; None where there is nothing to ask for.

    ``draft`` is the ballot at hand, for the round that a withdrawal is about.
    """
    match intent:
        case TakeSeat(name=name, team=team, seat=seat):
            return JoinSession(
                at=at,
                name=name,
                likeness=arrival.likeness(name),
                team=team,
                credential=arrival.credential,
                connection=arrival.connection,
                seat=seat,
            )
        case Cast(draft=wanted) if wanted.choice is not None:
            return CastBallot(
                at=at,
                by=me,
                participant=me,
                step=wanted.of[0],
                number=wanted.of[1],
                choice=wanted.choice,
                confidence=wanted.confidence,
                reason=wanted.reason,
                today=wanted.today,
            )
        case Withdraw():
            step, number = draft.of
            return WithdrawBallot(at=at, by=me, participant=me, step=step, number=number)
        case AnswerItem():
            return _marking(intent, me, at)
        case AnswerObjection() | WithdrawObjection():
            return _objecting(intent, me, at)
        case SetHand(up=up):
            raises_or_lowers = RaiseHand if up else LowerHand
            return raises_or_lowers(at=at, by=me, participant=me)
        case Park(text=text):
            return ParkItem(at=at, by=me, text=text)
        case _:
            return None


def _objecting(wish: AnswerObjection | WithdrawObjection, me: str, at: datetime) -> Command:
    if isinstance(wish, WithdrawObjection):
        return WithdrawDissent(at=at, by=me, participant=me, step=wish.step)
    return AnswerDissent(
        at=at,
        by=me,
        participant=me,
        step=wish.step,
        reason=wish.reason,
        would_change=wish.would_change,
    )


def _marking(wish: AnswerItem, me: str, at: datetime) -> Command:
    step, number = wish.of
    if wish.mark is None:
        return WithdrawMark(at=at, by=me, participant=me, step=step, number=number, item=wish.item)
    return MarkItem(
        at=at,
        by=me,
        participant=me,
        step=step,
        number=number,
        item=wish.item,
        value=wish.mark.value,
        reason=wish.mark.reason,
    )
