"""What may happen in a session: a command and the state in, events or a refusal out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from facilitator.domain import commands
from facilitator.domain.commands import Command, Envelope, Refusal
from facilitator.domain.rules import agenda_changes, decisions, people, promises, session, voting
from facilitator.domain.rules.common import Events, Refused
from facilitator.domain.state import Session, State

Rule = Callable[[Session, Envelope[Any]], Events]

FACILITATORS: Mapping[type[Command], Rule] = {
    commands.EnterStep: session.enter,
    commands.ExtendTime: session.extend,
    commands.EndSession: session.end,
    commands.OpenRound: voting.open_round,
    commands.CloseRound: voting.close_round,
    commands.RecordDecision: decisions.record,
    commands.ReopenDecision: decisions.reopen,
    commands.SettleShortlist: agenda_changes.settle_shortlist,
    commands.ReopenShortlist: agenda_changes.reopen_shortlist,
    commands.RecordStatuses: promises.record_statuses,
    commands.TakeUpPromise: promises.take_up,
    commands.WordPromise: promises.word,
    commands.SettlePromise: promises.settle,
    commands.ReopenPromise: promises.reopen,
    commands.AddTask: agenda_changes.add_task,
    commands.BringBackTask: agenda_changes.bring_back,
    commands.RemoveTask: agenda_changes.remove_task,
    commands.MoveStep: agenda_changes.move_step,
    commands.MergeItems: session.merge_items,
    commands.SeatSomebody: people.seat,
    commands.CorrectTeam: people.correct_team,
    commands.RemoveParticipant: people.remove,
    commands.ReadmitParticipant: people.readmit,
    commands.IssueFacilitatorCode: people.issue_code,
    commands.HandOverLead: people.hand_over,
    commands.GiveWord: people.give_word,
}
"""What only facilitators may do."""

ANYBODY: Mapping[type[Command], Rule] = {
    commands.JoinSession: people.join,
    commands.ResumeSeat: people.resume,
    commands.LeaveSession: people.leave,
    commands.ReportServerLost: people.lose_server,
    commands.RaiseHand: people.raise_hand,
    commands.LowerHand: people.lower_hand,
    commands.CastBallot: voting.cast,
    commands.WithdrawBallot: voting.withdraw,
    commands.MarkItem: voting.mark,
    commands.WithdrawMark: voting.withdraw_mark,
    commands.AnswerDissent: decisions.answer_dissent,
    commands.WithdrawDissent: decisions.withdraw_dissent,
    commands.ParkItem: session.park_item,
    commands.NoteLogWritten: session.note_log,
}
"""What anybody may do; each rule says whose the matter is."""


def decide(state: State, sent: Envelope[Command]) -> Events | Refusal:
    """Decide a command: the events that it comes to, or why it does not apply."""
    try:
        if isinstance(sent.command, commands.StartSession):
            return session.start(state, sent.command, sent.at)
        if state is None:
            raise Refused("The session has not started.")
        _check_sender(state, sent)
        kind = type(sent.command)
        return (FACILITATORS.get(kind) or ANYBODY[kind])(state, sent)
    except Refused as refused:
        return Refusal(str(refused))


def _check_sender(state: Session, sent: Envelope[Command]) -> None:
    """Whether a command may come from whoever sent it, and may still come."""
    if isinstance(sent.command, commands.LeaveSession | commands.ReportServerLost):
        return
    if state.ended_at is not None:
        if not isinstance(sent.command, commands.ResumeSeat | commands.NoteLogWritten):
            raise Refused("The workshop has ended.")
        return
    people.refuse_if_removed(state.participants.get(sent.by))
    if type(sent.command) in FACILITATORS and not people.is_facilitator(state, sent.by):
        raise Refused("Only a facilitator can do this.")
