"""Promises: asked of both teams, agreed, reworded, left out; and nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.commands import WordPromise
from facilitator.domain.commitments import Promise, PromiseRecord
from facilitator.domain.steps.commit import Commit
from facilitator.domain.views import Stage, facilitator_view
from facilitator.ui.widgets.fields import ParagraphField, PickField, TurnField
from tests.ui.facilitating.staging import EVERY_KIND, Staged, asked_of_promises, six_people
from tests.ui.facilitating.test_drawing import WIDTHS, page, text, too_wide
from tests.ui.facilitating.test_going_on import stage
from tests.ui.facilitating.watching import press, until, until_shown, words

SIZE = (80, 24)


def promise(staged: Staged, of: str = "win-loss") -> PromiseRecord:
    return staged.session.state.promises["owe"][of]


async def at_promises(*, earlier: bool = False) -> Staged:
    staged = await six_people(earlier=earlier)
    await staged.enter("owe")
    return staged


async def test_space_asks_both_teams_and_only_them():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask both teams")
        assert "Product Marketing promises Product Management:" in words(pilot.app)
        assert "no day yet · nobody named yet" in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "asking PMM and PM")
        assert "Waiting for Raj, Lee, Ana and Kim" in words(pilot.app)
        assert "○ Raj" in words(pilot.app)
        assert "· Vera" in words(pilot.app)
    assert staged.session.state.rounds_on("owe")[0].about == "win-loss"


async def test_with_consent_space_promises_it_and_the_next_is_at_hand():
    staged = await asked_of_promises(Raj=1, Ana=1, Kim=None)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Promise it")
        assert "yes 2 · stood aside 1 · 0 objections · silent 1" in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "✔ PMM → PM: Win/loss review findings every month")
        assert "▸ PM → PMM: A short written update" in words(pilot.app)
        assert "SPACE Ask both teams" in words(pilot.app)
    assert promise(staged).agreed is True


async def test_the_round_about_a_second_promise_has_the_next_number():
    staged = await asked_of_promises(Raj=1, Ana=1)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Ask both teams")
        await press(pilot, "space")
        await until(pilot, lambda: len(staged.session.state.rounds_on("owe")) == 2)
    assert staged.session.state.rounds_on("owe")[1].about == "updates"


async def test_an_objection_is_said_with_its_reason_and_space_rewords():
    staged = await asked_of_promises(Raj=1, Lee=0)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Reword it")
        told = words(pilot.app)
        assert "• Lee, Product Management: “too often”" in told
        assert "Somebody objects. Nobody said yes for Product" in told
        await press(pilot, "space")
        await until_shown(pilot, "Reword this promise")
        assert "Whatever changes here, it is asked anew." in words(pilot.app)
        await press(pilot, "end", *" or two", "ctrl+s")
        await until_shown(pilot, "SPACE Ask both teams")
    worded = promise(staged).promise
    assert worded.text == "Win/loss review findings every month or two"
    assert worded.due == date(2027, 1, 21)


async def test_where_votes_are_anonymous_nobody_is_named():
    plan = replace(EVERY_KIND, rules=Rules(attribution=Attribution.ANONYMOUS))
    staged = await six_people(plan, earlier=False)
    await staged.enter("owe")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask the room")
        await press(pilot, "space")
        await until_shown(pilot, "asking the room")
        await staged.mark("Vera", consent=0, reason="not ours")
        await staged.mark("Tom", consent=1)
        await staged.mark("Raj", consent=None)
        await staged.close_round()
        await until_shown(pilot, "• Someone: “not ours”")
        assert "Vera, Sales" not in words(pilot.app)


async def test_the_form_offers_the_people_of_the_giving_team():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "w")
        await until_shown(pilot, "↑ ↓ Ana or Kim; or type")
        form = pilot.app.screen
        form.query_one("#owner PickField", PickField).focus()
        await press(pilot, "down", "ctrl+s")
        await until_shown(pilot, "by 21 Jan 2027 · Ana answers for it")
    assert promise(staged).promise.owner == "Ana"


async def test_a_promise_to_oneself_and_a_day_gone_by_are_said_beside_their_fields():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "a")
        await until_shown(pilot, "Add a promise")
        form = pilot.app.screen
        form.query_one("#receiver TurnField", TurnField).turn_to("Product Management")
        form.query_one("#due PickField", PickField).value = "2026-11-22"
        await press(pilot, *"Notes", "ctrl+s")
        await until_shown(pilot, "A promise goes to another team")
        assert "The day has to lie in the future." in words(pilot.app)
        assert form.query_one(ParagraphField).text == "Notes"
        form.query_one("#receiver TurnField", TurnField).turn_to("Sales")
        form.query_one("#due PickField", PickField).value = ""
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "▸ PM → Sales: Notes")
    added = promise(staged, "notes").promise
    assert (added.giver, added.receiver, added.due) == ("pm", "sales", None)


async def test_a_refusal_by_the_rules_keeps_all_that_was_typed():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "a")
        await until_shown(pilot, "Add a promise")
        await press(pilot, *"Notes")
        await staged.open_round(about="win-loss")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Not saved. The room is being asked. Close the round first.")
        assert pilot.app.screen.query_one(ParagraphField).text == "Notes"
        await press(pilot, "escape")
        await until_shown(pilot, "Leave without saving?")


async def test_leaving_out_asks_and_back_takes_it_up_again():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "l")
        await until_shown(pilot, "Leave this promise out?")
        await press(pilot, "space")
        await until_shown(pilot, "– PMM → PM: Win/loss review findings")
        assert promise(staged).agreed is False
        await press(pilot, "b")
        await until_shown(pilot, "Take this promise up again")
        await press(pilot, "enter")
        await until_shown(pilot, "▸ PMM → PM: Win/loss review findings")
    assert promise(staged).agreed is None


async def test_of_several_settled_ones_back_asks_which():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        for _ in range(2):
            await press(pilot, "l")
            await until_shown(pilot, "Leave this promise out?")
            await press(pilot, "space")
            await until_shown(pilot, "SPACE Ask both teams")
        await press(pilot, "b", "enter")
        await until_shown(pilot, "Take up which promise again?")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "▸ PM → PMM")
    assert promise(staged, "updates").agreed is None
    assert promise(staged).agreed is False


async def test_m_turns_to_another_promise():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "m")
        await until_shown(pilot, "Which promise?")
        await press(pilot, "down", "down", "enter")
        await until_shown(pilot, "Product Marketing promises Sales:")
    assert staged.session.state.at_hand["owe"] == "battlecards"


async def test_a_long_menu_keeps_its_keys_in_sight():
    staged = await at_promises()
    for n in range(20):
        worded = Promise(id="", giver="pm", receiver="sales", text=f"Number {n}")
        await staged.do(WordPromise(step="owe", promise=worded))
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "m")
        await until_shown(pilot, "Which promise?")
        assert "Enter Take it" in words(pilot.app)
        await press(pilot, "end")
        await until_shown(pilot, "Number 19")


async def test_n_asks_again_at_once():
    staged = await asked_of_promises(Raj=1, Lee=0)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "N Ask again")
        await press(pilot, "n")
        await until(pilot, lambda: stage(staged) is Stage.VOTING)
        await until_shown(pilot, "SPACE Close and reveal")
        await press(pilot, "w")
        await until_shown(pilot, "The room is being asked. Close the round first.")


async def test_when_all_are_settled_space_goes_on():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        for _ in range(3):
            await press(pilot, "l")
            await until_shown(pilot, "Leave this promise out?")
            await press(pilot, "space")
            await until_shown(pilot, "SPACE")
        await until_shown(pilot, "0 promises agreed, 3 left out")
        assert "SPACE Next: The game plan" in words(pilot.app)
        assert "A adds one more, B takes one up again." in words(pilot.app)


async def test_without_promises_it_says_how_to_add_one():
    empty = Commit(id="owe", title="What we owe each other")
    steps = tuple(empty if step.id == "owe" else step for step in EVERY_KIND.steps)
    staged = await six_people(replace(EVERY_KIND, steps=steps), earlier=False)
    await staged.enter("owe")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "No promise has been proposed yet.")
        assert "A adds one. Or go on without." in words(pilot.app)
        await press(pilot, "w")
        await until_shown(pilot, "No promise is open. B takes one up again, A adds one.")
        await press(pilot, "a")
        await until_shown(pilot, "Add a promise")


async def test_what_is_still_owed_from_last_time_is_listed_apart():
    staged = await at_promises(earlier=True)
    drawn = text(page(facilitator_view(staged.session.state), 58))
    assert "Promises (0 of 2 settled)" in drawn
    assert drawn.index("Still owed from last time") < drawn.index("○ PMM → PM: Win/loss")


async def test_ending_says_what_was_not_agreed():
    staged = await at_promises()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "e")
        await until_shown(pilot, "Not agreed: “Win/loss review findings every month”")
        assert "Not reached: Since last time" not in words(pilot.app)


async def test_in_other_steps_the_keys_of_promises_say_so():
    staged = await six_people()
    await staged.enter("maturity")
    async with staged.app().run_test(size=SIZE) as pilot:
        for key in "wlm":
            await press(pilot, key)
            await until_shown(pilot, "This step has no promises.")
            await press(pilot, "escape")


async def test_nothing_is_wider_than_its_room():
    for staged in (await at_promises(), await asked_of_promises(Raj=1, Lee=0)):
        view = facilitator_view(staged.session.state)
        for width in WIDTHS:
            drawn = page(view, width)
            assert too_wide(drawn, width) == []


async def test_saving_the_same_words_after_objections_says_what_else_there_is():
    staged = await asked_of_promises(Raj=0, Ana=1)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space", "ctrl+s")
        await until_shown(pilot, "SPACE Ask both teams")
        await staged.open_round(2, about="win-loss")
        await staged.mark("Raj", 2, consent=0, reason="too often")
        await staged.close_round(2)
        await until_shown(pilot, "SPACE Reword it")
        await press(pilot, "space", "ctrl+s")
        await until_shown(pilot, "Not saved. Nothing is changed. Esc goes back: there N asks")
        await press(pilot, *"Monthly: ", "ctrl+s")
        await until_shown(pilot, "SPACE Ask both teams")
    assert promise(staged).promise.text.startswith("Monthly: ")
