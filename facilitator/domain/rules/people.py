"""Rules for people: seats, teams, hands, the word, the lead, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from facilitator.domain import commands, events
from facilitator.domain.commands import Envelope
from facilitator.domain.decisions import MOST_CELLS
from facilitator.domain.people import NAME_CELLS, NO_TERMINAL, Participant, Seat, clash
from facilitator.domain.rules.common import Events, Refused, line, recorded, refuse_in_open_round
from facilitator.domain.state import Session

MOST_SEATS = 5_000
"""Seats a session gives out at the most: far above any room, far below what would hurt."""


def is_facilitator(state: Session, participant: str) -> bool:
    """Whether somebody sits in a facilitator's seat."""
    person = state.participants.get(participant)
    return person is not None and person.seat is Seat.FACILITATOR


def refuse_if_removed(person: Participant | None) -> None:
    """Refuse somebody who was asked to leave."""
    if person is not None and person.removed is not None:
        raise Refused(f"The facilitator asked you to leave: {person.removed}")


def clean_name(typed: str) -> str:
    """A person's name fit to be kept and shown."""
    name = line(typed, NAME_CELLS, "That name", "That name can't be used")
    if not name:
        raise Refused("Type your name first.")
    return name


def join(state: Session, sent: Envelope[commands.JoinSession]) -> Events:
    """Take a new seat."""
    command = sent.command
    name = clean_name(command.name)
    holder = state.holder(command.credential)
    if holder is not None and holder.connection == command.connection:
        return ()  # sent again, because nobody could say what had become of it
    if holder is not None:
        refuse_if_removed(holder)
        raise Refused("You already hold a seat here: reconnect to come back to it.")
    if command.seat is Seat.FACILITATOR and not command.is_listed:
        _check_code(state, command.facilitator_code)
    joined = _seated(state, sent, name, command.seat, command.credential)
    connected = recorded(events.ParticipantConnected, sent, participant=joined.participant)
    return (joined, connected)


def _check_code(state: Session, code: str) -> None:
    if not code:
        raise Refused("A facilitator's seat needs the facilitator code.")
    if not compare_digest(code.encode(), state.facilitator_code.encode()):
        raise Refused(
            "That facilitator code is void: each works once, and a new one takes the place of the"
            " one before. Ask for another."
        )


def seat(state: Session, sent: Envelope[commands.SeatSomebody]) -> Events:
    """Seat somebody who has no terminal."""
    return (_seated(state, sent, clean_name(sent.command.name)),)


def _seated(
    state: Session,
    sent: Envelope[commands.JoinSession | commands.SeatSomebody],
    name: str,
    seat: Seat = Seat.VOTER,
    credential: str = "",
) -> events.ParticipantJoined:
    """A new seat, in a team unless it is a facilitator's; without a credential, for the room."""
    facilitates = seat is Seat.FACILITATOR
    team = None if facilitates else sent.command.team
    if team is not None and team not in state.agenda.team_names:
        raise Refused("Pick one of the teams listed.")
    if len(state.participants) >= MOST_SEATS:
        raise Refused("Every seat of this session is taken. Ask the facilitator.")
    if any(_is_like(p, name, sent.command.likeness) for p in state.participants.values()):
        raise Refused(f"“{name}” is taken here. Add an initial or your surname.")
    alike = sum((p.seat is Seat.FACILITATOR) == facilitates for p in state.participants.values())
    participant = f"{'f' if facilitates else 'p'}{alike + 1}"
    return recorded(
        events.ParticipantJoined,
        sent,
        participant=participant,
        name=name,
        team=team,
        seat=seat,
        credential=credential or f"{NO_TERMINAL}{participant}",
    )


def _is_like(person: Participant, name: str, likeness: str) -> bool:
    """Whether somebody's name can't be told from another.

    By the names as well: what journals of before hold of names in other scripts is no key of now.
    """
    return clash(person.likeness, likeness) or person.name.casefold() == name.casefold()


def resume(state: Session, sent: Envelope[commands.ResumeSeat]) -> Events:
    """Come back to a seat."""
    command = sent.command
    person = state.holder(command.credential)
    if person is None:
        raise Refused("No seat here belongs to you yet.")
    refuse_if_removed(person)
    if person.connection == command.connection:
        return ()
    return (recorded(events.ParticipantConnected, sent, participant=person.id),)


