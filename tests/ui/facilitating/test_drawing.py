"""What is drawn from a view, without a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from facilitator.domain.agenda import Attribution, Rules, Team
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.retitled import Retitled
from facilitator.domain.views import FacilitatorView, Stage, StepStatus, TaskView
from facilitator.domain.words.signs import HAND, STATUS_SIGNS, STEP_SIGNS
from facilitator.live.ports import RosterStatus, ServerState, ServerStatus
from facilitator.ui.facilitating.lobby import join_lines
from facilitator.ui.facilitating.room_lines import room_lines
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import notes
from tests.ui.facilitating.rooms import (
    EVERY_KIND,
    START,
    TASK,
    agenda,
    begun,
    four_people,
    revealed,
    six_people,
    voting,
)
from tests.ui.facilitating.scenes import LISTENING, WIDTHS, page, text, too_wide

STARTING = ServerStatus(ServerState.STARTING)
HOSTILE = "\x1b]52;c;aGk=\x07\u202ecod[@click=app.bell]x[/]"


def at(view: FacilitatorView, stage: Stage) -> FacilitatorView:
    return replace(view, stage=replace(view.stage, stage=stage))


def a_crowd() -> FacilitatorView:
    teams = tuple(
        Team(f"t{n}", f"Team number {n} with quite a long name", f"T{n}") for n in range(12)
    )
    names = [f"Somebody with a long name {n}" for n in range(20)]
    room = begun(agenda(teams)).join(*((name, f"t{n % 12}") for n, name in enumerate(names)))
    room = room.enter(TASK).open_round()
    room = room.vote(**{name: f"t{n % 5}: because" for n, name in enumerate(names)})
    return room.close_round().view


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_there_is_room_for(width: int):
    view = a_crowd()
    lobby = replace(view, stage=replace(view.stage, matter=None))
    drawn = [
        *page(lobby, width),
        *page(view, width),
        *page(at(view, Stage.READY), width),
        *room_lines(view, START, width, 20),
    ]
    assert too_wide(drawn, width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_with_a_roster_the_lobby_says_who_gets_in_and_no_code(width: int):
    view = replace(four_people().view, join_code="")
    folder = "sessions/.journals/2026-11-22-small-aaaa.roster.toml"
    listening = replace(LISTENING, roster=RosterStatus(12, folder, HOSTILE))
    drawn = page(view, width, listening)
    told = " ".join(text(drawn).split())
    assert "Only those on the roster get in (12 people)." in told
    assert folder in told.replace(" ", "")
    assert "the roster before holds" in told
    assert "\x1b" not in told
    assert "code it asks for" not in told
    assert too_wide(drawn, width) == []
    assert "Only those on the roster get in." in text(page(view, width, STARTING))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_lobby_remarks_tasks_that_seem_to_be_others_than_last_time(width: int):
    view = four_people().view
    assert "has the id of" not in text(page(view, width))
    others = tuple(
        Retitled(f"t{n}", f"客户访谈 {n}", "定价策略", "2026-05-20-x-aaaa") for n in range(5)
    )
    drawn = page(replace(view, retitled=others), width)
    told = " ".join(text(drawn).split())
    assert told.count("has the id of “定价策略”") == 3
    assert "give it another id." in told
    assert "2 more tasks" in told
    assert too_wide(drawn, width) == []
    assert "more task" not in text(page(replace(view, retitled=others[:3]), width))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_lobby_says_what_is_followed_and_what_was_passed_over(width: int):
    view = four_people().view
    assert "Held against" not in text(page(view, width))
    remarks = (
        f"2026-11-18-a-f7kq contradicts itself {HOSTILE}",
        "2026-11-20-a-zzzz was passed over",
    )
    followed = replace(view, follows=("Who owns what?", date(2026, 11, 18)), remarks=remarks)
    drawn = page(followed, width)
    told = " ".join(text(drawn).split())
    assert "Held against “Who owns what?” of 18 Nov 2026." in told
    assert "! 2026-11-18-a-f7kq contradicts itself" in told
    assert "! 2026-11-20-a-zzzz was passed over" in told
    assert "\x1b" not in told
    assert too_wide(drawn, width) == []


def test_a_task_under_the_id_of_another_is_told_until_the_first_step():
    plan = agenda()
    task = plan.tasks[0]
    word = EarlierDecision(
        task=task.id,
        title="Parking at the office",
        outcome=Outcome.DEFERRED,
        session="2026-06-02-grey-areas-aaaa",
        decided_on=date(2026, 6, 2),
    )
    earlier = Earlier(
        session=word.session, title="Last", held_on=date(2026, 6, 2), decisions=(word,)
    )
    room = begun(plan, earlier)
    (told,) = room.view.retitled
    assert (told.task, told.before) == (task.id, "Parking at the office")
    assert room.enter(task.id).view.retitled == ()


def test_the_room_fits_its_height_whatever_the_crowd():
    view = a_crowd()
    for height in (3, 12, 18, 30, 60):
        assert len(room_lines(view, START, 24, height)) <= height
    assert "R shows everybody" in text(room_lines(view, START, 24, 6))
    assert "Somebody with a long" in text(room_lines(view, START, 24, 60))


def test_where_people_do_not_fit_those_awaited_do():
    room = begun().join(*((f"Person {n}", "pm") for n in range(20))).enter(TASK).open_round()
    room = room.vote(**{f"Person {n}": "pm" for n in range(18)})
    drawn = text(room_lines(room.view, START, 24, 18))
    assert "18/20" in drawn
    assert "Person 18" in drawn
    assert "Person 7" not in drawn


def test_somebody_dropped_shows_for_how_long():
    view = four_people().drop("Kim").view
    drawn = text(room_lines(view, START + timedelta(seconds=20), 24, 20))
    assert "dropped 0:20" in drawn


def test_a_reveal_says_the_pattern_first_and_then_the_rule():
    room = revealed()
    drawn = text(page(room.view, 60))
    assert drawn.index("Both claim it.") < drawn.index("Rule not met: a tie at 50%, 75% needed")
    assert drawn.index("not met") < drawn.index("By team")
    told = " ".join(drawn.split())
    assert "Raj (Product Management), for Product Management: ★★★★☆ “we know it”" in told
    assert "The agenda suggests" in drawn
    assert "1  Raj: fewest named it, with a reason" in drawn


def test_what_is_not_met_never_reads_as_met():
    room = revealed(agenda(rules=Rules(agreement_required=0.501)))
    drawn = text(page(room.view, 60))
    assert "Rule not met: a tie at 50%, 50.1% needed" in drawn


def test_anonymous_votes_have_no_names():
    room = revealed(agenda(rules=Rules(attribution=Attribution.ANONYMOUS)))
    drawn = text(page(room.view, 60))
    assert not any(name in drawn for name in ("Raj", "Lee", "Ana", "Kim"))
    assert "someone who said" in drawn


def test_while_voting_nothing_of_a_ballot_is_drawn():
    drawn = text(page(voting(Raj="pm: SECRET"), 60))
    assert "1 of 4" in drawn
    assert "SECRET" not in drawn
    assert "Waiting for Lee, Ana and Kim" in drawn


def test_text_from_people_reaches_no_terminal_as_a_command():
    room = revealed(Raj="pm", Lee="pm", Ana="pmm", Kim="pmm")
    view = room.view
    stage = view.stage
    assert stage.reveal is not None
    assert stage.about(TaskView) is not None
    ballot = replace(stage.reveal.bars[0], names=(HOSTILE,), label=HOSTILE)
    reveal = replace(stage.reveal, sentence=HOSTILE, bars=(ballot,))
    task = replace(stage.about(TaskView), question=HOSTILE, background=HOSTILE)
    view = replace(
        view, notes=HOSTILE, stage=replace(stage, reveals=(reveal,), matter=task, title=HOSTILE)
    )
    for drawn in (
        page(view, 60),
        page(at(view, Stage.READY), 60),
        join_lines(Scene(view, "f1", replace(LISTENING, message=HOSTILE)), 60),
    ):
        assert not any(char in text(drawn) for char in "\x1b\x07\u202e")
        assert "[@click=app.bell]" in text(drawn)


def test_notes_are_words_to_say_only_when_they_begin_so():
    view = four_people().view
    words = "Say: welcome, all of you.\nThen wait for Kim.\n\nSay: sit down.\n"
    said = text(notes(replace(view, notes=words), 20)).strip()
    assert said == "Say: welcome, all of\n     you.\nThen wait for Kim.\nSay: sit down."
    noted = text(notes(replace(view, notes="Wait for Kim.\nSay: welcome."), 40)).strip()
    assert noted == "Note: Wait for Kim.\nSay: welcome."
    assert notes(replace(view, notes=" "), 40) == []


def test_every_status_of_a_step_and_of_a_promise_has_a_sign():
    assert set(STEP_SIGNS) == {status.value for status in StepStatus}
    assert set(STATUS_SIGNS) == {status.value for status in CommitmentStatus}


def test_who_is_not_asked_has_neither_sign():
    room = six_people(earlier=False).enter("owe").open_round(about="win-loss")
    room = room.mark("Raj", consent=1)
    drawn = text(room_lines(room.view, START, 24, 20))
    assert "● Raj" in drawn
    assert "○ Lee" in drawn
    assert "· Vera" in drawn
    assert "Sales                  2" in drawn


def test_names_awaited_are_of_those_asked_alone():
    room = begun(EVERY_KIND)
    room = room.join(*((f"Person {n}", "sales") for n in range(20)), ("Ana", "pmm"))
    room = room.enter("owe").open_round(about="win-loss")
    drawn = text(room_lines(room.view, START, 24, 8))
    assert "○ Ana" in drawn
    assert "Person" not in drawn


def test_the_lobby_says_of_which_teams_nobody_has_come():
    assert "Nobody has joined yet." in text(page(begun(), 60))
    assert "Nobody yet of Product Marketing." in text(page(begun().join(("Raj", "pm")), 60))
    assert "Nobody has joined yet" not in text(page(four_people(), 60))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (ServerState.STARTING, "The server is starting …"),
        (ServerState.RESTARTING, "The server was lost and is restarting; seats and votes are"),
        (ServerState.FAILED, "The server has failed: nobody can join or vote."),
    ],
)
def test_what_is_wrong_with_the_server_is_said_in_the_lobby(state: ServerState, told: str):
    assert told in text(page(begun(), 60, ServerStatus(state)))


def test_a_raised_hand_shows_beside_its_name():
    drawn = text(room_lines(four_people().raise_hand("Kim").view, START, 24, 20))
    (row,) = [row for row in drawn.split("\n") if "Kim" in row]
    assert row.endswith(HAND.glyph)
