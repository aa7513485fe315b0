"""Pieces that several screens draw, and the pages made of them: from views and sizes alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.color import ColorSystem
from textual.style import Style

from facilitator.domain.decisions import Outcome
from facilitator.domain.rounds import Mark
from facilitator.domain.views import facilitator_view, stage_view
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps import stage_page
from facilitator.ui.ink import (
    Ink,
    band,
    content_of,
    css_variables,
    entries,
    line,
    palette,
    plain,
    style_of,
    width_of,
)
from facilitator.ui.pieces import tally
from facilitator.ui.pieces.decision import decision, read_back, summary
from facilitator.ui.pieces.distribution import dots_row, fingers
from facilitator.ui.pieces.progress import progress
from facilitator.ui.pieces.promise import consent, owed
from tests.ui.voting.every_kind import KINDS
from tests.ui.voting.rooms import STAGES

ROOMS = {**STAGES, **KINDS}
HOSTILE = "\x1b]52;c;aGk=\x07\u202ecod"
OFF = ServerStatus(ServerState.OFF)


def view_of(name):
    return stage_view(ROOMS[name]().state)


def text(lines) -> str:
    return "\n".join(plain(row).rstrip() for row in lines)


@pytest.mark.parametrize("width", [38, 51, 76, 92, 140])
@pytest.mark.parametrize("name", ROOMS)
def test_every_page_of_the_facilitator_fits_its_width(name, width):
    lines = stage_page(Scene(facilitator_view(ROOMS[name]().state), "f1", OFF), width)
    assert lines
    assert [plain(row) for row in lines if width_of(row) > width] == []


@pytest.mark.parametrize("ink", Ink)
def test_an_ink_has_codes_for_every_terminal_and_a_style_for_textual(ink):
    for dark in (True, False):
        for colours in (None, ColorSystem.STANDARD, ColorSystem.TRUECOLOR):
            assert palette(dark=dark, colours=colours).codes[ink].startswith("\x1b[0")
        variables = dict(css_variables(dark=dark))
        assert isinstance(Style.parse(style_of(ink), variables), Style)


def test_without_colours_a_band_still_stands_out():
    codes = palette(dark=True, colours=None).codes
    assert codes[Ink.BAND_GOOD] != codes[Ink.STRONG] != codes[Ink.TEXT]
    assert codes[Ink.BAND_MINE] != codes[Ink.BAND_SECONDARY]


def test_what_people_write_reaches_no_widget_as_a_command():
    rows = [line(HOSTILE), *entries([("•", HOSTILE, Ink.TEXT)], 40), *band(HOSTILE, 50, Ink.GOOD)]
    for row in rows:
        shown = content_of(row).plain
        assert "cod" in shown
        assert not any(char in shown for char in "\x1b\x07\u202e")


def test_a_tally_marks_ones_own_choice_and_counts_who_said_nothing():
    reveal = view_of("revealed").reveal
    rows = text(tally.tally(reveal, 80, mine="pmm")).split("\n")
    (mine,) = [row for row in rows if "▸ your vote" in row]
    assert mine.startswith("Product Marketing")
    assert "3 60%" in mine
    assert "Ana, Kim and Sue" in text(tally.tally(reveal, 80))
    assert "Ana" not in text(tally.tally(reveal, 80, with_names=False))
    assert rows[-1] == "1 person cast no vote"


def test_a_thick_tally_has_its_bars_in_several_rows():
    reveal = view_of("revealed").reveal
    slim = text(tally.tally(reveal, 80, with_names=False))
    thick = text(tally.tally(reveal, 80, with_names=False, rows=3))
    assert thick.count("█") == 3 * slim.count("█")


def test_who_drives_a_task_today_is_told_by_the_names_of_teams():
    view = view_of("revealed")
    said = text(tally.today(view.reveal, view.matter, 60))
    assert said.split("\n")[1:] == [
        "Who drives it today",
        "Product Management 1 · Unclear 1",
    ]


def test_ones_own_answers_stand_beside_the_rooms():
    shown = text(fingers("The plan", view_of("close-revealed").matter.plan.plan, 40, own=Mark(4)))
    (mine,) = [row for row in shown.split("\n") if "▸" in row]
    assert mine.startswith("4 fingers")
    ranked = view_of("shortlist-revealed").matter.ranked[0]
    assert plain(dots_row(ranked, 60, is_taken=True, own=2)).endswith("▸ 2")
    assert "▸" not in plain(dots_row(ranked, 60, is_taken=True, own=0))
    assert width_of(dots_row(ranked, 60, is_taken=True, own=0)) == 60
    told = view_of("commit-revealed").matter.consent
    assert "▸ you said yes" in text(consent(told, 60, own="yes"))
    earlier = view_of("follow-up-revealed").matter.owed[0]
    assert "▸ you said kept" in text(owed(earlier, None, 60, own="kept"))


def test_an_outcome_tells_all_that_hangs_on_it():
    found = view_of("settled").decision
    said = text(decision(found, {"pm": "Product Management", "pmm": "Product Marketing"}, 76))
    for words in (
        "Product Marketing drives it, Ana owns it",
        "Review  1 Jul 2026",
        "• Product Management reviews: facts and roadmap claims · within two days",
        "Dissent (1 objection)",
        "○ not confirmed by them yet",
    ):
        assert words in said
    passed_up = replace(found, outcome=Outcome.ESCALATED, driver=None)
    assert "Escalated to the board" in text(decision(passed_up, {}, 76, approver="the board"))
    assert "Escalated: passed up for a decision" in text(decision(passed_up, {}, 76))


def test_the_read_back_has_everything_under_its_heading_and_nothing_empty():
    said = text(read_back(view_of("close-ready"), 76))
    assert said.index("What was decided") < said.index("What was promised")
    assert "✔ Competitive messaging" in said
    bare = text(read_back(view_of("brief"), 76))
    assert "No task has its outcome yet." in bare
    assert "promised" not in bare


def test_a_summary_counts_only_what_there_was():
    view = view_of("close-ended")
    assert summary(view) == "1 of 4 tasks decided · 1 promise · 1 in the parking lot"
    assert summary(replace(view, outline=(), promised=(), set_aside=())) == ""


def test_progress_names_who_is_missing_and_how_many_have_answered():
    view = view_of("voting")
    said = text(progress(view, ("Tom",), "voting", 60))
    assert "6 of 7 voted" in said
    assert said.endswith("Waiting for Tom")
    nobody = replace(view, round=replace(view.round, voted=0, eligible=0))
    assert "Nobody who may vote has joined yet." in text(progress(nobody, (), "voting", 60))
