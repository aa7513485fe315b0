from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem

from facilitator.domain.agenda import Team
from facilitator.ui.ink import palette, row_of, width_of
from facilitator.ui.text import cells
from facilitator.ui.voting.frame import draw
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.scene import (
    JoinForm,
    Notice,
    Scene,
    draft_of,
    round_at_hand,
)
from facilitator.ui.voting.steps import task
from tests.examples import examples
from tests.painted import SELECTION, words_of

INKS = palette(dark=True, colours=ColorSystem.EIGHT_BIT)
SIZES = [(60, 20), (80, 24), (120, 36), (200, 60)]
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""What no terminal is ever sent within a line."""
SECRETS = ["roadmap claims need us", "Raj", "Kim", "Lee"]


def scene_of(room, who="Ana", **changes):
    view = room.view(who)
    draft = draft_of(view.ballot, round_at_hand(view))
    return Scene(view=view, draft=draft, clock="03:12", **changes)


def text_of(scene, size=(80, 24)):
    return "\n".join("".join(t for t, _ in row).rstrip() for row in draw(scene, *size).lines)


def whole_text_of(scene):
    """All that can be scrolled to."""
    most = draw(scene, 80, 24).most_scroll
    return "\n".join(text_of(replace(scene, scroll=n)) for n in range(most + 1))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_stage_fills_the_screen_exactly(any_room, size):
    for who in ("Ana", "Olga"):
        for changes in ({}, {"helping": True}, {"scroll": 10_000}, {"not_recording": "disk full"}):
            frame = draw(scene_of(any_room, who, **changes), *size)
            assert len(frame.lines) == size[1]
            assert all(width_of(row) <= size[0] for row in frame.lines)


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (10, 3), (1, 1)], ids=str)
def test_a_small_window_is_asked_to_grow(any_room, size):
    frame = draw(scene_of(any_room), *size)
    assert len(frame.lines) == size[1]
    if size[0] > 20:
        assert "larger" in text_of(scene_of(any_room), size)


def test_every_screen_says_its_keys(any_room):
    last = text_of(scene_of(any_room)).splitlines()[-1]
    assert "? Help" in last
    assert "Q Leave" in last


def test_the_ballot_at_80_by_24(stages):
    shown = text_of(scene_of(stages["voting"]())).splitlines()
    assert shown[0].startswith(" Who owns the grey areas?")
    assert shown[0].endswith("Ana · Product Marketing   ⏱ 03:12")
    assert shown[1].endswith("●●●●●●○  6 of 7 voted")
    assert "┃   1  Product Management" in shown[3]
    assert "┃ ▸ 2  Product Marketing  your vote" in shown[4]
    assert "★★★★☆" in shown[9]
    assert shown[-2].strip() == (
        "Recorded. Nobody sees it before the reveal. Change it until voting closes."
    )
    assert "1-3 Vote" in shown[-1]


def test_before_the_reveal_nothing_of_another_ballot_is_shown(stages):
    shown = whole_text_of(scene_of(stages["voting"]()))
    assert not any(secret in shown for secret in SECRETS)


def test_recorded_is_not_said_without_a_recorded_ballot(stages):
    scene = scene_of(stages["voting-before"]())
    wanted = replace(scene, draft=replace(scene.draft, choice="pm"), pending=1)
    assert "Recorded" not in text_of(wanted)
    slow = text_of(replace(wanted, is_slow=True))
    assert "recording…" in slow
    assert "Recorded" not in slow


def test_the_reveal_shows_counts_names_the_pattern_and_the_rule(stages):
    shown = whole_text_of(scene_of(stages["revealed"]()))
    (mine,) = {row for row in shown.splitlines() if "▸ your vote" in row}
    assert mine.startswith(" Product Marketing")
    assert "Ana, Kim and Sue" in shown
    assert "CONTESTED  Both claim it." in shown
    assert "✘ Rule not met: 60% for Product Marketing, 75% needed" in shown
    assert "“roadmap claims need us”" in " ".join(shown.split())
    assert "1 person cast no vote" in shown


def test_a_second_reveal_shows_who_moved(stages):
    shown = whole_text_of(scene_of(stages["revealed-again"]()))
    assert "Since the round before: 2 of 6 changed" in shown
    assert "Product Management → Product Marketing: Raj" in shown


def test_an_anonymous_reveal_names_nobody(anonymous):
    shown = whole_text_of(scene_of(anonymous))
    assert "“if roadmap claims are reviewed”" in shown
    assert not any(name in shown for name in ("Raj", "Kim", "Lee", "Sue", "Bo"))


def test_the_decision_is_shown_in_words(stages):
    shown = whole_text_of(scene_of(stages["settled"]()))
    for words in (
        "✔ Decided",
        "Driver    Product Marketing",
        "Product Management reviews: facts and roadmap claims · within",
        "Raj would have Product Management drive it",
        "1 Jul 2026",
    ):
        assert words in shown


def test_the_read_back_and_the_end_list_what_was_settled(stages):
    for stage in ("closing", "ended"):
        shown = text_of(scene_of(stages[stage]()))
        assert "✔ Competitive messaging" in shown
        assert "Product Marketing drives it, Ana owns it" in shown


def test_a_brief_reads_as_plain_lines(stages):
    shown = text_of(scene_of(stages["brief"]()))
    assert "• The one decides what is built, and why now" in shown
    assert "1. Vote in silence" in shown
    assert "**" not in shown
    assert shown.count("Two sides of one coin") == 2  # in the step line and as the heading


def test_a_failed_journal_is_said_on_every_screen(any_room):
    shown = text_of(scene_of(any_room, not_recording="the disk is full"))
    assert "! Nothing is being recorded: the disk is full" in shown


def test_the_resume_code_is_prominent(stages):
    scene = scene_of(stages["gathering"](), resume_code="7KXM-4QPD", come_back="ssh -p 2222 h")
    shown = text_of(scene)
    assert "┃   7KXM-4QPD   ┃" in shown
    assert "ssh -p 2222 h" in shown


def test_twelve_teams_and_a_long_background_fit_the_smallest_window(crowded):
    scene = scene_of(crowded)
    shown = text_of(scene, (60, 20))
    assert "Z  Team number 12" in shown
    assert "I  Need to know more" in shown
    assert "more" in shown
    assert draw(scene, 60, 20).most_scroll > 10


def test_scrolling_reaches_the_end_of_a_long_text(crowded):
    assert "the very end" in text_of(replace(scene_of(crowded), scroll=100_000), (60, 20))


COLOURS = {
    None: r"0(;[147])*",
    ColorSystem.STANDARD: r"0(;[147])*(;(3|9)[0-7];(4|10)[0-7])",
    ColorSystem.EIGHT_BIT: r"0(;[147])*(;38;5;\d+;48;5;\d+)",
    ColorSystem.TRUECOLOR: r"0(;[147])*(;38;(5;\d+|2;\d+;\d+;\d+);48;(5;\d+|2;\d+;\d+;\d+))",
}
"""The codes that terminals of each kind are sent."""


@pytest.mark.parametrize("colours", COLOURS)
@pytest.mark.parametrize("dark", [True, False])
def test_every_terminal_gets_the_colours_that_it_has(stages, dark, colours):
    inks = palette(dark=dark, colours=colours)
    lines = draw(scene_of(stages["voting"]()), 80, 24).lines
    rows = [row_of(line, 80, inks) for line in lines]
    assert all(cells(words_of(row)) == 80 for row in rows)
    codes = {code for row in rows for code in SELECTION.findall(row.decode())}
    assert all(re.fullmatch(COLOURS[colours], code) for code in codes)


any_text = st.text(st.characters(exclude_categories=()), max_size=60)


@examples(percent=60)
@given(
    text=any_text,
    width=st.integers(1, 130),
    height=st.integers(1, 50),
    on_top=st.sampled_from(["nothing", "the code", "a reason", "who drives it today"]),
)
def test_no_text_overflows_or_reaches_the_terminal_unsafely(stages, text, width, height, on_top):
    scene = scene_of(
        stages["voting"](),
        prompt=task.REASON if on_top == "a reason" else None,
        editor=editor_of(text, most_cells=80) if on_top == "a reason" else None,
        aside=task.TODAY if on_top == "who drives it today" else "",
        notice=Notice(text),
        not_recording=text,
        resume_code=text if on_top == "the code" else "",
        come_back=text,
    )
    view = scene.view
    matter = replace(view.stage.matter, question=text, background=text, source=text)
    stage = replace(view.stage, title=text, matter=matter)
    scene = replace(scene, view=replace(view, stage=stage, me=replace(view.me, name=text)))
    check(scene, width, height)


@examples(percent=40)
@given(text=any_text, width=st.integers(1, 100))
def test_neither_does_any_name_or_team_in_the_form(text, width):
    form = JoinForm((Team("a", text, "A"),), editor_of(text, most_cells=40), title=text)
    check(Scene(form=form), width, 24)


def check(scene, width, height):
    frame = draw(scene, width, height)
    assert len(frame.lines) == height
    for row in frame.lines:
        check_row(row, width)


@lru_cache(maxsize=4096)
def check_row(row, width):
    """A line fills its row and holds nothing that a terminal obeys; most screens share theirs."""
    shown = words_of(row_of(row, width, INKS))
    assert cells(shown) == width
    assert {unicodedata.category(char) for char in set(shown)}.isdisjoint(UNSAFE)
