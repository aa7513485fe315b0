"""What a facilitator does about people, and what objectors say of their objections."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.commands import (
    AnswerDissent,
    CastBallot,
    CorrectTeam,
    GiveWord,
    HandOverLead,
    IssueFacilitatorCode,
    JoinSession,
    NoteLogWritten,
    ParkItem,
    RaiseHand,
    ReadmitParticipant,
    RecordDecision,
    RemoveParticipant,
    ResumeSeat,
    SeatSomebody,
    WithdrawBallot,
    WithdrawDissent,
)
from facilitator.domain.decisions import Dissent
from facilitator.domain.events import (
    DissentAnswered,
    DissentWithdrawn,
    FacilitatorCodeIssued,
    HandLowered,
    HandRaised,
    LeadHandedOver,
    LogWritten,
    ParticipantConnected,
    ParticipantJoined,
    ParticipantReadmitted,
    ParticipantRemoved,
    SessionEnded,
    TeamCorrected,
    WordGiven,
)
from facilitator.domain.people import Seat
from tests.worlds.scenario import (
    DECIDED,
    NOON,
    TWO,
    cast,
    entered,
    given,
    opened,
    reopened,
    session,
    settled,
    started,
    voted,
)

VOID = (
    "That facilitator code is void: each works once, and a new one takes the place of the one"
    " before. Ask for another."
)
CODE = FacilitatorCodeIssued(at=NOON, digest="d1", by="f1")
UMA = (
    ParticipantJoined(
        at=NOON,
        participant="f2",
        name="Uma",
        likeness="uma",
        team=None,
        seat=Seat.FACILITATOR,
        credential="key:uma",
    ),
    ParticipantConnected(at=NOON, participant="f2", connection="s1-9"),
)
GONE = ParticipantRemoved(at=NOON, participant="p1", reason="wrong meeting", by="f1")
OPAL = ParticipantJoined(
    at=NOON,
    participant="p3",
    name="Opal",
    likeness="opal",
    team="a",
    seat=Seat.VOTER,
    credential="room:p3",
)


def as_facilitator(**fields):
    return {
        "by": "",
        "name": "Uma",
        "likeness": "uma",
        "team": "",
        "credential": "key:uma",
        "connection": "s1-9",
        "seat": Seat.FACILITATOR,
        **fields,
    }


def test_the_code_opens_one_facilitators_seat():
    given(started(), TWO).when(IssueFacilitatorCode, digest="d1").then(CODE)
    before = (started(), TWO, CODE)
    given(before).when(JoinSession, **as_facilitator(facilitator_code="d1")).then(UMA)
    state = session(before, UMA)
    assert [person.name for person in state.facilitators] == ["Ines", "Uma"]
    late = as_facilitator(
        name="Eve", likeness="eve", credential="key:eve", connection="s1-8", facilitator_code="d1"
    )
    given(before, UMA).when(JoinSession, **late).refused(VOID)


@pytest.mark.parametrize(
    ("code", "told"), [("", "A facilitator's seat needs the facilitator code."), ("d2", VOID)]
)
def test_no_other_code_opens_it(code, told):
    for before in ((started(), TWO), (started(), TWO, CODE)):
        given(before).when(JoinSession, **as_facilitator(facilitator_code=code)).refused(told)


def test_a_newer_code_makes_the_older_one_void():
    newer = FacilitatorCodeIssued(at=NOON, digest="d2", by="f1")
    given(started(), CODE, newer).when(
        JoinSession, **as_facilitator(facilitator_code="d1")
    ).refused(VOID)


def test_a_facilitator_who_was_removed_does_nothing_any_more():
    gone = ParticipantRemoved(at=NOON, participant="f2", reason="Enough.", by="f1")
    given(started(), CODE, UMA, gone).when(HandOverLead, by="f2", to="f2").refused(
        "The facilitator asked you to leave: Enough."
    )


def test_somebody_listed_as_facilitator_needs_no_code():
    given(started(), TWO).when(JoinSession, **as_facilitator(is_listed=True)).then(UMA)


def test_the_lead_is_handed_over_to_a_facilitator():
    before = (started(), TWO, CODE, UMA)
    assert session(before).lead == "f1"
    handed = LeadHandedOver(at=NOON, to="f2", by="f1")
    given(before).when(HandOverLead, to="f2").then(handed)
    assert session(before, handed).lead == "f2"
    given(before, handed).when(HandOverLead, to="f2").changes_nothing()
    given(before).when(HandOverLead, to="p1").refused("The lead goes to another facilitator.")


def test_whoever_decides_later_is_told_who_was_first():
    before = (started(), TWO, CODE, UMA, entered("fruit"), voted("fruit", p1="a", p2="a"))
    given(before, settled("fruit", DECIDED)).when(
        RecordDecision, by="f2", step="fruit", decision=DECIDED
    ).refused("Ines has recorded an outcome already. Reopen the task to change its outcome.")


def test_somebody_without_a_terminal_gets_a_seat_and_is_voted_for():
    seated = {"name": "Opal", "likeness": "opal", "team": "a"}
    given(started(), TWO).when(SeatSomebody, **seated).then(OPAL)
    state = session(started(), TWO, OPAL)
    assert not state.participants["p3"].has_terminal
    assert state.participants["p1"].has_terminal
    ballot = {"step": "fruit", "number": 1, "participant": "p3", "choice": "b"}
    given(started(), TWO, OPAL, entered("fruit"), opened("fruit")).when(CastBallot, **ballot).then(
        cast("p3", "b", proxy=True)
    )
    given(started(), TWO, OPAL).when(SeatSomebody, **seated).refused(
        "“Opal” is taken here. Add an initial or your surname."
    )
    given(started(), TWO).when(SeatSomebody, **{**seated, "team": "z"}).refused(
        "Pick one of the teams listed."
    )


def test_a_team_is_corrected_between_rounds():
    corrected = TeamCorrected(at=NOON, participant="p1", team="c", by="f1")
    before = (started(), TWO, entered("fruit"))
    given(before).when(CorrectTeam, participant="p1", team="c").then(corrected)
    given(before).when(CorrectTeam, participant="p1", team="a").changes_nothing()
    given(before, opened("fruit")).when(CorrectTeam, participant="p1", team="c").refused(
        "A vote is open: a team is corrected between rounds."
    )
    given(before).when(CorrectTeam, participant="p1", team="z").refused("Pick one of the teams.")
    given(before).when(CorrectTeam, participant="f1", team="a").refused(
        "Facilitators belong to no team."
    )


def test_a_closed_round_stays_as_it_was_when_a_team_is_corrected():
    corrected = TeamCorrected(at=NOON, participant="p1", team="c", by="f1")
    state = session(started(), TWO, entered("fruit"), voted("fruit", p1="a", p2="b"), corrected)
    assert state.record("fruit").rounds[0].electorate == {"p1": "a", "p2": "b"}
    assert state.participants["p1"].team == "c"


def test_somebody_removed_is_out_and_told_why():
    removing = {"participant": "p1", "reason": " wrong meeting "}
    given(started(), TWO).when(RemoveParticipant, **removing).then(GONE)
    state = session(started(), TWO, GONE)
    assert [person.name for person in state.voters] == ["Ben"]
    assert not state.participants["p1"].is_here
    told = "The facilitator asked you to leave: wrong meeting"
    back = {"by": "", "credential": "key:ana", "connection": "s1-7"}
    given(started(), TWO, GONE).when(ResumeSeat, **back).refused(told)
    again = {**back, "name": "Anna", "likeness": "anna", "team": "a"}
    given(started(), TWO, GONE).when(JoinSession, **again).refused(told)


def test_a_ballot_of_somebody_removed_does_not_count():
    state = session(
        started(),
        TWO,
        entered("fruit"),
        opened("fruit"),
        cast("p1", "a"),
        GONE,
        *voted("fruit", p2="b")[2:],
    )
    assert state.record("fruit").rounds[0].electorate == {"p2": "b"}


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (CastBallot, {"participant": "p1", "step": "fruit", "number": 1, "choice": "a"}),
        (WithdrawBallot, {"participant": "p1", "step": "fruit", "number": 1}),
        (RaiseHand, {"participant": "p1"}),
        (ParkItem, {"text": "One more thing"}),
    ],
)
def test_somebody_removed_does_nothing_any_more(command, fields):
    before = (started(), TWO, entered("fruit"), opened("fruit"), cast("p1", "a"), GONE)
    given(before).when(command, by="p1", **fields).refused(
        "The facilitator asked you to leave: wrong meeting"
    )


def test_nobody_votes_for_somebody_removed_nor_does_a_removed_facilitator_for_anybody():
    vote = {"step": "fruit", "number": 1, "choice": "a"}
    voting = (started(), TWO, entered("fruit"), opened("fruit"))
    given(voting, GONE).when(CastBallot, participant="p1", **vote).refused("Only voters can vote.")
    gone = ParticipantRemoved(at=NOON, participant="f2", reason="Enough.", by="f1")
    given(voting, CODE, UMA, gone).when(CastBallot, by="f2", participant="p1", **vote).refused(
        "The facilitator asked you to leave: Enough."
    )


def test_the_log_is_noted_even_if_whoever_started_was_removed():
    gone = ParticipantRemoved(at=NOON, participant="f1", reason="Enough.", by="f2")
    before = (started(), CODE, UMA, gone, SessionEnded(at=NOON, early=True))
    given(before).when(NoteLogWritten, by="f1", file="x.toml").then(
        LogWritten(at=NOON, file="x.toml")
    )


def test_somebody_readmitted_comes_back_to_the_same_seat():
    readmitted = ParticipantReadmitted(at=NOON, participant="p1", by="f1")
    before = (started(), TWO, GONE)
    given(before).when(ReadmitParticipant, participant="p1").then(readmitted)
    given(before, readmitted).when(ResumeSeat, by="", credential="key:ana", connection="s1-7").then(
        ParticipantConnected(at=NOON, participant="p1", connection="s1-7")
    )
    given(started(), TWO).when(ReadmitParticipant, participant="p1").refused(
        "Nobody of that seat was removed."
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"participant": "p1", "reason": ""},
            "Say why: they are told, and so is the record of the session.",
        ),
        ({"participant": "f1", "reason": "x"}, "Nobody can remove themselves. Leave instead."),
        ({"participant": "p9", "reason": "x"}, "Nobody here holds that seat."),
    ],
)
def test_removing_is_refused(fields, words):
    given(started(), TWO).when(RemoveParticipant, **fields).refused(words)


def test_who_gets_the_word_has_it_until_it_is_taken_or_the_room_moves_on():
    word = WordGiven(at=NOON, to="p1", by="f1")
    raised = HandRaised(at=NOON, participant="p1")
    lowered = HandLowered(at=NOON, participant="p1")
    given(started(), TWO, raised).when(GiveWord, to="p1").then(lowered, word)
    given(started(), TWO).when(GiveWord, to="p1").then(word)
    assert session(started(), TWO, word).speaking == ("p1", NOON)
    assert session(started(), TWO, word, entered("fruit")).speaking is None
    given(started(), TWO, word).when(GiveWord, to="").then(replace(word, to=""))
    given(started(), TWO).when(GiveWord, to="").changes_nothing()
    given(started(), TWO).when(GiveWord, to="p9").refused("Nobody here holds that seat.")


DISSENT = Dissent(team="b", position="b", reason="We bake it.", name="Ben", participant="p2")
OBJECTED = (
    started(),
    TWO,
    entered("fruit"),
    voted("fruit", p1="a", p2="b"),
    settled("fruit", replace(DECIDED, dissent=(DISSENT,))),
)


def test_an_objector_puts_the_objection_in_their_own_words():
    answered = DissentAnswered(
        at=NOON, step="fruit", participant="p2", reason="We eat it.", would_change="A ladder"
    )
    given(OBJECTED).when(
        AnswerDissent,
        by="p2",
        step="fruit",
        participant="p2",
        reason="We eat it.",
        would_change="A ladder",
    ).then(answered)
    state = session(OBJECTED, answered)
    (kept,) = state.record("fruit").decision.dissent
    assert kept == replace(DISSENT, reason="We eat it.", would_change="A ladder")
    assert ("fruit", "p2") in state.dissent_answered
    assert session(OBJECTED, answered, reopened("fruit")).dissent_answered == frozenset()


def test_an_objector_withdraws():
    withdrawn = DissentWithdrawn(at=NOON, step="fruit", participant="p2")
    given(OBJECTED).when(WithdrawDissent, by="p2", step="fruit", participant="p2").then(withdrawn)
    assert session(OBJECTED, withdrawn).record("fruit").decision.dissent == ()


@pytest.mark.parametrize(
    ("by", "who", "words"),
    [
        ("f1", "p2", "An objection is its author's own."),
        ("p1", "p2", "An objection is its author's own."),
        ("p1", "p1", "No objection of yours is kept with this decision."),
    ],
)
def test_nobody_else_has_a_say_on_an_objection(by, who, words):
    given(OBJECTED).when(AnswerDissent, by=by, step="fruit", participant=who, reason="x").refused(
        words
    )


def test_an_objection_keeps_a_reason():
    given(OBJECTED).when(
        AnswerDissent, by="p2", step="fruit", participant="p2", reason=" "
    ).refused("Say why you object, or withdraw the objection.")
