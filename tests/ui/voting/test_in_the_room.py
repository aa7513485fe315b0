"""What voters see of the room around a vote: who speaks, what is in force, who watches or goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.commands import (
    GiveWord,
    HandOverLead,
    IssueFacilitatorCode,
    JoinSession,
    ReadmitParticipant,
    RemoveParticipant,
)
from facilitator.domain.decisions import Outcome
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.people import Seat as Rank
from facilitator.live.arrivals import Place
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.scene import JoinForm, Scene
from tests.ui.voting.rooms import STAGES, full_room, voted
from tests.ui.voting.test_drawing import SIZES, scene_of, text_of, whole_text_of
from tests.ui.voting.test_keys import named, typed
from tests.ui.voting.test_screen import Table

WHEN = date(2026, 1, 20)
IN_FORCE = EarlierDecision(
    task="messaging",
    title="Competitive messaging",
    outcome=Outcome.DECIDED,
    session="spring",
    decided_on=WHEN,
    driver="pm",
    owner="Raj",
)


def given_word(room, name):
    return room.do(GiveWord(to=room.people[name]))


def with_lead(room, name):
    room.do(IssueFacilitatorCode(digest="d"))
    room.do(
        JoinSession(
            name=name,
            likeness=name.casefold(),
            team="",
            credential="key:lead",
            connection="c-lead",
            seat=Rank.FACILITATOR,
            facilitator_code="d",
        ),
        by="",
    )
    return room.do(HandOverLead(to="f2"))


# Who has the word, who leads


@pytest.mark.parametrize("stage", ["voting", "revealed", "settled"])
def test_the_line_under_the_head_says_who_has_the_word(stages, stage):
    room = given_word(stages[stage](), "Ana")
    assert "Ana of Product Marketing has the word" in text_of(scene_of(room, "Kim"))
    assert "You have the word" in text_of(scene_of(room, "Ana"))


def test_where_there_is_little_room_the_team_gives_way(stages):
    room = given_word(stages["voting"](), "Ana")
    assert "Ana has the word" in text_of(scene_of(room, "Kim"), (60, 20)).splitlines()[1]


def test_the_word_moves_no_key_and_no_choice(stages):
    before = text_of(scene_of(stages["voting"](), "Kim")).splitlines()
    room = given_word(stages["voting"](), "Ana")
    after = text_of(scene_of(room, "Kim")).splitlines()
    assert before[2:] == after[2:]


@pytest.mark.parametrize(
    ("size", "told"),
    [((120, 36), "Ines Lindqvist leads"), ((80, 24), "Ines leads"), ((60, 20), "")],
    ids=str,
)
def test_the_head_says_who_leads_as_far_as_there_is_room(stages, size, told):
    room = with_lead(stages["voting"](), "Ines Lindqvist")
    top = text_of(scene_of(room), size).splitlines()[0]
    assert told in top
    assert ("leads" in top) == bool(told)


# The decision in force


def test_the_decision_in_force_is_shown_after_the_reveal_and_not_before():
    room = full_room()
    earlier = Earlier(session="spring", title="Spring", held_on=WHEN, in_force=(IN_FORCE,))
    room.state = replace(room.state, earlier=earlier)
    assert "In force" not in whole_text_of(scene_of(voted(room)))
    shown = text_of(scene_of(room.close()))
    assert "In force since 20 Jan 2026: Product Management (Raj)." in shown
    assert "The room has drifted: 40%" in " ".join(shown.split())


# Watching without a vote


@pytest.fixture
def joining(stages):
    teams = stages["gathering"]().agenda.teams
    return Scene(form=JoinForm(teams, editor_of("ana", most_cells=40)))


def test_o_asks_for_a_seat_without_a_vote_and_keeps_the_team(joining):
    scene = typed(named(joining, "enter")[0], "o2")[0]
    assert "▸ O  Observe, without a vote" in text_of(scene)
    assert "Press Enter to watch, without a vote." in text_of(scene)
    assert named(scene, "enter")[1] == Place("ana", "pmm", Rank.OBSERVER)
    assert named(typed(scene, "o")[0], "enter")[1] == Place("ana", "pmm", Rank.VOTER)


def test_an_o_in_a_name_is_a_letter(joining):
    assert typed(joining, "o")[0].form.observes is False


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_observing_is_offered_at_every_size_beside_many_teams(crowded, size):
    form = JoinForm(crowded.agenda.teams, editor_of("ana", most_cells=40), in_name=False)
    shown = text_of(Scene(form=form), size)
    assert "O  Observe, without a vote" in shown
    assert "Team number 12" in shown


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "ended"])
def test_every_screen_of_an_observer_says_so(stages, stage):
    shown = text_of(scene_of(stages[stage](), "Olga"))
    assert "You watch, without a vote." in shown
    assert "observer" in shown.splitlines()[0]
    assert "You watch" not in text_of(scene_of(stages[stage](), "Ana"))


async def test_somebody_sits_down_to_watch():
    table = await Table(STAGES["voting-before"]()).open()
    async with table.app(name="Zoe") as seat:
        await seat.until("Who are you?")
        await seat.press(*"Zoe", "enter", "3", "o", "enter")
        await seat.until("You watch, without a vote.", "Zoe · Sales · observer")
    (zoe,) = [p for p in table.session.state.participants.values() if p.name == "Zoe"]
    assert (zoe.seat, zoe.team) == (Rank.OBSERVER, "sales")
    await table.session.close()


# Being asked to leave


async def test_somebody_removed_gets_last_words_and_a_seat_again_once_readmitted():
    table = await Table(STAGES["voting-before"]()).open()
    async with table.app() as seat:
        await seat.press("2")
        await seat.until("Recorded.")
        await table.do(RemoveParticipant(participant="p1", reason="too loud"))
        await told(seat)
    async with table.app(connection="c-again") as seat:
        await told(seat)
    await table.do(ReadmitParticipant(participant="p1"))
    async with table.app(connection="c-third") as seat:
        await seat.until("▸ 2  Product Marketing", "Recorded.")
    await table.session.close()


async def told(seat):
    words = "The facilitator asked you to leave: too loud. Your seat and what you voted are kept."
    await seat.until_that(lambda: words in seat.farewell)
    assert "ssh -p 2222 10.0.0.5" in seat.farewell
