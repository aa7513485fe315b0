"""The decision form: nothing vague gets in, and nothing typed gets lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.agenda import InputKind, Support
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.ui.facilitating.deeds import Say
from facilitator.ui.facilitating.forms.decision_rows import (
    NOTHING,
    DissentRow,
    DissentTyped,
    SupportRow,
    SupportTyped,
    Typed,
    decision_of,
    problems_of,
)
from facilitator.ui.facilitating.keys import press
from facilitator.ui.widgets.fields import LineField, ParagraphField, PickField, PickOne, TurnField
from tests.ui.facilitating.forms import Filling, filling
from tests.ui.facilitating.rooms import TASK, Room, revealed
from tests.ui.facilitating.scenes import keys, scene

TODAY = date(2026, 11, 22)


def decision(room: Room) -> Decision | None:
    return room.state.record(TASK).decision


def leaning() -> Room:
    return revealed(Raj="pm: we know it", Lee="pmm", Ana="pmm", Kim="pmm")


def supporting(form: Filling) -> list[SupportRow]:
    return [row for row in form.form.query(SupportRow) if row.display]


def objecting(form: Filling) -> list[DissentRow]:
    return [row for row in form.form.query(DissentRow) if row.display]


# what has to be mended, without a form


SOUND = Typed(Outcome.DECIDED, "pmm", "Ana", "", "2027-03-22")


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        (SOUND, {}),
        (replace(SOUND, driver=None, rationale="so"), "driver: Choose the one team that drives"),
        (replace(SOUND, driver="pm"), "rationale: Say why."),
        (replace(SOUND, driver="pm", rationale="Known"), {}),
        (replace(SOUND, review_on="next week"), "review: Type a day as YYYY-MM-DD"),
        (replace(SOUND, review_on="2026-02-30"), "review: Type a day as YYYY-MM-DD"),
        (replace(SOUND, review_on="2026-11-22"), "review: The review has to lie in the future."),
        (replace(SOUND, owner="x" * 4000), "owner: This can't be kept"),
        (Typed(Outcome.ESCALATED, None, "", "", ""), {}),
        (Typed(Outcome.DEFERRED, None, "", "", ""), "review: Type a day as YYYY-MM-DD"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(typed, problems):
    said = [f"{field}: {why}" for field, why in problems_of(typed, "pmm", TODAY).items()]
    assert [each.startswith(problems or "") for each in said] == ([True] if problems else [])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (SupportTyped("pm", NOTHING, "", ""), ""),
        (SupportTyped("pm", NOTHING, "dates", ""), "Turn to a kind of input, or empty this row."),
        (SupportTyped("pm", "inform", "", "a month before"), "Say what exactly they give."),
        (SupportTyped("pm", "inform", "dates", ""), "Say when they give it."),
        (SupportTyped("pm", "inform", "dates", "a month before"), ""),
    ],
)
def test_support_says_what_and_when(row, problem):
    typed = replace(SOUND, support=(("support-0", row),))
    assert problems_of(typed, "pmm", TODAY) == ({"support-0": problem} if problem else {})
    if not problem:
        given = Support("pm", InputKind.INFORM, "dates", "a month before")
        assert decision_of(typed).support == ((given,) if row.kind == "inform" else ())


@pytest.mark.parametrize(
    ("is_kept", "reason", "problem"),
    [
        (True, "", "Say why, or leave the objection out."),
        (True, "we know it", ""),
        (False, "", ""),
    ],
)
def test_an_objection_is_kept_with_its_reason_or_left_out(is_kept, reason, problem):
    stance = Dissent("pm", "pm", "", "", "Raj", "p1")
    row = DissentTyped(stance, is_kept, reason, "")
    typed = replace(SOUND, dissent=(("dissent-0", row),))
    assert problems_of(typed, "pmm", TODAY) == ({"dissent-0": problem} if problem else {})
    if not problem:
        kept = [each.reason for each in decision_of(typed).dissent]
        assert kept == ([reason] if is_kept else [])


# the form itself


async def test_what_the_room_said_is_there_to_be_confirmed():
    async with filling(leaning(), "SPACE") as form:
        await form.sees("◉ Product Marketing 3 votes, leads")
        await form.press("tab", "down", "ctrl+s")
        await form.closes()
    made = decision(form.room)
    assert made is not None
    assert (made.driver, made.owner) == ("pmm", "Ana")
    suggested = Support("pm", InputKind.CONTRIBUTE, "feature facts", "two weeks before launch")
    assert made.support == (suggested,)
    assert [(d.name, d.reason) for d in made.dissent] == [("Raj", "we know it")]
    assert made.review_on == date(2027, 3, 22)


async def test_what_is_missing_or_wrong_is_said_beside_its_field_and_stays_as_typed():
    async with filling(leaning(), "D") as form:
        await form.sees("Decide: Competitive messaging")
        await form.press("up")
        await form.sees("Required: Product Marketing leads the vote.")
        day = form.field(PickField, "#review PickField")
        sound, day.value = day.value, "2026-11-22"
        await form.press("ctrl+s")
        await form.sees("✘ Say why.")
        assert "The review has to lie in the future." in form.words
        assert form.is_open
        assert day.value == "2026-11-22"
        assert isinstance(form.focused, ParagraphField)
        day.value = sound
        await form.press(*"Known", "ctrl+s")
        await form.closes()
    made = decision(form.room)
    assert made is not None
    assert (made.driver, made.rationale) == ("pm", "Known")


async def test_another_driver_changes_who_objects_and_who_supports():
    async with filling(leaning(), "D") as form:
        await form.press("up")
        assert [row.stance.name for row in objecting(form)] == ["Lee", "Ana", "Kim"]
        assert [row.team for row in supporting(form)] == ["pmm"]
        await form.press("down")
        assert supporting(form)[0].typed.detail == "feature facts"
        objecting(form)[0].query_one(TurnField).focus()
        await form.press("right", "ctrl+s")
        await form.closes()
    made = decision(form.room)
    assert made is not None
    assert made.dissent == ()


async def test_in_a_tie_nobody_is_preset_and_one_may_leave_without_a_question():
    async with filling(revealed(), "D") as form:
        assert form.field(PickOne).value is None
        await form.press("ctrl+s")
        await form.sees("✘ Choose the one team that drives this task.")
        assert form.is_open
        await form.press("escape")
        await form.closes()


async def test_support_is_mended_word_by_word_and_recorded():
    async with filling(revealed(Raj="pm", Lee="pm", Ana="pm", Kim="pm"), "D") as form:
        await form.sees("Support: what the other teams give")
        row = supporting(form)[0]
        row.query_one(TurnField).focus()
        await form.press("right", "ctrl+s")
        await form.sees("✘ Say what exactly they give.")
        row.query(LineField)[0].value = "launch dates"
        await form.press("ctrl+s")
        await form.sees("✘ Say when they give it.")
        row.query(LineField)[1].value = "a month before"
        await form.press("ctrl+s")
        await form.closes()
    made = decision(form.room)
    assert made is not None
    assert made.support == (Support("pmm", InputKind.INFORM, "launch dates", "a month before"),)


async def test_a_refusal_keeps_all_that_was_typed():
    async with filling(leaning(), "D") as form:
        await form.press("tab", *"Olga")
        form.room = form.room.decide()
        await form.press("ctrl+s")
        await form.sees("Not saved. Ines has recorded an outcome already.")
        assert form.field(PickField, "#owner PickField").value == "Olga"


async def test_escape_asks_when_something_was_typed():
    async with filling(leaning(), "D") as form:
        await form.press("tab", "x", "escape")
        await form.sees("Leave without saving?")
        await form.press("escape")
        await form.sees("Decide: Competitive messaging")
        assert form.is_open
        assert form.field(PickField, "#owner PickField").value == "x"


async def test_the_whole_form_can_be_reached_by_tab():
    async with filling(leaning(), "D") as form:
        reached = []
        for _ in range(10):
            reached.append(form.focused)
            await form.press("tab")
        assert len(set(reached)) == 10
        assert all(widget is not None and widget.is_on_screen for widget in reached[-1:])


def test_before_a_reveal_and_after_an_outcome_there_is_nothing_to_decide():
    settled = leaning().decide()
    assert press(scene(settled), "D") == Say("This task has its outcome. B reopens it.")
    ready = settled.enter("advisory-boards")
    too_early = Say("Vote first: a task is set aside after a reveal.")
    assert press(scene(ready), "F") == too_early
    assert press(scene(ready), "D") == Say("Vote first: a decision follows a reveal.")
    assert not {"D Decide", "F Defer"} & set(keys(ready))


async def test_what_support_consists_of_is_asked_only_where_there_is_some_and_never_cut():
    async with filling(leaning(), "D") as form:
        await form.sees("what exactly feature facts")
        assert "when two weeks before launch" in form.words
        row = form.form.query(SupportRow).first()
        row.query_one(TurnField).focus()
        await form.press(*["left"] * 4)
        await form.sees("◂ nothing")
        assert "feature facts" in form.words
        for field in row.query(LineField):
            field.value = ""
        await form.press("right", "left")
        await form.until(lambda: "what exactly" not in form.words)


async def test_keys_that_arrive_together_are_taken_in_the_order_of_their_pressing():
    async with filling(leaning(), "D") as form:
        owner = ("up", "tab", *"Raj", "ctrl+u", *"Leo", "backspace", "e")
        why = ("tab", *"so", "home", *"said ", "end", *" be it", "ctrl+s")
        await form.press_at_once(*owner, *why)
        await form.closes()
    made = decision(form.room)
    assert made is not None
    assert (made.driver, made.owner, made.rationale) == ("pm", "Lee", "said so be it")
