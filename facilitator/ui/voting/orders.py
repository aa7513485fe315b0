"""What the voter wants, as a command to the session."""

from __future__ import annotations

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
from facilitator.ui.voting.connection import Arrival
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


def command_of(intent: Intent, me: str, draft: Draft, arrival: Arrival) -> Command | None:
    """The command for an intent of participant ``me``; None where there is nothing to ask for.

    ``draft`` is the ballot at hand, for the round that a withdrawal is about.
    """
    match intent:
        case TakeSeat(name=name, team=team, seat=seat):
            return JoinSession(
                name=name,
                likeness=arrival.likeness(name),
                team=team,
                credential=arrival.credential,
                connection=arrival.connection,
                seat=seat,
            )
        case Cast(draft=wanted) if wanted.choice is not None:
            return CastBallot(
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
            return WithdrawBallot(participant=me, step=step, number=number)
        case AnswerItem():
            return _marking(intent, me)
        case AnswerObjection() | WithdrawObjection():
            return _objecting(intent, me)
        case SetHand(up=up):
            raises_or_lowers = RaiseHand if up else LowerHand
            return raises_or_lowers(participant=me)
        case Park(text=text):
            return ParkItem(text=text)
        case _:
            return None


def _objecting(wish: AnswerObjection | WithdrawObjection, me: str) -> Command:
    if isinstance(wish, WithdrawObjection):
        return WithdrawDissent(participant=me, step=wish.step)
    return AnswerDissent(
        participant=me, step=wish.step, reason=wish.reason, would_change=wish.would_change
    )


def _marking(wish: AnswerItem, me: str) -> Command:
    step, number = wish.of
    if wish.mark is None:
        return WithdrawMark(participant=me, step=step, number=number, item=wish.item)
    return MarkItem(
        participant=me,
        step=step,
        number=number,
        item=wish.item,
        value=wish.mark.value,
        reason=wish.mark.reason,
    )
