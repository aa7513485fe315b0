from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.commands import CastBallot, ParkItem, RaiseHand, WithdrawBallot
from facilitator.domain.people import Seat
from facilitator.live.arrivals import Place
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.scene import JoinForm, Leave, Scene, draft_of, round_at_hand
from facilitator.ui.voting.steps import task
from facilitator.ui.voting.transitions import paste, press


def scene_of(room, who="Ana", **changes):
    view = room.view(who)
    return Scene(view=view, draft=draft_of(view.ballot, round_at_hand(view)), **changes)


def typed(scene, text):
    """The scene after typing, and what the last key asks for."""
    requests = ()
    for char in text:
        scene, requests = press(scene, char, char)
    return scene, next(iter(requests), None)


def named(scene, *keys):
    requests = ()
    for key in keys:
        scene, requests = press(scene, key, None)
    return scene, next(iter(requests), None)


@pytest.fixture
def voting(stages):
    return scene_of(stages["voting-before"]())


@pytest.fixture
def joining(stages):
    teams = stages["gathering"]().agenda.teams
    return Scene(form=JoinForm(teams, editor_of("ana", most_cells=40)))


@pytest.mark.parametrize(
    ("key", "choice"),
    [("1", "pm"), ("2", "pmm"), ("a", "abstain"), ("A", "abstain"), ("i", "need-info")],
)
def test_one_key_votes(voting, key, choice):
    _, request = typed(voting, key)
    assert isinstance(request, CastBallot)
    assert request.choice == choice


@pytest.mark.parametrize("key", ["4", "9", "x", "z", "0", "ä", "{"])
def test_a_key_that_is_no_choice_does_nothing(voting, key):
    assert typed(voting, key) == (voting, None)


def test_confidence_starts_in_the_middle_and_stays_within_its_stars(voting):
    scene, _ = typed(voting, "1")
    scene, request = typed(scene, "+")
    assert request.confidence == 3
    scene, request = typed(scene, "+++++")
    assert request.confidence == 5
    scene, request = typed(scene, "-----")
    assert request.confidence is None


def test_what_goes_with_the_vote_is_kept_until_there_is_one(voting):
    scene, request = typed(voting, "+")
    assert request is None
    assert "Kept" in scene.notice.text
    _, request = typed(scene, "2")
    assert (request.choice, request.confidence) == ("pmm", 3)


def test_a_reason_is_typed_and_kept_with_enter(voting):
    scene, _ = typed(voting, "2r")
    scene, _ = typed(scene, "q 1?")
    scene, request = named(scene, "enter")
    assert request.reason == "q 1?"
    assert scene.prompt is None


def test_escape_leaves_the_reason_as_it_was(stages):
    scene = scene_of(stages["voting"]())
    scene, _ = typed(scene, "rmore")
    scene, request = named(scene, "escape")
    assert request is None
    assert scene.draft.reason == "we talk to buyers weekly"


def test_who_drives_it_today_is_asked_where_the_task_asks(voting):
    scene, _ = typed(voting, "2t")
    assert scene.aside == task.TODAY
    assert typed(scene, "n")[1].today == "nobody"
    assert typed(scene, "1")[1].today == "pm"


def test_undo_takes_the_choice_back_and_keeps_the_reason(stages):
    scene, request = typed(scene_of(stages["voting"]()), "u")
    assert request == WithdrawBallot(step="messaging", number=1, participant=scene.me)
    assert scene.draft.choice is None
    assert scene.draft.reason


def test_undo_without_a_vote_says_so(voting):
    scene, request = typed(voting, "u")
    assert request is None
    assert "not voted" in scene.notice.text


def test_an_observer_has_no_vote(stages):
    scene = scene_of(stages["voting"](), "Olga")
    assert typed(scene, "12air+u") == (scene, None)


def test_nothing_votes_once_the_round_is_closed(stages):
    scene = scene_of(stages["revealed"]())
    assert typed(scene, "12air+u") == (scene, None)


def test_h_raises_the_hand_and_p_parks(voting):
    assert typed(voting, "h")[1] == RaiseHand(participant=voting.me)
    scene, _ = typed(voting, "pPricing?")
    assert named(scene, "enter")[1] == ParkItem(text="Pricing?")
    scene, _ = typed(voting, "p  ")
    assert named(scene, "enter")[1] is None


@pytest.mark.parametrize("key", ["q", "Q"])
def test_q_leaves(voting, key):
    assert typed(voting, key)[1] == Leave()


def test_ctrl_c_leaves_from_anywhere(joining, voting):
    assert named(joining, "ctrl+c")[1] == Leave()
    assert named(typed(voting, "r")[0], "ctrl+c")[1] == Leave()


def test_help_covers_and_uncovers_the_screen_and_lets_no_vote_through(voting):
    scene, _ = typed(voting, "?")
    assert scene.helping
    assert typed(scene, "2h") == (scene, None)
    assert not typed(scene, "?")[0].helping
    assert not named(scene, "escape")[0].helping


def test_a_seat_is_taken_by_name_and_team(joining):
    scene, _ = typed(joining, " Silva")
    scene, _ = named(scene, "enter")
    scene, _ = typed(scene, "2")
    assert named(scene, "enter")[1] == Place("ana Silva", "pmm", Seat.VOTER)


def test_the_team_can_be_chosen_with_arrows(joining):
    scene, request = named(joining, "enter", "down", "down", "up", "enter")
    assert request == Place("ana", "pm", Seat.VOTER)
    assert named(scene, "up")[0].form.in_name


def test_nobody_sits_down_without_name_or_team(joining):
    assert "team" in named(joining, "enter", "enter")[0].notice.text
    scene, _ = named(joining, "ctrl+u", "enter")
    assert scene.form.in_name
    assert "name" in scene.notice.text


def test_keys_are_left_alone_while_the_seat_is_being_taken(joining):
    busy = replace(joining, pending=1)
    assert typed(busy, "x1") == (busy, None)


def test_a_paste_goes_where_a_line_is_typed_and_nowhere_else(voting, joining):
    assert paste(joining, "Lopes\n").form.name.text == "anaLopes "
    assert paste(voting, "2q") == voting
    assert paste(typed(voting, "r")[0], "why not").editor.text == "why not"


@given(
    st.lists(
        st.sampled_from(["enter", "escape", "up", "down", "pagedown", "tab", "backspace", "home"])
        | st.characters(),
        max_size=25,
    )
)
def test_no_sequence_of_keys_breaks_anything(stages, keys):
    scene = scene_of(stages["voting-before"]())
    for key in keys:
        scene, _ = press(scene, key, key if len(key) == 1 else None)
