"""The wall as pictures: every stage, at every size, with what the room must read."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from facilitator.domain.agenda import Attribution, InputKind
from facilitator.domain.views import Matter, stage_view
from facilitator.domain.words.choices import INPUTS
from facilitator.ui.ink import Ink, plain, width_of
from facilitator.ui.pieces.bigtype import big, lettered
from facilitator.ui.pieces.progress import clock
from facilitator.ui.presenting import steps
from facilitator.ui.presenting.blocks import lettering, page_of, rows_of, text
from facilitator.ui.presenting.page import JoinWay, Scene, draw
from tests.ui.voting.every_kind import KINDS
from tests.ui.voting.rooms import DECISION, STAGES, full_room, second_round

SIZES = ((60, 20), (80, 24), (120, 36), (200, 60))
ROOMS = {**STAGES, **KINDS}
JOIN = JoinWay("ssh -p 2222 10.0.0.5", "7KXM4QPD9T")


def scene_of(room, join=JOIN) -> Scene:
    view = stage_view(room.state)
    return Scene(view, join, *clock(view, room.now))


def words(scene, width=80, height=24) -> str:
    return "\n".join(plain(row).rstrip() for row in draw(scene, width, height))


def has_big(text, picture, scale=1) -> bool:
    """Whether a line of big type stands somewhere in a picture, row under row."""
    rows = lettered(text, scale)
    lines = picture.splitlines()
    first = rows[0].strip()
    for number, line in enumerate(lines):
        at = line.find(first) - (len(rows[0]) - len(rows[0].lstrip()))
        below = lines[number : number + len(rows)]
        if at >= 0 and all(
            each[at : at + len(row)].rstrip() == row.rstrip()
            for row, each in zip(rows, below, strict=False)
        ):
            return True
    return False


def test_every_kind_of_step_is_shown():
    assert set(steps.KINDS) == set(get_args(Matter))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ROOMS)
def test_every_stage_fills_every_size_exactly(name, size):
    width, height = size
    lines = draw(scene_of(ROOMS[name]()), width, height)
    assert len(lines) == height
    assert max(width_of(line) for line in lines) <= width


def test_how_to_join_is_what_a_gathering_room_reads():
    picture = words(scene_of(ROOMS["gathering"]()), 200, 60)
    assert has_big("ssh -p 2222", picture, 2)
    assert has_big("7KXM-4QPD-9T", picture, 2)
    assert has_big("· Competitive", picture)
    assert has_big("  messaging", picture)
    small = words(scene_of(ROOMS["gathering"]()))
    assert has_big("7KXM-4QPD-9T", small)
    assert "· Competitive messaging" in small


def test_without_a_command_or_a_code_the_wall_says_what_there_is():
    assert has_big("7KXM-4QPD-9T", words(scene_of(ROOMS["gathering"](), JoinWay("", "7KXM4QPD9T"))))
    by_roster = words(scene_of(ROOMS["voting"](), JoinWay("ssh host", "")))
    assert "Join: ssh host  ·  only those on the roster" in by_roster


def test_an_open_round_shows_the_question_the_count_and_the_time():
    room = ROOMS["voting"]()
    picture = words(scene_of(room))
    for big_words in ("Who drives", "competitive", "messaging?", "6 of 7 voted", "08:00"):
        assert has_big(big_words, picture), big_words
    assert "blind until the reveal, then with names" in picture
    assert "Join: ssh -p 2222 10.0.0.5  ·  code 7KXM-4QPD-9T" in picture


@pytest.mark.parametrize("name", ["voting-before", "voting", "rate-done", "shortlist-done"])
def test_before_a_reveal_nobody_is_named_at_all(name):
    room = ROOMS[name]()
    for size in SIZES:
        picture = words(scene_of(room), *size)
        assert [who for who in room.people if who in picture.split()] == []


def test_time_that_is_over_is_told_with_a_plus():
    room = ROOMS["voting"]().wait(minutes=9, seconds=20)
    scene = scene_of(room)
    assert (scene.clock, scene.is_late) == ("+01:20", True)
    assert has_big("+01:20", words(scene))


def test_a_clock_that_was_set_back_leaves_the_whole_time():
    room = ROOMS["voting"]().wait(minutes=-63)
    assert (scene_of(room).clock, scene_of(room).is_late) == ("08:00", False)


def test_a_reveal_shows_pattern_sentence_and_bars():
    picture = words(scene_of(ROOMS["revealed"]()), 120, 36)
    assert has_big("CONTESTED", picture)
    assert "1 person cast no vote" in picture
    assert "Ana, Kim and Sue" in picture
    small = words(scene_of(ROOMS["revealed"]()), 60, 20)
    assert "✘ Rule not met: 60% for Product Marketing, 75% needed" in small
    assert "Product Marketing" in small
    assert "Both claim it." in small


def test_an_anonymous_reveal_names_nobody_at_any_size():
    room = second_round(full_room(attribution=Attribution.ANONYMOUS))
    for size in SIZES:
        picture = words(scene_of(room), *size)
        assert [who for who in room.people if who in picture] == []


def test_a_decision_is_told_with_driver_owner_and_support():
    picture = words(scene_of(ROOMS["settled"]()), 120, 36)
    assert has_big("Decided. The driver:", picture)
    assert has_big("Product Marketing", picture)
    assert has_big("Owner: Ana", picture)
    assert "• Product Management reviews: facts and roadmap claims · within two days" in picture
    assert "1 objection on record · review on 1 Jul 2026" in picture
    assert "Raj" not in picture


@pytest.mark.parametrize("size", SIZES)
def test_no_other_word_of_a_decision_is_larger_than_the_driver(size):
    picture = words(scene_of(ROOMS["settled"]()), *size)
    scale = next((n for n in (2, 1) if has_big("Marketing", picture, n)), 0)
    assert scale or "Product Marketing" in picture
    assert not has_big("Owner: Ana", picture, scale + 1)


def test_the_driver_is_large_on_the_smallest_usual_terminal():
    assert has_big("Product Marketing", words(scene_of(ROOMS["settled"]())))


@pytest.mark.parametrize("kind", InputKind)
def test_support_is_told_as_on_voters_screens(kind):
    support = (replace(DECISION.support[0], input=kind),)
    scene = scene_of(second_round(full_room()).decide(replace(DECISION, support=support)))
    assert f"• Product Management {INPUTS[kind].verb}: " in words(scene, 120, 24)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["voting", "settled"])
def test_the_code_is_never_cut(name, size):
    picture = words(scene_of(ROOMS[name]()), *size)
    assert "7KXM-4QPD-9T" in picture or has_big("7KXM-4QPD-9T", picture)


def test_a_long_title_leaves_room_for_the_place_in_the_agenda():
    assert "…  ·  step 2 of 4" in words(scene_of(ROOMS["voting"]()), 60, 20)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("rate-revealed", ("1 Not at all · 2 A little", "median 3.5", "◆ teams differ")),
        ("shortlist-revealed", ("✔ Customer advisory board: 4 dots", "· Launch readiness: 1 dot")),
        ("shortlist-settled", ("Not by the dots alone: the launch is in three weeks",)),
        ("follow-up-revealed", ("PM → PMM: Feature facts two weeks before every launch (kept",)),
        ("follow-up-settled", ("◐ PM → PMM: Feature facts", "(partly)", "(missed)")),
        ("commit-voting", ("Product Marketing promises Product Management:",)),
        ("commit-settled", ("PMM → PM: Half a page on the market",)),
        ("close-ready", ("Competitive messaging: Product Marketing",)),
        ("close-revealed", ("The plan", "4 fingers   2", "2 fingers   1", "Worth our time")),
        ("close-ended", ("1 of 4 tasks decided · 1 promise · 1 in the parking lot",)),
    ],
)
def test_other_kinds_of_steps(name, told):
    picture = words(scene_of(ROOMS[name]()), 80, 24)
    squeezed = " ".join(picture.split())
    assert [each for each in told if " ".join(each.split()) not in squeezed] == []


def test_the_session_before_is_never_told_larger_than_what_was_promised():
    picture = words(scene_of(ROOMS["follow-up-revealed"]()), 80, 24)
    assert "Who owns the grey areas?, 3 Nov 2025" in picture


def test_a_wall_that_stands_still_says_so():
    scene = replace(scene_of(ROOMS["voting"]()), trouble="the disk is full")
    assert "This wall stands still: the disk is full" in words(scene)


def test_a_long_agenda_is_shown_around_the_step_at_hand():
    entries = [(" ", f"Step {number}", Ink.TEXT) for number in range(40)]
    lines = [plain(line) for line in page_of([rows_of(entries, at=20)], 60, 8)]
    assert any("Step 20" in line for line in lines)
    assert "… and 33 more" in lines


def test_what_matters_most_grows_first_and_what_is_extra_gives_way():
    lines = page_of(
        [text("first", rank=0), text("second", rank=1), text("third", extra=True)], 40, 7
    )
    shown = "\n".join(plain(line) for line in lines)
    assert lettered("first")[0].rstrip() in shown
    assert "second" in shown
    lines = page_of([text("first"), text("second"), text("third", extra=True)], 40, 3)
    assert [plain(line) for line in lines] == ["first", "", "second"]


def test_text_that_has_no_big_letters_stays_as_it_is():
    assert lettering("Wer führt?", 200, 1, Ink.TEXT) is None
    assert lettering("unbreakable", 20, 1, Ink.TEXT) is None
    assert big("7kxm") == lettered("7KXM")
