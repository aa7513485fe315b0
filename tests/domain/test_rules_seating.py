"""Who takes a seat, comes back, leaves, raises a hand or sets something aside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.domain.commands import (
    EnterStep,
    JoinSession,
    LeaveSession,
    LowerHand,
    ParkItem,
    RaiseHand,
    ReportServerLost,
    ResumeSeat,
    StartSession,
)
from facilitator.domain.events import HandLowered, HandRaised, ItemParked
from facilitator.domain.people import Seat
from facilitator.domain.rules import people
from facilitator.domain.rules import session as session_rules
from tests.worlds.scenario import (
    AGENDA,
    NOON,
    TWO,
    connected,
    disconnected,
    ended,
    given,
    joined,
    session,
    started,
)

START = {"session": "s", "agenda": AGENDA, "facilitator": "Ines", "join_code": "7KXM"}
ANA = {
    "name": "Ana",
    "likeness": "ana",
    "team": "a",
    "credential": "key:ana",
    "connection": "s1-p1",
}


def test_a_session_starts_with_its_first_facilitator():
    given().when(StartSession, by="", **START).then(started())


def test_a_facilitators_name_is_kept_in_normal_form():
    given().when(StartSession, by="", **(START | {"facilitator": "  Ines "})).then(started())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("\x1b[2J", "That name can't be used: character 1 is a control character (U+001B)."),
        (" ", "Type your name first."),
    ],
)
def test_a_facilitators_name_is_checked_like_everybodys(name, words):
    given().when(StartSession, by="", **(START | {"facilitator": name})).refused(words)


def test_nobody_takes_a_name_that_looks_like_the_facilitators():
    events = given().when(StartSession, by="", **START, likeness="lnes").outcome
    given(events).when(JoinSession, by="", **(ANA | {"name": "lnes", "likeness": "lnes"})).refused(
        "“lnes” is taken here. Add an initial or your surname."
    )


def test_a_session_starts_once():
    given(started()).when(StartSession, **START).refused("The session has already started.")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (JoinSession, ANA),
        (EnterStep, {"step": "welcome"}),
        (LeaveSession, {"connection": "s1-p1"}),
    ],
)
def test_nothing_happens_before_the_session_starts(kind, fields):
    given().when(kind, **fields).refused("The session has not started.")


def test_joining_takes_a_seat_and_sits_down_on_it():
    given(started()).when(JoinSession, by="", **ANA).then(joined("p1", "Ana", "a"))


def test_seats_are_numbered_in_the_order_of_joining():
    ben = {"name": "Ben", "likeness": "ben", "team": "b", "credential": "key:ben"}
    given(started(), joined("p1", "Ana", "a")).when(
        JoinSession, by="", **ben, connection="s1-p2"
    ).then(joined("p2", "Ben", "b"))


def test_an_observer_takes_a_seat_too():
    given(started()).when(JoinSession, by="", **ANA, seat=Seat.OBSERVER).then(
        joined("p1", "Ana", "a", seat=Seat.OBSERVER)
    )


def test_a_name_loses_its_outer_spaces():
    given(started()).when(JoinSession, by="", **(ANA | {"name": " Ana\t"})).then(
        joined("p1", "Ana", "a")
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "   "}, "Type your name first."),
        (
            {"name": "A\u202ena"},
            "That name can't be used: character 2 is an invisible formatting character (U+202E).",
        ),
        (
            {"name": "A" * 41},
            "That name is 41 characters wide, and at most 40 fit.",
        ),
        ({"seat": Seat.FACILITATOR}, "A facilitator's seat needs the facilitator code."),
        ({"team": "z"}, "Pick one of the teams listed."),
        (
            {"credential": "key:ben", "connection": "s1-9"},
            "You already hold a seat here: reconnect to come back to it.",
        ),
        (
            {"name": "b\u0435n", "likeness": "ben"},
            "“b\u0435n” is taken here. Add an initial or your surname.",
        ),
    ],
)
def test_joining_is_refused(change, words):
    given(started(), joined("p1", "Ben", "b")).when(JoinSession, by="", **(ANA | change)).refused(
        words
    )


def test_joining_again_from_the_same_connection_changes_nothing():
    given(started(), TWO).when(JoinSession, by="", **ANA).changes_nothing()


def test_seats_run_out(monkeypatch):
    monkeypatch.setattr(people, "MOST_SEATS", 3)
    given(started(), TWO).when(
        JoinSession, by="", **(ANA | {"likeness": "kim", "credential": "key:kim"})
    ).refused("Every seat of this session is taken. Ask the facilitator.")


def test_a_credential_brings_its_holder_back_to_the_same_seat():
    given(started(), TWO, disconnected("p1", "s1-p1")).when(
        ResumeSeat, by="", credential="key:ana", connection="s1-9"
    ).then(connected("p1", "s1-9"))


def test_a_newer_connection_takes_over_the_seat():
    given(started(), TWO).when(ResumeSeat, by="", credential="key:ana", connection="s1-9").then(
        connected("p1", "s1-9")
    )


def test_the_older_connections_leaving_changes_nothing():
    after = given(started(), TWO, connected("p1", "s1-9"))
    after.when(LeaveSession, connection="s1-p1").changes_nothing()
    after.when(LeaveSession, connection="s1-9").then(disconnected("p1", "s1-9"))


def test_a_late_word_of_the_older_connections_end_changes_nothing():
    before = session(started(), TWO, connected("p1", "s1-9"))
    after = session(started(), TWO, connected("p1", "s1-9"), disconnected("p1", "s1-p1"))
    assert after.participants == before.participants
    assert after.participants["p1"].connection == "s1-9"


def test_resuming_twice_from_one_connection_changes_nothing():
    given(started(), TWO).when(
        ResumeSeat, by="", credential="key:ana", connection="s1-p1"
    ).changes_nothing()


def test_an_unknown_credential_opens_no_seat():
    given(started(), TWO).when(ResumeSeat, by="", credential="key:eve", connection="s1-9").refused(
        "No seat here belongs to you yet."
    )


def test_who_holds_no_seat_leaves_without_a_trace():
    given(started()).when(LeaveSession, connection="s1-9").changes_nothing()


def test_a_lost_server_takes_all_its_connections_and_no_others():
    given(
        started(),
        joined("p1", "Ana", "a", connection="s1-1"),
        joined("p2", "Ben", "b", connection="s2-1"),
        joined("p3", "Cem", "c", connection="s1-2"),
        joined("p4", "Dot", "c", connection="s11-1"),
        joined("p5", "Eva", "c", connection="s1-3"),
        disconnected("p5", "s1-3"),
    ).when(ReportServerLost, by="", server="s1").then(
        disconnected("p1", "s1-1"), disconnected("p3", "s1-2")
    )


def test_a_lost_server_reported_twice_changes_nothing_more():
    given(started(), TWO, disconnected("p1", "s1-p1"), disconnected("p2", "s1-p2")).when(
        ReportServerLost, by="", server="s1"
    ).changes_nothing()


def test_leaving_and_coming_back_still_works_once_the_workshop_has_ended():
    over = given(started(), TWO, ended())
    over.when(LeaveSession, connection="s1-p1").then(disconnected("p1", "s1-p1"))
    over.when(ReportServerLost, server="s1").then(
        disconnected("p1", "s1-p1"), disconnected("p2", "s1-p2")
    )
    over.when(ResumeSeat, credential="key:ana", connection="s1-9").then(connected("p1", "s1-9"))


def test_when_somebody_came_or_went_is_kept():
    later = NOON + timedelta(minutes=3)
    there = session(started(), TWO, disconnected("p1", "s1-p1", at=later)).participants
    assert (there["p1"].is_here, there["p1"].changed_at) == (False, later)
    assert (there["p2"].is_here, there["p2"].changed_at) == (True, NOON)


def test_a_hand_goes_up_and_down():
    up = HandRaised(at=NOON, participant="p1")
    given(started(), TWO).when(RaiseHand, by="p1", participant="p1").then(up)
    given(started(), TWO, up).when(LowerHand, by="p1", participant="p1").then(
        HandLowered(at=NOON, participant="p1")
    )


def test_a_raised_hand_is_not_raised_again_nor_a_lowered_one_lowered():
    given(started(), TWO).when(LowerHand, by="p1", participant="p1").changes_nothing()
    up = HandRaised(at=NOON, participant="p1")
    given(started(), TWO, up).when(RaiseHand, by="p1", participant="p1").changes_nothing()


def test_a_facilitator_gives_the_word_and_so_lowers_a_hand():
    up = HandRaised(at=NOON, participant="p1")
    given(started(), TWO, up).when(LowerHand, participant="p1").then(
        HandLowered(at=NOON, participant="p1")
    )


@pytest.mark.parametrize("kind", [RaiseHand, LowerHand])
def test_a_hand_is_its_owners(kind):
    given(started(), TWO).when(kind, by="p2", participant="p1").refused(
        "A hand is raised by its owner."
    )
    given(started(), TWO).when(kind, by="p9", participant="p9").refused(
        "Nobody here holds that seat."
    )


def test_anybody_with_a_seat_parks_an_item_and_items_are_numbered():
    who = "Who answers analysts?"
    first = ItemParked(at=NOON, item=1, text=who, by="p1")
    given(started(), TWO).when(ParkItem, by="p1", text=f" {who} ").then(first)
    given(started(), TWO, first).when(ParkItem, by="f1", text="Pies").then(
        ItemParked(at=NOON, item=2, text="Pies", by="f1")
    )


@pytest.mark.parametrize(
    ("by", "text", "words"),
    [
        ("", "Pies", "Take a seat first."),
        ("p9", "Pies", "Take a seat first."),
        ("p1", " ", "Write 1 to 280 characters."),
        ("p1", "x" * 281, "Write 1 to 280 characters."),
        ("p1", "x" * 9999, "Write 1 to 280 characters."),
        (
            "p1",
            "Pies\nand more",
            "That can't be parked: character 5 is a line break (U+000A).",
        ),
    ],
)
def test_parking_is_refused(by, text, words):
    given(started(), TWO).when(ParkItem, by=by, text=text).refused(words)


def parked(by, items):
    return tuple(ItemParked(at=NOON, item=n, text=f"Pie {n}", by=by) for n in range(1, items + 1))


def test_one_person_parks_so_many_items_and_the_next_as_many_again():
    full = given(started(), TWO, parked("p1", session_rules.MOST_PARKED_ITEMS_EACH))
    full.when(ParkItem, by="p1", text="More").refused(
        "You have parked 20 items, the most for one person. Ask the facilitator to add more."
    )
    full.when(ParkItem, by="p2", text="Tea").then(ItemParked(at=NOON, item=21, text="Tea", by="p2"))


def test_a_facilitator_parks_as_many_items_as_there_is_room_for():
    full = given(started(), TWO, parked("f1", session_rules.MOST_PARKED_ITEMS_EACH))
    full.when(ParkItem, by="f1", text="Tea").then(ItemParked(at=NOON, item=21, text="Tea", by="f1"))


def test_the_parking_lot_fills_up(monkeypatch):
    monkeypatch.setattr(session_rules, "MOST_PARKED_ITEMS", 1)
    full = given(started(), TWO, ItemParked(at=NOON, item=1, text="Pies", by="p1"))
    full.when(ParkItem, by="p1", text="More").refused("The parking lot is full: it holds 1 items.")
