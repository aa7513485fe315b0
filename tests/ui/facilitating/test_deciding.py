"""The decision form: nothing vague gets in, and nothing typed gets lost."""

from __future__ import annotations

from datetime import date

from facilitator.domain.decisions import Decision
from facilitator.domain.tasks import InputKind, Support
from facilitator.ui.facilitating.forms.decision import DecisionForm
from facilitator.ui.facilitating.forms.decision_rows import DissentRow, SupportRow
from facilitator.ui.widgets.fields import LineField, ParagraphField, PickField, PickOne, TurnField
from tests.ui.facilitating.staging import Staged, revealed
from tests.ui.facilitating.watching import press, press_at_once, until, until_shown, words

SIZE = (80, 24)
TASK = "competitive-messaging"


def decision(staged: Staged) -> Decision | None:
    return staged.session.state.record(TASK).decision


async def leaning() -> Staged:
    return await revealed(Raj="pm: we know it", Lee="pmm", Ana="pmm", Kim="pmm")


async def test_what_the_room_said_is_there_to_be_confirmed():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "◉ Product Marketing 3 votes, leads")
        await press(pilot, "tab", "down", "ctrl+s")
        await until(pilot, lambda: decision(staged))
    made = decision(staged)
    assert made is not None
    assert (made.driver, made.owner) == ("pmm", "Ana")
    suggested = Support("pm", InputKind.CONTRIBUTE, "feature facts", "two weeks before launch")
    assert made.support == (suggested,)
    assert [(d.name, d.reason) for d in made.dissent] == [("Raj", "we know it")]
    assert made.review_on == date(2027, 3, 22)


async def test_against_the_lead_a_rationale_is_required():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        await press(pilot, "up")
        await until_shown(pilot, "Required: Product Marketing leads the vote.")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "✘ Say why.")
        assert decision(staged) is None
        assert isinstance(pilot.app.focused, ParagraphField)
        await press(pilot, *"Known", "ctrl+s")
        await until(pilot, lambda: decision(staged))
    made = decision(staged)
    assert made is not None
    assert (made.driver, made.rationale) == ("pm", "Known")


async def test_another_driver_changes_who_objects_and_who_supports():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        form = pilot.app.screen
        await press(pilot, "up")
        shown_rows = [row.stance.name for row in form.query(DissentRow) if row.display]
        assert shown_rows == ["Lee", "Ana", "Kim"]
        assert [row.team for row in form.query(SupportRow) if row.display] == ["pmm"]
        await press(pilot, "down")
        support = next(row for row in form.query(SupportRow) if row.display)
        assert support.typed.detail == "feature facts"


async def test_in_a_tie_nobody_is_preset_and_one_driver_has_to_be_chosen():
    staged = await revealed()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        assert pilot.app.screen.query_one(PickOne).value is None
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "✘ Choose the one team that drives this task.")
        assert decision(staged) is None


async def test_a_wrong_day_is_said_beside_its_field():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Review on")
        field = pilot.app.screen.query_one("#review PickField", PickField)
        for typed, problem in (
            ("next week", "Type a day as YYYY-MM-DD"),
            ("2026-02-30", "Type a day as YYYY-MM-DD"),
            ("2026-11-22", "The review has to lie in the future."),
        ):
            field.value = typed
            await press(pilot, "ctrl+s")
            await until_shown(pilot, problem)
            assert field.value == typed
        assert decision(staged) is None


async def test_support_says_what_and_when():
    staged = await revealed(Raj="pm", Lee="pm", Ana="pm", Kim="pm")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Support: what the other teams give")
        row = next(r for r in pilot.app.screen.query(SupportRow) if r.display)
        row.query_one(TurnField).focus()
        await press(pilot, "right", "ctrl+s")
        await until_shown(pilot, "✘ Say what exactly they give.")
        row.query_one(".detail", LineField).value = "launch dates"
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "✘ Say when they give it.")
        row.query_one(".when", LineField).value = "a month before"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: decision(staged))
    made = decision(staged)
    assert made is not None
    assert made.support == (Support("pmm", InputKind.INFORM, "launch dates", "a month before"),)


async def test_an_objection_can_be_left_out():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        row = next(r for r in pilot.app.screen.query(DissentRow) if r.display)
        row.query_one(TurnField).focus()
        await press(pilot, "right", "ctrl+s")
        await until(pilot, lambda: decision(staged))
    made = decision(staged)
    assert made is not None
    assert made.dissent == ()


async def test_a_refusal_keeps_all_that_was_typed():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        await press(pilot, "tab", *"Olga")
        await staged.decide()
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Not saved. Ines has recorded an outcome already.")
        assert pilot.app.screen.query_one("#owner PickField", PickField).value == "Olga"


async def test_escape_asks_only_when_something_was_typed():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Decide")
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        await press(pilot, "tab", "x", "escape")
        await until_shown(pilot, "Leave without saving?")
        await press(pilot, "escape")
        await until_shown(pilot, "Decide: Competitive messaging")
        assert isinstance(pilot.app.screen, DecisionForm)
        assert pilot.app.screen.query_one("#owner PickField", PickField).value == "x"


async def test_the_whole_form_can_be_reached_by_tab():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        reached = []
        for _ in range(10):
            reached.append(pilot.app.focused)
            await press(pilot, "tab")
        assert len(set(reached)) == 10
        assert all(widget is not None and widget.is_on_screen for widget in reached[-1:])


async def test_before_a_reveal_there_is_nothing_to_decide():
    staged = await leaning()
    await staged.decide()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "This task has its outcome. B reopens it.")
        await staged.enter("advisory-boards")
        await until_shown(pilot, "SPACE Start voting")
        await press(pilot, "f")
        await until_shown(pilot, "Vote first: a task is set aside after a reveal.")
        assert "Decide:" not in words(pilot.app)


async def test_what_support_consists_of_is_asked_only_where_there_is_some_and_never_cut():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "what exactly feature facts")
        assert "when two weeks before launch" in words(pilot.app)
        pilot.app.screen.query_one(SupportRow).query_one(TurnField).focus()
        await press(pilot, *["left"] * 4)
        await until_shown(pilot, "◂ nothing")
        assert "feature facts" in words(pilot.app)
        for field in pilot.app.screen.query_one(SupportRow).query(LineField):
            field.value = ""
        await press(pilot, "right", "left")
        await until(pilot, lambda: "what exactly" not in words(pilot.app))


async def test_keys_that_arrive_together_are_taken_in_the_order_of_their_pressing():
    staged = await leaning()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Competitive messaging")
        owner = ("up", "tab", *"Raj", "ctrl+u", *"Leo", "backspace", "e")
        why = ("tab", *"so", "home", *"said ", "end", *" be it", "ctrl+s")
        await press_at_once(pilot, *owner, *why)
        await until(pilot, lambda: decision(staged))
    made = decision(staged)
    assert made is not None
    assert (made.driver, made.owner, made.rationale) == ("pm", "Lee", "said so be it")
