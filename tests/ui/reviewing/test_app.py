"""The screen for past decisions, by its keys."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from facilitator.domain.decision_log.model import LogParticipant
from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.people import Seat
from facilitator.ui.reviewing.model import Export, Form
from facilitator.ui.widgets.fields import LineField
from facilitator.ui.widgets.rows import RowList
from tests.ui.facilitating.watching import shown as shown_on
from tests.ui.reviewing.past import BROKEN, Shelf, app
from tests.ui.test_text import ATTACKS
from tests.worlds.past_sessions import AUTUMN, PM, REHEARSED, SPRING, held

SIZE = (80, 24)
WIDE = (140, 50)
AUTUMN_ID, SPRING_ID = AUTUMN.session.id, SPRING.session.id


def words(app: App[Any]) -> str:
    """All that is on the screen, in one line."""
    return " ".join(shown_on(app).split())


async def settle(shown: App[Any], pilot: Pilot[Any]) -> None:
    """Wait for what is being read; an export goes on asking meanwhile."""
    await pilot.pause()
    reading = [worker for worker in shown.workers if worker.name in ("read", "whole")]
    if reading:
        await shown.workers.wait_for_complete(reading)
        await pilot.pause()


@dataclass
class Looking:
    """Somebody who looks at past decisions."""

    shown: App[Any]
    pilot: Pilot[Any]

    async def press(self, *keys: str) -> str:
        """What the screen says after these keys, each taken in before the next."""
        for key in keys:
            await self.pilot.press(key)
            await settle(self.shown, self.pilot)
        return words(self.shown)

    async def type(self, text: str) -> str:
        """What it says after these letters."""
        await self.pilot.press(*text)
        await settle(self.shown, self.pilot)
        return words(self.shown)


@asynccontextmanager
async def looking(
    shelf: Shelf | None = None, size: tuple[int, int] = SIZE
) -> AsyncIterator[Looking]:
    """The screen, once it has read everything."""
    shown = app(shelf or Shelf())
    async with shown.run_test(size=size) as pilot:
        await settle(shown, pilot)
        yield Looking(shown, pilot)


async def seen(*keys: str, shelf: Shelf | None = None, size: tuple[int, int] = SIZE) -> str:
    """What the screen says after these keys."""
    async with looking(shelf, size) as reader:
        return await reader.press(*keys)


async def test_the_register_tells_who_owns_what_since_when_and_why():
    told = await seen()
    row = "Competitive messaging PMM Ana 22 Nov 2026 ! 22 Mar 2027"
    assert row in told or row.replace("PMM", "Product Marketing") in told
    assert "✔ Product Marketing drives it, Ana owns it" in told
    assert "They talk to buyers every week." in told
    assert "! Its review was due on 22 Mar 2027, 10 days ago." in told
    assert "2 sessions" in told


async def test_enter_on_a_task_tells_its_history_with_a_chart():
    told = await seen("enter", size=WIDE)
    assert "4 History" in told
    assert "20 May 2026" in told
    assert "⇄ reversed" in told
    assert "Round 1 ████████▓▓▓▓▓▓▓▓ █ Product Management 2 · ▓ Product Marketing 2" in told
    assert "Round 2 ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ ▓ Product Marketing 4" in told


async def test_a_filter_shows_only_rows_with_every_word_and_escape_shows_all():
    async with looking() as reader:
        screen = reader.shown.screen
        await reader.press("slash")
        assert "Nothing here has “nowhere” in it." in await reader.type("nowhere")
        assert "Competitive messaging" in await reader.press("escape")
        assert screen.focused is screen.query_one("#rows RowList")
        await reader.press("slash")
        assert "Competitive messaging" in await reader.type("MESS pmm")


async def test_the_bottom_line_names_the_keys_of_where_somebody_types():
    shown = app(Shelf())
    async with shown.run_test(size=SIZE) as pilot:
        await settle(shown, pilot)
        await pilot.press("slash", "m")
        await settle(shown, pilot)
        assert "Esc Show all rows" in words(shown)
        assert "Q Leave" not in words(shown)
        await pilot.press("enter")
        await settle(shown, pilot)
        assert "Q Leave" in words(shown)
        assert "m" in shown.screen.look.wanted


async def test_a_filter_is_left_behind_with_its_rows():
    shown = app(Shelf())
    async with shown.run_test(size=WIDE) as pilot:
        await settle(shown, pilot)
        for key in ("5", "slash", *"win", "enter", "enter"):
            await pilot.press(key)
            await settle(shown, pilot)
        assert "Commitments 1" in words(shown)
        field = shown.screen.query_one(LineField)
        assert (field.value, field.display) == ("", False)


async def test_the_rows_are_sorted_by_what_the_key_says():
    told = await seen("s")
    assert "Sorted by driver. S sorts by owner." in told


async def test_the_order_of_one_tab_is_not_that_of_another():
    told = await seen("s", "enter", "s", size=WIDE)
    assert "4 History" in told
    assert "Sorted by times taken up. S sorts by task." in told


async def test_a_session_is_told_decision_by_decision_and_rounds_on_demand():
    async with looking(size=WIDE) as reader:
        told = await reader.press("2", "down")
        assert "Enter shows 2 rounds, with the reasons given." in told
        assert "we talk to buyers" not in told
        told = await reader.press("enter")
    assert "“we talk to buyers” Ana (Product Marketing), for Product Marketing · sure 4/5" in told
    assert "Moved: Raj (Product Management → Product Marketing)" in told


async def test_everybody_who_was_there_is_named_however_many_they_are():
    names = [f"Somebody {letter}" for letter in "ABCDEFGHIJKL"]
    crowd = (LogParticipant(id=name[-1], name=name, team="pm", seat=Seat.VOTER) for name in names)
    shelf = Shelf((replace(AUTUMN, participants=(*AUTUMN.participants, *crowd)), SPRING))
    told = await seen("2", shelf=shelf, size=(100, 50))
    assert all(name in told for name in names)


async def test_a_sessions_other_parts_are_there_too():
    async with looking(size=WIDE) as reader:
        told = await reader.press("2", "down", "down", "down")
        assert "median 4 of 5" in told
        told = await reader.press("end")
        assert "Ratings 2" in told
        assert "Commitments 1" in told
        assert "○ Product Marketing → Product Management: Win/loss findings every month" in told


async def test_another_session_is_chosen_in_the_list_at_the_left():
    told = await seen("2", "tab", "down", "tab", "down", size=WIDE)
    assert "✔ Product Management drives" in told
    assert "reversed" not in told


async def test_two_sessions_are_compared_verdict_first():
    async with looking(size=WIDE) as reader:
        told = await reader.press("3")
        assert "⇄ reversed Competitive messaging" in told
        assert "1 ⇄ reversed another team drives it" in told
        assert f"{AUTUMN_ID} against {SPRING_ID}" in told
        assert "rating" not in told
        assert "without a change: A shows them." in told
        assert "rating Launches run well 4 4" in await reader.press("a")


async def test_promises_and_ratings_are_left_out_where_nothing_is_to_be_told_of_them():
    first, *others = AUTUMN.ratings
    moved = replace(first, by_team={**first.by_team, "pm": (0, 0, 0, 1, 1)})
    kept = replace(SPRING.commitments[0], status=CommitmentStatus.KEPT)
    shelf = Shelf(
        (
            replace(AUTUMN, ratings=(moved, *others), commitments=()),
            replace(SPRING, commitments=(kept,)),
        )
    )
    told = await seen("3", shelf=shelf, size=WIDE)
    assert f"rating {first.text} 4 4" in told
    assert "promise" not in told
    assert "2 without a change: A shows them." in told


async def test_a_change_is_told_in_detail():
    told = await seen("3", "down", size=WIDE)
    assert "Driver Product Management (100%) → Product Marketing (100%)" in told
    assert "Owner Ana" in told
    assert "Review on 17 Sep 2026 → 22 Mar 2027" in told


async def test_any_two_sessions_can_be_compared():
    shelf = Shelf((REHEARSED, AUTUMN, SPRING))
    told = await seen("3", "o", "down", "enter", shelf=shelf, size=WIDE)
    assert f"{REHEARSED.session.id} against {SPRING_ID}" in told


async def test_what_is_due_comes_by_its_day_and_says_how_late_it_is():
    told = await seen("5", size=WIDE)
    assert "5 Due · ! 2 late" in told
    assert "22 Mar 2027 ! 10 days late review Competitive messaging Ana" in told
    assert "22 Mar 2027 ! 10 days late review Launch plan ↷ deferred" in told
    assert "no day promise Win/loss findings every month" in told


async def test_enter_on_a_promise_goes_to_the_session_that_left_it_open():
    told = await seen("5", "down", "down", "enter", size=WIDE)
    assert "Commitments 1" in told
    assert "carried from 2026-05-20-grey-areas-pm-7k2m" in told


async def test_a_session_is_found_whatever_its_file_is_called():
    later = replace(held(date(2027, 2, 1), "pm", PM), commitments=())
    shelf = Shelf((later, AUTUMN, SPRING), called="copy of ")
    async with looking(shelf, WIDE) as reader:
        told = await reader.press("5", "end")
        assert f"facilitator log amend 'copy of {AUTUMN_ID}'" in told
        told = await reader.press("enter")
        assert "carried from 2026-05-20-grey-areas-pm-7k2m" in told
    told = await seen("3", "tab", "down", shelf=shelf, size=WIDE)
    assert f"{AUTUMN_ID} against {SPRING_ID}" in told


async def test_a_real_session_is_held_against_no_rehearsal_unless_that_is_chosen():
    real = replace(REHEARSED, session=replace(REHEARSED.session, id="2026-12-24-grey-areas-real"))
    began = real.session.started_at + timedelta(days=1)
    real = replace(real, session=replace(real.session, rehearsal=False, started_at=began))
    told = await seen("3", shelf=Shelf((real, REHEARSED, AUTUMN, SPRING)), size=WIDE)
    assert f"{real.session.id} against {AUTUMN_ID}" in told


async def test_a_broken_file_is_listed_with_its_problem_and_hides_nothing():
    shelf = Shelf(broken=(BROKEN,))
    async with looking(shelf, WIDE) as reader:
        assert "Competitive messaging" in await reader.press()
        told = await reader.press("2", "tab", "end")
        assert "2 sessions · ✘ 1 broken" in told
        assert "✘ broken" in told
        assert "line 3: not valid TOML" in told
        assert f"facilitator log check {BROKEN.id}" in told


async def test_rehearsals_count_only_when_asked_for():
    shelf = Shelf((REHEARSED, AUTUMN, SPRING))
    async with looking(shelf, WIDE) as reader:
        told = await reader.press()
        assert "Product Marketing drives" in told
        assert "R Rehearsals" in told
        told = await reader.press("r", "2", "1")
        assert "Sales drives" in told
        assert "3 sessions · rehearsals counted" in told
        assert "R Rehearsals" in told
        assert "Product Marketing drives" in await reader.press("r")


async def test_where_everything_is_a_rehearsal_it_is_shown_and_said():
    told = await seen(shelf=Shelf((REHEARSED,)), size=WIDE)
    assert "1 rehearsal" in told
    assert "Sales drives" in told


async def test_the_first_screen_stands_before_everything_is_read_and_says_how_far_it_is():
    shelf = Shelf(gate=asyncio.Event())
    shown = app(shelf)
    async with shown.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "reading 1 of 2" in words(shown)
        assert "Competitive messaging" in words(shown)
        await pilot.press("4")
        assert shown.is_running
        shelf.gate.set()
        await settle(shown, pilot)
        assert "2 sessions" in words(shown)


async def test_the_row_at_hand_stays_at_hand_while_more_is_read():
    shelf = Shelf(gate=asyncio.Event())
    shown = app(shelf)
    async with shown.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("4", "down")
        await pilot.pause()
        rows = shown.screen.query_one("#rows")
        assert rows.chosen == "launch-plan"
        shelf.gate.set()
        await settle(shown, pilot)
        assert rows.chosen == "launch-plan"
        assert rows.query_one(RowList).highlighted == 1


async def test_an_empty_folder_says_how_to_get_a_log():
    told = await seen(shelf=Shelf(()))
    assert "No past decisions yet." in told
    assert "facilitator rehearse grey-areas --auto" in told


async def test_a_session_without_an_earlier_one_says_so():
    assert "There is no earlier session" in await seen("3", shelf=Shelf((SPRING,)))


async def test_space_reads_on_and_returns_to_the_top():
    shown = app(Shelf())
    async with shown.run_test(size=SIZE) as pilot:
        await settle(shown, pilot)
        await pilot.press("4")
        await settle(shown, pilot)
        detail = shown.screen.query_one("#detail")
        assert detail.max_scroll_y > 0
        await pilot.press("space")
        await pilot.pause()
        assert detail.scroll_y > 0
        for _ in range(20):
            await pilot.press("space")
            await pilot.pause()
            if detail.scroll_y == 0:
                break
        assert detail.scroll_y == 0


async def test_an_export_asks_what_and_where_and_says_where_it_lies():
    shelf = Shelf()
    told = await seen("e", "enter", "enter", shelf=shelf)
    assert shelf.exported == [(Export(Form.MARKDOWN), "register.md", False)]
    assert "Written to register.md" in told


async def test_a_tab_exports_what_it_shows():
    shelf = Shelf()
    await seen("3", "e", "down", "enter", "enter", shelf=shelf)
    name = f"{AUTUMN_ID}-compared.csv"
    assert shelf.exported == [(Export(Form.CSV, AUTUMN_ID, SPRING_ID), name, False)]


async def test_a_file_that_is_there_is_replaced_only_after_a_question():
    shelf = Shelf(there=frozenset({"register.md"}))
    async with looking(shelf) as reader:
        assert "Replace it?" in await reader.press("e", "enter", "enter")
        assert shelf.exported == []
        assert "Write it to which file?" in await reader.press("escape")
        assert shelf.exported == []


async def test_an_export_that_fails_says_why_where_another_name_can_be_typed():
    shelf = Shelf(trouble="there is no folder nowhere; make it first")
    told = await seen("e", "enter", "enter", shelf=shelf)
    assert "there is no folder nowhere; make it first" in told
    assert "Write it to which file?" in told


async def test_a_broken_file_is_not_exported():
    shelf = Shelf((), broken=(BROKEN,))
    async with looking(shelf, WIDE) as reader:
        told = await reader.press("2", "tab", "enter", "e")
        assert "This file can't be used, and not be exported." in told
        told = await reader.press("3")
        assert "This file can't be used, so there is nothing to compare" in told


async def test_escape_goes_back_to_where_enter_led_from():
    shown = app(Shelf())
    async with shown.run_test(size=SIZE) as pilot:
        await settle(shown, pilot)
        for tab, key in (("1", "enter"), ("5", "enter"), ("3", "down,enter")):
            await pilot.press(tab)
            await settle(shown, pilot)
            before = shown.screen.look.tab
            await pilot.press(*key.split(","))
            await settle(shown, pilot)
            assert shown.screen.look.tab.value == "History"
            await pilot.press("escape")
            await settle(shown, pilot)
            assert shown.screen.look.tab is before


async def test_a_click_chooses_a_row_and_a_second_one_opens_it():
    shown = app(Shelf())
    async with shown.run_test(size=SIZE) as pilot:
        await settle(shown, pilot)
        await pilot.press("4")
        await settle(shown, pilot)
        await pilot.click("#rows RowList", offset=(4, 1))
        await settle(shown, pilot)
        assert shown.screen.query_one("#rows").chosen == "launch-plan"
        await pilot.press("1", "5")
        await settle(shown, pilot)
        await pilot.click("#rows RowList", offset=(4, 0))
        await settle(shown, pilot)
        assert shown.screen.look.tab.value == "History"


async def test_a_later_session_is_never_taken_for_the_older_one():
    shelf = Shelf((REHEARSED, AUTUMN, SPRING))
    told = await seen("3", "tab", "end", "tab", "o", "enter", shelf=shelf, size=WIDE)
    assert f"{REHEARSED.session.id} against {SPRING_ID}" in told
    assert "That session was held later" in told


async def test_in_the_smallest_window_the_session_is_chosen_from_a_menu():
    told = await seen("2", "tab", "down", "enter", "down", size=(60, 20))
    assert "✔ Product Management drives" in told


async def test_nothing_that_a_terminal_would_obey_gets_to_the_screen():
    attack = " ".join(ATTACKS.values())
    hostile = replace(
        AUTUMN,
        session=replace(AUTUMN.session, title=attack),
        teams=tuple(replace(team, name=attack) for team in AUTUMN.teams),
        decisions=tuple(
            replace(each, title=attack, owner=attack, rationale=attack) for each in AUTUMN.decisions
        ),
        commitments=tuple(replace(each, text=attack) for each in AUTUMN.commitments),
    )
    shown = app(Shelf((hostile, SPRING)))
    async with shown.run_test(size=(100, 40)) as pilot:
        for key in ("1", "2", "down", "enter", "3", "down", "4", "5"):
            await pilot.press(key)
            await settle(shown, pilot)
            for char in shown_on(shown).replace("\n", ""):
                assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 60)])
async def test_every_tab_keeps_within_the_window(size):
    shown = app(Shelf())
    async with shown.run_test(size=size) as pilot:
        await settle(shown, pilot)
        for tab in "12345":
            await pilot.press(tab, "down")
            await settle(shown, pilot)
            rows = shown.screen.query_one("#rows")
            assert rows.query_one(RowList).virtual_size.width <= rows.size.width
            assert "Q Leave" in words(shown)


async def test_too_small_a_window_says_so():
    assert "Please make this window larger" in await seen(size=(50, 15))


async def test_help_explains_every_key():
    told = await seen("question_mark", size=WIDE)
    assert "Choose the session to compare with." in told
    assert "Write a session, a comparison or the register" in told
