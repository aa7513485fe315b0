"""Rules for what a facilitator does about people: seats, teams, leaving, the lead, the word."""

from __future__ import annotations

from facilitator.domain.commands import (
    CorrectTeam,
    Envelope,
    GiveWord,
    HandOverLead,
    IssueFacilitatorCode,
    ReadmitParticipant,
    Refusal,
    RemoveParticipant,
    SeatSomebody,
)
from facilitator.domain.events import (
    FacilitatorCodeIssued,
    HandLowered,
    LeadHandedOver,
    ParticipantJoined,
    ParticipantReadmitted,
    ParticipantRemoved,
    TeamCorrected,
    WordGiven,
)
from facilitator.domain.people import NO_TERMINAL, Participant, Seat
from facilitator.domain.rules.decisions import MOST_CELLS
from facilitator.domain.rules.people import Decided, clean_name, flaw_of_new_seat, next_participant
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line


def seat(state: Session, sent: Envelope[SeatSomebody]) -> Decided:
    """Seat somebody who has no terminal."""
    command = sent.command
    name = clean_name(command.name)
    if isinstance(name, Refusal):
        return name
    flaw = flaw_of_new_seat(state, name, command.likeness, command.team)
    if flaw:
        return Refusal(flaw)
    participant = next_participant(state)
    return (
        ParticipantJoined(
            at=sent.at,
            participant=participant,
            name=name,
            likeness=command.likeness,
            team=command.team,
            seat=Seat.VOTER,
            credential=f"{NO_TERMINAL}{participant}",
        ),
    )


def correct_team(state: Session, sent: Envelope[CorrectTeam]) -> Decided:
    """Put somebody into another team."""
    command = sent.command
    person = _somebody(state, command.participant)
    if isinstance(person, Refusal):
        return person
    if person.seat is Seat.FACILITATOR:
        return Refusal("Facilitators belong to no team.")
    if command.team not in {team.id for team in state.agenda.teams}:
        return Refusal("Pick one of the teams.")
    if state.current is not None and state.open_round(state.current):
        return Refusal("A vote is open: a team is corrected between rounds.")
    if person.team == command.team:
        return ()
    return (TeamCorrected(at=sent.at, participant=person.id, team=command.team, by=sent.by),)


def remove(state: Session, sent: Envelope[RemoveParticipant]) -> Decided:
    """Have somebody leave."""
    command = sent.command
    person = _somebody(state, command.participant)
    if isinstance(person, Refusal):
        return person
    if person.id == sent.by:
        return Refusal("Nobody can remove themselves. Leave instead.")
    try:
        reason = clean_line(command.reason, most_cells=MOST_CELLS)
    except TextTooLong as error:
        return Refusal(f"The reason {error}.")
    except TextRefused as error:
        return Refusal(f"That reason can't be kept: {error}.")
    if not reason:
        return Refusal("Say why: they are told, and so is the record of the session.")
    return (ParticipantRemoved(at=sent.at, participant=person.id, reason=reason, by=sent.by),)


def readmit(state: Session, sent: Envelope[ReadmitParticipant]) -> Decided:
    """Let somebody come back who was removed."""
    who = sent.command.participant
    person = state.participants.get(who)
    if person is None or person.removed is None:
        return Refusal("Nobody of that seat was removed.")
    return (ParticipantReadmitted(at=sent.at, participant=who, by=sent.by),)


def issue_code(_state: Session, sent: Envelope[IssueFacilitatorCode]) -> Decided:
    """Have a one-time code open a facilitator's seat."""
    return (FacilitatorCodeIssued(at=sent.at, digest=sent.command.digest, by=sent.by),)


def hand_over(state: Session, sent: Envelope[HandOverLead]) -> Decided:
    """Let another facilitator lead."""
    command = sent.command
    if command.to not in {person.id for person in state.facilitators}:
        return Refusal("The lead goes to another facilitator.")
    if state.lead == command.to:
        return ()
    return (LeadHandedOver(at=sent.at, to=command.to, by=sent.by),)


def give_word(state: Session, sent: Envelope[GiveWord]) -> Decided:
    """Give somebody the word, or take it back."""
    command = sent.command
    if not command.to:
        return (WordGiven(at=sent.at, to="", by=sent.by),) if state.speaking else ()
    person = _somebody(state, command.to)
    if isinstance(person, Refusal):
        return person
    given = WordGiven(at=sent.at, to=person.id, by=sent.by)
    if person.hand_raised_at is None:
        return (given,)
    return (HandLowered(at=sent.at, participant=person.id), given)


def _somebody(state: Session, participant: str) -> Participant | Refusal:
    person = state.participants.get(participant)
    if person is None or person.removed is not None:
        return Refusal("Nobody here holds that seat.")
    return person