def leave(state: Session, sent: Envelope[commands.LeaveSession]) -> Events:
    """Note that a connection has ended."""
    return _gone(state, sent.at, lambda connection: connection == sent.command.connection)


def lose_server(state: Session, sent: Envelope[commands.ReportServerLost]) -> Events:
    """Note that every connection through a server has ended."""
    return _gone(state, sent.at, lambda each: each.startswith(f"{sent.command.server}-"))


def _gone(state: Session, at: datetime, has_ended: Callable[[str], bool]) -> Events:
    return tuple(
        events.ParticipantDisconnected(at=at, participant=person.id, connection=person.connection)
        for person in state.participants.values()
        if person.connection is not None and has_ended(person.connection)
    )


def raise_hand(state: Session, sent: Envelope[commands.RaiseHand]) -> Events:
    """Ask to speak."""
    person = _owner_of_hand(state, sent.command.participant, sent.by)
    return () if person.hand_raised_at is not None else (recorded(events.HandRaised, sent),)


def lower_hand(state: Session, sent: Envelope[commands.LowerHand]) -> Events:
    """No longer ask to speak."""
    person = _owner_of_hand(state, sent.command.participant, sent.by)
    return () if person.hand_raised_at is None else (recorded(events.HandLowered, sent),)


def _owner_of_hand(state: Session, participant: str, by: str) -> Participant:
    person = state.participants.get(participant)
    if person is None:
        raise Refused("Nobody here holds that seat.")
    if by != participant and not is_facilitator(state, by):
        raise Refused("A hand is raised by its owner.")
    return person


def correct_team(state: Session, sent: Envelope[commands.CorrectTeam]) -> Events:
    """Put somebody into another team."""
    command = sent.command
    person = _somebody(state, command.participant)
    if person.seat is Seat.FACILITATOR:
        raise Refused("Facilitators belong to no team.")
    if command.team not in state.agenda.team_names:
        raise Refused("Pick one of the teams.")
    refuse_in_open_round(state, "A vote is open: a team is corrected between rounds.")
    if person.team == command.team:
        return ()
    return (recorded(events.TeamCorrected, sent),)


def remove(state: Session, sent: Envelope[commands.RemoveParticipant]) -> Events:
    """Have somebody leave."""
    command = sent.command
    person = _somebody(state, command.participant)
    if person.id == sent.by:
        raise Refused("Nobody can remove themselves. Leave instead.")
    reason = line(command.reason, MOST_CELLS, "The reason", "That reason can't be kept")
    if not reason:
        raise Refused("Say why: they are told, and so is the record of the session.")
    return (recorded(events.ParticipantRemoved, sent, reason=reason),)


def readmit(state: Session, sent: Envelope[commands.ReadmitParticipant]) -> Events:
    """Let somebody come back who was removed."""
    person = state.participants.get(sent.command.participant)
    if person is None or person.removed is None:
        raise Refused("Nobody of that seat was removed.")
    return (recorded(events.ParticipantReadmitted, sent),)


def issue_code(_state: Session, sent: Envelope[commands.IssueFacilitatorCode]) -> Events:
    """Have a one-time code open a facilitator's seat."""
    return (recorded(events.FacilitatorCodeIssued, sent),)


def hand_over(state: Session, sent: Envelope[commands.HandOverLead]) -> Events:
    """Let another facilitator lead."""
    to = sent.command.to
    if to not in {person.id for person in state.facilitators}:
        raise Refused("The lead goes to another facilitator.")
    return () if state.lead == to else (recorded(events.LeadHandedOver, sent),)


def give_word(state: Session, sent: Envelope[commands.GiveWord]) -> Events:
    """Give somebody the word, or take it back."""
    given = recorded(events.WordGiven, sent)
    if not given.to:
        return (given,) if state.speaking else ()
    person = _somebody(state, given.to)
    if person.hand_raised_at is None:
        return (given,)
    return (events.HandLowered(at=sent.at, participant=person.id), given)


def _somebody(state: Session, participant: str) -> Participant:
    person = state.participants.get(participant)
    if person is None or person.removed is not None:
        raise Refused("Nobody here holds that seat.")
    return person
