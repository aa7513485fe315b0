"""Rules for what a facilitator does about people: seats, teams, leaving, the lead, the word."""

from __future__ import annotations

from facilitator.domain.commands import (
    CorrectTeam,
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
from facilitator.domain.outcomes import MOST_CELLS
from facilitator.domain.people import NO_TERMINAL, Participant, Seat
from facilitator.domain.seating import Decided, clean_name, flaw_of_new_seat, next_participant
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line

AboutPeople = (
    SeatSomebody
    | CorrectTeam
    | RemoveParticipant
    | ReadmitParticipant
    | IssueFacilitatorCode
    | HandOverLead
    | GiveWord
)


def see_to(state: Session, command: AboutPeople) -> Decided:
    """Whatever a facilitator does about people."""
    match command:
        case SeatSomebody():
            return _seat(state, command)
        case CorrectTeam():
            return _correct_team(state, command)
        case RemoveParticipant():
            return _remove(state, command)
        case ReadmitParticipant(at=at, by=by, participant=who):
            person = state.participants.get(who)
            if person is None or person.removed is None:
                return Refusal("Nobody of that seat was removed.")
            return (ParticipantReadmitted(at=at, participant=who, by=by),)
        case IssueFacilitatorCode(at=at, by=by, digest=digest):
            return (FacilitatorCodeIssued(at=at, digest=digest, by=by),)
        case HandOverLead():
            return _hand_over(state, command)
        case GiveWord():
            return _give_word(state, command)


def _seat(state: Session, command: SeatSomebody) -> Decided:
    name = clean_name(command.name)
    if isinstance(name, Refusal):
        return name
    flaw = flaw_of_new_seat(state, name, command.likeness, command.team)
    if flaw:
        return Refusal(flaw)
    participant = next_participant(state)
    return (
        ParticipantJoined(
            at=command.at,
            participant=participant,
            name=name,
            likeness=command.likeness,
            team=command.team,
            seat=Seat.VOTER,
            credential=f"{NO_TERMINAL}{participant}",
        ),
    )


def _correct_team(state: Session, command: CorrectTeam) -> Decided:
    person = _somebody(state, command.participant)
    if isinstance(person, Refusal):
        return person
    if person.seat is Seat.FACILITATOR:
        return Refusal("Facilitators belong to no team.")
    if command.team not in {team.id for team in state.agenda.teams}:
        return Refusal("Pick one of the teams.")
    if state.current is not None and state.has_open_round(state.current):
        return Refusal("A vote is open: a team is corrected between rounds.")
    if person.team == command.team:
        return ()
    return (TeamCorrected(at=command.at, participant=person.id, team=command.team, by=command.by),)


def _remove(state: Session, command: RemoveParticipant) -> Decided:
    person = _somebody(state, command.participant)
    if isinstance(person, Refusal):
        return person
    if person.id == command.by:
        return Refusal("Nobody can remove themselves. Leave instead.")
    try:
        reason = clean_line(command.reason, most_cells=MOST_CELLS)
    except TextTooLong as error:
        return Refusal(f"The reason {error}.")
    except TextRefused as error:
        return Refusal(f"That reason can't be kept: {error}.")
    if not reason:
        return Refusal("Say why: they are told, and so is the record of the session.")
    return (ParticipantRemoved(at=command.at, participant=person.id, reason=reason, by=command.by),)


def _hand_over(state: Session, command: HandOverLead) -> Decided:
    if command.to not in {person.id for person in state.facilitators}:
        return Refusal("The lead goes to another facilitator.")
    if state.lead == command.to:
        return ()
    return (LeadHandedOver(at=command.at, to=command.to, by=command.by),)


def _give_word(state: Session, command: GiveWord) -> Decided:
    if not command.to:
        return (WordGiven(at=command.at, to="", by=command.by),) if state.speaking else ()
    person = _somebody(state, command.to)
    if isinstance(person, Refusal):
        return person
    given = WordGiven(at=command.at, to=person.id, by=command.by)
    if person.hand_raised_at is None:
        return (given,)
    return (HandLowered(at=command.at, participant=person.id), given)


def _somebody(state: Session, participant: str) -> Participant | Refusal:
    person = state.participants.get(participant)
    if person is None or person.removed is not None:
        return Refusal("Nobody here holds that seat.")
    return person
